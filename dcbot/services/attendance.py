"""Attendance: in how many meetings of a group a coalition was present, as their rolls say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.record.attendance import Attendance, Attendee, Presence
from dcbot.services import groups, meetings, minutes
from dcbot.services.moments import day
from storage.groups import Group
from storage.meetings import Meeting
from storage.minutes import VersionState
from storage.people import Person
from storage.store import Store

LAST = 10
"""So many of the last meetings with a confirmed roll are counted."""
_MOST = 60
"""So many meetings are looked at, at the most."""
_CONFIRMED = (VersionState.APPROVED, VersionState.CORRECTED)


@dataclass(frozen=True)
class Roll:
    """The roll of one meeting. It is confirmed where one was taken, and its minutes approved."""

    meeting: Meeting
    attendance: Attendance
    confirmed: bool

    def of(self, coalition: str) -> Presence:
        """Whether the coalition was present; unknown where the roll says nothing of it."""
        for name, presence in self.attendance.coalitions:
            if name.casefold() == coalition.casefold():
                return presence
        return Presence.UNKNOWN


@dataclass(frozen=True)
class Counted:
    """How often a coalition was present, of how many meetings with a confirmed roll."""

    present: Sequence[Roll]
    of: Sequence[Roll]

    @property
    def words(self) -> str:
        """In numbers: 4 of 10."""
        return f"{len(self.present)} of {len(self.of)}"


async def rolls(
    store: Store, group: Group, *, by: Person, now: datetime, aloud: bool
) -> list[Roll]:
    """The rolls of the group's recorded meetings that the person may see, latest first.

    Where they are told `aloud`, to people outside the group, only those that everybody may read.
    Of a meeting in several sittings, whoever was in one of them was present.
    """
    found: dict[int, Roll] = {}
    for journal, meeting in await store.minutes.latest_of(group.id, _MOST):
        version = await store.minutes.current(journal.id)
        if version is None or version.state is VersionState.WITHDRAWN:
            continue
        public = version.is_public(now)
        if not public and (
            aloud or not await minutes.may_see(store, journal, version, by, now=now)
        ):
            continue
        made = await minutes.of_version(store, journal, version)
        confirmed = made.attendance.roll_taken and version.state in _CONFIRMED
        roll = Roll(meeting, made.attendance, confirmed)
        found[meeting.id] = _together(found[meeting.id], roll) if meeting.id in found else roll
    return list(found.values())


def _together(one: Roll, other: Roll) -> Roll:
    """Two sittings of one meeting; it is confirmed where both are."""
    present = [name for name, is_ in other.attendance.coalitions if is_ is Presence.PRESENT]
    names = dict.fromkeys(name for each in (one, other) for name, _ in each.attendance.coalitions)
    both = tuple((name, Presence.PRESENT if name in present else one.of(name)) for name in names)
    taken = one.attendance.roll_taken and other.attendance.roll_taken
    there = {_who(each): each for roll in (one, other) for each in _present(roll)}
    attendance = Attendance(roll_taken=taken, coalitions=both, people=tuple(there.values()))
    return Roll(one.meeting, attendance, one.confirmed and other.confirmed)


def _present(roll: Roll) -> Sequence[Attendee]:
    return roll.attendance.of(Presence.PRESENT)


def _who(one: Attendee) -> str:
    """One person in all meetings: by whom the register knows, else by name."""
    return one.by if one.by.isdecimal() else one.name.casefold()


def counted(found: Sequence[Roll], coalition: str, *, since: datetime | None = None) -> Counted:
    """How often the coalition was present: in the last meetings, or in those since a moment."""
    confirmed = [one for one in found if one.confirmed]
    if since is None:
        confirmed = confirmed[:LAST]
    else:
        confirmed = [one for one in confirmed if one.meeting.starts_at >= since]
    return Counted([one for one in confirmed if one.of(coalition) is Presence.PRESENT], confirmed)


async def of_coalition(
    store: Store, coalition: Group, group: Group, *, by: Person, now: datetime, aloud: bool
) -> list[str]:
    """The attendance of a coalition in the group's meetings, in lines: facts, and no verdict."""
    handle = (await groups.title(store, coalition)).handle
    where = literal((await groups.title(store, group)).handle)
    found = await rolls(store, group, by=by, now=now, aloud=aloud)
    name = literal(handle)
    if not any(one.confirmed for one in found):
        return [
            f"No meeting of {where} has a confirmed roll yet, so nothing is counted for {name}.",
            *await _not_counted(store, found),
        ]
    last = counted(found, handle)
    year = _year(now)
    this = counted(found, handle, since=year)
    lines = [
        f"{name} was present in {last.words} of the last meetings of {where} with a confirmed "
        f"roll; since {day(year)} in {this.words}.",
        *[f"- {await _line(store, one, handle)}" for one in last.of],
    ]
    return [*lines, *await _not_counted(store, found)]


