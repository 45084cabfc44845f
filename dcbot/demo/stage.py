"""The stage of the demo: people with accounts in one room, and what the bot says to them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from dcbot.app import clock
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.demo.settings import PEOPLE
from dcbot.errors import OperatorError
from dcbot.roles import Role
from dcbot.services import people, standings
from storage.database import Database
from storage.inbox import EventState
from storage.outbox import Letter, LetterState

Show = Callable[[str | None, str], None]
"""Shows what the bot says: to whom, where it was said to one person alone, and what."""

PATIENCE = 60.0


class Stage:
    """People who talk in a room, or to the bot alone, and see what it answers."""

    def __init__(self, members: dict[str, Member], room: str, show: Show) -> None:
        self.members = members
        self.room = room
        self.show = show
        self.who = next(iter(PEOPLE))
        self.direct = False
        self.passwords: dict[str, str] = {}
        self.bot_password = ""
        self._database: Database | None = None
        self._chats: dict[str, str] = {}
        self._shown: set[str] = set()

    @classmethod
    async def set(cls, server: Homeserver, show: Show) -> Stage:
        """Accounts for everybody, and the room, opened by somebody of the Secretariat."""
        passwords = {who: secrets.token_urlsafe(9) for who in (*PEOPLE, "dcbot")}
        for who, password in passwords.items():
            name = {"you": "You", "dcbot": "dcbot"}.get(who, who.capitalize())
            await server.register(who, password, name=name)
        members = {who: await Member.sign_in(server.url, who, passwords[who]) for who in PEOPLE}
        others = [f"@{who}:demo.local" for who in (*PEOPLE, "dcbot") if who != "sana"]
        room = await members["sana"].create_room(
            "Coordination", alias="coordination", public=True, invite=others
        )
        for who in PEOPLE:
            if who != "sana":
                await members[who].join(room)
        stage = cls(members, room, show)
        stage.bot_password = passwords["dcbot"]
        stage.passwords = passwords
        return stage

    async def appoint(self, database: Database) -> None:
        """Give the people of the demo the standing that the list of them says."""
        self._database = database
        async with database.transaction() as store:
            now = clock()
            for who in PEOPLE:
                person = await people.met(
                    store, "matrix", f"@{who}:demo.local", name=who.capitalize(), now=now
                )
                if who == "sana":
                    await standings.give(
                        store, person, Role.SECRETARIAT, None, by_name="the demo", now=now
                    )
                if who == "amina":
                    group = await store.groups.by_key("dcad")
                    await standings.give(
                        store, person, Role.REPRESENTATIVE, group, by_name="the demo", now=now
                    )

    async def wait_for_bot(self, running: asyncio.Task[None]) -> None:
        """Until the bot is in the room; raises what ended it where it ends before."""
        joined = asyncio.create_task(
            self.members["sana"].wait_for(self.room, _bot_joined, PATIENCE)
        )
        await asyncio.wait({joined, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            joined.cancel()
            await running
        await joined

    def speak_as(self, who: str) -> None:
        """Somebody else is at the prompt."""
        self.who = who

    async def say(self, line: str) -> None:
        """Say the line where the person is, and show what the bot answers."""
        member = self.members[self.who]
        room = await self._chat() if self.direct else self.room
        event_id = await member.say(room, line)
        for letter in await self._answers(event_id):
            await self._show_letter(letter)

    async def _chat(self) -> str:
        if self.who not in self._chats:
            member = self.members[self.who]
            room = await member.direct_room("@dcbot:demo.local")
            await member.wait_for(room, _bot_joined, PATIENCE)
            self._chats[self.who] = room
        return self._chats[self.who]

    async def _answers(self, event_id: str) -> list[tuple[Letter, list[str]]]:
        """The letters that answer the event, once they have gone, with their events' ids."""
        assert self._database is not None
        for _ in range(int(PATIENCE / 0.05)):
            async with self._database.reading() as store:
                event = await store.inbox.by_event("matrix", event_id)
                if event is not None and event.state is not EventState.WAITING:
                    key = f"answer to matrix {event_id}"
                    both = (key, f"{key}, privately")
                    found = [await store.outbox.by_key(one) for one in both]
                    letters = [letter for letter in found if letter is not None]
                    if all(letter.state is not LetterState.WAITING for letter in letters):
                        return [(one, await store.outbox.sent_ids(one)) for one in letters]
            await asyncio.sleep(0.05)
        raise OperatorError("The bot did not answer within a minute.")

    async def _show_letter(self, sent: tuple[Letter, list[str]]) -> None:
        """Show the letter as it arrived at the person, through the homeserver."""
        letter, event_ids = sent
        member = self.members[self.who]
        if letter.state is not LetterState.SENT:
            self.show(self.who, f"(could not be carried: {letter.last_error})")
        for event_id in event_ids:
            event = await self._arrived(member, event_id)
            self._shown.add(event_id)
            self.show(self.who if letter.to_person else None, _text_of(event))

    async def _arrived(self, member: Member, event_id: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            for events in member.timeline.events.values():
                for event in events:
                    if event["event_id"] == event_id:
                        return event
            return None

        for _ in range(20):
            found = await member.timeline.until(look, 3.0)
            if found is not None:
                return found
            for room in list(member.timeline.invitations):
                await member.join(room)
                member.timeline.invitations.pop(room, None)
        raise OperatorError("The homeserver does not deliver what the bot said.")

    async def overhear(self) -> None:
        """Show what the bot says of its own accord in the room, for as long as this runs."""
        member = self.members["sana"]
        seen = len(member.timeline.events[self.room])

        def more() -> bool | None:
            return len(member.timeline.events[self.room]) > seen or None

        while True:
            await member.timeline.until(more, 30.0)
            events = member.timeline.events[self.room]
            new, seen = events[seen:], len(events)
            await asyncio.sleep(0.5)
            for event in new:
                by_bot = event["sender"].startswith("@dcbot:") and event["type"] == "m.room.message"
                if by_bot and event["event_id"] not in self._shown:
                    self._shown.add(event["event_id"])
                    self.show(None, _text_of(event))

    async def close(self) -> None:
        """Sign everybody out of their connections."""
        for member in self.members.values():
            await member.close()


def _bot_joined(event: dict[str, Any]) -> bool:
    return (
        event["type"] == "m.room.member"
        and event.get("state_key") == "@dcbot:demo.local"
        and event["content"].get("membership") == "join"
    )


def _text_of(event: dict[str, Any]) -> str:
    """What the event says, as a person sees it."""
    content = event["content"]
    return str(content.get("body") or content.get("m.relates_to", {}).get("key", ""))
