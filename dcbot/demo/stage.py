"""The stage of the demo: people with accounts in one room, and what the bot says to them."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Any

from dcbot.app import clock
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.demo.settings import BOT, GROUP, NAMES, PEOPLE, address_of
from dcbot.demo.wire import Refused
from dcbot.roles import Role
from dcbot.services import people, places, standings
from storage.base import Audience
from storage.database import Database
from storage.inbox import EventState
from storage.outbox import Letter, LetterState

Show = Callable[[str | None, str], None]
"""Shows what the bot says: to whom, where it was said to one person alone, and what."""

PATIENCE = 60.0
"""Seconds for the bot to come into a room."""
ANSWER_PATIENCE = 20.0
"""Seconds after which the next line can be said though an answer is still to come."""
GLANCE = 0.05

SILENCE = (
    "(The bot says nothing to that. In a room it answers what begins with `!` or with its name; "
    "/direct talks to it alone.)"
)


class Stage:
    """People who talk in a room, or to the bot alone, and see what it says to any of them.

    `remark` is told what the stage itself has to say, such as that no answer comes.
    """

    def __init__(
        self,
        members: dict[str, Member],
        room: str,
        database: Database,
        show: Show,
        remark: Callable[[str], None],
    ) -> None:
        self.members = members
        self.room = room
        self.show = show
        self.remark = remark
        self.who = next(iter(PEOPLE))
        self.direct = False
        self._database = database
        self._chats: dict[str, str] = {}
        self._shown: set[str] = set()

    @classmethod
    async def opened(
        cls,
        server: Homeserver,
        passwords: dict[str, str],
        database: Database,
        show: Show,
        remark: Callable[[str], None],
    ) -> Stage:
        """Everybody is signed in and in the room, which somebody of the Secretariat opened."""
        members = {who: await Member.sign_in(server.url, who, passwords[who]) for who in PEOPLE}
        others = [address_of(who) for who in (*PEOPLE, BOT) if who != "sana"]
        room = await members["sana"].create_room(
            "Coordination", alias="coordination", public=True, invite=others
        )
        for who in PEOPLE:
            if who != "sana":
                await members[who].join(room)
        return cls(members, room, database, show, remark)

    async def bot_comes(self) -> None:
        """Returns when the bot is in the room."""
        await self.members["sana"].wait_for(self.room, _bot_joined, PATIENCE)

    @property
    def prompt(self) -> str:
        """Who speaks, and whether to the bot alone."""
        return f"{self.who} privately> " if self.direct else f"{self.who}> "

    async def say(self, line: str) -> None:
        """Say the line where the person is; returns when what the bot answers has been shown."""
        try:
            room = await self._chat() if self.direct else self.room
            event_id = await self.members[self.who].say(room, line)
        except Refused as refused:
            self.remark(f"(The homeserver did not take that: {refused.text})")
            return
        letters = await self._answers(event_id)
        if letters is None:
            self.remark("(No answer yet; it is shown here when it comes.)")
        elif not letters:
            self.remark(SILENCE)
        for letter, event_ids in letters or ():
            if letter.state is not LetterState.SENT:
                self.remark(f"(An answer could not be carried: {letter.last_error})")
            await self._seen(set(event_ids))

    async def follow(self) -> None:
        """Show all that the bot says in the room and to anybody alone, for as long as this runs."""
        async with asyncio.TaskGroup() as group:
            for who in self.members:
                group.create_task(self._follow(who))

    async def close(self) -> None:
        """Sign everybody out of their connections."""
        for member in self.members.values():
            await member.close()

    async def _chat(self) -> str:
        if self.who not in self._chats:
            member = self.members[self.who]
            room = await member.direct_room(address_of(BOT))
            await member.wait_for(room, _bot_joined, PATIENCE)
            self._chats[self.who] = room
        return self._chats[self.who]

    async def _answers(self, event_id: str) -> list[tuple[Letter, list[str]]] | None:
        """The letters that answer the event, once they have gone, with their events' ids; None
        where that takes too long."""
        answer = f"answer to matrix {event_id}"
        keys = (answer, f"{answer}, privately", f"recorded matrix {event_id}")
        for _ in range(int(ANSWER_PATIENCE / GLANCE)):
            async with self._database.reading() as store:
                event = await store.inbox.by_event("matrix", event_id)
                if event is not None and event.state is not EventState.WAITING:
                    found = [await store.outbox.by_key(key) for key in keys]
                    letters = [letter for letter in found if letter is not None]
                    if all(letter.state is not LetterState.WAITING for letter in letters):
                        return [(one, await store.outbox.sent_ids(one)) for one in letters]
            await asyncio.sleep(GLANCE)
        return None

    async def _seen(self, event_ids: set[str]) -> None:
        """Returns when these have arrived through the homeserver and have been shown."""
        for _ in range(int(ANSWER_PATIENCE / GLANCE)):
            if event_ids <= self._shown:
                return
            await asyncio.sleep(GLANCE)
        self.remark("(The homeserver has the answer, but has not delivered it yet.)")

    async def _follow(self, who: str) -> None:
        member, timeline = self.members[who], self.members[who].timeline
        looked_at: Counter[str] = Counter()

        def news() -> bool | None:
            unread = any(len(events) > looked_at[room] for room, events in timeline.events.items())
            return True if unread or timeline.invitations else None

        while True:
            await timeline.until(news, PATIENCE)
            for room, invitation in list(timeline.invitations.items()):
                timeline.invitations.pop(room, None)
                if any(event["sender"] == address_of(BOT) for event in invitation):
                    await member.join(room)
            for room, events in list(timeline.events.items()):
                new, looked_at[room] = events[looked_at[room] :], len(events)
                for event in new:
                    self._look_at(event, None if room == self.room else who)

    def _look_at(self, event: dict[str, Any], to: str | None) -> None:
        """Show the event where it is the bot's, once for all who see it."""
        spoken = event["type"] in ("m.room.message", "m.reaction")
        if event["sender"] == address_of(BOT) and spoken and event["event_id"] not in self._shown:
            self._shown.add(event["event_id"])
            if text := _text_of(event):
                self.show(to, text)


