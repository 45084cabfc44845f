"""Meetings: scheduling a single one or a series, and which of them come next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from dcbot.calendar.entries import own_uid
from dcbot.errors import UserError
from dcbot.roles import Role
from dcbot.services import groups, reminders, standings
from dcbot.services.naming import record_name
from dcbot.when import occurrences
from dcbot.when.occurrences import Occurrence
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.changes import Change
from storage.groups import Group, GroupKind
from storage.meetings import Meeting as Meeting
from storage.meetings import MeetingKind, MeetingState, Particulars, Series, SeriesState
from storage.people import Person
from storage.store import Store

AHEAD = timedelta(days=90)
"""So far ahead the meetings of a series are written down, each with its number …"""
AT_LEAST = 3
"""… and at least so many of them."""
LONGEST = 24 * 60


@dataclass(frozen=True)
class Plan:
    """What is to be scheduled: the local time of one meeting, or of the first, and its rule."""

    title: str
    kind: MeetingKind
    starts_local: datetime
    zone: str
    minutes: int
    rule: str = ""
    left_out: tuple[str, ...] = ()
    venue: str = ""

    @property
    def timing(self) -> occurrences.Series:
        """When it takes place, as the calendar's arithmetic has it."""
        skipped = frozenset(datetime.fromisoformat(one) for one in self.left_out)
        return occurrences.Series(self.starts_local, self.zone, self.rule, skipped)

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for its confirmation."""
        local = self.starts_local.isoformat(timespec="minutes")
        return {**asdict(self), "starts_local": local, "left_out": list(self.left_out)}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Plan:
        """The plan that was stored."""
        known = {name: document[name] for name in (field.name for field in fields(cls))}
        known["starts_local"] = datetime.fromisoformat(known["starts_local"])
        known["kind"], known["left_out"] = MeetingKind(known["kind"]), tuple(known["left_out"])
        return cls(**known)


def timing(series: Series, meetings: Sequence[Meeting] = ()) -> occurrences.Series:
    """When the series takes place, with what is written of its meetings; None has no end."""
    skipped = {datetime.fromisoformat(one) for one in series.left_out}
    skipped |= {one.original_local for one in meetings if one.state is not MeetingState.PLANNED}
    return occurrences.Series(series.starts_local, series.zone, series.rule, frozenset(skipped))


def ahead(series: Series, *, after: datetime, limit: int) -> list[Occurrence]:
    """The next times that the rule gives, whatever became of the meetings; none past its end."""
    found = occurrences.occurrences(timing(series), after=after, limit=limit)
    if series.ends_before is not None:
        return [one for one in found if one.original < series.ends_before]
    return found


def least_role(group: Group) -> Role:
    """Who may schedule for the group: a coalition's own representatives, else a coordinator."""
    return Role.REPRESENTATIVE if group.kind is GroupKind.COALITION else Role.COORDINATOR


