"""Cycles: the years of the community's work with their dates, as people set them.

A date keeps its identity when it moves: the same row gets the next revision, and the history says
what it was, who moved it and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from rapidfuzz import fuzz

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, BadArgument, NotFound
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.roles import Role
from dcbot.services import countdown_plans, cycle_words, releases, standings
from dcbot.services.naming import record_name
from dcbot.services.timing import Timed
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.changes import Change
from storage.cycles import Cycle, CycleDate, DateKind
from storage.people import Person
from storage.store import Store

ANYWHERE = "AoE"
"""Anywhere on Earth: a day ends when it ends in the last zone, twelve hours behind UTC."""
_OF_AOE = "Etc/GMT+12"
_TO = "say the dates of a cycle"
_LIKE = 80


def moment(day: str, clock: str, named: str) -> datetime | None:
    """The moment of a day and a clock in a zone, in UTC; None where no clock is known."""
    if not clock or not named or len(day) < 10:
        return None
    local = datetime.fromisoformat(f"{day}T{clock}")
    return to_utc(local, zone(_OF_AOE if named == ANYWHERE else named))


async def begin(store: Store, key: str, name: str, place: str, *, now: datetime) -> Cycle:
    """A new cycle, without dates yet."""
    cycle = Cycle(
        key=key, name=name, place=place, created_at=now, audience=Audience.PUBLIC, public_from=now
    )
    await store.cycles.add(cycle)
    return cycle


async def current(store: Store, *, now: datetime) -> Cycle:
    """The cycle that goes on: the first with a date still to come, else the last one."""
    today = now.date().isoformat()
    cycles = await store.cycles.all()
    if not cycles:
        raise NotFound("No cycle is known here yet. `!cycle add 2027` begins one.")
    for cycle in cycles:
        dates = await store.cycles.dates(cycle.id)
        if any((one.until or one.day) >= today for one in dates if not one.withdrawn):
            return cycle
    return cycles[-1]


async def named(store: Store, words: str) -> Cycle:
    """The cycle that the words name, as 2017 or IGF 2017; raises NotFound, which lists all."""
    known = await store.cycles.all()
    said = fold(words)
    for cycle in known:
        if said in (fold(cycle.key), fold(cycle.name)):
            return cycle
    names = listed([cycle.key for cycle in known]) or "none"
    raise NotFound(f"No cycle is called {quoted(words)}. Known are {names}.")


async def add(store: Store, words: str, *, by: Person, now: datetime) -> Cycle:
    """Begin a cycle, named after its year. Raises NotAllowed or BadArgument."""
    await standings.require(store, by, Role.SECRETARIAT, None, to="begin a cycle", now=now)
    year = words.strip().removeprefix("IGF").strip()
    if not (year.isdigit() and len(year) == 4):
        raise BadArgument(f"{quoted(words)} is no year. A cycle is named after one, as 2027.")
    if await store.cycles.by_key(year):
        raise BadArgument(f"The cycle {year} is known already.")
    name = next((cycle.name.split()[0] for cycle in await store.cycles.all()), "")
    cycle = await begin(store, year, f"{name} {year}".strip(), "", now=now)
    await _keep(store, "cycle", cycle.id, "added", by=by, now=now, is_now=cycle.name)
    return cycle


async def require(store: Store, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed unless `by` may say the dates of a cycle."""
    await standings.require(store, by, Role.SECRETARIAT, None, to=_TO, now=now)


async def preview(
    store: Store, cycle: Cycle, what: str, time: Timed, *, now: datetime
) -> tuple[str, str]:
    """When the date would be, and when it is now (empty: it is new), in words. Raises BadArgument
    where it cannot move there."""
    _once(time)
    row = _made(cycle, what, cycle.created_at)
    _put_at(row, time)
    found = await _find(store, cycle, what)
    if found is not None:
        await releases.require_to_come(store, found, row.at, now=now)
    return cycle_words.words(row), cycle_words.words(found) if found else ""


def _put_at(row: CycleDate, time: Timed) -> None:
    row.day, row.said, row.end = time.starts_local.date().isoformat(), "", ""
    row.clock = f"{time.starts_local:%H:%M}" if time.has_clock else ""
    row.zone = time.zone if time.has_clock else ""
    row.until = time.last_day
    if row.zone == _OF_AOE:
        row.zone = ANYWHERE
    row.at = moment(row.day, row.clock, row.zone)


def _once(time: Timed) -> None:
    if time.rule:
        raise BadArgument("A date of a cycle comes once. Say its day, and the clock if it has one.")


