"""Wishes for polls: a sentence, led to what the same person can confirm; what is missing is asked.

A wish waits as a draft: the times that were said, the last of them the closing time, and what is
still doubtful of each is asked for, one thing after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dcbot.errors import BadArgument, UserError
from dcbot.message import ANY, Answer, Ask, literal
from dcbot.services import (
    echoes,
    groups,
    meetings,
    notices,
    poll_places,
    poll_plans,
    poll_telling,
    poll_times,
    polls,
    proposals,
    telling,
)
from dcbot.services.moments import length_words
from dcbot.services.orders import Order
from dcbot.services.poll_plans import Option, Plan
from dcbot.services.poll_times import Slot
from dcbot.services.polls import Poll
from dcbot.services.proposals import Asker
from dcbot.services.timing import Several, Timed
from dcbot.when.zones import to_utc, zone
from storage.groups import Group
from storage.polls import PollState

CONFIRM, CHOOSE, MORE = proposals.OF_POLLS
"""The kinds of questions: yes or no, which of several, and words that are missing."""
LASTS = timedelta(days=7)
"""Where nobody said when it closes: so long after it was opened, …"""
BEFORE = timedelta(days=1)
"""… and so long before the first of its times at the latest."""

Draft = dict[str, Any]


async def begin(asker: Asker, group: Group, order: Order, times: str, closes: str) -> Answer:
    """Read the times and go on. Raises BadArgument, which quotes what is no time."""
    await proposals.withdraw(asker)
    slots = poll_times.read(times, asker.zone, now=asker.now)
    if closes:
        slots.append(poll_times.one(closes, asker.zone, now=asker.now))
    draft = {"act": "open", "group": group.id, "order": order.as_document(), "closes": bool(closes)}
    return await _go_on(asker, draft, slots)


async def begin_extension(asker: Asker, poll: Poll, until: str) -> Answer:
    """Read until when the poll is to be open, and go on. Raises BadArgument or UserError."""
    await proposals.withdraw(asker)
    polls.require_undecided(poll)
    slot = poll_times.one(until, asker.zone, now=asker.now)
    draft = {"act": "extend", "group": poll.group_id, "poll": poll.id, "closes": True}
    return await _go_on(asker, draft, [slot])


async def chosen(asker: Asker, draft: Draft, number: str) -> Answer:
    """One of several times was chosen."""
    slots = _slots(draft)
    slots[draft["at"]] = slots[draft["at"]].chosen(int(number))
    return await _go_on(asker, draft, slots)


async def completed(asker: Asker, draft: Draft, words: str) -> Answer:
    """What was missing was said: a clock, a zone, or the whole time anew."""
    slots, at = _slots(draft), draft["at"]
    if draft["missing"] == "close":
        slots.append(poll_times.one(words, asker.zone, now=asker.now))
        return await _go_on(asker, {**draft, "closes": True}, slots)
    joint = " at " if draft["missing"] == "clock" else " "
    try:
        whole = f"{slots[at].phrase}{joint}{words.removeprefix('at ')}"
        slots[at] = poll_times.one(whole, asker.zone, now=asker.now)
    except BadArgument:
        slots[at] = poll_times.one(words, asker.zone, now=asker.now)
    return await _go_on(asker, draft, slots)


def _slots(draft: Draft) -> list[Slot]:
    return [Slot.from_document(one) for one in draft["slots"]]


async def _go_on(asker: Asker, draft: Draft, slots: Sequence[Slot]) -> Answer:
    """Ask for the first thing that is doubtful; where nothing is, say the whole back."""
    slots = list(poll_times.with_one_zone(slots, asker.zone, now=asker.now))
    draft = {**draft, "slots": [one.as_document() for one in slots]}
    doubtful = _doubtful(asker, draft, slots)
    if doubtful is not None:
        return doubtful
    times = [one.found for one in slots if isinstance(one.found, Timed)]
    if draft["act"] == "extend":
        return await _echo_extension(asker, draft, times[0])
    closes = times.pop() if draft["closes"] else _usual_close(asker, times)
    if closes is None:
        text = "Until when can people answer? Say for example `29 November 18:00 UTC`."
        return _more(draft, len(slots), "close", text)
    return await _echo(asker, draft, times, closes)


def _doubtful(asker: Asker, draft: Draft, slots: Sequence[Slot]) -> Answer | None:
    """The question about the first doubt: which of several times, then the clock, then the zone,
    since who says a clock may say the zone of all with it."""
    for at, slot in enumerate(slots):
        if isinstance(slot.found, Several):
            text, numbers = echoes.choices(slot.found)
            return Answer(text, ask=Ask(CHOOSE, accepts=numbers, draft={**draft, "at": at}))
    for at, slot in enumerate(slots):
        if not slot.first.has_clock:
            text = proposals.which_clock(slot.first)
            if draft["closes"] and at == len(slots) - 1:
                text = f"When does it close: {text[0].lower()}{text[1:]}"
            return _more(draft, at, "clock", text)
    # Where two zones were said, nobody's own is meant by a time without one.
    known = asker.zone.known and len(poll_times.zones_said(slots)) < 2
    for at, slot in enumerate(slots):
        if not (slot.first.zone_said or known):
            local = slot.first.starts_local
            words = f"{local:%H:%M} on {local.day} {local:%B}"
            return _more(draft, at, "zone", proposals.which_zone(asker, words))
    return None


def _more(draft: Draft, at: int, missing: str, text: str) -> Answer:
    draft = {**draft, "at": at, "missing": missing}
    return Answer(text, ask=Ask(MORE, accepts=(ANY,), draft=draft))


def _usual_close(asker: Asker, times: Sequence[Timed]) -> Timed | None:
    """When a poll closes of which nobody said it; None where its times are too near for that."""
    first = min(to_utc(one.starts_local, zone(one.zone)) for one in times)
    closes_at = min(asker.now + LASTS, first - BEFORE)
    if closes_at < asker.now + BEFORE:
        return None
    local = closes_at.astimezone(zone(asker.zone.name)).replace(tzinfo=None)
    return Timed(local.replace(minute=0, second=0, microsecond=0), asker.zone.name)


async def _echo(asker: Asker, draft: Draft, times: Sequence[Timed], closes: Timed) -> Answer:
    store, now, group = asker.store, asker.now, await proposals.group_of(asker.store, draft)
    order = Order(**draft["order"])
    plan = await _plan(asker, group, order, times, closes)
    poll_plans.check(plan, now=now)
    title = await groups.title(store, group)
    length = length_words(plan.minutes)
    assumed = "" if order.minutes else ", since no length was said"
    lines = [
        f"A poll of {title.line} for “{literal(plan.title)}” ({plan.kind.value}), {length}"
        f"{assumed}:",
        *await poll_telling.option_lines(store, group, plan.options, by=asker.person, now=now),
        f"- closes: {_close_words(plan)}{'' if draft['closes'] else ', since no time was said'}",
        f"- asked in: {await poll_places.where(store, group, now=now)}",
        *await _notes(asker, group, plan),
    ]
    kept = {"act": "open", "group": group.id, "plan": plan.as_document()}
    return proposals.confirm(asker, lines, "Open it?", kept, kind=CONFIRM)


async def _plan(
    asker: Asker, group: Group, order: Order, times: Sequence[Timed], closes: Timed
) -> Plan:
    kind, title = await proposals.kind_and_title(asker.store, group, order)
    minutes = order.minutes or echoes.DEFAULT_MINUTES
    options = [Option(_local(one.starts_local), one.zone, one.minutes or minutes) for one in times]
    return Plan(
        title=title,
        kind=kind,
        minutes=minutes,
        options=tuple(sorted(options, key=lambda one: one.starts_at)),
        closes_local=_local(closes.starts_local),
        closes_zone=closes.zone,
        venue=order.venue,
    )


def _local(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _close_words(plan: Plan) -> str:
    return telling.whole(plan.closes_at, plan.closes_zone)


async def _notes(asker: Asker, group: Group, plan: Plan) -> list[str]:
    """What is to be pointed out of each time, as it is before a meeting is scheduled."""
    found = []
    for number, one in enumerate(plan.options, 1):
        local = datetime.fromisoformat(one.starts_local)
        alone = meetings.Plan(plan.title, plan.kind, local, one.zone, one.minutes)
        notes = await notices.about(asker.store, group, alone, now=asker.now)
        found += [f"- note on {number}: {note}" for note in notes]
    return found


async def _echo_extension(asker: Asker, draft: Draft, until: Timed) -> Answer:
    poll = await poll_of(asker, draft)
    closes_at, now = to_utc(until.starts_local, zone(until.zone)), asker.now
    await polls.check_extension(asker.store, poll, closes_at, now=now)
    name = f"Poll {poll.number} (“{literal(poll.title)}”)"
    was = f"{name} was closed on {telling.whole(poll.closed_at or now, poll.closes_zone)}"
    if poll.state is PollState.OPEN:
        was = f"{name} was to close on {telling.whole(poll.closes_at, poll.closes_zone)}"
    lines = [f"{was}. It is to be open until {telling.whole(closes_at, until.zone)}."]
    kept = {
        "act": "extend",
        "group": poll.group_id,
        "poll": poll.id,
        "until": _local(until.starts_local),
        "zone": until.zone,
    }
    return proposals.confirm(asker, lines, "Extend it?", kept, kind=CONFIRM)


async def begin_cancelling(asker: Asker, poll: Poll, why: str) -> Answer:
    """Ask whether the poll is to be cancelled. Raises UserError where it is decided."""
    await proposals.withdraw(asker)
    polls.require_undecided(poll)
    because = f", because of this: {literal(why)}" if why else ""
    lines = [f"Poll {poll.number} (“{literal(poll.title)}”) is to be cancelled{because}."]
    kept = {"act": "cancel", "group": poll.group_id, "poll": poll.id, "why": why}
    return proposals.confirm(asker, lines, "Cancel it?", kept, kind=CONFIRM)


async def pick(asker: Asker, poll: Poll, number: int) -> Answer:
    """Lead on to the meeting at this time of the poll. Raises UserError where there is no such
    time, or the poll is decided."""
    await proposals.withdraw(asker)
    polls.require_undecided(poll)
    options = await asker.store.polls.options(poll.id)
    if not 1 <= number <= len(options):
        raise UserError(
            f"Poll {poll.number} has no time {number}: they have the numbers 1 to {len(options)}."
        )
    option = options[number - 1]
    order = Order("", title=poll.title, kind=poll.kind.value, venue=poll.venue)
    draft = {
        "act": "schedule",
        "group": poll.group_id,
        "order": replace(order, minutes=option.minutes).as_document(),
        "poll": poll.id,
        "picked": number,
        "remarks": await poll_telling.remarks(asker.store, poll, option, now=asker.now),
    }
    time = Timed(option.starts_local, option.zone, zone_said=True)
    return await proposals.settle(asker, draft, time)


async def poll_of(asker: Asker, draft: Draft) -> Poll:
    """The poll of a draft."""
    poll = await asker.store.polls.get(draft["poll"])
    assert poll is not None
    return poll
