"""Owners: who is to do an action, read from words: people, coalitions, or names nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import NotFound
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services import groups, people
from dcbot.services.naming import record_name
from storage.actions import ActionOwner
from storage.people import Person
from storage.store import PublicStore, Store

_BETWEEN = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\bwith\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_ME = frozenset(("me", "i", "myself"))
_NOBODY = frozenset(("nobody", "no one", "noone", "none", "unassigned", "tbd", ""))
_LONGEST = 60
_MOST_WORDS = 5
_TO_DO = re.compile(r"^(?P<who>.{1,120}?)\s+(?:is |are )?to\s+(?P<what>\S.*)$", re.DOTALL)


@dataclass(frozen=True)
class Owned:
    """What is to be done, and by whom; `unknown` are the names that nobody here goes by."""

    text: str
    owners: Sequence[ActionOwner]
    unknown: Sequence[str] = ()


async def split(store: Store, words: str, *, by: Person, now: datetime) -> Owned:
    """The owners that stand before a colon, or before “to”, and what is left to do.

    Raises Ambiguous where a name may be several people's.
    """
    head, colon, rest = words.partition(":")
    if colon and rest.strip() and "//" not in rest[:2] and _are_names(head):
        return await _owned(store, head, rest.strip(), by=by, now=now)
    found = _TO_DO.match(words)
    if found and _are_names(found["who"]):
        named = await _owned(store, found["who"], found["what"].strip(), by=by, now=now)
        # “We need to write” names nobody.
        if len(named.owners) > len(named.unknown):
            return named
    return Owned(words.strip(), ())


async def _owned(store: Store, head: str, text: str, *, by: Person, now: datetime) -> Owned:
    owners = await read(store, head, by=by, now=now)
    unknown = [one.name for one in owners if one.person_id is None and one.group_id is None]
    return Owned(text, owners, unknown)


def _are_names(head: str) -> bool:
    parts = _BETWEEN.split(head.strip())
    return all(len(one) <= _LONGEST and len(one.split()) <= _MOST_WORDS for one in parts)


async def read(store: Store, words: str, *, by: Person, now: datetime) -> list[ActionOwner]:
    """Who the words name, each once; nobody for “nobody”. Raises Ambiguous."""
    whole = await groups.exactly(store, words)
    parts = [words] if whole else _BETWEEN.split(words.strip(" .:"))
    found: dict[tuple[int | None, int | None, str], ActionOwner] = {}
    for part in parts:
        if fold(part) not in _NOBODY:
            owner = await _one(store, part, by=by, now=now)
            name = "" if owner.person_id or owner.group_id else fold(owner.name)
            found.setdefault((owner.person_id, owner.group_id, name), owner)
    return list(found.values())


async def _one(store: Store, words: str, *, by: Person, now: datetime) -> ActionOwner:
    name = " ".join(words.lstrip("@").split())
    if fold(name) in _ME:
        return await of_person(store, by, now=now)
    group = await groups.exactly(store, name)
    if group is not None:
        handle = (await groups.title(store, group)).handle
        return ActionOwner(action_id=0, name=handle, group_id=group.id)
    try:
        person = await people.named(store, name, exact=True)
    except NotFound:
        return ActionOwner(action_id=0, name=name[:_LONGEST])
    return await of_person(store, person, now=now)


async def of_person(store: Store, person: Person, *, now: datetime) -> ActionOwner:
    """The person as an owner."""
    return ActionOwner(
        action_id=0, name=await record_name(store, person, now=now), person_id=person.id
    )


def identity(owner: ActionOwner) -> str:
    """Who the owner is in the facts of a meeting; a group, or somebody not known, by the name."""
    return owner.name if owner.person_id is None else str(owner.person_id)


async def names(
    store: Store | PublicStore, owners: Sequence[ActionOwner], *, now: datetime
) -> list[str]:
    """What the owners are called, each once, as the record names them now."""
    found: dict[str, None] = {}
    for owner in owners:
        name = owner.name
        if isinstance(store, Store) and owner.person_id is not None:
            person = await store.people.get(owner.person_id)
            name = await record_name(store, person, now=now) if person else name
        elif owner.group_id is not None:
            group = await store.groups.get(owner.group_id)
            name = (await groups.title(store, group)).handle if group else name
        found.setdefault(name)
    return list(found)


async def words(store: Store | PublicStore, owners: Sequence[ActionOwner], *, now: datetime) -> str:
    """The owners in a sentence; “nobody” where there are none."""
    return listed(await names(store, owners, now=now)) or "nobody"


def unknown_words(unknown: Sequence[str]) -> str:
    """That nobody here goes by these names, in a sentence."""
    said = listed([quoted(name) for name in unknown], "or")
    kept = "it is kept as a name" if len(unknown) == 1 else "they are kept as names"
    return f"Nobody here goes by {said}; {kept}."
