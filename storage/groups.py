"""Groups: the coordination group, coalitions, working groups, others; names and settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words, choice
from storage.changes import Change
from storage.prepared import once


class GroupKind(StrEnum):
    """What a group is."""

    COORDINATION = "coordination"
    COALITION = "coalition"
    WORKING_GROUP = "working group"
    OTHER = "other body"


class NameKind(StrEnum):
    """What a name of a group is."""

    OFFICIAL = "official"
    ACRONYM = "acronym"
    SHORT = "short"
    ALIAS = "alias"
    FORMER = "former"
    LATER = "later"


class Group(Publishable, Base, kw_only=True):
    """A body of people. Its key stands in addresses of the archive and never changes."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[GroupKind] = mapped_column(choice(GroupKind))
    name: Mapped[str] = mapped_column(Words)
    """The full name in use now; all names with their dates are `GroupName` rows."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), default=None)
    later: Mapped[bool] = mapped_column(default=False)
    """Came after the list that the register began with."""
    shipped: Mapped[bool] = mapped_column(default=False)
    indexing: Mapped[str] = mapped_column(default="")
    """Whether search engines may list the logs of its meetings: “allowed”, or anything else. It is
    set like a setting, and stands here because everybody may know it."""


class GroupName(Publishable, Base, kw_only=True):
    """One name that a group goes or went by."""

    __tablename__ = "group_names"
    __table_args__ = (UniqueConstraint("group_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Words)
    folded: Mapped[str] = mapped_column(index=True)
    """The name without case, accents and punctuation, as it is looked up."""
    kind: Mapped[NameKind] = mapped_column(choice(NameKind))
    since: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(Words, default="")
    shipped_key: Mapped[str | None] = mapped_column(default=None, index=True)
    edited: Mapped[bool] = mapped_column(default=False)
    """Changed by a person since it was shipped; a release then leaves it alone."""


class GroupSetting(Base, kw_only=True):
    """One setting of a group, said by message."""

    __tablename__ = "group_settings"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Words)
    set_by: Mapped[str] = mapped_column(Words)
    set_at: Mapped[datetime] = mapped_column(Moment)


class Called(NamedTuple):
    """What a group is called: all its names with their kinds, in the order in which they were
    written down."""

    key: str
    kind: GroupKind
    name: str
    names: list[tuple[NameKind, str]]


_GROUPS = Group.__table__


class Groups:
    """The questions about groups."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, group_id: int) -> Group | None:
        """The group with this number."""
        return await self.session.get(Group, group_id)

    async def by_key(self, key: str) -> Group | None:
        """The group with this key."""
        asked = once(lambda: select(Group).where(Group.key == bindparam("key")))
        return await self.session.scalar(asked, {"key": key})

    async def add(self, group: Group) -> None:
        """Write the group down; the number is known afterwards."""
        self.session.add(group)
        await self.session.flush()

    async def hanging(self, group_id: int) -> dict[str, int]:
        """How many rows of other tables refer to the group, by table; its names are its own."""
        found = {}
        for table in Base.metadata.sorted_tables:
            columns = [key.parent for key in table.foreign_keys if key.column.table is _GROUPS]
            if columns and table is not GroupName.__table__:
                mine = or_(*(column == group_id for column in columns))
                asked = select(func.count()).select_from(table).where(mine)
                count = await self.session.scalar(asked)
                found[table.name] = count or 0
        return {name: count for name, count in found.items() if count}

    async def remove(self, group: Group) -> None:
        """Delete the group with its names. What was kept of its changes stays, but is no longer of
        a group, since a number may be given to another one."""
        await self.session.execute(
            update(Change)
            .where(Change.subject == "group", Change.subject_id == group.id)
            .values(subject="removed group")
        )
        await self.session.delete(group)
        await self.session.flush()

    async def all(self, *kinds: GroupKind) -> list[Group]:
        """All groups (of these kinds), by name."""
        asked = select(Group).order_by(func.lower(Group.name))
        if kinds:
            asked = asked.where(Group.kind.in_(kinds))
        return list(await self.session.scalars(asked))

    async def children(self, group_id: int) -> list[Group]:
        """The groups right below this one, by name."""
        found = await self.session.scalars(
            select(Group).where(Group.parent_id == group_id).order_by(func.lower(Group.name))
        )
        return list(found)

    async def coordination(self) -> Group | None:
        """The coordination group of the community."""
        return await self.session.scalar(
            select(Group).where(Group.kind == GroupKind.COORDINATION).order_by(Group.id).limit(1)
        )

    async def names(self, group_id: int | None = None) -> list[GroupName]:
        """The names of a group, or of all, in the order in which they were written down."""
        asked = select(GroupName).order_by(GroupName.id)
        if group_id is not None:
            asked = asked.where(GroupName.group_id == group_id)
        return list(await self.session.scalars(asked))

    async def with_names(self, ids: Collection[int]) -> dict[int, tuple[Group, list[GroupName]]]:
        """These groups by their ids, each with its names in the order in which they were written
        down."""
        if not ids:
            return {}
        asked = once(
            lambda: (
                select(Group, GroupName)
                .outerjoin(GroupName, GroupName.group_id == Group.id)
                .where(Group.id.in_(bindparam("ids", expanding=True)))
                .order_by(GroupName.id)
            )
        )
        rows = await self.session.execute(asked, {"ids": list(ids)})
        found: dict[int, tuple[Group, list[GroupName]]] = {}
        for group, name in rows:
            names = found.setdefault(group.id, (group, []))[1]
            names += [name] if name is not None else []
        return found

    async def called(self, ids: Collection[int]) -> dict[int, Called]:
        """What these groups are called, by their ids."""
        if not ids:
            return {}
        # Columns alone: the records of twenty groups take longer than all else of a search.
        asked = once(
            lambda: (
                select(Group.id, Group.key, Group.kind, Group.name, GroupName.kind, GroupName.name)
                .outerjoin(GroupName, GroupName.group_id == Group.id)
                .where(Group.id.in_(bindparam("ids", expanding=True)))
                .order_by(GroupName.id)
            )
        )
        found: dict[int, Called] = {}
        for number, key, kind, full, of, name in await self.session.execute(
            asked, {"ids": list(ids)}
        ):
            if number not in found:
                found[number] = Called(key, kind, full, [])
            if name is not None:
                found[number].names.append((of, name))
        return found

    async def named(self, folded: str) -> list[Group]:
        """The groups that go or went by exactly this folded name, or have it as their key."""
        found = await self.session.scalars(
            select(Group)
            .outerjoin(GroupName, GroupName.group_id == Group.id)
            .where((GroupName.folded == folded) | (Group.key == folded))
            .distinct()
            .order_by(Group.id)
        )
        return list(found)

    async def settings(self, group_id: int) -> dict[str, GroupSetting]:
        """What was set for the group, by the setting's name."""
        found = await self.session.scalars(
            once(
                lambda: select(GroupSetting).where(GroupSetting.group_id == bindparam("group_id"))
            ),
            {"group_id": group_id},
        )
        return {setting.name: setting for setting in found}

    async def put_setting(self, setting: GroupSetting) -> None:
        """Set it, whether it was set before or not."""
        await self.session.merge(setting)
