"""Where one transaction starts and ends, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import sqlite_driver
from storage.due import count_due
from storage.public_marks import Marks, Touched, next_moment, touched
from storage.publicity import guard
from storage.store import PublicStore, Store

BUSY_SECONDS = 30
"""How long SQLite waits for another process's transaction before it says that it is locked."""
REACH_SECONDS = 10
"""How long a PostgreSQL server may take to answer a new connection."""
IDLE_SECONDS = 60
"""How long PostgreSQL keeps a transaction open whose process stands still; ours never wait."""
STATEMENT_SECONDS = 60
"""How long it may take over a statement; a server that went away without a word is noticed so."""
RESTED_SECONDS = 5
"""A connection to PostgreSQL that nobody used for so long is asked whether the server is there."""
CACHE_KB = 16_000
"""So much of a file SQLite keeps at hand for each connection; its own 2,000 hold less than one
search reads."""


class Database:
    """A community's database. `url` names the driver: sqlite+aiosqlite or postgresql+asyncpg."""

    def __init__(self, url: str, *, rested_seconds: float = RESTED_SECONDS) -> None:
        self.url = url
        self.engine = make_engine(url, rested_seconds=rested_seconds)
        self.marks = Marks(self.engine)
        self._reading = self.engine.execution_options(reading=True)
        # SQLite shows a reader one moment by itself. What is written of a moment, with a digest of
        # what that was made of, may hold nothing that was changed in the middle of it.
        view = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._public = guard(self.engine.execution_options(reading=True, **view))
        # SQLite lets one writer in at a time and lets the others poll; a queue in front of it
        # hands over at once, and in order.
        self._turn: Any = asyncio.Lock() if self.is_sqlite else None
        self._fence: Callable[[Store], Awaitable[None]] | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.url.startswith("sqlite")

    def fenced(self, fence: Callable[[Store], Awaitable[None]]) -> Database:
        """The same database, of which each transaction asks the fence first; it may raise."""
        other = copy.copy(self)
        other._fence = fence
        return other

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """One transaction: kept when the block ends, undone when it raises."""
        async with (
            self._turn or nullcontext(),
            AsyncSession(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            store = Store(session)
            if self._fence:
                await self._fence(store)
            yield store

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """One view of everything, for reading; what is changed in it is not kept."""
        async with AsyncSession(self._reading, expire_on_commit=False) as session:
            yield Store(session)

    @asynccontextmanager
    async def public(self, now: datetime) -> AsyncIterator[PublicStore]:
        """One view of what everybody may see at this moment."""
        async with AsyncSession(self._public, expire_on_commit=False) as session:
            yield PublicStore(session, now)

    async def next_public_moment(self, now: datetime) -> datetime | None:
        """When something may become public by itself, or be shown otherwise, if nobody changes
        anything; what that is, is not told."""
        async with AsyncSession(self._reading) as session:
            return await next_moment(session, now)

    async def due(self, now: datetime) -> int:
        """How many rows ask for something to be done now; some of them may have to wait yet."""
        async with AsyncSession(self._reading) as session:
            return await count_due(session, now)

    async def touched(self, since: int | None) -> Touched:
        """Which rows of what everybody may see were changed since then; what was in them, is not
        told."""
        async with AsyncSession(self._reading) as session:
            return await touched(session, since)

    async def close(self) -> None:
        """Give the connections back."""
        await self.marks.close()
        await self.engine.dispose()


def make_engine(
    url: str,
    *,
    busy_seconds: float = BUSY_SECONDS,
    rested_seconds: float = RESTED_SECONDS,
    foreign_keys: bool = True,
) -> AsyncEngine:
    """The engine for this address, with what SQLite must be told."""
    if not url.startswith("sqlite"):
        waits = {"timeout": REACH_SECONDS, "command_timeout": STATEMENT_SECONDS}
        engine = create_async_engine(url, pool_size=5, max_overflow=5, connect_args=waits)
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        event.listen(engine.sync_engine, "checkin", _rests)
        event.listen(engine.sync_engine, "checkout", partial(_still_there, rested_seconds))
        return engine
    options = {"timeout": busy_seconds}
    engine = create_async_engine(url, module=sqlite_driver.MODULE, connect_args=options)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        _prepare_sqlite(connection, foreign_keys)

    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "invalidate", _undo_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # Other processes skip the rows that such a transaction holds.
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    cursor.close()
    connection.commit()


def _rests(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _still_there(rested_seconds: float, connection: Any, record: Any, _handle: object) -> None:
    # A server that ends says so, and the driver knows it at once. Only where one may have gone
    # without a word is it asked: that takes three ways there and back, each time.
    rests_since = record.info.get("rests_since")
    if connection is not None and connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if rests_since is None or time.monotonic() - rests_since < rested_seconds:
        return
    try:
        connection.ping()
    except Exception as trouble:
        raise InvalidatePoolError from trouble


def _prepare_sqlite(connection: Any, foreign_keys: bool) -> None:
    # The driver would begin a transaction only at the first write, which leaves savepoints
    # outside it; so we tell it to keep out, and begin ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # A killed process loses nothing with NORMAL. A machine that loses power may lose the last
    # transactions whole: our position in the server's stream goes with them, so the events come
    # again, and the letters bear the same keys.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: taking it at the first write, after others have written,
    # fails without waiting.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else sqlite_driver.BEGIN_WRITING)


def _undo_sqlite(connection: Any, _record: object, _trouble: object) -> None:
    # Where a task is cancelled within a statement, the connection is closed over it; SQLite then
    # keeps the lock until the statement is collected as garbage. So the transaction is undone
    # first; what is asked of the driver is done in turn.
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    undone = loop.create_task(connection.driver_connection.rollback())
    undone.add_done_callback(lambda done: done.cancelled() or done.exception())
