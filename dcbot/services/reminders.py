"""Reminders: the places of a meeting are told of it ahead, and people who asked for it themselves.

Each is a due job that names the meeting and the start for which it was planned: where the meeting
has another start by then, or none, the job is void. What fell due while the bot was down is said
late and marked so, gathered in one letter; of several for one meeting only the newest is said, and
what is of no use any more is dropped and counted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services.moments import length_words
from storage.meetings import Meeting, MeetingState, Sitting
from storage.store import Store

DUTY, PUT_RIGHT = "remind", "put right"
USUAL = (7 * 24 * 60, 24 * 60, 60, 0)
"""How many minutes ahead places are reminded: a week, a day, an hour, and when it begins."""
ON_LISTS = range(12 * 60, 48 * 60)
"""A list is reminded once, about a day ahead: letters to whole lists are few."""
MOST = 8
_UNITS = {"minute": 1, "min": 1, "hour": 60, "h": 60, "day": 24 * 60, "d": 24 * 60, "week": 10080}
_PART = re.compile(r"(\d{1,3}|an?|one)\s*(minute|min|hour|h|day|d|week)s?(?:\s+(?:before|ahead))?")
_NOW = frozenset(("now", "at the start", "when it begins", "0"))


async def plan(store: Store, meeting: Meeting, *, now: datetime) -> None:
    """See to it that the meeting's reminders are due, and that whoever was reminded of it hears
    what is true now; those of an earlier plan are void.

    What would have been due before now is left out: the meeting was just told of.
    """
    await put_right(store, meeting, now=now)
    if meeting.state is not MeetingState.PLANNED:
        return
    own = await store.reminders.of_group(meeting.group_id)
    starts: list[Meeting | Sitting] = [meeting, *await store.meetings.sittings(meeting.id)]
    for start in starts:
        for minutes in await thresholds(store, meeting):
            await _add(store, meeting, start.starts_at, minutes, None, now)
        for one in own:
            await _add(store, meeting, start.starts_at, one.minutes, one.person_id, now)


async def put_right(store: Store, meeting: Meeting, *, now: datetime) -> None:
    """See to it that whoever was told of the meeting hears what is true now."""
    if await store.reminders.is_told(meeting.id):
        await store.timetable.add(
            f"put meeting {meeting.id} right, change {meeting.sequence} at {now.isoformat()}",
            PUT_RIGHT,
            now,
            {"meeting": meeting.id},
            group_id=meeting.group_id,
        )


async def thresholds(store: Store, meeting: Meeting) -> Sequence[int]:
    """How many minutes ahead the places of the meeting are reminded, longest first."""
    series = await store.meetings.series(meeting.series_id) if meeting.series_id else None
    for chosen in (meeting.reminders, series.reminders if series else None):
        if chosen is not None:
            return sorted(chosen, reverse=True)
    return USUAL


async def _add(
    store: Store, meeting: Meeting, start: datetime, minutes: int, person: int | None, now: datetime
) -> None:
    due = start - timedelta(minutes=minutes)
    if due <= now:
        return
    whom = f"person {person}" if person else "its places"
    await store.timetable.add(
        f"remind {whom} of meeting {meeting.id} at {start.isoformat()}: {minutes} minutes ahead",
        DUTY,
        due,
        {"meeting": meeting.id, "start": start.isoformat(), "minutes": minutes},
        group_id=None if person else meeting.group_id,
        person_id=person,
    )


def read(words: str) -> list[int]:
    """The minutes ahead in words such as “7 days, 1 day, 1 hour and now”; “none” for none.

    Raises BadArgument.
    """
    said = words.strip().casefold()
    if said in ("none", "off", "no", "never"):
        return []
    found: set[int] = set()
    for part in re.split(r",|\band\b|;|\+", said):
        part = part.strip()
        if not part:
            continue
        match = _PART.fullmatch(part)
        if part in _NOW:
            found.add(0)
        elif match:
            number = 1 if not match[1].isdigit() else int(match[1])
            found.add(number * _UNITS[match[2]])
        else:
            raise BadArgument(
                f"{quoted(part)} is no time ahead. Say for example “7 days, 1 day, 1 hour and "
                "now”, or “none”."
            )
    if len(found) > MOST or max(found) > 60 * 24 * 60:
        raise BadArgument(f"Up to {MOST} reminders are kept, at most 60 days ahead.")
    return sorted(found, reverse=True)


def said(wanted: Collection[int]) -> str:
    """When it is reminded, in words: 7 days and 1 day ahead, and when it begins."""
    ahead = [_one_unit(one) for one in sorted(wanted, reverse=True) if one]
    words = f"{listed(ahead)} ahead" if ahead else ""
    begins = "when it begins" if 0 in wanted else ""
    return ", and ".join(filter(None, [words, begins]))


def as_said(wanted: Sequence[int]) -> str:
    """The same as somebody may say it: 7 days, 1 day and now; “none” for none."""
    return listed([_one_unit(one) for one in sorted(wanted, reverse=True)]) or "none"


def _one_unit(minutes: int) -> str:
    """A time ahead that holds no “and”, which stands between two of them."""
    if not minutes:
        return "now"
    size, what = next(
        (size, what)
        for size, what in ((24 * 60, "day"), (60, "hour"), (1, "minute"))
        if minutes % size == 0
    )
    return f"{minutes // size} {what}{'s' if minutes != size else ''}"


def ahead_words(minutes: int) -> str:
    """How long ahead, in words: 7 days, 1 hour, when it begins."""
    return length_words(minutes) if minutes else "when it begins"
