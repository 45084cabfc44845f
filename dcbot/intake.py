"""Intake: a batch of events is stored once, in one transaction with its transport's position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from dcbot.command import Manners
from dcbot.lines import Line, bare_word, said_to_bot
from dcbot.message import (
    Attended,
    Edited,
    Gone,
    Incoming,
    Membership,
    Reacted,
    Redacted,
    Said,
    Sealed,
    Tone,
)
from dcbot.services import baseline
from dcbot.services.folds import Folds
from dcbot.services.recording import Recorder
from dcbot.services.taking_down import take_down
from storage.base import storable
from storage.database import Database
from storage.erasure import NOBODY
from storage.inbox import EventKind, EventState
from storage.outbox import Letter
from storage.questions import Question
from storage.store import Store

_KINDS = {
    Said: EventKind.SAID,
    Edited: EventKind.EDITED,
    Redacted: EventKind.REDACTED,
    Reacted: EventKind.REACTED,
    Membership: EventKind.MEMBERSHIP,
    Attended: EventKind.ATTENDED,
    Gone: EventKind.SAID,
    Sealed: EventKind.SAID,
}


LONGEST_ID = 500
"""Characters; an index of PostgreSQL refuses what is much longer, and with it the whole batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one sync response, page or folder brought, oldest first, and the positions after it."""

    transport: str
    events: Sequence[Incoming]
    positions: Mapping[str, str] = field(default_factory=dict)
    done_with: Collection[str] = ()
    """Names of positions that have served their turn."""
    opened: Mapping[str, Incoming | None] = field(default_factory=dict)
    """What sealed events of earlier batches turned out to be; None where they are nothing."""

    @property
    def everything(self) -> list[Incoming]:
        """All events, also those that were sealed."""
        return [*(event for event in self.opened.values() if event), *self.events]


@dataclass(frozen=True, slots=True)
class _Origin:
    """Whose message it is, and where it was said; only there and by them is it edited."""

    place: str
    sender: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of the messages and places that a batch refers to."""

    known: dict[str, _Origin]
    """Who sent what was said to the bot; it grows with the batch."""
    ours: Mapping[str, Letter]
    questions: Mapping[str, Sequence[Question]]


