"""A room of the real homeserver, and everybody's own chat there, as a stage for conversations."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from dcbot.app import App
from dcbot.command import Manners
from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from dcbot.demo.timeline import Event
from dcbot.file_reading import workers
from dcbot.transports.matrix import Matrix
from storage.database import Database
from storage.outbox import Letter, SentAs
from tests.conversation import Conversation, Heard
from tests.integration.conftest import PASSWORD, numbers
from tests.integration.matrixbot import MatrixBot
from tests.passing import let_pass
from tests.world import DUTIES, MONDAY_NOON, SITE

SERVER = "demo.local"


class StagedBot(MatrixBot):
    """The bot, for which it is Monday noon when it starts."""

    def build(self) -> Matrix:
        matrix = super().build()
        begun = time.monotonic()
        self.ahead = timedelta()

        def clock() -> datetime:
            return MONDAY_NOON + timedelta(seconds=time.monotonic() - begun) + self.ahead

        self.app = App(
            self.database,
            [matrix],
            manners=Manners(site=SITE),
            clock=clock,
            duties=DUTIES,
            workers=workers({"matrix": matrix}, self.folder),
            flood_per_minute=1000,
        )
        return matrix

    def move(self, on: timedelta) -> None:
        """Set the clock on by so much."""
        self.ahead += on


class MatrixStage:
    """What people say goes over the homeserver, and what they hear is read from it."""

    ways: Sequence[str] = ()

    def __init__(self, bot: StagedBot, people: dict[str, Member], room: str) -> None:
        self.bot = bot
        self.people = people
        self.room = room
        self.own: dict[str, str] = {}
        """Everybody's own chat with the bot."""
        self._speaker = next(iter(people))
        self._told = 0

    async def say(self, who: str, text: str, direct: bool) -> None:
        self._speaker = who
        said = re.sub(r"(?<=@)(\w+):example\.org", rf"\1:{SERVER}", text)
        room = self.own[who] if direct else self.room
        event_id = await self.people[who].say(room, said)
        await self.bot.heard(event_id)
        await self.bot.app.settle()

    async def later(self, minutes: int) -> None:
        await let_pass(self.bot.app, minutes, self.bot.move)

    async def heard(self) -> list[Heard]:
        async with self.bot.database.reading() as store:
            sent = await store.session.execute(
                select(SentAs.event_id, Letter)
                .join(Letter, Letter.id == SentAs.letter_id)
                .order_by(SentAs.letter_id, SentAs.part)
            )
            new = list(sent)[self._told :]
        self._told += len(new)
        return [await self._heard(event_id, letter) for event_id, letter in new]

    async def _heard(self, event_id: str, letter: Letter) -> Heard:
        """The letter as it stands on the homeserver, for whom it was meant to reach."""
        owners = {room: who for who, room in self.own.items()}
        to = owners.get(letter.place)
        if letter.to_person:
            to = letter.place.lstrip("@").partition(":")[0]
        room = self.own[to] if to else self.room
        event = await self.people[to or self._speaker].wait_for(
            room, lambda event: event["event_id"] == event_id
        )
        return Heard(to, _text_of(event), rendered=True)


def _text_of(event: Event) -> str:
    content = event["content"].get("m.new_content") or event["content"]
    text = content.get("body") or content.get("m.relates_to", {}).get("key", "")
    return str(text).replace(f":{SERVER}", ":example.org")


def people_of(conversation: Conversation) -> list[str]:
    """Everybody who speaks in it, or to whom the bot speaks."""
    names = [turn.who for turn in conversation.turns if turn.who]
    names += [answer.to for turn in conversation.turns for answer in turn.answers if answer.to]
    return list(dict.fromkeys(names))


def private_of(conversation: Conversation) -> set[str]:
    """Who says something to the bot alone, or is told something alone."""
    answers = [answer for turn in conversation.turns for answer in turn.answers]
    return {turn.who for turn in conversation.turns if turn.direct} | {
        answer.to for answer in answers if answer.to
    }


@asynccontextmanager
async def matrix_stage(
    server: Homeserver,
    accounts: dict[str, Account],
    names: Sequence[str],
    database: Database,
    folder: Path,
    private: Collection[str] | None = None,
) -> AsyncIterator[MatrixStage]:
    """A new room with these people and a new account of the bot in it; those who are `private`,
    or all, have a chat with the bot of their own."""
    account = await server.register(f"clerk-{next(numbers)}", PASSWORD, name="dcbot")
    bot = StagedBot(server, account, database, folder)
    people: dict[str, Member] = {}
    try:
        for name in names:
            if name not in accounts:
                accounts[name] = await server.register(name, PASSWORD, name=name.capitalize())
        signed_in = await asyncio.gather(*(Member.of(server.url, accounts[name]) for name in names))
        people.update(zip(names, signed_in, strict=True))
        async with bot.listening():
            yield await _assembled(bot, people, names if private is None else private)
    finally:
        for member in people.values():
            await member.close()


async def _assembled(
    bot: StagedBot, people: dict[str, Member], private: Collection[str]
) -> MatrixStage:
    first = next(iter(people.values()))
    room = await first.create_room("Coordination", public=True, invite=[bot.user_id])
    stage = MatrixStage(bot, people, room)

    async def enter(name: str, member: Member) -> None:
        if member is not first:
            await member.join(room)
        if name in private:
            stage.own[name] = await member.direct_room(bot.user_id)
        for place in filter(None, (room, stage.own.get(name))):
            await member.wait_for(place, lambda event: _is_arrival(event, bot.user_id))

    await asyncio.gather(*(enter(name, member) for name, member in people.items()))
    await bot.app.settle()
    return stage


def _is_arrival(event: Event, user: str) -> bool:
    arrived = event["content"].get("membership") == "join"
    return bool(event["type"] == "m.room.member" and event.get("state_key") == user and arrived)
