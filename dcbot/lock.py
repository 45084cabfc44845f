"""Who works in a folder: locks that fall with their process, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dcbot.errors import OperatorError

LOCK = "lock"
SEAT = "seat"
FILES = (LOCK, SEAT)
"""The names of the locks in the folder; they hold nothing that anybody must keep."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises OperatorError where another process holds it."""
    with _locked(folder, fcntl.LOCK_EX) as file:
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def together_in(folder: Path) -> Iterator[None]:
    """Share the folder with others that do; raises OperatorError where one works there alone."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[IO[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="ascii") as file:
        if not _flock(file, how):
            file.seek(0)
            pid = file.read().strip()
            who = f"Another dcbot (process {pid})" if pid else "Another dcbot"
            raise OperatorError(
                f"{who} works in {folder}. Stop it first, or give this one a bot.toml with another "
                "folder and database."
            )
        file.truncate(0)
        yield file


class Seat:
    """The one seat in a folder that several processes share: who sits on it hears and speaks, and
    uses the login and the keys. Nobody has to be told when the process ends: its seat is free."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Without a buffer, which would show what stood there when it was last read.
        self._file = os.fdopen(os.open(folder / SEAT, os.O_RDWR | os.O_CREAT, 0o600), "rb", 0)
        self.holder = f"process {os.getpid()} on {os.uname().nodename}"
        """This process, in words for people."""

    @property
    def name(self) -> str:
        """What tells this seat from that in any other folder, or on any other machine."""
        about = os.fstat(self._file.fileno())
        return f"{_machine()} {about.st_dev}:{about.st_ino}"

    def take(self) -> bool:
        """Sit down, or stay seated; False where another process sits there."""
        if not _flock(self._file, fcntl.LOCK_EX):
            return False
        written = f"{self.holder}\n{os.getpid()} {_processes()}\n".encode()
        os.ftruncate(self._file.fileno(), 0)
        os.pwrite(self._file.fileno(), written, 0)
        return True

    def leave(self) -> None:
        """Let the next one sit down."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Leave for good."""
        self._file.close()

    @property
    def sitter(self) -> str:
        """Who sits there, or sat there last."""
        return self._written()[0]

    def clear(self) -> bool:
        """Kill the process that sits there; False where this one cannot."""
        _, pid, processes = self._written()
        if not pid.isdigit() or int(pid) == os.getpid() or processes != _processes():
            return False
        with contextlib.suppress(OSError):
            os.kill(int(pid), signal.SIGKILL)
            return True
        return False

    def _written(self) -> tuple[str, str, str]:
        found = os.pread(self._file.fileno(), 1000, 0).decode(errors="replace")
        holder, _, rest = found.partition("\n")
        pid, _, processes = rest.strip().partition(" ")
        return holder, pid, processes


def _flock(file: IO[Any], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _machine() -> str:
    """This machine since it was last started, which containers on it share."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return os.uname().nodename


def _processes() -> str:
    """Within which the number of a process means that process; containers have their own."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return os.uname().nodename