class Intake:
    """Takes in what transports hear. `names` are what the bot answers to on each transport."""

    def __init__(
        self,
        database: Database,
        manners: Manners,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        names: dict[str, set[str]] | None = None,
        folds: Folds | None = None,
    ) -> None:
        self.database = database
        self.folds = folds or Folds()
        self.manners = manners
        self.clock = clock
        self.wake = wake
        self.names = {} if names is None else names

    def call_me(self, transport: str, *names: str) -> None:
        """The bot is known by these names too, in this transport."""
        self.names.setdefault(transport, {self.manners.name}).update(n for n in names if n)

    async def take(self, batch: Batch) -> int:
        """Store the batch; returns how many of its events were said to the bot."""
        now = self.clock()
        batch = replace(batch, events=list(_keepable(batch.events)))
        async with self.database.transaction() as store:
            if batch.transport == "mail":
                batch = replace(batch, events=await _told_apart(store, batch))
            context = await self._context(store, batch, now)
            recorder = await self._recorder(store, batch)
            opened = [
                self._row(one, context, now, recorder, late=True)
                for one in batch.opened.values()
                if one
            ]
            rows = [
                self._row(event, context, now, recorder)
                for event in batch.events
                if recorder.overhears(event)
            ]
            missed = await self._missed(store, batch.transport, [*opened, *rows])
            await self._open(store, batch, opened)
            await store.inbox.add_new(rows)
            ids = {
                one for event in batch.everything for one in (event.event_id, event.about) if one
            }
            redacted = await store.inbox.redacted(batch.transport, ids)
            for place, event_id in redacted:
                await store.inbox.take_back(batch.transport, place, event_id)
                await store.polls.take_back(batch.transport, place, event_id)
                missed.pop(event_id, None)
            waiting = [row for row in [*rows, *opened] if row["state"] == EventState.WAITING]
            to_handle = {row["event_id"] for row in waiting}
            await take_down(
                store, recorder, self.folds, waiting=to_handle, redacted=redacted, now=now
            )
            ways = list(self.names)
            await baseline.list_missed(store, list(missed.values()), transports=ways, now=now)
            for name, value in batch.positions.items():
                await store.positions.move(batch.transport, name, value)
            for name in batch.done_with:
                await store.positions.drop(batch.transport, name)
        if waiting:
            self.wake()
        return len(waiting)

    async def _missed(
        self, store: Store, transport: str, rows: Sequence[dict[str, Any]]
    ) -> dict[str, baseline.Missed]:
        """What was said between a backup and its restore, by its id; it is noted, not handled."""
        said = [row for row in rows if _is_said(row)]
        restored = await baseline.restored_at(store, transport) if said else None
        if restored is None:
            return {}
        old = {row["event_id"]: row for row in said if row["sent_at"] <= restored}
        known = await store.inbox.known(transport, old)
        missed = {}
        for event_id, row in old.items():
            words = row["text"]
            row.update(state=EventState.NOTED, text="", extra={})
            if event_id not in known:
                where = (row["place"], row["sender"], row["sent_at"])
                missed[event_id] = baseline.Missed(transport, event_id, *where, words)
        return missed

    @staticmethod
    async def _open(store: Store, batch: Batch, rows: Sequence[dict[str, Any]]) -> None:
        """Sealed events become what they are, in the place in which they came."""
        for row in rows:
            await store.inbox.open(batch.transport, row["event_id"], row)
        for event_id, event in batch.opened.items():
            if event is None:
                await store.inbox.open(batch.transport, event_id, {"state": EventState.NOTED})

    async def _recorder(self, store: Store, batch: Batch) -> Recorder:
        names = self.names.get(batch.transport, {self.manners.name})
        prefix = self.manners.prefix
        return await Recorder.of(store, batch.transport, names, batch.everything, prefix=prefix)

    async def _context(self, store: Store, batch: Batch, now: datetime) -> _Context:
        about = {event.about for event in batch.everything if event.about}
        talk = [event for event in batch.everything if isinstance(event, Said | Reacted)]
        places = {place for event in talk for place in _places(event)}
        questions: dict[str, list[Question]] = {}
        for question in await store.questions.open_in(batch.transport, places, now):
            questions.setdefault(question.place, []).append(question)
        known = await store.inbox.known(batch.transport, about)
        return _Context(
            known={one: _Origin(event.place, event.sender) for one, event in known.items()},
            ours=await store.outbox.ours(batch.transport, about),
            questions=questions,
        )

    def _row(
        self,
        event: Incoming,
        context: _Context,
        now: datetime,
        recorder: Recorder,
        *,
        late: bool = False,
    ) -> dict[str, Any]:
        lines = self._lines(event) if isinstance(event, Said | Edited) else []
        recorded = recorder.hears(event, lines, late=late)
        for_us = self._for_us(event, lines, context) or recorded
        if for_us:
            context.known[event.event_id] = _Origin(event.place, event.sender)
        text = getattr(event, "text", "")
        return {
            "transport": event.transport,
            "event_id": event.event_id,
            "kind": _KINDS[type(event)],
            "place": event.place,
            "sender": event.sender,
            "assurance": int(event.assurance),
            # A server that dates its messages ahead would be counted as quiet for ever.
            "sent_at": min(event.sent_at, now),
            "received_at": now,
            "text": text if for_us else "",
            "about": event.about,
            "thread": event.thread,
            "direct": event.direct,
            "addressed": getattr(event, "addressed", False),
            "lines": max(1, len(lines)) if for_us else None,
            "extra": self._extra(event) if for_us else {},
            "state": self._state(event, for_us),
            "attempts": 0,
        }

    @staticmethod
    def _state(event: Incoming, for_us: bool) -> EventState:
        if isinstance(event, Sealed):
            return EventState.SEALED
        return EventState.WAITING if for_us else EventState.NOTED

    @staticmethod
    def _extra(event: Incoming) -> dict[str, Any]:
        if isinstance(event, Membership):
            return {**event.extra, "change": event.change}
        return dict(event.extra)

    def _for_us(self, event: Incoming, lines: Sequence[Line], context: _Context) -> bool:
        if isinstance(event, Membership | Sealed):
            return True
        if isinstance(event, Redacted | Attended | Gone):
            return False
        if isinstance(event, Reacted):
            return event.about in context.ours
        if _is_no_talk(event):
            return False
        if isinstance(event, Edited):
            original = context.known.get(event.about or "")
            if original is None:
                return event.direct or bool(lines)
            return original == _Origin(event.place, event.sender)
        assert isinstance(event, Said)
        return event.direct or bool(lines) or self._replies(event, context)

    def _lines(self, event: Said | Edited) -> list[Line]:
        """The lines of it that are said to the bot."""
        if _is_no_talk(event):
            return []
        return said_to_bot(
            event.text,
            prefix=self.manners.prefix,
            names=sorted(self.names.get(event.transport, {self.manners.name})),
            direct=event.direct,
            addressed=event.addressed,
        )

    @staticmethod
    def _replies(event: Said, context: _Context) -> bool:
        """Whether it answers an open question: as a reply, or as a bare word in its place."""
        asked = [one for place in _places(event) for one in context.questions.get(place, ())]
        if not asked:
            return False
        letter = context.ours.get(event.about or "")
        if letter and any(question.letter_key == letter.key for question in asked):
            return True
        word = bare_word(event.text)
        return any(word in question.accepts for question in asked if question.accepts)


def _places(event: Incoming) -> list[str]:
    """Where questions may stand that it answers: its own place, and the list that brought it."""
    by_list = event.extra.get("list")
    return [event.place, *([by_list] if by_list else [])]


def _is_no_talk(event: Incoming) -> bool:
    return isinstance(event, Said | Edited) and event.tone is not Tone.TALK


async def _told_apart(store: Store, batch: Batch) -> list[Incoming]:
    """The mails, of which each has an id of its own sender's: who writes a mail chooses its id, and
    must not keep that of somebody else from being heard by choosing the same."""
    ids = {event.event_id for event in batch.events}
    senders = await store.inbox.senders(batch.transport, ids)
    apart: list[Incoming] = []
    for event in batch.events:
        if senders.setdefault(event.event_id, event.sender) not in (event.sender, NOBODY):
            event = replace(event, event_id=_hashed(f"{event.sender} {event.event_id}"))
        apart.append(event)
    return apart


def _keepable(events: Iterable[Incoming]) -> Iterator[Incoming]:
    """The events, with ids that can be kept. Who or where cannot be kept cannot be answered."""
    for event in events:
        if max(len(event.place), len(event.sender)) <= LONGEST_ID:
            event_id, about = _id(event.event_id), event.about and _id(event.about)
            yield replace(event, event_id=event_id, about=about)


def _id(words: str) -> str:
    """The id; in place of an absurdly long one its hash, which is the same wherever it stands."""
    if len(words) <= LONGEST_ID:
        return words
    return _hashed(words)


def _hashed(words: str) -> str:
    return sha256(storable(words).encode()).hexdigest()


def _is_said(row: Mapping[str, Any]) -> bool:
    """Whether it is somebody's message to the bot."""
    return row["state"] is EventState.WAITING and row["kind"] is not EventKind.MEMBERSHIP
