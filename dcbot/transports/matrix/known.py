"""What is known of each room the bot is in: how it is called, how many are there, who they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.events import Scene, identifier, short
from dcbot.transports.matrix.news import part, sequence
from dcbot.transports.matrix.sealed_rooms import SealedRooms, turns_encrypted
from dcbot.transports.matrix.session import Session

MANY = 50
"""Names that are asked for at once; beyond it people go without one until they speak again."""
NAME_SECONDS = 5.0

log = logging.getLogger("dcbot.matrix")


@dataclass(slots=True)
class Room:
    """One room, as its last state events said."""

    name: str = ""
    alias: str = ""
    joined: int | None = None
    invited: int | None = None
    open: bool = False
    """Others may come without being invited."""
    names: dict[str, str | None] = field(default_factory=dict)
    """The display names of those who spoke; None where somebody has none."""
    replaced: Mapping[str, Any] | None = None
    """The event that says where the room goes on."""


class Known:
    """The rooms that the bot is in, kept up by what each sync response says of them.

    `encrypted` is told of rooms that have become so, `moved` of those where somebody came or went.
    """

    def __init__(
        self,
        session: Session,
        encrypted: Callable[[str], None] = lambda _: None,
        moved: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.session = session
        self._moved = moved
        self.rooms: dict[str, Room] = {}
        self.sealed = SealedRooms(encrypted)
        self._direct: set[str] = set()

    def room(self, room_id: str) -> Room:
        """The room, from now on one that the bot is in."""
        return self.rooms.setdefault(room_id, Room())

    def forget(self, room_id: str) -> None:
        """The bot is no longer there."""
        self.rooms.pop(room_id, None)

    def call_direct(self, rooms: Iterable[str]) -> None:
        """The rooms are direct chats, as the account's own list or an invitation says."""
        self._direct.update(rooms)

    def learn(self, room_id: str, sources: Iterable[object]) -> None:
        """Take in the state events among these, oldest first."""
        room = self.room(room_id)
        for source in sources:
            if isinstance(source, Mapping) and "state_key" in source:
                content = source.get("content")
                if isinstance(content, Mapping):
                    _take_in(room, source, content)
                if turns_encrypted(source):
                    self.sealed.add(room_id)
                if source.get("type") == "m.room.member":
                    self._moved(room_id)

    def learn_members(self, room_id: str, sources: Iterable[object]) -> None:
        """Take in how people were called in the past; all else may have changed since."""
        self.learn(
            room_id,
            (
                source
                for source in sources
                if isinstance(source, Mapping) and source.get("type") == "m.room.member"
            ),
        )

    def count(self, room_id: str, joined: object, invited: object) -> None:
        """How many are there; what is not told stays as it was."""
        room = self.room(room_id)
        if isinstance(joined, int) or isinstance(invited, int):
            self._moved(room_id)
        if isinstance(joined, int):
            room.joined = joined
        if isinstance(invited, int):
            room.invited = invited

    def title(self, room_id: str) -> str:
        """How people see the room called; empty where it has neither name nor address."""
        room = self.room(room_id)
        return room.name or room.alias

    def is_direct(self, room_id: str) -> bool:
        """Whether only the bot and one person are there, and the room is meant so.

        A room that has a name is a room, however few have come yet: what is said in it is not said
        to the bot alone. With a third person in it, or open to one, nothing is direct.
        """
        room = self.room(room_id)
        if room.joined is None or room.joined + (room.invited or 0) > 2 or room.open:
            return False
        return room_id in self._direct or not self.title(room_id)

    def scene(self, room_id: str, sender: str) -> Scene:
        """Where that person says something."""
        room = self.room(room_id)
        return Scene(room_id, self.is_direct(room_id), room.names.get(sender))

    async def recount(self, room_id: str) -> None:
        """Ask who is there, where it matters and what came in did not say it."""
        self._moved(room_id)
        room = self.room(room_id)
        if self.title(room_id) and room_id not in self._direct:
            return
        path = path_of("rooms", room_id, "members")
        try:
            answer = await self.session.ask("GET", path, query={"not_membership": "leave"})
        except (Refused, *TROUBLES) as trouble:
            log.warning("the members of %s could not be counted: %s", room_id, trouble)
            return
        found = [part(one, "content").get("membership") for one in sequence(answer.get("chunk"))]
        room.joined, room.invited = found.count("join"), found.count("invite")

    async def learn_names(self, room_id: str, senders: Iterable[str]) -> None:
        """Ask for the display names that are not known yet; whoever cannot be found has none."""
        room = self.room(room_id)
        unknown = [one for one in dict.fromkeys(senders) if one not in room.names][:MANY]
        if unknown:
            await asyncio.gather(*(self._learn_name(room_id, room, one) for one in unknown))

    async def _learn_name(self, room_id: str, room: Room, user: str) -> None:
        path = path_of("rooms", room_id, "state", "m.room.member", user)
        try:
            answer = await self.session.ask("GET", path, within=NAME_SECONDS)
        except TROUBLES:
            return
        except Refused as refused:
            if refused.passing:
                return
            answer = {}
        room.names[user] = short(answer.get("displayname"))


def _take_in(room: Room, source: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    key = source.get("state_key")
    match source.get("type"):
        case "m.room.name" if key == "":
            room.name = short(content.get("name")) or ""
        case "m.room.canonical_alias" if key == "":
            room.alias = short(content.get("alias")) or ""
        case "m.room.join_rules" if key == "":
            room.open = content.get("join_rule") != "invite"
        case "m.room.tombstone" if key == "":
            room.replaced = source if identifier(content.get("replacement_room")) else None
        case "m.room.member" if isinstance(key, str) and content.get("membership") == "join":
            room.names[key] = short(content.get("displayname"))
