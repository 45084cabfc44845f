"""The inbox: every event that came in, once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    UniqueConstraint,
    bindparam,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Base, Document, Moment, Words, choice
from storage.dialects import insert_new
from storage.prepared import once

KEY_COMES_WITHIN = timedelta(seconds=20)
"""So long, what is said after something sealed in the same place waits for the key of that."""


class EventKind(StrEnum):
    """What happened."""

    SAID = "said"
    EDITED = "edited"
    REDACTED = "redacted"
    REACTED = "reacted"
    MEMBERSHIP = "membership"
    ATTENDED = "attended"
    """Somebody came into a place where a meeting is recorded, or left it."""


class EventState(StrEnum):
    """What became of an event."""

    WAITING = "waiting"
    """Said to the bot, not handled yet."""
    HANDLED = "handled"
    NOTED = "noted"
    """Not said to the bot: only that it was seen is kept, not its words."""
    SEALED = "sealed"
    """Waits for the key with which it can be read; only then is it known to whom it is said."""
    VOID = "void"
    """Taken back before it was handled, or overtaken by an edit."""


class Outcome(StrEnum):
    """What a handled message brought about; an edit of it is read in this light."""

    READ = "read"
    CHANGED = "changed"
    FAILED = "failed"


class Event(Base, kw_only=True):
    """One thing that happened in a place, as a transport told it."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("transport", "event_id"),
        Index("ix_events_waiting", "state", "id"),
        Index("ix_events_sender", "sender", "sent_at"),
        Index("ix_events_about", "transport", "about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transport: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    place: Mapped[str]
    sender: Mapped[str]
    assurance: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Words, default="")
    about: Mapped[str | None] = mapped_column(default=None)
    """The event that this one replies to, edits, redacts or reacts to."""
    thread: Mapped[str | None] = mapped_column(default=None)
    direct: Mapped[bool] = mapped_column(default=False)
    addressed: Mapped[bool] = mapped_column(default=False)
    lines: Mapped[int | None] = mapped_column(default=None)
    """How many lines of it were said to the bot, as they came; redaction does not change it."""
    extra: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    """What else the transport told: attachments, subject, display name."""
    state: Mapped[EventState] = mapped_column(choice(EventState), default=EventState.WAITING)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome), default=None)
    not_before: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    handled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


_REDACTABLE = (EventKind.SAID, EventKind.EDITED, EventKind.REACTED)


_Older = aliased(Event)


