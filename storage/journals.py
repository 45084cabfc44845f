"""Journals: what is recorded of a meeting, since when, in which places, and what was known then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Audience, Base, Document, Moment, Publishable, Words, choice
from storage.dialects import dialect_of
from storage.journal_lines import JournalLine
from storage.meetings import Meeting
from storage.places import Place
from storage.prepared import once


class JournalState(StrEnum):
    """How far a journal has come."""

    OPENING = "opening"
    """Somebody said that a meeting begins. What is said is kept already, so that nothing is lost
    before it is known whether they may; if they may not, all of it goes."""
    OPEN = "open"
    ENDED = "ended"


class Journal(Publishable, Base, kw_only=True):
    """The journal of a meeting; its lines are `JournalLine` rows (storage/journal_lines.py)."""

    __tablename__ = "journals"
    __table_args__ = (Index("ix_journals_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    state: Mapped[JournalState] = mapped_column(choice(JournalState))
    opened_at: Mapped[datetime] = mapped_column(Moment, index=True)
    opened_by: Mapped[str] = mapped_column(Words)
    """Who said that it begins, as the record names them."""
    last_at: Mapped[datetime] = mapped_column(Moment)
    """When the last line came, by the bot's own clock."""
    dialects: Mapped[list[str]] = mapped_column(Document)
    """The ways of speaking that are read as instructions to the record, as `dcbot.record` calls
    them; more may come while it is open."""
    opener_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), default=None, index=True
    )
    """The meeting that it is of; None while it is opening. A meeting of several sittings has a
    journal for each."""
    sitting: Mapped[int] = mapped_column(default=1)
    """Which of the meeting's recorded sittings it is, counted from 1; it never changes, because
    addresses of the record hold it."""
    title: Mapped[str] = mapped_column(Words, default="")
    """How the meeting was called by whoever began it; empty where they named nothing."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_by: Mapped[str] = mapped_column(Words, default="")
    ended_why: Mapped[str] = mapped_column(Words, default="")
    """Why, where it was not ended by a line."""
    last_number: Mapped[int] = mapped_column(default=0)
    """The highest number that a line ever had."""
    is_notes: Mapped[bool] = mapped_column(default=False)
    """The notes of one scribe, who opened it, on a meeting that is held elsewhere."""
    is_imported: Mapped[bool] = mapped_column(default=False)
    """Its lines were taken from a log that others kept; the bot was not there."""
    off_record: Mapped[bool] = mapped_column(default=False)
    """What is said now is not kept; only that something was said."""
    warned_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When its places were told that it will end by itself."""


class JournalFacts(Base, kw_only=True):
    """What was so when the meeting was opened: who is who, chairs, agenda, settings.

    It stands apart from the journal, because it knows people by names under which some of them
    do not want to be published; so no public store can hold it.
    """

    __tablename__ = "journal_facts"

    journal_id: Mapped[int] = mapped_column(
        ForeignKey("journals.id", ondelete="CASCADE"), primary_key=True
    )
    known: Mapped[dict[str, Any]] = mapped_column(Document)


