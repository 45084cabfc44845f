"""Reminders: which people asked for themselves, and which letters told of which meeting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment
from storage.outbox import Letter, LetterState


class OwnReminder(Base, kw_only=True):
    """Somebody wants to be reminded of the meetings of a group so many minutes ahead."""

    __tablename__ = "own_reminders"
    __table_args__ = (UniqueConstraint("person_id", "group_id", "minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    minutes: Mapped[int]


class Told(Base, kw_only=True):
    """A letter tells of a meeting that it begins then; where `start` is empty, that it is off."""

    __tablename__ = "told_meetings"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Reminders:
    """The questions about people's own reminders, and about what was told."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_group(self, group_id: int) -> list[OwnReminder]:
        """What people want to be reminded of in this group."""
        found = await self.session.scalars(
            select(OwnReminder).where(OwnReminder.group_id == group_id).order_by(OwnReminder.id)
        )
        return list(found)

    async def of_person(self, person_id: int, group_id: int | None = None) -> list[OwnReminder]:
        """What the person wants to be reminded of (in this group), longest ahead first."""
        asked = select(OwnReminder).where(OwnReminder.person_id == person_id)
        if group_id is not None:
            asked = asked.where(OwnReminder.group_id == group_id)
        asked = asked.order_by(OwnReminder.group_id, OwnReminder.minutes.desc())
        return list(await self.session.scalars(asked))

    async def put(self, person_id: int, group_id: int, minutes: Collection[int]) -> None:
        """The person wants these reminders of the group, and no others; none takes all away."""
        await self.session.execute(
            delete(OwnReminder).where(
                OwnReminder.person_id == person_id, OwnReminder.group_id == group_id
            )
        )
        for one in sorted(set(minutes)):
            self.session.add(OwnReminder(person_id=person_id, group_id=group_id, minutes=one))
        await self.session.flush()

    async def told(self, letter: Letter, *what: tuple[int, datetime | None]) -> None:
        """The letter tells of these meetings that they begin then, or are off."""
        rows = [Told(letter_id=letter.id, meeting_id=id, start=start) for id, start in what]
        self.session.add_all(rows)
        await self.session.flush()

    async def told_of(self, meeting_id: int) -> list[tuple[Letter, Told]]:
        """The letters that told of the meeting, or will, oldest first."""
        found = await self.session.execute(
            select(Letter, Told)
            .join(Told, Told.letter_id == Letter.id)
            .where(
                Told.meeting_id == meeting_id,
                Letter.state.in_((LetterState.SENT, LetterState.WAITING)),
            )
            .order_by(Letter.id, Told.id)
        )
        return [(letter, told) for letter, told in found]

    async def is_told(self, meeting_id: int) -> bool:
        """Whether any letter told of the meeting."""
        asked = select(Told.id).where(Told.meeting_id == meeting_id).limit(1)
        return await self.session.scalar(asked) is not None

    async def told_by(self, letter: Letter) -> list[Told]:
        """Of what the letter told, in its order."""
        found = await self.session.scalars(
            select(Told).where(Told.letter_id == letter.id).order_by(Told.id)
        )
        return list(found)

    async def said_anew(self, meeting_id: int, was: datetime, start: datetime) -> None:
        """The places that were told of that start have been told of the new one."""
        in_places = select(Letter.id).where(Letter.id == Told.letter_id, ~Letter.to_person)
        await self.session.execute(
            update(Told)
            .where(Told.meeting_id == meeting_id, Told.start == was, in_places.exists())
            .values(start=start)
        )
