"""Opening: a recorded meeting begins: whether it may, and which meeting of the group it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dcbot.errors import UserError
from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import (
    agendas,
    drafts_told,
    groups,
    journals,
    meeting_rules,
    meetings,
    minutes,
    orders,
    places,
    recording,
    settings,
    standings,
    telling,
)
from dcbot.services.meetings import Plan
from dcbot.services.moments import clock, zone_of
from storage.base import Audience
from storage.groups import Group, GroupKind
from storage.inbox import Event
from storage.journal_lines import LineKind
from storage.journals import Journal, JournalState
from storage.meetings import Meeting, MeetingKind, Sitting
from storage.people import Person
from storage.places import Place
from storage.store import Store

EARLY = timedelta(hours=2)
"""So long before its start a planned meeting may begin …"""
LATE = timedelta(hours=3)
"""… and so long after its planned end."""
MINUTES = 60
"""How long a meeting is taken to last that nobody planned."""
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Beginning:
    """The meeting that begins, and whether it was planned."""

    group: Group
    meeting: Meeting
    planned: bool


async def begin(
    store: Store, place: Place, title: str, *, at: datetime, zone: str, by: Person, now: datetime
) -> Beginning:
    """The meeting that somebody begins in the place at that moment, where they may.

    One of the group that is planned around then is that one; else a single one is written down,
    by the clock of the place, of the group, or of `zone`. Raises NotAllowed or UserError.
    """
    group = await _group(store, place, title, by=by, now=now)
    await require(store, group, by=by, now=now)
    planned = await around(store, group, at=at)
    if planned is not None:
        return Beginning(group, planned, True)
    here = place.zone or await settings.value_of(store, group, "zone")
    zone_here = zone_of(here, zone)
    meeting = await _single(store, group, place, title, zone_here, at=at, by=by, now=now)
    return Beginning(group, meeting, False)


async def require(store: Store, group: Group, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, which says who may, unless `by` may begin meetings of the group."""
    least = meeting_rules.starter(await settings.value_of(store, group, "starting"))
    to = "begin a recorded meeting of the group"
    await standings.require(store, by, least, group, to=to, now=now)


async def _group(store: Store, place: Place, title: str, *, by: Person, now: datetime) -> Group:
    """The group of the place; where it has none, the one that the title names."""
    group = await places.group_of(store, place)
    if group is not None:
        return group
    named, _ = orders.take_group(title, await groups.titles(store))
    if named is None:
        raise UserError(
            "This place belongs to no group yet, so nothing is recorded. A representative says "
            "whose it is, such as `!place group DC3`; then begin again."
        )
    # Where nothing shows that the place is theirs, somebody must answer for it.
    to = "record a meeting of the group in a place that is not its own"
    await standings.require(store, by, Role.REPRESENTATIVE, named.group, to=to, now=now)
    return named.group


async def around(store: Store, group: Group, *, at: datetime) -> Meeting | None:
    """The group's planned meeting that is held at that moment: the nearest that is not recorded
    by others, and not over."""
    day = timedelta(days=1)
    near = await store.meetings.between(at - 2 * day, at + 2 * day, group_ids=[group.id])
    starts: list[tuple[Meeting, Meeting | Sitting]] = [(one, one) for one in near]
    by_id = {one.id: one for one in near}
    for sitting in await store.meetings.sittings(*by_id):
        starts.append((by_id[sitting.meeting_id], sitting))
    recorded = await store.journals.of_meetings(by_id)
    fitting = [
        (abs(start.starts_at - at), meeting.id)
        for meeting, start in starts
        if _is_around(start, at) and not _is_taken(meeting, start, recorded, at)
    ]
    return by_id[min(fitting)[1]] if fitting else None


def _is_around(start: Meeting | Sitting, at: datetime) -> bool:
    return start.starts_at - EARLY <= at <= _end(start) + LATE


def _end(start: Meeting | Sitting) -> datetime:
    return start.starts_at + timedelta(minutes=start.minutes)


def _is_taken(
    meeting: Meeting, start: Meeting | Sitting, journals: list[Journal], at: datetime
) -> bool:
    """Whether it is being recorded elsewhere, or was recorded and is over by plan."""
    mine = [one for one in journals if one.meeting_id == meeting.id]
    if any(one.state is not JournalState.ENDED for one in mine):
        return True
    return at > _end(start) and any(one.opened_at >= start.starts_at - EARLY for one in mine)


