"""Journals: what is recorded of a meeting, as the record reads it; begun, ended and let go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from dcbot.record.facts import USUAL_DIALECTS, Dialect, Facts
from dcbot.record.fold import Fold
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.powers import Who
from dcbot.roles import Assurance
from storage.base import storable
from storage.inbox import Event
from storage.journal_lines import JournalLine, LineKind, LineSource, Removal
from storage.journals import Journal as Journal
from storage.journals import JournalPlace, JournalState
from storage.people import Person
from storage.places import Place
from storage.store import PublicStore, Store

_FACTS = TypeAdapter(Facts)
_HASH_LETTERS = 32
OFF_RECORD = "off the record"
"""Why the words of a line were never kept."""


def hash_of(transport: str, event_id: str) -> str:
    """By what the line of an event is known, without its id, which may hold an address."""
    return sha256(storable(f"{transport} {event_id}").encode()).hexdigest()[:_HASH_LETTERS]


def identity(person_id: int | None) -> str:
    """Who somebody is in entries and facts: always the same for one person; empty for nobody."""
    return "" if person_id is None else str(person_id)


async def entries(store: Store | PublicStore, journal: Journal, *, after: int = 0) -> list[Entry]:
    """What was said and done in the meeting, after the line with this number, by number."""
    return [entry_of(line) for line in await store.journal_lines.all(journal.id, after=after)]


def entry_of(line: JournalLine) -> Entry:
    """The line as the record reads it."""
    return Entry(
        number=line.number,
        at=line.at,
        by=identity(line.person_id) or line.nick,
        name=line.name,
        text=line.text,
        kind=EntryKind(line.kind.value),
        about=line.about,
        source=Source(line.source.value),
        proven=line.assurance > Assurance.WEAK,
        correction=Who(line.correction) if line.correction else None,
        erased=line.removed_at is not None,
        off_record=line.removed_why == OFF_RECORD,
        left=tuple(line.stays),
    )


async def of_event(store: Store, event: Event) -> tuple[JournalLine, Journal] | None:
    """The line that the event is, and its journal; None where it is no line."""
    key = hash_of(event.transport, event.event_id)
    mark = (await store.journal_lines.marks([key])).get(key)
    journal = await store.journals.get(mark.journal_id) if mark else None
    line = await store.journal_lines.get(mark.journal_id, mark.number) if mark else None
    return (line, journal) if line and journal else None


async def facts(store: Store, journal: Journal) -> Facts:
    """What was so when the meeting was opened."""
    document = await store.journals.facts(journal.id)
    return Facts() if document is None else facts_of(document)


def facts_of(document: Mapping[str, Any]) -> Facts:
    """The facts that were stored; what later versions of them know besides has its usual value."""
    return _FACTS.validate_python(document)


def as_document(known: Facts) -> dict[str, Any]:
    """The form in which facts are stored."""
    document = _FACTS.dump_python(known, mode="json")
    assert isinstance(document, dict)
    return document


async def begin(
    store: Store,
    *places: Place,
    at: datetime,
    by: Person | None,
    by_name: str,
    now: datetime,
    title: str = "",
) -> Journal:
    """A journal of these places that is still opening; none of them may be recorded already.

    `at` is when it was said that the meeting begins.
    """
    journal = Journal(
        state=JournalState.OPENING,
        opened_at=at,
        opened_by=by_name,
        opener_id=by.id if by else None,
        title=title,
        last_at=now,
        dialects=_words(USUAL_DIALECTS),
    )
    rows = [JournalPlace(journal_id=0, place_id=place.id, last_at=at) for place in places]
    await store.journals.add(journal, *rows)
    return journal


async def confirm(store: Store, journal: Journal, known: Facts, *, meeting_id: int) -> None:
    """It is a meeting: this one, of which so much is known at its opening."""
    journal.sitting = await store.journals.next_sitting(meeting_id)
    journal.state, journal.meeting_id = JournalState.OPEN, meeting_id
    journal.dialects = _words(known.dialects)
    await store.journals.put_facts(journal.id, as_document(known))


def _words(dialects: Iterable[Dialect]) -> list[str]:
    return sorted(one.value for one in dialects)


async def take_out(
    store: Store, journal_id: int, fold: Fold, numbers: Sequence[int], removal: Removal
) -> None:
    """Take the words of these lines out for good, with their edits and the lines that only quote
    them. What they brought about stays in force, such as who is chair."""
    quoting = [one for number in numbers for one in fold.quoting(number)]
    for number in dict.fromkeys([*numbers, *quoting]):
        left = replace(removal, stays=fold.left(number))
        await remove(store, journal_id, number, left)
    for number in numbers:
        for other, text, stays in fold.trimmed(number):
            await trim(store, journal_id, other, text, stays, removal)


async def remove(store: Store, journal_id: int, number: int, removal: Removal) -> None:
    """Take the words of a line, and of its edits, out for good."""
    numbers = await store.journal_lines.with_edits(journal_id, number)
    await store.journal_lines.remove(journal_id, numbers, removal)


async def trim(
    store: Store, journal_id: int, number: int, text: str, stays: Iterable[str], removal: Removal
) -> None:
    """Leave only this of the words of a line, and nothing of its edits."""
    edits = [
        one for one in await store.journal_lines.with_edits(journal_id, number) if one != number
    ]
    await store.journal_lines.remove(journal_id, edits, removal)
    await store.journal_lines.trim(journal_id, number, text, tuple(stays))


def row(
    *,
    at: datetime,
    kind: LineKind,
    source: LineSource,
    text: str = "",
    person_id: int | None = None,
    name: str = "",
    nick: str = "",
    about: int | None = None,
    place_id: int | None = None,
    event_hash: str | None = None,
    part: int = 0,
    assurance: Assurance = Assurance.STRONG,
    attached: Sequence[Mapping[str, Any]] = (),
    correction: Who | None = None,
    removal: Removal | None = None,
) -> dict[str, Any]:
    """A line as it is stored in bulk; with `removal`, one whose words were not kept."""
    return {
        "at": at,
        "kind": kind,
        "source": source,
        "text": "" if removal else text,
        "person_id": person_id,
        "name": name,
        "nick": nick,
        "about": about,
        "place_id": place_id,
        "event_hash": event_hash,
        "part": part,
        "assurance": int(assurance),
        "attached": [] if removal else list(attached),
        "correction": correction.value if correction else None,
        "removed_at": removal.at if removal else None,
        "removed_by": removal.by_name if removal else "",
        "removed_why": removal.why if removal else "",
        "stays": list(removal.stays) if removal else [],
    }


async def append(
    store: Store, journal: Journal, rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> int:
    """Add these lines to the journal, which is locked; returns the number of the first.

    What is the journal's own (its number, audience) is added to each row. Lines of a log have the
    numbers that they have there, which must be higher than all before.
    """
    first = journal.last_number + 1
    own = {
        "journal_id": journal.id,
        "audience": journal.audience,
        "public_from": journal.public_from,
    }
    numbered = [{"number": number, **row, **own} for number, row in enumerate(rows, first)]
    await store.journal_lines.add(numbered)
    journal.last_number = numbered[-1]["number"] if numbered else journal.last_number
    journal.last_at = max(journal.last_at, now)
    await store.flush()
    return first
