"""Slots: what a coalition requests, changes, withdraws, or says that it will not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import groups, slot_calls, slot_forms, standings
from dcbot.services.moments import day
from dcbot.services.naming import record_name
from dcbot.services.slot_fields import Settled
from storage.base import Audience
from storage.groups import Group
from storage.people import Person
from storage.slots import RequestState, Result, SlotCall, SlotRequest, SlotVersion
from storage.store import Store

_TO = "request a slot for it"
_MEANING = {
    RequestState.DRAFT: "begun",
    RequestState.REQUESTED: "requested",
    RequestState.NOT_MEETING: "will not meet",
    RequestState.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True)
class Saved:
    """A request after a change: what it says now, and what was changed."""

    request: SlotRequest
    version: SlotVersion
    changed: tuple[str, ...] = ()
    became: bool = False
    """It has become a request by this, and was none before."""


async def require(store: Store, group: Group, *, by: Person, now: datetime) -> Role:
    """Raise NotAllowed unless `by` represents the coalition or is the Secretariat; returns what
    they are."""
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=_TO, now=now)
    return await standings.in_group(store, by, group, now=now)


async def may_read(store: Store, group: Group, *, by: Person, now: datetime) -> bool:
    """Whether `by` may read all of the coalition's request."""
    return await standings.in_group(store, by, group, now=now) >= Role.REPRESENTATIVE


async def current(store: Store, call: SlotCall, group: Group) -> SlotVersion | None:
    """The request of the coalition as it is now."""
    request = await store.slots.request(call.id, group.id)
    if request is None:
        return None
    return (await store.slots.latest([request.id])).get(request.id)


async def fill(
    store: Store,
    call: SlotCall,
    group: Group,
    settled: Settled,
    *,
    late: str = "",
    by: Person,
    now: datetime,
) -> Saved:
    """Save what was filled in; with the first five it is a request. After the call has ended it
    becomes one only with the reason why it is late, and stays saved without. Raises NotAllowed,
    or UserError where what was requested cannot be changed any more."""
    held = await require(store, group, by=by, now=now)
    request = await _locked(store, call, group, now=now)
    last = (await store.slots.latest([request.id])).get(request.id)
    fields = _filled(last.fields if last else {}, settled)
    in_time = await slot_calls.is_open(store, call, now)
    was = request.state
    if (
        not in_time
        and was is RequestState.REQUESTED
        and not await _open_again(store, request, held)
    ):
        raise UserError(await _ended(store, call, group))
    if late:
        fields["late because"] = late
    state = was
    if was is not RequestState.REQUESTED:
        request.late = not in_time
        whole = not slot_forms.missing(fields)
        state = (
            RequestState.REQUESTED
            if whole and (in_time or fields.get("late because"))
            else (RequestState.DRAFT)
        )
    labels = tuple(slot_forms.FIELDS[key].label for key in settled.values)
    version = await _put(store, request, state, fields, what=", ".join(labels), by=by, now=now)
    became = state is RequestState.REQUESTED and was is not state
    return Saved(request, version, labels, became)


def _filled(before: Mapping[str, Any], settled: Settled) -> dict[str, Any]:
    fields = {**before, **settled.values}
    unclear = {**fields.get("unclear", {}), **settled.unclear}
    fields["unclear"] = {k: v for k, v in unclear.items() if k not in settled.values}
    if settled.spans is not None:
        fields["spans"] = settled.spans
    return fields


async def _open_again(store: Store, request: SlotRequest, held: Role) -> bool:
    """Whether it may be changed after the end: by the Secretariat, or where that has asked."""
    decided = (await store.slots.decisions([request.id]))[request.id]
    return held >= Role.SECRETARIAT or bool(decided and decided[-1].result is Result.ASKED)


async def _ended(store: Store, call: SlotCall, group: Group) -> str:
    handle = literal((await groups.title(store, group)).handle)
    until = await slot_calls.until_words(store, call)
    return (
        f"The call has ended ({until}), so the request of {handle} stays as it is. It can still be "
        f"withdrawn: `!slot withdraw {handle}`. To have it changed, write to the Secretariat, "
        "which can change it."
    )


