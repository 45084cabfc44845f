"""Agendas: the points of a meeting before it begins, from anyone, and those left of the last one.

The agenda of a meeting is what stands in its particulars, a line for each point; so it is in its
reminders, on its page and in calendars as it was said. What the group's last recorded meeting did
not come to is carried over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.record.facts import AgendaPoint
from dcbot.record.floor import Agenda, PointState
from dcbot.record.floor import Point as Left
from dcbot.services import listings, meetings, minutes, particulars, shifting
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.journals import Journal, JournalState
from storage.meetings import Meeting
from storage.people import Person
from storage.store import Store

MOST = 30
"""So many points an agenda may have."""
_LONGEST_TITLE = 200
_LONGEST_MINUTES = 240
_MARK = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_WITHIN = re.compile(r"(?:(?<=^)|(?<=\s))\(?(\d{1,2})[.)]\s+")
_LABEL = re.compile(r"^agenda\s*:?\s*", re.IGNORECASE)
_MINUTES = r"(\d{1,3}) ?(?:minutes?|mins?\.?|['’′])"
_NOTES = re.compile(r"\s*\(([^()]*)\)\s*$")
_LENGTH = re.compile(rf"\s*(?:[,;:–-]|\bfor\b)?\s*{_MINUTES}\s*$", re.IGNORECASE)
_LENGTH_ALONE = re.compile(_MINUTES, re.IGNORECASE)
_BY = re.compile(r"(?:proposed )?by (.+)", re.IGNORECASE)
_CARRIED = re.compile(r"carried over(?: from (.+))?", re.IGNORECASE)
_DROPPED = "dropped"


@dataclass(frozen=True)
class Point:
    """One point; its number is its place in the agenda, and stays, since none is taken out."""

    title: str
    minutes: int | None = None
    proposer: str = ""
    carried_from: str = ""
    """The meeting that did not come to it, as DCCG 3."""
    dropped: bool = False

    def words(self) -> str:
        """The point as it stands in the agenda."""
        notes = [
            f"{self.minutes} minutes" if self.minutes else "",
            f"proposed by {self.proposer}" if self.proposer else "",
            f"carried over from {self.carried_from}" if self.carried_from else "",
            _DROPPED if self.dropped else "",
        ]
        said = "; ".join(one for one in notes if one)
        return f"{self.title} ({said})" if said else self.title


def read(text: str) -> list[Point]:
    """The points of an agenda as people write one: a line each, or numbered or with semicolons in
    one line; how long each takes stands behind it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = _pieces(_LABEL.sub("", lines[0]))
    points = (_point(_MARK.sub("", line)) for line in lines if _LABEL.sub("", line.strip()))
    return [point for point in points if point.title]


def _pieces(line: str) -> list[str]:
    numbers = [int(found[1]) for found in _WITHIN.finditer(line)]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return [piece.strip(" ;,") for piece in _WITHIN.split(line)[::2] if piece.strip(" ;,")]
    return [piece for piece in line.split(";") if piece.strip()] if _is_listed(line) else [line]


def _is_listed(line: str) -> bool:
    """Whether semicolons part its points, and not the notes behind one."""
    return ";" in _NOTES.sub("", line) and "(" not in line.split(";")[-2]


def _point(line: str) -> Point:
    point = Point(" ".join(line.split()))
    found = _NOTES.search(point.title)
    noted = _noted(point, found[1].split(";")) if found else None
    if noted is not None and found is not None:
        return replace(noted, title=point.title[: found.start()])
    length = _LENGTH.search(point.title)
    if length and length.start() and 0 < int(length[1]) <= _LONGEST_MINUTES:
        return replace(point, title=point.title[: length.start()], minutes=int(length[1]))
    return point


def _noted(point: Point, notes: Sequence[str]) -> Point | None:
    """The point with the notes of its brackets; None where something else stands in them."""
    for note in (one.strip() for one in notes):
        if found := _LENGTH_ALONE.fullmatch(note):
            point = replace(point, minutes=int(found[1]) or None)
        elif found := _CARRIED.fullmatch(note):
            point = replace(point, carried_from=found[1] or "an earlier meeting")
        elif found := _BY.fullmatch(note):
            point = replace(point, proposer=found[1])
        elif note == _DROPPED:
            point = replace(point, dropped=True)
        else:
            return None
    return point


def text_of(points: Iterable[Point]) -> str:
    """The agenda in words, a line for each point."""
    return "\n".join(f"{number}. {point.words()}" for number, point in enumerate(points, 1))


async def of(store: Store, meeting: Meeting) -> list[Point]:
    """The points of the meeting: those said, and behind them those that were carried over."""
    known = await meetings.particulars(store, meeting)
    points = read(known["agenda"])
    titles = {fold(point.title) for point in points}
    return [*points, *(one for one in await _left(store, meeting) if fold(one.title) not in titles)]


async def facts_of(store: Store, meeting: Meeting) -> tuple[AgendaPoint, ...]:
    """The agenda as the record of the meeting has it when it begins."""
    return tuple(
        AgendaPoint(
            title=point.title,
            proposer=point.proposer,
            minutes=point.minutes,
            carried_over=bool(point.carried_from),
        )
        for point in await of(store, meeting)
        if not point.dropped
    )


async def told(store: Store, meeting: Meeting) -> list[str]:
    """The agenda as the place is told it when the meeting begins; nothing where there is none."""
    facts = await facts_of(store, meeting)
    if not facts:
        return []
    shown = [f"{number}. {literal(_shown(point))}" for number, point in enumerate(facts, 1)]
    return [
        "Agenda:",
        *shown,
        "`#topic` and the words of a point take it up; what is left is carried over.",
    ]


