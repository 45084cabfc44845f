"""New rules of time zones: what was planned stays at its clock time, and is at another moment.

Moments are worked out when something is planned, and kept. After a new `tzdata` they are worked out
again, which is done at every start and changes nothing where the rules are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dcbot.message import literal
from dcbot.services import cycles, letters, numbered, places, reminders
from dcbot.services.moments import minute
from dcbot.when import zones
from storage.changes import Change
from storage.meetings import Meeting, MeetingState, Sitting
from storage.places import Place
from storage.store import Store

_DAY = timedelta(days=1)
_FAR = datetime(9000, 1, 1, tzinfo=UTC)
_UTC = zones.zone("UTC")


@dataclass(frozen=True)
class Moved:
    """A meeting, which of its sittings is at another moment now, and when that was before."""

    meeting: Meeting
    sitting: Meeting | Sitting
    was: datetime


async def recompute(store: Store, *, now: datetime) -> list[Meeting]:
    """Put every meeting to come at the moment that the rules of now give, and tell its places.

    Returns the meetings that moved in UTC, they or one of their sittings; calendars are told by a
    higher sequence, of their series too, and reminders of the old moments are void.
    """
    found = await store.meetings.between(now - _DAY, _FAR, states=tuple(MeetingState))
    further = defaultdict(list)
    for sitting in await store.meetings.sittings(*(meeting.id for meeting in found)):
        further[sitting.meeting_id].append(sitting)
    moved: list[Moved] = []
    for meeting in found:
        times: list[Meeting | Sitting] = [meeting, *further[meeting.id]]
        for one in times:
            was = one.starts_at
            if _put(one, now):
                moved.append(Moved(meeting, one, was))
                _note(store, moved[-1], now)
    meetings = list({one.meeting.id: one.meeting for one in moved}.values())
    for meeting in meetings:
        await reminders.plan(store, meeting, now=now)
    await _tell_series(store, moved, now)
    await _tell_places(store, moved, now)
    for each in moved:
        await store.reminders.said_anew(each.meeting.id, each.was, each.sitting.starts_at)
    await _put_dates(store, now)
    return meetings


def _put(one: Meeting | Sitting, now: datetime) -> bool:
    """Whether it is at another moment now."""
    moment = zones.to_utc(one.starts_local, zones.zone(one.zone))
    if moment == one.starts_at:
        return False
    one.starts_at, one.changed_at = moment, now
    one.sequence += 1
    return True


async def _put_dates(store: Store, now: datetime) -> None:
    """The dates of cycles to come, too, are at the moments of now; each is counted up."""
    for row in await store.cycles.dates():
        if row.at is not None and row.at > now:
            moment = cycles.moment(row.day, row.clock, row.zone)
            if moment is not None and moment != row.at:
                row.at, row.changed_at = moment, now
                row.revision += 1


def _note(store: Store, moved: Moved, now: datetime) -> None:
    store.changes.add(
        Change(
            subject="meeting",
            subject_id=moved.meeting.id,
            at=now,
            by_name="the bot",
            what="moved in UTC by new rules of time zones",
            was=minute(moved.was, _UTC),
            now=minute(moved.sitting.starts_at, _UTC),
            why=f"tzdata {zones.VERSION}",
            audience=moved.meeting.audience,
            public_from=moved.meeting.public_from,
        )
    )


async def _tell_series(store: Store, moved: Sequence[Moved], now: datetime) -> None:
    for series_id in sorted({one.meeting.series_id for one in moved if one.meeting.series_id}):
        series = await store.meetings.series(series_id)
        if series is not None:
            series.sequence += 1
            series.changed_at = now


async def _tell_places(store: Store, moved: Sequence[Moved], now: datetime) -> None:
    by_group = defaultdict(list)
    for one in moved:
        if one.meeting.state is MeetingState.PLANNED:
            by_group[one.meeting.group_id].append(one)
    for group_id, theirs in by_group.items():
        for place in await places.shared_of(store, group_id):
            shown = [one for one in theirs if numbered.may_hear(place, one.meeting.audience)]
            if shown:
                await _tell(store, place, shown, now)


async def _tell(store: Store, place: Place, moved: Sequence[Moved], now: datetime) -> None:
    text = (
        f"Rules of time zones have changed (tzdata {zones.VERSION}). These meetings stay at their "
        "clock time, and are at another time for everybody elsewhere:\n\n"
        + "\n".join(_line(one) for one in moved)
    )
    ids = f"meeting {moved[0].meeting.id} and {len(moved) - 1} more"
    key = f"tzdata {zones.VERSION} moved {ids} → {place.id}"
    await letters.to_place(
        store, place, text, key=key, now=now, subject="Meetings at another time in UTC"
    )


def _line(moved: Moved) -> str:
    here = minute(moved.sitting.starts_at, zones.zone(moved.sitting.zone))
    utc = minute(moved.sitting.starts_at, _UTC)
    title = literal(moved.meeting.title)
    return f"- **{title}**: {here}, which is now {utc}, no longer {moved.was:%H:%M}."
