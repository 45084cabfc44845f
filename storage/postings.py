"""Postings: what goes to whole places, who asked for it, and until when it can be recalled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Words, choice
from storage.outbox import Letter, LetterState
from storage.prepared import once


class PostingKind(StrEnum):
    """What is sent to whole places."""

    ANNOUNCEMENT = "announcement"
    AGENDA = "agenda"
    REMINDER = "reminder"
    MINUTES = "minutes"
    DECISION = "decision"
    """What is put to the group, and what came of it."""
    GATHERED = "weekly letter"
    """What would have been several letters, gathered in one."""


class PostingState(StrEnum):
    """What became of a posting."""

    HELD = "held"
    """Its letters wait for its moment; until then it can be recalled."""
    GONE = "gone"
    """Handed to the courier; from here on nothing stops it."""
    RECALLED = "recalled"
    ASIDE = "set aside"
    """Given up with all that waited, since a backup was restored."""


class Posting(Base, kw_only=True):
    """One thing for one or more whole places; its letters name it."""

    __tablename__ = "postings"
    __table_args__ = (
        Index("ix_postings_due", "state", "goes_at"),
        Index("ix_postings_author", "person_id", "number"),
        Index("ix_postings_group", "group_id", "kind", "goes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[PostingKind] = mapped_column(choice(PostingKind))
    where: Mapped[str] = mapped_column(Words)
    """Where it goes, in words."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
    goes_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[PostingState] = mapped_column(choice(PostingState))
    lists: Mapped[int] = mapped_column(default=0)
    """To how many lists it goes; rooms have no budget."""
    about: Mapped[str] = mapped_column(default="")
    """What it is about, where budgets count by that: “meeting 7”."""
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("groups.id", ondelete="SET NULL"), default=None
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None
    )
    """Who asked for it; None where the bot does it of its own accord."""
    by_name: Mapped[str] = mapped_column(Words, default="")
    number: Mapped[int | None] = mapped_column(default=None)
    """By which its author calls it: 1, 2, 3 … of all that they ever asked for."""
    settled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it went, or was recalled."""
    recalled_by: Mapped[str] = mapped_column(Words, default="")


class Postings:
    """The questions about postings. What becomes of one is decided here, once, by its row."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, posting: Posting) -> bool:
        """Write the posting; False where one with its key was written before."""
        if await self.session.scalar(select(Posting.id).where(Posting.key == posting.key)):
            return False
        self.session.add(posting)
        await self.session.flush()
        return True

    async def get(self, posting_id: int) -> Posting | None:
        """The posting with this number of its row, as it stands now."""
        return await self.session.get(Posting, posting_id, populate_existing=True)

    async def of_author(self, person_id: int, *states: PostingState) -> list[Posting]:
        """The postings that the person asked for (in these states), oldest first."""
        asked = select(Posting).where(Posting.person_id == person_id).order_by(Posting.number)
        if states:
            asked = asked.where(Posting.state.in_(states))
        return list(await self.session.scalars(asked))

    async def held_numbers(self, person_id: int) -> list[int | None]:
        """The numbers of what the person asked for and can still recall."""
        held = await self.of_author(person_id, PostingState.HELD)
        return [one.number for one in held]

    async def last_number(self, person_id: int) -> int:
        """The number of the last one that the person asked for; 0 where there is none."""
        last = await self.session.scalar(
            select(func.max(Posting.number)).where(Posting.person_id == person_id)
        )
        return last or 0

    async def to_lists(
        self, group_id: int, kind: PostingKind, since: datetime, about: str | None = None
    ) -> list[Posting]:
        """What of this kind went, or is to go, to lists of the group since then, oldest first."""
        asked = select(Posting).where(
            Posting.group_id == group_id,
            Posting.kind == kind,
            Posting.goes_at > since,
            Posting.lists > 0,
            Posting.state.in_((PostingState.HELD, PostingState.GONE)),
        )
        if about is not None:
            asked = asked.where(Posting.about == about)
        return list(await self.session.scalars(asked.order_by(Posting.goes_at)))

    async def about(self, what: str) -> list[Posting]:
        """What is or was sent about this, oldest first."""
        found = await self.session.scalars(
            select(Posting).where(Posting.about == what).order_by(Posting.id)
        )
        return list(found)

    async def due(self, now: datetime, transports: Collection[str]) -> list[int]:
        """The rows whose moment has come, with a letter for one of the transports."""
        asked = once(
            lambda: (
                select(Posting.id)
                .where(
                    Posting.state == PostingState.HELD,
                    Posting.goes_at <= bindparam("now"),
                    select(Letter.id)
                    .where(
                        Letter.posting_id == Posting.id,
                        Letter.transport.in_(bindparam("transports")),
                    )
                    .exists(),
                )
                .order_by(Posting.id)
            )
        )
        given = {"now": now, "transports": list(transports)}
        return list(await self.session.scalars(asked, given))

    async def release(self, posting_id: int, now: datetime) -> bool:
        """Let it go; False where it was recalled before, or has gone."""
        letters = {"state": LetterState.WAITING, "created_at": now, "due_at": now}
        return await self._settle(posting_id, letters, state=PostingState.GONE, settled_at=now)

    async def recall(self, posting_id: int, now: datetime, by_name: str) -> bool:
        """It never goes; False where it has gone, or was recalled before."""
        letters = {"state": LetterState.RECALLED, "last_error": "recalled"}
        change = {"settled_at": now, "recalled_by": by_name}
        return await self._settle(posting_id, letters, state=PostingState.RECALLED, **change)

    async def _settle(self, posting_id: int, letters: dict[str, Any], **change: Any) -> bool:
        # Whoever changes the row first has decided: the other one finds nothing to change.
        done = await self.session.execute(
            update(Posting)
            .where(Posting.id == posting_id, Posting.state == PostingState.HELD)
            .values(**change)
        )
        if not getattr(done, "rowcount", 0):
            return False
        await self.session.execute(
            update(Letter)
            .where(Letter.posting_id == posting_id, Letter.state == LetterState.HELD)
            .values(**letters)
        )
        return True

    async def set_aside(self, now: datetime) -> None:
        """Give up all that are held; their letters are the outbox's."""
        await self.session.execute(
            update(Posting)
            .where(Posting.state == PostingState.HELD)
            .values(state=PostingState.ASIDE, settled_at=now)
        )
