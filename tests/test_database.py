"""What both databases promise: transactions, savepoints, keys, moments and texts."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from storage.base import Audience, storable
from storage.database import Database, make_engine
from storage.groups import Group, GroupKind
from storage.inbox import Event, EventKind
from storage.people import Address, Person
from storage.sqlite_driver import AT_ONCE
from tests.world import MONDAY_NOON, create_tables


def person(name: str) -> Person:
    """Somebody to be written down."""
    return Person(name=name, created_at=MONDAY_NOON)


def public_group(key: str) -> Group:
    """A group that everybody may see."""
    shown = {"audience": Audience.PUBLIC, "public_from": MONDAY_NOON}
    return Group(key=key, kind=GroupKind.COALITION, name=key, created_at=MONDAY_NOON, **shown)


async def names(database: Database) -> list[str]:
    """The names of everybody that other transactions see."""
    async with database.reading() as store:
        return sorted(one.name for one in await store.people.all())


async def test_work_in_a_released_savepoint_falls_with_its_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as store:
            await store.people.add(person("before"))
            async with store.savepoint():
                await store.people.add(person("inside"))
            raise RuntimeError

    assert await names(database) == []


async def test_an_undone_savepoint_leaves_the_rest(database: Database) -> None:
    async with database.transaction() as store:
        await store.people.add(person("before"))
        with pytest.raises(RuntimeError):
            async with store.savepoint():
                await store.people.add(person("inside"))
                raise RuntimeError
        await store.people.add(person("after"))

    assert await names(database) == ["after", "before"]


async def test_a_broken_rule_in_a_savepoint_leaves_the_transaction_usable(
    database: Database,
) -> None:
    async with database.transaction() as store:
        first = Group(key="one", kind=GroupKind.OTHER, name="One", created_at=MONDAY_NOON)
        await store.groups.add(first)
        with pytest.raises(IntegrityError):
            async with store.savepoint():
                twin = Group(key="one", kind=GroupKind.OTHER, name="Two", created_at=MONDAY_NOON)
                await store.groups.add(twin)
        await store.people.add(person("after"))

    assert await names(database) == ["after"]


async def test_a_row_cannot_refer_to_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as store:
            lost = Address(person_id=99, transport="mail", address="a@b.org", confirmed_at=None)
            store.session.add(lost)


async def test_what_was_read_is_not_kept_when_changed(database: Database) -> None:
    async with database.reading() as store:
        await store.people.add(person("nobody"))

    assert await names(database) == []


@pytest.mark.parametrize("naive", [datetime(2026, 11, 23, 12, 0), datetime.min])  # noqa: DTZ001, DTZ901
async def test_a_moment_without_a_zone_is_refused(database: Database, naive: datetime) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        async with database.transaction() as store:
            await store.people.add(Person(name="x", created_at=naive))
    with pytest.raises(StatementError, match="without a zone"):
        async with database.reading() as store:
            await store.session.scalar(select(Person).where(Person.created_at < naive))


async def test_moments_come_back_in_utc_and_are_compared_as_moments(database: Database) -> None:
    tokyo, lima = timezone(timedelta(hours=9)), timezone(-timedelta(hours=5))
    early = datetime(2026, 11, 23, 23, 59, 59, 999_999, tzinfo=tokyo)
    late = datetime(2026, 11, 23, 12, 0, tzinfo=lima)
    async with database.transaction() as store:
        await store.people.add(Person(name="early", created_at=early))
        await store.people.add(Person(name="late", created_at=late))

    async with database.reading() as store:
        asked = select(Person).where(Person.created_at <= early.astimezone(lima))
        (found,) = (await store.session.scalars(asked)).all()
    assert found.name == "early" and found.created_at == early
    assert found.created_at.tzinfo is UTC


HOSTILE = ["\0", "a\0b", "\ud800", "\udfff\ud800", "ok \N{GRINNING FACE} \ud83d", "\ufffe\uffff"]


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_text_can_be_kept_in_every_column(database: Database, words: str) -> None:
    async with database.transaction() as store:
        event = Event(
            transport="matrix",
            event_id=f"${words}",
            kind=EventKind.SAID,
            place=words,
            sender=words,
            assurance=1,
            sent_at=MONDAY_NOON,
            received_at=MONDAY_NOON,
            text=words,
            about=words,
            thread=words,
            extra={words: [words, {"name": words, "size": float("inf")}]},
        )
        store.session.add(event)

    kept = storable(words)
    async with database.reading() as store:
        found = await store.inbox.by_event("matrix", f"${words}")
    assert found is not None
    assert (found.text, found.about, found.sender) == (kept, kept, kept)
    assert found.extra == {kept: [kept, {"name": kept, "size": None}]}


async def test_the_clock_of_the_database_goes_forward(database: Database) -> None:
    async with database.reading() as store:
        first = await store.clock()
        await asyncio.sleep(0.01)
        second = await store.clock()

    assert first < second < first + timedelta(seconds=60)


async def test_many_transactions_at_once_each_see_the_ones_before(database: Database) -> None:
    async with database.transaction() as store:
        one = person("0")
        await store.people.add(one)

    async def count_up() -> None:
        async with database.transaction() as store:
            asked = select(Person).where(Person.id == one.id).with_for_update()
            row = (await store.session.scalars(asked)).one()
            row.name = str(int(row.name) + 1)

    await asyncio.gather(*(count_up() for _ in range(30)))

    assert await names(database) == ["30"]


@pytest.fixture
async def file_database(quick_folder: Path) -> AsyncIterator[Database]:
    """A SQLite database, where a test is about files."""
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'facts.db'}")
    await create_tables(database)
    yield database
    await database.close()


async def test_sqlite_keeps_a_log_of_writes_and_checks_references(file_database: Database) -> None:
    async with file_database.engine.connect() as connection:
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }

    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 30_000,
    }


WRITER = """
import asyncio, sys
from storage.database import Database, make_engine
from storage.people import Person
from tests.world import MONDAY_NOON

