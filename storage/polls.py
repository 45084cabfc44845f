"""Polls: several times for one meeting, whom each would suit, and what became of the poll."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, LocalTime, Moment, Words, choice
from storage.inbox import Event
from storage.meetings import MeetingKind


class PollState(StrEnum):
    """How far a poll has come."""

    OPEN = "open"
    CLOSED = "closed"
    """Nobody answers any more; nothing is picked yet."""
    PICKED = "picked"
    """A meeting was made of one of its times."""
    CANCELLED = "cancelled"


class Suits(StrEnum):
    """Whether a time suits somebody."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


class Poll(Base, kw_only=True):
    """One question to the people of a group: at which of these times can you come?

    `closes_local` and `closes_zone` are what was planned, `closes_at` is that in UTC.
    """

    __tablename__ = "polls"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[int] = mapped_column(unique=True)
    """By which people call it; it counts the polls of all groups and never changes."""
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Words)
    """The title of the meeting that is looked for."""
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind))
    minutes: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closes_local: Mapped[datetime] = mapped_column(LocalTime)
    closes_zone: Mapped[str]
    closes_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[PollState] = mapped_column(choice(PollState), default=PollState.OPEN)
    venue: Mapped[str] = mapped_column(Words, default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None
    )
    """Who opened it."""
    by_name: Mapped[str] = mapped_column(Words, default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    why: Mapped[str] = mapped_column(Words, default="")
    """Why it was cancelled."""
    picked: Mapped[int | None] = mapped_column(default=None)
    """The number of the time that was picked."""
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="SET NULL"), default=None
    )
    """The meeting that was made of it."""


class PollOption(Base, kw_only=True):
    """One of the times of a poll, with its number in it, which never changes.

    `yes`, `if_need_be` and `no` are how many said so when the poll closed: what was told then
    stays true when somebody is forgotten.
    """

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    number: Mapped[int]
    starts_local: Mapped[datetime] = mapped_column(LocalTime)
    zone: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int]
    yes: Mapped[int | None] = mapped_column(default=None)
    if_need_be: Mapped[int | None] = mapped_column(default=None)
    no: Mapped[int | None] = mapped_column(default=None)


class PollAnswer(Base, kw_only=True):
    """What one person last said of one time."""

    __tablename__ = "poll_answers"
    __table_args__ = (
        UniqueConstraint("option_id", "person_id"),
        Index("ix_poll_answers_reaction", "transport", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_options.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    suits: Mapped[Suits] = mapped_column(choice(Suits))
    at: Mapped[datetime] = mapped_column(Moment)
    transport: Mapped[str | None] = mapped_column(default=None)
    event_id: Mapped[str | None] = mapped_column(default=None)
    """The reaction that said it, so that taking it back takes the answer back; None for words."""


class Polls:
    """The questions about polls and what people answered to them."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, *rows: Poll | PollOption) -> None:
        """Write them down; their ids are known afterwards."""
        self.session.add_all(rows)
        await self.session.flush()

    async def get(self, poll_id: int) -> Poll | None:
        """The poll with this id."""
        return await self.session.get(Poll, poll_id)

    async def lock(self, poll: Poll) -> None:
        """Read the poll anew, so that no other transaction changes it meanwhile."""
        await self.session.refresh(poll, with_for_update=True)

    async def numbered(self, number: int) -> Poll | None:
        """The poll that people know by this number."""
        return await self.session.scalar(select(Poll).where(Poll.number == number))

    async def next_number(self) -> int:
        """The number that the next poll gets."""
        return (await self.session.scalar(select(func.max(Poll.number))) or 0) + 1

    async def of_groups(self, group_ids: Collection[int], *states: PollState) -> list[Poll]:
        """The polls of these groups (in these states), oldest first."""
        asked = select(Poll).where(Poll.group_id.in_(group_ids)).order_by(Poll.number)
        if states:
            asked = asked.where(Poll.state.in_(states))
        return list(await self.session.scalars(asked))

    async def options(self, poll_id: int) -> list[PollOption]:
        """The times of the poll, by number."""
        found = await self.session.scalars(
            select(PollOption).where(PollOption.poll_id == poll_id).order_by(PollOption.number)
        )
        return list(found)

    async def answers(self, poll_id: int) -> list[PollAnswer]:
        """What people said of the poll's times, in the order in which they said it."""
        found = await self.session.scalars(
            select(PollAnswer)
            .join(PollOption, PollOption.id == PollAnswer.option_id)
            .where(PollOption.poll_id == poll_id)
            .order_by(PollAnswer.at, PollAnswer.id)
        )
        return list(found)

    async def answers_of(self, person_id: int, option_ids: Sequence[int]) -> dict[int, PollAnswer]:
        """What the person said of these times, by the id of the time."""
        found = await self.session.scalars(
            select(PollAnswer).where(
                PollAnswer.person_id == person_id, PollAnswer.option_id.in_(option_ids)
            )
        )
        return {one.option_id: one for one in found}

    async def answer(self, *answers: PollAnswer) -> None:
        """Write down what somebody said for the first time."""
        self.session.add_all(answers)
        await self.session.flush()

    async def take_back(self, transport: str, place: str, event_id: str) -> None:
        """The reaction was taken back in its own place: what it answered to a poll that is still
        open is answered no more."""
        still_open = (
            select(PollOption.id)
            .join(Poll, Poll.id == PollOption.poll_id)
            .where(Poll.state == PollState.OPEN)
        )
        there = select(Event.id).where(
            Event.transport == transport, Event.event_id == event_id, Event.place == place
        )
        await self.session.execute(
            delete(PollAnswer)
            .where(
                PollAnswer.transport == transport,
                PollAnswer.event_id == event_id,
                PollAnswer.option_id.in_(still_open),
                there.exists(),
            )
            .execution_options(synchronize_session=False)
        )