async def _single(
    store: Store,
    group: Group,
    place: Place,
    title: str,
    zone: ZoneInfo,
    *,
    at: datetime,
    by: Person,
    now: datetime,
) -> Meeting:
    """A meeting that nobody planned. Whoever may not schedule puts nothing into the calendar."""
    handle = (await groups.title(store, group)).handle
    title = re.sub(r"^(?:the|our)\s+", "", " ".join(title.split()), flags=re.IGNORECASE)
    if await groups.exactly(store, title) is not None:
        # The name of the group is no title.
        title = ""
    coordination = group.kind is GroupKind.COORDINATION
    plan = Plan(
        title=title[:_LONGEST_TITLE] or f"{handle} meeting",
        kind=MeetingKind.COORDINATION if coordination else MeetingKind.OWN,
        starts_local=at.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None),
        zone=zone.key,
        minutes=MINUTES,
    )
    role = await standings.in_group(store, by, group, now=now)
    shown = role >= meetings.least_role(group) and place.audience is Audience.PUBLIC
    return await meetings.write_single(
        store,
        group,
        plan,
        by=by,
        now=now,
        what="begun",
        audience=None if shown else Audience.PRIVATE,
    )


async def name_of(store: Store, journal: Journal) -> str:
    """How people call the meeting that is recorded: “**DCCG 1, DCCG call**”."""
    meeting = await store.meetings.get(journal.meeting_id or 0)
    if meeting is None:
        return "A meeting"
    return f"**{literal(await meetings.handle(store, meeting))}, {literal(meeting.title)}**"


async def told(store: Store, journal: Journal, beginning: Beginning, *, site: str) -> str:
    """What its place is told when a meeting begins; with the address of a web, that it can be
    read along there."""
    meeting = beginning.meeting
    along = await _along(store, journal, site)
    planned = f", planned for {telling.of_meeting(meeting)}" if beginning.planned else ""
    begins = (
        f"Recording begins: {await name_of(store, journal)}{planned}, begun by "
        f"{literal(journal.opened_by)}. What is said here is kept for its minutes until "
        f"`#endmeeting`; a line that begins with `[off]` is not.{along}"
    )
    return "\n".join([begins, *await agendas.told(store, meeting)])


async def told_late(store: Store, journal: Journal, place: Place, *, prefix: str, site: str) -> str:
    """What somebody is told who comes while the meeting goes on; with the address of a web, where
    it can be read along."""
    meeting = await store.meetings.get(journal.meeting_id or 0)
    since = clock(journal.opened_at, zone_of(meeting.zone if meeting else None))
    where = f" in {literal(place.name)}" if place.name else ""
    return (
        f"{await name_of(store, journal)} goes on{where} since {since} and is recorded: what is "
        "said there is kept for its minutes; a line that begins with `[off]` is not. "
        f"`{prefix}what did I miss`, said here or there, tells you what was recorded so far."
        f"{await _along(store, journal, site)}"
    )


async def _along(store: Store, journal: Journal, site: str) -> str:
    meeting, group = (
        await minutes.meeting_of(store, journal),
        await minutes.group_of(store, journal),
    )
    where = drafts_told.address(site, group, meeting, journal)
    return f" Everybody can read along at {where}" if where else ""


async def withdraw(store: Store, event: Event, *, prefix: str, names: tuple[str, ...]) -> None:
    """The event is not handled: where a meeting is opening with it, it does not any more."""
    found = await journals.of_event(store, event)
    if found is None or found[1].state is not JournalState.OPENING:
        return
    line, journal = found
    first = await store.journal_lines.first(journal.id)
    if first is not None and first.number == line.number:
        await pass_on(store, journal, prefix=prefix, names=names)


async def pass_on(store: Store, journal: Journal, *, prefix: str, names: tuple[str, ...]) -> bool:
    """The line with which the journal is opening began nothing: it goes, with what came after it
    up to the next line that begins a meeting. Where there is none, all of it goes, and False is
    returned."""
    for line in (await store.journal_lines.all(journal.id))[1:]:
        title = recording.start_in(line.text, prefix=prefix, names=names)
        if title is not None and line.kind is LineKind.SAID:
            await store.journal_lines.drop_before(journal.id, line.number)
            journal.opened_at, journal.opened_by = line.at, line.name
            journal.opener_id, journal.title = line.person_id, title
            await store.flush()
            return True
    await store.journals.discard(journal)
    return False
