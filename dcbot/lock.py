"""One process for each folder: a lock that falls with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dcbot.errors import OperatorError


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises OperatorError where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            raise OperatorError(
                f"Another dcbot (process {pid}) works in {folder}. Stop it first, or give this one "
                "a bot.toml with another folder and database."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
