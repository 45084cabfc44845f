"""Expected: of which coalitions an output is expected, who answers for it, who has sent it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from dcbot.roles import Role
from dcbot.services import milestones, releases
from storage.groups import Group, GroupKind
from storage.milestones import Stage
from storage.outputs import OutputVersion
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True)
class Expected:
    """A coalition with those who answer for it, and the versions that it has sent in a cycle."""

    group: Group
    people: tuple[Person, ...]
    versions: tuple[OutputVersion, ...]

    def met(self, stage: Stage, ends: releases.Ends) -> datetime | None:
        """When it met the stage; None where it has not."""
        return milestones.met_at(stage, self.versions, ends)


async def of_cycle(store: Store, cycle_id: int, *, now: datetime) -> list[Expected]:
    """The coalitions that have representatives or coordinators, by name: nobody could be asked of
    others. One that has withdrawn its output is expected to send nothing."""
    people: dict[int, dict[int, Person]] = defaultdict(dict)
    for standing in await store.people.standings(now):
        if standing.group_id is None or standing.role < Role.REPRESENTATIVE:
            continue
        person = await store.people.get(standing.person_id)
        if person is not None and person.forgotten_at is None:
            people[standing.group_id][person.id] = person
    sent = {one.group_id: one for one in await store.outputs.of_cycle(cycle_id)}
    found = []
    for group in await store.groups.all(GroupKind.COALITION):
        output = sent.get(group.id)
        if output is not None and output.withdrawn_at is not None:
            continue
        if group.id in people:
            versions = await store.outputs.versions(output.id) if output else []
            found.append(Expected(group, tuple(people[group.id].values()), tuple(versions)))
    return sorted(found, key=lambda one: one.group.name.casefold())


async def is_done(store: Store, group_id: int | None, date_id: int, cycle_id: int) -> bool:
    """Whether the group has sent already what is due at this date of the cycle, so that its places
    need not be told; False for what is no milestone, and for a group that sends nothing."""
    stages = [one.stage for one in await store.milestones.at_date(date_id)]
    output = await store.outputs.of(group_id, cycle_id) if group_id and stages else None
    if output is None or Stage.RELEASE in stages:
        return False
    ends = await releases.ends(store, cycle_id)
    versions = await store.outputs.versions(output.id)
    return all(milestones.met_at(one, versions, ends) for one in stages)