async def main():
    database = Database(sys.argv[1])
    for number in range(60):
        async with database.transaction() as store:
            known = len(await store.people.all())
            await asyncio.sleep(0.001)
            await store.people.add(Person(name=f"{known}", created_at=MONDAY_NOON))
    await database.close()

asyncio.run(main())
"""


async def test_two_processes_that_write_at_once_wait_for_each_other(
    file_database: Database,
) -> None:
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", WRITER, file_database.url]
    children = [subprocess.Popen(command, cwd=root) for _ in range(2)]
    codes = [await asyncio.to_thread(child.wait, 60) for child in children]

    assert codes == [0, 0]
    # Each saw what the other had written before it: no name stands twice.
    assert sorted(map(int, await names(file_database))) == list(range(120))


async def test_a_reader_neither_waits_for_a_writer_nor_sees_half(file_database: Database) -> None:
    async with file_database.transaction() as store:
        await store.people.add(person("half"))
        async with asyncio.timeout(30):
            assert await names(file_database) == []
    assert await names(file_database) == ["half"]


async def test_a_task_that_is_cancelled_within_a_statement_leaves_no_lock(
    quick_folder: Path,
) -> None:
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'facts.db'}")
    await create_tables(database)
    other = make_engine(database.url, busy_seconds=0.5)
    # What holds on to the cancelled frames holds on to their statements.
    kept = []
    for turns in range(0, 60, 2):
        task = asyncio.create_task(read_and_write(database))
        for _ in range(turns):
            await asyncio.sleep(0.0001)
        task.cancel()
        kept.append(await asyncio.gather(task, return_exceptions=True))
        async with other.begin():
            pass
    await other.dispose()
    await database.close()

    assert any(isinstance(one, asyncio.CancelledError) for (one,) in kept)


async def read_and_write(database: Database) -> None:
    """A transaction with statements of each kind."""
    async with database.transaction() as store:
        for _ in range(5):
            await store.people.add(person("x"))
            async with store.savepoint():
                await store.people.all()


async def test_a_result_longer_than_comes_along_at_once_is_whole(database: Database) -> None:
    """Read at once, in pieces, and left in the middle; SQLite's rows come with the statement."""
    many = 3 * AT_ONCE + 7
    async with database.transaction() as store:
        store.session.add_all(person(f"{number:05}") for number in range(many))
    wanted = [f"{number:05}" for number in range(many)]
    query = select(Person.name).order_by(Person.name)

    async with database.reading() as store:
        assert list(await store.session.scalars(query)) == wanted
        assert list(await store.session.scalars(query.limit(AT_ONCE))) == wanted[:AT_ONCE]
        pieces = await store.session.stream_scalars(query)
        assert [name async for part in pieces.partitions(700) for name in part] == wanted
        left = await store.session.stream_scalars(query)
        assert await left.fetchmany(5) == wanted[:5]
        await left.close()
    async with database.transaction() as store:
        await store.people.add(person("after"))

    assert (await names(database))[-1] == "after"


async def test_a_reader_of_what_is_public_sees_one_moment(database: Database) -> None:
    async def seen() -> list[str]:
        return [one.key for one in await public.groups.all()]

    async with database.transaction() as store:
        await store.groups.add(public_group("before"))
    async with database.public(MONDAY_NOON) as public:
        assert await seen() == ["before"]
        async with database.transaction() as store:
            await store.groups.add(public_group("meanwhile"))

        assert await seen() == ["before"]
    async with database.public(MONDAY_NOON) as public:
        assert await seen() == ["before", "meanwhile"]
