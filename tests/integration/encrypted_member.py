"""A person whose client encrypts: nio with a store of its own, who says and reads in such rooms."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import nio

from dcbot.demo.homeserver import Account

PASSING = (nio.LocalProtocolError, nio.EncryptionError, aiohttp.ClientError)
FILTER = {"room": {"timeline": {"limit": 1000}}}


class EncryptedMember:
    """One signed-in person; everything they read is in `heard`, by its id, as it was said."""

    def __init__(self, url: str, account: Account, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.user_id = account.user_id
        config = nio.AsyncClientConfig(
            encryption_enabled=True, store_sync_tokens=False, request_timeout=30
        )
        self.client = nio.AsyncClient(
            url, account.user_id, account.device_id, str(folder), config=config
        )
        self.client.restore_login(account.user_id, account.device_id, account.access_token)
        self.heard: dict[str, dict[str, Any]] = {}
        self.unread: set[str] = set()
        self._since: str | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.look(0)
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.client.close()

    async def _listen(self) -> None:
        while True:
            await self.look(2000)

    async def look(self, timeout: int) -> None:
        """One round: what is new, and what the keys need."""
        answer = await self.client.sync(
            timeout, sync_filter=FILTER, since=self._since, full_state=self._since is None
        )
        if not isinstance(answer, nio.SyncResponse):
            await asyncio.sleep(0.3)
            return
        self._since = answer.next_batch
        for room in answer.rooms.join.values():
            for event in room.timeline.events:
                self._hear(event)
        client = self.client
        await client.send_to_device_messages()
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            await client.keys_query()
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())

    def _hear(self, event: Any) -> None:
        if isinstance(event, nio.MegolmEvent):
            self.unread.add(event.event_id)
        else:
            self.heard[event.event_id] = event.source

    async def say(self, room: str, text: str) -> str:
        """Say a line, encrypted where the room is; the event's id."""
        content = {"msgtype": "m.text", "body": text}
        transaction = uuid.uuid4().hex
        while True:
            with contextlib.suppress(
                nio.LocalProtocolError, nio.EncryptionError, aiohttp.ClientError
            ):
                answer = await self.client.room_send(
                    room, "m.room.message", content, transaction, ignore_unverified_devices=True
                )
                if isinstance(answer, nio.RoomSendResponse):
                    return answer.event_id
            await asyncio.sleep(0.2)

    async def say_in_clear(self, room: str, content: dict[str, Any]) -> str:
        """Say it without encryption, as no good app does in an encrypted room; the event's id."""
        path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{uuid.uuid4().hex}"
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        body = json.dumps({"msgtype": "m.text", **content})
        response = await self.client.send("PUT", path, body, headers)
        return str((await response.json())["event_id"])

    def hold_key(self, room: str) -> dict[str, Any]:
        """What is said in the room from now on goes without its key; returns what bears the key."""
        machine = self.client.olm
        users = list(self.client.rooms[room].users)
        machine.create_outbound_group_session(room)
        _, messages = machine.share_group_session(room, users, True, True)
        machine.outbound_group_sessions[room].mark_as_shared()
        return dict(messages)

    async def give_key(self, messages: dict[str, Any]) -> None:
        """Send the key that was held."""
        path = f"/_matrix/client/v3/sendToDevice/m.room.encrypted/{uuid.uuid4().hex}"
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        response = await self.client.send("PUT", path, json.dumps(messages), headers)
        assert response.status == 200, await response.text()

    async def create_room(self, *invite: str, direct: bool = False) -> str:
        """An encrypted room with these people."""
        encryption = {
            "type": "m.room.encryption",
            "state_key": "",
            "content": {"algorithm": "m.megolm.v1.aes-sha2"},
        }
        answer = await self.client.room_create(
            name=None if direct else "Sealed room",
            is_direct=direct,
            invite=list(invite),
            initial_state=[encryption],
            preset=nio.RoomPreset.trusted_private_chat if direct else nio.RoomPreset.private_chat,
        )
        assert isinstance(answer, nio.RoomCreateResponse), answer
        await self.until(lambda: answer.room_id in self.client.rooms)
        return answer.room_id

    async def join(self, room: str) -> None:
        """Enter a room."""
        await self.client.join(room)
        await self.until(lambda: room in self.client.rooms)

    async def wait_for_member(self, room: str, user: str) -> None:
        """Until somebody is in the room."""

        def there() -> bool:
            known = self.client.rooms[room]
            return user in known.users and user not in known.invited_users

        await self.until(there)

    def answers_to(self, event_id: str) -> list[dict[str, Any]]:
        """What others replied to the event, or what signs they put to it."""
        return [one for one in self.heard.values() if about(one) == event_id]

    async def answer_to(self, event_id: str, within: float = 90.0) -> str:
        """The words of the first answer."""
        await self.until(lambda: self.answers_to(event_id), within)
        content = self.answers_to(event_id)[0]["content"]
        return str(content.get("body") or content["m.relates_to"]["key"])

    async def raw_history(self, room: str) -> list[dict[str, Any]]:
        """All events of the room as the homeserver has them, oldest first."""
        found: list[dict[str, Any]] = []
        path = f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=1000"
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        start = ""
        while True:
            response = await self.client.send("GET", f"{path}{start}", None, headers)
            page = json.loads(await response.read())
            found += page.get("chunk", [])
            if not page.get("end") or not page.get("chunk"):
                return found[::-1]
            start = f"&from={page['end']}"

    async def until(self, look: Callable[[], Any], within: float = 90.0) -> None:
        """Wait until what is looked for is there."""
        async with asyncio.timeout(within):
            while not look():
                await asyncio.sleep(0.02)


def about(event: dict[str, Any]) -> str:
    """The event that this one replies or reacts to."""
    relation = event.get("content", {}).get("m.relates_to", {})
    return str(relation.get("m.in_reply_to", relation).get("event_id"))


def plain(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said in clear in an encrypted room, where nothing may be."""
    allowed = ("m.room.encrypted", "m.reaction", "m.room.redaction")
    return [one for one in history if "state_key" not in one and one["type"] not in allowed]
