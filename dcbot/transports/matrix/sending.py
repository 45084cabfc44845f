"""Letters become events: each part once, in its order, and never in clear in an encrypted room."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nio

from dcbot.errors import OperatorError, Undeliverable, Unreachable
from dcbot.message import Attached
from dcbot.transports.matrix import contents
from dcbot.transports.matrix.asking import TROUBLES, Refused, event_id_of, path_of
from dcbot.transports.matrix.contents import Content
from dcbot.transports.matrix.direct import DirectChats
from dcbot.transports.matrix.media import Media
from dcbot.transports.matrix.sealing import Sealing
from dcbot.transports.matrix.session import Session
from dcbot.transports.matrix.troubles import trouble_of
from storage.outbox import Act, Letter

REQUEST_SECONDS = 30.0
PAGES = 50
"""How many hundreds of its own events the bot looks through for a letter."""
DIFFERENCE = 3600
"""Seconds by which the homeserver's clock may differ from ours."""

log = logging.getLogger("dcbot.matrix")


@dataclass(frozen=True, slots=True)
class Found:
    """The parts of a letter that are in its room, by their number, and how many there should be."""

    of: int
    ids: dict[int, str]


class Sending:
    """Carries letters; what can go wrong is a DeliveryError.

    The transaction ids are made of the letter's key, so the same letter sent again within a day
    from the same device is the same event.
    """

    def __init__(
        self, session: Session, direct: DirectChats, folder: Path, sealing: Sealing | None = None
    ) -> None:
        self.session = session
        self.sealing = sealing
        self.direct = direct
        self.media = Media(session, folder)
        self._sealed: set[str] = set()
        self._partly: dict[str, Found] = {}

    def encrypted(self, room: str) -> None:
        """The room is encrypted from now on."""
        self._sealed.add(room)

    async def send(self, letter: Letter, target: str | None) -> list[str]:
        """Carry the letter; the ids of its parts. `target` is the message that it edits."""
        async with self._as_delivery(letter):
            room = await self._room(letter)
            await self._look_at(room)
            gone = await self._said_by_another_device(letter, room)
            if gone is not None:
                return gone
            match letter.act:
                case Act.REACT:
                    return await self._react(letter, room)
                case Act.REDACT:
                    return [await self._redact(letter, room)]
                case Act.UPLOAD:
                    return await self._upload(letter, room)
                case Act.EDIT if target:
                    return await self._say(letter, room, contents.edited(letter, target))
                case _:
                    return await self._say(letter, room, contents.said(letter))

    async def look_up(self, letter: Letter) -> list[str] | None:
        """The ids of a letter that may have gone already, from the room itself; None if it did not.

        Where only some of its parts went, `send` carries the others.
        """
        async with self._as_delivery(letter):
            room = await self.direct.known(letter.place) if letter.to_person else letter.place
            if room is None:
                return None
            if letter.act is Act.REDACT:
                return await self._redacted(letter, room)
            return await self._found(letter, room)

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The bytes of an attachment, at most `limit` of them; raises UserError."""
        return await self.media.fetch(attached, limit)

    # The acts

    async def _room(self, letter: Letter) -> str:
        return await self.direct.room_for(letter.place) if letter.to_person else letter.place

    async def _say(self, letter: Letter, room: str, parts: list[Content]) -> list[str]:
        if not letter.text.strip():
            raise Undeliverable("The letter has no words.")
        gone = self._gone(letter, len(parts))
        ids = [
            gone.get(number) or await self._put(letter, room, "m.room.message", part)
            for number, part in enumerate(parts)
        ]
        self._partly.pop(letter.key, None)
        return ids

    async def _upload(self, letter: Letter, room: str) -> list[str]:
        attachments = contents.attachments_of(letter)
        if not attachments:
            raise Undeliverable("The letter carries no file.")
        gone = self._gone(letter, len(attachments))
        ids = []
        for number, attached in enumerate(attachments):
            event_id = gone.get(number)
            if event_id is None:
                sealed = room in self._sealed
                address, size, key = await self.media.upload(attached, sealed=sealed)
                content = contents.file(letter, attached, address, size, number, key)
                event_id = await self._put(letter, room, "m.room.message", content)
            ids.append(event_id)
        self._partly.pop(letter.key, None)
        return ids

    async def _react(self, letter: Letter, room: str) -> list[str]:
        if not letter.about or not letter.text.strip():
            raise Undeliverable("The letter does not say to what it reacts, or with what.")
        try:
            return [await self._put(letter, room, "m.reaction", contents.reaction(letter))]
        except Refused as refused:
            if refused.errcode != "M_DUPLICATE_ANNOTATION":
                raise
            # The sign stands there already, which is all that was wanted.
            return await self._found(letter, room) or []

    async def _redact(self, letter: Letter, room: str) -> str:
        if not letter.about:
            raise Undeliverable("The letter does not say what it takes back.")
        # A reason is never sealed.
        reason = None if room in self._sealed else letter.text.strip()[:500] or None
        async with asyncio.timeout(REQUEST_SECONDS):
            answer = await self.session.client.room_redact(
                room, letter.about, reason, contents.transaction_of(letter, 0)
            )
        return event_id_of(answer)

    async def _put(self, letter: Letter, room: str, kind: str, content: Content) -> str:
        """Send one part. Where it cannot stand where it should, it is said all the same."""
        transaction = contents.transaction_of(letter, content[contents.MARK]["part"])
        try:
            return await self._event(room, kind, content, transaction)
        except Refused as refused:
            loose = letter.act in (Act.SAY, Act.UPLOAD) and "m.relates_to" in content
            if refused.status != 400 or not loose:
                raise
            # The message replied to may be unknown here, or be no place to start a thread.
            log.info("%s: said without its relation (%s)", letter.key, refused.text)
        alone = {key: value for key, value in content.items() if key != "m.relates_to"}
        return await self._event(room, kind, alone, f"{transaction}-alone")

    async def _event(self, room: str, kind: str, content: Content, transaction: str) -> str:
        # A sign is always in clear: the specification knows no other.
        if kind != "m.reaction" and room in self._sealed:
            assert self.sealing is not None
            kind, content = "m.room.encrypted", await self.sealing.seal(room, kind, content)
        async with asyncio.timeout(REQUEST_SECONDS):
            answer = await self.session.client.room_send(room, kind, content, transaction)
        return event_id_of(answer)

    async def _look_at(self, room: str) -> None:
        """Learn from the homeserver whether the room is encrypted, before each letter into it: what
        was heard of the room may be old, where the homeserver's news are late or held back.

        Once it is, it stays so. Undeliverable or PutOff where the bot cannot write in it.
        """
        if room not in self._sealed:
            path = path_of("rooms", room, "state", "m.room.encryption", "")
            try:
                await self.session.ask("GET", path, within=REQUEST_SECONDS)
            except Refused as refused:
                if refused.status != 404 or refused.errcode != "M_NOT_FOUND":
                    raise
                return
            self._sealed.add(room)
        if self.sealing is None:
            raise Undeliverable(
                f"{room} is encrypted, and this bot has no keys; nothing was said there."
            )
        self.sealing.keys.ready()

    async def _said_by_another_device(self, letter: Letter, room: str) -> list[str] | None:
        """What the device before this one has sent: the homeserver would not know it again."""
        store = self.sealing.keys.store if self.sealing else None
        if store is None or letter.created_at.timestamp() > store.born or not letter.text:
            return None
        if letter.act is Act.REDACT:
            return await self._redacted(letter, room)
        return await self._found(letter, room)

    # Looking up

    def _gone(self, letter: Letter, count: int) -> dict[int, str]:
        """The parts that went already, if the letter was cut into as many as now."""
        found = self._partly.get(letter.key)
        return found.ids if found and found.of == count else {}

    async def _found(self, letter: Letter, room: str) -> list[str] | None:
        """The letter's events in the room, if all are there; what is there in part is noted."""
        found = Found(0, {})
        async for event in self._own_events(letter, room):
            content = event.get("content")
            mark = content.get(contents.MARK) if isinstance(content, dict) else None
            if isinstance(mark, dict) and mark.get("key") == contents.key_of(letter):
                found = Found(int(mark["of"]), {**found.ids, int(mark["part"]): event["event_id"]})
                if len(found.ids) == found.of:
                    return [found.ids[part] for part in sorted(found.ids)]
        if found.ids:
            self._partly[letter.key] = found
        return None

    async def _own_events(self, letter: Letter, room: str) -> AsyncIterator[dict[str, Any]]:
        """What the bot said in the room since the letter was written, newest first."""
        own = json.dumps({"senders": [self.session.user_id], "lazy_load_members": True})
        query = {"dir": "b", "limit": "100", "filter": own}
        oldest = (letter.created_at.timestamp() - DIFFERENCE) * 1000
        for _ in range(PAGES):
            path = path_of("rooms", room, "messages")
            page = await self.session.ask("GET", path, query=query, within=REQUEST_SECONDS)
            for event in page.get("chunk", []):
                if event.get("origin_server_ts", 0) < oldest:
                    return
                if event.get("sender") == self.session.user_id:
                    yield event
            if not page.get("end"):
                return
            query["from"] = page["end"]
        log.warning("%s: not found among the last %d00 events of %s", letter.key, PAGES, room)

    async def _redacted(self, letter: Letter, room: str) -> list[str] | None:
        """Whether what the letter takes back is taken back."""
        path = path_of("rooms", room, "event", letter.about or "")
        try:
            event = await self.session.ask("GET", path, within=REQUEST_SECONDS)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise
        because = event.get("unsigned", {}).get("redacted_because")
        return [str(because["event_id"])] if isinstance(because, dict) else None

    # What goes wrong

    @asynccontextmanager
    async def _as_delivery(self, letter: Letter) -> AsyncIterator[None]:
        """Everything that goes wrong within becomes a DeliveryError."""
        if not self.session.client.access_token:
            await self._sign_in()
        token = self.session.client.access_token
        if not token:
            raise await self._signed_in_again(token)
        try:
            yield
        except Refused as refused:
            if refused.signed_out:
                raise await self._signed_in_again(token) from refused
            raise trouble_of(refused, letter.place, letter.attempts) from refused
        except nio.LocalProtocolError as trouble:
            raise await self._signed_in_again(token) from trouble
        except (*TROUBLES, RecursionError) as trouble:
            # An answer may be nested so deeply that nio cannot read it.
            raise Unreachable(f"{type(trouble).__name__}: {trouble}") from trouble

    async def _sign_in(self) -> None:
        """After a start letters may wait already: they go as soon as the bot has signed in."""
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await self.session.open()
        except (OperatorError, TimeoutError) as trouble:
            raise Unreachable(f"the bot is not signed in: {trouble}") from trouble

    async def _signed_in_again(self, dead: str) -> Unreachable:
        """The login ended: the session makes a new one, and the letter goes with that."""
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await self.session.renew(dead)
        except (OperatorError, TimeoutError) as trouble:
            # The hearing meets the same, and ends the bot where only the operator can help.
            return Unreachable(f"the bot is not signed in: {trouble}")
        return Unreachable("the homeserver had ended the login; the bot is signed in again")
