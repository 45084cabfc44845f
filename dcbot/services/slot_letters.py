"""Slot letters: what coalitions are told of their requests: a question, or what was decided."""

from __future__ import annotations

from datetime import datetime

from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import groups, letters, places, postings, slot_calls
from dcbot.services.postings import Draft
from dcbot.services.slot_decisions import Decided
from storage.cycles import Cycle
from storage.groups import Group
from storage.people import Person
from storage.postings import PostingKind
from storage.slots import Result, SlotCall, SlotDecision
from storage.store import Store
from storage.timetable import Job

SAID = {
    Result.ACCEPTED: "is accepted",
    Result.WAITLISTED: "is on the waiting list",
    Result.DECLINED: "is declined",
    Result.ASKED: "is asked back",
}


async def representatives(store: Store, group: Group, *, now: datetime) -> list[Person]:
    """Those who represent the coalition, its coordinators too."""
    found: dict[int, Person] = {}
    for standing in await store.people.standings(now, group_ids=[group.id]):
        person = await store.people.get(standing.person_id)
        if standing.role >= Role.REPRESENTATIVE and person and person.forgotten_at is None:
            found[person.id] = person
    return list(found.values())


async def ask(store: Store, cycle: Cycle, one: Decided, *, now: datetime) -> int:
    """Put the Secretariat's question to those who represent the coalition, at once; returns how
    many were written to."""
    assert one.decision is not None
    name = literal(one.handle)
    text = (
        f"The Secretariat asks about the request of {name} for a slot at {literal(cycle.name)}: "
        f"{literal(one.decision.why)}\n\n`!slot set {name} …` with a field, a colon and the words "
        "changes the request, also after the call has ended."
    )
    return await _to_all(store, one.group, one.decision, text, now=now)


async def _to_all(
    store: Store, group: Group, decision: SlotDecision, text: str, *, now: datetime
) -> int:
    count = 0
    for person in await representatives(store, group, now=now):
        key = f"slot decision {decision.id} → {person.id}"
        count += await letters.if_reachable(store, person, text, key=key, now=now)
    return count


async def tell(store: Store, job: Job, now: datetime) -> None:
    """The duty: each coalition gets its letter, and the coordination group's places are told that
    all is public. What was decided anew meanwhile is left out."""
    call = await store.slots.get_call(job.arguments["call"])
    if call is None:
        return
    cycle, told, changed = await slot_calls.cycle_of(store, call), [], []
    for decision_id in job.arguments["decisions"]:
        decision = await store.slots.decision(decision_id)
        if decision is None or decision.released_at is None or decision.released_at > now:
            continue
        request = await store.slots.get_request(decision.request_id)
        group = await store.groups.get(request.group_id) if request else None
        if request is None or group is None:
            continue
        every = (await store.slots.decisions([request.id]))[request.id]
        before = [one for one in every if one.id < decision.id and one.released_at]
        handle = (await groups.title(store, group)).handle
        text = _text(cycle, handle, decision, before[-1] if before else None)
        await _to_all(store, group, decision, text, now=now)
        told.append(handle)
        if before and before[-1].result is not decision.result:
            was, now_is = before[-1].result.value, decision.result.value
            changed.append(f"{literal(handle)}: {was} → **{now_is}**")
    await _announce(store, call, cycle, told, changed, key=job.key, now=now)


def _text(cycle: Cycle, handle: str, decision: SlotDecision, before: SlotDecision | None) -> str:
    name, year = literal(handle), literal(cycle.name)
    lines = [f"**{name}, slot at {year}:** the request {SAID[decision.result]}."]
    if before is not None and before.result is not decision.result:
        lines.append(f"Before, it was: {before.result.value}.")
    if decision.result is Result.ACCEPTED and decision.starts:
        where = f", {literal(decision.where)}" if decision.where else ""
        lines.append(f"It is planned for {when_words(decision)}{where}.")
    if decision.why:
        lines.append(f"The Secretariat's reason: {literal(decision.why)}")
    lines.append(f"`!slots {cycle.key}` shows all of them.")
    return "\n".join(lines)


def when_words(decision: SlotDecision) -> str:
    """Where the session stands in the programme, in words."""
    local = datetime.fromisoformat(decision.starts)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {decision.zone}"


async def _announce(
    store: Store,
    call: SlotCall,
    cycle: Cycle,
    told: list[str],
    changed: list[str],
    *,
    key: str,
    now: datetime,
) -> None:
    group = await store.groups.coordination()
    there = await places.shared_of(store, group.id) if group else []
    if group is None or not there or not told:
        return
    first = f"What was decided of the slots at {literal(cycle.name)} is public."
    if changed:
        first = f"Slots at {literal(cycle.name)} have changed: {'; '.join(changed)}."
    draft = Draft(
        kind=PostingKind.DECISION,
        group=group,
        places=there,
        text=f"{first} `!slots {cycle.key}` shows all of them.",
        subject=f"Slots at {cycle.name}",
        key=key,
        about=f"slot call {call.id}",
    )
    await postings.hold(store, draft, by=None, now=now, urgent=True)
