"""A server as a child process on loopback: its port, its log, and an end that leaves nothing.

Handles belong to no event loop: a server that was started under one loop may be stopped under
another. Start it from a thread that lives on, because Linux counts the death of the starting
*thread* as the death of the parent.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dcbot.demo import bound

# Below the range from which systems take ports for outgoing connections. From inside it, a client
# that keeps calling a server which is down may be given the server's own port, be connected to
# itself, and keep the server from coming back.
PORTS = range(20_000, 30_000)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listened a moment ago."""
    for port in random.sample(PORTS, 200):
        if is_free(port):
            return port
    raise OSError(f"No free port between {PORTS.start} and {PORTS.stop} on 127.0.0.1.")


def is_free(port: int) -> bool:
    """Whether a server could listen on that port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Child:
    """One command that runs until it is stopped, killed, or its parent is gone.

    Its output is added to the file `log`. `at_parents_end` is what it receives when the parent is
    gone; `user` is whom it runs as, when the parent is root.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        folder: Path,
        user: str | None = None,
        at_parents_end: signal.Signals = signal.SIGKILL,
    ) -> None:
        self.command = list(command)
        self.log = log
        self.folder = folder
        self.user = user
        self.at_parents_end = at_parents_end
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How the last run ended; None while it runs and before the first run."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Starts the command; nothing happens when it runs already."""
        if self.pid is not None:
            return
        bind = [sys.executable, "-I", "-S", bound.__file__, str(os.getpid())]
        bind += [str(int(self.at_parents_end)), self.user or "-"]
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                [*bind, *self.command],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A Ctrl-C in the terminal is for the parent, which then stops its children.
                start_new_session=True,
            )

    async def stop(self, by: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
        """Asks it to end, kills it after `patience` seconds; it has ended when this returns."""
        if self._process is None or self.pid is None:
            return
        self._process.send_signal(by)
        try:
            await asyncio.to_thread(self._process.wait, patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """SIGKILL; it has ended when this returns."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def said(self) -> str:
        """What the last run wrote, at most its last 100,000 bytes."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(self._log_start, self.log.stat().st_size - 100_000))
            return log.read().decode("utf-8", "replace")

    def tail(self, lines: int = 12) -> str:
        """The last lines that the last run wrote."""
        return "\n".join(self.said().strip().splitlines()[-lines:])
