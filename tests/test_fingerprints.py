"""Fingerprints that are taken again are those that are taken anew, whatever changed between."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event, text

from storage.base import Audience, Publishable
from storage.cycles import Cycle
from storage.database import Database
from storage.fingerprints import Fingerprints
from storage.known_rows import KnownRows
from storage.public_records import RECORDS
from storage.records import METADATA
from tests.templates import Databases, OnServer
from tests.test_copy import fill
from tests.world import MONDAY_NOON

NOW = MONDAY_NOON + timedelta(days=4000)
"""When all that the rows tell of is over."""


async def again(database: Database, known: KnownRows, now: datetime = NOW) -> Fingerprints:
    """The fingerprints of rows that are known, some of which were changed."""
    touched = await database.touched(known.place)
    async with database.public(now) as store:
        found = await store.digests.taken(now, known, touched.rows)
    known.place = touched.place
    return found


async def anew(database: Database, now: datetime = NOW) -> Fingerprints:
    """The same of rows of which nothing is known."""
    async with database.public(now) as store:
        return await store.digests.taken(now)


def plain(found: Fingerprints) -> dict[str, Any]:
    """What can be compared; a list of which nothing is left is none."""
    years = {
        of: ({year: set(owners) for year, owners in one.owners.items()}, one.first, one.last)
        for of, one in found.years.items()
        if one.owners
    }
    return {
        "digests": dict(found.digests),
        "keys": dict(found.keys),
        "faces": dict(found.faces),
        "years": years,
    }


async def change(database: Database, *statements: str) -> None:
    """Change something as nobody does, in one transaction."""
    async with database.engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_every_change_of_every_record_is_seen(databases: Databases) -> None:
    url = databases.empty()
    await fill(url)
    database, known = Database(url), KnownRows()
    for record in RECORDS:
        if issubclass(record, Publishable):
            await change(database, f"UPDATE {record.__tablename__} SET audience = 'public'")
    first = await again(database, known)
    assert plain(first) == plain(await anew(database))
    assert len(first.digests) > 8
    assert first.faces
    assert first.years

    before = plain(first)
    for record in RECORDS:
        table: Table = record.__table__
        (key,) = (one.name for one in table.primary_key)
        await change(database, f"UPDATE {table.name} SET {key} = {key}")
        assert plain(await again(database, known)) == before, table.name
        if issubclass(record, Publishable):
            await change(database, f"UPDATE {table.name} SET audience = 'group'")
            after = plain(await again(database, known))
            assert after == plain(await anew(database)) != before, table.name
            await change(database, f"UPDATE {table.name} SET audience = 'public'")
            assert plain(await again(database, known)) == before, table.name

    names = {record.__tablename__ for record in RECORDS}
    for table in reversed(METADATA.sorted_tables):
        await change(database, f"DELETE FROM {table.name}")
        if table.name in names:
            assert plain(await again(database, known)) == plain(await anew(database)), table.name
    assert not (await again(database, known)).digests
    await database.close()


async def test_only_what_was_changed_is_read_again(databases: Databases) -> None:
    url = databases.empty()
    await fill(url)
    database, other, known = Database(url), Database(url), KnownRows()
    await change(database, "UPDATE cycles SET audience = 'public'")
    before = plain(await again(database, known))
    asked: list[str] = []

    @event.listens_for(database.engine.sync_engine, "after_cursor_execute")
    def listen(_on: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    assert plain(await again(database, known)) == before
    calm, asked[:] = len(asked), []
    await change(other, "UPDATE cycles SET name = 'another'")
    assert plain(await again(database, known)) != before
    assert len(asked) == calm + 1
    await database.close()
    await other.close()


async def test_a_moment_that_passes_is_a_change(database: Database) -> None:
    later, known = NOW + timedelta(minutes=1), KnownRows()
    row = Cycle(key="2027", name="IGF", created_at=later + timedelta(minutes=1))
    row.audience, row.public_from = Audience.PUBLIC, later
    async with database.transaction() as store:
        await store.cycles.add(row)
    seen = []
    # The clock may be set back, and the day may end.
    for minutes in (0, 1, 2, 1, 24 * 60):
        now = NOW + timedelta(minutes=minutes)
        found = await again(database, known, now)
        assert plain(found) == plain(await anew(database, now)), minutes
        seen.append(found.digests)
    assert len({str(one) for one in seen}) == 3
    assert seen[1] == seen[3]


@pytest.mark.parametrize("kept_first", (1, 2))
async def test_what_is_kept_in_another_order_is_seen(on_server: OnServer, kept_first: int) -> None:
    """A transaction that began before the last look, and ends after it, is not missed."""
    url = on_server.empty()
    await fill(url)
    database, known = Database(url), KnownRows()
    await change(database, "UPDATE cycles SET audience = 'public'", "DELETE FROM outputs")
    await change(database, "UPDATE facts SET audience = 'public'")
    async with database.engine.connect() as one, database.engine.connect() as other:
        await again(database, known)
        await one.execute(text("UPDATE cycles SET name = 'begun first'"))
        await other.execute(text("UPDATE facts SET value = 'begun second'"))
        for connection in (one, other) if kept_first == 1 else (other, one):
            await connection.commit()
            assert plain(await again(database, known)) == plain(await anew(database))
    await database.close()
