"""Proposals: a wish for a meeting's time, led to what the same person can confirm.

A wish waits as a draft: `act` says what is to be done (schedule, move, move all, sitting), and what
is missing is asked for, one thing after another: which of several times, the clock, the zone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dcbot.errors import BadArgument, Stale, UserError
from dcbot.message import ANY, Answer, Ask, literal
from dcbot.services import echoes, groups, meetings, telling, timing
from dcbot.services.meetings import Plan
from dcbot.services.orders import Order
from dcbot.services.timing import Several, Timed, Zone
from dcbot.when.occurrences import originals
from storage.groups import Group, GroupKind
from storage.meetings import Meeting, MeetingKind, Series
from storage.people import Person
from storage.questions import QuestionState
from storage.store import Store

CONFIRM, CHOOSE, MORE = "meeting", "meeting choice", "meeting time"
"""The kinds of questions: yes or no, which of several, and words that are missing."""
OF_POLLS = ("poll", "poll choice", "poll time")
"""The same three kinds for what is wished of a poll; it is one wish or the other that waits."""


@dataclass(frozen=True)
class Asker:
    """Who wishes it, where and when."""

    store: Store
    person: Person
    now: datetime
    zone: Zone
    prefix: str = "!"
    by_mail: bool = False


async def begin(asker: Asker, draft: dict[str, Any], phrase: str) -> Answer:
    """Read the time and go on; raises UserError where it says none.

    What the same person was asked about another meeting before waits no longer.
    """
    await withdraw(asker)
    return await _read(asker, {**draft, "phrase": phrase}, phrase)


async def withdraw(asker: Asker) -> None:
    """Nothing that the person wished of a meeting or a poll before waits for their answer."""
    for question in await asker.store.questions.waiting_for(asker.person.id, asker.now):
        if question.kind in (CONFIRM, CHOOSE, MORE, *OF_POLLS):
            question.state = QuestionState.WITHDRAWN


async def chosen(asker: Asker, draft: dict[str, Any], number: str) -> Answer:
    """One of several times was chosen."""
    time = Timed.from_document(draft["choices"][int(number) - 1])
    return await settle(asker, {**draft, "choices": []}, time)


async def completed(asker: Asker, draft: dict[str, Any], words: str) -> Answer:
    """What was missing was said: the clock, the zone, or the whole time anew."""
    joint = " at " if draft["missing"] == "clock" else " "
    phrase = f"{draft['phrase']}{joint}{words.removeprefix('at ')}"
    try:
        return await _read(asker, {**draft, "phrase": phrase}, phrase)
    except BadArgument:
        return await _read(asker, {**draft, "phrase": words}, words)


async def _read(asker: Asker, draft: dict[str, Any], phrase: str) -> Answer:
    found = await _time(asker, draft, phrase)
    if isinstance(found, Several):
        text, numbers = echoes.choices(found)
        choices = [time.as_document() for time in found.times]
        return Answer(text, ask=Ask(CHOOSE, accepts=numbers, draft={**draft, "choices": choices}))
    return await settle(asker, draft, found)


async def _time(asker: Asker, draft: dict[str, Any], phrase: str) -> Timed | Several:
    """The time; for a meeting that is moved, a clock alone means its own day."""
    old = await _meeting(asker.store, draft)
    if old is not None:
        zone = Zone(old.zone, True, asker.zone.language)
        own_day = timing.on_day(phrase, old.starts_local.date(), zone, now=asker.now)
        if own_day is not None:
            return replace(own_day, zone_said=True)
    return timing.read(phrase, asker.zone, now=asker.now)


async def settle(asker: Asker, draft: dict[str, Any], time: Timed) -> Answer:
    """Go on with this time: ask for what it lacks, or say back what is to be done."""
    old = await _meeting(asker.store, draft)
    if not time.has_clock and old is not None and draft["act"] == "move":
        # A day alone moves a meeting to that day, at its own clock.
        local = datetime.combine(time.starts_local.date(), old.starts_local.time())
        time = replace(time, starts_local=local, zone=old.zone, has_clock=True, zone_said=True)
    if not time.has_clock:
        return _ask_more(draft, "clock", which_clock(time))
    if not time.zone_said and not asker.zone.known:
        return _ask_more(draft, "zone", which_zone(asker, f"{time.starts_local:%H:%M}"))
    return await _ACTS[draft["act"]](asker, draft, time)


def which_zone(asker: Asker, clock: str) -> str:
    """The question in which zone a clock time is."""
    return (
        f"In which zone is {clock}? Say `UTC`, or a zone such as `Europe/Zurich`; "
        f"`{asker.prefix}me zone Europe/Zurich` sets yours for good."
    )


def which_clock(time: Timed) -> str:
    """The question at what time on that day."""
    day = f"{time.starts_local:%A} {time.starts_local.day} {time.starts_local:%B %Y}"
    return (
        f"At what time {'from' if time.rule else 'on'} {day}{' on' if time.rule else ''}, and in "
        "which zone? Say for example `14:00 UTC`."
    )


def _ask_more(draft: dict[str, Any], missing: str, text: str) -> Answer:
    return Answer(text, ask=Ask(MORE, accepts=(ANY,), draft={**draft, "missing": missing}))


async def _schedule(asker: Asker, draft: dict[str, Any], time: Timed) -> Answer:
    group = await group_of(asker.store, draft)
    order = Order(**draft["order"])
    kind, title = await kind_and_title(asker.store, group, order)
    plan = echoes.plan(title, kind, order.minutes, time)
    plan = replace(plan, venue=order.venue)
    meetings.check(plan, now=asker.now)
    said = order.minutes is not None or time.minutes is not None
    lines = await echoes.of_plan(
        asker.store, group, plan, by=asker.person, now=asker.now, length_said=said
    )
    first = await echoes.head(asker.store, group, plan)
    remarks = draft.get("remarks", ())
    return _confirm(asker, [first, *lines, *remarks], "Schedule it?", draft, plan)


async def kind_and_title(store: Store, group: Group, order: Order) -> tuple[MeetingKind, str]:
    """What the meeting is for, and its title, where the order does not say them."""
    kind = _kind(order, group)
    noun = kind.value if kind is MeetingKind.SESSION_PLANNING else order.noun
    at = f" at {order.venue}" if order.venue else ""
    return kind, order.title or f"{(await groups.title(store, group)).handle} {noun}{at}"


def _kind(order: Order, group: Group) -> MeetingKind:
    if order.kind:
        return MeetingKind(order.kind)
    coordination = group.kind is GroupKind.COORDINATION
    return MeetingKind.COORDINATION if coordination else MeetingKind.OWN


async def _move(asker: Asker, draft: dict[str, Any], time: Timed) -> Answer:
    meeting = await _meeting(asker.store, draft)
    assert meeting is not None
    group = await group_of(asker.store, draft)
    name = await meetings.handle(asker.store, meeting)
    if time.rule:
        raise UserError(
            f"That comes again and again, and {name} is one meeting. To move all from it on, say "
            f"`!meeting move all {name} to …`."
        )
    plan = echoes.plan(meeting.title, meeting.kind, time.minutes or meeting.minutes, time)
    meetings.check(plan, now=asker.now)
    lines = await echoes.of_plan(
        asker.store, group, plan, by=asker.person, now=asker.now, but=(meeting.id,)
    )
    was = telling.of_meeting(meeting)
    first = f"{name} ({literal(meeting.title)}) is to be moved from {was}."
    return _confirm(asker, [first, *lines], "Move it?", draft, plan)


async def _move_all(asker: Asker, draft: dict[str, Any], time: Timed) -> Answer:
    meeting = await _meeting(asker.store, draft)
    assert meeting is not None and meeting.series_id is not None
    series = await asker.store.meetings.series(meeting.series_id)
    assert series is not None
    group = await group_of(asker.store, draft)
    plan = _again(series, meeting, time)
    meetings.check(plan, now=asker.now)
    ids = [one.id for one in await asker.store.meetings.instances(series.id)]
    lines = await echoes.of_plan(
        asker.store, group, plan, by=asker.person, now=asker.now, but=tuple(ids)
    )
    name = await meetings.handle(asker.store, meeting)
    first = (
        f"{literal(series.title)}: {name} and all after it are to be moved. Each keeps its number; "
        "what was moved or cancelled alone is planned anew."
    )
    return _confirm(asker, [first, *lines], "Move them?", draft, plan)


def _again(series: Series, meeting: Meeting, time: Timed) -> Plan:
    """The series at its new times; a single time on the same day gives it a new clock."""
    plan = Plan(
        title=series.title,
        kind=series.kind,
        starts_local=time.starts_local,
        zone=time.zone,
        minutes=time.minutes or series.minutes,
        rule=time.rule or series.rule,
        left_out=time.left_out or tuple(series.left_out) if not time.rule else time.left_out,
    )
    if not time.rule and time.starts_local.date() != meeting.original_local.date():
        raise UserError(
            "That is one day, and does not say how they come again. Say the rule, such as “second "
            "Tuesday of each month at 14:00 UTC”, or a clock alone, such as “15:00 UTC”."
        )
    if time.rule and time.starts_local < meeting.original_local:
        return _from(plan, meeting.original_local)
    return plan


def _from(plan: Plan, since: datetime) -> Plan:
    """The plan without what it gives before that day."""
    day = since.replace(hour=0, minute=0)
    first = next(originals(plan.timing, since=day), None)
    return plan if first is None else replace(plan, starts_local=first)


async def _sitting(asker: Asker, draft: dict[str, Any], time: Timed) -> Answer:
    meeting = await _meeting(asker.store, draft)
    assert meeting is not None
    if time.rule:
        raise UserError("A sitting is at one time. Say its day, clock and zone.")
    group = await group_of(asker.store, draft)
    plan = echoes.plan(meeting.title, meeting.kind, time.minutes or meeting.minutes, time)
    meetings.check(plan, now=asker.now)
    lines = await echoes.of_plan(
        asker.store, group, plan, by=asker.person, now=asker.now, but=(meeting.id,)
    )
    name = await meetings.handle(asker.store, meeting)
    first = f"{name} ({literal(meeting.title)}) gets a further sitting; the record stays one."
    return _confirm(asker, [first, *lines], "Add it?", draft, plan)


_ACTS = {"schedule": _schedule, "move": _move, "move all": _move_all, "sitting": _sitting}


_KEPT = ("act", "group", "meeting", "sequence", "why", "poll", "picked")


def _confirm(
    asker: Asker, lines: list[str], question: str, draft: dict[str, Any], plan: Plan
) -> Answer:
    kept: dict[str, Any] = {name: draft[name] for name in _KEPT if name in draft}
    return confirm(asker, lines, question, {**kept, "plan": plan.as_document()})


def confirm(
    asker: Asker, lines: list[str], question: str, draft: dict[str, Any], *, kind: str = CONFIRM
) -> Answer:
    """Say back what was understood; only the same person can confirm it.

    By mail, this letter is echo and proof in one: its address for replies holds a word that only
    who received it knows.
    """
    foot = f"{question} Say `yes` or `no`."
    if asker.by_mail:
        foot = (
            f"{question} Reply “yes” to this mail to confirm, or “no”. It was asked for in your "
            "name; if it was not you, do nothing."
        )
    return Answer("\n".join([*lines, "", foot]), ask=Ask(kind, draft=draft))


async def target(store: Store, meeting: Meeting) -> dict[str, Any]:
    """What a draft about a meeting holds of it."""
    return {"group": meeting.group_id, "meeting": meeting.id, "sequence": meeting.sequence}


async def settled(asker: Asker, draft: dict[str, Any]) -> Meeting:
    """The meeting of a draft, if it is as it was when its change was asked for; else Stale."""
    meeting = await _meeting(asker.store, draft)
    if meeting is None or meeting.sequence != draft["sequence"]:
        raise Stale("The meeting was changed since you were asked. Say it again as it is now.")
    return meeting


async def _meeting(store: Store, draft: dict[str, Any]) -> Meeting | None:
    return await store.meetings.get(draft["meeting"]) if "meeting" in draft else None


async def group_of(store: Store, draft: dict[str, Any]) -> Group:
    """The group of a draft."""
    found = await store.groups.get(draft["group"])
    assert found is not None
    return found