def _shown(point: AgendaPoint) -> str:
    carried = "an earlier meeting" if point.carried_over else ""
    return Point(point.title, point.minutes, point.proposer, carried).words()


async def _left(store: Store, meeting: Meeting) -> list[Point]:
    """What the group's last recorded meeting did not come to, as far as those who may read of this
    one might read of it there."""
    for journal in await store.journals.of_group(meeting.group_id, 5):
        if journal.state is not JournalState.ENDED or journal.meeting_id == meeting.id:
            continue
        before = await minutes.meeting_of(store, journal)
        made = (await minutes.so_far(store, journal)).minutes(over=True)
        name = await meetings.handle(store, before)
        return [
            Point(point.title, point.minutes, point.proposer, carried_from=name)
            for point in _open(made.agenda)
            if not _is_wider(meeting, before if point.added_line is None else journal)
        ]
    return []


def _is_wider(meeting: Meeting, than: Meeting | Journal) -> bool:
    order = (Audience.PRIVATE, Audience.GROUP, Audience.PUBLIC)
    return order.index(meeting.audience) > order.index(than.audience)


def _open(agenda: Agenda) -> Iterator[Left]:
    """The points that were not come to, where the meeting went by its agenda at all."""
    if all(one.state in (PointState.OPEN, PointState.DROPPED) for one in agenda.points):
        return
    left = (PointState.OPEN, PointState.SKIPPED)
    yield from (one for one in agenda.points if one.state in left and one.title)


async def add(store: Store, meeting: Meeting, words: str, *, by: Person, now: datetime) -> int:
    """One more point, by anyone who may know of the meeting; returns its number.

    Raises BadArgument or UserError.
    """
    points = await _changeable(store, meeting, by=by, now=now)
    new = _point(words)
    if not new.title or len(new.title) > _LONGEST_TITLE:
        raise BadArgument(
            f"What is the point? Say it behind a colon, in at most {_LONGEST_TITLE} characters, "
            "then how long it takes: `agenda add DCCG: Main session, 15 minutes`."
        )
    same = next((n for n, one in enumerate(points, 1) if fold(one.title) == fold(new.title)), None)
    if same and not points[same - 1].dropped:
        raise UserError(f"{quoted(new.title)} is point {same} of the agenda already.")
    if len(points) >= MOST:
        raise UserError(f"The agenda has {MOST} points, and takes no more.")
    new = replace(new, proposer=await record_name(store, by, now=now), dropped=False)
    await _write(store, meeting, [*points, new], by=by, now=now)
    return len(points) + 1


async def drop(store: Store, meeting: Meeting, number: int, *, by: Person, now: datetime) -> Point:
    """Drop a point, which keeps its number; its proposer may, and who may schedule."""
    points = await _changeable(store, meeting, by=by, now=now)
    if not 1 <= number <= len(points) or points[number - 1].dropped:
        numbers = [str(n) for n, one in enumerate(points, 1) if not one.dropped]
        raise NotFound(f"The agenda has no point {number}; it has {listed(numbers) or 'none'}.")
    point = points[number - 1]
    if point.proposer != await record_name(store, by, now=now) or not point.proposer:
        group = await shifting.group_of(store, meeting)
        to = "drop points of its agendas that others proposed"
        await meetings.require(store, group, to, by=by, now=now)
    points[number - 1] = replace(point, dropped=True)
    await _write(store, meeting, points, by=by, now=now)
    return point


async def order(
    store: Store, meeting: Meeting, numbers: Sequence[int], *, by: Person, now: datetime
) -> list[Point]:
    """The points in this order; those that are not named come after, with new numbers all."""
    points = await _changeable(store, meeting, by=by, now=now)
    group = await shifting.group_of(store, meeting)
    await meetings.require(store, group, "order its agendas", by=by, now=now)
    unknown = [str(number) for number in numbers if not 1 <= number <= len(points)]
    if unknown or not numbers:
        known = f"it has 1 to {len(points)}" if points else "it has none"
        raise NotFound(f"The agenda has no point {listed(unknown)}; {known}.".replace("  ", " "))
    first = list(dict.fromkeys(numbers))
    rest = [number for number in range(1, len(points) + 1) if number not in first]
    ordered = [points[number - 1] for number in (*first, *rest)]
    await _write(store, meeting, ordered, by=by, now=now)
    return ordered


async def _changeable(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> list[Point]:
    name = literal(await meetings.handle(store, meeting))
    if not await listings.may_see(store, meeting, by=by, now=now):
        raise NotFound(f"{name} is known to those who take part in the group alone.")
    journals = await store.journals.of_meeting(meeting.id)
    if any(one.state is not JournalState.ENDED for one in journals):
        raise UserError(
            f"{name} is being recorded now. `#topic` and the words of a point bring it up there."
        )
    if meetings.ends_at(meeting) <= now or journals:
        raise UserError(f"{name} is over; its agenda stands in its minutes.")
    return await of(store, meeting)


async def _write(
    store: Store, meeting: Meeting, points: Sequence[Point], *, by: Person, now: datetime
) -> None:
    text = text_of(points)
    if len(text) > particulars.LONGEST:
        raise UserError(
            f"The agenda would be {len(text)} characters long; it may have {particulars.LONGEST}."
        )
    await particulars.write(store, meeting, particulars.PARTS["agenda"], text, by=by, now=now)