async def put(
    store: Store,
    cycle: Cycle,
    what: str,
    time: Timed,
    *,
    by: Person,
    now: datetime,
    kind: DateKind | None = None,
    why: str = "",
) -> tuple[CycleDate, str]:
    """Set a named date of the cycle, a new one or one that moves; returns it, and when it was
    before (empty: it is new). Raises NotAllowed or BadArgument."""
    await require(store, by=by, now=now)
    _once(time)
    row, was = await _find(store, cycle, what), ""
    if row is None:
        row = _made(cycle, " ".join(what.split()), now)
        row.kind = kind or _kind_of(what)
        await _unused_key(store, cycle, row)
    else:
        was = cycle_words.words(row)
        await preview(store, cycle, what, time, now=now)
        row.revision += 1
    _put_at(row, time)
    row.changed_at, row.edited, row.withdrawn = now, True, False
    row.address = f"said by {await record_name(store, by, now=now)}"
    await store.cycles.add(row)
    what_done = "moved" if was else "added"
    said = f"{row.what}: {cycle_words.words(row)}"
    await _keep(
        store, "cycle date", row.id, what_done, by=by, now=now, was=was, is_now=said, why=why
    )
    await follow(store, row, now)
    return row, was


async def follow(store: Store, row: CycleDate, now: datetime) -> None:
    """What is planned by the date is planned anew."""
    await store.flush()
    await releases.follow(store, row, now=now)
    await countdown_plans.follow(store, row, now=now)


def _made(cycle: Cycle, what: str, now: datetime) -> CycleDate:
    return CycleDate(
        cycle_id=cycle.id,
        key="-".join(fold(what).split()[:8]),
        uid=uuid4().hex,
        what=what[:200],
        kind=DateKind.EVENT,
        day="",
        changed_at=now,
        audience=Audience.PUBLIC,
        public_from=now,
    )


def _kind_of(what: str) -> DateKind:
    said = set(fold(what).split())
    if said & {"due", "deadline", "close", "closes", "closing", "draft", "freeze", "submission"}:
        return DateKind.DEADLINE
    return DateKind.EVENT


async def _unused_key(store: Store, cycle: Cycle, row: CycleDate) -> None:
    taken = {one.key for one in await store.cycles.dates(cycle.id)}
    base, count = row.key or "date", 1
    while row.key in taken or not row.key:
        count += 1
        row.key = f"{base}-{count}"


async def withdraw(
    store: Store, cycle: Cycle, what: str, *, by: Person, now: datetime, why: str = ""
) -> CycleDate:
    """The date does not take place; it stays in the history and in calendars, as cancelled."""
    await require(store, by=by, now=now)
    row = await date_named(store, cycle, what)
    row.withdrawn, row.edited, row.changed_at = True, True, now
    row.revision += 1
    was = cycle_words.words(row)
    await _keep(store, "cycle date", row.id, "withdrawn", by=by, now=now, was=was, why=why)
    await follow(store, row, now)
    return row


async def date_named(store: Store, cycle: Cycle, what: str) -> CycleDate:
    """The date of the cycle that the words name, or that alone has them in its name; raises
    NotFound or Ambiguous."""
    found = await _find(store, cycle, what)
    if found is None:
        dates = await store.cycles.dates(cycle.id)
        near = _like(dates, fold(what))
        if len(near) == 1:
            return near[0]
        known = [quoted(one.what, 60) for one in dates]
        raise NotFound(
            f"{cycle.name} has no date called {quoted(what)}. Known are {listed(known) or 'none'}."
        )
    return found


async def _find(store: Store, cycle: Cycle, what: str) -> CycleDate | None:
    dates, said = await store.cycles.dates(cycle.id), fold(what)
    for one in dates:
        if said in (fold(one.what), fold(one.key)):
            return one
    near = _like(dates, said)
    exact = [one for one in near if fuzz.ratio(said, fold(one.what)) >= _LIKE]
    if len(exact or near) > 1:
        names = listed([quoted(one.what, 60) for one in exact or near], "or")
        raise Ambiguous(f"{quoted(what)} may be {names}. Say more of its name.")
    return exact[0] if exact else None


def _like(dates: Sequence[CycleDate], said: str) -> list[CycleDate]:
    """The dates in whose names the words stand, or failing that whose names are like them."""
    near = [one for one in dates if said and said in fold(one.what)]
    return near or [one for one in dates if fuzz.token_set_ratio(said, fold(one.what)) >= _LIKE]


async def _keep(
    store: Store,
    subject: str,
    subject_id: int,
    what: str,
    *,
    by: Person,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
) -> None:
    store.changes.add(
        Change(
            subject=subject,
            subject_id=subject_id,
            at=now,
            by_name=await record_name(store, by, now=now),
            person_id=by.id,
            what=what,
            was=was,
            now=is_now,
            why=why,
            audience=Audience.PUBLIC,
            public_from=now,
        )
    )
    await store.flush()
