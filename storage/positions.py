"""Positions: how far each transport has heard."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.dialects import put


class Position(Base, kw_only=True):
    """How far a transport has heard, under a name of its own."""

    __tablename__ = "positions"

    transport: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Positions:
    """The questions about positions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of(self, transport: str, name: str) -> str | None:
        """How far the transport has heard; None at its very first start."""
        found = await self.session.get(Position, (transport, name))
        return found.value if found else None

    async def move(self, transport: str, name: str, value: str) -> None:
        """Remember how far the transport has heard."""
        row = {"transport": transport, "name": name, "value": value}
        await put(self.session, Position, row, unique=("transport", "name"))

    async def drop(self, transport: str, name: str) -> None:
        """Forget a position that has served its turn."""
        found = await self.session.get(Position, (transport, name))
        if found:
            await self.session.delete(found)