async def say_no(
    store: Store, call: SlotCall, group: Group, *, by: Person, now: datetime, why: str = ""
) -> Saved:
    """The coalition will not meet. Raises NotAllowed, or BadArgument where it said so already."""
    await require(store, group, by=by, now=now)
    request = await _locked(store, call, group, now=now)
    if request.state is RequestState.NOT_MEETING:
        raise BadArgument("That is known already; it can still request a slot.")
    return await _leave(store, request, RequestState.NOT_MEETING, by=by, now=now, why=why)


async def withdraw(
    store: Store, call: SlotCall, group: Group, *, by: Person, now: datetime, why: str = ""
) -> Saved:
    """The request is taken back; what was filled in stays. Raises NotAllowed or NotFound."""
    await require(store, group, by=by, now=now)
    request = await store.slots.request(call.id, group.id)
    if request is None or request.state is not RequestState.REQUESTED:
        handle = literal((await groups.title(store, group)).handle)
        raise NotFound(f"{handle} has no request that could be withdrawn.")
    return await _leave(store, request, RequestState.WITHDRAWN, by=by, now=now, why=why)


async def discard(store: Store, call: SlotCall, group: Group, *, by: Person, now: datetime) -> None:
    """What was filled in for the wrong coalition is none of its any more; the versions stay."""
    request = await _locked(store, call, group, now=now)
    was = request.state
    state = RequestState.WITHDRAWN if was is RequestState.REQUESTED else RequestState.DRAFT
    await _put(store, request, state, {}, what="moved to another coalition", by=by, now=now)


async def _leave(
    store: Store,
    request: SlotRequest,
    state: RequestState,
    *,
    by: Person,
    now: datetime,
    why: str,
) -> Saved:
    last = (await store.slots.latest([request.id])).get(request.id)
    fields = dict(last.fields) if last else {}
    version = await _put(store, request, state, fields, what=_MEANING[state], by=by, now=now)
    version.why = why
    return Saved(request, version)


async def _locked(store: Store, call: SlotCall, group: Group, *, now: datetime) -> SlotRequest:
    request = await store.slots.request(call.id, group.id)
    if request is None:
        request = SlotRequest(
            call_id=call.id, group_id=group.id, state=RequestState.DRAFT, changed_at=now
        )
        await store.slots.add(request)
    return request


async def _put(
    store: Store,
    request: SlotRequest,
    state: RequestState,
    fields: dict[str, Any],
    *,
    what: str,
    by: Person,
    now: datetime,
) -> SlotVersion:
    request.version += 1
    request.state, request.changed_at = state, now
    if state is RequestState.REQUESTED:
        request.requested_at = request.requested_at or now
    # What is only begun is nobody's business; what was said to all stays known.
    if state is not RequestState.DRAFT:
        request.audience, request.public_from = Audience.PUBLIC, request.public_from or now
    version = SlotVersion(
        request_id=request.id,
        number=request.version,
        at=now,
        by_name=await record_name(store, by, now=now),
        state=state,
        fields=fields,
        what=what,
        person_id=by.id,
    )
    await store.slots.add(version)
    return version


async def last_year(
    store: Store, call: SlotCall, group: Group
) -> tuple[str, dict[str, Any]] | None:
    """The cycle and the fields of the coalition's last request to an earlier call."""
    earlier = [one for one in await store.slots.of_group(group.id) if one.call_id < call.id]
    kept = await store.slots.latest([one.id for one in earlier])
    for one in reversed(earlier):
        version, its = kept.get(one.id), await store.slots.get_call(one.call_id)
        if version and its and one.state is not RequestState.DRAFT:
            cycle = await slot_calls.cycle_of(store, its)
            left_out = ("unclear", "spans", "times", "changed", "late because")
            fields = {k: v for k, v in version.fields.items() if k not in left_out}
            return cycle.name, fields
    return None


def version_line(version: SlotVersion) -> str:
    """One version as a line of the request's history."""
    why = f" ({literal(version.why)})" if version.why else ""
    what = f": {literal(version.what)}" if version.what else ""
    by = literal(version.by_name)
    return f"- version {version.number}, {day(version.at)}, {by}, {version.state.value}{what}{why}"
