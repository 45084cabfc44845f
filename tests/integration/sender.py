"""The bot's mouth alone: an account that sends letters, and what a room shows of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from dcbot.config.secrets import Secrets
from dcbot.config.settings import MatrixSettings
from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from dcbot.message import Attached
from dcbot.transport import PositionOf, Take
from dcbot.transports.matrix.asking import path_of
from dcbot.transports.matrix.direct import DirectChats
from dcbot.transports.matrix.sending import Sending
from dcbot.transports.matrix.session import Session
from storage.outbox import Act, Letter
from tests.integration.conftest import PASSWORD, numbers

NOW = datetime.now(UTC)


class Mouth:
    """One account that sends; as a transport it hears nothing."""

    name = "matrix"
    acts = frozenset(Act)
    safe_for = timedelta(hours=20)

    def __init__(self, url: str, account: Account, folder: Path, *, password: bool = False) -> None:
        settings = MatrixSettings(homeserver=url, user=account.user_id)
        secrets = Secrets(
            matrix_token=None if password else SecretStr(account.access_token),
            matrix_password=SecretStr(account.password) if password else None,
        )
        self.user_id = account.user_id
        self.session = Session(settings, secrets, folder)
        self.direct = DirectChats(self.session)
        self.sending = Sending(self.session, self.direct, folder)

    @classmethod
    async def open(
        cls, url: str, account: Account, folder: Path, *, password: bool = False
    ) -> Mouth:
        """Signed in."""
        mouth = cls(url, account, folder, password=password)
        await mouth.session.open()
        return mouth

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Nothing."""

    async def send(self, letter: Letter, target: str | None = None) -> Sequence[str]:
        """Carry the letter."""
        return await self.sending.send(letter, target)

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """Where it went."""
        return await self.sending.look_up(letter)

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """A file."""
        return await self.sending.fetch(attached, limit)

    async def close(self) -> None:
        """Let go of connections."""
        await self.session.close()


@pytest.fixture
async def bot(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[Mouth]:
    """The bot's account, new in this test."""
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    mouth = await Mouth.open(homeserver.url, account, tmp_path)
    yield mouth
    await mouth.close()


async def room_of(owner: Member, bot: Mouth, **more: Any) -> str:
    """A room of somebody's, in which the bot is."""
    room = await owner.create_room("Coordination", invite=[bot.user_id], **more)
    await bot.session.ask("POST", path_of("join", room))
    return room


def letter(place: str, text: str, key: str = "", **more: Any) -> Letter:
    """A letter, as it comes out of the outbox."""
    made = Letter(
        key=key or f"{text} → {place}",
        transport="matrix",
        place=place,
        text=text,
        created_at=NOW,
        due_at=NOW,
        **more,
    )
    made.attempts = made.attempts or 0
    return made


async def said_in(room: str, reader: Member, by: str) -> list[dict[str, Any]]:
    """What somebody said in the room, oldest first."""
    return [
        event
        for event in await reader.history(room)
        if event["sender"] == by and event["type"] in ("m.room.message", "m.reaction")
    ]


async def bodies_in(room: str, reader: Member, by: str) -> list[str]:
    """The words of it."""
    events = await said_in(room, reader, by)
    return [event["content"]["body"] for event in events if "body" in event["content"]]
