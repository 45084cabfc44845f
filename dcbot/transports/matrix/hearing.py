"""Listening to the homeserver: a loop over /sync that survives what goes wrong and skips nothing.

nio's own loop keeps the token before anybody has acted upon a response, leaves out what a limited
timeline leaves out, and after an error asks again at once; so the loop and the token are ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Sequence
from typing import Any

from dcbot.intake import Batch
from dcbot.message import Attended, Incoming, Membership
from dcbot.steady import pause_after
from dcbot.transport import PositionOf, Take
from dcbot.transports.matrix import gaps
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.events import NAME, Us, read, sealed
from dcbot.transports.matrix.gaps import Gaps, Page
from dcbot.transports.matrix.keys import Keys
from dcbot.transports.matrix.keystore import BROKEN
from dcbot.transports.matrix.known import Known
from dcbot.transports.matrix.news import News, RoomNews, news_of, sync_filter, talkers
from dcbot.transports.matrix.opening import Opening, is_sealed
from dcbot.transports.matrix.rooms import Rooms
from dcbot.transports.matrix.sealed_rooms import marked, turns_encrypted, unsealed
from dcbot.transports.matrix.session import Session
from dcbot.transports.matrix.standing import (
    Own,
    arrival,
    joined,
    last_standing,
    left,
    others_standing,
    own_standing,
    since_arrival,
)

POLL_SECONDS = 30
GRACE_SECONDS = 30
"""How much longer than it was asked to wait the homeserver may take."""
FIRST_SECONDS = 300
"""The first answer may hold the state of hundreds of rooms."""
TOKEN_SECONDS = 30.0
"""How often the position alone is written down, while nothing happens."""
TIMELINE = 100
SYNC = "sync"
"""The name of the position in the homeserver's stream."""

log = logging.getLogger("dcbot.matrix")


