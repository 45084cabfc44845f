"""Tells an outage of the database, which passes, from a mistake, which does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, TimeoutError

from storage.leases import LeaseLost

# PostgreSQL's states: connection exception, idle for too long, transaction rolled back (deadlock,
# serialization), insufficient resources (too many connections, disk full), operator intervention
# (shutting down, starting up), system error (disk), and single ones: lock not available, read only
# (a standby), damaged data.
_PASSING = ("08", "25P03", "40", "53", "57", "58", "55P03", "25006", "XX001", "XX002")

# SQLite calls a mistake in the code an OperationalError too, so only its own codes can tell. A
# damaged file is among the outages: what waits in it must not be given up while it is mended.
_PASSING_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)


def is_outage(trouble: BaseException) -> bool:
    """Whether the same statement may work later, without anybody mending anything in the code."""
    return any(_passes(one) for one in _behind(trouble))


def _passes(trouble: BaseException) -> bool:
    if isinstance(trouble, TimeoutError | LeaseLost):
        return True
    if isinstance(trouble, DBAPIError):
        return trouble.connection_invalidated
    if isinstance(trouble, sqlite3.Error):
        # The lower byte is the kind; the rest tells it more closely.
        return getattr(trouble, "sqlite_errorcode", 0) & 0xFF in _PASSING_CODES
    if isinstance(trouble, OSError):
        # A server that cannot be reached has no file name; a file that cannot be opened has one.
        return trouble.filename is None
    return str(getattr(trouble, "sqlstate", None) or "").startswith(_PASSING)


def _behind(trouble: BaseException) -> Iterator[BaseException]:
    """The error, and what the driver raised where SQLAlchemy has wrapped it."""
    yield trouble
    if isinstance(trouble, DBAPIError) and trouble.orig is not None:
        yield trouble.orig
