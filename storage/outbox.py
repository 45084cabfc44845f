"""The outbox: what is still to be said, written in the transaction that made it true."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Base, Document, Moment, Words, choice
from storage.dialects import insert_new
from storage.prepared import once


class Act(StrEnum):
    """What a letter does in its place."""

    SAY = "say"
    EDIT = "edit"
    REACT = "react"
    REDACT = "redact"
    UPLOAD = "upload"


class LetterState(StrEnum):
    """How far a letter has come."""

    HELD = "held"
    """Waits for its posting's moment, and can be recalled until then (storage/postings.py)."""
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Given up; `dcbot outbox` lists it and can send it again."""
    VOID = "void"
    """Overtaken by a newer one before it went, or no longer of use."""
    RECALLED = "recalled"
    """Never sent, at the wish of whoever asked for it."""


class Letter(Base, kw_only=True):
    """One thing to be said, to a place or to a person."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_waiting", "state", "id"),
        Index("ix_letters_turn", "state", "place", "id"),
        Index("ix_letters_posting", "posting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    """What this letter is: keeps it from being written twice and, hashed, from being sent twice."""
    transport: Mapped[str]
    place: Mapped[str]
    """The address of a place; of a person where `to_person`, whose own chat is found or opened."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    act: Mapped[Act] = mapped_column(choice(Act), default=Act.SAY)
    text: Mapped[str] = mapped_column(Words, default="")
    """Small Markdown; for a reaction the reaction itself."""
    to_person: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None] = mapped_column(Words, default=None)
    about: Mapped[str | None] = mapped_column(default=None)
    """The event replied to, reacted to or redacted."""
    edits: Mapped[str | None] = mapped_column(default=None)
    """The key of the letter whose message this one changes, or reacts to."""
    thread: Mapped[str | None] = mapped_column(default=None)
    extra: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    """What a transport may need besides: an attachment's hash and name, references, mentions."""
    posting_id: Mapped[int | None] = mapped_column(
        ForeignKey("postings.id", ondelete="SET NULL"), default=None
    )
    """What it is part of, where it goes to a whole place because somebody asked for it."""
    record: Mapped[bool] = mapped_column(default=False)
    """Part of the record: its words are not blanked after a while."""
    state: Mapped[LetterState] = mapped_column(choice(LetterState), default=LetterState.WAITING)
    valid_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    uncertain: Mapped[int] = mapped_column(default=0)
    """How often it was tried without knowing whether it went."""
    last_error: Mapped[str | None] = mapped_column(Words, default=None)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


_Older = aliased(Letter)