async def require(store: Store, group: Group, to: str, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, which says who may, unless `by` may schedule for the group."""
    await standings.require(store, by, least_role(group), group, to=to, now=now)


async def schedule(
    store: Store, group: Group, plan: Plan, *, by: Person, now: datetime
) -> Series | Meeting:
    """Write the meeting or the series down; of a series, the next meetings too.

    Raises NotAllowed, or UserError for what is past, too long, or never comes.
    """
    await require(store, group, "schedule meetings of the group", by=by, now=now)
    check(plan, now=now)
    if plan.rule:
        series = await write_series(store, group, plan, by=by, now=now)
        await fill(store, series, now=now)
        return series
    meeting = await write_single(store, group, plan, by=by, now=now)
    await reminders.plan(store, meeting, now=now)
    return meeting


def check(plan: Plan, *, now: datetime) -> None:
    """Raise UserError where the plan lies in the past, is too long, or never comes to pass."""
    if not 0 < plan.minutes <= LONGEST:
        raise UserError(
            f"A meeting lasts from one minute to a day; {plan.minutes} minutes is no length for "
            "one. Say its length as “1 hour” or “90 minutes”."
        )
    if not occurrences.occurrences(plan.timing, after=now, limit=1):
        raise UserError("That is past, or never comes. Say a time to come, with its year.")


async def write_single(
    store: Store,
    group: Group,
    plan: Plan,
    *,
    by: Person | None,
    now: datetime,
    what: str = "scheduled",
    audience: Audience | None = None,
) -> Meeting:
    """Write a single meeting down, whoever asks; others see it as the group, or as `audience`."""
    meeting = Meeting(
        group_id=group.id,
        number=await store.meetings.next_number(group.id),
        original_local=plan.starts_local,
        starts_local=plan.starts_local,
        zone=plan.zone,
        starts_at=to_utc(plan.starts_local, zone(plan.zone)),
        minutes=plan.minutes,
        title=plan.title,
        kind=plan.kind,
        venue=plan.venue,
        uid=uuid4().hex,
        created_at=now,
        changed_at=now,
        **(_seen_by(group, now) if audience is None else {"audience": audience}),
    )
    await store.meetings.add(meeting)
    await keep(store, meeting, what, by=by, now=now, is_now=planned_words(meeting))
    return meeting


async def write_series(
    store: Store, group: Group, plan: Plan, *, by: Person | None, now: datetime
) -> Series:
    """Write a series down, whoever asks, and none of its meetings yet."""
    aligned = occurrences.aligned(plan.timing)
    series = Series(
        group_id=group.id,
        uid=uuid4().hex,
        title=plan.title,
        kind=plan.kind,
        starts_local=aligned.start,
        zone=plan.zone,
        minutes=plan.minutes,
        rule=plan.rule,
        left_out=list(plan.left_out),
        venue=plan.venue,
        created_at=now,
        changed_at=now,
        **_seen_by(group, now),
    )
    await store.meetings.add(series)
    await keep(store, series, "scheduled", by=by, now=now, is_now=planned_words(series))
    return series


def _seen_by(group: Group, now: datetime) -> dict[str, Any]:
    """The meetings of a public group stand in the common calendar at once."""
    if group.audience is Audience.PUBLIC:
        return {"audience": Audience.PUBLIC, "public_from": now}
    return {"audience": group.audience}


async def fill(store: Store, series: Series, *, now: datetime) -> list[Meeting]:
    """Write down the meetings of a series that come next and are not written yet."""
    wanted = await lacking(store, series, now=now)
    return [await instance(store, series, one.original, now=now) for one in wanted]


async def lacking(store: Store, series: Series, *, now: datetime) -> list[Occurrence]:
    """The meetings of a series that come next and are not written down yet."""
    if series.state is SeriesState.CANCELLED:
        return []
    known = {one.original_local for one in await store.meetings.instances(series.id)}
    coming = ahead(series, after=now, limit=100)
    near = [one for one in coming if one.at < now + AHEAD]
    wanted = coming[: max(len(near), AT_LEAST)]
    return [one for one in wanted if one.original not in known]


async def instance(store: Store, series: Series, original: datetime, *, now: datetime) -> Meeting:
    """The meeting of the series at that local time of its rule, written down with a number."""
    found = await store.meetings.instances(series.id, since=original)
    if found and found[0].original_local == original:
        return found[0]
    taken = await store.meetings.by_uid(own_uid(series.uid, original))
    meeting = Meeting(
        group_id=series.group_id,
        number=await store.meetings.next_number(series.group_id),
        series_id=series.id,
        original_local=original,
        starts_local=original,
        zone=series.zone,
        starts_at=to_utc(original, zone(series.zone)),
        minutes=series.minutes,
        title=series.title,
        kind=series.kind,
        uid=uuid4().hex if taken else None,
        created_at=now,
        changed_at=series.changed_at,
        audience=series.audience,
        public_from=series.public_from,
    )
    await store.meetings.add(meeting)
    await reminders.plan(store, meeting, now=now)
    return meeting


async def coming(
    store: Store, group_ids: Collection[int] | None, *, now: datetime, limit: int = 3
) -> list[Meeting]:
    """The planned meetings (of these groups) that go on now or come next, in order of time."""
    begun = await store.meetings.between(
        now - timedelta(minutes=LONGEST), now + timedelta(days=800), group_ids=group_ids
    )
    return [one for one in begun if ends_at(one) > now][:limit]


def ends_at(meeting: Meeting) -> datetime:
    """When the meeting is over, by plan."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


async def handle(store: Store, meeting: Meeting) -> str:
    """What people call the meeting by: its group and its number, as DCCG 4."""
    group = await store.groups.get(meeting.group_id)
    assert group is not None
    return f"{(await groups.title(store, group)).handle} {meeting.number}"


async def particulars(store: Store, meeting: Meeting) -> dict[str, Any]:
    """Where the meeting is and what one needs to know, its own or what its series says."""
    series = await store.meetings.series(meeting.series_id) if meeting.series_id else None
    names = [field.name for field in fields(Particulars)]
    return {
        name: getattr(meeting, name)
        or (getattr(series, name) if series else getattr(meeting, name))
        for name in names
    }


def planned_words(of: Series | Meeting) -> str:
    """When it was planned, for the history: local time, zone, and rule."""
    again = f", again by {of.rule}" if isinstance(of, Series) else ""
    return f"{of.starts_local:%Y-%m-%d %H:%M} {of.zone}, {of.minutes} minutes{again}"


async def keep(
    store: Store,
    of: Series | Meeting,
    what: str,
    *,
    by: Person | None,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
) -> None:
    """Write down in the history what was changed of a meeting or a series, and who did."""
    store.changes.add(
        Change(
            subject="series" if isinstance(of, Series) else "meeting",
            subject_id=of.id,
            at=now,
            by_name=await record_name(store, by, now=now) if by else "the bot",
            person_id=by.id if by else None,
            what=what,
            was=was,
            now=is_now,
            why=why,
            audience=of.audience,
            public_from=of.public_from and max(of.public_from, now),
        )
    )
    await store.flush()
