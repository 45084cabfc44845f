"""The bot as a process of its own, as an operator runs it, that a test may kill."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from dcbot.config.writing import fill, shipped, value_text
from tests.forked import Forked
from tests.sizes import WHOLE


class BotProcess:
    """`dcbot run` with a settings file in a folder; started, killed and started again."""

    name = "bot"
    """What its settings and its log are called in the folder."""

    def __init__(
        self,
        folder: Path,
        *,
        homeserver: str,
        user: str,
        password: str,
        database: str = "sqlite:///dcbot.db",
        rooms: tuple[str, ...] = (),
        flood_per_minute: int = 1000,
        lease_seconds: int = 30,
        name: str = "bot",
    ) -> None:
        self.folder = folder
        self.name = name
        self.database = database
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matrix-password").write_text(password, encoding="utf-8")
        (folder / "matrix-password").chmod(0o600)
        server = user.partition(":")[2]
        values: dict[str, str | list[str]] = {
            "matrix.homeserver": homeserver,
            "matrix.user": user,
            "matrix.password_file": "matrix-password",
            "matrix.rooms": list(rooms),
            "matrix.invites_from": [f"@*:{server}"],
            "database.url": database,
        }
        text = fill(shipped(), {key: value_text(value) for key, value in values.items()})
        text = text.replace("flood_per_minute = 60", f"flood_per_minute = {flood_per_minute}")
        text = text.replace("lease_seconds = 30", f"lease_seconds = {lease_seconds}")
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        self.process: subprocess.Popen[bytes] | Forked | None = None
        self.starts = 0

    @property
    def settings(self) -> Path:
        """Its settings file."""
        return self.folder / f"{self.name}.toml"

    @property
    def order(self) -> list[str]:
        """What Python is told to run."""
        return ["-m", "dcbot", "run"]

    def start(self) -> None:
        """Start it; it runs in the background."""
        self.starts += 1
        log = self.folder / f"{self.name}.log"
        words = [*self.order, "--settings", str(self.settings)]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        if not WHOLE:
            ends = (Path(os.devnull), log, log)
            self.process = Forked(words, folder=Path.cwd(), ends=ends, environment=environment)
            return
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env=environment,
            )

    def kill(self) -> None:
        """SIGKILL: it has no time to do anything."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """SIGSTOP: it stands still in the middle of whatever it does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(self.process.wait, 30)
        self.process = None
        return code

    @property
    def data(self) -> Path:
        """Where it keeps its login and its keys."""
        return self.folder / "dcbot-data"

    @property
    def database_url(self) -> str:
        """The address of its database, as the storage takes it."""
        if self.database.startswith("sqlite"):
            return f"sqlite+aiosqlite:///{self.folder / 'dcbot.db'}"
        return self.database.replace("postgresql:", "postgresql+asyncpg:", 1)

    @property
    def log(self) -> str:
        """What it has logged so far."""
        file = self.folder / f"{self.name}.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    async def wait_for_log(
        self, words: str, within: float = 90.0, times: int | None = None
    ) -> None:
        """Until the log holds the words so many times, or as often as the bot was started."""
        for _ in range(int(within / 0.05)):
            if self.log.count(words) >= (self.starts if times is None else times):
                return
            if not self.runs:
                raise AssertionError(f"the bot ended:\n{self.log[-3000:]}")
            await asyncio.sleep(0.05)
        raise AssertionError(f"“{words}” is not in the log:\n{self.log[-3000:]}")
