"""Writing in encrypted rooms: the room's key to every device in it, then the sealed message."""

from __future__ import annotations

import asyncio
import secrets as chance
from typing import Any

from dcbot.transports.matrix.asking import Refused, path_of
from dcbot.transports.matrix.contents import MARK, Content
from dcbot.transports.matrix.devices import active
from dcbot.transports.matrix.keys import Keys
from dcbot.transports.matrix.keystore import KeyStore
from dcbot.transports.matrix.news import part, sequence
from dcbot.transports.matrix.session import Session

AT_ONCE = 50
"""Devices that get a key in one request."""
PAUSE = 600.0
"""Seconds after which a device that had no key for a conversation is asked for one again."""

Device = tuple[str, str]


class Sealing:
    """Seals what is said. Where it raises (DeliveryError, Refused, TROUBLES), nothing went.

    Unverified devices get the keys too: the bot cannot compare emoji with anybody.
    """

    def __init__(self, session: Session, keys: Keys) -> None:
        self.session = session
        self.keys = keys
        self._members: dict[str, list[str]] = {}
        self._silent: dict[Device, float] = {}

    def moved(self, room: str) -> None:
        """Somebody came, went or was invited there; or may have."""
        self._members.pop(room, None)

    async def seal(self, room: str, kind: str, content: Content) -> Content:
        """The content of the `m.room.encrypted` event that says it."""
        async with self.keys.turn:
            store = self.keys.ready()
            members = await self._in(room)
            await self.keys.devices.learn(store, members)
            devices = [one for user in members for one in active(store.machine, user)]
            devices = [one for one in devices if one.id != store.device]
            await self._begin(store, devices)
            await self._share(store, room, devices)
            return self._sealed(store, room, kind, content)

    @staticmethod
    def _sealed(store: KeyStore, room: str, kind: str, content: Content) -> Content:
        inner = {key: value for key, value in content.items() if key != "m.relates_to"}
        with store.within() as machine:
            outer: Content = machine.group_encrypt(room, {"type": kind, "content": inner})
        # What servers and the bot itself look for stands outside, as the specification asks for.
        return outer | {key: content[key] for key in ("m.relates_to", MARK) if key in content}

    async def _in(self, room: str) -> list[str]:
        """Who reads in the room, or may as soon as they come."""
        if room not in self._members:
            path = path_of("rooms", room, "members")
            answer = await self.session.ask("GET", path, query={"not_membership": "leave"})
            if "chunk" not in answer:
                raise Refused(200, {"error": "the answer holds no members"})
            self._members[room] = sorted(
                str(one["state_key"])
                for one in sequence(answer["chunk"])
                if part(one, "content").get("membership") in ("join", "invite")
            )
        return self._members[room]

    async def _begin(self, store: KeyStore, devices: list[Any]) -> None:
        """A conversation with every device, since a room's key goes to each of them alone."""
        now = asyncio.get_running_loop().time()
        wanted: dict[str, list[str]] = {}
        for one in devices:
            if store.machine.session_store.get(one.curve25519):
                continue
            if self._silent.get((one.user_id, one.id), 0.0) <= now:
                wanted.setdefault(one.user_id, []).append(one.id)
        if not wanted:
            return
        await self.keys.converse(store, wanted)
        for one in devices:
            if not store.machine.session_store.get(one.curve25519):
                self._silent[one.user_id, one.id] = now + PAUSE

    async def _share(self, store: KeyStore, room: str, devices: list[Any]) -> None:
        machine = store.machine
        present = {(one.user_id, one.id) for one in devices}
        current = machine.outbound_group_sessions.get(room)
        # Who has gone must not read on: their key is not used any more.
        if current is None or current.expired or current.users_shared_with - present:
            with store.within():
                machine.create_outbound_group_session(room)
            current = machine.outbound_group_sessions[room]
        missing = [one for one in devices if (one.user_id, one.id) not in current.users_shared_with]
        missing = [one for one in missing if machine.session_store.get(one.curve25519)]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            await self.keys.whisper(_keys_for(store, room, current, some), chance.token_hex(16))
            current.users_shared_with |= {(one.user_id, one.id) for one in some}
        current.mark_as_shared()


def _keys_for(store: KeyStore, room: str, current: Any, devices: list[Any]) -> dict[str, Any]:
    """The room's key, sealed for each device. That it was is on disk before it goes."""
    content = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": room,
        "session_id": current.id,
        "session_key": current.session_key,
    }
    messages: dict[str, Any] = {}
    with store.within() as machine:
        for one in devices:
            conversation = machine.session_store.get(one.curve25519)
            sealed = machine._olm_encrypt(conversation, one, "m.room_key", content)
            messages.setdefault(one.user_id, {})[one.id] = sealed
        store.age()
    return messages
