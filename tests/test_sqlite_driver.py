"""SQLite's driver: what is short is done at once, and nothing keeps the loop from all else."""

import asyncio
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import text

from storage import sqlite_driver
from storage.database import Database
from storage.store import Store
from tests.world import create_tables

SHORT = text("SELECT 1 + :number")
LONG = text(
    "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers LIMIT 300000) "
    "SELECT count(*) FROM numbers"
)


@pytest.fixture
async def database(quick_folder: Path) -> Database:
    """An empty database in a file."""
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'driver.db'}")
    await create_tables(database)
    return database


async def handed_over(store: Store) -> int:
    """How often the driver's thread was asked so far."""
    raw = await (await store.session.connection()).get_raw_connection()
    asked: int = raw.driver_connection.asked  # type: ignore[union-attr]
    return asked


async def test_a_statement_known_as_short_is_not_handed_over_and_a_long_one_is(
    database: Database,
) -> None:
    async with database.transaction() as store:
        for statement in (SHORT, LONG):
            await store.session.execute(statement, {"number": 1})
        before = await handed_over(store)
        for number in range(10):
            assert await store.session.scalar(SHORT, {"number": number}) == number + 1
        after_short = await handed_over(store)
        assert await store.session.scalar(LONG) == 300_000
        after_long = await handed_over(store)
    await database.close()

    assert (after_short - before, after_long - after_short) == (0, 1)


async def test_a_connection_by_itself_may_be_asked_too(database: Database) -> None:
    async with database.engine.connect() as connection:
        found = [await connection.scalar(SHORT, {"number": number}) for number in range(5)]
    await database.close()

    assert found == [1, 2, 3, 4, 5]


async def test_who_says_much_that_is_short_lets_others_have_their_turn(database: Database) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with database.reading() as store:
        await store.session.scalar(SHORT, {"number": 0})
        other = asyncio.create_task(others())
        # However fast the machine is: time counts, not how much was said in it.
        end = perf_counter() + 200 * sqlite_driver.SHORT
        while turns <= 5 and perf_counter() < end:
            await store.session.scalar(SHORT, {"number": turns})
        other.cancel()
    await database.close()

    assert turns > 5


async def test_a_writer_waits_for_another_and_the_loop_for_neither(database: Database) -> None:
    """The other is of another process, so that no queue stands before the two."""
    other = Database(database.url)

    async def write() -> None:
        async with other.transaction() as store:
            await store.positions.move("matrix", "sync", "theirs")

    async with database.transaction() as store:
        await store.positions.move("matrix", "sync", "ours")
        waiting = asyncio.create_task(write())
        done, _ = await asyncio.wait({waiting}, timeout=0.1)
        assert not done
    await waiting
    async with database.reading() as store:
        assert await store.positions.of("matrix", "sync") == "theirs"
    await other.close()
    await database.close()


async def test_who_began_to_read_and_writes_waits_for_a_writer_in_the_thread(
    database: Database,
) -> None:
    """Else the loop would wait for a transaction that waits for the loop."""
    async with database.transaction() as store:
        await store.positions.move("matrix", "sync", "first")
        await store.positions.move("matrix", "sync", "second")
    other = Database(database.url)
    async with database.transaction() as store, other.reading() as reader:
        await store.positions.move("matrix", "sync", "ours")
        writing = asyncio.create_task(reader.positions.move("matrix", "sync", "theirs"))
        done, _ = await asyncio.wait({writing}, timeout=0.1)
        assert not done
        await store.session.commit()
        await writing
    await other.close()
    await database.close()
