"""Notices: what is worth pointing out about a meeting: short notice, overlaps, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from dcbot.message import literal
from dcbot.services import concerned, cycle_words, groups, meetings, settings, telling
from dcbot.services.meetings import Plan, ends_at
from dcbot.when import occurrences
from storage.base import Audience
from storage.cycles import DateKind
from storage.groups import Group
from storage.meetings import Meeting, MeetingKind
from storage.store import Store

_DAY = timedelta(days=1)


async def about(
    store: Store, group: Group, plan: Plan, *, now: datetime, but: Collection[int] = ()
) -> list[str]:
    """What is to be pointed out before the plan is made true, a sentence each; `but` are the
    meetings that it replaces."""
    times = [one.at for one in occurrences.occurrences(plan.timing, after=now, limit=3)]
    found = [*await _short_notice(store, group, times[0], now=now)] if times else []
    for at in times:
        found += await overlaps(store, group, at, plan.minutes, now=now, but=but)
        found += await _conferences(store, at, plan.minutes)
    return found


async def _conferences(store: Store, at: datetime, minutes: int) -> list[str]:
    """The known conferences and other events that last several days and meet that time."""
    first, last = at.date().isoformat(), (at + timedelta(minutes=minutes)).date().isoformat()
    return [
        f"It falls into {literal(one.what)}, {cycle_words.words(one)}."
        for one in await store.cycles.between(first, last)
        if one.kind is DateKind.EVENT and one.until
    ]


async def _short_notice(
    store: Store, group: Group, at: datetime, *, now: datetime
) -> Iterator[str]:
    least = await settings.value_of(store, group, "notice")
    if least and at - now < int(least) * _DAY:
        left = (at - now) // _DAY
        notice = f"{left} day{'s' if left != 1 else ''}" if left else "less than a day"
        handle = (await groups.title(store, group)).handle
        days = f"{least} day{'s' if least != '1' else ''}"
        return iter([f"That is {notice} ahead; {handle} wants {days} of notice."])
    return iter(())


async def overlaps(
    store: Store,
    group: Group,
    at: datetime,
    minutes: int,
    *,
    now: datetime,
    but: Collection[int] = (),
) -> list[str]:
    """The meetings of the same people that go on at the same time, a sentence each."""
    end = at + timedelta(minutes=minutes)
    found = []
    for other in await store.meetings.between(at - timedelta(minutes=meetings.LONGEST), end):
        if other.id in but or ends_at(other) <= at:
            continue
        theirs = await store.groups.get(other.group_id)
        if theirs is None:
            continue
        both = await concerned.shared(store, group, theirs, now=now)
        if both or theirs.id == group.id or other.kind is MeetingKind.OTHER_VENUE:
            found.append(await _overlap(store, other, both, same=theirs.id == group.id))
    return found


async def _overlap(store: Store, other: Meeting, both: int, *, same: bool) -> str:
    name = "a meeting that is not public"
    if other.audience is Audience.PUBLIC or same:
        name = f"{await meetings.handle(store, other)} ({literal(other.title)})"
    who = f": {both} {'person is' if both == 1 else 'people are'} in both" if both else ""
    return f"It overlaps with {name}, {telling.of_meeting(other)}{'' if same else who}."


async def missing(store: Store, meeting: Meeting) -> list[str]:
    """What people need to know of the meeting and nobody has said yet, each as a noun."""
    known = await meetings.particulars(store, meeting)
    found = []
    if not (known["registration"] or known["venue"]):
        link = await store.meetings.private_link(meeting)
        if link is None:
            found.append("a link to join or register")
    wanted = {
        "agenda": "an agenda",
        "dial_in": "a dial-in",
        "captions": "whether there are captions",
        "accommodation": "whom to ask for accommodation",
    }
    return [*found, *(words for name, words in wanted.items() if not known[name])]
