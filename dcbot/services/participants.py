"""Participants: who stands on the list of a meeting's tool is on the roll of its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dcbot.message import literal
from dcbot.record.attached import documents
from dcbot.record.attached.kinds import Participants
from dcbot.record.attached.placing import AFTER, BEFORE
from dcbot.record.attached.rolls import roll_lines
from dcbot.record.attendance import PresentBy
from dcbot.record.powers import Who
from dcbot.services import amending, journals, meetings, minutes
from dcbot.services.meeting_rules import CORRECTING
from storage.annexes import Annex, AnnexKind
from storage.journal_lines import JournalLine, LineKind, LineSource, Removal
from storage.journals import Journal
from storage.meetings import Meeting
from storage.people import Person
from storage.store import Store

_ANNEX = "annex"
"""Stands for the transport in the hash by which the lines of an annex are found."""


async def take_in(
    store: Store, meeting: Meeting, annex: Annex, *, by: Person, now: datetime
) -> list[str]:
    """Put the list into minutes that are drafted already; what became of it, in sentences.

    Where they are not yet, the draft takes it in. Who may not decide about the minutes changes
    nothing in them.
    """
    journal = _journal_of(annex, await store.journals.of_meeting(meeting.id))
    if journal is None or await store.minutes.current(journal.id) is None:
        return ["Who stands on it will be present in the minutes."]
    name = literal(await meetings.handle(store, meeting))
    if not await minutes.decides(store, journal, by, CORRECTING, now=now):
        return [f"Who corrects the minutes of {name} can put the names on their roll."]
    await store.journals.lock(journal)
    await _write(store, journal, annex, now=now)
    version = await amending.new_version(store, journal, "list of participants", by=by, now=now)
    made = await minutes.of_version(store, journal, version)
    listed = sum(one.present_by is PresentBy.LIST for one in made.attendance.people)
    return [f"The minutes of {name} name {listed} more as present: version {version.number}."]


async def at_end(store: Store, journal: Journal, *, now: datetime) -> None:
    """Put the lists that were attached so far into the journal, which has ended."""
    sittings = await store.journals.of_meeting(journal.meeting_id or 0)
    for annex in await store.annexes.of(journal.meeting_id or 0):
        theirs = _journal_of(annex, sittings)
        if _is_list(annex) and theirs is not None and theirs.id == journal.id:
            await _write(store, journal, annex, now=now)


async def take_away(
    store: Store, annex: Annex, removal: Removal, *, by: Person, now: datetime
) -> None:
    """Take what the list put on the roll out of all versions of the minutes."""
    lines = [one for one in await _lines(store, annex) if one.removed_at is None]
    journal = await store.journals.get(lines[0].journal_id) if lines else None
    if journal is None:
        return
    await store.journals.lock(journal)
    fold = await minutes.so_far(store, journal)
    numbers = [one.number for one in lines]
    await journals.take_out(store, journal.id, fold, numbers, removal)
    store.journal_lines.read_anew()
    if await store.minutes.current(journal.id) is not None:
        why = "list of participants taken away"
        await amending.new_version(store, journal, why, by=by, now=now)


def _is_list(annex: Annex) -> bool:
    return annex.kind is AnnexKind.PARTICIPANTS and annex.removed_at is None


def _journal_of(annex: Annex, sittings: Sequence[Journal]) -> Journal | None:
    """The sitting in which they came, as far as the list says when that was; else the last."""
    at = min((moment for moment in _moments(annex) if moment), default=None)
    for journal in sittings:
        over = journal.ended_at or journal.last_at
        if at is not None and journal.opened_at - BEFORE <= at <= over + AFTER:
            return journal
    return sittings[-1] if sittings else None


def _moments(annex: Annex) -> list[datetime | None]:
    return [datetime.fromisoformat(at) if at else None for at in annex.moments]


async def _lines(store: Store, annex: Annex) -> list[JournalLine]:
    return await store.journal_lines.parts(journals.hash_of(_ANNEX, str(annex.id)))


async def _write(store: Store, journal: Journal, annex: Annex, *, now: datetime) -> None:
    """Write the list into the journal, each participant in a line of their own, at the moment at
    which they came; a list is written once."""
    found = documents.from_document(annex.content)
    if not isinstance(found, Participants) or await _lines(store, annex):
        return
    known = await journals.facts(store, journal)
    came = [*_moments(annex), *[None] * len(found.people)]
    rows = [
        _row(text, at or journal.opened_at, annex, part)
        for part, (text, at) in enumerate(zip(roll_lines(found, known.groups), came, strict=False))
    ]
    await journals.append(store, journal, rows, now=now)


def _row(text: str, at: datetime, annex: Annex, part: int) -> dict[str, Any]:
    # It is nobody's line: whoever attached the list is told with the annex.
    return journals.row(
        at=at,
        kind=LineKind.SAID,
        source=LineSource.FILE,
        text=text,
        event_hash=journals.hash_of(_ANNEX, str(annex.id)),
        part=part,
        correction=Who.CHAIR,
    )
