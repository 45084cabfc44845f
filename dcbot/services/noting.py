"""Noting: the lines that a scribe sends become lines of the journal; a mail sent again mends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz import fuzz

from dcbot.lines import fold, own_lines
from dcbot.record.fold import Fold, Taken
from dcbot.roles import Assurance
from dcbot.services import journals
from dcbot.services.folds import Folds
from dcbot.services.naming import record_name
from dcbot.when.zones import to_utc, zone
from storage.journal_lines import LineKind, LineSource, Removal
from storage.journals import Journal
from storage.meetings import Meeting
from storage.people import Person
from storage.store import Store

LIKE = 70
"""From this likeness (of 100) on, a line of a mail that is sent again is one of the first mail in
other words."""
LONGEST = 8000
"""Characters of one line of notes."""
OVER = ("end of minutes", "end of notes", "end of meeting", "end of the meeting")
"""What closes the notes, as a line of its own."""
_CLOCK = re.compile(r"\(?(\d{1,2})[:h.](\d{2})\)?(?:\s*(?:UTC|GMT))?[\s,–-]+(?=\S)")
_LABEL = re.compile(r"([^:：]{1,60})[:：]")


@dataclass
class Noted:
    """What became of the lines of one message."""

    fold: Fold
    new: int = 0
    known: int = 0
    """Lines that stood there already, word for word."""
    mended: list[tuple[str, str]] = field(default_factory=list)
    """What a line said before, and what it says now."""
    taken: list[Taken] = field(default_factory=list)
    over: bool = False
    """The scribe said that this was all, or that the meeting is over."""


@dataclass(frozen=True)
class Message:
    """What brought the lines: its transport, id and place, and how sure it is whose it is."""

    transport: str
    event_id: str
    place_id: int
    assurance: Assurance


@dataclass(frozen=True)
class _Standing:
    """A line of the notes as later ones have mended it."""

    number: int
    text: str


@dataclass
class _Line:
    """A line of the message: its moment and words, and the line of the notes that it repeats or
    mends."""

    at: datetime
    words: str
    repeats: _Standing | None = None
    mends: _Standing | None = None


async def take(
    store: Store, journal: Journal, text: str, message: Message, *, by: Person, now: datetime
) -> Noted:
    """Add the lines of the text to the notes of `by`; the journal is locked."""
    meeting = await store.meetings.get(journal.meeting_id or 0)
    assert meeting is not None
    lines, over = _read(text, meeting, now)
    # What is said again in a chat is said again; a mail is sent again to put it right.
    if message.transport == "mail":
        _compare(lines, await _standing(store, journal))
    wanted = [line for line in lines if line.repeats is None]
    name = await record_name(store, by, now=now)
    rows = [_row(line, message, part, by, name) for part, line in enumerate(wanted)]
    first = await journals.append(store, journal, rows, now=now)
    folded = await Folds.fresh(store, journal)
    mended = [(line.mends.text, line.words) for line in wanted if line.mends]
    return Noted(
        fold=folded.fold,
        new=len(wanted) - len(mended),
        known=len(lines) - len(wanted),
        mended=mended,
        taken=[one for number, one in sorted(folded.taken.items()) if number >= first],
        over=over or folded.fold.ended,
    )


def _read(text: str, meeting: Meeting, now: datetime) -> tuple[list[_Line], bool]:
    """The lines of the text, each with its moment, up to the one that says that it is over."""
    lines: list[_Line] = []
    own = [line[:LONGEST] for line in own_lines(text) if line]
    # What stands below a clock was said no earlier, and above the first no later.
    clocks = (at for line in own if (at := _clocked(line, meeting, now)[0]) is not None)
    last = min(next(clocks, now), _without_clock(meeting, now))
    for line in own:
        if fold(line) in OVER:
            return lines, True
        at, words = _clocked(line, meeting, now)
        last = at or last
        lines.append(_Line(last, words))
    return lines, False


def _clocked(line: str, meeting: Meeting, now: datetime) -> tuple[datetime | None, str]:
    """When it was said by the clock before it, in the meeting's own zone; None without one."""
    found = _CLOCK.match(line)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        local = meeting.starts_local.replace(hour=int(found[1]), minute=int(found[2]))
        if local < meeting.starts_local - timedelta(hours=12):
            local += timedelta(days=1)
        at = to_utc(local, zone(meeting.zone))
        if at <= now:
            return at, line[found.end() :]
    return None, line


