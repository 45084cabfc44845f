"""Imported tables: a row that tells of a meeting of the past becomes one, with links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dcbot import dates
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import imports, meetings
from dcbot.services.imports import Became, Found, Outcome, Terms
from dcbot.services.meetings import Plan
from dcbot.services.opening import MINUTES
from dcbot.services.telling import of_meeting
from dcbot.when.zones import to_utc, zone
from storage.annexes import Annex, AnnexKind
from storage.base import Audience
from storage.groups import GroupKind
from storage.meetings import Meeting, MeetingKind
from storage.store import Store

LABELS = ("label_in_archive", "label", "number", "title", "meeting")
LINKS = ("agenda", "summary", "minutes", "transcript", "recording", "slides", "address", "link")
"""Columns that hold a link; the name of the column is its title."""
_TIMES = ("time_utc", "time")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d\d)(?:\s*[-–]\s*(\d{1,2})[:.h](\d\d))?(?:\s*UTC)?")
_COUNT = re.compile(r"(?:[IVXLC]+|\d+)\b")
_UNLABELLED = re.compile(r"\((?:not labelled|none|)\)|", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row of a table of meetings: its number in the file, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def first(self, names: Sequence[str]) -> str:
        """What stands in the first of these columns that says something."""
        return next((words for one in names if (words := self.cells.get(one, "").strip())), "")


@dataclass(frozen=True)
class _Time:
    """When it was: `clock` is None where only the day is known."""

    day: date
    clock: time | None
    minutes: int
    zone: str


def is_of_meetings(header: Sequence[str]) -> bool:
    """Whether a table with these columns tells of meetings, and not of coalitions."""
    names = {one.strip().casefold() for one in header}
    return "date" in names and bool(names & {*LABELS, *_TIMES})


async def take(store: Store, row: Row, file: str, terms: Terms, *, now: datetime) -> Outcome:
    """Take the meeting of the row in, unless it is known or another one is on that day.

    Raises BadArgument where the row does not say on which day it was.
    """
    when, label = _time(row, terms), row.first(LABELS)
    found = Found(
        source=f"table of {terms.group.key}, {label}, {when.day.isoformat()}",
        digest=imports.digest_of(terms.group.key, *sorted(row.cells.items())),
        kind="a table of meetings",
        file=file,
        line=row.number,
    )
    if (before := await imports.known(store, found, terms, now=now)) is not None:
        return before
    if datetime.combine(when.day, time(), zone(when.zone)) > now:
        raise BadArgument(
            f"{quoted(when.day.isoformat())} is to come; such a meeting is scheduled."
        )
    if (there := await _on_that_day(store, when, terms)) is not None:
        name = await meetings.handle(store, there)
        words = f"{name} is {of_meeting(there)}; nothing of the row was added to it"
        return Outcome(Became.CONFLICT, name, words)
    meeting = await _meeting(store, label, row, when, terms, now=now)
    await _links(store, meeting, row, terms, now=now)
    await imports.note(store, found, terms, now=now, meeting=meeting)
    words = f"{of_meeting(meeting)}, {quoted(meeting.title, 60)}"
    return Outcome(Became.TAKEN, await meetings.handle(store, meeting), words)


def _time(row: Row, terms: Terms) -> _Time:
    words, said = row.first(("date",)), row.first(_TIMES)
    where = "UTC" if row.cells.get("time_utc", "").strip() else terms.zone
    try:
        day = date.fromisoformat(words)
    except ValueError:
        of = f" of {quoted(label, 40)}" if (label := row.first(LABELS)) else ""
        raise BadArgument(
            f"{quoted(words)}{of} is no day, so that nothing was made of it; a day is said as "
            "2020-09-15."
        ) from None
    clock = _CLOCK.fullmatch(said)
    if not said:
        return _Time(day, None, MINUTES, where)
    try:
        start = time(int(clock[1]), int(clock[2])) if clock else None
        end = time(int(clock[3]), int(clock[4])) if clock and clock[3] else None
    except ValueError:
        start = None
    if start is None:
        raise BadArgument(f"{quoted(said)} is no time; one is said as 14:00 or 14:00-15:00.")
    return _Time(day, start, _minutes(start, end), where)


def _minutes(start: time, end: time | None) -> int:
    if end is None:
        return MINUTES
    day = 24 * 60
    length = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % day
    return length or day


async def _on_that_day(store: Store, when: _Time, terms: Terms) -> Meeting | None:
    """The group's meeting on that day, but for one whose clock shows that it was another."""
    start = to_utc(datetime.combine(when.day, when.clock or time()), zone(when.zone))
    around = await store.meetings.between(
        start - timedelta(days=2), start + timedelta(days=2), group_ids=[terms.group.id]
    )
    for one in around:
        if when.clock is not None and one.clock_known:
            if abs(one.starts_at - start) < timedelta(hours=2):
                return one
        elif one.starts_local.date() == when.day:
            return one
    return None


async def _meeting(
    store: Store, label: str, row: Row, when: _Time, terms: Terms, *, now: datetime
) -> Meeting:
    coordination = terms.group.kind is GroupKind.COORDINATION
    plan = Plan(
        title=_title(label, when)[: imports.LONGEST_TITLE],
        kind=MeetingKind.COORDINATION if coordination else MeetingKind.OWN,
        starts_local=datetime.combine(when.day, when.clock or time()),
        zone=when.zone,
        minutes=when.minutes,
        venue=row.first(("kind", "venue", "place")),
    )
    meeting = await meetings.write_single(
        store,
        terms.group,
        plan,
        by=None,
        now=now,
        what="imported from a table",
        audience=None if terms.public else Audience.GROUP,
    )
    meeting.clock_known = when.clock is not None
    await store.flush()
    return meeting


def _title(label: str, when: _Time) -> str:
    """The label is kept as it stands: old counts are broken, and none of them is ours."""
    if _UNLABELLED.fullmatch(label):
        return f"Meeting of {dates.said(when.day.isoformat())}"
    if label.startswith("(") and label.endswith(")"):
        return label[1:2].upper() + label[2:-1]
    return f"Meeting {label} in the old count" if _COUNT.match(label) else label


async def _links(store: Store, meeting: Meeting, row: Row, terms: Terms, *, now: datetime) -> None:
    note = row.first(("note", "notes"))
    for name in LINKS:
        link = row.cells.get(name, "").strip()
        if not link.startswith(("https://", "http://")) or len(link) > 2_000:
            continue
        title = name if name not in ("address", "link") else note or "its page in the archive"
        await store.annexes.add(
            Annex(
                meeting_id=meeting.id,
                number=await store.annexes.next_number(meeting.id),
                kind=AnnexKind.LINK,
                title=title,
                link=link,
                added_at=now,
                added_by=terms.by_name,
                **terms.seen_by(now),
            )
        )