class Hearing:
    """Hands to the intake what the homeserver tells, each event once, in the rooms' own order."""

    def __init__(self, session: Session, known: Known, rooms: Rooms, keys: Keys) -> None:
        self.session = session
        self.keys = keys
        self.opening = Opening(keys)
        self.known = known
        self.rooms = rooms
        self.gaps = Gaps(session)
        self.listening = False
        """Whether what happened before the start has been taken in."""
        self.answered_at: float | None = None
        """When the homeserver last answered, by the loop's clock."""
        self._written = -math.inf

    async def run(self, take: Take, position: PositionOf) -> None:
        """Listen until cancelled. OperatorError where the bot cannot sign in any more."""
        since = await position(SYNC)
        # The first answer tells everything anew.
        self.known.rooms.clear()
        await self.rooms.begin(take, position)
        await self.opening.begin(position)
        await self.keys.open()
        news = await self._next(since, first=True)
        await self._take_in(news, since, take, position)
        log.info("listening in %d rooms", len(self.known.rooms))
        self.rooms.set_out()
        self.listening = True
        idle = 0
        while True:
            since, began = news.token, _now()
            news = await self._next(since)
            await self._take_in(news, since, take, position)
            idle = 0 if news or _now() - began > 1 else idle + 1
            if idle > 3:
                # Something before the homeserver answers at once and has nothing to say.
                await asyncio.sleep(min(2.0, idle * 0.1))

    async def _next(self, since: str | None, *, first: bool = False) -> News:
        """The next response, however long the homeserver is away."""
        failures = 0
        while True:
            token, wait = self.session.client.access_token, None
            try:
                news = await self._ask(since, first)
                if news is not None:
                    self.answered_at = _now()
                    return news
                why = "the answer is none of a homeserver"
            except TROUBLES as trouble:
                why = f"{type(trouble).__name__} {trouble}".strip()
            except Refused as refused:
                why, wait = refused.text, refused.after
                if refused.signed_out:
                    await self.session.renew(token)
            failures += 1
            pause = max(pause_after(failures), wait or 0.0)
            log.warning("no news from the homeserver: %s; trying again in %.1f s", why, pause)
            await asyncio.sleep(pause)

    async def _ask(self, since: str | None, first: bool) -> News | None:
        # Nothing in the timelines of a baseline is looked at.
        query = {"filter": sync_filter(1 if since is None else TIMELINE)}
        if since is not None:
            query["since"] = since
        query |= {"full_state": "true"} if first else {"timeout": str(POLL_SECONDS * 1000)}
        limit = FIRST_SECONDS if first else POLL_SECONDS + GRACE_SECONDS
        answer = await self.session.ask("GET", path_of("sync"), query=query, within=limit)
        return news_of(answer)

    # One response

    async def _take_in(
        self, news: News, since: str | None, take: Take, position: PositionOf
    ) -> None:
        """Store what the response tells, and before that what it left out."""
        # Keys are on disk before the position is that delivered them.
        await self.keys.feed(news.whole)
        await self._open_waiting(take)
        self.known.call_direct(news.direct)
        for room, one in news.joined.items():
            self.known.learn(room, one.sources)
            self.known.count(room, one.joined, one.invited)
            if self.known.room(room).joined is None:
                await self.known.recount(room)
        for room, sources in news.invited.items():
            self.rooms.invited(room, sources)
        events: dict[str, list[Incoming]] = {}
        for room, one in news.joined.items():
            if since is None:
                events[room] = self._baseline(room, one)
            else:
                events[room] = await self._heard(room, since_arrival(one.timeline, self._id))
        for room, one in news.left.items():
            events[room] = await self._departure(room, one, news.token)
        missed = [] if since is None else self._missed(news)
        if missed and since is not None:
            await self._fill(news, missed, since, events, take, position)
        await self._store(news, events, missed, take)
        for room in news.joined:
            replaced = self.known.room(room).replaced
            if replaced is not None:
                self.rooms.follow(room, replaced)
        self.known.sealed.fresh.clear()

    async def _store(
        self, news: News, events: dict[str, list[Incoming]], missed: Sequence[str], take: Take
    ) -> None:
        every = [event for room in events.values() for event in room]
        late = _now() - self._written > TOKEN_SECONDS
        waiting = {**self.opening.positions(), **self.known.sealed.positions()}
        if not (every or missed or news.invited or late or waiting):
            return
        positions = {SYNC: news.token, **waiting}
        if news.invited:
            positions |= self.rooms.positions()
        await take(Batch(NAME, every, positions, [gaps.position_name(room) for room in missed]))
        self._written = _now()
        self.opening.stored(waiting)
        self.known.sealed.stored(waiting)
        if news.invited:
            self.rooms.answer()

    def _baseline(self, room: str, one: RoomNews) -> list[Incoming]:
        """At the very first start nothing is acted upon; only where the bot is, is noted."""
        own = last_standing(one.sources, self._id)
        return [self._arrival(own, room)] if own and own.membership == "join" else []

    async def _heard(self, room: str, sources: list[Any], *, past: bool = False) -> list[Incoming]:
        """What these events of a room are for the bot, in their order."""
        if not past:
            await self.known.learn_names(room, talkers(sources, self._id))
        await self.opening.learn(sources)
        heard: list[Incoming] = []
        sealed_from = self.known.sealed.since(room, sources, past=past)
        for number, source in enumerate(sources):
            own = own_standing(source, self._id)
            if own is not None:
                if own.arrives:
                    heard.append(self._arrival(own, room))
                continue
            event = self._attended(room, source) or self._read(room, source)
            if number >= sealed_from and unsealed(source):
                event = marked(event)
            if event is not None:
                heard.append(event)
        return heard

    def _attended(self, room: str, source: Any) -> Attended | None:
        direct = self.known.is_direct(room)
        return others_standing(source, room, self._id, direct=direct)

    def _read(self, room: str, source: Any) -> Incoming | None:
        sender = source.get("sender") if isinstance(source, dict) else None
        scene = self.known.scene(room, str(sender))
        try:
            if is_sealed(source) and sender != self._id:
                opened = self.opening.open(room, source)
                if opened is None:
                    self.opening.wait(room, source)
                    return sealed(source, scene)
                source = opened
            return read(source, scene, Us(self._id, self.session.names))
        except BROKEN:
            raise
        except Exception:
            # An event that breaks the reading of it would come again and again.
            log.exception("an event in %s cannot be read and is left out", room)
            return None

    async def _open_waiting(self, take: Take) -> None:
        """Hear those that waited for a key which has come now."""
        waiting = self.opening.waiting
        await self.opening.learn([one.source for one in waiting.values()])
        opened: dict[str, Incoming | None] = {}
        for event_id, one in list(waiting.items()):
            if self.opening.open(one.room, one.source) is not None:
                opened[event_id] = self._read(one.room, one.source)
                del waiting[event_id]
        if opened:
            positions = self.opening.positions()
            await take(Batch(NAME, [], positions, opened=opened))
            self.opening.stored(positions)

    def _arrival(self, own: Own, room: str) -> Membership:
        direct = self.known.is_direct(room)
        return joined(own, room, name=self.known.title(room), direct=direct)

    async def _departure(self, room: str, one: RoomNews, token: str) -> list[Incoming]:
        """The bot is no longer there: what was said until then, and that it is gone."""
        own = last_standing(one.sources, self._id)
        was_there = room in self.known.rooms or (own is not None and own.before == "join")
        gone = left(own, room, self._id, otherwise=f"left {room} {token}")
        heard = await self._heard(room, one.timeline, past=True) if was_there else []
        self.known.forget(room)
        if gone is None or (own is None and not was_there):
            return heard
        log.warning("no longer in %s: %s", room, gone.extra["why"])
        return [*heard, gone]

    # What a limited timeline left out

    def _missed(self, news: News) -> list[str]:
        """The rooms with a gap; where the bot arrives within the timeline there is none."""
        return [
            room
            for room, one in news.joined.items()
            if one.missed_until and arrival(one.timeline, self._id) is None
        ]

    async def _fill(
        self,
        news: News,
        missed: Sequence[str],
        since: str,
        events: dict[str, list[Incoming]],
        take: Take,
        position: PositionOf,
    ) -> None:
        """Store what was missed; rooms without a gap need not wait for it."""
        ahead = [room for room in events if room not in missed]
        early = [event for room in ahead for event in events.pop(room)]
        if early:
            waiting = self.opening.positions()
            await take(Batch(NAME, early, waiting))
            self.opening.stored(waiting)

        async def fill(room: str) -> None:
            mark = await gaps.mark_of(room, since, news.joined[room].missed_until or "", position)
            await self.known.recount(room)
            count = 0
            async with contextlib.aclosing(self.gaps.pages(room, mark)) as pages:
                async for page in pages:
                    count += len(page.events)
                    await self._take_page(room, page, take)
            if count:
                log.info("caught up with %d events in %s", count, room)

        await gaps.fill_all(missed, fill)
        self.opening.unsure()

    async def _take_page(self, room: str, page: Page, take: Take) -> None:
        self.known.learn_members(room, page.state)
        heard = await self._heard(room, page.events, past=True)
        if any(map(turns_encrypted, page.events)):
            self.known.sealed.fresh.discard(room)
        waiting = self.opening.positions()
        marked = {gaps.position_name(room): gaps.written(page.mark), **waiting}
        await take(Batch(NAME, heard, marked))
        self.opening.stored(waiting)

    @property
    def _id(self) -> str:
        return self.session.user_id


def _now() -> float:
    return asyncio.get_running_loop().time()
