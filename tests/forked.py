"""Programs in processes of their own, forked from one that has loaded what they all load.

Loading is most of a start of the bot. What is forked here is killed, frozen and waited for like any
process; full sizes (`make prove`) start Python itself.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import TimeoutExpired

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.loaded"])


class Forked:
    """What Python runs with these words, as `-m dcbot run` or the file of a program."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        folder: Path,
        ends: tuple[Path, Path, Path],
        environment: Mapping[str, str],
    ) -> None:
        self.words = words
        target = (list(words), folder, ends, dict(environment))
        self._process = _FORKS.Process(target=_run, args=target)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, number: int) -> None:
        """Sends it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """Its exit code, once it has ended; raises TimeoutExpired."""
        self._process.join(seconds)
        code = self._process.exitcode
        if code is None:
            raise TimeoutExpired(list(self.words), seconds or 0)
        return code


def _run(
    words: list[str], folder: Path, ends: tuple[Path, Path, Path], environment: dict[str, str]
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    written = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, (end, how) in enumerate(zip(ends, (os.O_RDONLY, written, written), strict=True)):
        opened = os.open(end, how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, how, buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115 -- to the end
        for number, how in enumerate("rww")
    )
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")
