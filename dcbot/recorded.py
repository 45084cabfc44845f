"""Recorded: handling what is said where a meeting is recorded; the record reads it first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.desk import Desk, Spoken
from dcbot.errors import UserError
from dcbot.exchange import Said
from dcbot.handling import Handling
from dcbot.lines import own_lines
from dcbot.message import Answer
from dcbot.record.facts import Dialect
from dcbot.record.fold import Taken
from dcbot.record.instructions import Heading, Instruction, Note, Nothing, Recording
from dcbot.record.minutes import Doubt, DoubtKind
from dcbot.record.vote_instructions import CloseVote, OpenVote
from dcbot.services import (
    closing,
    forgotten,
    journals,
    letters,
    live,
    opening,
    opening_facts,
    recording,
    time_limits,
    voting,
)
from dcbot.services.folds import Folded, Folds
from storage.inbox import Event, EventKind, Outcome
from storage.journal_lines import JournalLine
from storage.journals import Journal, JournalState
from storage.outbox import Act
from storage.store import Store

SOON = timedelta(seconds=1)
"""So long, what is said to a meeting waits that has not been opened yet."""
DONE = "✅"


class Recorded(Handling):
    """Handles an event that is a line of a journal."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        event: Event,
        now: datetime,
        *,
        folds: Folds,
        line: JournalLine,
        journal: Journal,
    ) -> None:
        super().__init__(desk, store, event, now)
        self.folds = folds
        self.line = line
        self.journal = journal

    async def run(self, spoken: Sequence[Spoken]) -> None:
        """Handle it, once the meeting is open."""
        await self.store.journals.lock(self.journal)
        if self.journal.state is JournalState.OPENING and not await self._opens():
            self.event.not_before = self.now + SOON
            return
        await super().run(spoken)

    async def _opens(self) -> bool:
        """Whether the meeting begins with this line."""
        first = await self.store.journal_lines.first(self.journal.id)
        return first is not None and first.number == self.line.number

    async def _answer(self, spoken: Sequence[Spoken]) -> None:
        if self.journal.state is JournalState.OPENING:
            await self._open()
        elif self.event.kind is EventKind.ATTENDED:
            await self._comes_late()
        elif self.journal.state is JournalState.OPEN and self.event.kind is not EventKind.REACTED:
            await self._recorded(spoken)
        else:
            await super()._answer(spoken)

    # The beginning

    async def _open(self) -> None:
        place, journal = self.place, self.journal
        try:
            async with self.store.savepoint():
                beginning = await opening.begin(
                    self.store,
                    place,
                    journal.title,
                    at=journal.opened_at,
                    zone=self.desk.manners.zone,
                    by=self.person,
                    now=self.now,
                )
                known = await opening_facts.gather(
                    self.store, journal, beginning, place, bot_names=self._names, now=self.now
                )
        except UserError as mistake:
            await self._refresh()
            await opening.pass_on(
                self.store, journal, prefix=self.desk.manners.prefix, names=self._names
            )
            self.done.append(Said(None, self.told(mistake), Outcome.FAILED))
            return
        await journals.confirm(self.store, journal, known, meeting_id=beginning.meeting.id)
        self.folds.forget(journal)
        await forgotten.plan(self.store, journal, now=self.now)
        site = self.desk.manners.site if await live.begin(self.store, journal, now=self.now) else ""
        text = await opening.told(self.store, journal, beginning, site=site)
        self.done.append(Said(None, Answer(text), Outcome.CHANGED))

    @property
    def _names(self) -> tuple[str, ...]:
        event = self.event
        return tuple(sorted(self.desk.names.get(event.transport, ()) or {self.desk.manners.name}))

    async def _comes_late(self) -> None:
        """Who comes while a meeting is recorded is told so, once, where only they read it."""
        if self.journal.state is not JournalState.OPEN:
            return
        event, prefix = self.event, self.desk.manners.prefix
        site = self.desk.manners.site if await live.is_shown(self.store, self.journal) else ""
        text = await opening.told_late(
            self.store, self.journal, self.place, prefix=prefix, site=site
        )
        key = f"came late: journal {self.journal.id}, person {self.person.id}"
        await letters.to_address(
            self.store, event.transport, event.sender, text, key=key, now=self.now
        )

    # While it goes on

    async def _recorded(self, spoken: Sequence[Spoken]) -> None:
        folded = await self.folds.of(self.store, self.journal)
        taken = folded.taken.pop(self.line.number, None)
        read, rest = self._read()
        prefix = self.desk.manners.prefix
        if recording.start_in(self.event.text, prefix=prefix, names=self._names) is not None:
            await self._already()
            return
        if taken is None or not read:
            await super()._answer(spoken)
            return
        if taken.ended:
            await self._end(folded)
        elif (text := await self._voted(folded, read)) is not None:
            self.done.append(Said(None, Answer(text), Outcome.CHANGED))
        else:
            await self._acknowledge(taken, read)
        if any(isinstance(one, time_limits.BEGUN_BY) for one in read):
            await time_limits.plan(self.store, self.journal, folded.fold.minutes())
        for doubt in taken.doubts:
            if doubt.at_once:
                await self._tell(doubt)
        # What the record holds need not be kept twice.
        self.event.text = rest
        if rest:
            await super()._answer(self.desk.read(self.event))

    def _read(self) -> tuple[list[Instruction], str]:
        """What the message asks of the record, and the lines of it that ask nothing of it."""
        dialects = frozenset(map(Dialect, self.journal.dialects))
        read = recording.reader(dialects, self._names).read
        heard = recording.ANYHOW[self.line.about is not None and not self._is_edit]
        asked: list[Instruction] = []
        rest = []
        for line in own_lines(self.event.text):
            mine = [one for one in read(line, heard) if recording.is_answered(one, heard.reply)]
            asked += mine
            if line and not mine:
                rest.append(line)
        return asked, "\n".join(rest)

    @property
    def _is_edit(self) -> bool:
        return self.event.kind is EventKind.EDITED

    async def _end(self, folded: Folded) -> None:
        store, journal = self.store, self.journal
        await closing.end_at(store, journal, self.line, now=self.now)
        self.folds.forget(journal)
        text = await closing.told(store, journal, folded.fold.minutes())
        await closing.tell(store, journal, text, what="ended", now=self.now, but=self.place)
        self.done.append(Said(None, Answer(text), Outcome.CHANGED))

    async def _voted(self, folded: Folded, read: Sequence[Instruction]) -> str | None:
        """What all who are there are told where a vote began or ended with this line."""
        if not any(isinstance(one, OpenVote | CloseVote) for one in read):
            return None
        minutes, number = folded.fold.minutes(), self.line.number
        closed = voting.closed(minutes, number)
        return closed or voting.opened(minutes, number, minutes.group)

    async def _already(self) -> None:
        name = await opening.name_of(self.store, self.journal)
        text = f"{name} is being recorded here already. `#endmeeting` ends it first."
        self.done.append(Said(None, Answer(text, private=True), Outcome.FAILED))

    async def _acknowledge(self, taken: Taken, read: Sequence[Instruction]) -> None:
        """A reaction to the message, or a line to whoever wishes words; nothing where nothing was
        recorded, or nothing was asked."""
        refused = any(doubt.at_once for doubt in taken.doubts)
        switch = next((one for one in read if isinstance(one, Recording)), None)
        if switch is not None:
            self._switched(switch, refused=refused)
        elif taken.understood and not refused and _does_something(taken, read):
            await self._thumb(taken)

    def _switched(self, switch: Recording, *, refused: bool) -> None:
        """All who are there are told whether they are recorded."""
        if refused:
            # It was honoured at once; who may not ask for it has changed nothing.
            self.journal.off_record = switch.on
            return
        name = self.desk.manners.name
        off = f"Off the record from here on, until somebody says “{name}, on the record”."
        text = "On the record again." if switch.on else off
        self.done.append(Said(None, Answer(text), Outcome.CHANGED))

    async def _thumb(self, taken: Taken) -> None:
        event = self.event
        if self.person.wishes.get("words") or Act.REACT not in self.desk.acts[event.transport]:
            self.done.append(Said(None, Answer(_words(taken)), Outcome.CHANGED))
            return
        message = event.about if self._is_edit else event.event_id
        await letters.react(
            self.store,
            event.transport,
            event.place,
            message or "",
            DONE,
            key=f"recorded {event.transport} {message}",
            now=self.now,
        )

    async def _tell(self, doubt: Doubt) -> None:
        """What is wrong with a line is told to its author alone; “did you mean” once in a
        meeting."""
        if doubt.kind is not DoubtKind.NEAR_MISS:
            self.done.append(Said(None, Answer(doubt.text, private=True), Outcome.FAILED))
            return
        event = self.event
        key = f"did you mean: journal {self.journal.id}, person {self.person.id}"
        await letters.to_address(
            self.store, event.transport, event.sender, doubt.text, key=key, now=self.now
        )


def _does_something(taken: Taken, read: Sequence[Instruction]) -> bool:
    """Whether a line brought anything about; a decision of who may not decide is mere talk."""
    quiet = all(isinstance(one, Note | Heading) for one in read) and not taken.recorded
    return not quiet and not all(isinstance(one, Nothing) for one in read)


def _words(taken: Taken) -> str:
    """What was recorded, for whoever wishes words."""
    named = [kind if number is None else f"{kind} {number}" for kind, number in taken.recorded]
    return f"Recorded: {listed(named)}." if named else "Noted."
