"""Shifting: meetings are moved, cancelled, left out and restored, one alone or all from one on."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from uuid import uuid4

from dcbot.calendar.entries import own_uid
from dcbot.errors import UserError
from dcbot.services import meetings, reminders
from dcbot.services.meetings import Plan, keep, planned_words, require
from dcbot.when.occurrences import aligned
from dcbot.when.zones import to_utc, zone
from storage.groups import Group
from storage.meetings import Meeting, MeetingState, Particulars, Series, SeriesState, Sitting
from storage.people import Person
from storage.store import Store

_NOWHEN = datetime.fromisoformat("0001-01-01T00:00")
MEANS = {
    MeetingState.PLANNED: "planned",
    MeetingState.CANCELLED: "cancelled",
    MeetingState.SKIPPED: "left out",
}


async def group_of(store: Store, of: Meeting | Series) -> Group:
    """The group whose meeting it is."""
    found = await store.groups.get(of.group_id)
    assert found is not None
    return found


async def move(
    store: Store, meeting: Meeting, plan: Plan, *, by: Person, now: datetime, why: str = ""
) -> None:
    """The meeting is at the time of the plan; its further sittings move as far.

    Raises NotAllowed, or UserError where it is over or that time is past.
    """
    await _may(store, meeting, "move meetings of the group", by=by, now=now)
    meetings.check(plan, now=now)
    was, started = planned_words(meeting), meeting.starts_at
    meeting.starts_local, meeting.zone = plan.starts_local, plan.zone
    meeting.starts_at = to_utc(plan.starts_local, zone(plan.zone))
    meeting.minutes, meeting.state, meeting.why = plan.minutes, MeetingState.PLANNED, why
    await _sittings_follow(store, meeting, meeting.starts_at - started, now)
    await _changed(store, meeting, "moved", was, planned_words(meeting), by=by, now=now, why=why)


async def cancel(
    store: Store, meeting: Meeting, *, by: Person, now: datetime, why: str = ""
) -> None:
    """The meeting does not take place; it stays in the calendar, as cancelled."""
    await _end(store, meeting, MeetingState.CANCELLED, by=by, now=now, why=why)


async def skip(store: Store, meeting: Meeting, *, by: Person, now: datetime, why: str = "") -> None:
    """The series leaves this one out, as if it had never been planned. Raises UserError where it
    belongs to no series."""
    check_off(meeting, "skip")
    await _end(store, meeting, MeetingState.SKIPPED, by=by, now=now, why=why)


def check_off(meeting: Meeting, act: str) -> None:
    """Raise UserError where the meeting cannot be cancelled (“cancel”) or left out (“skip”)."""
    if meeting.state is not MeetingState.PLANNED:
        raise UserError(f"It is {MEANS[meeting.state]} already.")
    if act == "skip" and meeting.series_id is None:
        raise UserError("It is a single meeting, which can only be cancelled.")


async def restore(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> str:
    """Undo what was done last: a cancelled or left out one takes place, a moved one goes back.

    Returns what it was. Raises NotAllowed, or UserError where nothing is to be restored.
    """
    await _may(store, meeting, "restore meetings of the group", by=by, now=now, over=False)
    if meeting.state is not MeetingState.PLANNED:
        was = MEANS[meeting.state]
        meeting.state, meeting.why = MeetingState.PLANNED, ""
    elif await _is_moved(store, meeting):
        was, started = "moved", meeting.starts_at
        series = await _series(store, meeting)
        meeting.starts_local, meeting.why = meeting.original_local, ""
        if series is not None:
            meeting.zone, meeting.minutes = series.zone, series.minutes
        meeting.starts_at = to_utc(meeting.starts_local, zone(meeting.zone))
        await _sittings_follow(store, meeting, meeting.starts_at - started, now)
    else:
        raise UserError("It takes place as planned; there is nothing to restore.")
    if meeting.starts_at <= now:
        raise UserError("Its time is past. Move it to a time to come instead.")
    words = planned_words(meeting)
    await _changed(store, meeting, "restored", was, words, by=by, now=now)
    return was


async def cancel_all(
    store: Store, series: Series, *, by: Person, now: datetime, why: str = ""
) -> list[Meeting]:
    """The series ends; returns the meetings to come that are cancelled by that."""
    to = "cancel meetings of the group"
    await require(store, await group_of(store, series), to, by=by, now=now)
    rows = await store.meetings.instances(series.id)
    ahead = [one for one in rows if one.starts_at > now and one.state is MeetingState.PLANNED]
    held = any(one.starts_at <= now and one.state is MeetingState.PLANNED for one in rows)
    for meeting in ahead:
        await cancel(store, meeting, by=by, now=now, why=why)
    # What took place stays in calendars as it was, so a series that was held only has an end.
    series.state = SeriesState.ENDED if held else SeriesState.CANCELLED
    if held:
        local = now.astimezone(zone(series.zone)).replace(tzinfo=None, second=0, microsecond=0)
        series.ends_before = max([local, *(one.original_local for one in rows)])
        series.ends_before += timedelta(minutes=1)
    _bump(series, now)
    await keep(store, series, "cancelled", by=by, now=now, was=planned_words(series), why=why)
    return ahead


async def move_all(
    store: Store, series: Series, since: Meeting, plan: Plan, *, by: Person, now: datetime
) -> Series:
    """From `since` on, the series is at the times of the plan.

    Where meetings came before, they stay as they were, and a new series follows. The meetings that
    are written down keep their numbers. Raises NotAllowed or UserError.
    """
    group = await group_of(store, series)
    await require(store, group, "move meetings of the group", by=by, now=now)
    meetings.check(plan, now=now)
    rows = await store.meetings.instances(series.id)
    later = [one for one in rows if one.original_local >= since.original_local]
    was = planned_words(series)
    whole = len(later) == len(rows)
    new = series if whole else await _follow(store, series, since, plan, now)
    start = aligned(plan.timing).start
    new.starts_local, new.zone, new.rule = start, plan.zone, plan.rule
    new.minutes, new.left_out = plan.minutes, list(plan.left_out)
    _bump(new, now)
    await _put_over(store, later, new, now)
    await meetings.fill(store, new, now=now)
    written = {one.id: one for one in (*later, *await store.meetings.instances(new.id))}
    for meeting in written.values():
        await reminders.plan(store, meeting, now=now)
    await keep(store, new, "moved", by=by, now=now, was=was, is_now=planned_words(new))
    return new


async def _follow(
    store: Store, series: Series, since: Meeting, plan: Plan, now: datetime
) -> Series:
    series.ends_before, series.state = since.original_local, SeriesState.ENDED
    _bump(series, now)
    particulars = {field.name: getattr(series, field.name) for field in fields(Particulars)}
    new = Series(
        group_id=series.group_id,
        uid=uuid4().hex,
        title=plan.title or series.title,
        kind=series.kind,
        starts_local=plan.starts_local,
        zone=plan.zone,
        minutes=plan.minutes,
        rule=plan.rule,
        created_at=now,
        changed_at=now,
        follows_id=series.id,
        more_sittings=list(series.more_sittings),
        reminders=series.reminders,
        audience=series.audience,
        public_from=series.public_from,
        **particulars,
    )
    await store.meetings.add(new)
    link = await store.meetings.private_link(since)
    if link is not None and link.series_id == series.id:
        await store.meetings.put_private_link(new, link.link, by_name=link.set_by, now=now)
    return new


async def _put_over(store: Store, rows: list[Meeting], new: Series, now: datetime) -> None:
    """The meetings that were written take the times of the new series, in their order."""
    times = meetings.ahead(new, after=now, limit=max(len(rows), 1))
    # Two of them may change places, so each first gets a time that nothing has.
    for count, meeting in enumerate(rows):
        await _keep_uid(store, meeting)
        meeting.original_local = _NOWHEN + timedelta(days=count)
    await store.flush()
    for meeting, occurrence in zip(rows, times, strict=False):
        meeting.series_id, meeting.zone, meeting.minutes = new.id, new.zone, new.minutes
        meeting.original_local = meeting.starts_local = occurrence.original
        meeting.starts_at, meeting.state, meeting.why = occurrence.at, MeetingState.PLANNED, ""
        meeting.changed = any(getattr(meeting, field.name) for field in fields(Particulars))
        _bump(meeting, now)
    for meeting in rows[len(times) :]:
        meeting.original_local = meeting.starts_local
        meeting.state, meeting.changed = MeetingState.CANCELLED, True
        _bump(meeting, now)
    await store.flush()


async def _keep_uid(store: Store, meeting: Meeting) -> None:
    """Who took the meeting along by itself knows it by the same name when its series moves."""
    series = await series_of(store, meeting)
    meeting.uid = meeting.uid or own_uid(series.uid, meeting.original_local)


async def _end(
    store: Store, meeting: Meeting, state: MeetingState, *, by: Person, now: datetime, why: str
) -> None:
    await _may(store, meeting, "cancel meetings of the group", by=by, now=now)
    was = MEANS[meeting.state]
    check_off(meeting, "cancel")
    meeting.state, meeting.why = state, why
    await _changed(store, meeting, MEANS[state], was, "", by=by, now=now, why=why)


async def _may(
    store: Store, meeting: Meeting, to: str, *, by: Person, now: datetime, over: bool = True
) -> None:
    await require(store, await group_of(store, meeting), to, by=by, now=now)
    if over and meetings.ends_at(meeting) <= now:
        raise UserError("That meeting is over; what took place is not changed.")


async def _changed(
    store: Store,
    meeting: Meeting,
    what: str,
    was: str,
    is_now: str,
    *,
    by: Person,
    now: datetime,
    why: str = "",
) -> None:
    own = any(getattr(meeting, field.name) for field in fields(Particulars))
    off = meeting.state is not MeetingState.PLANNED
    meeting.changed = own or off or await _is_moved(store, meeting)
    _bump(meeting, now)
    await keep(store, meeting, what, by=by, now=now, was=was, is_now=is_now, why=why)
    await reminders.plan(store, meeting, now=now)


async def _is_moved(store: Store, meeting: Meeting) -> bool:
    series = await _series(store, meeting)
    if meeting.starts_local != meeting.original_local:
        return True
    return series is not None and (meeting.zone, meeting.minutes) != (series.zone, series.minutes)


async def series_of(store: Store, meeting: Meeting) -> Series:
    """The series of the meeting; raises UserError where it belongs to none."""
    found = await _series(store, meeting)
    if found is None:
        raise UserError("It is a single meeting, of no series.")
    return found


async def add_sitting(
    store: Store, meeting: Meeting, plan: Plan, *, by: Person, now: datetime
) -> Sitting:
    """The meeting sits at the time of the plan too, for another half of the world."""
    await _may(store, meeting, "add sittings to meetings of the group", by=by, now=now)
    meetings.check(plan, now=now)
    sitting = Sitting(
        meeting_id=meeting.id,
        uid=uuid4().hex,
        starts_local=plan.starts_local,
        zone=plan.zone,
        starts_at=to_utc(plan.starts_local, zone(plan.zone)),
        minutes=plan.minutes,
        changed_at=now,
        audience=meeting.audience,
        public_from=meeting.public_from and max(meeting.public_from, now),
    )
    await store.meetings.add(sitting)
    words = f"{plan.starts_local:%Y-%m-%d %H:%M} {plan.zone}"
    await keep(store, meeting, "sitting added", by=by, now=now, is_now=words)
    await reminders.plan(store, meeting, now=now)
    return sitting


async def _series(store: Store, meeting: Meeting) -> Series | None:
    return await store.meetings.series(meeting.series_id) if meeting.series_id else None


async def _sittings_follow(store: Store, meeting: Meeting, by: timedelta, now: datetime) -> None:
    for sitting in await store.meetings.sittings(meeting.id):
        sitting.starts_at += by
        local = sitting.starts_at.astimezone(zone(sitting.zone))
        sitting.starts_local = local.replace(tzinfo=None)
        sitting.sequence, sitting.changed_at = sitting.sequence + 1, now


def _bump(of: Meeting | Series, now: datetime) -> None:
    of.sequence, of.changed_at = of.sequence + 1, now
