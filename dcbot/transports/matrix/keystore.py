"""The keys of one device on disk: nio's machine over its file, and what tells an old copy."""

from __future__ import annotations

import contextlib
import fcntl
import secrets as chance
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
from nio.crypto import Olm
from nio.store import SqliteStore

from dcbot.errors import OperatorError

FOLDER = "matrix-keys"
"""Where in the bot's folder the keys lie, a file for each device."""

BROKEN = peewee.PeeweeException
"""What using the file raises when it is gone or cannot be written: it is to be opened anew."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS dcbot_mark"
    " (one INTEGER PRIMARY KEY CHECK (one = 1), store TEXT, number INTEGER, told INTEGER)",
    "CREATE TABLE IF NOT EXISTS dcbot_heard"
    " (sender_key TEXT, session TEXT, number INTEGER, event TEXT,"
    " PRIMARY KEY (sender_key, session, number))",
)


class Unusable(Exception):
    """The file of the keys cannot be read: it is as good as lost."""


class KeyStore:
    """The keys of one device. What happens `within` is on disk when it ends, whole or not at all.

    The file is locked: two processes that change the same keys would break them.
    """

    def __init__(self, folder: Path, user: str, device: str) -> None:
        self.folder = folder / FOLDER
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = self.folder / f"{device}.db"
        self.device = device
        self.is_new = not self.path.exists()
        lock = self.folder / f"{device}.lock"
        self._lock = _locked(lock, self.path)
        # Nothing is ever written into the lock.
        self.born = lock.stat().st_mtime
        """When the device began, in seconds: what was sent before, another may have sent."""
        self.path.touch(mode=0o600)
        try:
            store = SqliteStore(user, device, str(self.folder), database_name=self.path.name)
            self.database = store.database
            self.machine = Olm(user, device, store)
            self._prepare()
        except Exception as trouble:
            self._lock.close()
            raise Unusable(f"{self.path.name}: {type(trouble).__name__} {trouble}") from trouble

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(peewee.PeeweeException):
            self.database.close()
        self._lock.close()

    @contextlib.contextmanager
    def within(self) -> Iterator[Any]:
        """The machine, and one transaction around what it does. Nothing may be awaited in it."""
        with self.database.atomic():
            yield self.machine

    @property
    def keys(self) -> tuple[str, str]:
        """The public keys of the device: by which it is known, and by which it is written to."""
        keys = self.machine.account.identity_keys
        return keys["ed25519"], keys["curve25519"]

    # The mark: how a copy of the file from an earlier day is told from the file

    @property
    def mark(self) -> str:
        """Name and age of the file, as the homeserver is told."""
        store, number, _ = self._mark()
        return f"{store} {number}"

    @property
    def marks(self) -> tuple[str, str]:
        """What the homeserver may hold: the mark, or the one before where telling it failed."""
        store, number, told = self._mark()
        return f"{store} {number}", f"{store} {told}"

    @property
    def is_told(self) -> bool:
        """Whether the homeserver holds the mark."""
        _, number, told = self._mark()
        return number == told

    def age(self) -> None:
        """The keys have changed: from now on an earlier copy of the file is an old one."""
        if self.is_told:
            self._run("UPDATE dcbot_mark SET number = number + 1")

    def told(self, mark: str) -> None:
        """The homeserver holds this mark."""
        self._run("UPDATE dcbot_mark SET told = ?", int(mark.rpartition(" ")[2]))

    # Every message is read once

    def is_first(self, sender_key: str, session: str, number: int, event: str) -> bool:
        """Whether no other event has held this message before: nobody may say it again."""
        key = (sender_key, session, number)
        self._run("INSERT OR IGNORE INTO dcbot_heard VALUES (?, ?, ?, ?)", *key, event)
        asked = "SELECT event FROM dcbot_heard WHERE sender_key = ? AND session = ? AND number = ?"
        return bool(self._run(asked, *key).fetchone()[0] == event)

    def _prepare(self) -> None:
        for table in _TABLES:
            self._run(table)
        self._run("INSERT OR IGNORE INTO dcbot_mark VALUES (1, ?, 1, 0)", chance.token_hex(8))

    def _mark(self) -> tuple[str, int, int]:
        found = self._run("SELECT store, number, told FROM dcbot_mark").fetchone()
        return str(found[0]), int(found[1]), int(found[2])

    def _run(self, words: str, *values: Any) -> Any:
        return self.database.execute_sql(words, values)


def forget(folder: Path, device: str) -> None:
    """Put the keys of a device away: they are of no use any more, but nobody may lose them."""
    path = folder / FOLDER / f"{device}.db"
    for name in (path, path.with_name(f"{path.name}-journal")):
        if name.exists():
            name.replace(name.with_name(f"{name.name}.old"))


def _locked(path: Path, what: Path) -> Any:
    file = path.open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise OperatorError(
            f"Another process uses the keys in {what}. Stop it first: two would break them."
        ) from None
    return file
