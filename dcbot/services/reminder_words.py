"""Reminder words: what a reminder says of a meeting, on time, late, and where it was held up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.message import Attached, literal
from dcbot.services import concerned, invitations, listings, meetings, shifting, telling
from dcbot.services.letters import Late
from dcbot.services.reminders import ahead_words
from storage.groups import Group
from storage.meetings import Meeting
from storage.people import Person
from storage.store import Store

GRACE = timedelta(minutes=5)
"""What is said so soon after it fell due is not late."""
STILL = timedelta(minutes=15)
"""So long after its start, nobody is told any more that a meeting begins."""


@dataclass(frozen=True)
class Due:
    """One reminder that is to be said: of which meeting, for which start, when it fell due."""

    meeting: Meeting
    start: datetime
    minutes: int
    at: datetime
    key: str

    def is_late(self, now: datetime) -> bool:
        """Whether it is said late by now."""
        return now - self.at > GRACE

    def is_over(self, now: datetime) -> bool:
        """Whether it is of no use any more."""
        return now >= self.start + STILL


@dataclass(frozen=True)
class Words:
    """A letter that reminds of one or several meetings."""

    subject: str
    text: str
    late: Late
    """What it says where it could not go for a while."""
    until: datetime
    """Until then it is of use."""
    invitation: Attached | None = None


async def of_batch(
    store: Store,
    batch: Sequence[Due],
    zone: str,
    *,
    to: Person | None = None,
    by_mail: bool = False,
    now: datetime,
) -> Words:
    """The letter in which these are said, in the zone, or in each meeting's own where it is empty;
    participants are told the link to join, and a mail holds a calendar file."""
    on_time, late = [], []
    for due in batch:
        more = await _more(store, due.meeting, due.start, zone or due.meeting.zone, to, now)
        on_time.append("\n".join([await _head(store, due, zone, now), *more]))
        late.append("\n".join([await _late_head(store, due, zone), *more]))
    names = [await meetings.handle(store, due.meeting) for due in batch]
    starts = [due.start for due in batch]
    wanted = list({due.meeting.id: due.meeting for due in batch}.values())
    file = await invitations.of(store, wanted, starts=starts, now=now) if by_mail else None
    return Words(
        subject=f"Reminder: {listed(names)}",
        text="\n\n".join(on_time),
        late=Late(now + GRACE, "\n\n".join(late)),
        until=max(starts) + STILL,
        invitation=file,
    )


async def as_it_is(
    store: Store,
    meeting: Meeting,
    start: datetime,
    zone: str,
    *,
    to: Person | None = None,
    now: datetime,
) -> str:
    """What a reminder of that start says where it is changed later: no “in 3 days”, and all that is
    known of the meeting by then."""
    own = zone or meeting.zone
    head = f"{await named(store, meeting)} is on {telling.whole(start, own, meeting.minutes)}."
    return "\n".join([head, *await _more(store, meeting, start, own, to, now)])


async def named(store: Store, meeting: Meeting) -> str:
    """The meeting by its number and title, in bold."""
    return f"**{await meetings.handle(store, meeting)}, {literal(meeting.title)}**"


async def _head(store: Store, due: Due, zone: str, now: datetime) -> str:
    """How far ahead it is, as of now, and when."""
    name, when = await named(store, due.meeting), _when(due, zone)
    minutes = -(-int((due.start - now).total_seconds()) // 60)
    if minutes < -int(GRACE.total_seconds() // 60):
        head = f"{name} began {ahead_words(-minutes)} ago: {when}."
    elif minutes <= 0:
        head = f"{name} begins now: {when}."
    else:
        ahead = minutes if due.is_late(now) else due.minutes
        head = f"{name} begins in {ahead_words(ahead)}: {when}."
    if due.is_late(now):
        head += f" (This reminder is late by {_about(now - due.at)}.)"
    return head


async def _late_head(store: Store, due: Due, zone: str) -> str:
    """When it is, in words that stay true however long the letter is on its way."""
    at = telling.in_zone(due.at, zone or due.meeting.zone)
    name = await named(store, due.meeting)
    return f"{name} is on {_when(due, zone)}. (This reminder is late: it was to go on {at}.)"


def _when(due: Due, zone: str) -> str:
    return telling.whole(due.start, zone or due.meeting.zone, due.meeting.minutes)


async def _more(
    store: Store, meeting: Meeting, start: datetime, own: str, to: Person | None, now: datetime
) -> list[str]:
    """What one needs to know besides."""
    group = await shifting.group_of(store, meeting)
    lines = [*await _elsewhere(store, group, start, own, now)]
    known = await meetings.particulars(store, meeting)
    shown = [name for name in listings.LABELS if known[name]]
    lines += [f"- {listings.LABELS[name]}: {literal(known[name])}" for name in shown]
    lines += _accommodation(known["accommodation_days"], start, now)
    if link := await store.meetings.private_link(meeting):
        lines.append("- link to join: `!meeting join` tells it to participants")
        if to and await concerned.takes_part(store, to, group, now=now):
            lines.append(f"- link to join, for participants alone: {link.link}")
    return lines


async def _elsewhere(
    store: Store, group: Group, start: datetime, own: str, now: datetime
) -> list[str]:
    there = telling.elsewhere(start, await concerned.zones(store, group, now=now), own)
    return [f"- there it is: {there}"] if there else []


def _accommodation(days: int | None, start: datetime, now: datetime) -> Iterator[str]:
    if days and (until := start - timedelta(days=days)) > now:
        by = f"{until:%A} {until.day} {until:%B}"
        yield f"- what is needed to take part is to be asked for by {by}"


def _about(late: timedelta) -> str:
    """A lateness in words, in its greatest unit."""
    minutes = int(late.total_seconds() // 60)
    for size in (24 * 60, 60):
        if minutes >= size:
            return ahead_words(minutes // size * size)
    return ahead_words(max(minutes, 1))
