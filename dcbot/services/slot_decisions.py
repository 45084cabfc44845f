"""Slot decisions: the Secretariat decides each request, privately, and releases all in one batch.

A release is a moment in the data: the outcomes are written at once and become public then, whether
the bot runs or not. A due job of that moment writes the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import BadArgument, NotFound
from dcbot.message import literal
from dcbot.services import eligibility, groups, slot_calls
from dcbot.services.groups import Title
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.groups import Group
from storage.people import Person
from storage.slots import (
    RequestState,
    Result,
    SlotCall,
    SlotDecision,
    SlotOutcome,
    SlotRequest,
    SlotVersion,
)
from storage.store import Store

DUTY = "tell slot decisions"
TO = "decide requests for slots"
_PUBLIC = ("description", "format", "length", "organisers", "theme")
"""What everybody reads of an accepted session besides its title."""
_NEEDS_WHY = (Result.DECLINED, Result.ASKED)


@dataclass(frozen=True)
class Placed:
    """Where a session stands in the programme; empty where that is not known."""

    starts: str = ""
    zone: str = ""
    minutes: int = 0
    where: str = ""


@dataclass(frozen=True)
class Decided:
    """A request with its last decision, as the Secretariat sees it."""

    request: SlotRequest
    group: Group
    handle: str
    version: SlotVersion
    decision: SlotDecision | None
    before: SlotDecision | None
    """The last decision that was released, where another one followed it."""

    @property
    def waits(self) -> bool:
        """Whether its decision is to be released."""
        decision = self.decision
        return (
            decision is not None
            and decision.result is not Result.ASKED
            and (decision.released_at is None)
        )


async def decide(
    store: Store,
    call: SlotCall,
    group: Group,
    result: Result,
    why: str,
    *,
    by: Person,
    now: datetime,
    placed: Placed | None = None,
) -> Decided:
    """Decide a request; until the release only the Secretariat knows. Raises NotAllowed, NotFound
    where nothing is requested, or BadArgument where a reason is missing."""
    await slot_calls.require(store, by=by, now=now, to=TO)
    handle = (await groups.title(store, group)).handle
    request = await store.slots.request(call.id, group.id)
    if request is None or request.state is not RequestState.REQUESTED:
        raise NotFound(f"{literal(handle)} has no request that could be decided.")
    if result in _NEEDS_WHY and not why.strip():
        what = "a question" if result is Result.ASKED else "a reason"
        raise BadArgument(f"That needs {what}: say it behind a colon.")
    await _unplan(store, request, now=now)
    last = (await store.slots.decisions([request.id]))[request.id]
    placed = placed or _placed(last[-1] if last else None)
    cycle = await slot_calls.cycle_of(store, call)
    found = await eligibility.of(store, cycle, group, by=by, now=now)
    decision = SlotDecision(
        request_id=request.id,
        result=result,
        at=now,
        by_name=await record_name(store, by, now=now),
        version=request.version,
        why=why.strip(),
        starts=placed.starts,
        zone=placed.zone,
        minutes=placed.minutes,
        where=placed.where,
        eligibility=[one.as_document() for one in found.results],
        person_id=by.id,
    )
    await store.slots.add(decision)
    return (await _decided(store, [request], {group.id: await groups.title(store, group)}))[0]


def _placed(decision: SlotDecision | None) -> Placed:
    if decision is None:
        return Placed()
    return Placed(decision.starts, decision.zone, decision.minutes, decision.where)


async def _unplan(store: Store, request: SlotRequest, *, now: datetime) -> None:
    """What was to be released at a moment still to come is decided anew: it is not released."""
    for decision in (await store.slots.decisions([request.id]))[request.id]:
        if decision.released_at is not None and decision.released_at > now:
            decision.released_at = None
    for outcome in await store.slots.outcomes_of(request.id):
        if outcome.public_from is not None and outcome.public_from > now:
            outcome.audience, outcome.public_from = Audience.PRIVATE, None


async def every(store: Store, call: SlotCall) -> list[Decided]:
    """All requests of the call with what was decided of each, by the names of the coalitions."""
    requests = await store.slots.requests(call.id)
    requests = [one for one in requests if one.state is RequestState.REQUESTED]
    return await _decided(store, requests, {t.group.id: t for t in await groups.titles(store)})


async def _decided(
    store: Store, requests: Sequence[SlotRequest], titles: Mapping[int, Title]
) -> list[Decided]:
    ids = [one.id for one in requests]
    versions, decisions = await store.slots.latest(ids), await store.slots.decisions(ids)
    found = []
    for request in requests:
        title, its = titles[request.group_id], decisions[request.id]
        told = [one for one in its if one.released_at is not None]
        last = its[-1] if its else None
        before = told[-1] if told and told[-1] is not last else None
        found.append(
            Decided(request, title.group, title.handle, versions[request.id], last, before)
        )
    return sorted(found, key=lambda one: one.handle)


async def release(
    store: Store, call: SlotCall, at: datetime, *, by: Person, now: datetime
) -> list[Decided]:
    """Everything that was decided and waits becomes public at that moment, and is told in letters
    then; returns it. Raises NotAllowed, or BadArgument where nothing waits."""
    await slot_calls.require(store, by=by, now=now, to="release decisions")
    waiting = [one for one in await every(store, call) if one.waits]
    if not waiting:
        raise BadArgument("Nothing waits to be released: no request was decided since.")
    for one in waiting:
        assert one.decision is not None
        one.decision.released_at = at
        await store.slots.add(_outcome(one, one.decision, at, now))
    call.releases += 1
    call.released_at = call.released_at if call.released_at and call.released_at <= now else at
    await store.timetable.add(
        f"slot release {call.releases} of call {call.id}",
        DUTY,
        at,
        {"call": call.id, "decisions": [one.decision.id for one in waiting if one.decision]},
    )
    await store.flush()
    return waiting


def _outcome(one: Decided, decision: SlotDecision, at: datetime, now: datetime) -> SlotOutcome:
    accepted = decision.result is Result.ACCEPTED
    fields = one.version.fields
    details: dict[str, Any] = {}
    if accepted:
        details = {key: fields[key] for key in _PUBLIC if fields.get(key)}
        placed = {name: getattr(decision, name) for name in ("starts", "zone", "minutes", "where")}
        details |= {name: value for name, value in placed.items() if value}
    return SlotOutcome(
        request_id=one.request.id,
        result=decision.result,
        at=at,
        title=fields.get("title", "") if accepted else "",
        details=details,
        audience=Audience.PUBLIC,
        public_from=at,
    )


async def undecided(store: Store, call: SlotCall) -> Sequence[Decided]:
    """The requests of which nothing was decided yet, or that were asked back."""
    return [
        one
        for one in await every(store, call)
        if one.decision is None or one.decision.result is Result.ASKED
    ]
