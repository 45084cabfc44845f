"""Imported calendars: an event becomes a meeting of the group; one that comes again, a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dcbot.calendar.reading import Planned
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import imports, meetings, reminders
from dcbot.services.imports import Became, Found, Outcome, Terms
from dcbot.services.meetings import Plan
from dcbot.services.telling import of_meeting
from dcbot.when import occurrences
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.groups import GroupKind
from storage.meetings import Meeting, MeetingKind, MeetingState, Series, SeriesState
from storage.store import Store

MOST_PAST = 500
"""So many past meetings of one series are taken; a longer one has no sensible rule."""


@dataclass(frozen=True)
class Dated:
    """An event with what is said of single times of it."""

    event: Planned
    exceptions: tuple[Planned, ...] = ()


def together(events: Sequence[Planned]) -> list[Dated]:
    """The events by their UID, in order of time; the latest of several of one UID counts."""
    whole = {one.uid: one for one in events if one.original is None}
    single = [one for one in events if one.original is not None and one.uid not in whole]
    found = [
        Dated(one, tuple(each for each in events if each.uid == uid and each.original))
        for uid, one in whole.items()
        if one.rule
    ]
    found += [Dated(one) for one in whole.values() if not one.rule]
    # Of an exception without its series, only the one time is known.
    found += [Dated(replace(one, uid=f"{one.uid} {one.original}")) for one in single]
    return sorted(found, key=lambda one: to_utc(one.event.start, zone(one.event.zone)))


async def take(store: Store, dated: Dated, file: str, terms: Terms, *, now: datetime) -> Outcome:
    """Take it in, unless it is known or another meeting of the group begins then.

    Raises BadArgument where its times cannot be worked out.
    """
    event = dated.event
    found = Found(
        source=f"calendar of {terms.group.key}, {event.uid}",
        digest=imports.digest_of(
            terms.group.key, *(replace(one, line=0) for one in (event, *dated.exceptions))
        ),
        kind="a calendar",
        file=file,
        line=event.line,
    )
    if (before := await imports.known(store, found, terms, now=now)) is not None:
        return before
    start = to_utc(event.start, zone(event.zone))
    same = start, start + timedelta(minutes=1)
    for one in await store.meetings.between(*same, group_ids=[terms.group.id]):
        name = await meetings.handle(store, one)
        return Outcome(Became.CONFLICT, name, f"{name} begins then, {of_meeting(one)}, already")
    if event.rule:
        series, count = await _series(store, dated, terms, now=now)
        await imports.note(store, found, terms, now=now, series=series)
        words = f"{quoted(series.title, 60)} by {event.rule}: {count} meetings are written down"
        return Outcome(Became.TAKEN, "a series", words)
    meeting = await _single(store, event, terms, now=now)
    await imports.note(store, found, terms, now=now, meeting=meeting)
    words = f"{of_meeting(meeting)}, {quoted(meeting.title, 60)}"
    return Outcome(Became.TAKEN, await meetings.handle(store, meeting), words)


def _plan(event: Planned, terms: Terms) -> Plan:
    coordination = terms.group.kind is GroupKind.COORDINATION
    return Plan(
        title=event.title[: imports.LONGEST_TITLE] or f"{terms.handle} meeting",
        kind=MeetingKind.COORDINATION if coordination else MeetingKind.OWN,
        starts_local=event.start,
        zone=event.zone,
        minutes=event.minutes,
        rule=event.rule,
        left_out=tuple(one.isoformat(timespec="minutes") for one in event.left_out),
        venue=event.place,
    )


async def _single(store: Store, event: Planned, terms: Terms, *, now: datetime) -> Meeting:
    if event.whole_day and to_utc(event.start, zone(event.zone)) > now:
        raise BadArgument(
            f"{quoted(event.title, 60)} is a whole day to come, and a meeting begins at a clock "
            "time. Schedule it by message once that is known."
        )
    audience = None if terms.public else Audience.GROUP
    meeting = await meetings.write_single(
        store,
        terms.group,
        _plan(event, terms),
        by=None,
        now=now,
        what="imported from a calendar",
        audience=audience,
    )
    meeting.clock_known = not event.whole_day
    if event.cancelled:
        meeting.state = MeetingState.CANCELLED
    await _link(store, meeting, event, terms, now=now)
    await reminders.plan(store, meeting, now=now)
    return meeting


async def _link(
    store: Store, of: Series | Meeting, event: Planned, terms: Terms, *, now: datetime
) -> None:
    """What a calendar says of where one joins is for participants, whatever else is public."""
    if event.link:
        await store.meetings.put_private_link(of, event.link, by_name=terms.by_name, now=now)


async def _series(store: Store, dated: Dated, terms: Terms, *, now: datetime) -> tuple[Series, int]:
    event = dated.event
    if event.whole_day:
        raise BadArgument(f"{quoted(event.title, 60)} comes again as whole days, without a clock.")
    plan = _plan(event, terms)
    past = _past(plan, event, now)
    series = await meetings.write_series(store, terms.group, plan, by=None, now=now)
    seen = terms.seen_by(now)
    series.audience, series.public_from = seen["audience"], seen["public_from"]
    await _link(store, series, event, terms, now=now)
    if event.cancelled:
        series.state = SeriesState.CANCELLED
    known = {one.original: one for one in dated.exceptions}
    count = 0
    for original in sorted({*past, *(one for one in known if one and one not in event.left_out)}):
        row = await meetings.instance(store, series, original, now=now)
        _except(row, known.get(original), series)
        await reminders.plan(store, row, now=now)
        count += 1
    return series, count + len(await meetings.fill(store, series, now=now))


def _past(plan: Plan, event: Planned, now: datetime) -> list[datetime]:
    """The local times of the series until now; raises BadArgument where the rule is none, or gives
    more than a sensible one does."""
    try:
        given = _until(plan, event, now)
    except (ValueError, OverflowError):
        raise BadArgument(f"{quoted(event.rule, 80)} is no rule that is known here.") from None
    if len(given) > MOST_PAST:
        raise BadArgument(
            f"{quoted(event.title, 60)} took place more than {MOST_PAST} times by its rule "
            f"{quoted(event.rule, 80)}."
        )
    return given


def _until(plan: Plan, event: Planned, now: datetime) -> list[datetime]:
    local = now.astimezone(zone(event.zone)).replace(tzinfo=None)
    found: list[datetime] = []
    for one in occurrences.originals(plan.timing):
        if one >= local or len(found) > MOST_PAST:
            break
        if one not in event.left_out:
            found.append(one)
    return found


def _except(row: Meeting, said: Planned | None, series: Series) -> None:
    """What is otherwise with one time of the series."""
    if said is None:
        return
    row.changed, row.sequence = True, row.sequence + 1
    if said.cancelled:
        row.state = MeetingState.CANCELLED
        return
    row.starts_local, row.zone, row.minutes = said.start, said.zone, said.minutes
    row.starts_at = to_utc(said.start, zone(said.zone)).astimezone(UTC)
    row.title = said.title[: imports.LONGEST_TITLE] or series.title
