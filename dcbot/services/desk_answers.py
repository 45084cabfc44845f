"""Desk answers: what the Secretariat answers to an item of its list is done once, where the item
is what it was when it was listed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dcbot.errors import BadArgument, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import (
    eligibility,
    evaluating,
    groups,
    outputs,
    received_facts,
    received_reading,
    slot_calls,
    slot_decided,
    slot_decisions,
    slot_letters,
)
from dcbot.services.slot_decisions import Decided
from dcbot.services.waiting import Item, Kind
from storage.cycles import Cycle
from storage.groups import Group
from storage.people import Person
from storage.slots import RequestState, Result, SlotCall, SlotRequest
from storage.store import Store

GONE = "it is not there any more, so nothing was done."


@dataclass(frozen=True)
class Clerk:
    """Who answers, and when."""

    store: Store
    by: Person
    now: datetime


Act: TypeAlias = Callable[[Clerk, Item, str], Awaitable[str]]


async def take(store: Store, item: Item, words: str, *, by: Person, now: datetime) -> str:
    """Do what was answered to the item, or nothing; returns what is true now, or why not. A
    mistake undoes this answer alone."""
    await slot_calls.require(store, by=by, now=now, to="answer for the Secretariat")

    async def act() -> str:
        return await _ACTS[item.kind](Clerk(store, by, now), item, words)

    return await alone(store, act, by=by)


async def alone(store: Store, act: Callable[[], Awaitable[str]], *, by: Person) -> str:
    """What the act says; a mistake undoes it, and nothing else, and is what is said."""
    try:
        async with store.savepoint():
            return await act()
    except UserError as mistake:
        # What was changed in an undone savepoint is forgotten by the session and read again.
        await store.session.refresh(by)
        return mistake.text


async def _requested(clerk: Clerk, item: Item) -> tuple[SlotRequest, SlotCall, Cycle, Group] | None:
    request = await clerk.store.slots.get_request(item.of)
    call = await clerk.store.slots.get_call(request.call_id) if request else None
    group = await clerk.store.groups.get(request.group_id) if request else None
    if request is None or call is None or group is None:
        return None
    return request, call, await slot_calls.cycle_of(clerk.store, call), group


async def _slot(clerk: Clerk, item: Item, words: str) -> str:
    there = await _requested(clerk, item)
    if there is None:
        return GONE
    request, call, cycle, group = there
    handle = (await groups.title(clerk.store, group)).handle
    head, _, why = words.partition(":")
    result = slot_decided.result_of(head)
    if request.state is not RequestState.REQUESTED:
        return f"{literal(handle)} requests no slot any more, so nothing was decided."
    every = await slot_decisions.every(clerk.store, call)
    one = next(each for each in every if each.request.id == request.id)
    stale = _stale(one, item, result, why.strip())
    if stale:
        return stale
    found = await slot_decisions.decide(
        clerk.store, call, group, result, why, by=clerk.by, now=clerk.now
    )
    said = slot_decided.line(found)[2:]
    if result is not Result.ASKED:
        return said
    count = await slot_letters.ask(clerk.store, cycle, found, now=clerk.now)
    went = f"to {count} of its people" if count else "to nobody, since no address is known"
    return f"{said}. The question went {went}."


def _stale(one: Decided, item: Item, result: Result, why: str) -> str:
    """Why the answer was to something that is otherwise by now; empty where it is as it was."""
    decided, version = item.state
    name, now_is = literal(one.handle), one.decision
    if now_is is not None and now_is.id != decided:
        if (now_is.result, now_is.why) == (result, why):
            return f"{name} is that already ({result.value}), so nothing was done again."
        by = literal(now_is.by_name)
        return (
            f"{name} was decided meanwhile by {by}: **{now_is.result.value}**. It stays so; "
            f"`!slot decide {name} …` changes it."
        )
    if one.version.number != version:
        return (
            f"{name} changed its request meanwhile (version {one.version.number}), so nothing was "
            f"decided. `!slot {name}` shows it, and `!desk` lists it anew."
        )
    return ""


async def _facts(clerk: Clerk, item: Item, words: str) -> str:
    there = await _requested(clerk, item)
    if there is None:
        return GONE
    _, _, cycle, group = there
    handle = (await groups.title(clerk.store, group)).handle
    verb, _, rest = words.partition(" ")
    if fold(verb).startswith("waive"):
        which, _, why = words.partition(":")
        return await _waive(clerk, cycle, group, handle, which.split()[1:], why)
    said = rest if fold(verb) == "received" else words
    read = received_reading.read(f"it {said}")
    if fold(read.group) != "it":
        raise BadArgument(
            f"{quoted(words, 60)} is more than was understood. Say what came of {literal(handle)} "
            "and of which year, such as `received report 2026 on 2 March 2026`, or `no report "
            "2026`."
        )
    row, was = await received_facts.record(
        clerk.store, group, read.said, by=clerk.by, now=clerk.now
    )
    is_now = evaluating.words(row)
    if was == is_now:
        return f"that is recorded already: {literal(handle)}: {is_now}."
    before = f" Before, it was: {was}." if was else ""
    return f"recorded: {literal(handle)}: {is_now}.{before}"


async def _waive(
    clerk: Clerk, cycle: Cycle, group: Group, handle: str, which: list[str], why: str
) -> str:
    rule = await eligibility.rule_named(clerk.store, cycle, " ".join(which))
    there = await clerk.store.eligibility.waiver(rule.id, group.id)
    if there is not None and not there.withdrawn and there.why == why.strip():
        return f"the rule is waived for {literal(handle)} already, so nothing was done again."
    waiver = await eligibility.waive(
        clerk.store, cycle, group, rule.key, why, by=clerk.by, now=clerk.now
    )
    return f"waived for {literal(handle)} at {literal(cycle.name)}: {literal(waiver.why)}"


async def _release(clerk: Clerk, item: Item, words: str) -> str:
    if fold(words) not in ("release", "yes", "release it"):
        raise BadArgument(f"{quoted(words, 60)} is no answer to it: say `release`, or leave it.")
    call = await clerk.store.slots.get_call(item.of)
    if call is None:
        return GONE
    cycle = await slot_calls.cycle_of(clerk.store, call)
    every = await slot_decisions.every(clerk.store, call)
    waiting = [one.decision.id for one in every if one.waits and one.decision]
    if not waiting:
        return f"nothing of the slots at {literal(cycle.name)} waits for its release any more."
    if waiting != list(item.state):
        return (
            "something was decided since it was listed, so nothing was released. `!desk` lists "
            "it anew."
        )
    done = await slot_decisions.release(clerk.store, call, clerk.now, by=clerk.by, now=clerk.now)
    count = f"{len(done)} decision{'s are' if len(done) != 1 else ' is'}"
    return f"{count} public now, with a letter to each. `!slots {cycle.key}` shows all."


async def _output(clerk: Clerk, item: Item, words: str) -> str:
    if fold(words) not in ("accept", "yes", "accepted", "take in", "take it in"):
        raise BadArgument(
            f"{quoted(words, 60)} is no answer to it: say `accept`, or leave it as it is."
        )
    output = next((one for one in await clerk.store.outputs.all() if one.id == item.of), None)
    group = await clerk.store.groups.get(output.group_id) if output else None
    cycle = await clerk.store.cycles.get(output.cycle_id) if output else None
    held = await outputs.held(clerk.store, group, cycle) if group and cycle else None
    if held is None or group is None or cycle is None or held.output.withdrawn_at is not None:
        return GONE
    called = outputs.called(held, (await groups.title(clerk.store, group)).handle)
    if held.last.number != item.state[0]:
        return (
            f"{called}: version {held.last.number} came meanwhile, so nothing was done. `!desk` "
            "lists it anew."
        )
    if not held.last.held:
        return f"{called} is in already, so nothing was done again."
    done = await outputs.take_in(clerk.store, group, cycle, by=clerk.by, now=clerk.now)
    return f"{called}: version {done.last.number} is taken in."


_ACTS: Mapping[Kind, Act] = {
    Kind.SLOT: _slot,
    Kind.FACTS: _facts,
    Kind.RELEASE: _release,
    Kind.OUTPUT: _output,
}
