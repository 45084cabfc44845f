"""Calendars: what is to come, for all, for a group, for a person, or in a month."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dcbot.services import concerned, listings, meetings
from storage.meetings import Meeting, MeetingState
from storage.people import Person
from storage.store import Store

_BOTH = (MeetingState.PLANNED, MeetingState.CANCELLED)


async def coming(
    store: Store,
    group_ids: Collection[int] | None,
    *,
    by: Person,
    now: datetime,
    days: int,
) -> list[Meeting]:
    """The meetings (of these groups) of the next days that the person may know of, and those that
    were cancelled, in order of time."""
    since = now - timedelta(minutes=meetings.LONGEST)
    found = await store.meetings.between(
        since, now + timedelta(days=days), group_ids=group_ids, states=_BOTH
    )
    return [
        one
        for one in found
        if meetings.ends_at(one) > now and await listings.may_see(store, one, by=by, now=now)
    ]


async def in_month(
    store: Store, month: tuple[int, int], zone: ZoneInfo, *, by: Person, now: datetime
) -> list[Meeting]:
    """The meetings of that month, as it is in the zone, that the person may know of."""
    year, number = month
    start = datetime(year, number, 1, tzinfo=zone)
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    found = await store.meetings.between(start, end, states=_BOTH)
    return [one for one in found if await listings.may_see(store, one, by=by, now=now)]


async def of_person(store: Store, person: Person, *, now: datetime) -> Collection[int]:
    """The groups whose meetings stand in the person's own calendar: in which they have standing,
    and of which they asked to be reminded."""
    own = await store.reminders.of_person(person.id)
    return {*await concerned.groups_of(store, person, now=now), *(one.group_id for one in own)}


def read_month(words: str, now: datetime, zone: ZoneInfo) -> tuple[int, int] | None:
    """The month that the words name, the next of that name; None where they name none."""
    local = now.astimezone(zone)
    said = words.casefold().split()
    if said in (["this", "month"], ["month"]):
        return local.year, local.month
    if said == ["next", "month"]:
        return local.year + local.month // 12, local.month % 12 + 1
    names = [name.casefold() for name in month_name]
    if not said or said[0] not in names[1:] or len(said) > 2:
        return None
    number = names.index(said[0])
    if len(said) == 2:
        return (int(said[1]), number) if said[1].isdigit() and len(said[1]) == 4 else None
    return local.year + (number < local.month), number


def month_words(month: tuple[int, int]) -> str:
    """The month in words: December 2026."""
    return f"{month_name[month[1]]} {month[0]}"
