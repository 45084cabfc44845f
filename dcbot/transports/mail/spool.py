"""The folders that mails are taken from and put into: whole files, in order, none ever lost."""

from __future__ import annotations

import hashlib
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from dcbot.transports.mail.parsing import MAX_SIZE

DONE, PASSED, ODD = "done", "passed", "odd"
"""Where a mail goes: stored; sent by a program, not to be answered; not to be understood."""


class Incoming:
    """A folder into which mails are put as files that end in .eml.

    Whoever puts one there writes it under another name and renames it when it is whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._empty: set[str] = set()

    def prepare(self) -> None:
        """Make the folder and those inside it; raises OSError."""
        for name in (DONE, PASSED, ODD):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def waiting(self, limit: int) -> list[Path]:
        """The first of the mails that wait, by their names."""
        with os.scandir(self.folder) as entries:
            names = [
                entry.name
                for entry in entries
                if entry.name.endswith(".eml") and not entry.name.startswith(".")
            ]
        found = (self.folder / name for name in sorted(names))
        return [path for path in found if self._is_whole(path)][:limit]

    def _is_whole(self, path: Path) -> bool:
        """A file; an empty one is given a second look, since it may be being written."""
        try:
            known = path.lstat()
        except FileNotFoundError:
            return False
        if not stat.S_ISREG(known.st_mode):
            return False
        if known.st_size or path.name in self._empty:
            self._empty.discard(path.name)
            return True
        self._empty.add(path.name)
        return False

    @staticmethod
    def read(path: Path) -> tuple[bytes, datetime]:
        """The bytes, no more of them than a mail may have and one, and when the file came."""
        with path.open("rb") as file:
            arrived = os.fstat(file.fileno()).st_mtime
            return file.read(MAX_SIZE + 1), datetime.fromtimestamp(arrived, UTC)

    def file_away(self, path: Path, where: str, why: str = "") -> None:
        """Move the mail to one of the folders; `why` stands beside it there."""
        target = self.folder / where / path.name
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{path.stem}-{number}.eml")
        if why:
            target.with_suffix(".why").write_text(f"{why}\n", encoding="utf-8", errors="replace")
        path.rename(target)


class Outgoing:
    """A folder into which the bot puts its mails, by names that keep their order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, number: int, digest: str) -> Path:
        """Where the mail of the letter with this number lies; always the same."""
        return self.folder / f"{number:06d}-{digest[:12]}.eml"

    def put(self, path: Path, content: bytes) -> None:
        """Write the mail, whole or not at all."""
        put(path, content)


class Files:
    """What came attached to mails, each file under the hash of what it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Keep the bytes; returns their hash."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / digest
        if not path.exists():
            put(path, content)
        return digest

    def read(self, sha256: str, limit: int) -> bytes:
        """The bytes with this hash, at most `limit`; raises OSError."""
        with (self.folder / sha256).open("rb") as file:
            return file.read(limit)


def put(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; a power failure does not undo it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
