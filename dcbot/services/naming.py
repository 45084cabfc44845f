"""Naming: how the record names people, and how a change of somebody's own things is kept."""

from __future__ import annotations

from datetime import datetime

from dcbot.roles import Role
from dcbot.services import groups
from storage.changes import Change
from storage.people import Person
from storage.store import Store

NOBODY = "a participant"
"""How the record names somebody who does not want to be named, or was forgotten."""


async def record_name(store: Store, person: Person, *, now: datetime) -> str:
    """Who somebody is in the record, as they wish it: name, role, or a participant."""
    named_as = person.wishes.get("named_as", "name")
    if named_as == "name":
        return person.name
    held = await store.people.standings(now, person_id=person.id)
    if named_as == "role" and held:
        return await role_words(store, Role(held[0].role), held[0].group_id)
    return NOBODY


async def role_words(store: Store, role: Role, group_id: int | None) -> str:
    """Somebody by what they are: “a representative of DCAD”, “the Secretariat”."""
    if role is Role.SECRETARIAT:
        return "the Secretariat"
    group = await store.groups.get(group_id) if group_id else None
    of = f" of {(await groups.title(store, group)).handle}" if group else ""
    return f"{with_article(role)}{of}"


def with_article(role: Role) -> str:
    """What somebody with this role is: “a member”, “an operator”, “part of the Secretariat”."""
    if role is Role.SECRETARIAT:
        return "part of the Secretariat"
    return f"{'an' if role.label[0] in 'aeiou' else 'a'} {role.label}"


async def changed(
    store: Store,
    person: Person,
    what: str,
    *,
    by: Person,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
) -> None:
    """Keep in the history what was changed about somebody, and who did."""
    store.changes.add(
        Change(
            subject="person",
            subject_id=person.id,
            at=now,
            by_name=await record_name(store, by, now=now),
            person_id=by.id,
            what=what,
            was=was,
            now=is_now,
            why=why,
        )
    )
    await store.flush()
