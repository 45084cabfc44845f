"""What a person's account can do to rooms: open, enter, leave, invite, put out, set their state."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dcbot.demo.content import Content
from dcbot.demo.wire import Refused, Wire, path_of


class Rooms:
    """The rooms of one account, named by their ids; each act raises Refused when it may not."""

    def __init__(self, wire: Wire, user_id: str) -> None:
        self.wire = wire
        self.user_id = user_id

    async def create_room(
        self,
        name: str,
        *,
        alias: str | None = None,
        public: bool = False,
        invite: Collection[str] = (),
        version: str | None = None,
        encrypted: bool = False,
        power: dict[str, Any] | None = None,
        direct: bool = False,
    ) -> str:
        """The new room's id. `alias` is its localpart; `power` goes over the default power levels.

        In rooms of version 12, the default, the creator has power without limit and must not be
        named in `power`.
        """
        asked: dict[str, Any] = {"invite": list(invite), "is_direct": direct}
        asked["preset"] = "public_chat" if public else "private_chat"
        optional = {"name": name, "room_alias_name": alias, "room_version": version}
        asked |= {key: value for key, value in optional.items() if value}
        if power:
            asked["power_level_content_override"] = power
        if encrypted:
            algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
            asked["initial_state"] = [{"type": "m.room.encryption", "content": algorithm}]
        return str((await self.wire.ask("POST", path_of("createRoom"), asked))["room_id"])

    async def direct_room(self, other: str) -> str:
        """A room for two, invited and noted as direct in this person's account."""
        room = await self.create_room("", invite=[other], direct=True)
        path = path_of("user", self.user_id, "account_data", "m.direct")
        try:
            known = await self.wire.ask("GET", path)
        except Refused as refused:
            if refused.errcode != "M_NOT_FOUND":
                raise
            known = {}
        await self.wire.ask("PUT", path, {**known, other: [*known.get(other, []), room]})
        return room

    async def join(self, room: str) -> str:
        """Joins by id or alias; the room's id."""
        return str((await self.wire.ask("POST", path_of("join", room)))["room_id"])

    async def invite(self, room: str, user: str) -> None:
        """Invites somebody."""
        await self._in_room(room, "invite", user_id=user)

    async def leave(self, room: str) -> None:
        """Leaves the room, or declines its invitation."""
        await self._in_room(room, "leave")

    async def kick(self, room: str, user: str, reason: str = "") -> None:
        """Puts somebody out, who may come again when invited."""
        await self._in_room(room, "kick", user_id=user, reason=reason)

    async def ban(self, room: str, user: str, reason: str = "") -> None:
        """Puts somebody out for good."""
        await self._in_room(room, "ban", user_id=user, reason=reason)

    async def upgrade(self, room: str, version: str) -> str:
        """Replaces the room by one of that version; the new room's id."""
        return str((await self._in_room(room, "upgrade", new_version=version))["replacement_room"])

    async def state(self, room: str, kind: str, key: str = "") -> Content:
        """The content of one state event. Refused with M_NOT_FOUND when there is none."""
        return await self.wire.ask("GET", path_of("rooms", room, "state", kind, key))

    async def set_state(self, room: str, kind: str, content: Content, key: str = "") -> str:
        """Sets one piece of state; the event's id."""
        path = path_of("rooms", room, "state", kind, key)
        return str((await self.wire.ask("PUT", path, content))["event_id"])

    async def set_power(self, room: str, user: str, level: int) -> None:
        """Gives somebody that power level."""
        levels = await self.state(room, "m.room.power_levels")
        levels["users"] = {**levels.get("users", {}), user: level}
        await self.set_state(room, "m.room.power_levels", levels)

    async def _in_room(self, room: str, act: str, **words: str) -> dict[str, Any]:
        asked = {key: value for key, value in words.items() if value}
        return await self.wire.ask("POST", path_of("rooms", room, act), asked)
