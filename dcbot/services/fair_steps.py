"""Next steps from fair times: a poll of them, or the series that take turns, each confirmed."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from dcbot.message import Answer, literal
from dcbot.services import (
    groups,
    meetings,
    notices,
    poll_wishes,
    proposals,
    rotations,
    telling,
)
from dcbot.services.meetings import Plan
from dcbot.services.orders import Order
from dcbot.services.proposals import Asker
from dcbot.services.timing import Timed
from dcbot.when import occurrences
from dcbot.when.zones import to_utc, zone
from storage.groups import Group
from storage.meetings import Meeting, MeetingKind, SeriesState

ASK, PLAN = "vote", "plan it"
"""What is said to go on: to a poll of these times, or to a schedule."""


async def to_poll(asker: Asker, draft: dict[str, Any]) -> Answer:
    """Ask those concerned about these times for the first of the days: those that take turns, or
    the fairest ones."""
    group = await proposals.group_of(asker.store, draft)
    starts = [turn[0] for turn in draft["turns"]]
    if len(starts) == 1:
        starts = draft["others"]
    day = datetime.fromisoformat(starts[0]).date()
    clocks = [datetime.fromisoformat(one).time() for one in starts]
    times = "\n".join(f"{day.isoformat()} {clock:%H:%M} UTC" for clock in clocks)
    order = Order("", noun="call", minutes=draft["minutes"])
    return await poll_wishes.begin(asker, group, order, times, "")


async def to_schedule(asker: Asker, draft: dict[str, Any]) -> Answer:
    """Say back the series at these times, for its confirmation."""
    await proposals.withdraw(asker)
    group = await proposals.group_of(asker.store, draft)
    order = Order("", noun="call", minutes=draft["minutes"])
    turns = [[datetime.fromisoformat(one) for one in turn] for turn in draft["turns"]]
    if len(turns) == 1:
        rule = f"{draft['rule']};COUNT={len(turns[0])}" if len(turns[0]) > 1 else ""
        time = Timed(turns[0][0], "UTC", zone_said=True, rule=rule)
        wanted = {"act": "schedule", "group": group.id, "order": order.as_document()}
        wanted["remarks"] = await _already(asker, group)
        return await proposals.settle(asker, wanted, time)
    kind, title = await proposals.kind_and_title(asker.store, group, order)
    plans = [
        plan
        for turn in turns
        for plan in _plans(title, kind, draft["minutes"], turn, draft["rule"], len(turns))
    ]
    return await _echo(asker, group, title, plans)


def _plans(
    title: str, kind: MeetingKind, minutes: int, starts: list[datetime], rule: str, of: int
) -> list[Plan]:
    """The turn as a series, where a rule gives just its days; else as single meetings."""
    title = f"{title}, {starts[0]:%H:%M} UTC"
    turned = _every(rule, of, len(starts))
    series = occurrences.Series(starts[0], "UTC", turned)
    if len(starts) > 1 and list(islice(occurrences.originals(series), len(starts) + 1)) == starts:
        return [Plan(title, kind, starts[0], "UTC", minutes, turned)]
    return [Plan(title, kind, one, "UTC", minutes) for one in starts]


def _every(rule: str, of: int, count: int) -> str:
    """The rule for one of so many turns, for so many meetings."""
    parts = dict(one.split("=", 1) for one in rule.split(";"))
    parts["INTERVAL"] = str(int(parts.get("INTERVAL", "1")) * of)
    return ";".join(f"{name}={value}" for name, value in {**parts, "COUNT": str(count)}.items())


async def _echo(asker: Asker, group: Group, title: str, plans: list[Plan]) -> Answer:
    store, now = asker.store, asker.now
    line = (await groups.title(store, group)).line
    lines = [f"Meetings of {line} that take turns, “{literal(title)}”:"]
    notes: dict[str, None] = {}
    for plan in plans:
        meetings.check(plan, now=now)
        lines.append(f"- {_words(plan)}")
        for note in await notices.about(store, group, plan, now=now):
            notes.setdefault(f"- note: {note}")
    lines += [*notes, *await _already(asker, group)]
    kept = {"act": "rotation", "group": group.id, "plans": [one.as_document() for one in plans]}
    return proposals.confirm(asker, lines, "Schedule them?", kept)


def _words(plan: Plan) -> str:
    if plan.rule:
        return telling.rule_words(plan)
    return telling.whole(to_utc(plan.starts_local, zone(plan.zone)), plan.zone, plan.minutes)


async def _already(asker: Asker, group: Group) -> list[str]:
    """What the group has planned already, since nobody meets twice."""
    handle = (await groups.title(asker.store, group)).handle
    known = await asker.store.meetings.all_series([group.id], SeriesState.GOES_ON)
    return [
        f"- note: {handle} has the series “{literal(one.title)}” already; `{asker.prefix}meeting "
        f"cancel all {handle}` ends it."
        for one in known
    ]


async def done(asker: Asker, draft: dict[str, Any]) -> tuple[str, list[Meeting]]:
    """Schedule the confirmed turns; says so, and returns their next meetings, in order of time."""
    group = await proposals.group_of(asker.store, draft)
    plans = [Plan.from_document(one) for one in draft["plans"]]
    made = await rotations.schedule(asker.store, group, plans, by=asker.person, now=asker.now)
    coming = made[: 2 * len(plans)]
    names = [f"- {await meetings.handle(asker.store, one)}" for one in coming]
    times = [telling.of_meeting(one) for one in coming]
    lines = [f"{name}: {at}" for name, at in zip(names, times, strict=True)]
    return "\n".join(["Scheduled. The next are:", *lines]), coming
