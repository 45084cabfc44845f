"""Mails that come while the bot is being killed: each is answered once, and none is left."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

from tests.integration.botprocess import BotProcess
from tests.sizes import SEED, Size, tell
from tests.stages import put, read

MAILS = Size(60, 300).now
KILLS = Size(3, 10).now
SETTINGS = '[letters]\nflood_per_minute = 1000\n[mail]\naddress = "dcbot@example.org"\n'


class MailProcess(BotProcess):
    """`dcbot run` with nothing but two folders for mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = None
        self.starts = 0
        (folder / "bot.toml").write_text(SETTINGS, encoding="utf-8")

    def receive(self, number: int) -> None:
        """A mail with a command comes in."""
        raw = (
            f"From: p{number % 3}@example.net\nTo: dcbot@example.org\n"
            f"Message-ID: <{number}@example.net>\n\nhelp help\n"
        )
        put(self.folder / "mail" / "in", f"{number:05d}", raw.encode())

    def answers(self) -> Counter[str]:
        """How many answers each mail has got."""
        paths = (self.folder / "mail" / "out").glob("*.eml")
        return Counter(str(read(path)["In-Reply-To"]) for path in paths)


async def test_mails_are_answered_once_though_the_bot_is_killed(quick_folder: Path) -> None:
    chance = random.Random(SEED)
    bot = MailProcess(quick_folder)
    kills_at = {(turn + 1) * MAILS // (KILLS + 1) for turn in range(KILLS)}
    bot.start()
    await bot.wait_for_log("dcbot runs")
    try:
        for number in range(MAILS):
            bot.receive(number)
            if number in kills_at:
                # In the midst of those that came together.
                await asyncio.sleep(chance.uniform(0.0, 1.3))
                bot.kill()
                bot.start()
                await bot.wait_for_log("dcbot runs")
        async with asyncio.timeout(180):
            while len(bot.answers()) < MAILS:
                await asyncio.sleep(0.2)
    finally:
        code = await bot.stop()

    assert code == 0 and bot.starts == KILLS + 1
    assert bot.answers() == {f"<{number}@example.net>": 1 for number in range(MAILS)}
    left = [path.name for path in (bot.folder / "mail" / "in").iterdir() if path.is_file()]
    assert left == []
    tell(f"mail: {MAILS} mails, {KILLS} kills, each answered once")
