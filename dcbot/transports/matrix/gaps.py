"""What a limited timeline left out: page by page, oldest first; a crash goes on at its page."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dcbot.steady import pause_after
from dcbot.transport import PositionOf
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.news import sequence
from dcbot.transports.matrix.session import Session
from dcbot.transports.matrix.standing import arrival

PAGE = 500
ATTEMPTS_WHEN_REFUSED = 5

log = logging.getLogger("dcbot.matrix")


@dataclass(frozen=True)
class Mark:
    """How far a gap has been filled. It is valid for this `since` alone.

    `next` is a token after which nothing has been stored yet; a later end of the same gap, as
    after more was said meanwhile, changes nothing about it.
    """

    since: str
    until: str
    next: str


@dataclass(frozen=True)
class Page:
    """Some events of a gap, oldest first, the members whom they need, and the mark after them."""

    events: list[Any]
    state: list[Any]
    mark: Mark


def position_name(room: str) -> str:
    """The name of the position that says how far the room's gap has been filled."""
    return f"gap {room}"


def written(mark: Mark) -> str:
    """The mark as it is stored."""
    return json.dumps(asdict(mark))


async def mark_of(room: str, since: str, until: str, position: PositionOf) -> Mark:
    """Where to go on in the gap from `since` to `until`: its start, or where a crash left it."""
    kept = await position(position_name(room))
    try:
        mark = Mark(**json.loads(kept)) if kept else None
    except (ValueError, TypeError):
        mark = None
    if mark is None or mark.since != since:
        return Mark(since, until, since)
    return replace(mark, until=until)


class Gaps:
    """Reads what was said in a room between two tokens."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.page = PAGE
        """So many events are asked for at a time."""

    async def pages(self, room: str, mark: Mark) -> AsyncGenerator[Page, None]:
        """The pages from the mark on. While one is being stored, the next is fetched.

        Of a room that the bot joined within the gap, what was said before is left out.
        """
        skip = mark.next == mark.since and await self._arrived_within(room, mark)
        coming = asyncio.create_task(self._page(room, mark))
        try:
            while (page := await coming) is not None:
                if page.mark.next != page.mark.until:
                    coming = asyncio.create_task(self._page(room, page.mark))
                if skip:
                    here = arrival(page.events, self.session.user_id)
                    skip = here is None
                    page = replace(page, events=page.events[here or 0 :])
                if not skip:
                    yield page
                if page.mark.next == page.mark.until:
                    return
        finally:
            coming.cancel()

    async def _arrived_within(self, room: str, mark: Mark) -> bool:
        """Whether the bot's own joining lies in the gap."""
        only = {"types": ["m.room.member"], "senders": [self.session.user_id]}
        answer = await self._ask(room, mark.since, mark.until, only)
        found = sequence(answer.get("chunk")) if answer else []
        return arrival(found, self.session.user_id) is not None

    async def _page(self, room: str, mark: Mark) -> Page | None:
        # Redundant members: the server cannot know which names a restarted bot still remembers.
        members = {"lazy_load_members": True, "include_redundant_members": True}
        answer = await self._ask(room, mark.next, mark.until, members)
        if answer is None:
            return None
        events, end = sequence(answer.get("chunk")), answer.get("end")
        more = bool(events) and isinstance(end, str) and end != mark.next
        after = replace(mark, next=str(end) if more else mark.until)
        return Page(events, sequence(answer.get("state")), after)

    async def _ask(
        self, room: str, start: str, end: str, only: dict[str, Any]
    ) -> dict[str, Any] | None:
        """One page, however long the homeserver is away; None where it refuses it for good."""
        query = {"dir": "f", "from": start, "to": end, "limit": str(self.page)}
        query["filter"] = json.dumps(only)
        path = path_of("rooms", room, "messages")
        failures = refusals = 0
        while True:
            token = self.session.client.access_token
            try:
                answer = await self.session.ask("GET", path, query=query)
                if isinstance(answer.get("chunk"), list):
                    return answer
                # Taken for the end, it would end the history too early.
                wait, why = None, "the answer is no page of it"
            except TROUBLES as trouble:
                wait, why = None, str(trouble)
            except Refused as refused:
                wait, why = refused.after, refused.text
                if refused.signed_out:
                    await self.session.renew(token)
                refusals += not (refused.passing or refused.signed_out)
                if refusals >= ATTEMPTS_WHEN_REFUSED:
                    log.error("what was missed in %s cannot be had (%s)", room, why)
                    return None
            failures += 1
            pause = max(pause_after(failures), wait or 0.0)
            log.warning("the history of %s: %s; trying again in %.1f s", room, why, pause)
            await asyncio.sleep(pause)


async def fill_all(
    rooms: Sequence[str], fill: Callable[[str], Awaitable[None]], at_once: int = 4
) -> None:
    """Fill the gaps of several rooms, a few at a time."""
    turn = asyncio.Semaphore(at_once)

    async def one(room: str) -> None:
        async with turn:
            await fill(room)

    tasks = [asyncio.create_task(one(room)) for room in rooms]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