class Inbox:
    """The questions about events and positions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add_new(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store the events that were not there yet; one seen before is left as it is."""
        await insert_new(self.session, Event, rows, unique=("transport", "event_id"))

    async def known(self, transport: str, event_ids: Collection[str]) -> dict[str, Event]:
        """Those of the events that are stored and were said to the bot, by their id."""
        if not event_ids:
            return {}
        asked = once(
            lambda: select(Event).where(
                Event.transport == bindparam("transport"),
                Event.event_id.in_(bindparam("event_ids")),
                Event.state != EventState.NOTED,
            )
        )
        given = {"transport": transport, "event_ids": list(event_ids)}
        found = await self.session.scalars(asked, given)
        return {event.event_id: event for event in found}

    async def states(self, transport: str, event_ids: Collection[str]) -> dict[str, EventState]:
        """What became of those of the events that are stored, by their id."""
        if not event_ids:
            return {}
        asked = once(
            lambda: select(Event.event_id, Event.state).where(
                Event.transport == bindparam("transport"),
                Event.event_id.in_(bindparam("event_ids")),
            )
        )
        given = {"transport": transport, "event_ids": list(event_ids)}
        found = await self.session.execute(asked, given)
        return {event_id: state for event_id, state in found}

    async def senders(self, transport: str, event_ids: Collection[str]) -> dict[str, str]:
        """Who sent those of the events that are stored, by their id."""
        if not event_ids:
            return {}
        found = await self.session.execute(
            select(Event.event_id, Event.sender).where(
                Event.transport == transport, Event.event_id.in_(event_ids)
            )
        )
        return {event_id: sender for event_id, sender in found}

    async def by_event(self, transport: str, event_id: str) -> Event | None:
        """The event with this id, whatever became of it."""
        asked = once(
            lambda: select(Event).where(
                Event.transport == bindparam("transport"), Event.event_id == bindparam("event_id")
            )
        )
        given = {"transport": transport, "event_id": event_id}
        return await self.session.scalar(asked, given)

    async def next_waiting(self, now: datetime) -> Event | None:
        """The oldest event that waits to be handled and is not put off, nor is an older one of
        its sender in its place.

        What was said in a place after something sealed waits a little for the key of that.
        """
        moments = {"now": now, "key_due_since": now - KEY_COMES_WITHIN}
        return await self.session.scalar(once(_next_waiting), moments)

    async def overdue(self, before: datetime) -> Event | None:
        """The oldest event whose key should have come before that moment."""
        asked = once(
            lambda: (
                select(Event)
                .where(Event.state == EventState.SEALED, Event.received_at <= bindparam("before"))
                .order_by(Event.id)
                .limit(1)
            )
        )
        return await self.session.scalar(asked, {"before": before})

    async def open(self, transport: str, event_id: str, values: dict[str, Any]) -> None:
        """A sealed event can be read: it becomes what it is, and keeps its place in the order."""
        mine = (Event.transport == transport, Event.event_id == event_id)
        kept = {name: value for name, value in values.items() if name != "received_at"}
        await self._change(*mine, Event.state == EventState.SEALED, **kept)

    async def take(self, event_id: int, state: EventState = EventState.WAITING) -> Event | None:
        """The event, locked, if it still waits; None where it was handled or taken back since."""
        asked = once(
            lambda: (
                select(Event)
                .where(Event.id == bindparam("event_id"), Event.state == bindparam("state"))
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            )
        )
        return await self.session.scalar(asked, {"event_id": event_id, "state": state})

    async def next_put_off(self, now: datetime) -> datetime | None:
        """When the first of the events that are put off may be handled."""
        asked = once(
            lambda: select(func.min(Event.not_before)).where(
                Event.state == EventState.WAITING, Event.not_before > bindparam("now")
            )
        )
        return await self.session.scalar(asked, {"now": now})

    async def count_waiting(self) -> int:
        """How many events wait to be handled."""
        count = await self.session.scalar(
            select(func.count(Event.id)).where(Event.state == EventState.WAITING)
        )
        return count or 0

    async def set_aside(self) -> list[Event]:
        """Give up all events that wait to be handled, but for where the bot is; returns them."""
        found = await self.session.scalars(
            select(Event)
            .where(Event.state == EventState.WAITING, Event.kind != EventKind.MEMBERSHIP)
            .order_by(Event.id)
        )
        events = list(found)
        for event in events:
            event.state = EventState.VOID
        return events

    async def edits_waiting(self, event: Event) -> list[Event]:
        """Edits of the event by its own sender, in its own place, not handled yet; oldest first."""
        asked = once(
            lambda: (
                select(Event)
                .where(
                    Event.transport == bindparam("transport"),
                    Event.about == bindparam("event_id"),
                    Event.kind == EventKind.EDITED,
                    Event.state == EventState.WAITING,
                    Event.sender == bindparam("sender"),
                    Event.place == bindparam("place"),
                )
                .order_by(Event.id)
            )
        )
        names = ("transport", "event_id", "sender", "place")
        given = {name: getattr(event, name) for name in names}
        return list(await self.session.scalars(asked, given))

    async def redacted(self, transport: str, event_ids: Collection[str]) -> list[tuple[str, str]]:
        """Those of the events that a redaction is known of, whichever came first: the place of
        the redaction, and the event's id."""
        if not event_ids:
            return []
        asked = once(
            lambda: (
                select(Event.place, Event.about)
                .where(
                    Event.transport == bindparam("transport"),
                    Event.about.in_(bindparam("event_ids")),
                    Event.kind == EventKind.REDACTED,
                )
                .distinct()
            )
        )
        given = {"transport": transport, "event_ids": list(event_ids)}
        found = await self.session.execute(asked, given)
        return [(place, about) for place, about in found if about is not None]

    async def take_back(self, transport: str, place: str, event_id: str) -> None:
        """An event was redacted: it is not handled any more, nor are its edits; its words go.

        What was said in reply to it stands.
        """
        here = (Event.transport == transport, Event.place == place)
        itself = select(Event.id).where(
            *here, Event.event_id == event_id, Event.kind.in_(_REDACTABLE)
        )
        edits = select(Event.id).where(
            *here, Event.about == event_id, Event.kind == EventKind.EDITED
        )
        # Asked for one by one: for both in one condition, no index would be used.
        mine = Event.id.in_([*await self.session.scalars(union_all(itself, edits))])
        waits = Event.state.in_((EventState.WAITING, EventState.SEALED))
        await self._change(mine, waits, state=EventState.VOID)
        await self._change(mine, text="", extra={})
        # A message whose edit was handled holds the words of the edit.
        edited = select(Event.about).where(
            *here, Event.event_id == event_id, Event.kind == EventKind.EDITED
        )
        first = Event.event_id == edited.scalar_subquery()
        await self._change(*here, first, Event.state == EventState.HANDLED, text="")

    async def _change(self, *where: ColumnElement[bool], **values: Any) -> None:
        await self.session.execute(
            update(Event)
            .where(*where)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    async def lines_between(self, sender: str, since: datetime, until: datetime, up_to: int) -> int:
        """How many lines the sender said to the bot in this time, up to the event `up_to`."""
        asked = once(
            lambda: select(func.sum(func.coalesce(Event.lines, 1))).where(
                Event.sender == bindparam("sender"),
                Event.sent_at > bindparam("since"),
                Event.sent_at <= bindparam("until"),
                Event.id <= bindparam("up_to"),
                Event.state.in_((EventState.WAITING, EventState.HANDLED)),
                Event.kind.in_((EventKind.SAID, EventKind.EDITED)),
            )
        )
        given = {"sender": sender, "since": since, "until": until, "up_to": up_to}
        count = await self.session.scalar(asked, given)
        return int(count or 0)

    async def blank(self, before: datetime) -> int:
        """Blank the words of what was handled before, and what came with them; returns how many
        rows it found."""
        done = await self.session.execute(
            update(Event)
            .where(Event.handled_at < before, or_(Event.text != "", Event.extra != {}))
            .values(text="", extra={})
        )
        return int(getattr(done, "rowcount", 0))

    async def blank_sender(self, sender: str) -> None:
        """Blank all words of one sender."""
        await self.session.execute(
            update(Event).where(Event.sender == sender).values(text="", extra={})
        )


def _next_waiting() -> Select[Event]:
    same_place = (
        _Older.place == Event.place,
        _Older.transport == Event.transport,
        _Older.id < Event.id,
    )
    held_up = select(_Older.id).where(
        _Older.state == EventState.WAITING,
        _Older.not_before > bindparam("now"),
        _Older.sender == Event.sender,
        *same_place,
    )
    behind_sealed = select(_Older.id).where(
        _Older.state == EventState.SEALED,
        _Older.received_at > bindparam("key_due_since"),
        *same_place,
    )
    return (
        select(Event)
        .where(
            Event.state == EventState.WAITING,
            or_(Event.not_before.is_(None), Event.not_before <= bindparam("now")),
            ~held_up.exists(),
            ~behind_sealed.exists(),
        )
        .order_by(Event.id)
        .limit(1)
    )
