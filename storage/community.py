"""The community whose database this is: its name, its words for things, its rules as text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document


class Detail(Base, kw_only=True):
    """One detail of the community, such as what it calls its office."""

    __tablename__ = "community"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(Document)


_ALL = select(Detail)


class Community:
    """The questions about the community."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def details(self) -> dict[str, dict[str, Any]]:
        """All details, by name."""
        return {row.name: row.value for row in await self.session.scalars(_ALL)}

    async def put(self, name: str, value: dict[str, Any]) -> None:
        """Keep the detail, whether it was there or not."""
        await self.session.merge(Detail(name=name, value=value))
