"""An exchange: one event, who said it and where, and what was done about it so far."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.beforehand import NotYet
from dcbot.command import Call
from dcbot.desk import Desk, Spoken
from dcbot.errors import UserError
from dcbot.message import Answer, Attached
from dcbot.references import reference_of
from dcbot.roles import Assurance
from dcbot.services import people, places
from storage.inbox import Event, Outcome
from storage.outage import is_outage
from storage.people import Person
from storage.places import Place
from storage.store import Store

log = logging.getLogger("dcbot.exchange")


@dataclass
class Said:
    """What one line was answered, and what it brought about."""

    spoken: Spoken | None
    answer: Answer
    outcome: Outcome


class Exchange:
    """One event in its transaction; `done` grows as its lines are answered."""

    rehearsed = False
    """Nothing of it is real; all of it will be undone."""

    def __init__(self, desk: Desk, store: Store, event: Event, now: datetime) -> None:
        self.desk = desk
        self.store = store
        self.event = event
        self.now = now
        self.person: Person
        self.place: Place
        self.done: list[Said] = []

    @property
    def alone(self) -> bool:
        """Whether only the sender reads the answer: in a direct chat, and always by mail."""
        return self.event.direct or self.event.place == self.event.sender

    async def meet(self) -> None:
        """Find out who speaks."""
        event = self.event
        called = {self.desk.manners.name, *self.desk.names.get(event.transport, ())}
        self.person = await people.met(
            self.store,
            event.transport,
            event.sender,
            name=event.extra.get("name"),
            now=self.now,
            taken=called,
        )

    async def find_place(self) -> None:
        """Find where it was said; of what somebody said, after who speaks. A list is a place, but
        the answer goes to the sender, and any mail may say that it came by one."""
        store, transport, by_list = self.store, self.event.transport, self.event.extra.get("list")
        if by_list and not await places.is_open_to(
            store, transport, by_list, by=self.person, now=self.now
        ):
            by_list = None
        self.place = await places.known(
            store,
            transport,
            by_list or self.event.place,
            direct=self.alone and not by_list,
            now=self.now,
        )

    def refuse(self, text: str) -> None:
        """Say why nothing is done."""
        self.done.append(Said(None, Answer(text), Outcome.FAILED))

    def told(self, mistake: UserError) -> Answer:
        """The mistake as an answer. Services name commands with “!”, whatever the prefix is."""
        prefix = self.desk.manners.prefix
        return Answer(re.sub(r"`!(?=\w)", lambda _: f"`{prefix}", mistake.text))

    async def guarded(
        self, one: Spoken | None, handler: Any, values: Mapping[str, Any], outcome: Outcome
    ) -> None:
        """Run a handler in a savepoint of its own; whatever it raises becomes an answer."""
        words = one.line.words if one else self.event.text
        try:
            async with self.store.savepoint():
                answer = await handler(self._call(words), **values)
        except UserError as mistake:
            answer, outcome = self.told(mistake), Outcome.FAILED
            await self._refresh()
        except NotYet:
            # All of it will be undone; what the other lines want is worked out with this.
            answer, outcome = Answer(""), Outcome.FAILED
            await self._refresh()
        except Exception as trouble:
            if is_outage(trouble):
                raise
            reference = reference_of(self.event.id)
            log.exception("reference %s: a command broke", reference)
            text = f"Something broke; nothing was changed. Reference {reference}."
            answer, outcome = Answer(text), Outcome.FAILED
            await self._refresh()
        if isinstance(answer, str):
            answer = Answer(answer)
        self.done.append(Said(one, answer, outcome))

    async def _refresh(self) -> None:
        # What was changed in an undone savepoint is forgotten by the session and read again.
        for row in (self.event, self.person, self.place):
            await self.store.session.refresh(row)

    def _call(self, words: str) -> Call:
        event = self.event
        # In a rehearsal no file is touched, and no errand done.
        files = () if self.rehearsed else event.extra.get("attachments", ())
        attached = [Attached.from_document(one) for one in files]
        return Call(
            store=self.store,
            person=self.person,
            place=self.place,
            now=self.now,
            manners=self.desk.manners,
            registry=self.desk.registry,
            transport=event.transport,
            sender=event.sender,
            assurance=Assurance(event.assurance),
            event_id=event.event_id,
            said_at=event.sent_at,
            direct=event.direct,
            private=self.alone,
            reaches=sorted(self.desk.acts),
            attachments=attached,
            errand=event.extra.get("errand_result"),
            words=words,
        )

    def outcome(self) -> Outcome:
        """What the whole message brought about."""
        outcomes = {said.outcome for said in self.done}
        for outcome in (Outcome.CHANGED, Outcome.READ):
            if outcome in outcomes:
                return outcome
        return Outcome.FAILED
