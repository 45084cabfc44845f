"""Telling: how the time of a meeting is said to people, in its zone, in UTC, and in their zones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.services.meetings import Plan
from dcbot.services.moments import day
from dcbot.when import occurrences, saying, zones
from dcbot.when.reading import Rule
from storage.meetings import Meeting, Sitting

_YEAR = timedelta(days=400)


def offset(moment: datetime, zone: str) -> str:
    """How far the zone is from UTC at that moment: UTC+1, UTC-3:30, UTC."""
    seconds = zones.zone(zone).utcoffset(moment.astimezone(zones.zone(zone)))
    minutes = int((seconds or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02d}' if rest else ''}"


def in_zone(moment: datetime, zone: str, minutes: int = 0) -> str:
    """Weekday, day, clock and zone: Tuesday 1 December 2026, 15:00–16:00 Europe/Zurich (UTC+1)."""
    where = zones.zone(zone)
    local = moment.astimezone(where)
    until = (moment + timedelta(minutes=minutes)).astimezone(where)
    clock = f"{local:%H:%M}"
    if minutes:
        clock += f"–{until:%H:%M}{_later(local, until)}"
    return f"{local:%A} {day(moment, where)}, {clock} {_named(moment, zone)}"


def whole(moment: datetime, zone: str, minutes: int = 0) -> str:
    """The same, with the moment in UTC where the zone is another."""
    said = in_zone(moment, zone, minutes)
    if zone == "UTC":
        return said
    utc, local = moment.astimezone(zones.zone("UTC")), moment.astimezone(zones.zone(zone))
    return f"{said}, which is {utc:%H:%M} UTC{_later(local, utc)}"


def elsewhere(moment: datetime, others: Iterable[str], than: str) -> str:
    """The clock in the other zones, in the order of the clock; empty where there are none.

    Zones with the same clock at that moment stand together.
    """
    home = moment.astimezone(zones.zone(than))
    by_clock: dict[datetime, list[str]] = {}
    for zone in sorted(set(others) - {than}):
        local = moment.astimezone(zones.zone(zone)).replace(tzinfo=None)
        by_clock.setdefault(local, []).append(zone)
    said = []
    for local, names in sorted(by_clock.items()):
        mark = _later(home, local)
        said.append(f"{local:%H:%M}{mark} {listed(names)} ({offset(moment, names[0])})")
    return ", ".join(said)


def rule_words(plan: Plan) -> str:
    """How the plan comes again, in words: first Tuesday of every month at 14:00 UTC."""
    where = zones.zone(plan.zone)
    left_out = tuple(datetime.fromisoformat(one).replace(tzinfo=where) for one in plan.left_out)
    start = plan.starts_local.replace(tzinfo=where)
    return saying.rule(Rule(plan.rule, start, plan.zone, left_out, zone_said=True))


def of_meeting(meeting: Meeting | Sitting, zone: str = "") -> str:
    """When the meeting is, from when until when: in its own zone and UTC, or in the one given; of
    one of the past of which only the day is known, the day."""
    if isinstance(meeting, Meeting) and not meeting.clock_known:
        local = meeting.starts_local
        return f"{local:%A} {local.day} {local:%B %Y}, at a time that is not known"
    if zone and zone != meeting.zone:
        return whole(meeting.starts_at, zone, meeting.minutes)
    return whole(meeting.starts_at, meeting.zone, meeting.minutes)


def clock_changes(plan: Plan, others: Sequence[str], *, now: datetime) -> Iterator[str]:
    """What the coming clock changes do to those who are in other zones than the plan's, and to
    the time in UTC: a sentence for each zone, for its first change."""
    told: set[str] = set()
    first = occurrences.occurrences(plan.timing, after=now, limit=1)[0].at
    asked = [zone for zone in (*others, "UTC") if zone != plan.zone]
    changes = zones.shifts(plan.zone, asked, first, first + _YEAR)
    for zone in sorted({shift.zone for shift in changes}):
        shift = next(one for one in changes if one.zone == zone)
        coming = occurrences.occurrences(
            plan.timing, after=shift.at - timedelta(seconds=1), limit=1
        )
        if not coming or zone in told:
            continue
        told.add(zone)
        local = coming[0].at.astimezone(zones.zone(zone))
        before = local.replace(tzinfo=None) - shift.by
        whose = listed(sorted(shift.whose))
        place = "UTC" if zone == "UTC" else f"in {zone}"
        since = day(coming[0].at, zones.zone(plan.zone))
        yield (
            f"from {since} on it begins at {local:%H:%M} instead of {before:%H:%M} {place}, since "
            f"clocks change in {whose}"
        )


def _named(moment: datetime, zone: str) -> str:
    if zone == "UTC":
        return "UTC"
    return f"{zone} ({offset(moment, zone)})"


def _later(home: datetime, other: datetime) -> str:
    days = (other.date() - home.date()).days
    if not days:
        return ""
    return (
        " the day after" if days == 1 else " the day before" if days == -1 else f" {days:+d} days"
    )