def _without_clock(meeting: Meeting, now: datetime) -> datetime:
    """The moment of lines without a clock: now, while the meeting goes on, and its start where the
    notes are written later."""
    goes_on = now <= meeting.starts_at + timedelta(minutes=meeting.minutes) + timedelta(hours=1)
    return now if goes_on else meeting.starts_at


async def _standing(store: Store, journal: Journal) -> list[_Standing]:
    """What the notes say now, line by line."""
    words: dict[int, str] = {}
    for line in await store.journal_lines.all(journal.id):
        if line.removed_at is not None:
            words.pop(line.number, None)
        elif line.kind is LineKind.EDITED and line.about is not None:
            words[line.about] = line.text
        elif line.kind is LineKind.SAID:
            words[line.number] = line.text
    return [_Standing(number, text) for number, text in words.items()]


def _compare(lines: Sequence[_Line], standing: Sequence[_Standing]) -> None:
    """Find the lines that were sent before.

    Where some were, the mail is sent again, and a line much like one that is missing in it is that
    line mended; where none was, all are new.
    """
    left = list(standing)
    for line in lines:
        line.repeats = next((one for one in left if fold(one.text) == fold(line.words)), None)
        if line.repeats is not None:
            left.remove(line.repeats)
    if not any(line.repeats for line in lines):
        return
    for line in lines:
        if line.repeats is None:
            line.mends = max(
                (one for one in left if _is_like(one.text, line.words)),
                key=lambda one: fuzz.ratio(one.text, line.words),
                default=None,
            )
            if line.mends is not None:
                left.remove(line.mends)


def _is_like(old: str, new: str) -> bool:
    labels = [found[1].casefold() if (found := _LABEL.match(text)) else "" for text in (old, new)]
    return labels[0] == labels[1] and fuzz.ratio(old, new) >= LIKE


def _row(line: _Line, message: Message, part: int, by: Person, name: str) -> dict[str, Any]:
    return journals.row(
        at=line.at,
        kind=LineKind.EDITED if line.mends else LineKind.SAID,
        source=LineSource.SCRIBE,
        text=line.words,
        person_id=by.id,
        name=name,
        about=line.mends.number if line.mends else None,
        place_id=message.place_id,
        event_hash=journals.hash_of(message.transport, message.event_id),
        part=part,
        assurance=message.assurance,
    )


async def edit(
    store: Store,
    journal: Journal,
    about: str,
    text: str,
    message: Message,
    *,
    by: Person,
    now: datetime,
) -> Noted:
    """The scribe changed the message `about` of the notes: line by line, this is what it says."""
    before = await store.journal_lines.parts(journals.hash_of(message.transport, about))
    lines = [line for line in own_lines(text) if line]
    name = await record_name(store, by, now=now)
    rows: list[dict[str, Any]] = []
    for part, line in enumerate(lines):
        old = before[part] if part < len(before) else None
        if old is not None and old.text == line:
            continue
        mends = _Standing(old.number, old.text) if old else None
        at = old.at if old else (before[-1].at if before else now)
        rows.append(_row(_Line(at, line, mends=mends), message, len(rows), by, name))
    first = await journals.append(store, journal, rows, now=now)
    for old in before[len(lines) :]:
        removal = Removal(now, name, "taken back")
        await journals.remove(store, journal.id, old.number, removal)
    folded = await Folds.fresh(store, journal)
    taken = [one for number, one in sorted(folded.taken.items()) if number >= first]
    return Noted(fold=folded.fold, new=len(rows), taken=taken, over=folded.fold.ended)
