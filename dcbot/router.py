"""The router: the stored events that wait, oldest first, each handled in one transaction.

What somebody says in a place is handled in its order: while one of their messages is put off, by
a flood or an errand, the later ones wait behind it; those of others do not.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from dcbot import references
from dcbot.beforehand import in_transaction
from dcbot.desk import Desk, Spoken
from dcbot.handling import Handling
from dcbot.recorded import Recorded
from dcbot.references import reference_of
from dcbot.rehearsing import Duty, Rehearsing
from dcbot.roles import Role
from dcbot.scribing import Scribing
from dcbot.services import (
    journals,
    notes,
    opening,
    rehearsals,
    search_index,
    standings,
    unread,
)
from dcbot.services.errands import for_event
from dcbot.services.floods import Floods
from dcbot.services.folds import Folds
from storage.database import Database
from storage.inbox import Event, EventKind, EventState
from storage.outage import is_outage
from storage.outbox import Letter
from storage.store import Store

MOST_ATTEMPTS = 3
"""After so many failures an event is answered with the failure and left."""
IDLE_SECONDS = 5.0
_SPOKEN = (EventKind.SAID, EventKind.EDITED)

log = logging.getLogger("dcbot.router")


class Router:
    """Handles events; `said` is called when letters were written."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        clock: Callable[[], datetime],
        *,
        said: Callable[[], None],
        errand_written: Callable[[], None],
        flood_per_minute: int,
        duties: Mapping[str, Duty] | None = None,
        folds: Folds | None = None,
    ) -> None:
        self.database = database
        self.folds = folds or Folds()
        self.duties = duties or {}
        self.desk = desk
        self.clock = clock
        self.said = said
        self.errand_written = errand_written
        self.floods = Floods(flood_per_minute)
        self.handled = 0

    async def step(self) -> float:
        """Handle one event; returns how many seconds to wait before the next look."""
        now = self.clock()
        async with self.database.reading() as store:
            event = await store.inbox.next_waiting(now)
            sealed = None if event else await store.inbox.overdue(now - unread.PATIENCE)
            put_off = None if event else await store.inbox.next_put_off(now)
        if sealed is not None:
            await self._give_up(sealed.id)
            return 0
        if event is None:
            until = (put_off - now).total_seconds() if put_off else IDLE_SECONDS
            return min(IDLE_SECONDS, max(0.05, until))
        with references.handling(event.id):
            await self._handle_or_fail(event)
        self.handled += 1
        return 0

    async def _handle_or_fail(self, event: Event) -> None:
        began = time.monotonic()
        try:
            # Words are read before the transaction begins, however long that takes.
            await self._handle(event.id, self.desk.read(event))
            took = (time.monotonic() - began) * 1000
            log.debug("%s %s of %s: %.0f ms", event.kind, event.event_id, event.transport, took)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            log.exception("event %s could not be handled", event.event_id)
            await self._failed(event.id)

    async def _handle(self, event_id: int, spoken: list[Spoken]) -> None:
        now = self.clock()
        let_in: list[int | None] = []

        async def handle(store: Store) -> None:
            event = await store.inbox.take(event_id)
            if event is None:
                return
            rehearsal = await rehearsals.of_event(store, event)
            played = rehearsals.weight(rehearsal) if rehearsal else 0
            # Where the transaction begins anew, its lines are not counted again.
            if let_in:
                event.lines = let_in[0]
            elif await self.floods.holds(store, event, len(spoken) + played, now=now):
                return
            else:
                let_in.append(event.lines)
            if event.extra.get("in_clear"):
                await unread.refuse(store, event, now=now)
            elif rehearsal is not None:
                duties = self.duties
                await Rehearsing(self.desk, store, event, now, rehearsal, duties).run(spoken)
            elif not await self._sent_on_errand(store, event, spoken, now):
                await (await self._handling(store, event, now)).run(spoken)
            await search_index.catch_up(store)

        await in_transaction(self.database, handle)
        self.said()

    async def _handling(self, store: Store, event: Event, now: datetime) -> Handling:
        """What handles the event: where a meeting is recorded, the record is asked first."""
        goes_on_with = await notes.continued(store, event)
        if goes_on_with is not None:
            return Scribing(self.desk, store, event, now, journal=goes_on_with)
        recorded = await journals.of_event(store, event)
        if recorded is None:
            return Handling(self.desk, store, event, now)
        line, journal = recorded
        return Recorded(self.desk, store, event, now, folds=self.folds, line=line, journal=journal)

    async def _sent_on_errand(
        self, store: Store, event: Event, spoken: list[Spoken], now: datetime
    ) -> bool:
        """Whether a command first needs an errand with the attachment; it is handled after it."""
        asked = [one.command for one in spoken if one.command and one.command.errand]
        if not asked or "errand_result" in event.extra or not await self._has_file(store, event):
            return False
        # Nobody makes the bot fetch and read files for a command that they may not say.
        person = await store.people.at(event.transport, event.sender)
        role = await standings.highest(store, person, now=now) if person else Role.ANYONE
        kinds = [one.errand for one in asked if one.errand and role >= one.allowed]
        if not kinds:
            return False
        await for_event(store, event, kinds[0], now=now)
        self.errand_written()
        return True

    @staticmethod
    async def _has_file(store: Store, event: Event) -> bool:
        """Whether a file came with the event, or with the sender's own message it replies to:
        many clients can send a file only in a message without words."""
        if not event.extra.get("attachments") and event.about:
            known = await store.inbox.by_event(event.transport, event.about)
            if known and (known.sender, known.place) == (event.sender, event.place):
                files = known.extra.get("attachments", [])
                event.extra = {**event.extra, "attachments": files}
        return bool(event.extra.get("attachments"))

    async def _give_up(self, event_id: int) -> None:
        """The key of an event has not come: its sender is told, and it is left."""
        now = self.clock()
        async with self.database.transaction() as store:
            event = await store.inbox.take(event_id, EventState.SEALED)
            if event is not None:
                await unread.tell(store, event, now=now)
                event.state, event.handled_at = EventState.VOID, now
        self.said()

    async def _failed(self, event_id: int) -> None:
        """Try the event again later; after the last try say so, and leave it."""
        now = self.clock()
        async with self.database.transaction() as store:
            event = await store.inbox.take(event_id)
            if event is None:
                return
            event.attempts += 1
            event.not_before = now + timedelta(seconds=2**event.attempts)
            if event.attempts >= MOST_ATTEMPTS:
                await self._given_up(store, event, now)
                await self._begins_nothing(store, event)
        self.said()

    async def _begins_nothing(self, store: Store, event: Event) -> None:
        """Where the meeting that it begins could not be opened, nothing of it is kept."""
        names = tuple(sorted(self.desk.names.get(event.transport, ())))
        await opening.withdraw(store, event, prefix=self.desk.manners.prefix, names=names)

    @staticmethod
    async def _given_up(store: Store, event: Event, now: datetime) -> None:
        event.state, event.handled_at = EventState.HANDLED, now
        reference = reference_of(event.id)
        log.error("reference %s: given up after %d tries", reference, event.attempts)
        if event.kind not in _SPOKEN:
            return
        await store.outbox.add(
            Letter(
                key=f"answer to {event.transport} {event.event_id}",
                transport=event.transport,
                place=event.place,
                about=event.event_id,
                thread=event.thread,
                created_at=now,
                due_at=now,
                text=f"Something broke; nothing was changed. Reference {reference}.",
            )
        )
