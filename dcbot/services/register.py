"""The register as it is edited: under whose name, who may, and what is kept of each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot.roles import Role
from dcbot.services import standings
from dcbot.services.naming import NOBODY, record_name
from storage.base import Audience
from storage.changes import Change
from storage.groups import Group
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True)
class Hand:
    """Whoever changes the register, as the record names them.

    `role` is what they are in the group; `why` stands behind each change that gives no reason of
    its own, such as the file that was imported.
    """

    name: str
    role: str = ""
    person_id: int | None = None
    why: str = ""

    @property
    def source(self) -> str:
        """Their word, as the source of a fact that names none."""
        who = f"{self.name}, {self.role}" if self.role else self.name
        return f"{self.why} by {who}" if self.why else f"said by {who}"


async def hand(
    store: Store, person: Person, group: Group | None, *, now: datetime, why: str = ""
) -> Hand:
    """The person as the record names them in this group."""
    name = await record_name(store, person, now=now)
    role = await standings.in_group(store, person, group, now=now)
    named = name == person.name and name != NOBODY
    label = "Secretariat" if role is Role.SECRETARIAT else role.label
    return Hand(name, label if named and role else "", person.id, why)


async def editor(
    store: Store, person: Person, group: Group, *, to: str, now: datetime, why: str = ""
) -> Hand:
    """The person as one who edits what the register knows of this group.

    Raises NotAllowed, which says who may: its representatives, coordinators, the Secretariat.
    """
    await standings.require(store, person, Role.REPRESENTATIVE, group, to=to, now=now)
    return await hand(store, person, group, now=now, why=why)


async def keeper(
    store: Store, person: Person, *, to: str, now: datetime, role: Role = Role.COORDINATOR
) -> Hand:
    """The person as one who keeps the register as a whole: coordinators and the Secretariat."""
    group = await store.groups.coordination()
    await standings.require(store, person, role, group, to=to, now=now)
    return await hand(store, person, group, now=now)


async def note(
    store: Store,
    group: Group,
    what: str,
    *,
    hand: Hand,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
    audience: Audience = Audience.PUBLIC,
) -> None:
    """Keep in the history what was changed of a group: by whom, when, from what, and why."""
    store.changes.add(
        Change(
            subject="group",
            subject_id=group.id,
            at=now,
            by_name=hand.name,
            person_id=hand.person_id,
            what=what,
            was=was,
            now=is_now,
            why="; ".join(part for part in (why, hand.why) if part),
            audience=audience,
            public_from=now if audience is Audience.PUBLIC else None,
        )
    )
    await store.flush()


async def history(
    store: Store, group: Group, reader: Person, *, alone: bool, now: datetime
) -> list[Change]:
    """The changes of a group, oldest first: all that are public, and to those who edit it, where
    they read `alone`, those that concern its people too."""
    changes = await store.changes.of("group", group.id)
    role = await standings.in_group(store, reader, group, now=now)
    if alone and role >= Role.REPRESENTATIVE:
        return changes
    return [one for one in changes if one.audience is Audience.PUBLIC]
