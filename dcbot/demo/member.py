"""A person with a Matrix account, as her client would act: lines, files, reading and waiting."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Any, Self, TypeVar

from dcbot.demo.content import Content, edited, file, reaction, replied_to, said
from dcbot.demo.homeserver import Account
from dcbot.demo.rooms import Rooms
from dcbot.demo.timeline import Event, Timeline
from dcbot.demo.wire import Wire, path_of

Found = TypeVar("Found")


class Member(Rooms):
    """One signed-in person; belongs to one event loop and is closed in the end.

    Requests are repeated while the homeserver is away, sends with the same transaction id, so a
    line is said once. Waiting follows /sync and ends the moment that the awaited comes.
    """

    def __init__(self, wire: Wire, user_id: str, device_id: str) -> None:
        super().__init__(wire, user_id)
        self.device_id = device_id
        self.timeline = Timeline(wire)

    @classmethod
    async def sign_in(
        cls,
        url: str,
        user: str,
        password: str,
        *,
        device: str | None = None,
        patience: float = 60.0,
    ) -> Self:
        """`user` is a localpart or a whole user id. What is said from now on will be known."""
        wire = Wire(url, patience=patience)
        asked: dict[str, Any] = {"type": "m.login.password", "password": password}
        asked["identifier"] = {"type": "m.id.user", "user": user}
        if device:
            asked["device_id"] = device
        try:
            answer = await wire.ask("POST", path_of("login"), asked)
        finally:
            await wire.close()
        account = Account(answer["user_id"], answer["access_token"], answer["device_id"], password)
        return await cls.of(url, account, patience=patience)

    @classmethod
    async def of(cls, url: str, account: Account, *, patience: float = 60.0) -> Self:
        """The person of an account that is signed in already."""
        wire = Wire(url, account.access_token, patience=patience)
        member = cls(wire, account.user_id, account.device_id)
        try:
            await member.timeline.begin()
        except BaseException:
            await wire.close()
            raise
        return member

    async def close(self) -> None:
        """Closes the connections; the account stays signed in."""
        await self.wire.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def send_event(
        self, room: str, kind: str, content: Content, txn: str | None = None
    ) -> str:
        """Sends the content as it is; the event's id. The same `txn` again is the same event."""
        path = path_of("rooms", room, "send", kind, txn or uuid.uuid4().hex)
        return str((await self.wire.ask("PUT", path, content))["event_id"])

    async def say(
        self,
        room: str,
        text: str,
        *,
        html: str | None = None,
        reply_to: str | None = None,
        thread: str | None = None,
        mentions: Collection[str] = (),
        txn: str | None = None,
    ) -> str:
        """Says a line; `reply_to` and `thread` are event ids, `mentions` user ids."""
        content = said(text, html=html, reply_to=reply_to, thread=thread, mentions=mentions)
        return await self.send_event(room, "m.room.message", content, txn)

    async def edit(self, room: str, event_id: str, text: str) -> str:
        """Puts other words in place of an earlier line."""
        return await self.send_event(room, "m.room.message", edited(event_id, text))

    async def react(self, room: str, event_id: str, key: str) -> str:
        """Puts a sign, such as 👍, to a line."""
        return await self.send_event(room, "m.reaction", reaction(event_id, key))

    async def redact(self, room: str, event_id: str, reason: str = "") -> str:
        """Takes a line back; the redaction's id."""
        path = path_of("rooms", room, "redact", event_id, uuid.uuid4().hex)
        return str((await self.wire.ask("PUT", path, {"reason": reason}))["event_id"])

    async def upload(self, data: bytes, name: str, mimetype: str) -> str:
        """Stores bytes on the homeserver; their mxc:// address."""
        answer = await self.wire.ask(
            "POST",
            "/_matrix/media/v3/upload",
            query={"filename": name},
            data=data,
            mimetype=mimetype,
        )
        return str(answer["content_uri"])

    async def send_file(self, room: str, data: bytes, name: str, mimetype: str) -> str:
        """Uploads bytes and shows them in the room; the event's id."""
        address = await self.upload(data, name, mimetype)
        content = file(address, name, mimetype, len(data))
        return await self.send_event(room, "m.room.message", content)

    async def download(self, mxc: str) -> bytes:
        """The bytes behind an mxc:// address."""
        path = mxc.removeprefix("mxc://")
        return await self.wire.fetch(f"/_matrix/client/v1/media/download/{path}")

    # Reading and waiting

    async def messages(
        self,
        room: str,
        *,
        start: str | None = None,
        end: str | None = None,
        direction: str = "b",
        limit: int = 100,
    ) -> dict[str, Any]:
        """One page as the server gives it: `chunk`, `start` and, if there is more, `end`."""
        query = {"dir": direction, "limit": str(limit)}
        query |= {key: value for key, value in {"from": start, "to": end}.items() if value}
        return await self.wire.ask("GET", path_of("rooms", room, "messages"), query=query)

    async def history(self, room: str) -> list[Event]:
        """All events that this person may see in the room, oldest first."""
        newest_first: list[Event] = []
        page = await self.messages(room, limit=1000)
        while page["chunk"]:
            newest_first += page["chunk"]
            if "end" not in page:
                break
            page = await self.messages(room, start=page["end"], limit=1000)
        return newest_first[::-1]

    async def wait_for(
        self, room: str, predicate: Callable[[Event], object], within: float = 60.0
    ) -> Event:
        """The first event of the room since sign-in that fulfils it; it may have come already."""

        def look() -> Event | None:
            return next((event for event in self.timeline.events[room] if predicate(event)), None)

        return self._found(await self.timeline.until(look, within), within, room)

    async def wait_for_invitation(self, within: float = 60.0) -> str:
        """The room to which this person is invited and has not come yet."""

        def look() -> str | None:
            return next(iter(self.timeline.invitations), None)

        return self._found(await self.timeline.until(look, within), within)

    async def answers_to(
        self,
        room: str,
        event_id: str,
        within: float = 60.0,
        *,
        by: str | None = None,
        count: int = 1,
    ) -> list[Event]:
        """The replies of `by`, or of anybody else, to that line, as soon as there are `count`."""

        def is_answer(event: Event) -> bool:
            sender = event["sender"]
            return replied_to(event) == event_id and (
                sender == by if by else sender != self.user_id
            )

        def look() -> list[Event] | None:
            answers = [event for event in self.timeline.events[room] if is_answer(event)]
            return answers if len(answers) >= count else None

        return self._found(await self.timeline.until(look, within), within, room)

    def _found(self, found: Found | None, within: float, room: str | None = None) -> Found:
        """What was found; otherwise a TimeoutError that shows what was heard instead."""
        if found is not None:
            return found
        heard = self.timeline.events[room][-5:] if room else []
        lines = [f"  {event['sender']} {event['type']} {event['content']}" for event in heard]
        text = f"{self.user_id} waited {within:g} s for nothing; heard last:"
        raise TimeoutError("\n".join([text, *(lines or ["  nothing"])]))