class SentAs(Base, kw_only=True):
    """The id that a sent letter (or a part of a long one) got from its server."""

    __tablename__ = "sent_as"
    __table_args__ = (UniqueConstraint("transport", "event_id"),)

    letter_id: Mapped[int] = mapped_column(
        ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[int] = mapped_column(primary_key=True)
    transport: Mapped[str]
    event_id: Mapped[str]


class Outbox:
    """The questions about letters."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, letter: Letter) -> bool:
        """Write the letter; False where one with its key was written before.

        An edit that was not sent yet gives way to a newer one of the same message.
        """
        if await self.by_key(letter.key):
            return False
        if letter.act is Act.EDIT and letter.edits:
            await self.session.execute(
                update(Letter)
                .where(
                    Letter.edits == letter.edits,
                    Letter.act == Act.EDIT,
                    Letter.state.in_((LetterState.WAITING, LetterState.HELD)),
                )
                .values(state=LetterState.VOID)
            )
        self.session.add(letter)
        await self.session.flush()
        return True

    async def by_key(self, key: str) -> Letter | None:
        """The letter with this key."""
        asked = once(lambda: select(Letter).where(Letter.key == bindparam("key")))
        return await self.session.scalar(asked, {"key": key})

    async def get(self, letter_id: int) -> Letter | None:
        """The letter with this number."""
        return await self.session.get(Letter, letter_id)

    async def last_number(self) -> int:
        """The number of the newest letter; 0 where there is none."""
        return await self.session.scalar(select(func.max(Letter.id))) or 0

    async def since(self, number: int) -> list[Letter]:
        """The letters that were written after the one with this number."""
        found = await self.session.scalars(
            select(Letter).where(Letter.id > number).order_by(Letter.id)
        )
        return list(found)

    async def next_due(
        self, transports: Collection[str], now: datetime, busy: Collection[str], most: int
    ) -> list[Letter]:
        """The oldest letters that may go now, each of a place in which no older one waits.

        `busy` are the places to which something is being carried at this moment.
        """
        given = {"transports": list(transports), "now": now, "busy": list(busy), "most": most}
        return list(await self.session.scalars(once(_next_due), given))

    async def next_moment(
        self, transports: Collection[str], busy: Collection[str] = ()
    ) -> datetime | None:
        """When the first letter that still waits, for a place that is not busy, is due."""
        asked = once(
            lambda: select(func.min(Letter.due_at)).where(
                Letter.state == LetterState.WAITING,
                Letter.transport.in_(bindparam("transports")),
                Letter.place.not_in(bindparam("busy")),
            )
        )
        given = {"transports": list(transports), "busy": list(busy)}
        return await self.session.scalar(asked, given)

    async def sent(self, letter: Letter, event_ids: Sequence[str], now: datetime) -> None:
        """The letter went; its parts got these ids."""
        await self.session.execute(
            update(Letter).where(Letter.id == letter.id).values(state=LetterState.SENT, sent_at=now)
        )
        parts = [
            {
                "letter_id": letter.id,
                "part": part,
                "transport": letter.transport,
                "event_id": event_id,
            }
            for part, event_id in enumerate(event_ids)
        ]
        await insert_new(self.session, SentAs, parts)

    async def give_up(self, letter: Letter) -> None:
        """The letter will not go. The time that others waited behind it counts as tried, so that
        a place which cannot be reached does not hold each of them back as long again."""
        letter.state = LetterState.DEAD
        await self.session.execute(
            update(Letter)
            .where(
                Letter.place == letter.place,
                Letter.transport == letter.transport,
                Letter.state == LetterState.WAITING,
                Letter.first_tried_at.is_(None),
            )
            .values(first_tried_at=Letter.created_at)
            .execution_options(synchronize_session=False)
        )

    async def send_again(self, letter: Letter, now: datetime) -> bool:
        """Let a dead letter wait again; an edit that a newer one has overtaken is void instead,
        and False is returned."""
        newer = letter.act is Act.EDIT and await self.session.scalar(
            select(Letter.id)
            .where(Letter.edits == letter.edits, Letter.act == Act.EDIT, Letter.id > letter.id)
            .limit(1)
        )
        letter.state = LetterState.VOID if newer else LetterState.WAITING
        letter.due_at, letter.first_tried_at, letter.attempts = now, None, 0
        return not newer

    async def sent_ids(self, letter: Letter) -> list[str]:
        """The ids of the letter's parts, first part first."""
        found = await self.session.scalars(
            select(SentAs.event_id).where(SentAs.letter_id == letter.id).order_by(SentAs.part)
        )
        return list(found)

    async def ours(self, transport: str, event_ids: Collection[str]) -> dict[str, Letter]:
        """Those of the events that are letters of the bot, by the event's id."""
        if not event_ids:
            return {}
        asked = once(
            lambda: (
                select(SentAs.event_id, Letter)
                .join(Letter, Letter.id == SentAs.letter_id)
                .where(
                    SentAs.transport == bindparam("transport"),
                    SentAs.event_id.in_(bindparam("event_ids")),
                )
            )
        )
        given = {"transport": transport, "event_ids": list(event_ids)}
        found = await self.session.execute(asked, given)
        return {event_id: letter for event_id, letter in found}

    async def dead(self) -> list[Letter]:
        """The letters that were given up, oldest first."""
        found = await self.session.scalars(
            select(Letter).where(Letter.state == LetterState.DEAD).order_by(Letter.id)
        )
        return list(found)

    async def waiting_since(self, transports: Collection[str]) -> datetime | None:
        """When the oldest letter that still waits for one of the transports was written."""
        return await self.session.scalar(
            select(func.min(Letter.created_at)).where(
                Letter.state == LetterState.WAITING, Letter.transport.in_(transports)
            )
        )

    async def oldest_waiting(self) -> Letter | None:
        """The letter that has waited longest."""
        return await self.session.scalar(
            select(Letter).where(Letter.state == LetterState.WAITING).order_by(Letter.id).limit(1)
        )

    async def set_aside(self, why: str) -> int:
        """Give up all letters that wait or are held; returns how many."""
        done = await self.session.execute(
            update(Letter)
            .where(Letter.state.in_((LetterState.WAITING, LetterState.HELD)))
            .values(state=LetterState.DEAD, last_error=why)
        )
        return int(getattr(done, "rowcount", 0))

    async def count(self, state: LetterState) -> int:
        """How many letters are in this state."""
        found = await self.session.scalar(
            select(func.count(Letter.id)).where(Letter.state == state)
        )
        return found or 0

    async def blank(self, before: datetime) -> int:
        """Blank the words of letters that went before, or were overtaken, and are no record;
        returns how many."""
        unsent = Letter.state.in_((LetterState.VOID, LetterState.RECALLED))
        overtaken = and_(unsent, Letter.created_at < before)
        done = await self.session.execute(
            update(Letter)
            .where(
                or_(Letter.sent_at < before, overtaken),
                Letter.record.is_(False),
                or_(Letter.text != "", Letter.extra != {}),
            )
            .values(text="", subject=None, extra={})
        )
        return int(getattr(done, "rowcount", 0))


def _next_due() -> Select[Letter]:
    held_up = select(_Older.id).where(
        _Older.place == Letter.place,
        _Older.transport == Letter.transport,
        _Older.state == LetterState.WAITING,
        _Older.id < Letter.id,
    )
    return (
        select(Letter)
        .where(
            Letter.state == LetterState.WAITING,
            Letter.transport.in_(bindparam("transports")),
            Letter.due_at <= bindparam("now"),
            Letter.place.not_in(bindparam("busy")),
            ~held_up.exists(),
        )
        .order_by(Letter.id)
        .limit(bindparam("most"))
    )
