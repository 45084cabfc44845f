"""Rehearsals: begun, moved in time and ended; and what stands ready in one for practice."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.errors import UserError
from dcbot.lines import fold
from dcbot.roles import Role
from dcbot.services import standings
from storage.base import Audience
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.inbox import Event, EventKind
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.rehearsals import Rehearsal
from storage.store import Store

LASTS = timedelta(hours=2)
KEPT = timedelta(days=1)
"""So long after its time it is known that somebody may still think that they rehearse."""
MOST_LINES = 100
PLAYED_AS_ONE = 10
"""So many lines that are played again count as one that is said."""
MOST_SHIFT = timedelta(days=366)
PRACTICE = "practice"
"""The key, and the short name, of the group that stands ready."""
_HEARD = (EventKind.SAID, EventKind.EDITED, EventKind.REACTED)


async def of_event(store: Store, event: Event) -> Rehearsal | None:
    """The rehearsal to which the event belongs, also one whose time is over."""
    alone = event.direct or event.place == event.sender
    if not alone or "list" in event.extra or event.kind not in _HEARD:
        return None
    return await store.rehearsals.at(event.transport, event.place)


def weight(rehearsal: Rehearsal) -> int:
    """For how many lines a message counts besides its own, as all that was said is played again."""
    return len(rehearsal.lines) // PLAYED_AS_ONE


async def begin(
    store: Store, transport: str, place: str, *, by: Person, now: datetime
) -> Rehearsal:
    """From now on what `by` says there is a rehearsal."""
    rehearsal = Rehearsal(
        transport=transport, place=place, person_id=by.id, began_at=now, ends_at=now + LASTS
    )
    await store.rehearsals.add(rehearsal)
    return rehearsal


async def move(store: Store, rehearsal: Rehearsal, later: timedelta) -> None:
    """Its clock goes on by so much. Raises UserError where that is too far."""
    if rehearsal.shift + later.total_seconds() > MOST_SHIFT.total_seconds():
        raise UserError(f"The clock of a rehearsal goes {MOST_SHIFT.days} days ahead at most.")
    rehearsal.shift += int(later.total_seconds())
    await store.flush()


def moment(rehearsal: Rehearsal, now: datetime) -> datetime:
    """What its clock shows."""
    return now + timedelta(seconds=rehearsal.shift)


async def prepare(store: Store, transport: str, *, by: Person, now: datetime) -> None:
    """Make the practice group, of which `by` is the coordinator, with a room and a list.

    It must be undone with the play; read rights elsewhere do not grow by it.
    """
    if await store.groups.by_key(PRACTICE):
        return
    group = Group(
        key=PRACTICE,
        kind=GroupKind.OTHER,
        name="Practice group",
        audience=Audience.GROUP,
        created_at=now,
    )
    await store.groups.add(group)
    for name, kind in (("Practice group", NameKind.OFFICIAL), (PRACTICE, NameKind.SHORT)):
        store.session.add(GroupName(group_id=group.id, name=name, folded=fold(name), kind=kind))
    await standings.give(store, by, Role.COORDINATOR, group, by_name="this rehearsal", now=now)
    for shared in (PlaceKind.ROOM, PlaceKind.LIST):
        place = Place(
            transport=transport,
            address=f"practice {shared}",
            kind=shared,
            first_seen=now,
            name=f"practice {shared}",
            group_id=group.id,
        )
        await store.places.add(place)
    store.practice = group.id


async def tidy(store: Store, now: datetime) -> None:
    """Blank what is over, and forget what has been over for a day."""
    for rehearsal in await store.rehearsals.over(now):
        await store.rehearsals.blank(rehearsal)
        if rehearsal.ends_at <= now - KEPT:
            await store.rehearsals.forget(rehearsal)