async def _line(store: Store, roll: Roll, coalition: str) -> str:
    presence = roll.of(coalition)
    people = [
        ", ".join(filter(None, [literal(one.name), one.affiliation.standing.value]))
        for one in roll.attendance.of(Presence.PRESENT)
        if one.affiliation.group.casefold() == coalition.casefold()
    ]
    said = {
        Presence.PRESENT: "present",
        Presence.REGRETS: "regrets",
        Presence.ABSENT: "absent",
        Presence.UNKNOWN: "the roll says nothing of it",
    }[presence]
    who = f": {'; '.join(people)}" if people else ""
    name = literal(await meetings.handle(store, roll.meeting))
    return f"{name}, {day(roll.meeting.starts_at)}: {said}{who}"


async def _not_counted(store: Store, found: Sequence[Roll]) -> list[str]:
    """The meetings that leave the count, and why."""
    none = [one for one in found if not one.attendance.roll_taken]
    drafts = [one for one in found if one.attendance.roll_taken and not one.confirmed]
    lines = []
    for rows, why in ((none, "no roll was taken"), (drafts, "the minutes are not approved yet")):
        if rows:
            names = listed([literal(await meetings.handle(store, one.meeting)) for one in rows])
            lines.append(f"Not counted, since {why}: {names}.")
    return lines


async def of_people(
    store: Store, group: Group, *, by: Person, now: datetime, aloud: bool
) -> list[str]:
    """Who came to how many of the group's own meetings this year, under the names by which the
    minutes name them."""
    where = literal((await groups.title(store, group)).handle)
    found = await rolls(store, group, by=by, now=now, aloud=aloud)
    year = _year(now)
    counting = [one for one in found if one.confirmed and one.meeting.starts_at >= year]
    if not counting:
        head = f"No meeting of {where} has a confirmed roll since {day(year)}."
        return [head, *await _not_counted(store, found)]
    times = Counter(_who(one) for roll in counting for one in _present(roll))
    known = {_who(one): one for roll in reversed(counting) for one in _present(roll)}
    those = f"{len(counting)} meetings" if len(counting) > 1 else "meeting"
    lines = [f"Who came to the {those} of {where} with a confirmed roll since {day(year)}:"]
    for who, count in sorted(times.items(), key=lambda one: (-one[1], known[one[0]].name)):
        of = known[who].affiliation.group
        lines.append(f"- {literal(known[who].name)}{f' ({literal(of)})' if of else ''}: {count}")
    return [*lines, *await _not_counted(store, found)]


def _year(now: datetime) -> datetime:
    return now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


async def of_all(
    store: Store, group: Group, *, by: Person, now: datetime, aloud: bool
) -> list[str]:
    """The attendance of every coalition below the group, a line each."""
    where = literal((await groups.title(store, group)).handle)
    found = await rolls(store, group, by=by, now=now, aloud=aloud)
    confirmed = [one for one in found if one.confirmed][:LAST]
    if not confirmed:
        head = f"No meeting of {where} has a confirmed roll yet, so nothing is counted."
        return [head, *await _not_counted(store, found)]
    below = [await groups.title(store, one) for one in await store.groups.children(group.id)]
    last = f"{len(confirmed)} meetings" if len(confirmed) > 1 else "meeting"
    lines = [f"Present in the last {last} of {where} with a confirmed roll:"]
    for title in sorted(below, key=lambda one: one.handle.casefold()):
        count = counted(found, title.handle)
        if any(one.of(title.handle) is not Presence.UNKNOWN for one in confirmed):
            lines.append(f"- {literal(title.handle)}: {count.words}")
    if len(lines) == 1:
        lines.append("- no coalition was named in a roll")
    return [*lines, *await _not_counted(store, found)]
