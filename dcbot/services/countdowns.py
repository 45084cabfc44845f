"""Countdowns: who has the days to a date counted where, and which dates come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import countdown_plans, counting, cycle_words, cycles, groups, places, standings
from dcbot.services.naming import record_name
from storage.countdowns import Countdown
from storage.cycles import Cycle, CycleDate, DateKind
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.store import Store

_HERE = ("", "here", "this room", "this list", "this place", "this chat")
_TO = "have days counted in its places"


@dataclass(frozen=True)
class Wanted:
    """To which date the days are counted, and in which places."""

    row: CycleDate
    cycle: Cycle
    places: Sequence[Place]


async def coming(store: Store, *, now: datetime, most: int = 100) -> list[tuple[CycleDate, Cycle]]:
    """The deadlines that are to come, soonest first, with their cycles."""
    cycles_by_id = {one.id: one for one in await store.cycles.all()}
    found = []
    for row in await store.cycles.dates():
        end = countdown_plans.ends_at(row)
        if row.kind is DateKind.DEADLINE and not row.withdrawn and end is not None and end > now:
            found.append((end, row.id, row, cycles_by_id[row.cycle_id]))
    return [(row, cycle) for _, _, row, cycle in sorted(found, key=lambda one: one[:2])][:most]


async def wanted(
    store: Store,
    what: str,
    where: str,
    here: Place,
    *,
    by: Person,
    now: datetime,
    prefix: str,
    begins: bool = False,
) -> Wanted:
    """Which date and which places the words mean. Raises NotFound, Ambiguous, NotAllowed, or
    BadArgument where days are to be counted from now on and cannot be."""
    row, cycle = await _date(store, what, now=now)
    if begins:
        _require_to_come(row, cycle, now)
    there = await _places(store, where, here, by=by, now=now, prefix=prefix)
    return Wanted(row, cycle, there)


def _require_to_come(row: CycleDate, cycle: Cycle, now: datetime) -> None:
    """Raise BadArgument where nothing is due at the date, or it is over."""
    end = countdown_plans.ends_at(row)
    if row.kind is not DateKind.DEADLINE:
        raise BadArgument(
            f"{quoted(row.what)} is no deadline, so no days are counted to it. `!countdown` lists "
            "the deadlines that are to come."
        )
    if end is None or row.withdrawn:
        why = "is withdrawn" if row.withdrawn else "has no day yet"
        raise BadArgument(f"{quoted(row.what)} of {literal(cycle.name)} {why}.")
    if end <= now:
        raise BadArgument(f"{quoted(row.what)} is over: it was {cycle_words.words(row)}.")


async def _date(store: Store, what: str, *, now: datetime) -> tuple[CycleDate, Cycle]:
    """The date that the words name: “draft”, “draft 2027”, “2027 draft”; of no named cycle, the
    one now."""
    known = await store.cycles.all()
    words = what.replace("“", "").replace("”", "").split()
    years = {fold(one.key): one for one in known}
    named = next((years[fold(one)] for one in words if fold(one) in years), None)
    cycle = named or await cycles.current(store, now=now)
    rest = [one for one in words if named is None or fold(one) != fold(named.key)]
    if named and rest[:1] == [known[0].name.split()[0]]:
        rest = rest[1:]
    row = await cycles.date_named(store, cycle, " ".join(rest).strip(" :"))
    return row, cycle


async def _places(
    store: Store, where: str, here: Place, *, by: Person, now: datetime, prefix: str
) -> list[Place]:
    if fold(where) in _HERE:
        if here.kind is PlaceKind.DIRECT:
            return [here]
        group = await places.group_of(store, here)
        if group is None:
            raise UserError(
                "This place belongs to no group yet. Say first whose it is: `!place group DC3`."
            )
        await standings.require(store, by, Role.REPRESENTATIVE, group, to=_TO, now=now)
        return [here]
    place = await places.named(store, where, by=by, now=now)
    group = await places.group_of(store, place) if place else None
    group = group or await groups.named(store, where, prefix=prefix)
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=_TO, now=now)
    found = [place] if place else await places.shared_of(store, group.id)
    if not found:
        handle = literal((await groups.title(store, group)).handle)
        raise UserError(
            f"{handle} has no room or list that I know. Say there whose it is: "
            f"`!place group {handle}`."
        )
    return found


async def begin(
    store: Store, wanted: Wanted, thresholds: Sequence[int], *, by: Person, now: datetime
) -> list[Countdown]:
    """The days to the date are counted in these places from now on; without thresholds, at the
    usual ones."""
    row = wanted.row
    return [await _begin_in(store, row, place, thresholds, by, now) for place in wanted.places]


async def _begin_in(
    store: Store,
    row: CycleDate,
    place: Place,
    thresholds: Sequence[int],
    by: Person,
    now: datetime,
) -> Countdown:
    usual = countdown_plans.ON_LISTS if place.kind is PlaceKind.LIST else countdown_plans.USUAL
    chosen = list(thresholds or usual)
    known = await store.countdowns.at(row.id, place.id)
    if known is not None and known.ended_at is None:
        known.thresholds = chosen
        await counting.plan_all(store, now=now)
        return known
    name = await record_name(store, by, now=now)
    if known is None:
        known = Countdown(
            date_id=row.id, place_id=place.id, thresholds=chosen, begun_at=now, begun_by=name
        )
        await store.countdowns.add(known)
    known.thresholds, known.begun_at, known.begun_by, known.ended_at = chosen, now, name, None
    known.told_revision, known.told, known.letter, known.shown = None, "", None, ""
    await counting.begin(store, known, row, place, now=now)
    await store.flush()
    return known


async def end(store: Store, wanted: Wanted, *, now: datetime) -> list[Place]:
    """Nothing is counted in these places any more; returns in which something was.

    Raises NotFound where in none.
    """
    ended = []
    for place in wanted.places:
        found = await store.countdowns.at(wanted.row.id, place.id)
        if found is not None and found.ended_at is None:
            found.ended_at = now
            await store.countdowns.take_back(found)
            ended.append(place)
    if not ended:
        name = literal(wanted.row.what)
        raise NotFound(f"No days to {name} are counted there. `!countdown` lists what is to come.")
    await store.flush()
    return ended


async def counted_here(store: Store, place: Place) -> set[int]:
    """The ids of the dates to which days are counted in this place."""
    return {one.date_id for one in await store.countdowns.in_place(place.id)}


def where_words(there: Sequence[Place], here: Place) -> str:
    """The places in a sentence: here, or the room “Coordination” and a list."""
    names = []
    for one in there:
        if one.kind is PlaceKind.DIRECT:
            names.append("for you")
        elif one.id == here.id:
            names.append("here")
        else:
            name = one.name or (one.address if one.kind is PlaceKind.LIST else "")
            names.append(f"in the {one.kind} {quoted(name)}" if name else f"in a {one.kind}")
    return listed(names)
