"""The marks change with every change of what is public, by whatever statement and whoever makes it,
and with no other."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Table, text

from storage.base import Audience, Publishable
from storage.cycles import Cycle
from storage.database import Database
from storage.public_marks import Mark
from storage.public_records import RECORDS
from storage.records import METADATA
from storage.store import Store
from tests.templates import Databases, OnServer
from tests.test_copy import fill
from tests.world import MONDAY_NOON


async def mark(database: Database) -> Mark:
    """As it is now."""
    found = await database.marks.now()
    assert found is not None
    return found


async def change(database: Database, statement: str) -> None:
    """Change something as nobody does."""
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


@pytest.mark.threat("T118")
async def test_no_record_changes_without_its_mark(databases: Databases) -> None:
    url = databases.empty()
    await fill(url)
    database, other = Database(url), Database(url)
    for record in RECORDS:
        table: Table = record.__table__
        steps = [f"UPDATE {table.name} SET audience = 'group'"] * issubclass(record, Publishable)
        steps += [f"UPDATE {table.name} SET audience = 'public'"] * issubclass(record, Publishable)
        key = table.primary_key.columns[0].name
        steps += [f"UPDATE {table.name} SET {key} = {key}"]
        for step in steps:
            before = await mark(database)
            await change(other, step)
            assert await mark(database) != before, step
            assert await mark(database) == await mark(other)
    for table in reversed(METADATA.sorted_tables):
        before = await mark(database)
        await change(other, f"DELETE FROM {table.name}")
        known = {record.__tablename__ for record in RECORDS}
        assert (await mark(database) != before) or table.name not in known, table.name
    await database.close()
    await other.close()


async def cycle(store: Store, audience: Audience, since: datetime = MONDAY_NOON) -> None:
    """A row that these may see from then on."""
    row = Cycle(key=audience.value, name="IGF", created_at=MONDAY_NOON)
    row.audience, row.public_from = audience, since
    await store.cycles.add(row)


async def test_what_nobody_may_see_leaves_the_marks(database: Database) -> None:
    for audience in Audience:
        before = await mark(database)
        async with database.transaction() as store:
            await cycle(store, audience)
        assert (await mark(database) != before) == (audience is Audience.PUBLIC)
    before = await mark(database)
    await change(database, "UPDATE cycles SET name = 'other' WHERE audience <> 'public'")
    assert await mark(database) == before


async def test_what_is_undone_leaves_the_marks(database: Database) -> None:
    before = await mark(database)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as store:
            await cycle(store, Audience.PUBLIC)
            raise ZeroDivisionError
    assert await mark(database) == before


async def test_writers_do_not_wait_for_each_other_and_each_is_seen(on_server: OnServer) -> None:
    url = on_server.empty()
    await fill(url)
    one, other = Database(url), Database(url)
    seen = {await mark(one)}
    for _ in range(3):
        async with one.engine.connect() as first, other.engine.connect() as second:
            await first.execute(text("UPDATE cycles SET audience = 'public'"))
            await second.execute(text("UPDATE facts SET audience = 'public'"))
            # The one that began later is kept first.
            await second.commit()
            seen.add(await mark(one))
            await first.commit()
            seen.add(await mark(one))
    assert len(seen) == 7
    async with one.engine.connect() as connection:
        # What is over is not kept for ever.
        kept = await connection.scalar(text("SELECT count(*) FROM public_marks"))
    assert kept is not None and kept <= 4
    await one.close()
    await other.close()


async def test_who_comes_while_the_server_is_asked_is_told_of_what_changed_meanwhile(
    database: Database,
) -> None:
    marks = {await mark(database)}
    for number in range(5):
        early = [asyncio.create_task(mark(database)) for _ in range(3)]
        # They are on their way.
        await asyncio.sleep(0)
        await change(database, f"INSERT INTO community VALUES ('{number}', '1')")
        late = await asyncio.gather(*(mark(database) for _ in range(3)))
        assert len(set(late)) == 1 and late[0] not in marks
        marks.add(late[0])
        assert set(await asyncio.gather(*early)) <= marks


async def test_the_next_moment_is_that_of_anything_that_is_or_will_be_public(
    database: Database,
) -> None:
    later = MONDAY_NOON + timedelta(hours=2)
    assert await database.next_public_moment(MONDAY_NOON) is None
    for audience, expected in ((Audience.GROUP, None), (Audience.PUBLIC, later)):
        async with database.transaction() as store:
            await cycle(store, audience, later)
        assert await database.next_public_moment(MONDAY_NOON) == expected
        assert await database.next_public_moment(later) is None
