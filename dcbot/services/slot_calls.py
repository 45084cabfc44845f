"""Slot calls: when requests for slots are taken, and until which date of the cycle."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.errors import BadArgument, NotFound
from dcbot.lines import fold
from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import cycle_words, cycles, standings
from dcbot.services.changes import keep
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.cycles import Cycle, CycleDate
from storage.people import Person
from storage.slots import SlotCall
from storage.store import PublicStore, Store

SUBJECT = "slot call"
_NAMES = ("slot request", "slot requests", "session proposals", "slots")


async def require(store: Store, *, by: Person, now: datetime, to: str) -> None:
    """Raise NotAllowed unless `by` is part of the Secretariat."""
    await standings.require(store, by, Role.SECRETARIAT, None, to=to, now=now)


async def due_date(store: Store, cycle: Cycle, named: str = "") -> CycleDate:
    """The date of the cycle with which the call ends; raises NotFound, with what to say first."""
    if named:
        return await cycles.date_named(store, cycle, named)
    dates = [one for one in await store.cycles.dates(cycle.id) if not one.withdrawn]
    for one in dates:
        if any(name in fold(one.what) for name in _NAMES):
            return one
    raise NotFound(
        f"{literal(cycle.name)} has no date for slot requests yet. Name it first: "
        f"`!cycle date {cycle.key} slot requests due: 30 April {cycle.key} at 23:59 UTC`."
    )


async def begin(
    store: Store, cycle: Cycle, date: CycleDate, *, by: Person, now: datetime
) -> SlotCall:
    """Open the call of the cycle, or open it again. Raises NotAllowed, or BadArgument where its
    date is over."""
    await require(store, by=by, now=now, to="open a call for slots")
    if ends_at(date) <= now:
        raise BadArgument(
            f"{literal(date.what)} of {literal(cycle.name)} is over: {cycle_words.words(date)}. "
            f"Move it first: `!cycle date {cycle.key} {date.what}: …`."
        )
    call = await store.slots.call_of(cycle.id)
    if call is None:
        call = SlotCall(
            cycle_id=cycle.id,
            date_id=date.id,
            opens_at=now,
            by_name=await record_name(store, by, now=now),
            audience=Audience.PUBLIC,
            public_from=now,
        )
        await store.slots.add(call)
    call.date_id, call.closed_at = date.id, None
    await keep(store, SUBJECT, call, "opened", by=by, now=now, is_now=cycle_words.words(date))
    return call


async def close(store: Store, call: SlotCall, *, by: Person, now: datetime) -> None:
    """End the call before its date; what comes then is late. Raises NotAllowed."""
    await require(store, by=by, now=now, to="close a call for slots")
    call.closed_at = now
    await keep(store, SUBJECT, call, "closed", by=by, now=now)


def ends_at(date: CycleDate) -> datetime:
    """The moment until which requests are in time. Where no clock is known, the day has to be over
    everywhere on Earth, so that nobody is late by a zone that nobody named."""
    if date.at is not None:
        return date.at
    day = date.until or date.day
    found = cycles.moment(day, "23:59", cycles.ANYWHERE) if len(day) == 10 else None
    if found is None:
        raise BadArgument(f"{literal(date.what)} has no day yet: {cycle_words.words(date)}.")
    return found + timedelta(minutes=1)


async def date_of(store: Store | PublicStore, call: SlotCall) -> CycleDate:
    """The date with which the call ends."""
    date = await store.cycles.date(call.date_id)
    assert date is not None
    return date


async def cycle_of(store: Store | PublicStore, call: SlotCall) -> Cycle:
    """The cycle that the call is of."""
    cycle = await store.cycles.get(call.cycle_id)
    assert cycle is not None
    return cycle


async def is_open(store: Store | PublicStore, call: SlotCall, now: datetime) -> bool:
    """Whether a request is in time."""
    return call.closed_at is None and ends_at(await date_of(store, call)) > now


async def until_words(store: Store | PublicStore, call: SlotCall) -> str:
    """Until when requests are taken, in words."""
    date = await date_of(store, call)
    if date.at is not None:
        return cycle_words.words(date)
    said = cycle_words.words(date)
    return f"{said}; no clock is known, so until that day is over everywhere on Earth"


async def found(store: Store, year: str, *, now: datetime) -> SlotCall:
    """The call of the year, or without one the latest; raises NotFound."""
    if year:
        cycle = await cycles.named(store, year)
        call = await store.slots.call_of(cycle.id)
        if call is None:
            raise NotFound(
                f"No call for slots of {literal(cycle.name)} is known. The Secretariat opens it "
                f"with `!slot call {cycle.key}`."
            )
        return call
    calls = await store.slots.calls()
    if not calls:
        raise NotFound("No call for slots was opened yet. The Secretariat opens one.")
    return calls[0]
