"""Facts: what the register says of a group, set, added to and ended by message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, BadArgument, NotFound
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.roles import Role
from dcbot.services import standings, statements, values
from dcbot.services.groups import title
from dcbot.services.register import Hand, editor, hand, note
from dcbot.services.values import KINDS, STATUS, Said
from storage.base import Audience
from storage.facts import Fact
from storage.groups import Group
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True)
class Put:
    """What became of a statement: the fact that holds now, and those that it replaced.

    `changed` is false where the register said so already; `beside` are the facts of the same
    kind that hold as well.
    """

    fact: Fact
    before: Sequence[Fact] = ()
    beside: Sequence[Fact] = ()
    changed: bool = True


async def put(
    store: Store, group: Group, what: str, words: str, *, by: Person, now: datetime
) -> Put:
    """Set what the register says of a group, or add to it where several hold at once.

    `words` are the value and, behind it, `source:`, `as of:` and `reason:`. Raises UserError.
    """
    writer = await editor(store, by, group, to=f"set the {KINDS[what].label}", now=now)
    said = values.read(what, words, now=now)
    return await write(store, group, what, said, hand=writer, now=now)


async def write(
    store: Store, group: Group, what: str, said: Said, *, hand: Hand, now: datetime
) -> Put:
    """Write the statement down under this hand; what it replaces stays in the database."""
    there = await store.facts.of(group.id, what)
    kind = said.kind
    if what == "list" and said.value and not kind:
        kind = values.kind_of_list(said.value)
    same = next((one for one in there if _same(one, what, said) and _kind_fits(one, kind)), None)
    if same and not (said.source or said.seen):
        return Put(same, beside=[one for one in there if one is not same], changed=False)
    before = [same] if same else _replaced(await title_of(store, group), what, there, said, kind)
    if not kind and len(before) == 1 and KINDS[what].kinds and not said.unknown:
        kind = before[0].kind
    fact = _fact(group, what, said, kind, hand, now)
    for one in before:
        one.replaced_at = now
    store.facts.add(fact)
    was, is_now = "; ".join(shown(one) for one in before), shown(fact)
    why = said.reason or (f"from {fact.source}" if said.source else "")
    if same:
        was, is_now = _origin(same), _origin(fact)
    changed = f"source of the {KINDS[what].label}" if same else what
    await note(store, group, changed, hand=hand, now=now, was=was, is_now=is_now, why=why)
    await store.flush()
    beside = [one for one in there if one not in before]
    return Put(fact, before, beside)


def _fact(
    group: Group, what: str, said: Said, kind: str, hand: Hand, now: datetime, note: str = ""
) -> Fact:
    return Fact(
        group_id=group.id,
        what=what,
        value=said.value,
        unknown=said.unknown,
        kind=kind,
        note=note,
        source=said.source or hand.source,
        address=said.address,
        seen=said.seen or now.date().isoformat(),
        recorded_at=now,
        recorded_by=hand.name,
        audience=Audience.PUBLIC,
        public_from=now,
    )


def _same(fact: Fact, what: str, said: Said) -> bool:
    if KINDS[what].many:
        return fact.unknown == said.unknown and fact.value.casefold() == said.value.casefold()
    return fact.unknown == said.unknown and fact.value == said.value


def _kind_fits(fact: Fact, kind: str) -> bool:
    return not kind or fold(fact.kind) == fold(kind)


def _replaced(name: str, what: str, there: Sequence[Fact], said: Said, kind: str) -> Sequence[Fact]:
    """Those whose place a statement takes; raises Ambiguous where that cannot be told."""
    unknown = [one for one in there if one.unknown]
    known = [one for one in there if not one.unknown]
    label = KINDS[what].label
    if said.unknown and len(known) > 1:
        raise BadArgument(
            f"{name} has more than one {label}: {listed([shown(one) for one in known])}. "
            "Drop first what does not hold."
        )
    if KINDS[what].many:
        return [*known, *unknown] if said.unknown else unknown
    if kind:
        return [*(one for one in known if fold(one.kind) == fold(kind)), *unknown]
    plain = [one for one in known if not one.kind]
    if said.unknown or not KINDS[what].kinds:
        return [*known, *unknown]
    if plain or len(known) < 2:
        return [*(plain or known), *unknown]
    raise Ambiguous(
        f"{name} has more than one {label}: {listed([shown(one) for one in known])}. Say which "
        f"one is meant in brackets behind the new value, as `({known[0].kind.replace('`', '')})`."
    )


def shown(fact: Fact) -> str:
    """A fact's value as it is written, with its kind in brackets: 2017-03 (recognised)."""
    if fact.unknown:
        return "looked for, not found"
    return f"{fact.value} ({fact.kind})" if fact.kind else fact.value


