"""Public outputs: what everybody may read of outputs, as pages, tables and feeds need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.cycles import Cycle
from storage.groups import Group
from storage.outputs import Output, OutputVersion
from storage.store import PublicStore


@dataclass(frozen=True)
class Released:
    """An output that is public, with its public versions, oldest first; none where it was
    withdrawn after its release."""

    output: Output
    group: Group
    cycle: Cycle
    versions: tuple[OutputVersion, ...]

    @property
    def last(self) -> OutputVersion | None:
        """The version that stands."""
        return self.versions[-1] if self.versions else None

    @property
    def changed_at(self) -> datetime:
        """When it last became what it is."""
        if self.output.withdrawn_at is not None:
            return self.output.withdrawn_at
        since = self.last.public_from if self.last else self.output.public_from
        return since or self.output.begun_at

    @property
    def title(self) -> str:
        """The title of the version that stands; of a withdrawn one there is none."""
        return self.last.title if self.last else "withdrawn output"


async def of_cycle(store: PublicStore, cycle: Cycle) -> list[Released]:
    """The public outputs of the cycle, by the names of their groups."""
    found = [await _released(store, one) for one in await store.outputs.of_cycle(cycle.id)]
    return sorted(filter(None, found), key=lambda one: one.group.name.casefold())


async def of_group(store: PublicStore, group: Group) -> list[Released]:
    """The public outputs of the group, newest cycle first."""
    found = [await _released(store, one) for one in await store.outputs.of_group(group.id)]
    return sorted(filter(None, found), key=lambda one: one.cycle.key, reverse=True)


async def of(store: PublicStore, group: Group, year: str) -> Released | None:
    """The public output of the group in the cycle of that year."""
    cycle = await store.cycles.by_key(year)
    output = await store.outputs.of(group.id, cycle.id) if cycle else None
    return await _released(store, output) if output else None


async def lately(store: PublicStore, most: int) -> list[Released]:
    """The outputs that were released or changed last, newest first."""
    found = [await _released(store, one) for one in await store.outputs.all()]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: one.changed_at, reverse=True)[:most]


async def _released(store: PublicStore, output: Output) -> Released | None:
    group = await store.groups.get(output.group_id)
    cycle = await store.cycles.get(output.cycle_id)
    if group is None or cycle is None:
        return None
    withdrawn = output.withdrawn_at is not None
    versions = [] if withdrawn else await store.outputs.versions(output.id)
    return Released(output, group, cycle, tuple(versions))
