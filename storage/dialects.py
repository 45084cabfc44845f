"""The few statements that SQLite and PostgreSQL say differently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base

_SQLITE_CLOCK = text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")

# Both databases limit the number of values in one statement (SQLite: 32,766).
ROWS_AT_ONCE = 500


_PLANNING = {
    # The best way to a word depends on how often it is said. One plan for all words reads the whole
    # index for a word that stands nowhere.
    "plan_cache_mode": "force_custom_plan",
    # A search is over before other processes would have begun to help.
    "max_parallel_workers_per_gather": "0",
    # The index is in memory, mostly: a page elsewhere costs about as much as the next one, and what
    # takes the time are rows that are looked at in vain.
    "random_page_cost": "1.1",
    "cpu_tuple_cost": "0.03",
}
"""How PostgreSQL is to find its way to words, by its settings."""


def dialect_of(session: AsyncSession) -> str:
    """The name of the session's database: sqlite or postgresql."""
    return session.get_bind().dialect.name


async def insert_new(
    session: AsyncSession,
    record: type[Base],
    rows: Sequence[dict[str, Any]],
    *,
    unique: tuple[str, ...] = (),
) -> None:
    """Insert the rows whose unique columns (any, where none are named) are not there yet; the
    others stay as they are."""
    statement = _insert_new(dialect_of(session), record, unique)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await session.execute(statement, list(rows[start : start + ROWS_AT_ONCE]))


@cache
def _insert_new(dialect: str, record: type[Base], unique: tuple[str, ...]) -> Any:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(record.__table__).on_conflict_do_nothing(index_elements=list(unique) or None)


async def put(
    session: AsyncSession, record: type[Base], row: dict[str, Any], *, unique: tuple[str, ...]
) -> None:
    """Insert the row, or change the one that has its unique columns, in one statement."""
    insert: Any = sqlite.insert if dialect_of(session) == "sqlite" else postgresql.insert
    changed = {name: value for name, value in row.items() if name not in unique}
    await session.execute(
        insert(record.__table__)
        .values(row)
        .on_conflict_do_update(index_elements=list(unique), set_=changed)
    )


async def alone(session: AsyncSession, name: str) -> None:
    """Wait until no other transaction that has asked for this name is open.

    On SQLite a transaction that writes is alone from its first moment.
    """
    if dialect_of(session) != "sqlite":
        number = func.hashtextextended(f"dcbot {name}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(number)))


async def database_clock(session: AsyncSession) -> datetime:
    """The moment by the database's own clock, so that several processes agree about leases."""
    if dialect_of(session) == "sqlite":
        # SQLite runs on this machine; its clock is read with milliseconds.
        words = await session.scalar(_SQLITE_CLOCK)
        return datetime.strptime(str(words), "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    moment = await session.scalar(select(func.clock_timestamp()))
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


async def plan_for_words(session: AsyncSession) -> None:
    """Let PostgreSQL plan each statement, to the end of the transaction, for the words asked for.

    It goes past the session, since a public one takes no settings; it reads and shows nothing.
    """
    if dialect_of(session) != "sqlite":
        await (await session.connection()).run_sync(_set_planning)


def _set_planning(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    told = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _PLANNING.items())
    cursor.execute(f"SELECT {told}")
    cursor.close()


def lease_end(now: datetime, seconds: float) -> datetime:
    """When a lease taken now ends."""
    return now + timedelta(seconds=seconds)
