"""The bot as a process with nothing but two folders for mail: quick to start, and real."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from tests.integration import moved
from tests.integration.botprocess import BotProcess
from tests.stages import put, read, words_of

SETTINGS = """
operators = ["mail:omar@example.org"]
[letters]
flood_per_minute = 1000
[mail]
address = "dcbot@example.org"
"""


class MailProcess(BotProcess):
    """`dcbot run` over mail; `more` are further lines of its settings file."""

    def __init__(self, folder: Path, more: str = "", top: str = "", name: str = "bot") -> None:
        self.folder = folder
        self.name = name
        folder.mkdir(parents=True, exist_ok=True)
        self.database = "sqlite:///dcbot.db"
        self.process = None
        self.starts = 0
        self.ahead = timedelta()
        self.settings.write_text(top + SETTINGS + more, encoding="utf-8")

    @property
    def order(self) -> list[str]:
        if not self.ahead:
            return super().order
        return [str(Path(moved.__file__)), str(self.ahead.total_seconds())]

    def start_at(self, moment: datetime) -> None:
        """Start it with a clock that stands at that moment now, and goes on from there."""
        self.ahead = moment - datetime.now(UTC)
        self.start()

    @property
    def now(self) -> datetime:
        """The moment by its clock."""
        return datetime.now(UTC) + self.ahead

    def receive(
        self, number: int, text: str = "help help", sender: str = "", to: str = "dcbot@example.org"
    ) -> None:
        """A mail with a command comes in now."""
        sender = sender or f"p{number % 3}@example.net"
        raw = f"From: {sender}\nTo: {to}\nMessage-ID: <{number}@example.net>\n\n{text}\n"
        put(self.folder / "mail" / "in", f"{number:05d}", raw.encode(), self.now)

    def answers(self) -> Counter[str]:
        """How many answers each mail has got."""
        return Counter(str(mail["In-Reply-To"]) for mail in self._out())

    def said_to(self, number: int) -> str:
        """What the bot answered to that mail."""
        wanted = f"<{number}@example.net>"
        return "\n".join(words_of(one) for one in self._out() if one["In-Reply-To"] == wanted)

    def letters_to(self, address: str) -> list[str]:
        """What the bot wrote to somebody of its own accord or as an answer, oldest first."""
        return [words_of(one) for one in self._out() if one["To"] == address]

    async def answered(self, number: int, within: float = 90.0) -> str:
        """The answer to that mail, once it is there."""
        async with asyncio.timeout(within):
            while not (said := self.said_to(number)):
                await asyncio.sleep(0.1)
            return said

    def _out(self) -> list[EmailMessage]:
        return [read(path) for path in sorted((self.folder / "mail" / "out").glob("*.eml"))]
