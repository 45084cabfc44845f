"""What one account has been told by /sync: whole per room, gaps filled, oldest first."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from dcbot.demo.wire import Wire, path_of

Event = dict[str, Any]
Found = TypeVar("Found")

# Timelines as long as a homeserver allows by default, and nothing that nobody looks at.
FILTER = (
    '{"presence":{"types":[]},"account_data":{"types":[]},"room":{"timeline":{"limit":100},'
    '"ephemeral":{"types":[]},"account_data":{"types":[]},"state":{"lazy_load_members":true}}}'
)
LONGEST_POLL = 30.0


class Timeline:
    """Follows one account from `begin` on: `events` per room, `invitations` per room.

    Everything since `begin` is there, once and in the server's order; of what was said before,
    the last hundred lines of each room.
    """

    def __init__(self, wire: Wire) -> None:
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.invitations: dict[str, list[Event]] = {}
        self._wire = wire
        self._since: str | None = None
        self._known: set[str] = set()
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """Takes the account's present state as the start."""
        async with self._turn:
            await self._poll(0)

    async def until(self, look: Callable[[], Found | None], within: float) -> Found | None:
        """What `look` returns as soon as that is not None; None after `within` seconds.

        Several tasks may wait at once: they take turns at asking the server, and each looks again
        after every answer.
        """
        end = time.monotonic() + within
        try:
            async with asyncio.timeout(within):
                while (found := look()) is None:
                    async with self._turn:
                        if (found := look()) is not None:
                            break
                        await self._poll(max(0.0, end - time.monotonic()))
        except TimeoutError:
            return look()
        return found

    async def _poll(self, seconds: float) -> None:
        """Asks once; nothing is taken in unless the answer and all its gaps have arrived."""
        wait = 0 if self._since is None else int(min(seconds, LONGEST_POLL) * 1000)
        query = {"filter": FILTER, "timeout": str(wait)}
        if self._since is not None:
            query["since"] = self._since
        answer = await self._wire.ask("GET", path_of("sync"), query=query)
        rooms = answer.get("rooms", {})
        heard: dict[str, list[Event]] = {}
        for room, news in [*rooms.get("join", {}).items(), *rooms.get("leave", {}).items()]:
            heard[room] = await self._whole(room, news.get("timeline", {}))
        for room, events in heard.items():
            self._take_in(room, events)
        for room, news in rooms.get("invite", {}).items():
            self.invitations[room] = news.get("invite_state", {}).get("events", [])
        self._since = answer["next_batch"]

    async def _whole(self, room: str, timeline: dict[str, Any]) -> list[Event]:
        """The timeline with what the server left out before it."""
        events: list[Event] = timeline.get("events", [])
        if self._since is None or not timeline.get("limited"):
            return events
        left_out: list[Event] = []
        start = self._since
        while True:
            query = {"dir": "f", "from": start, "to": timeline["prev_batch"], "limit": "500"}
            page = await self._wire.ask("GET", path_of("rooms", room, "messages"), query=query)
            left_out += page["chunk"]
            if not page["chunk"] or "end" not in page:
                return left_out + events
            start = page["end"]

    def _take_in(self, room: str, events: list[Event]) -> None:
        self.invitations.pop(room, None)
        for event in events:
            if event["event_id"] not in self._known:
                self._known.add(event["event_id"])
                self.events[room].append(event)
