"""Taking down: what was heard of meetings becomes lines of their journals, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from dcbot.message import Attended, Edited, Gone, Incoming, Reacted, Redacted, Said, Tone
from dcbot.services import drafts, journals, live, opening, people, places
from dcbot.services.folds import Folded, Folds
from dcbot.services.naming import record_name
from dcbot.services.recording import Noted, Recorder
from storage.journal_lines import LineKind, LineSource, Mark, Removal
from storage.journals import Journal, JournalPlace, JournalState, Recorded
from storage.people import Person
from storage.store import Store

TAKEN_BACK = "taken back"
_KINDS = {Tone.TALK: LineKind.SAID, Tone.ACTED: LineKind.ACTED, Tone.NOTICE: LineKind.NOTICE}
_LONGEST_NAME = 60
_ATTACHED = ("name", "media_type", "size")


async def take_down(
    store: Store,
    recorder: Recorder,
    folds: Folds,
    *,
    waiting: Collection[str],
    redacted: Collection[tuple[str, str]],
    now: datetime,
) -> None:
    """Write what the recorder noted into the journals.

    `waiting` are the events of the batch that are to be handled: only these begin a meeting.
    `redacted` are place and id of those events of which a redaction is known.
    """
    gone = set(redacted)
    noted = [
        one
        for one in recorder.noted
        if one.title is None
        or (one.event.event_id in waiting and (one.event.place, one.event.event_id) not in gone)
    ]
    if noted:
        await _Pages(store, recorder, folds, gone, now).write(noted)


class _Pages:
    """The new lines of one batch, by journal."""

    def __init__(
        self,
        store: Store,
        recorder: Recorder,
        folds: Folds,
        redacted: set[tuple[str, str]],
        now: datetime,
    ) -> None:
        self.store = store
        self.recorder = recorder
        self.folds = folds
        self.redacted = redacted
        self.now = now
        self.rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.journals: dict[int, Journal] = {}
        self.marks: dict[str, Mark] = {}
        self.people: dict[str, Person] = {}
        self.names: dict[int, str] = {}
        self.removals: list[tuple[Mark, str, str]] = []
        """What was taken back, by whom, and the hash of its event."""

    async def write(self, noted: Sequence[Noted]) -> None:
        abouts = {self._hash(one.event.about) for one in noted if one.event.about}
        self.marks = await self.store.journal_lines.marks(abouts)
        concerned = [one for one in noted if self._concerns(one)]
        if not concerned:
            return
        await self._meet([one.event for one in concerned])
        for one in concerned:
            if one.title is not None:
                await self._begin(one.event, one.title)
        found = {one.journal.id: one.journal for one in self.recorder.recorded.values()}
        await self.store.journals.lock(*found.values())
        for one in concerned:
            await self._take(one)
        self._remember()
        # Folds remember what they read, and the new lines may still be undone.
        folded = {one.journal_id: await self._folded(one) for one, *_ in self.removals}
        for number, rows in self.rows.items():
            await journals.append(self.store, self.journals[number], rows, now=self.now)
        for mark, by_name, event_hash in self.removals:
            await self._remove(mark, by_name, event_hash, folded[mark.journal_id])
            await self._begins_nothing(mark)

    def _concerns(self, one: Noted) -> bool:
        """Whether it may be a line, or take one back."""
        if isinstance(one.event, Redacted):
            in_batch = one.event.place in self.recorder.meetings
            return in_batch or self._hash(one.event.about) in self.marks
        return True

    async def _meet(self, events: Sequence[Incoming]) -> None:
        """Who speaks; other bots are nobody."""
        senders = {one.sender: one.extra.get("name") for one in events if _is_persons(one)}
        self.people = await people.met_all(
            self.store, self.recorder.transport, senders, now=self.now, taken=self.recorder.names
        )
        for person in self.people.values():
            self.names[person.id] = await record_name(self.store, person, now=self.now)

    async def _begin(self, event: Incoming, title: str) -> None:
        """A journal of the meeting that this begins; whether it may is seen when it is handled."""
        place = await places.known(
            self.store, event.transport, event.place, direct=False, now=self.now
        )
        person = self.people[event.sender]
        journal = await journals.begin(
            self.store,
            place,
            at=min(event.sent_at, self.now),
            by=person,
            by_name=self.names[person.id],
            title=title,
            now=self.now,
        )
        (row,) = await self.store.journals.places(journal.id)
        self.recorder.recorded[event.place] = Recorded(event.place, row, journal)

    async def _take(self, one: Noted) -> None:
        event = one.event
        target = await self._target(one)
        mark = self.marks.get(self._hash(event.about)) if event.about else None
        if isinstance(event, Redacted) and mark is not None:
            await self._take_back(event, mark)
        if target is None or (mark is not None and mark.journal_id != target[1].id):
            return
        row = self._row(one, target[0], target[1], mark)
        if row is not None:
            self._add(row, target[1])
            await drafts.changed(self.store, target[1], now=self.now)

    async def _target(self, one: Noted) -> tuple[JournalPlace, Journal] | None:
        """The journal to which the event belongs, and its place there."""
        event = one.event
        found = self.recorder.recorded.get(event.place)
        if one.late and (found is None or event.sent_at < found.journal.opened_at):
            return await self.store.journals.recorded_then(
                event.transport, event.place, event.sent_at
            )
        # It may have been ended by somebody meanwhile.
        if found is None or found.journal.state is JournalState.ENDED:
            return None
        return found.place, found.journal

    async def _take_back(self, event: Redacted, mark: Mark) -> None:
        """The words that were taken back go, whatever became of their journal."""
        place = await self.store.places.at(event.transport, event.place)
        # Nobody takes back in one place what was said in another.
        if place is not None and place.id == mark.place_id and not mark.removed:
            self.removals.append((mark, self._name(event), self._hash(event.about)))

    async def _folded(self, mark: Mark) -> Folded:
        journal = await self.store.journals.get(mark.journal_id)
        assert journal is not None
        return await self.folds.of(self.store, journal)

    async def _remove(self, mark: Mark, by_name: str, event_hash: str, folded: Folded) -> None:
        """The words of a line go, with its edits and the lines that only quote it. What it brought
        about stays in force, such as who is chair."""
        journal = await self.store.journals.get(mark.journal_id)
        assert journal is not None
        if folded.last < mark.number:
            folded = await self.folds.fresh(self.store, journal)
        parts = [one.number for one in await self.store.journal_lines.parts(event_hash)]
        removal = Removal(self.now, by_name, TAKEN_BACK)
        await journals.take_out(self.store, journal.id, folded.fold, parts, removal)
        await live.taken_back(self.store, journal, now=self.now)
        await drafts.changed(self.store, journal, now=self.now)

    async def _begins_nothing(self, mark: Mark) -> None:
        """A meeting does not begin with what was taken back before it was handled."""
        journal = await self.store.journals.get(mark.journal_id)
        if journal is None or journal.state is not JournalState.OPENING:
            return
        first = await self.store.journal_lines.first(journal.id)
        if first is not None and first.number == mark.number:
            prefix, names = self.recorder.prefix, self.recorder.names
            await opening.pass_on(self.store, journal, prefix=prefix, names=names)

    def _row(
        self, one: Noted, place: JournalPlace, journal: Journal, mark: Mark | None
    ) -> dict[str, Any] | None:
        """The line that the event is; None where it is none."""
        event, kind = one.event, _kind(one)
        person = self.people.get(event.sender) if kind is not LineKind.NOTICE else None
        if kind in (LineKind.EDITED, LineKind.REACTED, LineKind.REDACTED):
            if mark is None or mark.place_id != place.place_id:
                return None
            mine = person is not None and mark.person_id == person.id
            if kind is LineKind.EDITED and not mine:
                # Nobody changes what somebody else said.
                return None
        return journals.row(
            at=self._at(one, place, journal),
            kind=kind,
            source=LineSource.ROOM,
            text=_text(event),
            person_id=person.id if person else None,
            name=self._name(event),
            about=mark.number if mark else None,
            place_id=place.place_id,
            event_hash=self._hash(event.event_id),
            assurance=event.assurance,
            attached=_attached(event),
            removal=self._removal(one, kind, mark),
        )

    def _removal(self, one: Noted, kind: LineKind, mark: Mark | None) -> Removal | None:
        """Why the words are not kept, where they are not."""
        gone = isinstance(one.event, Gone)
        if gone or (one.event.place, one.event.event_id) in self.redacted:
            return Removal(self.now, "", TAKEN_BACK)
        if not one.kept:
            return Removal(self.now, "", journals.OFF_RECORD)
        if kind is LineKind.EDITED and mark is not None and mark.removed:
            return Removal(self.now, "", TAKEN_BACK)
        return None

    def _at(self, one: Noted, place: JournalPlace, journal: Journal) -> datetime:
        """When it was said: never in the future, and never before what the room had before it."""
        said = min(one.event.sent_at, self.now)
        if one.late:
            return max(said, journal.opened_at)
        place.last_at = max(said, place.last_at)
        return place.last_at

    def _add(self, row: dict[str, Any], journal: Journal) -> None:
        rows = self.rows[journal.id]
        rows.append(row)
        self.journals[journal.id] = journal
        self.marks[row["event_hash"]] = Mark(
            journal.id,
            journal.last_number + len(rows),
            row["kind"],
            row["person_id"],
            row["place_id"],
            row["removed_at"] is not None,
        )

    def _remember(self) -> None:
        """What the lines have changed in how later ones are heard."""
        for address, one in self.recorder.recorded.items():
            meeting = self.recorder.meetings[address]
            one.journal.off_record = meeting.off and one.journal.state is not JournalState.ENDED
            dialects = sorted(each.value for each in meeting.dialects)
            if dialects != one.journal.dialects:
                one.journal.dialects = dialects

    def _name(self, event: Incoming) -> str:
        """As the record names who did it: a bot by its own name, where it has one."""
        person = self.people.get(event.sender)
        if person is not None:
            return self.names[person.id]
        return " ".join(str(event.extra.get("name") or "a bot").split())[:_LONGEST_NAME]

    def _hash(self, event_id: str | None) -> str:
        return journals.hash_of(self.recorder.transport, event_id or "")


def _is_persons(event: Incoming) -> bool:
    return not (isinstance(event, Said | Edited) and event.tone is Tone.NOTICE)


def _kind(one: Noted) -> LineKind:
    event = one.event
    if isinstance(event, Said):
        return _KINDS[event.tone]
    if isinstance(event, Gone):
        return LineKind.SAID
    if isinstance(event, Edited):
        # An edit that begins the meeting is its first line.
        return LineKind.SAID if one.title is not None else LineKind.EDITED
    if isinstance(event, Attended):
        return LineKind.JOINED if event.change == "joined" else LineKind.LEFT
    return LineKind.REACTED if isinstance(event, Reacted) else LineKind.REDACTED


def _text(event: Incoming) -> str:
    whole = getattr(event, "whole", None)
    return str(getattr(event, "text", "") if whole is None else whole)


def _attached(event: Incoming) -> list[dict[str, Any]]:
    files = event.extra.get("attachments", ())
    return [{name: file.get(name) for name in _ATTACHED} for file in files]
