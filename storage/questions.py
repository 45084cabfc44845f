"""The questions that the bot has asked and that wait for an answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, choice
from storage.prepared import once


class QuestionState(StrEnum):
    """How far a question has come."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Question(Base, kw_only=True):
    """One question: the letter that asked, who may answer, what is accepted, the draft so far."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_place", "transport", "place", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]
    """Names the function that takes the answer."""
    letter_key: Mapped[str] = mapped_column(index=True)
    transport: Mapped[str]
    place: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    """Who may answer; None for whoever has the standing. Where it then accepts any words, many may
    answer, each for themselves, and it waits on until it runs out."""
    accepts: Mapped[list[str]] = mapped_column(Document)
    """The words that answer it; an empty list accepts any."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    draft: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    token_hash: Mapped[str | None] = mapped_column(default=None, index=True)
    """The hash of the single-use word that proves the answer by mail."""
    state: Mapped[QuestionState] = mapped_column(choice(QuestionState), default=QuestionState.OPEN)
    answer: Mapped[str | None] = mapped_column(default=None)

    def waits(self, now: datetime) -> bool:
        """Whether it can be answered now."""
        return self.state is QuestionState.OPEN and self.expires_at > now

    def ran_out(self, now: datetime) -> bool:
        """Whether nobody answered it in time."""
        unanswered = self.state in (QuestionState.OPEN, QuestionState.EXPIRED)
        return unanswered and self.expires_at <= now


class Questions:
    """The questions about questions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, question: Question) -> None:
        self.session.add(question)

    async def open_in(
        self, transport: str, places: Collection[str], now: datetime
    ) -> list[Question]:
        """The open questions of the places that have not run out, oldest first."""
        if not places:
            return []
        asked = once(
            lambda: (
                select(Question)
                .where(
                    Question.transport == bindparam("transport"),
                    Question.place.in_(bindparam("places")),
                    Question.state == QuestionState.OPEN,
                    Question.expires_at > bindparam("now"),
                )
                .order_by(Question.id)
            )
        )
        given = {"transport": transport, "places": list(places), "now": now}
        return list(await self.session.scalars(asked, given))

    async def of_letter(self, letter_key: str) -> Question | None:
        """The question that a letter asked, whatever became of it."""
        return await self.session.scalar(select(Question).where(Question.letter_key == letter_key))

    async def with_token(self, token_hash: str) -> Question | None:
        """The question that this single-use word belongs to, whatever became of it."""
        return await self.session.scalar(select(Question).where(Question.token_hash == token_hash))

    async def lock(self, question: Question) -> None:
        """Read the question anew, so that no other transaction answers it meanwhile."""
        await self.session.refresh(question, with_for_update=True)

    async def waiting_for(self, person_id: int, now: datetime) -> list[Question]:
        """What waits for this person's answer."""
        found = await self.session.scalars(
            select(Question).where(
                Question.person_id == person_id,
                Question.state == QuestionState.OPEN,
                Question.expires_at > now,
            )
        )
        return list(found)

    async def count_open(self, now: datetime) -> int:
        """How many wait for an answer."""
        count = await self.session.scalar(
            select(func.count(Question.id)).where(
                Question.state == QuestionState.OPEN, Question.expires_at > now
            )
        )
        return count or 0

    async def expire(self, now: datetime) -> None:
        """Close what has run out."""
        await self.session.execute(
            update(Question)
            .where(Question.state == QuestionState.OPEN, Question.expires_at <= now)
            .values(state=QuestionState.EXPIRED, draft={})
        )

    async def blank(self, before: datetime) -> None:
        """Blank what was drafted with questions asked before that wait no more."""
        await self.session.execute(
            update(Question)
            .where(
                Question.asked_at < before,
                Question.state != QuestionState.OPEN,
                or_(Question.draft != {}, Question.answer.is_not(None)),
            )
            .values(draft={}, answer=None)
        )
