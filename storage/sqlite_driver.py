"""SQLite's driver, asked once for each statement: run it, and bring its rows along.

The driver works in a thread of its own and would be asked four times: for a cursor, to execute, for
the rows, and to close. Each time two threads wait for each other, which costs more than most
statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite

AT_ONCE = 1000
"""So many rows come along with the statement; a result with more is fetched as it is read."""


def connect(database: str, **options: Any) -> aiosqlite.Connection:
    """What SQLAlchemy takes as `async_creator_fn`; to be awaited."""
    connection = _Connection(lambda: sqlite3.connect(database, **options), AT_ONCE)
    # It would keep a process from ending that was not ended in order.
    connection._thread.daemon = True
    return connection


class _Connection(aiosqlite.Connection):
    """A connection whose cursors are made when they are needed."""

    def cursor(self) -> Any:
        """One that has asked the driver for nothing yet."""
        return _Cursor(self)

    async def there(self, run: Callable[..., Any], *arguments: Any) -> Any:
        """What `run` returns, called in the driver's thread."""
        return await self._execute(run, *arguments)  # type: ignore[no-untyped-call]


class _Cursor:
    """What SQLAlchemy asks of a cursor of aiosqlite."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._opened: sqlite3.Cursor | None = None
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and fetch the first rows of its result."""
        return await self._ask(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run a statement once for each of the parameters."""
        return await self._ask(lambda cursor: cursor.executemany(operation, parameters))

    async def fetchone(self) -> Any:
        """The next row; None after the last."""
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """The next rows, so many at most."""
        size = self.arraysize if size is None else size
        if len(self._rows) < size and self._opened is not None:
            self._rows = [*self._rows, *await self._fetch(size)]
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    async def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        rest = await self._fetch(None) if self._opened is not None else ()
        found, self._rows = [*self._rows, *rest], ()
        return found

    async def close(self) -> None:
        """Give back what is still open."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            await self._connection.there(opened.close)

    async def _ask(self, run: Callable[[sqlite3.Cursor], object]) -> Self:
        await self.close()
        await self._connection.there(self._run, run)
        return self

    def _run(self, run: Callable[[sqlite3.Cursor], object]) -> None:
        """In the driver's thread."""
        cursor = self._connection._conn.cursor()
        try:
            run(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchmany(AT_ONCE) if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        except BaseException:
            cursor.close()
            raise
        self._keep(cursor, len(self._rows) == AT_ONCE)

    async def _fetch(self, size: int | None) -> Sequence[Any]:
        rows: Sequence[Any] = await self._connection.there(self._fetch_now, size)
        return rows

    def _fetch_now(self, size: int | None) -> Sequence[Any]:
        """In the driver's thread."""
        assert self._opened is not None
        if size is None:
            rows, more = self._opened.fetchall(), False
        else:
            wanted = max(size, AT_ONCE)
            rows = self._opened.fetchmany(wanted)
            more = len(rows) == wanted
        self._keep(self._opened, more)
        return rows

    def _keep(self, cursor: sqlite3.Cursor, more: bool) -> None:
        """Keep it open where there may be more rows; else SQLite can let go of the statement."""
        if more:
            self._opened = cursor
        else:
            cursor.close()
            self._opened = None
