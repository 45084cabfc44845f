"""Standing: who is what in which group, who may do what, and how it is given and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.errors import NotAllowed
from dcbot.roles import Role
from storage.groups import Group
from storage.people import Person, Standing
from storage.store import Store


async def highest(store: Store, person: Person, *, now: datetime) -> Role:
    """The highest role that the person holds anywhere."""
    held = await store.people.standings(now, person_id=person.id)
    return Role(max((standing.role for standing in held), default=0))


async def in_group(store: Store, person: Person, group: Group | None, *, now: datetime) -> Role:
    """The highest role that counts in this group: held in it, for all, or above it.

    A coordinator of a group is one of the groups below it too; lesser roles are not handed down.
    """
    held = await store.people.standings(now, person_id=person.id)
    above = await _above(store, group)
    counted = [
        standing.role
        for standing in held
        if Role(standing.role).for_all
        or (group is not None and standing.group_id == group.id)
        or (standing.group_id in above and standing.role >= Role.COORDINATOR)
    ]
    return Role(max(counted, default=0))


async def require(
    store: Store, person: Person, role: Role, group: Group | None, *, to: str, now: datetime
) -> None:
    """Raise NotAllowed, which says who may, unless the person holds the role for this group."""
    held = await in_group(store, person, group, now=now)
    if held < role:
        raise NotAllowed(refusal(to, role, group.name if group else None, held))


def refusal(to: str, role: Role, of: str | None, held: Role) -> str:
    """Who may do this, and what the sender is known as."""
    who = {
        Role.SECRETARIAT: "the Secretariat",
        Role.OPERATOR: "operators of the bot",
    }.get(role, f"{role.labels} of {of}" if of else role.labels)
    more = " and the Secretariat" if role < Role.SECRETARIAT else ""
    yours = f"You are known here as {held.label}." if held else "You have no standing here yet."
    return f"Only {who}{more} can {to}. {yours} `whoami` shows your standing and who can give more."


async def _above(store: Store, group: Group | None) -> Sequence[int]:
    found: list[int] = []
    while group is not None and group.parent_id is not None and group.parent_id not in found:
        found.append(group.parent_id)
        group = await store.groups.get(group.parent_id)
    return found


async def give(
    store: Store,
    person: Person,
    role: Role,
    group: Group | None,
    *,
    by_name: str,
    now: datetime,
    until: datetime | None = None,
) -> Standing:
    """Give the standing; one that is held already gets the new end."""
    group_id = None if role.for_all else (group.id if group else None)
    for held in await store.people.standings(now, person_id=person.id):
        if held.role == role and held.group_id == group_id:
            held.until = until
            return held
    standing = Standing(
        person_id=person.id,
        role=int(role),
        group_id=group_id,
        since=now,
        until=until,
        given_by=by_name,
    )
    store.session.add(standing)
    await store.flush()
    return standing


async def end(store: Store, standing: Standing, *, by_name: str, now: datetime) -> None:
    """End the standing now; the row stays as history."""
    standing.until = now
    standing.ended_by = by_name
    await store.flush()
