"""Rehearsing: what is said in a rehearsal is played in a savepoint, shown, and undone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from dcbot.desk import Desk, Spoken
from dcbot.exchange import Said
from dcbot.handling import Handling
from dcbot.message import Answer, quoted
from dcbot.references import reference_of
from dcbot.roles import Assurance, Role
from dcbot.services import moments, rehearsals, wishes
from storage.inbox import Event, EventKind, EventState, Outcome
from storage.outage import is_outage
from storage.outbox import Act, Letter, LetterState
from storage.people import Person
from storage.rehearsals import Rehearsal
from storage.store import Store
from storage.timetable import Job

MOST_DUE = 50
"""So many duties of a rehearsal are played at once; what plans itself for ever ends there."""
_SUBJECT = "rehearsals"
"""The commands of this file are about the rehearsal, and no part of it."""

Duty: TypeAlias = Callable[[Store, Job, datetime], Awaitable[None]]
"""What falls due: the same that the timetable does."""

log = logging.getLogger("dcbot.rehearsing")


class Played(Handling):
    """One line of a rehearsal, as if it were real; everything of it must be undone."""

    rehearsed = True

    async def _role(self) -> Role:
        return max(await super()._role(), Role.COORDINATOR)


class Rehearsing(Handling):
    """Handles an event of a rehearsal: only that it was said is kept."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        event: Event,
        now: datetime,
        rehearsal: Rehearsal,
        duties: Mapping[str, Duty],
    ) -> None:
        super().__init__(desk, store, event, now)
        self.rehearsal = rehearsal
        self.duties = duties

    async def _answer(self, spoken: Sequence[Spoken]) -> None:
        rehearsal = self.rehearsal
        # What carries the word of a question answers that one, which is real.
        if rehearsal.person_id != self.person.id or "token" in self.event.extra:
            await super()._answer(spoken)
        elif rehearsal.ends_at <= self.now:
            await self._is_over()
        elif self.event.kind is EventKind.EDITED:
            self.refuse("Rehearsal: an edit changes nothing in it. Say it in a new message.")
        else:
            if self.event.kind is EventKind.SAID:
                spoken = await self._latest(spoken)
            about = [one for one in spoken if one.command and one.command.subject == _SUBJECT]
            if about and len(spoken) == 1:
                await self._about_it(spoken)
            elif about:
                self.refuse(
                    "Rehearsal: say what is about the rehearsal in a message of its own. Nothing "
                    "was done."
                )
            elif len(rehearsal.lines) >= rehearsals.MOST_LINES:
                end = f"`{self.desk.manners.prefix}rehearse end`"
                self.refuse(
                    f"Rehearsal: it holds {rehearsals.MOST_LINES} lines and takes no more. {end} "
                    "ends it."
                )
            else:
                await self._show(played=self.event)

    async def _is_over(self) -> None:
        ended = moments.clock(self.rehearsal.ends_at, self._zone())
        await self.store.rehearsals.forget(self.rehearsal)
        self.refuse(
            f"The rehearsal ended at {ended}, so this was not done. What you say from now on is "
            "real: say it again if you mean it."
        )

    async def _about_it(self, spoken: Sequence[Spoken]) -> None:
        before = self.rehearsal.shift
        await self._run_lines(spoken)
        if self.rehearsal.shift != before:
            await self._show(played=None)

    async def _show(self, played: Event | None) -> None:
        """Play all lines up to now, and say what the last one brought about."""
        moment = rehearsals.moment(self.rehearsal, self.now)
        text = ""
        try:
            undone = await self.store.session.begin_nested()
            try:
                text = await self._play(played, moment)
            finally:
                self.store.practice = None
                await undone.rollback()
                await self._read_again()
        except Exception as trouble:
            if is_outage(trouble):
                raise
            log.exception("reference %s: a rehearsal broke", reference_of(self.event.id))
            await self._read_again()
            self.refuse(f"Rehearsal: something broke. Reference {reference_of(self.event.id)}.")
            return
        line = [self.event.id, moment.isoformat(), played is not None]
        self.rehearsal.lines = [*self.rehearsal.lines, line]
        if text:
            ahead = f" ({moments.minute(moment, self._zone())})" if self.rehearsal.shift else ""
            said = f"Rehearsal{ahead}: {text}" if played else text
            self.done.append(Said(None, Answer(said), Outcome.READ))

    async def _read_again(self) -> None:
        # What was changed in the savepoint stands in no row any more.
        self.store.session.expire_all()
        for row in (self.event, self.person, self.place, self.rehearsal):
            await self.store.session.refresh(row)

    async def _play(self, played: Event | None, moment: datetime) -> str:
        store, rehearsal = self.store, self.rehearsal
        jobs = await store.timetable.last_number()
        person = self.person
        await rehearsals.prepare(store, self.event.transport, by=person, now=rehearsal.began_at)
        mark = await store.outbox.last_number()
        for number, at, played_then in rehearsal.lines:
            await self._pass_time(jobs, datetime.fromisoformat(at))
            event = await store.rehearsals.line(number) if played_then else None
            # What was taken back since is not played.
            if event is not None and event.state is not EventState.VOID and event.text:
                await self._say(event, datetime.fromisoformat(at))
            mark = await store.outbox.last_number()
        await self._pass_time(jobs, moment)
        if played is not None:
            await self._say(played, moment)
            await self._pass_time(jobs, moment)
        return await self._brought(mark, played, person, moment)

    async def _say(self, event: Event, at: datetime) -> None:
        event.assurance = int(Assurance.STRONG)
        await Played(self.desk, self.store, event, at).run(self.desk.read(event))
        await self.store.flush()

    async def _pass_time(self, jobs: int, until: datetime) -> None:
        """What the rehearsal itself has planned, and what it holds, falls due."""
        for posting_id in await self.store.postings.due(until, list(self.desk.acts)):
            await self.store.postings.release(posting_id, until)
        for _ in range(MOST_DUE):
            job = await self.store.timetable.next_after(jobs, until)
            if job is None:
                return
            await self.duties[job.duty](self.store, job, job.due_at)
            await self.store.timetable.done(job, job.due_at)

    async def _brought(
        self, mark: int, played: Event | None, person: Person, moment: datetime
    ) -> str:
        """The answer, and what would have gone to others."""
        answer = f"answer to {played.transport} {played.event_id}" if played else None
        own, others = [], []
        for letter in await self.store.outbox.since(mark):
            if answer and letter.key.startswith(answer):
                own.append(letter.text)
            elif letter.state in (LetterState.WAITING, LetterState.HELD):
                others.append(await self._would_go(letter, person, moment))
        return "\n\n".join([*own, *(one for one in others if one)])

    async def _would_go(self, letter: Letter, person: Person, moment: datetime) -> str:
        if letter.act not in (Act.SAY, Act.EDIT, Act.UPLOAD):
            return ""
        due, zone = letter.due_at, self._zone()
        today = moments.day(due, zone) == moments.day(moment, zone)
        at = f" at {moments.clock(due, zone)}" if today else f" on {moments.minute(due, zone)}"
        at = at if due != moment else ""
        would = "be changed" if letter.act is Act.EDIT else "go"
        if letter.place in (self.event.sender, self.event.place):
            return f"To you alone would {would}{at}:\n\n{letter.text}"
        place = await self.store.places.at(letter.transport, letter.place)
        if letter.to_person or place is None or place.kind == "direct":
            # What others are told is theirs, as are words that prove an address.
            return f"To one person alone a letter would {would}{at}."
        name = f"the {place.kind} {quoted(place.name)}" if place.name else f"a {place.kind}"
        return f"To {name} would {would}{at}:\n\n{letter.text}"

    def _zone(self) -> Any:
        return wishes.zone(self.person, self.desk.manners.zone)
