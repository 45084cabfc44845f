"""Looking ahead: each day the meetings of every series are written down for the next months, and
those who schedule for a group are told what is not said yet of a meeting that is near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.errors import UserError
from dcbot.message import literal
from dcbot.services import (
    countdown_plans,
    counting,
    desk_letters,
    letters,
    meetings,
    notices,
    reminders,
    reminding,
    telling,
)
from storage.meetings import Meeting, SeriesState
from storage.store import Store
from storage.timetable import Job

DUTY = "look ahead"
WARNED = (10, 3)
"""How many days ahead it is told what is missing, each time once."""
_DAY = timedelta(days=1)


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that looking ahead is due, once a day."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    await store.timetable.add(f"look ahead {day.isoformat()}", DUTY, day)


async def look_ahead(store: Store, job: Job, now: datetime) -> None:
    """The duty: write down what comes, tell what is missing, and plan the next day's look."""
    for series in await store.meetings.all_series(None, SeriesState.GOES_ON):
        await meetings.fill(store, series, now=now)
    near = await store.meetings.between(now, now + max(WARNED) * _DAY)
    for meeting in near:
        await _warn(store, meeting, await notices.missing(store, meeting), now)
    await store.timetable.drop_done(DUTY, now - _DAY)
    await store.timetable.drop_done(reminders.DUTY, now - 30 * _DAY)
    await counting.plan_all(store, now=now)
    await store.timetable.drop_done(countdown_plans.DUTY, now - 30 * _DAY)
    await desk_letters.plan(store, now=now)
    await store.timetable.drop_done(desk_letters.DUTY, now - 30 * _DAY)
    await plan(store, now=now + _DAY)


async def _warn(store: Store, meeting: Meeting, missing: Sequence[str], now: datetime) -> None:
    if not missing:
        return
    days = min(one for one in WARNED if meeting.starts_at - now <= one * _DAY)
    name = await meetings.handle(store, meeting)
    text = (
        f"**{name}, {literal(meeting.title)}** is on {telling.of_meeting(meeting)}. Nobody has "
        f"said yet: {listed(missing)}. `!meeting set {name}: agenda …` says it."
    )
    for person in await reminding.responsible(store, meeting.group_id, now=now):
        key = f"missing of meeting {meeting.id} {days} days ahead → person {person.id}"
        try:
            await letters.to_person(
                store, person, text, key=key, now=now, subject=f"{name}: what is missing"
            )
        except UserError:
            continue
