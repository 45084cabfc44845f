"""Statuses: what a coalition has done in a cycle, what is due of it, and what is overdue.

Each part of a cycle's work tells its own lines: `PARTS` names the functions that do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import (
    countdown_plans,
    cycle_words,
    eligibility,
    expected,
    groups,
    outputs,
    releases,
    slot_calls,
    standings,
)
from dcbot.services.expected import Expected
from dcbot.services.moments import day
from dcbot.services.naming import record_name
from storage.cycles import Cycle
from storage.groups import Group
from storage.milestones import Stage
from storage.people import Person
from storage.slots import RequestState, Result, SlotCall, SlotRequest
from storage.store import Store


class State(StrEnum):
    """How it is with something that is to be done."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Line:
    """One thing that was or is to be done in a cycle."""

    state: State
    text: str


@dataclass(frozen=True)
class Look:
    """Whose work in which cycle is looked at, and by whom; `own` where they may see all of it."""

    group: Group
    cycle: Cycle
    by: Person
    own: bool
    now: datetime


Part: TypeAlias = Callable[[Store, Look], Awaitable[Sequence[Line]]]


async def of_outputs(store: Store, look: Look) -> list[Line]:
    """The lines of the coalition's output: each stage that has a date, and its release."""
    found = await outputs.seen(store, look.group, look.cycle, by=look.by, now=look.now)
    if not look.own:
        if found is None or not found.versions:
            return []
        return [Line(State.DONE, f"output, {quoted(found.last.title)}: public")]
    ends = await releases.ends(store, look.cycle.id)
    withdrawn = found is not None and found.output.withdrawn_at is not None
    versions = tuple(found.versions) if found and not withdrawn else ()
    mine = Expected(look.group, (), versions)
    if withdrawn:
        return [Line(State.DONE, "output: withdrawn")]
    lines = [_stage(mine, stage, ends, look.now) for stage in releases.SENT if ends.at(stage)]
    if versions and not any(ends.at(stage) for stage in releases.SENT):
        lines.append(Line(State.DONE, f"output: version {versions[-1].number} is here"))
    return lines


def _stage(mine: Expected, stage: Stage, ends: releases.Ends, now: datetime) -> Line:
    row, end, met = ends.dates[stage], ends.at(stage), mine.met(stage, ends)
    assert end is not None
    name = f"output, {stage}"
    if met is not None:
        late = f", after its date ({cycle_words.words(row)})" if met > end else ""
        return Line(State.DONE, f"{name}: {day(met)}{late}")
    if end <= now:
        return Line(State.OVERDUE, f"{name}: it was due {cycle_words.words(row)}")
    left = countdown_plans.left_words(row, now)
    return Line(State.DUE, f"{name}: {left}, {cycle_words.words(row)}")


async def of_slot(store: Store, look: Look) -> list[Line]:
    """The line of the coalition's slot: whether it is requested, and what became of that."""
    call = await store.slots.call_of(look.cycle.id)
    if call is None:
        return []
    request = await store.slots.request(call.id, look.group.id)
    public = request is not None and request.is_public(look.now)
    if request is None or request.state is RequestState.DRAFT or not (look.own or public):
        return await _no_slot(store, look, call, begun=request is not None) if look.own else []
    if request.state is not RequestState.REQUESTED:
        return [Line(State.DONE, f"slot: {request.state.value}")]
    outcomes = await store.slots.outcomes([request.id], look.now)
    outcome = outcomes.get(request.id)
    if outcome is not None:
        return [Line(State.DONE, f"slot: requested, {outcome.result.value}")]
    asked = look.own and await _asked_back(store, request)
    if asked:
        return [Line(State.DUE, f"slot: the Secretariat asks: {literal(asked)}")]
    late = ", late" if request.late else ""
    return [Line(State.DONE, f"slot: requested{late}, and not decided yet")]


async def _asked_back(store: Store, request: SlotRequest) -> str:
    """What the Secretariat asked of the request as it is; empty where nothing is open."""
    decided = (await store.slots.decisions([request.id]))[request.id]
    last = decided[-1] if decided else None
    asked = last is not None and last.result is Result.ASKED and last.version == request.version
    return last.why if last is not None and asked else ""


