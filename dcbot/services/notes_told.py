"""Notes told: what a scribe is answered, and how notes are closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.message import quoted
from dcbot.record.attendance import Presence
from dcbot.record.fold import Fold
from dcbot.services import closing, meetings, opening
from dcbot.services.moments import minute, zone_of
from dcbot.services.noting import Noted
from storage.journals import Journal
from storage.people import Person
from storage.store import Store

CLOSES_AFTER = timedelta(days=1)
"""So long after their last line, notes close by themselves."""
_MOST = 8
"""So many mended lines, and so many doubts, are told at once."""


async def begun(store: Store, journal: Journal) -> str:
    """What is told in a chat when notes begin: what is said there are notes from now on."""
    return (
        f"I write down {await opening.name_of(store, journal)}. What you say here goes into its "
        "minutes: who said what as `Ana: …`, and `Topic: …`, `Decision: …`, `Action for Ana: …`, "
        "`present+ Ana (DC3)`. Commands need their prefix meanwhile. `end of minutes` closes them."
    )


async def told(store: Store, journal: Journal, noted: Noted, *, now: datetime) -> str:
    """What became of the lines of a message, what is doubtful in them, and how to go on."""
    lines = [f"{await opening.name_of(store, journal)}: {_counted(noted)}."]
    for before, after in noted.mended[:_MOST]:
        lines.append(f"- mended: {quoted(before)} is now {quoted(after)}")
    lines += [f"- {text}" for text in _doubts(noted)]
    if not noted.over:
        meeting = await store.meetings.get(journal.meeting_id or 0)
        closes = minute(now + CLOSES_AFTER, zone_of(meeting.zone if meeting else None))
        lines.append(
            f"Send more lines, or `end of minutes`; otherwise they close by themselves on {closes}."
        )
    return "\n".join(lines)


def _counted(noted: Noted) -> str:
    minutes = noted.fold.minutes()
    known = f", {noted.known} stood there already" if noted.known else ""
    counts = [
        (sum(bool(topic.title) for topic in minutes.topics), "topic"),
        (len(minutes.decisions), "decision"),
        (len(minutes.actions), "action"),
        (len(minutes.attendance.of(Presence.PRESENT)), "person present"),
    ]
    held = listed([_plural(number, what) for number, what in counts if number])
    return f"{_plural(noted.new, 'new line')}{known}; now they hold {held or 'no topic yet'}"


def _plural(number: int, what: str) -> str:
    several = {"person present": "people present"}
    return f"{number} {what if number == 1 else several.get(what, f'{what}s')}"


def _doubts(noted: Noted) -> Iterator[str]:
    doubts = [doubt for taken in noted.taken for doubt in taken.doubts if doubt.at_once]
    for doubt in doubts[:_MOST]:
        yield doubt.text
    if len(doubts) > _MOST:
        yield f"and {len(doubts) - _MOST} more"


async def close(
    store: Store, journal: Journal, fold: Fold, *, by: Person | None, now: datetime
) -> str:
    """Close the notes; returns what is told of them."""
    meeting = await store.meetings.get(journal.meeting_id or 0)
    assert meeting is not None
    at = max(min(now, meetings.ends_at(meeting)), journal.opened_at)
    await closing.end(store, journal, by=by, at=at, now=now)
    return await closing.told(store, journal, fold.minutes())
