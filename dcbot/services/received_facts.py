"""Received facts: what the Secretariat records as received, corrects and takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import BadArgument, NotFound
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import evaluating, groups, standings
from dcbot.services.changes import keep
from dcbot.services.moments import day
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.groups import Group
from storage.people import Person
from storage.received_facts import FactKind, ReceivedFact
from storage.store import Store

SUBJECT = "received fact"


@dataclass(frozen=True)
class Stated:
    """One fact as it was said: what, of which year, whether it holds, when it came, and where."""

    kind: FactKind
    year: str
    holds: bool = True
    day: str = ""
    link: str = ""
    note: str = ""


async def require(store: Store, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed unless `by` may record what was received."""
    await standings.require(
        store, by, Role.SECRETARIAT, None, to="record what was received", now=now
    )


async def record(
    store: Store, group: Group, said: Stated, *, by: Person, now: datetime
) -> tuple[ReceivedFact, str]:
    """Record or correct a fact; returns it, and what was recorded before in words (empty: it is
    new). Raises NotAllowed, or BadArgument for a day that is still to come."""
    await require(store, by=by, now=now)
    if said.day and said.day > now.date().isoformat():
        raise BadArgument(f"{quoted(said.day)} is still to come. Say the day on which it came.")
    fact = await store.received.find(group.id, said.kind, said.year)
    was = evaluating.words(fact) if fact and not fact.withdrawn else ""
    name = await record_name(store, by, now=now)
    if fact is None:
        fact = ReceivedFact(
            group_id=group.id,
            kind=said.kind,
            year=said.year,
            recorded_at=now,
            by_name=name,
            audience=Audience.PUBLIC,
            public_from=now,
        )
        _put(fact, said)
        await store.received.add(fact)
    elif was and _same(fact, said):
        return fact, was
    else:
        _put(fact, said)
        fact.revision += 1
    fact.recorded_at, fact.by_name, fact.withdrawn = now, name, False
    is_now = evaluating.words(fact)
    what = "corrected" if was else "recorded"
    await keep(store, SUBJECT, fact, what, by=by, now=now, was=was, is_now=is_now)
    return fact, was


def _put(fact: ReceivedFact, said: Stated) -> None:
    fact.holds, fact.day, fact.link, fact.note = said.holds, said.day, said.link, said.note


def _same(fact: ReceivedFact, said: Stated) -> bool:
    return (fact.holds, fact.day, fact.link, fact.note) == (
        said.holds,
        said.day,
        said.link,
        said.note,
    )


def says_so(fact: ReceivedFact | None, said: Stated) -> bool:
    """Whether exactly this is recorded already."""
    return fact is not None and not fact.withdrawn and _same(fact, said)


async def withdraw(
    store: Store,
    group: Group,
    kind: FactKind,
    year: str,
    *,
    by: Person,
    now: datetime,
    why: str = "",
) -> ReceivedFact:
    """What was recorded by mistake counts no more; it stays in the history. Raises NotAllowed or
    NotFound."""
    await require(store, by=by, now=now)
    fact = await found(store, group, kind, year)
    if fact.withdrawn:
        raise NotFound("That was withdrawn already.")
    fact.withdrawn, fact.recorded_at = True, now
    fact.revision += 1
    was = evaluating.words(fact)
    await keep(store, SUBJECT, fact, "withdrawn", by=by, now=now, was=was, why=why)
    return fact


async def found(store: Store, group: Group, kind: FactKind, year: str) -> ReceivedFact:
    """The fact of that kind and year, withdrawn or not; raises NotFound, which tells what there
    is."""
    fact = await store.received.find(group.id, kind, year)
    if fact is None:
        handle = literal((await groups.title(store, group)).handle)
        known = [evaluating.words(one) for one in await store.received.of(group.id)]
        there = f"Recorded are: {'; '.join(known)}." if known else "Nothing else is, either."
        what = evaluating.NAMES.get(kind, kind.value)
        raise NotFound(f"No {what} of {year} is recorded for {handle}. {there}")
    return fact


def line(fact: ReceivedFact) -> str:
    """The fact as a line of a list, with who recorded it when."""
    said = evaluating.words(fact)
    by = f"recorded by {literal(fact.by_name)} on {day(fact.recorded_at)}"
    return f"- {said[:1].upper()}{said[1:]}; {by}"
