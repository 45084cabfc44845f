"""Public marks: words that are others after every change that a page for everybody may show.

Triggers keep them, so that no statement can pass them by, and a change is seen together with its
mark. Like the index of words they stand outside the records, and are laid where those are.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    bindparam,
    event,
    func,
    inspect,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.base import Audience, Base, Moment, Publishable
from storage.fingerprints import RECORDS
from storage.live_minutes import LiveMinutes
from storage.prepared import once

NAME = "public_marks"
"""The table of the marks."""
_READ = f"SELECT kind, mark FROM {NAME} ORDER BY kind, mark"


class Mark(NamedTuple):
    """The marks at a moment; no pair of them ever comes again."""

    all: str
    live: str
    """Of the minutes so far of meetings that go on: that they were made anew, and no more, changes
    this one alone."""


class Marks:
    """Reads the marks of a database, as often as pages are asked for: past pool and sessions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._held: Any = None
        self._turn = asyncio.Lock()
        self._next: asyncio.Future[Sequence[Sequence[str]]] | None = None

    async def now(self) -> Mark | None:
        """The marks, no older than the call; None where they cannot be read."""
        try:
            rows = await self._rows()
        except Exception:
            # Whoever asks goes to the database itself, which says what is wrong with it.
            held, self._held = self._held, None
            if held is not None and not isinstance(held, sqlite3.Connection):
                held.terminate()
            return None
        every, live = (",".join(row[1] for row in rows if row[0] == one) for one in ("all", "live"))
        return Mark(every, live) if every and live else None

    async def close(self) -> None:
        """Let go of the database."""
        held, self._held = self._held, None
        if isinstance(held, sqlite3.Connection):
            held.close()
        elif held is not None:
            await held.close()

    async def _rows(self) -> Sequence[Sequence[str]]:
        if self.engine.dialect.name == "sqlite":
            # It is a page that stands in memory; handing it to a thread takes ten times as long.
            self._held = self._held or _opened(str(self.engine.url.database))
            return list(self._held.execute(_READ))
        if self._next is None and not self._turn.locked():
            # Most come alone, and a task of its own takes as long as the asking.
            return await self._asked()
        # Who comes before the server is asked shares the answer; who comes later waits for the
        # next one.
        if self._next is None:
            self._next = asyncio.ensure_future(self._asked())
        return await asyncio.shield(self._next)

    async def _asked(self) -> Sequence[Sequence[str]]:
        async with self._turn:
            self._next = None
            if self._held is None:
                connection = await self.engine.raw_connection()
                self._held = connection.driver_connection
                connection.detach()
            rows: Sequence[Sequence[str]] = await self._held.fetch(_READ)
            return rows


def _opened(file: str) -> sqlite3.Connection:
    found = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    found.execute("PRAGMA query_only = ON")
    return found


async def next_moment(session: AsyncSession, now: datetime) -> datetime | None:
    """The first moment after now of all that is or will be public: until then, equal marks mean
    that everybody may see the same. It is told nobody."""
    found = await session.scalars(once(_next_moments), {"now": now})
    return min((one for one in found if one is not None), default=None)


def _next_moments() -> CompoundSelect[datetime]:
    """The first moment after `now` in each column of moments."""
    asked = [
        select(func.min(column)).where(
            column > bindparam("now", type_=Moment()),
            *([table.c.audience == Audience.PUBLIC] if issubclass(record, Publishable) else []),
        )
        for record in RECORDS
        for table in (record.__table__,)
        for column in table.columns
        if isinstance(column.type, Moment)
    ]
    return union_all(*asked)


# Definitions

_IS_PUBLIC = "{row}.audience = 'public'"
_SAME = "OLD.{name} = NEW.{name}"
_MADE_ANEW = " AND ".join(
    [
        *(_IS_PUBLIC.format(row=row) for row in ("OLD", "NEW")),
        *(_SAME.format(name=name) for name in ("journal_id", "meeting_id", "sitting")),
    ]
)
"""That a row of minutes so far is as public as it was, and of the same."""
_DOINGS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def lay(connection: Connection) -> None:
    """Make the marks and their triggers as they should be, with marks that were never there."""
    there = set(inspect(connection).get_table_names())
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        connection.exec_driver_sql(statement)
    for name, doing, on, when, mark in _triggers(there):
        head = f"CREATE TRIGGER {name} AFTER {doing} ON {on} FOR EACH ROW WHEN ({when})"
        if sqlite:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"{head} BEGIN {_NEW_MARK.format(mark=mark)}; END")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {on}")
            connection.exec_driver_sql(f"{head} EXECUTE FUNCTION public_mark('{mark}')")


def _triggers(there: Collection[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Of each: its name, when it acts, on which table, under which condition, on which mark."""
    for record in RECORDS:
        table = record.__tablename__
        if table not in there:
            continue
        for doing, rows in _DOINGS.items():
            when = " OR ".join(_IS_PUBLIC.format(row=row) for row in rows)
            if not issubclass(record, Publishable):
                when = "1 = 1"
            name = f"public_mark_{table}_{doing}"
            if record is LiveMinutes and doing == "update":
                yield f"{name}_anew", doing, table, _MADE_ANEW, "live"
                when = f"({when}) AND NOT ({_MADE_ANEW})"
            yield name, doing, table, when, "all"


_NEW_MARK = f"UPDATE {NAME} SET mark = lower(hex(randomblob(12))) WHERE kind = '{{mark}}'"
_SQLITE = (
    f"CREATE TABLE IF NOT EXISTS {NAME} (kind TEXT PRIMARY KEY, mark TEXT NOT NULL)",
    f"INSERT OR REPLACE INTO {NAME} SELECT column1, lower(hex(randomblob(12))) "
    "FROM (VALUES ('all'), ('live'))",
)
# On PostgreSQL one row for all would let writers wait for each other. So each transaction writes
# one of its own, which is its word in the mark, and takes away those before it that it can have.
_POSTGRESQL = (
    f"CREATE TABLE IF NOT EXISTS {NAME} (kind text, number bigint, "
    "mark text NOT NULL DEFAULT gen_random_uuid()::text, PRIMARY KEY (kind, number))",
    f"""
    CREATE OR REPLACE FUNCTION public_mark() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE mine bigint := txid_current();
    BEGIN
        INSERT INTO {NAME} (kind, number) VALUES (TG_ARGV[0], mine) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            DELETE FROM {NAME} WHERE (kind, number) IN (
                SELECT kind, number FROM {NAME} WHERE kind = TG_ARGV[0] AND number <> mine
                FOR UPDATE SKIP LOCKED
            );
        END IF;
        RETURN NULL;
    END $$
    """,
    f"DELETE FROM {NAME}",
    f"INSERT INTO {NAME} (kind, number) SELECT kind, txid_current() "
    "FROM (VALUES ('all'), ('live')) AS kinds(kind)",
)


@event.listens_for(Base.metadata, "after_create")
def _lay_after(_target: object, connection: Connection, **_options: object) -> None:
    lay(connection)