async def _no_slot(store: Store, look: Look, call: SlotCall, *, begun: bool) -> list[Line]:
    what = "slot: the request is begun, and not whole" if begun else "slot: not requested"
    until = await slot_calls.until_words(store, call)
    if await slot_calls.is_open(store, call, look.now):
        return [Line(State.DUE, f"{what}; until {until}")]
    return [Line(State.OVERDUE, f"{what}; the call ended {until}")]


async def of_facts(store: Store, look: Look) -> list[Line]:
    """What was received of the coalition that the rules of a cycle with a call ask for, and what of
    it nobody recorded."""
    if await store.slots.call_of(look.cycle.id) is None:
        return []
    found = await eligibility.of(store, look.cycle, look.group, by=look.by, now=look.now)
    told = dict.fromkeys(each for one in found.results for each in one.evidence)
    missing = dict.fromkeys(each for one in found.results for each in one.missing)
    lines = [Line(State.DONE, f"for the slot: {each}") for each in told]
    if look.own:
        lines += [Line(State.DUE, f"for the slot, not recorded: {each}") for each in missing]
    return lines


PARTS: tuple[Part, ...] = (of_outputs, of_slot, of_facts)


async def of_group(store: Store, group: Group, cycle: Cycle, *, by: Person, now: datetime) -> str:
    """What the coalition has done, what is due and what is overdue, as `by` may see it."""
    own = await standings.in_group(store, by, group, now=now) >= Role.REPRESENTATIVE
    look = Look(group, cycle, by, own, now)
    lines = [one for part in PARTS for one in await part(store, look)]
    handle = literal((await groups.title(store, group)).handle)
    of = f"{handle} in {literal(cycle.name)}"
    if not lines:
        more = "nothing is due" if own else "nothing is public"
        return f"**{of}**: {more}."
    order = [State.OVERDUE, State.DUE, State.DONE]
    ranked = sorted(lines, key=lambda one: order.index(one.state))
    return "\n".join([f"**{of}**:", *(f"- {one.state}: {one.text}" for one in ranked)])


async def of_person(store: Store, person: Person, cycle: Cycle, *, now: datetime) -> list[str]:
    """The same of each group for which the person answers."""
    held = await store.people.standings(now, person_id=person.id)
    mine = {one.group_id for one in held if one.role >= Role.REPRESENTATIVE and one.group_id}
    found = []
    for group_id in sorted(mine):
        group = await store.groups.get(group_id)
        if group is not None:
            found.append(await of_group(store, group, cycle, by=person, now=now))
    return found


async def of_cycle(store: Store, cycle: Cycle, *, by: Person, now: datetime) -> list[str]:
    """Each stage of the cycle: how many coalitions have met it, and to the Secretariat who has
    not, with who answers for them."""
    all_of_it = await standings.highest(store, by, now=now) >= Role.SECRETARIAT
    ends = await releases.ends(store, cycle.id)
    everyone = await expected.of_cycle(store, cycle.id, now=now)
    lines = []
    for stage in releases.SENT:
        end = ends.at(stage)
        if end is None:
            continue
        row = ends.dates[stage]
        left = countdown_plans.left_words(row, now) or "over"
        done = [one for one in everyone if one.met(stage, ends) is not None]
        lines.append(
            f"- {stage}, {cycle_words.words(row)} ({left}): {len(done)} of {len(everyone)} done"
        )
        if all_of_it:
            state = State.OVERDUE if end <= now else State.DUE
            missing = [one for one in everyone if one.met(stage, ends) is None]
            lines += [f"  - {state}: {await _named(store, one, now)}" for one in missing]
    return lines


async def _named(store: Store, one: Expected, now: datetime) -> str:
    handle = literal((await groups.title(store, one.group)).handle)
    names = [literal(await record_name(store, each, now=now)) for each in one.people]
    return f"{handle} ({listed(names)})"
