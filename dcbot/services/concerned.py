"""Concerned: who takes part in a group's meetings, in which zones they are, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from dcbot.config.zones import is_zone
from dcbot.roles import Role
from dcbot.services import settings, standings
from storage.groups import Group, GroupKind
from storage.people import Person
from storage.store import Store


async def participants(store: Store, group: Group, *, now: datetime) -> list[Person]:
    """Those who take part in the group's meetings, by their standing.

    In the coordination group these are the representatives of the groups below it too.
    """
    found: dict[int, Person] = {}
    held = await store.people.standings(now, group_ids=[group.id])
    if group.kind is GroupKind.COORDINATION:
        below = [one.id for one in await store.groups.children(group.id)]
        there = await store.people.standings(now, group_ids=below) if below else []
        held += [one for one in there if one.role >= Role.REPRESENTATIVE]
    for standing in held:
        person = await store.people.get(standing.person_id)
        if person is not None and person.forgotten_at is None:
            found[person.id] = person
    return list(found.values())


async def takes_part(store: Store, person: Person, group: Group, *, now: datetime) -> bool:
    """Whether the person may have what only participants may: they, and those above them."""
    held = await standings.in_group(store, person, group, now=now)
    if held >= Role.MEMBER:
        return True
    return any(one.id == person.id for one in await participants(store, group, now=now))


async def zones(store: Store, group: Group, *, now: datetime) -> Counter[str]:
    """The zones of those concerned and how many people named each; the zones that the group and
    its places are set to count too, as nobody's."""
    named = [person.zone for person in await participants(store, group, now=now)]
    found = Counter(zone for zone in named if zone and is_zone(zone))
    places = await store.places.of_group(group.id)
    others = [await settings.value_of(store, group, "zone"), *(place.zone for place in places)]
    for zone in others:
        if zone and is_zone(zone):
            found[zone] += 0
    return found


async def shared(store: Store, one: Group, other: Group, *, now: datetime) -> int:
    """How many people take part in the meetings of both groups."""
    ids = {person.id for person in await participants(store, one, now=now)}
    return len(ids & {person.id for person in await participants(store, other, now=now)})


async def groups_of(store: Store, person: Person, *, now: datetime) -> Collection[int]:
    """The groups whose meetings concern the person: their own, and for representatives of a group
    the coordination group above it."""
    found: set[int] = set()
    for standing in await store.people.standings(now, person_id=person.id):
        if standing.group_id is None:
            continue
        found.add(standing.group_id)
        group = await store.groups.get(standing.group_id)
        above = await store.groups.get(group.parent_id) if group and group.parent_id else None
        if above and above.kind is GroupKind.COORDINATION and standing.role >= Role.REPRESENTATIVE:
            found.add(above.id)
    return found
