"""Release news: a letter tells that the outputs of a cycle are public, once they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeAlias

from dcbot.addresses import to
from dcbot.message import literal
from dcbot.services import countdown_words, groups, letters, outputs, places, releases
from dcbot.services.outputs import Held
from storage.cycles import Cycle, CycleDate
from storage.groups import GroupKind
from storage.milestones import Stage
from storage.places import Place, PlaceKind
from storage.store import Store
from storage.timetable import Job

GRACE = timedelta(minutes=30)
MOST = 40
"""So many outputs are named in one letter."""

Duty: TypeAlias = Callable[[Store, Job, datetime], Awaitable[None]]


def duty(site: str) -> Duty:
    """The duty of a bot whose web stands there; nothing is said where nothing is public."""

    async def tell(store: Store, job: Job, now: datetime) -> None:
        cycle = await store.cycles.get(job.arguments["cycle"])
        row = (await releases.ends(store, job.arguments["cycle"])).dates.get(Stage.RELEASE)
        if cycle is None or row is None or row.revision != job.arguments["revision"]:
            return
        if row.withdrawn or row.at is None or row.at > now:
            return
        released = await public(store, cycle, now=now)
        if released:
            await _tell(store, cycle, row, released, site, now)

    return tell


async def public(store: Store, cycle: Cycle, *, now: datetime) -> list[Held]:
    """The outputs of the cycle that everybody may read, by their groups' names."""
    found = []
    for output in await store.outputs.of_cycle(cycle.id):
        group = await store.groups.get(output.group_id)
        if group is None or output.withdrawn_at is not None:
            continue
        whole = await outputs.held(store, group, cycle)
        shown = outputs.public_part(whole, now) if whole else None
        if shown is not None and shown.versions:
            found.append(shown)
    return sorted(found, key=lambda one: one.group.name.casefold())


async def _tell(
    store: Store, cycle: Cycle, row: CycleDate, released: Sequence[Held], site: str, now: datetime
) -> None:
    head = f"**The outputs of {literal(cycle.name)} are public**, {len(released)} of them:"
    lines = {one.group.id: f"- {await line(store, one, site)}" for one in released}
    assert row.at is not None
    late = [countdown_words.late(row, row.at)] if now - row.at > GRACE else []
    for place in await _places(store, released):
        shown = lines_for(lines, place.group_id, cycle.key)
        text = "\n".join([head, *shown, *late])
        key = f"release of cycle {cycle.id} → {place.id}"
        subject = f"The outputs of {cycle.name} are public"
        await letters.to_place(store, place, text, key=key, now=now, subject=subject)


def lines_for(
    lines: Mapping[int, str], group_id: int | None, year: str, most: int = MOST
) -> list[str]:
    """What a place of the group reads of all lines, which are by group: of more than `most`, first
    its own and then as many as there is room for, since many places are told."""
    if len(lines) <= most:
        return list(lines.values())
    own = [one for key, one in lines.items() if key == group_id]
    others = [one for one in islice(lines.values(), most) if one not in own]
    more = f"- and {len(lines) - most} more: `!outputs {year}` lists all."
    return [*[*own, *others][:most], more]


async def line(store: Store, one: Held, site: str) -> str:
    """One output: whose, its title, and where it stands."""
    handle = (await groups.title(store, one.group)).handle
    address = f": {site}{to('output', group=one.group.key, year=one.cycle.key)}" if site else ""
    return f"{literal(handle)}, {literal(one.last.title)}{address}"


async def _places(store: Store, released: Sequence[Held]) -> list[Place]:
    """The rooms and lists of the coordination group, and the rooms of those whose output it is."""
    found: dict[int, Place] = {}
    for group in await store.groups.all(GroupKind.COORDINATION):
        found |= {one.id: one for one in await places.shared_of(store, group.id)}
    for one in released:
        rooms = await places.shared_of(store, one.group.id)
        found |= {each.id: each for each in rooms if each.kind is not PlaceKind.LIST}
    return list(found.values())
