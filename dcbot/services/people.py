"""People: knowing somebody by an address, adding them, and finding them by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from rapidfuzz import fuzz

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, BadArgument, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import addresses, impostors, standings
from dcbot.services.naming import changed
from storage.people import Address, Person
from storage.store import Store

LONGEST_NAME = 60
_LIKE = 78
"""From this likeness (of 100) on, a mistyped name may be meant …"""
_APART = 8
"""… and is taken where the next one is at least so much less like it."""


async def met(
    store: Store,
    transport: str,
    address: str,
    *,
    name: str | None,
    now: datetime,
    trusted: bool = False,
    taken: Collection[str] = (),
) -> Person:
    """The person at this address; a new one where nobody is known there yet.

    Whoever was added with this address is found by their first message from it, which confirms
    the address. `name` is what the transport calls them; it is taken only for somebody new, and
    marked where they could be taken for somebody with standing, for an office or for the bot, which
    has the names `taken`, unless they are `trusted`.
    """
    row, known = await store.people.behind(transport, address)
    if row and known:
        row.confirmed_at = row.confirmed_at or now
        return known
    called = _tidy_name(name or "") or _name_in(address)
    # On their own server, people call themselves whatever they like.
    if not trusted:
        called = impostors.without_claim(called)
        claims = impostors.claims_office(called) or impostors.is_called(called, taken)
        if claims or await impostors.taken_for(store, called, now=now):
            called = f"another {called}"
    person = Person(name=called[:LONGEST_NAME].strip(), created_at=now)
    await store.people.add(person)
    store.session.add(
        Address(person_id=person.id, transport=transport, address=address, confirmed_at=now)
    )
    await store.flush()
    return person


async def met_all(
    store: Store,
    transport: str,
    names: Mapping[str, str | None],
    *,
    now: datetime,
    taken: Collection[str] = (),
) -> dict[str, Person]:
    """The people at these addresses, by address; new ones as with `met`. `names` are what the
    transport calls them, by address."""
    known = await store.people.at_all(transport, names)
    for address, name in names.items():
        if address not in known:
            known[address] = await met(store, transport, address, name=name, now=now, taken=taken)
    return known


def way_of(row: Address) -> addresses.Way:
    """The address as it is shown to those who may see it."""
    return addresses.Way(row.transport, row.address)


async def add(
    store: Store, name: str, words: str, *, by: Person, now: datetime
) -> tuple[Person, addresses.Way]:
    """Write somebody down with an address that has not spoken yet.

    Somebody who was added before and has not spoken either gets the new address in place of the
    old one. Raises UserError where the name or the address belongs to somebody else.
    """
    name, way = read_name(name), addresses.read(words)
    owner = await store.people.address(way.transport, way.address)
    there = await store.people.get(owner.person_id) if owner else None
    if there:
        raise UserError(
            f"{quoted(words)} is the address of {literal(there.name)}, who is known here already."
        )
    for known in await _called(store, fold(name)):
        await _give_new_address(store, known, way, by=by, now=now)
        return known, way
    person = Person(name=name, created_at=now)
    await store.people.add(person)
    _claim(store, person, way)
    await changed(store, person, "added with an address that has not spoken yet", by=by, now=now)
    return person, way


async def _give_new_address(
    store: Store, known: Person, way: addresses.Way, *, by: Person, now: datetime
) -> None:
    if await store.people.addresses(known.id):
        raise UserError(
            f"{literal(known.name)} is known here already. Only they can add an address of "
            f"theirs, with `!me link {way.said}`; for somebody else of that name, add what tells "
            "them apart."
        )
    # Whoever holds the address holds the standing: it takes the right to give all of it.
    for standing in await store.people.standings(now, person_id=known.id):
        group = await store.groups.get(standing.group_id) if standing.group_id else None
        await standings.require_giver(store, by, Role(standing.role), group, now=now)
    for old in await store.people.claimed(known.id):
        await store.session.delete(old)
    await store.flush()
    _claim(store, known, way)
    await changed(store, known, "address corrected before it spoke", by=by, now=now)


def _claim(store: Store, person: Person, way: addresses.Way) -> None:
    store.session.add(
        Address(
            person_id=person.id, transport=way.transport, address=way.address, confirmed_at=None
        )
    )


async def named(
    store: Store, words: str, *, exact: bool = False, prefix: str = "!", say: str = "person"
) -> Person:
    """The one person that the words mean: a name, a name with its number, or a number alone.

    Case, accents and punctuation do not matter; a mistyped name is found where it is like one
    person's and clearly less like all others', unless the name must be `exact`, as where power is
    given. Raises Ambiguous, which offers numbers to say, or NotFound, which offers the nearest;
    `say` is the command that is named in both.
    """
    folded = fold(words)
    number = re.fullmatch(r"(?:(.*) )?(\d{1,9})", folded)
    if number:
        one = await store.people.get(int(number[2]))
        if one and not one.forgotten_at and number[1] in (None, fold(one.name)):
            return one
    everybody = await store.people.all()
    found = [one for one in everybody if fold(one.name) == folded]
    if not found and folded:
        parts = set(folded.split())
        found = [one for one in everybody if parts <= set(fold(one.name).split())]
    near = _near(everybody, folded)
    if not found and not exact:
        found = near[:1] if len(near) == 1 else []
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(_ambiguous(words, found, f"{prefix}{say}"))
    raise NotFound(_not_found(words, near, f"{prefix}{say}"))


def _near(everybody: Sequence[Person], folded: str) -> list[Person]:
    """Those whose name, or one word of it, is like the words; the best, and what is close to it."""
    scored = []
    for one in everybody:
        name = fold(one.name)
        likeness = max(fuzz.ratio(folded, part) for part in (name, *name.split()))
        scored.append((likeness, one))
    best = max((score for score, _ in scored), default=0)
    near = [(score, one) for score, one in scored if score >= max(_LIKE, best - _APART)]
    return [one for _, one in sorted(near, key=lambda pair: -pair[0])]


def _ambiguous(words: str, found: Sequence[Person], say: str) -> str:
    offers = listed([f"`{say} {one.id}`" for one in found[:5]], "or")
    them = listed([f"{literal(one.name)} ({one.id})" for one in found[:5]])
    return f"{quoted(words)} may mean {them}. Say the number instead: {offers}."


def _not_found(words: str, near: Sequence[Person], say: str) -> str:
    names = [" ".join(one.name.replace("`", "").split()) for one in near]
    offers = listed([f"`{say} {name}`" for name in names], "or")
    more = f"Did you mean {offers}?" if near else "People are known once they spoke or were added."
    return f"Nobody here goes by the name {quoted(words)}. {more}"


async def _called(store: Store, folded: str) -> list[Person]:
    return [one for one in await store.people.all() if fold(one.name) == folded]


async def rename(
    store: Store, person: Person, words: str, *, now: datetime, taken: Collection[str] = ()
) -> None:
    """The person goes by another name. Raises UserError where it is that of somebody with
    standing, or of the bot (`taken`), for whom they could be taken."""
    name, was = read_name(words), person.name
    if impostors.is_called(name, taken):
        raise UserError(f"{quoted(name)} is my own name. Say a name of your own.")
    if await impostors.taken_for(store, name, now=now, but=person):
        raise UserError(
            f"{quoted(name)} is the name of somebody with standing here. Add what tells you "
            "apart, such as a second name."
        )
    person.name = name
    await changed(store, person, "name", by=person, now=now, was=was, is_now=name)


def read_name(words: str) -> str:
    """The words as somebody's name; raises BadArgument."""
    name = _tidy_name(words)
    if not name or len(name) > LONGEST_NAME or not any(letter.isalpha() for letter in name):
        raise BadArgument(
            f"{quoted(words)} is no name: a name has letters, and at most {LONGEST_NAME} "
            "characters."
        )
    if impostors.claims_office(name):
        raise BadArgument(f"{quoted(words)} is said of others here. Say a name of your own.")
    if re.search(r"[@/]|\.\w+\.|\d{3}", name):
        raise BadArgument(f"{quoted(words)} reads like an address or a number, not like a name.")
    return name


def _tidy_name(words: str) -> str:
    seen = (one for one in words if unicodedata.category(one) != "Cf")
    return " ".join("".join(one if one.isprintable() else " " for one in seen).split())


def _name_in(address: str) -> str:
    """What can be made a name of in an address: @amina:example.org → amina."""
    return address.lstrip("@").partition(":")[0].partition("@")[0] or address
