"""An outage of the database is told from a mistake, on real servers that die and come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import func, select, text

from storage.database import RESTED_SECONDS, Database, make_engine
from storage.facts import Fact
from storage.groups import Group, GroupKind
from storage.outage import is_outage
from storage.people import Person
from storage.sqlite_file import file_of
from tests.servers import PostgreSQL, scratch
from tests.world import MONDAY_NOON, create_tables


def person(name: str) -> Person:
    """Somebody to be written down."""
    return Person(name=name, created_at=MONDAY_NOON)


async def names(database: Database) -> list[str]:
    """The names of everybody that other transactions see."""
    async with database.reading() as store:
        return sorted(one.name for one in await store.people.all())


@pytest.fixture
async def file_database(quick_folder: Path) -> AsyncIterator[Database]:
    """A SQLite database, where a test is about files."""
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'facts.db'}")
    await create_tables(database)
    yield database
    await database.close()


async def test_a_locked_file_is_an_outage(file_database: Database) -> None:
    other = make_engine(file_database.url, busy_seconds=0.1)
    async with file_database.transaction() as store:
        await store.people.add(person("writing"))
        with pytest.raises(Exception) as locked:
            async with other.begin():
                pass
    await other.dispose()

    assert is_outage(locked.value)


@pytest.mark.parametrize("words", ["SELECT * FROM nothing", "NO SQL", "SELECT 1 / x FROM people"])
async def test_a_mistake_is_no_outage(database: Database, words: str) -> None:
    with pytest.raises(Exception) as mistake:
        async with database.reading() as store:
            await store.session.execute(text(words))

    assert not is_outage(mistake.value)


async def test_other_mistakes_are_no_outages(database: Database) -> None:
    with pytest.raises(Exception) as twice:
        async with database.transaction() as store:
            for _ in range(2):
                group = Group(key="x", kind=GroupKind.OTHER, name="X", created_at=MONDAY_NOON)
                await store.groups.add(group)
    with pytest.raises(Exception) as wrong:
        async with database.reading() as store:
            await store.session.scalars(select(Fact).where(Fact.id == object()))
    with pytest.raises(FileNotFoundError) as missing:
        Path("/no/such/file").read_bytes()

    assert not any(is_outage(one.value) for one in (twice, wrong, missing))


async def test_a_full_disk_is_an_outage_that_keeps_what_was_there(file_database: Database) -> None:
    async with file_database.transaction() as store:
        await store.people.add(person("before"))
    with pytest.raises(Exception) as full:
        async with file_database.transaction() as store:
            await store.session.execute(text("PRAGMA max_page_count = 1"))
            for number in range(200):
                await store.people.add(person(f"{number}" * 1000))
    file = file_of(file_database.url)

    assert is_outage(full.value) and file is not None
    assert await names(file_database) == ["before"]


async def trouble_with(database: Database) -> Exception | None:
    """What a small transaction raises."""
    try:
        async with database.transaction() as store:
            await store.session.scalar(select(func.count()).select_from(Person))
    except Exception as trouble:
        return trouble
    return None


@asynccontextmanager
async def on_its_own_server(
    rested_seconds: float = RESTED_SECONDS,
) -> AsyncIterator[tuple[PostgreSQL, Database]]:
    """A server that may be ended, and an empty database on it."""
    with scratch() as folder:
        server = PostgreSQL(folder)
        await server.start()
        database = Database(server.url(), rested_seconds=rested_seconds)
        try:
            await create_tables(database)
            yield server, database
        finally:
            await database.close()
            await server.stop()


async def sleeping(database: Database) -> None:
    """A statement that is still running when the server dies."""
    async with database.transaction() as store:
        await store.session.execute(text("SELECT pg_sleep(30)"))


@pytest.mark.parametrize("end", ["kill", "stop"])
async def test_a_server_that_dies_and_comes_back_is_an_outage(end: str) -> None:
    async with on_its_own_server() as (server, database):
        async with database.transaction() as store:
            await store.people.add(person("before"))
        troubles = await _outage_and_return(server, database, end)
        assert all(is_outage(trouble) for trouble in troubles), troubles
        assert len(troubles) >= 3
        assert await names(database) == ["before"]


@pytest.mark.parametrize("rested", [0, RESTED_SECONDS])
async def test_who_asks_first_after_a_restart_is_answered(rested: float) -> None:
    """Whether the connection was asked if it is still there, or was used just before."""
    async with on_its_own_server(rested) as (server, database):
        assert await names(database) == []
        await server.restart()
        async with database.transaction() as store:
            await store.people.add(person("after"))
        assert await names(database) == ["after"]


async def _outage_and_return(server: PostgreSQL, database: Database, end: str) -> list[Exception]:
    """In flight, within a transaction, at commit, while it is down, and while it comes up."""
    troubles: list[Exception] = []
    running = asyncio.create_task(sleeping(database))
    await asyncio.sleep(0.1)
    try:
        async with database.transaction() as store:
            await store.people.add(person("lost"))
            if end == "kill":
                server.kill()
            else:
                await server.stop()
    except Exception as trouble:
        troubles.append(trouble)
    try:
        await running
    except Exception as trouble:
        troubles.append(trouble)
    coming = None
    deadline = time.monotonic() + 30
    while (trouble := await trouble_with(database)) and time.monotonic() < deadline:
        troubles.append(trouble)
        coming = coming or asyncio.create_task(server.start())
        await asyncio.sleep(0.002)
    if coming:
        await coming
    return troubles


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
        asyncpg.DiskFullError("could not extend file"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        asyncpg.SerializationError("could not serialize access"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError(),
        OSError("Multiple exceptions: [Errno 111] Connect call failed"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.DataError("invalid input"),
        ValueError("x"),
        PermissionError(13, "Permission denied", "/some/file"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_does_not_pass(error: Exception) -> None:
    assert not is_outage(error)
