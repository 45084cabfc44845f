"""What the errors of the database drivers mean for an operator, and what is to be done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from dcbot.errors import DatabaseError


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a database, and the way out."""

    what: str
    way_out: str

    def error(self) -> TroubledDatabase:
        """As an error."""
        return TroubledDatabase(self)


class TroubledDatabase(DatabaseError):
    """A DatabaseError that knows its trouble and the way out apart."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"{trouble.what} {trouble.way_out}".strip())
        self.trouble = trouble


def normal_address(said: str) -> str:
    """The address of a database as its driver is named; a DatabaseError says what else to write."""
    try:
        url = make_url(said)
    except ArgumentError:
        url = URL.create("none")
    match url.get_backend_name():
        case "sqlite" if url.database not in (None, "", ":memory:"):
            return url.set(drivername="sqlite+aiosqlite").render_as_string(hide_password=False)
        case "sqlite":
            raise Trouble(
                "A database in memory is forgotten when the program ends.",
                "Name a file: sqlite:///dcbot.db",
            ).error()
        case "postgresql" | "postgres" if url.database:
            url = url.set(drivername="postgresql+asyncpg")
            return url.render_as_string(hide_password=False)
    raise Trouble(
        f"“{_shown(said)}” is not the address of a database.",
        "Say sqlite:///dcbot.db for a file, or postgresql://user@host/database for a server.",
    ).error()


def name_of(url: str) -> str:
    """How a database is called in a message; never with its password."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return f"The database {address.database}"
    return f"The database “{address.database}” on {server_of(url)}"


def server_of(url: str) -> str:
    """The host and port of a PostgreSQL server."""
    address = make_url(url)
    host = address.host or address.query.get("host") or "this machine"
    return f"{host}:{address.port or 5432}"


@contextmanager
def told_clearly(url: str) -> Iterator[None]:
    """Within the block, what a driver raises becomes a DatabaseError where it can be told."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        trouble = diagnose(error, url)
        if trouble is None:
            raise
        raise trouble.error() from error


def diagnose(error: BaseException, url: str) -> Trouble | None:
    """What the error means; None where it is a mistake of the program."""
    for one in _behind(error):
        if isinstance(one, ModuleNotFoundError) and one.name == "asyncpg":
            return Trouble(
                "PostgreSQL needs a driver that is not installed.",
                "Install it: pip install 'dcbot[postgresql]'",
            )
        if isinstance(one, NoSuchModuleError):
            return Trouble(f"{name_of(url)} is of a kind that the bot cannot use.", "")
        if isinstance(one, sqlite3.Error) and hasattr(one, "sqlite_errorcode"):
            return _sqlite_trouble(one, url)
        state = getattr(one, "sqlstate", None)
        if isinstance(state, str) and state:
            return _postgresql_trouble(state, str(one), url)
        if isinstance(one, OSError) and one.filename is not None and url.startswith("sqlite"):
            return Trouble(
                f"{name_of(url)} cannot be read: {one.strerror or one}.",
                "Look whether it is a file, and whether this user may read it.",
            )
        if isinstance(one, OSError) and one.filename is None and url.startswith("postgresql"):
            return _unreachable(url, str(one) or type(one).__name__)
    return None


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, the cause last."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "orig", None), one.__cause__]


def _sqlite_trouble(error: sqlite3.Error, url: str) -> Trouble | None:
    name = name_of(url)
    # The lower byte is the kind; the rest tells it more closely.
    match error.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Trouble(
                f"{name} is locked: another program is writing to it.",
                "Stop that program (is the bot running?), or wait until it is done, and try again.",
            )
        case sqlite3.SQLITE_FULL:
            return Trouble(f"{name} has no room left: its disk is full.", "Make room there.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(url, str(error))
        case sqlite3.SQLITE_CANTOPEN:
            return Trouble(
                f"{name} cannot be opened.",
                "Look whether its folder exists and whether this user may write there.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return Trouble(
                f"{name} may not be written by this user.",
                "Give this user the right to write to the file and to its folder.",
            )
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOLFS:
            return Trouble(
                f"The disk of {name[0].lower()}{name[1:]} does not read or write ({error}).",
                "Look after the disk first; then say “dcbot db check”.",
            )
    return None


def damaged(url: str, how: str) -> Trouble:
    """A database whose pages cannot be trusted."""
    return Trouble(
        f"{name_of(url)} is damaged ({how}).",
        "Keep it as it is, and put the last good copy in its place. Without a copy, "
        "“sqlite3 FILE .recover” saves what can still be read."
        if url.startswith("sqlite")
        else "Stop the bot, keep the server's data as they are, and restore the last good copy.",
    )


def too_few_letters(url: str, letters: str) -> Trouble:
    """A database that cannot hold every letter."""
    return Trouble(
        f"{name_of(url)} keeps text as {letters}, which has not every letter.",
        f"Make another: createdb --encoding=UTF8 --template=template0 {make_url(url).database}",
    )


def _unreachable(url: str, why: str) -> Trouble:
    return Trouble(
        f"PostgreSQL on {server_of(url)} does not answer ({why}).",
        "Look whether it runs, and whether host and port are right.",
    )


def _postgresql_trouble(state: str, words: str, url: str) -> Trouble | None:
    address = make_url(url)
    name, server, user = name_of(url), server_of(url), address.username or "this user"
    match state:
        case "28P01" | "28000":
            return Trouble(
                f"PostgreSQL on {server} does not let “{user}” in ({words}).",
                "Put the right password into the database's password file or into "
                "DCBOT_DATABASE_PASSWORD, or let the user in by pg_hba.conf.",
            )
        case "3D000":
            return Trouble(
                f"There is no database “{address.database}” on {server}.",
                f"Make it: createdb --encoding=UTF8 --owner={user} {address.database}",
            )
        case "53100":
            return Trouble(f"{name} has no room left: its disk is full.", "Make room there.")
        case "53300":
            return Trouble(
                f"PostgreSQL on {server} takes no more connections.",
                "Raise max_connections there, or close what does not need one.",
            )
        case "42501":
            return Trouble(
                f"“{user}” may not do that in {name[0].lower()}{name[1:]} ({words}).",
                f"Make that user its owner: ALTER DATABASE {address.database} OWNER TO {user}",
            )
        case "25006":
            return Trouble(
                f"{name} can only be read: it is a standby or set to read only.",
                "Name the server that takes changes.",
            )
        case "55P03" | "40P01":
            return Trouble(
                f"{name} is locked: another program is changing it.",
                "Stop that program (is the bot running?), or wait until it is done, and try again.",
            )
        case "22P05" | "22021":
            return too_few_letters(url, words)
        case "XX001" | "XX002":
            return damaged(url, words)
    if state.startswith(("08", "57")):
        return _unreachable(url, words)
    return None


def _shown(said: str) -> str:
    """What was said as an address, without the password in it."""
    before, at, after = said.rpartition("@")
    if not at:
        return said
    scheme, slashes, user = before.rpartition("//")
    return f"{scheme}{slashes}{user.split(':')[0]}@{after}"
