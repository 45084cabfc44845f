"""Echoes: what the bot understood of somebody's wish for a meeting, said back before it is done."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.services import concerned, groups, notices, telling
from dcbot.services.meetings import Plan
from dcbot.services.moments import length_words
from dcbot.services.timing import Several, Timed
from dcbot.when import occurrences
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.groups import Group
from storage.meetings import MeetingKind
from storage.people import Person
from storage.store import Store

DEFAULT_MINUTES = 60


def plan(title: str, kind: MeetingKind, minutes: int | None, time: Timed) -> Plan:
    """The plan that an order and its time come to."""
    return Plan(
        title=title,
        kind=kind,
        starts_local=time.starts_local,
        zone=time.zone,
        minutes=minutes or time.minutes or DEFAULT_MINUTES,
        rule=time.rule,
        left_out=time.left_out,
    )


async def of_plan(
    store: Store,
    group: Group,
    wanted: Plan,
    *,
    by: Person,
    now: datetime,
    but: tuple[int, ...] = (),
    length_said: bool = True,
) -> list[str]:
    """What is to be, in lines: when, for whom at what hour, the next dates, what clock changes do,
    and what is to be pointed out."""
    times = occurrences.occurrences(wanted.timing, after=now, limit=4 if wanted.rule else 1)
    first = times[0].at if times else to_utc(wanted.starts_local, zone(wanted.zone))
    length = length_words(wanted.minutes)
    assumed = "" if length_said else ", since no length was said"
    lines = []
    if wanted.rule:
        lines.append(f"- how often: {telling.rule_words(wanted)}")
    lines += [
        f"- {'the first' if wanted.rule else 'when'}: "
        f"{telling.whole(first, wanted.zone, wanted.minutes)}",
        f"- length: {length}{assumed}",
    ]
    named = await concerned.zones(store, group, now=now)
    others = [one for one in {*named, by.zone or wanted.zone} if one not in (wanted.zone, "UTC")]
    if there := telling.elsewhere(first, others, wanted.zone):
        lines.append(f"- there it is: {there}")
    elif not named:
        lines.append("- nobody concerned has said their zone yet (`!me zone Europe/Zurich`)")
    if len(times) > 1:
        then = [telling.in_zone(one.at, wanted.zone) for one in times[1:]]
        lines.append(f"- then: {'; '.join(then)}")
    if wanted.rule:
        changes = list(telling.clock_changes(wanted, others, now=now))
        lines += [f"- clock change: {one}" for one in changes]
    for one in times[:4]:
        if one.left_out:
            lines.append(f"- on {one.local:%d %B %Y} clocks jump over that time; it is then later")
        if one.comes_twice:
            lines.append(f"- on {one.local:%d %B %Y} that time comes twice; the first is meant")
    lines += [
        f"- note: {one}" for one in await notices.about(store, group, wanted, now=now, but=but)
    ]
    return lines


async def head(store: Store, group: Group, wanted: Plan) -> str:
    """What is to be scheduled, in a sentence."""
    title = await groups.title(store, group)
    what = "A series" if wanted.rule else "A single meeting"
    seen = ""
    if group.audience is Audience.PUBLIC:
        seen = " It will stand in the public calendar."
    return f"{what} of {title.line}, “{literal(wanted.title)}” ({wanted.kind.value}).{seen}"


def choices(found: Several) -> tuple[str, tuple[str, ...]]:
    """The choices, numbered, and the words that answer."""
    lines = [f"{number}. {literal(words)}" for number, words in enumerate(found.words, 1)]
    numbers = tuple(str(number) for number in range(1, len(lines) + 1))
    why = f" ({literal(found.why)})" if found.why else ""
    intro = f"“{literal(found.said)}” can mean {len(lines)} things{why}:"
    ask = f"Which one? Say {listed([f'`{one}`' for one in numbers], 'or')}."
    return "\n".join([intro, *lines, "", ask]), numbers
