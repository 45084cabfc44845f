"""Removal: a coalition that was added by mistake goes, while nothing but its making hangs on it."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import Stale, UserError
from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import groups, standings
from dcbot.services.called import Called, whole
from dcbot.services.register import hand, note
from storage.groups import Group, GroupKind
from storage.people import Person
from storage.store import Store

_NAMES = {"coalition", "name", "acronym", "alias", "official", "short", "former", "later"}
"""What is kept of a coalition's making and naming, which goes with it."""
_HANGS = {
    "facts": "facts",
    "contacts": "contact persons",
    "places": "places",
    "standings": "standings",
    "groups": "groups below it",
    "group_settings": "settings",
}


async def check(store: Store, group: Group, *, by: Person, now: datetime) -> str:
    """The words with which the coalition could be added again, where `by` may remove it.

    Raises NotAllowed, or UserError, which says what hangs on it.
    """
    to = "remove a coalition"
    await standings.require(store, by, Role.SECRETARIAT, None, to=to, now=now)
    title = await groups.title(store, group)
    closed = f"`!coalition status {groups.sayable(title.handle)} closed: why`"
    if group.kind is not GroupKind.COALITION or group.shipped:
        raise UserError(
            f"{literal(title.handle)} was not added by message, so it is not removed by one. "
            f"{closed} says that it has ended."
        )
    hangs = await _hangs(store, group)
    if hangs:
        raise UserError(
            f"{literal(title.handle)} is more than a mistake by now: it has {listed(hangs)}. "
            f"{closed} says that it has ended."
        )
    return whole(Called(group.name, title.acronym))


async def _hangs(store: Store, group: Group) -> list[str]:
    """What would be lost with the group, in words."""
    hangs = [_HANGS.get(name, name) for name in await store.groups.hanging(group.id)]
    changed = {one.what for one in await store.changes.of("group", group.id)} - _NAMES
    return hangs or [f"a history of {literal(what)}" for what in sorted(changed)]


async def remove(store: Store, key: str, name: str, *, by: Person, now: datetime) -> str:
    """Remove the coalition with this key and name; returns the words that add it again.

    The coordination group's history keeps them. Raises Stale where it is another by now.
    """
    group = await store.groups.by_key(key)
    if group is None or group.name != name:
        raise Stale("It is not there any more, or has another name now. Nothing was removed.")
    words = await check(store, group, by=by, now=now)
    coordination = await store.groups.coordination()
    await store.groups.remove(group)
    if coordination:
        who = await hand(store, by, coordination, now=now)
        await note(store, coordination, "coalition", hand=who, now=now, was=words)
    return words
