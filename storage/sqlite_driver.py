"""SQLite's driver: a short statement is run where it is asked for, any other in a thread.

Each time two threads wait for each other costs more than most statements do. So a statement that
was short when it was last run is run at once, in the loop, which it keeps for no longer than that.
What may wait, for another process or for the disk, is done in the driver's thread: to begin to
write while somebody else does, and to keep or to undo what was written.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

AT_ONCE = 1000
"""So many rows of a stream come along with its statement, and each time that more are fetched."""
SHORT = 0.005
"""Seconds: a statement that took less is short; after as many, the loop may do something else
before the next one."""

BEGIN_WRITING = "BEGIN IMMEDIATE"
_READS_OR_MARKS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
_WRITES = ("INSERT", "UPDATE", "DELETE")
_MOST_KNOWN = 5000
_short: dict[str, bool] = {}
"""Whether a statement was short when it was last run."""


class _Module(AsyncAdapt_aiosqlite_dbapi):
    """What SQLAlchemy takes as the driver's module."""

    def connect(self, *where: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        """A connection to this file."""
        options["check_same_thread"] = False
        driver = _Driver(partial(sqlite3.connect, *where, **options), AT_ONCE)
        # It would keep a process from ending that was not ended in order.
        driver._thread.daemon = True
        return _Connection(self, await_(driver), patience=options.get("timeout", 5.0))


MODULE = _Module(aiosqlite, sqlite3)


class _Driver(aiosqlite.Connection):
    """The driver's thread and its connection."""

    # Counted by the loop alone, and by the thread alone.
    asked = done = 0

    @property
    def idle(self) -> bool:
        """Whether the thread has done all it was asked. What a task that was cancelled has left
        to it may still be under way."""
        return self.asked == self.done and self._connection is not None

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection; OperationalError where it was closed."""
        if self._connection is None:
            raise sqlite3.OperationalError("no active connection")
        return self._connection

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise sqlite3.OperationalError("connection closed")
        self.asked += 1
        counted = partial(self._counted, fn, *args, **kwargs)
        return await super()._execute(counted)  # type: ignore[no-untyped-call]

    def _counted(self, run: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        try:
            return run(*arguments, **named)
        finally:
            self.done += 1


class _Connection(AsyncAdapt_aiosqlite_connection):
    """What SQLAlchemy asks of a connection; used by one task at a time."""

    __slots__ = ("_gave_way", "_may_write", "_wrote", "driver", "patience")

    def __init__(self, module: _Module, driver: Any, *, patience: float) -> None:
        super().__init__(module, driver)
        self.driver: _Driver = driver
        self.patience = patience
        """Seconds to wait for another process that writes."""
        self._may_write = self._wrote = False
        self._gave_way = 0.0

    def cursor(self, server_side: bool = False) -> Any:
        """One that runs statements; where it is `server_side` their rows are a stream."""
        return _Cursor(self, stream=server_side)

    def run(self, statement: str, doing: Callable[[str, Any], Any], given: Any) -> Any:
        """What `doing` returns of the statement, done here or in the driver's thread."""
        if not (self._done_here(statement) and self.driver.idle):
            return self.there(_timed, statement, doing, given)
        # SQLAlchemy takes a driver that awaits nothing for one that is not made for asyncio.
        await_(self._give_way() if perf_counter() - self._gave_way > SHORT else _go_on())
        if statement == BEGIN_WRITING:
            # Somebody else who writes is waited for in the thread.
            return None if self._begun() else self.there(doing, statement, given)
        return _timed(statement, doing, given)

    def there(self, doing: Callable[..., Any], *given: Any) -> Any:
        """What `doing` returns, called in the driver's thread."""
        try:
            done = await_(self.driver._execute(doing, *given))
        except Exception as error:
            self._handle_exception(error)
        self._gave_way = perf_counter()
        return done

    async def _give_way(self) -> None:
        await asyncio.sleep(0)
        self._gave_way = perf_counter()

    def commit(self) -> None:
        """Keep what the transaction wrote."""
        self._end("commit")

    def rollback(self) -> None:
        """Undo what the transaction wrote."""
        self._end("rollback")

    def _done_here(self, statement: str) -> bool:
        """Whether the statement is short and waits for nobody."""
        if statement.startswith("BEGIN"):
            # Whoever begins to read and then writes may have to wait for another writer.
            self._may_write, self._wrote = statement == BEGIN_WRITING, False
            return True
        if not statement.startswith(_READS_OR_MARKS):
            self._wrote = True
            if not (self._may_write and statement.startswith(_WRITES)):
                return False
        return _short.get(statement, False)

    def _begun(self) -> bool:
        """Begin to write if nobody else does; returns whether it did."""
        opened = self.driver.opened
        opened.execute("PRAGMA busy_timeout = 0")
        try:
            opened.execute(BEGIN_WRITING)
        except sqlite3.OperationalError:
            return False
        finally:
            opened.execute(f"PRAGMA busy_timeout = {self.patience * 1000:.0f}")
        return True

    def _end(self, how: str) -> None:
        if not self.driver._connection:
            return
        if self.driver.idle and not (self._wrote and self.driver.opened.in_transaction):
            getattr(self.driver.opened, how)()
        else:
            self.there(getattr(self.driver.opened, how))


class _Cursor:
    """What SQLAlchemy asks of a cursor."""

    def __init__(self, connection: _Connection, *, stream: bool) -> None:
        self._connection = connection
        self._opened: sqlite3.Cursor | None = None
        self._rows: Sequence[Any] = ()
        self.server_side = stream
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    def execute(self, statement: str, given: Sequence[Any] = ()) -> None:
        """Run a statement and fetch its rows; of a stream the first."""
        self._connection.run(statement, self._execute, given)

    def executemany(self, statement: str, given: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of these."""
        self._connection.run(statement, self._execute_many, given)

    def fetchone(self) -> Any:
        """The next row; None after the last."""
        return next(iter(self.fetchmany(1)), None)

    def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """The next rows, so many at most."""
        size = self.arraysize if size is None else size
        if len(self._rows) < size and self._opened is not None:
            self._rows = [*self._rows, *self._connection.there(self._fetch, size)]
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        rest = self._connection.there(self._fetch, None) if self._opened is not None else ()
        found, self._rows = [*self._rows, *rest] if rest else self._rows, ()
        return found

    def close(self) -> None:
        """Give back what is still open."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self._connection.there(opened.close)

    async def _async_soft_close(self) -> None:
        """What is read outside the driver's reach has come along already."""

    # In whichever thread

    def _execute(self, statement: str, given: Sequence[Any]) -> None:
        cursor = self._connection.driver.opened.cursor()
        try:
            cursor.execute(statement, given)
            self.description = cursor.description
            self._take(cursor)
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            if self._opened is None:
                cursor.close()

    def _take(self, cursor: sqlite3.Cursor) -> None:
        """The rows that come along; where there may be more, the cursor stays open."""
        if self.description is None:
            self._rows = ()
        elif not self.server_side:
            self._rows = cursor.fetchall()
        else:
            self._rows = cursor.fetchmany(AT_ONCE)
            self._opened = cursor if len(self._rows) == AT_ONCE else None

    def _execute_many(self, statement: str, given: Iterable[Sequence[Any]]) -> None:
        cursor = self._connection.driver.opened.cursor()
        try:
            cursor.executemany(statement, given)
            self.description = None
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    def _fetch(self, size: int | None) -> Sequence[Any]:
        cursor, self._opened = self._opened, None
        assert cursor is not None
        if size is None:
            rows, more = cursor.fetchall(), False
        else:
            wanted = max(size, AT_ONCE)
            rows = cursor.fetchmany(wanted)
            more = len(rows) == wanted
        if more:
            self._opened = cursor
        else:
            # SQLite can let go of the statement.
            cursor.close()
        return rows


async def _go_on() -> None:
    """Wait for nothing."""


def _timed(statement: str, doing: Callable[[str, Any], Any], given: Any) -> Any:
    # Not that of the processor: waiting for the disk keeps the loop as well.
    began = perf_counter()
    try:
        return doing(statement, given)
    finally:
        if len(_short) >= _MOST_KNOWN:
            _short.clear()
        _short[statement] = perf_counter() - began < SHORT