def _origin(fact: Fact) -> str:
    """Where a fact is from, without the name of a person, who may want to be forgotten."""
    said = fact.source.startswith(("said by", "imported from"))
    return f"{'a person’s word' if said else fact.source}, {fact.seen}"


async def title_of(store: Store, group: Group) -> str:
    """The words with which people find the group."""
    return (await title(store, group)).handle


async def drop(
    store: Store, group: Group, what: str, words: str, *, by: Person, now: datetime
) -> Fact:
    """End a fact, so that the register says it no more; returns it. Raises UserError."""
    writer = await editor(store, by, group, to=f"take away a {KINDS[what].label}", now=now)
    value, trailers = values.split(words)
    fact = _meant(what, await store.facts.of(group.id, what), value, await title_of(store, group))
    fact.replaced_at = now
    why = trailers.get("reason", "")
    await note(store, group, what, hand=writer, now=now, was=shown(fact), why=why)
    return fact


def _meant(what: str, there: Sequence[Fact], words: str, name: str) -> Fact:
    """The one fact that the words mean: all of its value, a part of it, or nearly so."""
    label = KINDS[what].label
    if not there:
        raise NotFound(f"The register has no {label} of {name}, so there is nothing to take away.")
    said = fold(words)
    for fits in (
        [one for one in there if said in (fold(one.value), fold(shown(one)))],
        [one for one in there if said in fold(shown(one))],
        [one for one in there if fuzz.ratio(said, fold(one.value)) >= 85],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            several = listed([quoted(shown(one)) for one in fits])
            raise Ambiguous(
                f"{name} has more than one {label}: {several}. Say which one to take away."
            )
    has = listed([quoted(shown(one)) for one in there])
    raise NotFound(f"{quoted(words)} is no {label} of {name}; it has {has}.")


async def sight(
    store: Store, group: Group, state: str, words: str, *, by: Person, now: datetime
) -> Put:
    """Note that a group is active, inactive … as of a day, with the reason; older ones stay.

    Coordinators and the Secretariat say so; that it is inactive or closed only the Secretariat
    does, and anything but active needs a reason. Raises UserError.
    """
    name = await title_of(store, group)
    await standings.require(
        store, by, Role.COORDINATOR, group, to=f"set the status of {name}", now=now
    )
    reason, trailers = values.split(words)
    reason = reason.lstrip(":—– ").strip() or trailers.get("reason", "")
    source, address = values.read_source(trailers.get("source", ""))
    seen = trailers.get("as of", "")
    seen = values.read_date(seen, "date", now=now) if seen else ""
    said = Said(state, source=source, address=address, seen=seen, reason=reason)
    writer = await hand(store, by, group, now=now)
    return await write_sighting(store, group, said, by=by, hand=writer, now=now)


async def write_sighting(
    store: Store, group: Group, said: Said, *, by: Person | None, hand: Hand, now: datetime
) -> Put:
    """Write a sighting down; `by` is None where the machine's own operator says so."""
    name = await title_of(store, group)
    if said.value in values.OFFICE_STATES and by is not None:
        await standings.require(
            store, by, Role.SECRETARIAT, group, to=f"say that {name} is {said.value}", now=now
        )
    if said.value != "active" and not said.reason:
        raise BadArgument(
            f"That {name} is {said.value} needs a reason behind it, as "
            f"`{said.value}: no report since 2019`."
        )
    if len(said.reason) > values.LONGEST:
        raise BadArgument(f"The reason has {len(said.reason)} characters; say it in fewer words.")
    before = (await sightings(store, group))[-1:]
    fact = _fact(group, STATUS, said, "statement", hand, now, note=said.reason)
    store.facts.add(fact)
    was = before[0].value if before else ""
    await note(
        store, group, STATUS, hand=hand, now=now, was=was, is_now=said.value, why=said.reason
    )
    return Put(fact, before)


async def sightings(store: Store, group: Group) -> list[Fact]:
    """When the group was seen, as what; oldest first. Lists that do not name it are left out."""
    return statements.seen(await store.facts.of(group.id, STATUS))
