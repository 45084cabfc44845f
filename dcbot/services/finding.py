"""Finding: which meeting or series somebody means, by its group, number, day or month."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services import groups, meetings, orders, places, telling, timing
from dcbot.services.timing import Zone
from dcbot.when.reading import Day, Instant
from dcbot.when.zones import zone as zone_named
from storage.groups import Group
from storage.journals import JournalState
from storage.meetings import Meeting, MeetingState, Series, SeriesState
from storage.places import Place
from storage.store import Store

_SMALL_WORDS = """
the a our meeting meetings call calls session of on for in from number no nr
next one coming please series all every monthly weekly planned
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_ALL = tuple(MeetingState)


@dataclass(frozen=True)
class Found:
    """What was meant: a group, and of its meetings the one that was named, if one was."""

    group: Group
    meeting: Meeting | None = None


async def find(
    store: Store, words: str, place: Place, zone: Zone, *, now: datetime, prefix: str
) -> Found:
    """The group and the meeting that the words name; where they name no group, that of the place.

    Raises NotFound or Ambiguous, which offer what can be said.
    """
    text = " ".join(words.split())
    title, rest = orders.take_group(text, await groups.titles(store))
    group = title.group if title else await places.group_of(store, place)
    left = " ".join(word for word in rest.split() if fold(word) not in _SMALL).strip(" ,.;:?!")
    if group is None:
        if left and not _is_reference(left):
            group = await groups.named(store, left, prefix=prefix)
            return Found(group)
        example = f"`{prefix}meeting DCCG 2`"
        raise NotFound(f"Say whose meeting you mean, such as {example}, or its group alone.")
    if not left:
        named = "next" in fold(text).split()
        return Found(group, await upcoming(store, group, now=now) if named else None)
    return Found(group, await _one(store, group, left, zone, now=now))


async def group_named(store: Store, words: str, *, prefix: str) -> Group:
    """The group that the beginning of a sentence names in other words than its names.

    Raises NotFound, which says how to name it.
    """
    said = " ".join(word for word in words.split()[:3] if fold(word) not in _SMALL)
    try:
        return await groups.named(store, said, prefix=prefix)
    except UserError:
        raise NotFound(
            f"Say whose meeting it is, such as `{prefix}meeting schedule DCCG call first Tuesday "
            "of each month at 14:00 UTC, 1 hour`."
        ) from None


async def upcoming(store: Store, group: Group, *, now: datetime) -> Meeting:
    """The group's meeting that goes on or comes next; raises NotFound.

    One that was recorded and has ended is over, though its hour may not be.
    """
    for meeting in await meetings.coming(store, [group.id], now=now):
        journals = await store.journals.of_meeting(meeting.id)
        if not journals or any(one.state is not JournalState.ENDED for one in journals):
            return meeting
    handle = (await groups.title(store, group)).handle
    raise NotFound(f"No meeting of {handle} is planned.")


async def the_series(store: Store, found: Found) -> Series:
    """The series that is meant: that of the meeting, or the only one of the group that goes on."""
    if found.meeting is not None and found.meeting.series_id is not None:
        series = await store.meetings.series(found.meeting.series_id)
        assert series is not None
        return series
    handle = (await groups.title(store, found.group)).handle
    if found.meeting is not None:
        raise NotFound(f"{handle} {found.meeting.number} is a single meeting, of no series.")
    known = await store.meetings.all_series([found.group.id], SeriesState.GOES_ON)
    if not known:
        raise NotFound(f"{handle} has no series of meetings.")
    if len(known) > 1:
        names = listed([quoted(one.title) for one in known])
        raise Ambiguous(
            f"{handle} has {len(known)} series: {names}. Name one of its meetings by its number."
        )
    return known[0]


_BEGIN = ("start", "begin", "open", "now")
"""What people say in place of a meeting's name who want to hold one."""


def _is_reference(words: str) -> bool:
    return bool(re.match(r"#?\d", words)) or any(fold(words).startswith(m) for m in _months())


def _months() -> list[str]:
    return [fold(name) for name in month_name if name]


async def _one(store: Store, group: Group, left: str, zone: Zone, *, now: datetime) -> Meeting:
    handle = (await groups.title(store, group)).handle
    number = re.fullmatch(r"#?(\d{1,6})", left)
    if number:
        found = await store.meetings.numbered(group.id, int(number[1]))
        if found is None:
            raise NotFound(
                f"{handle} has no meeting {number[1]}. {await _known(store, group, now)}"
            )
        return found
    near = await store.meetings.between(
        now - timedelta(days=400), now + timedelta(days=800), group_ids=[group.id], states=_ALL
    )
    matching = [one for one in near if _is_on(one, left, zone, now)]
    ahead = [one for one in matching if meetings.ends_at(one) > now] or matching
    if len(ahead) == 1:
        return ahead[0]
    if not ahead:
        known = await _known(store, group, now)
        begins = " `#startmeeting` in a room of it begins one." if fold(left) in _BEGIN else ""
        raise NotFound(f"{handle} has no meeting that goes by {quoted(left)}. {known}{begins}")
    shown = listed([f"{handle} {one.number} ({telling.of_meeting(one)})" for one in ahead[:5]])
    raise Ambiguous(f"{quoted(left)} may mean {shown}. Say its number.")


def _is_on(meeting: Meeting, words: str, zone: Zone, now: datetime) -> bool:
    month = re.fullmatch(r"([^\W\d]+)(?:\s+(\d{4}))?", fold(words))
    if month and month[1] in _months():
        local = meeting.starts_local
        same = _months().index(month[1]) + 1 == local.month
        return same and (month[2] is None or int(month[2]) == local.year)
    found = timing.reading(words, zone, now=now)
    if isinstance(found, Instant):
        return found.utc == meeting.starts_at
    if isinstance(found, Day):
        where = zone_named(zone.name)
        days = {meeting.starts_local.date(), meeting.starts_at.astimezone(where).date()}
        return found.date in days
    return False


async def _known(store: Store, group: Group, now: datetime) -> str:
    coming = await meetings.coming(store, [group.id], now=now)
    if not coming:
        return "None is planned."
    shown = [f"{one.number} on {telling.in_zone(one.starts_at, one.zone)}" for one in coming]
    return f"Planned are {listed(shown)}."