class JournalPlace(Base, kw_only=True):
    """A place that a journal records. A place has one open journal at most."""

    __tablename__ = "journal_places"
    __table_args__ = (
        UniqueConstraint("journal_id", "place_id"),
        Index(
            "ix_journal_places_open",
            "place_id",
            unique=True,
            sqlite_where=text("recording"),
            postgresql_where=text("recording"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    journal_id: Mapped[int] = mapped_column(
        ForeignKey("journals.id", ondelete="CASCADE"), index=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"), index=True)
    last_at: Mapped[datetime] = mapped_column(Moment)
    """The moment of its last line; no later line is dated before it, whatever a server says."""
    recording: Mapped[bool] = mapped_column(default=True)
    """False once the journal has ended."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A place that is recorded now, by its address."""

    address: str
    place: JournalPlace
    journal: Journal


class Journals:
    """The questions about journals; those about their lines are in storage/journal_lines.py."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, journal: Journal, *places: JournalPlace) -> None:
        """Write it down; its number is known afterwards, and is that of its places."""
        self.session.add(journal)
        await self.session.flush()
        for place in places:
            place.journal_id = journal.id
        self.session.add_all(places)
        await self.session.flush()

    async def add_place(self, journal: Journal, place_id: int, since: datetime) -> None:
        """The journal records this place too, from that moment on; it may have done so before."""
        for known in await self.places(journal.id):
            if known.place_id == place_id:
                known.recording, known.last_at = True, since
                return
        row = JournalPlace(journal_id=journal.id, place_id=place_id, last_at=since)
        self.session.add(row)
        await self.session.flush()

    async def move_place(self, old_id: int, new_id: int) -> None:
        """What is recorded of one place goes on in another one that took its turn."""
        found = await self.session.scalar(
            select(JournalPlace).where(JournalPlace.place_id == old_id, JournalPlace.recording)
        )
        if found is None:
            return
        found.recording = False
        journal = await self.get(found.journal_id)
        if journal is not None:
            await self.add_place(journal, new_id, found.last_at)

    async def get(self, journal_id: int) -> Journal | None:
        """The journal with this number."""
        return await self.session.get(Journal, journal_id)

    async def lock(self, *journals: Journal) -> None:
        """Read these journals as they stand now; until the transaction ends, nobody else adds a
        line to them, opens or ends them."""
        if not journals or dialect_of(self.session) == "sqlite":
            # One transaction at a time writes there anyway.
            return
        await self.session.scalars(
            select(Journal)
            .where(Journal.id.in_([journal.id for journal in journals]))
            .order_by(Journal.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    async def recorded(self, transport: str, addresses: Collection[str]) -> dict[str, Recorded]:
        """Those of the places that are recorded now, by their address."""
        if not addresses:
            return {}
        asked = once(
            lambda: (
                select(Place.address, JournalPlace, Journal)
                .join(JournalPlace, JournalPlace.place_id == Place.id)
                .join(Journal, Journal.id == JournalPlace.journal_id)
                .where(
                    Place.transport == bindparam("transport"),
                    Place.address.in_(bindparam("addresses")),
                    JournalPlace.recording,
                )
            )
        )
        given = {"transport": transport, "addresses": list(addresses)}
        found = await self.session.execute(asked, given)
        return {address: Recorded(address, place, one) for address, place, one in found}

    async def places(self, journal_id: int) -> list[JournalPlace]:
        """The places that the journal records or recorded, in the order in which they came."""
        found = await self.session.scalars(
            select(JournalPlace)
            .where(JournalPlace.journal_id == journal_id)
            .order_by(JournalPlace.id)
        )
        return list(found)

    async def recorded_then(
        self, transport: str, address: str, moment: datetime
    ) -> tuple[JournalPlace, Journal] | None:
        """The journal that recorded the place at that moment, also one that has ended since."""
        found = await self.session.execute(
            select(JournalPlace, Journal)
            .join(Journal, Journal.id == JournalPlace.journal_id)
            .join(Place, Place.id == JournalPlace.place_id)
            .where(
                Place.transport == transport,
                Place.address == address,
                Journal.opened_at <= moment,
                Journal.ended_at.is_(None) | (Journal.ended_at >= moment),
            )
            .order_by(Journal.id.desc())
            .limit(1)
        )
        row = found.first()
        return (row[0], row[1]) if row else None

    async def of_meeting(self, meeting_id: int) -> list[Journal]:
        """The journals of a meeting, one for each sitting that was recorded, oldest first."""
        found = await self.session.scalars(
            select(Journal).where(Journal.meeting_id == meeting_id).order_by(Journal.id)
        )
        return list(found)

    async def next_sitting(self, meeting_id: int) -> int:
        """The number that the next recorded sitting of the meeting gets."""
        found = await self.session.scalar(
            select(func.max(Journal.sitting)).where(Journal.meeting_id == meeting_id)
        )
        return (found or 0) + 1

    async def of_group(self, group_id: int, limit: int) -> list[Journal]:
        """The journals of the group's last meetings, newest first."""
        found = await self.session.scalars(
            select(Journal)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .where(Meeting.group_id == group_id)
            .order_by(Journal.opened_at.desc(), Journal.id.desc())
            .limit(limit)
        )
        return list(found)

    async def held_between(self, group_id: int, start: datetime, end: datetime) -> list[Journal]:
        """The journals of the group's meetings that went on at some time between these moments."""
        found = await self.session.scalars(
            select(Journal)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .where(
                Meeting.group_id == group_id,
                Journal.opened_at < end,
                func.coalesce(Journal.ended_at, Journal.last_at) > start,
            )
            .order_by(Journal.opened_at, Journal.id)
        )
        return list(found)

    async def opened_in(
        self, group_id: int, start: datetime, end: datetime
    ) -> list[tuple[Journal, Meeting]]:
        """The journals that were opened from `start` until before `end`, each with its meeting,
        which is of the group, oldest first."""
        found = await self.session.execute(
            select(Journal, Meeting)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .where(
                Meeting.group_id == group_id, Journal.opened_at >= start, Journal.opened_at < end
            )
            .order_by(Journal.id)
        )
        return [(journal, meeting) for journal, meeting in found]

    async def of_meetings(self, meeting_ids: Collection[int]) -> list[Journal]:
        """The journals of these meetings, oldest first."""
        found = await self.session.scalars(
            select(Journal).where(Journal.meeting_id.in_(meeting_ids)).order_by(Journal.id)
        )
        return list(found)

    async def not_ended(self) -> list[Journal]:
        """The journals that are open or opening, oldest first."""
        found = await self.session.scalars(
            select(Journal).where(Journal.state != JournalState.ENDED).order_by(Journal.id)
        )
        return list(found)

    async def end(self, journal: Journal, *, at: datetime, by_name: str, why: str = "") -> None:
        """The journal records nothing any more."""
        journal.state, journal.ended_at = JournalState.ENDED, at
        journal.ended_by, journal.ended_why = by_name, why
        journal.off_record = False
        for place in await self.places(journal.id):
            place.recording = False
        await self.session.flush()

    async def discard(self, journal: Journal) -> None:
        """There was no meeting: the journal and all of its lines are deleted."""
        await self.session.execute(delete(Journal).where(Journal.id == journal.id))
        self.session.expunge(journal)

    async def facts(self, journal_id: int) -> dict[str, Any] | None:
        """What was so when it was opened; None before that."""
        found = await self.session.get(JournalFacts, journal_id)
        return found.known if found else None

    async def all_facts(self) -> dict[int, dict[str, Any]]:
        """What was so when each journal was opened, by the journal's number."""
        found = await self.session.execute(select(JournalFacts.journal_id, JournalFacts.known))
        return {journal_id: known for journal_id, known in found}

    async def put_facts(self, journal_id: int, known: dict[str, Any]) -> None:
        """Keep what was so when it was opened."""
        await self.session.merge(JournalFacts(journal_id=journal_id, known=known))
        await self.session.flush()

    async def publish(self, journal: Journal, audience: Audience, since: datetime | None) -> None:
        """These may see the journal and all of its lines, from that moment on."""
        shown = {"audience": audience, "public_from": since}
        mine = update(JournalLine).where(JournalLine.journal_id == journal.id).values(**shown)
        await self.session.execute(mine.execution_options(synchronize_session=False))
        journal.audience, journal.public_from = audience, since
        await self.session.flush()
