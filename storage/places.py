"""Places: rooms, lists and people's own chats, each with its group, purpose and audience."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Audience, Base, Document, Moment, Words, choice
from storage.prepared import once


class PlaceKind(StrEnum):
    """What a place is."""

    ROOM = "room"
    LIST = "list"
    DIRECT = "direct"


class Place(Base, kw_only=True):
    """Where things are said. A new place is private until a coordinator says otherwise."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("transport", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transport: Mapped[str]
    address: Mapped[str]
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    first_seen: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(Words, default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), default=None, index=True)
    purpose: Mapped[str] = mapped_column(Words, default="")
    language: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="")
    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.PRIVATE)
    left_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When the bot was sent away or left; None while it is there."""
    left_why: Mapped[str] = mapped_column(Words, default="")
    moved_to: Mapped[str | None] = mapped_column(default=None)
    """The address of the place that took this one's turn, after a room upgrade."""
    extra: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)


class Places:
    """The questions about places."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, place_id: int) -> Place | None:
        """The place with this number."""
        return await self.session.get(Place, place_id)

    async def at(self, transport: str, address: str) -> Place | None:
        """The place with this address."""
        asked = once(
            lambda: select(Place).where(
                Place.transport == bindparam("transport"), Place.address == bindparam("address")
            )
        )
        return await self.session.scalar(asked, {"transport": transport, "address": address})

    async def add(self, place: Place) -> None:
        """Write the place down."""
        self.session.add(place)
        await self.session.flush()

    async def of_group(self, group_id: int) -> list[Place]:
        """The places of a group, oldest first."""
        found = await self.session.scalars(
            select(Place).where(Place.group_id == group_id).order_by(Place.id)
        )
        return list(found)

    async def all(self, kind: PlaceKind | None = None) -> list[Place]:
        """All places (of a kind), oldest first."""
        asked = select(Place).order_by(Place.id)
        if kind is not None:
            asked = asked.where(Place.kind == kind)
        return list(await self.session.scalars(asked))
