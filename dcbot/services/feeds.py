"""Feeds: what of series, meetings and sittings stands in calendars; read, never written."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dcbot.calendar.entries import Days, Entry, Instance, Local, own_uid
from dcbot.services import due
from dcbot.when import occurrences
from dcbot.when.occurrences import aligned, originals, until_in_utc
from dcbot.when.zones import zone
from storage.groups import Group
from storage.meetings import (
    Meeting,
    MeetingState,
    Particulars,
    Series,
    SeriesState,
    Sitting,
)
from storage.store import PublicStore, Store

log = logging.getLogger("dcbot.feeds")

_SECOND = timedelta(seconds=1)
_PARTS = {
    "Agenda": "agenda",
    "Registration": "registration",
    "Dial-in": "dial_in",
    "Captions": "captions",
    "Sign language": "sign_language",
    "Accommodation": "accommodation",
    "Papers": "papers",
}


@dataclass(frozen=True)
class Listed:
    """An entry, whose it is, and which number each of its meetings has within the group.

    What belongs to no group, such as a date of the year's work, says in `about` to what it does,
    and in `kind` what it is. The numbers stand by original local start; a single meeting's stands
    at None. A series is known by its uid; what belongs to none has an empty one.
    """

    entry: Entry
    group: Group | None
    series: str = ""
    about: str = ""
    due: bool = False
    kind: str = ""
    numbers: Mapping[datetime | None, int] = field(default_factory=dict)


async def listed(
    store: Store | PublicStore,
    group_ids: Collection[int] | None = None,
    since: datetime | None = None,
) -> list[Listed]:
    """All series and single meetings that the store shows, of these groups or of all.

    With `since`, what begins then or later, however much was before: single meetings, and of series
    what is written of such meetings. The dates of the cycles stand with those of all.
    """
    groups = {group.id: group for group in await store.groups.all()}
    series = await store.meetings.all_series(group_ids)
    singles = await store.calendars.singles(group_ids, since)
    instances: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in await store.calendars.instances(group_ids, since):
        instances[meeting.series_id or 0].append(meeting)
    uids = {each.id: each.uid for each in series}
    found = [
        _of_series(each, instances[each.id], groups[each.group_id], uids.get(each.follows_id or 0))
        for each in series
        if each.group_id in groups
    ]
    found += [
        _of_single(each, groups[each.group_id]) for each in singles if each.group_id in groups
    ]
    found += [
        _of_sitting(each, meeting, groups[meeting.group_id])
        for each, meeting in await store.calendars.sittings(group_ids, since)
        if meeting.group_id in groups
    ]
    if group_ids is None:
        found += await _of_cycles(store)
    return [one for one in found if _is_sound(one.entry)]


async def holding(store: Store | PublicStore, group: Group, meeting: Meeting) -> Listed | None:
    """The series of which this meeting of the group is one, or the single meeting itself, as
    `listed` has it; reading it costs alike however many meetings the group has."""
    if meeting.series_id is None:
        found = _of_single(meeting, group)
    else:
        series = await store.meetings.series(meeting.series_id)
        if series is None:
            return None
        rows = await store.meetings.instances(series.id)
        found = _of_series(series, rows, group, None)
    return found if _is_sound(found.entry) else None


async def _of_cycles(store: Store | PublicStore) -> list[Listed]:
    cycles = {cycle.id: cycle for cycle in await store.cycles.all()}
    found = []
    for row in await store.cycles.dates():
        cycle = cycles.get(row.cycle_id)
        entry = cycle and due.entry_of(row, cycle)
        if cycle and entry:
            kind = row.kind.value
            found.append(Listed(entry, None, about=cycle.name, due=due.is_due(row), kind=kind))
    return found


def _is_sound(entry: Entry) -> bool:
    """Whether its zone and its rule can be worked out; one that cannot must not stop the others."""
    try:
        if isinstance(entry.when, Local):
            zone(entry.when.series.zone)
            aligned(entry.when.series)
    except ValueError as wrong:
        log.warning("%s is in no calendar: %s", entry.uid, wrong)
        return False
    return True


def _of_series(
    series: Series, meetings: list[Meeting], group: Group, follows: str | None
) -> Listed:
    entry = Entry(
        uid=series.uid,
        when=Local(_timing(series, meetings), timedelta(minutes=series.minutes)),
        # A meeting that is left out, or put back, changes the series itself.
        changed_at=max([series.changed_at, *(one.changed_at for one in meetings if one.sequence)]),
        sequence=series.sequence + sum(one.sequence for one in meetings),
        title=series.title,
        text=text_of(series),
        place=series.venue,
        categories=(group.name,),
        cancelled=series.state is SeriesState.CANCELLED or _never_began(series),
        follows=follows or "",
        instances=tuple(
            _instance(one, series)
            for one in meetings
            # One that was put back is said so once more, for who knows it as moved.
            if (one.changed or one.sequence or one.uid) and one.state is not MeetingState.SKIPPED
        ),
    )
    numbers: dict[datetime | None, int] = {one.original_local: one.number for one in meetings}
    return Listed(entry, group, series.uid, numbers=numbers)


def _timing(series: Series, meetings: Iterable[Meeting]) -> occurrences.Series:
    skipped = {datetime.fromisoformat(one) for one in series.left_out}
    skipped |= {one.original_local for one in meetings if one.state is MeetingState.SKIPPED}
    return occurrences.Series(series.starts_local, series.zone, _rule(series), frozenset(skipped))


def _never_began(series: Series) -> bool:
    return series.ends_before is not None and series.ends_before <= series.starts_local


def _rule(series: Series) -> str:
    """The rule, with an end where the series was given one."""
    if series.ends_before is None or _never_began(series):
        return series.rule
    parts = [part for part in series.rule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    if "COUNT=" in series.rule:
        whole = occurrences.Series(series.starts_local, series.zone, series.rule)
        left = sum(1 for local in originals(whole) if local < series.ends_before)
        return ";".join([*parts, f"COUNT={left}"])
    last = series.ends_before - _SECOND
    ended = until_in_utc(f"UNTIL={last:%Y%m%dT%H%M%S}", series.zone)
    own = next((part for part in series.rule.split(";") if part.startswith("UNTIL=")), "")
    earlier = min(filter(None, [own and until_in_utc(own, series.zone), ended]))
    return ";".join([*parts, earlier])


def _instance(meeting: Meeting, series: Series) -> Instance:
    as_planned = meeting.starts_local == meeting.original_local and meeting.zone == series.zone
    return Instance(
        original=meeting.original_local,
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        start=None if as_planned else meeting.starts_local,
        zone="" if meeting.zone == series.zone else meeting.zone,
        length=timedelta(minutes=meeting.minutes),
        cancelled=meeting.state is MeetingState.CANCELLED,
        title="" if meeting.title == series.title else meeting.title,
        text=_with_why(meeting, text_of(meeting, series)),
        place=meeting.venue,
        uid=meeting.uid or "",
    )


def _of_single(meeting: Meeting, group: Group) -> Listed:
    entry = Entry(
        uid=meeting.uid or f"meeting-{meeting.id}",
        when=_when(meeting),
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        title=meeting.title,
        text=_with_why(meeting, text_of(meeting)),
        place=meeting.venue,
        categories=(group.name,),
        cancelled=meeting.state is not MeetingState.PLANNED,
    )
    return Listed(
        entry, group, numbers={None: meeting.number, meeting.starts_local: meeting.number}
    )


def _when(meeting: Meeting) -> Local | Days:
    """When a single meeting is; of one of the past of which only the day is known, the day."""
    if not meeting.clock_known:
        return Days(meeting.starts_local.date())
    series = occurrences.Series(meeting.starts_local, meeting.zone)
    return Local(series, timedelta(minutes=meeting.minutes))


def _of_sitting(sitting: Sitting, meeting: Meeting, group: Group) -> Listed:
    """A further sitting stands for itself: programs know no meeting of two times."""
    entry = Entry(
        uid=sitting.uid,
        when=Local(
            occurrences.Series(sitting.starts_local, sitting.zone),
            timedelta(minutes=sitting.minutes),
        ),
        changed_at=max(sitting.changed_at, meeting.changed_at),
        sequence=sitting.sequence,
        title=f"{meeting.title} (further sitting)",
        text=_with_why(meeting, text_of(meeting)),
        place=meeting.venue,
        categories=(group.name,),
        cancelled=meeting.state is not MeetingState.PLANNED,
    )
    return Listed(
        entry, group, numbers={None: meeting.number, sitting.starts_local: meeting.number}
    )


def text_of(*said: Particulars) -> str:
    """What is to be known, a paragraph each; what the first does not say, the next may."""
    parts = []
    for label, name in _PARTS.items():
        words = next((getattr(one, name) for one in said if getattr(one, name)), "")
        if words:
            parts.append(f"{label}:{chr(10) if chr(10) in words else ' '}{words}")
    return "\n\n".join(parts)


def _with_why(meeting: Meeting, text: str) -> str:
    return "\n\n".join(filter(None, [meeting.why and f"Why: {meeting.why}", text]))


def one_time(listed: Listed, original: datetime | None) -> Listed | None:
    """A single time of a series as an entry of its own, for a file that somebody takes along."""
    entry = listed.entry
    if not isinstance(entry.when, Local) or not entry.when.series.rule or original is None:
        return listed
    instance = next((one for one in entry.instances if one.original == original), None)
    start, name = original, entry.when.series.zone
    if instance is not None and instance.start is not None:
        start, name = instance.start, instance.zone or name
    alone = replace(
        entry,
        uid=(instance and instance.uid) or own_uid(entry.uid, original),
        when=Local(occurrences.Series(start, name), entry.when.length),
        follows="",
        instances=(),
    )
    if instance is not None:
        alone = replace(
            alone,
            when=Local(occurrences.Series(start, name), instance.length or entry.when.length),
            changed_at=max(entry.changed_at, instance.changed_at),
            sequence=max(entry.sequence, instance.sequence),
            title=instance.title or entry.title,
            text=instance.text or entry.text,
            place=instance.place or entry.place,
            cancelled=entry.cancelled or instance.cancelled,
        )
    return replace(listed, entry=alone)


async def of_meeting(store: Store, meeting: Meeting) -> dict[datetime, Entry]:
    """The meeting and its further sittings by their starts, each as an entry of its own, also where
    it is off."""
    group = await store.groups.get(meeting.group_id)
    series = await store.meetings.series(meeting.series_id) if meeting.series_id else None
    assert group is not None
    found: dict[datetime, Listed | None] = {meeting.starts_at: _of_single(meeting, group)}
    if series is not None:
        rows = await store.meetings.instances(series.id)
        whole = _of_series(series, rows, group, None)
        found[meeting.starts_at] = one_time(whole, meeting.original_local)
    for one in await store.meetings.sittings(meeting.id):
        found[one.starts_at] = _of_sitting(one, meeting, group)
    off = meeting.state is not MeetingState.PLANNED
    return {
        at: replace(one.entry, cancelled=one.entry.cancelled or off)
        for at, one in found.items()
        if one is not None and _is_sound(one.entry)
    }


def deadlines(listed: Iterable[Listed]) -> list[Listed]:
    """Those by which something is due."""
    return [one for one in listed if one.due]
