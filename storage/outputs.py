"""Outputs: the documents that groups write in a cycle, with every version that they sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Publishable, Words


class Output(Publishable, Base, kw_only=True):
    """The document of a group in a cycle; public with its first version that is."""

    __tablename__ = "outputs"
    __table_args__ = (UniqueConstraint("group_id", "cycle_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    withdrawn_by: Mapped[str] = mapped_column(Words, default="")
    withdrawn_why: Mapped[str] = mapped_column(Words, default="")


class OutputVersion(Publishable, Base, kw_only=True):
    """One version as it was sent. Those before the one that is released stay with their group."""

    __tablename__ = "output_versions"
    __table_args__ = (UniqueConstraint("output_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    output_id: Mapped[int] = mapped_column(ForeignKey("outputs.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts the versions of the output from 1."""
    title: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    capacity: Mapped[str] = mapped_column(Words, default="")
    """As what they sent it, as “a coordinator of DC3”; empty where the name says so, or nobody
    kept it."""
    kind: Mapped[str]
    """What it came as: markdown, text, html, docx, pdf or link."""
    html: Mapped[str] = mapped_column(Words, default="")
    """What it says, as clean HTML; empty where it is a link or was not read."""
    link: Mapped[str] = mapped_column(Words, default="")
    sha256: Mapped[str] = mapped_column(default="")
    """Of the file that it came as."""
    file_name: Mapped[str] = mapped_column(Words, default="")
    findings: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """What the check against the group's template found, a sentence each."""
    template: Mapped[str] = mapped_column(Words, default="")
    """The template that it was checked against, as it is called."""
    late_for: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """The stages whose date was over when it came."""
    held: Mapped[bool] = mapped_column(default=False)
    """It came after the freeze, and was not taken in since: no release shows it."""
    taken_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    taken_by: Mapped[str] = mapped_column(Words, default="")


class OutputTemplate(Base, kw_only=True):
    """What outputs of a group, and of those below it, are checked against."""

    __tablename__ = "output_templates"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    wanted: Mapped[dict[str, Any]] = mapped_column(Document)
    """Its sections, most words, and whether a place for dissent is wanted."""
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(Words)


class Outputs:
    """The questions about outputs, their versions and their templates."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: Output | OutputVersion) -> None:
        """Write it down; its number is known afterwards."""
        self.session.add(row)
        await self.session.flush()

    async def get(self, output_id: int) -> Output | None:
        """The output with this id."""
        return await self.session.get(Output, output_id)

    async def of_ids(self, ids: Collection[int]) -> dict[int, Output]:
        """These outputs, by their ids."""
        if not ids:
            return {}
        found = await self.session.scalars(select(Output).where(Output.id.in_(ids)))
        return {one.id: one for one in found}

    async def of(self, group_id: int, cycle_id: int, *, lock: bool = False) -> Output | None:
        """The output of the group in the cycle; locked where it is to be changed."""
        asked = select(Output).where(Output.group_id == group_id, Output.cycle_id == cycle_id)
        return await self.session.scalar(asked.with_for_update() if lock else asked)

    async def of_group(self, group_id: int) -> list[Output]:
        """The outputs of a group, newest cycle first."""
        found = await self.session.scalars(
            select(Output).where(Output.group_id == group_id).order_by(Output.cycle_id.desc())
        )
        return list(found)

    async def of_cycle(self, cycle_id: int) -> list[Output]:
        """The outputs of a cycle, in the order in which they began."""
        found = await self.session.scalars(
            select(Output).where(Output.cycle_id == cycle_id).order_by(Output.id)
        )
        return list(found)

    async def all(self) -> list[Output]:
        """All outputs, in the order in which they began."""
        return list(await self.session.scalars(select(Output).order_by(Output.id)))

    async def versions(self, output_id: int) -> list[OutputVersion]:
        """The versions of an output, oldest first."""
        found = await self.session.scalars(
            select(OutputVersion)
            .where(OutputVersion.output_id == output_id)
            .order_by(OutputVersion.number)
        )
        return list(found)

    async def template(self, group_id: int) -> OutputTemplate | None:
        """The group's own template."""
        return await self.session.get(OutputTemplate, group_id)

    async def put_template(self, template: OutputTemplate) -> None:
        """This is the group's own template from now on."""
        await self.session.merge(template)
        await self.session.flush()
