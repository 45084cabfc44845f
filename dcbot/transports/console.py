"""The console: talking to the bot in a terminal, with no server and no account."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import re
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dcbot.intake import Batch
from dcbot.message import Attached, Said
from dcbot.roles import Assurance
from dcbot.transport import PositionOf, Take
from dcbot.transports.markup import to_plain
from storage.outbox import Act, Letter

PLACE = "console"
_FROM_FILE = re.compile(r"^(?P<words>.*\S)\s+<\s*(?P<path>\S.*)$")


class Console:
    """One person at a terminal. `lines` are what is typed, `show` prints what the bot says.

    A line may end with `< FILE`: the file is then attached to it.
    """

    name = "console"
    acts = frozenset({Act.SAY})
    # What is printed twice is seen twice: it is tried once more only after a crash.
    safe_for = timedelta(days=3650)

    def __init__(
        self,
        person: str,
        lines: AsyncIterator[str],
        show: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.person = person
        self.lines = lines
        self.show = show
        self.clock = clock

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Take in each line as it is typed, until there are no more."""
        async for line in self.lines:
            if line.strip():
                await self.say(take, line)

    async def say(self, take: Take, line: str) -> None:
        """Take in one line."""
        words, attached = self._with_file(line)
        said = Said(
            transport=self.name,
            event_id=secrets.token_hex(8),
            place=PLACE,
            sender=self.person,
            sent_at=self.clock(),
            assurance=Assurance.STRONG,
            direct=True,
            text=words,
            extra={
                "name": self.person,
                "attachments": [one.as_document() for one in attached],
            },
        )
        await take(Batch(self.name, [said]))

    def _with_file(self, line: str) -> tuple[str, list[Attached]]:
        match = _FROM_FILE.match(line)
        path = Path(match["path"].strip()).expanduser() if match else None
        if match is None or path is None or not path.is_file():
            return line, []
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        size = path.stat().st_size
        return match["words"], [Attached(path.name, kind, size, uri=str(path.resolve()))]

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Print the letter; its id is made of its key."""
        self.show(to_plain(letter.text))
        return [hashlib.sha256(letter.key.encode()).hexdigest()[:16]]

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """Nobody can say what a terminal has shown."""
        return None

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The bytes of a file that was named in a line."""
        return await asyncio.to_thread(_read, Path(attached.uri or ""), limit)

    async def close(self) -> None:
        """Nothing is held open."""


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return file.read(limit)
