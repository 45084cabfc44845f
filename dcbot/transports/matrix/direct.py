"""Direct chats: the one room in which the bot speaks to a person alone, found or opened."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from typing import Any

from dcbot.errors import DcbotError, Undeliverable
from dcbot.transports.matrix.asking import Refused, path_of
from dcbot.transports.matrix.session import Session

MARK = "org.dcbot.direct"
"""Under this name the event that made a room says for whom the bot made it. It is there from the
room's first moment and can never change, so a room is found again even by a bot that was killed
before it could note it."""

REQUEST_SECONDS = 30.0
SEVERAL = ""
NAMELESS = "?"
_USER = re.compile(r"@[^:\s]+:[^\s/?#]+")

log = logging.getLogger("dcbot.matrix")


class DirectChats:
    """Which room is whose. Every answer was true at the homeserver a moment before.

    A room counts only while nobody but the bot and the person is in it or invited to it, so what
    is said to a person alone never reaches a room of several.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._turn = asyncio.Lock()
        self._last: dict[str, str] = {}
        self._noted: dict[str, Any] | None = None
        self._meant_for: dict[str, str] = {}
        """For whom the bot made a room; SEVERAL or NAMELESS for rooms that others made."""

    async def room_for(self, user: str) -> str:
        """The room of the two; made, and the person invited, where there is none.

        Who left is invited again. Raises Undeliverable, Refused or one of TROUBLES.
        """
        if user == self.session.user_id or len(user) > 255 or not _USER.fullmatch(user):
            raise Undeliverable(f"{user!r} is no Matrix id of a person, such as @ana:example.org.")
        async with self._turn:
            room = await self._found(user, invite=True) or await self._make(user)
            self._last[user] = room
            await self._note(user, room)
            return room

    async def known(self, user: str) -> str | None:
        """The room of the two, if there is one. Raises Refused or one of TROUBLES."""
        async with self._turn:
            return await self._found(user, invite=False)

    async def note(self, user: str, room: str) -> None:
        """Somebody opened a direct chat with the bot: the account's own list says so from now on.

        Raises Refused or one of TROUBLES.
        """
        async with self._turn:
            await self._note(user, room)

    # Finding

    async def _found(self, user: str, *, invite: bool) -> str | None:
        empty: list[str] = []
        async for room in self._candidates(user):
            others = await self._others(room)
            if others == {user}:
                return room
            # The person left, or the bot was killed before it could invite them.
            if others == set() and room not in empty:
                empty.append(room)
        for room in empty:
            if not invite or await self._invited(room, user):
                return room
        return None

    async def _candidates(self, user: str) -> AsyncIterator[str]:
        """Rooms that may be the one, the likeliest first; which it is, the members say."""
        if user in self._last:
            yield self._last[user]
        noted = await self._list()
        rooms = noted.get(user)
        for room in reversed(rooms) if isinstance(rooms, list) else ():
            if isinstance(room, str):
                yield room
        joined = (await self._ask("GET", path_of("joined_rooms"))).get("joined_rooms", [])
        for room in joined:
            if room not in self._meant_for:
                self._meant_for[room] = await self._meaning(room)
        for room in joined:
            if self._meant_for[room] == user:
                yield room
        for room in joined:
            if self._meant_for[room] == NAMELESS and await self._is_for_two(room, user):
                yield room

    async def _meaning(self, room: str) -> str:
        event = await self._state(room, "m.room.create", format="event")
        content = event.get("content", event)
        person = content.get(MARK)
        maker = event.get("sender") or content.get("creator")
        if maker == self.session.user_id and isinstance(person, str):
            return person
        return SEVERAL if await self._state(room, "m.room.name") else NAMELESS

    async def _is_for_two(self, room: str, user: str) -> bool:
        """Whether somebody else's room is a direct chat: two people, no name, closed to all others.

        A room that has a name is meant for more, however few have come yet.
        """
        if await self._others(room) != {user}:
            return False
        for kind in ("m.room.name", "m.room.canonical_alias"):
            if await self._state(room, kind):
                return False
        rules = await self._state(room, "m.room.join_rules")
        past = await self._state(room, "m.room.history_visibility")
        open_to_all = past.get("history_visibility") == "world_readable"
        return rules.get("join_rule", "invite") == "invite" and not open_to_all

    async def _others(self, room: str) -> set[str] | None:
        """Who is in the room or invited to it besides the bot; None where the bot is not."""
        path = path_of("rooms", room, "members")
        try:
            answer = await self._ask("GET", path, query={"not_membership": "leave"})
        except Refused as refused:
            if refused.status in (403, 404):
                return None
            raise
        seats = {
            str(member.get("state_key")): member.get("content", {}).get("membership")
            for member in answer.get("chunk", [])
        }
        if seats.pop(self.session.user_id, None) != "join":
            return None
        return {user for user, seat in seats.items() if seat in ("join", "invite")}

    async def _state(self, room: str, kind: str, **query: str) -> dict[str, Any]:
        """The room's state of that kind; empty where there is none."""
        try:
            return await self._ask("GET", path_of("rooms", room, "state", kind, ""), query=query)
        except Refused as refused:
            if refused.status in (403, 404):
                return {}
            raise

    # Making

    async def _make(self, user: str) -> str:
        # Who is invited to a trusted private chat has all rights in it: it is theirs as well.
        asked = {
            "is_direct": True,
            "invite": [user],
            "preset": "trusted_private_chat",
            "creation_content": {MARK: user},
        }
        try:
            room = str((await self._ask("POST", path_of("createRoom"), asked))["room_id"])
        except Refused as refused:
            raise self._unwilling(user, refused) from refused
        log.info("opened a direct chat with %s", user)
        return room

    async def _invited(self, room: str, user: str) -> bool:
        """Invites the person; False where this room does not let the bot do so."""
        try:
            await self._ask("POST", path_of("rooms", room, "invite"), {"user_id": user})
        except Refused as refused:
            if refused.status == 403 and self._meant_for.get(room) != user:
                return False
            raise self._unwilling(user, refused) from refused
        return True

    @staticmethod
    def _unwilling(user: str, refused: Refused) -> DcbotError:
        if refused.status in (400, 403, 404):
            return Undeliverable(f"{user} cannot be invited to a direct chat ({refused.text}).")
        return refused

    # The account's list

    async def _list(self) -> dict[str, Any]:
        """The account's own list of direct chats: rooms by person."""
        if self._noted is None:
            try:
                self._noted = await self._ask("GET", self._path)
            except Refused as refused:
                if refused.status != 404:
                    raise
                self._noted = {}
        return self._noted

    async def _note(self, user: str, room: str) -> None:
        known = (await self._list()).get(user)
        if isinstance(known, list) and room in known:
            return
        # Read again: another client of the account may have written meanwhile.
        self._noted = None
        noted = dict(await self._list())
        rooms = noted.get(user)
        noted[user] = [*(rooms if isinstance(rooms, list) else []), room]
        await self._ask("PUT", self._path, noted)
        self._noted = noted

    @property
    def _path(self) -> str:
        return path_of("user", self.session.user_id, "account_data", "m.direct")

    async def _ask(
        self, method: str, path: str, body: object = None, query: dict[str, str] | None = None
    ) -> dict[str, Any]:
        return await self.session.ask(method, path, body, query=query, within=REQUEST_SECONDS)
