"""The measure for our benchmarks: a bare matrix-nio loop that fills gaps and answers `!ping`.

    python -m tests.benchmarks.bare --url … --user … --token … --device … --state FILE [--store DIR]

With a folder for keys it reads and answers in encrypted rooms too, trusting every device.
It is as fast as such a loop is: nothing is stored but the sync token, replaced after each response
has been answered. Without a token the first sync is a baseline that is not acted upon. Each line it
prints is flushed at once:

    synced                            the first sync has been taken in by nio
    caught up seen 5000 answered 3    what was missed before the start has been seen and answered
    seen 5003 answered 6              on SIGUSR1 whenever asked, and last of all on SIGTERM

`seen` counts the events of timelines and gaps, each once; a baseline counts as nothing.
An answer that the homeserver refuses is not tried again.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import signal
from pathlib import Path
from typing import Any

import aiohttp
import nio

FILTER = {"room": {"timeline": {"limit": 100}}}
POLL = 30_000


class Bare:
    """One account's loop over /sync."""

    def __init__(self, client: nio.AsyncClient, state: Path) -> None:
        self.client = client
        self.state = state
        self.since = state.read_text(encoding="ascii") if state.exists() else None
        self.seen = 0
        self.answered = 0

    async def follow(self) -> None:
        """Syncs for ever; returns only when the token is no longer valid."""
        pause, first = 0.1, True
        while True:
            try:
                done = await self.step(first)
            except (aiohttp.ClientError, TimeoutError):
                done = False
            except PermissionError as refused:
                say(f"refused {refused}")
                return
            if done:
                pause, first = 0.1, False
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def step(self, first: bool) -> bool:
        """One response, taken in whole; False when it or a gap could not be had."""
        response = await self.client.sync(
            timeout=0 if first else POLL, sync_filter=FILTER, since=self.since, full_state=first
        )
        if isinstance(response, nio.SyncError) and response.status_code == "M_UNKNOWN_TOKEN":
            raise PermissionError(response.message)
        if not isinstance(response, nio.SyncResponse):
            return False
        if first:
            say("synced")
        if self.client.olm is not None:
            await self.keep_keys()
        whole = await self.take_in(response)
        if whole and first:
            say(f"caught up {self.figures}")
        return whole

    async def keep_keys(self) -> None:
        """What a client that encrypts owes the homeserver after each sync."""
        client = self.client
        await client.send_to_device_messages()
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            await client.keys_query()
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())

    async def take_in(self, response: nio.SyncResponse) -> bool:
        """Answers everything in it and keeps its token; False when a gap could not be filled."""
        seen = 0
        if self.since is not None:
            for room, info in response.rooms.join.items():
                events = list(info.timeline.events)
                if info.timeline.limited:
                    left_out = await self.fill(room, info.timeline.prev_batch)
                    if left_out is None:
                        return False
                    events = left_out + events
                seen += len(events)
                await self.answer(room, events)
        self.seen += seen
        self.since = response.next_batch
        beside = self.state.with_suffix(".new")
        beside.write_text(self.since, encoding="ascii")
        beside.replace(self.state)
        return True

    async def fill(self, room: str, end: str) -> list[Any] | None:
        """What the server left out between the last token and `end`, oldest first."""
        events: list[Any] = []
        start = self.since
        while start:
            page = await self.client.room_messages(
                room, start=start, end=end, direction=nio.MessageDirection.front, limit=500
            )
            if not isinstance(page, nio.RoomMessagesResponse):
                return None
            events += page.chunk
            start = page.end if page.chunk else None
        return events

    async def answer(self, room: str, events: list[Any]) -> None:
        """`!ping words` gets `pong words` as a notice that replies to it."""
        for event in events:
            if not isinstance(event, nio.RoomMessageText) or event.sender == self.client.user_id:
                continue
            if event.body.startswith("!ping"):
                await self.reply(room, event.event_id, f"pong{event.body.removeprefix('!ping')}")

    async def reply(self, room: str, event_id: str, text: str) -> None:
        """Says a notice once, however often this is repeated for the same event."""
        content = {
            "msgtype": "m.notice",
            "body": text,
            "m.mentions": {},
            "m.relates_to": {"m.in_reply_to": {"event_id": event_id}},
        }
        key = hashlib.sha256(event_id.encode()).hexdigest()
        sent = await self.client.room_send(
            room, "m.room.message", content, tx_id=key, ignore_unverified_devices=True
        )
        self.answered += isinstance(sent, nio.RoomSendResponse)

    @property
    def figures(self) -> str:
        """What it has done so far."""
        return f"seen {self.seen} answered {self.answered}"


def say(line: str) -> None:
    """Prints a line for whoever measures."""
    print(line, flush=True)


async def main() -> None:
    """Follows until SIGTERM."""
    parser = argparse.ArgumentParser(description="A bare matrix-nio loop, to measure against.")
    for name in ("url", "user", "token", "device", "state"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--store", default="")
    words = parser.parse_args()
    config = nio.AsyncClientConfig(encryption_enabled=bool(words.store), store_sync_tokens=False)
    client = nio.AsyncClient(words.url, words.user, words.device, words.store, config=config)
    client.restore_login(words.user, words.device, words.token)
    bare = Bare(client, Path(words.state))
    following = asyncio.create_task(bare.follow())
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: say(bare.figures))
    loop.add_signal_handler(signal.SIGTERM, following.cancel)
    try:
        await following
    except asyncio.CancelledError:
        say(bare.figures)
    finally:
        await client.close()


if __name__ == "__main__":
    asyncio.run(main())
