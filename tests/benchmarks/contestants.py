"""The two that are measured, each a process of its own with an account and a room of its own."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol, Self

from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from tests.integration.botprocess import BotProcess


class Contestant(Protocol):
    """A bot that can be started, asked and stopped."""

    name: str
    user_id: str
    room: str
    command: str

    async def enter(self, rooms: list[str]) -> None:
        """Join encrypted rooms that it was invited to, and read there from the next start on."""
        ...

    async def start(self, *, wait: bool = True) -> float:
        """Start it; returns the seconds until its first sync was there."""
        ...

    async def stop(self) -> None:
        """Stop it in order."""
        ...

    async def seen(self) -> int:
        """How many events it has taken in since it was prepared."""
        ...

    @property
    def pid(self) -> int: ...


async def room_with(asker: Member, bot: str) -> str:
    """A room with the bot, which has joined it already."""
    return await asker.create_room(f"Room of {bot}", invite=[bot])


class BareBot:
    """The bare loop of `bare.py`."""

    name = "bare"
    command = "!ping"

    def __init__(self, server: Homeserver, account: Account, room: str, folder: Path) -> None:
        self.server = server
        self.account = account
        self.user_id = account.user_id
        self.room = room
        self.folder = folder
        self.reads_sealed = False
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    async def prepared(cls, server: Homeserver, asker: Member, folder: Path) -> Self:
        """The bot in its room, with its first sync behind it."""
        folder.mkdir(parents=True)
        account = await server.register("bare", "secret of the bare bot")
        room = await room_with(asker, account.user_id)
        async with await Member.of(server.url, account) as member:
            await member.join(room)
        bot = cls(server, account, room, folder)
        await bot.start()
        await bot.stop()
        return bot

    async def enter(self, rooms: list[str]) -> None:
        self.reads_sealed = True
        (self.folder / "keys").mkdir(exist_ok=True)
        async with await Member.of(self.server.url, self.account) as member:
            for room in rooms:
                await member.join(room)

    async def start(self, *, wait: bool = True) -> float:
        log = self.folder / "bare.log"
        log.write_text("", encoding="utf-8")
        began = time.perf_counter()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "tests.benchmarks.bare",
                    "--url", self.server.url,
                    "--user", self.account.user_id,
                    "--token", self.account.access_token,
                    "--device", self.account.device_id,
                    "--state", str(self.folder / "state"),
                    "--store", str(self.folder / "keys") if self.reads_sealed else "",
                ],
                stdout=output,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        while wait and "synced" not in log.read_text(encoding="utf-8"):
            await asyncio.sleep(0.005)
        return time.perf_counter() - began

    async def stop(self) -> None:
        if self.process:
            self.process.terminate()
            await asyncio.to_thread(self.process.wait, 30)

    async def seen(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGUSR1)
        await asyncio.sleep(0.3)
        text = (self.folder / "bare.log").read_text(encoding="utf-8")
        return max(int(count) for count in re.findall(r"seen (\d+)", text))

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


class Dcbot:
    """dcbot as an operator runs it, on SQLite."""

    name = "dcbot"
    command = "!help help"

    def __init__(self, process: BotProcess, user_id: str, room: str) -> None:
        self.process = process
        self.user_id = user_id
        self.room = room
        self._lines_before = 0

    @classmethod
    async def prepared(cls, server: Homeserver, asker: Member, folder: Path) -> Self:
        """The bot in its room, with its first sync behind it."""
        account = await server.register("dcbot", "secret of dcbot", name="dcbot")
        process = BotProcess(
            folder, homeserver=server.url, user=account.user_id, password="secret of dcbot"
        )
        room = await room_with(asker, account.user_id)
        bot = cls(process, account.user_id, room)
        await bot.start()
        await asker.wait_for(
            room,
            lambda event: (
                event.get("state_key") == account.user_id
                and event["content"].get("membership") == "join"
            ),
            60,
        )
        await bot.stop()
        return bot

    async def enter(self, rooms: list[str]) -> None:
        """It follows invitations by itself, and reads what is encrypted anyway."""

    async def start(self, *, wait: bool = True) -> float:
        began = time.perf_counter()
        self.process.start()
        while wait and self.process.log.count("listening in ") < self.process.starts:
            await asyncio.sleep(0.005)
        return time.perf_counter() - began

    async def stop(self) -> None:
        await self.process.stop()

    async def seen(self) -> int:
        with sqlite3.connect(self.process.folder / "dcbot.db") as connection:
            found = connection.execute("SELECT count(*) FROM events").fetchone()
        return int(found[0])

    @property
    def pid(self) -> int:
        assert self.process.process is not None
        return self.process.process.pid
