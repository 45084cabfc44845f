"""Public marks: words that are others after every change that a page for everybody may show, and
which rows were changed.

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
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.base import Audience, Base, Moment, Publishable
from storage.live_minutes import LiveMinutes
from storage.prepared import once
from storage.public_records import RECORDS

NAME = "public_marks"
"""The table of the marks."""
TOUCHED = f"{NAME}_touched"
"""The table of the rows that were changed, each once, with a number that tells when."""
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


class Touched(NamedTuple):
    """The rows that were changed since a place in time, as table and key; and from which place on
    to ask the next time, which may tell some of them once more."""

    rows: frozenset[tuple[str, str]]
    place: int


async def touched(session: AsyncSession, since: int | None) -> Touched:
    """What was changed since then, by whomever, that is or was to be seen by everybody; nothing for
    None, which begins. It is told nobody."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    place = await session.scalar(text(_NOW_ON_SQLITE if sqlite else _NOW_ON_POSTGRESQL))
    rows: frozenset[tuple[str, str]] = frozenset()
    if since is not None:
        asked = text(f"SELECT record, key FROM {TOUCHED} WHERE number >= :since")
        rows = frozenset(
            (record, key) for record, key in await session.execute(asked, {"since": since})
        )
    return Touched(rows, int(place or 0))


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
    for statement in _SQLITE if sqlite else [*_POSTGRESQL, *_functions()]:
        connection.exec_driver_sql(statement)
    for one in _triggers(there):
        head = f"CREATE TRIGGER {one.name} AFTER {one.doing} ON {one.table} FOR EACH ROW"
        if sqlite:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {one.name}")
            body = _ON_SQLITE.format(**one._asdict(), row=_DOINGS[one.doing][-1])
            connection.exec_driver_sql(f"{head} WHEN ({one.when}) BEGIN {body} END")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {one.name} ON {one.table}")
            call = f"{_FUNCTION.format(key=one.key)}('{one.mark}')"
            connection.exec_driver_sql(f"{head} WHEN ({one.when}) EXECUTE FUNCTION {call}")


class _Trigger(NamedTuple):
    name: str
    doing: str
    table: str
    key: str
    when: str
    mark: str


def _triggers(there: Collection[str]) -> Iterator[_Trigger]:
    for record in RECORDS:
        table = record.__tablename__
        if table not in there:
            continue
        for doing, rows in _DOINGS.items():
            when = " OR ".join(_IS_PUBLIC.format(row=row) for row in rows)
            if not issubclass(record, Publishable):
                when = "1 = 1"
            one = _Trigger(f"public_mark_{table}_{doing}", doing, table, _key(record), when, "all")
            if record is LiveMinutes and doing == "update":
                yield one._replace(name=f"{one.name}_anew", when=_MADE_ANEW, mark="live")
                one = one._replace(when=f"({when}) AND NOT ({_MADE_ANEW})")
            yield one


def _key(record: type[Base]) -> str:
    (key,) = record.__table__.primary_key
    return str(key.name)


_SQLITE = (
    f"CREATE TABLE IF NOT EXISTS {NAME} (kind TEXT PRIMARY KEY, mark TEXT NOT NULL)",
    f"INSERT OR REPLACE INTO {NAME} SELECT column1, lower(hex(randomblob(12))) "
    "FROM (VALUES ('all'), ('live'))",
    f"CREATE TABLE IF NOT EXISTS {TOUCHED} (number INTEGER PRIMARY KEY AUTOINCREMENT, "
    "record TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (record, key))",
)
# How the statement outside treats conflicts holds within a trigger, too; so none may arise.
_ON_SQLITE = (
    f"UPDATE {NAME} SET mark = lower(hex(randomblob(12))) WHERE kind = '{{mark}}'; "
    f"DELETE FROM {TOUCHED} WHERE record = '{{table}}' AND key = CAST({{row}}.{{key}} AS TEXT); "
    f"INSERT INTO {TOUCHED} (record, key) VALUES ('{{table}}', CAST({{row}}.{{key}} AS TEXT));"
)
_NOW_ON_SQLITE = "SELECT seq + 1 FROM sqlite_sequence WHERE name = '" + TOUCHED + "'"
# On PostgreSQL one row for all would let writers wait for each other. So each transaction writes
# one of its own, which is its word in the mark, and takes away those before it that it can have.
_POSTGRESQL = (
    f"CREATE TABLE IF NOT EXISTS {NAME} (kind text, number bigint, "
    "mark text NOT NULL DEFAULT gen_random_uuid()::text, PRIMARY KEY (kind, number))",
    f"CREATE TABLE IF NOT EXISTS {TOUCHED} (record text, key text, number bigint NOT NULL, "
    "PRIMARY KEY (record, key))",
    f"CREATE INDEX IF NOT EXISTS {TOUCHED}_number ON {TOUCHED} (number)",
    f"DELETE FROM {NAME}",
    f"INSERT INTO {NAME} (kind, number) SELECT kind, txid_current() "
    "FROM (VALUES ('all'), ('live')) AS kinds(kind)",
)
_FUNCTION = "public_mark_by_{key}"
_ON_POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        mine bigint := txid_current();
        its text := CASE TG_OP WHEN 'DELETE' THEN OLD.{{key}}::text ELSE NEW.{{key}}::text END;
    BEGIN
        INSERT INTO {TOUCHED} AS known (record, key, number) VALUES (TG_TABLE_NAME, its, mine)
            ON CONFLICT (record, key) DO UPDATE SET number = mine WHERE known.number <> mine;
        INSERT INTO {NAME} (kind, number) VALUES (TG_ARGV[0], mine) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            DELETE FROM {NAME} WHERE (kind, number) IN (
                SELECT kind, number FROM {NAME} WHERE kind = TG_ARGV[0] AND number <> mine
                FOR UPDATE SKIP LOCKED
            );
        END IF;
        RETURN NULL;
    END $$
    """
# Of what was kept before this no more can come.
_NOW_ON_POSTGRESQL = "SELECT txid_snapshot_xmin(txid_current_snapshot())"


def _functions() -> Iterator[str]:
    for key in sorted({_key(record) for record in RECORDS}):
        yield _ON_POSTGRESQL.format(key=key)


@event.listens_for(Base.metadata, "after_create")
def _lay_after(_target: object, connection: Connection, **_options: object) -> None:
    lay(connection)