async def register_all(server: Homeserver) -> dict[str, str]:
    """Accounts for the people and the bot; the passwords by name."""
    passwords = {who: secrets.token_urlsafe(9) for who in (*PEOPLE, BOT)}
    for who, password in passwords.items():
        await server.register(who, password, name=NAMES[who])
    return passwords


async def appoint(database: Database) -> None:
    """Give the people of the demo the standing that the list of them says."""
    given = {
        "sana": (Role.SECRETARIAT, None),
        "amina": (Role.REPRESENTATIVE, "dcad"),
        "you": (Role.COORDINATOR, GROUP),
    }
    async with database.transaction() as store:
        now = clock()
        found = {
            who: await people.met(store, "matrix", address_of(who), name=NAMES[who], now=now)
            for who in PEOPLE
        }
        for who, (role, key) in given.items():
            of = await store.groups.by_key(key) if key else None
            await standings.give(store, found[who], role, of, by_name="the demo", now=now)


async def open_room(database: Database, room: str) -> None:
    """The room belongs to the coordination group, and everybody may read what is recorded there."""
    async with database.transaction() as store:
        now = clock()
        sana = await people.met(store, "matrix", address_of("sana"), name=NAMES["sana"], now=now)
        place = await places.known(store, "matrix", room, direct=False, now=now)
        group = await store.groups.by_key(GROUP)
        assert group is not None
        await places.give_to_group(store, place, group, by=sana, now=now)
        await places.set_audience(store, place, Audience.PUBLIC, by=sana, now=now)


def _bot_joined(event: dict[str, Any]) -> bool:
    return (
        event["type"] == "m.room.member"
        and event.get("state_key") == address_of(BOT)
        and event["content"].get("membership") == "join"
    )


def _text_of(event: dict[str, Any]) -> str:
    """What the event says, as a person sees it; empty where it was taken back."""
    content = event["content"]
    return str(content.get("body") or content.get("m.relates_to", {}).get("key", ""))
