"""The lines of journals: what was said and done in a meeting, in numbers that never change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Publishable, Words, choice
from storage.dialects import insert_new
from storage.prepared import once


class LineKind(StrEnum):
    """What a line tells of. The words are those of `dcbot.record`, which reads them."""

    SAID = "said"
    ACTED = "acted"
    """Said of oneself, as by /me."""
    NOTICE = "notice"
    """Said by another bot."""
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    EDITED = "edited"
    """`text` is what the line `about` says now."""
    REDACTED = "redacted"
    """The line `about` was taken back."""
    REACTED = "reacted"
    """`text` is the reaction to the line `about`."""
    CLOSED = "closed"
    """The meeting was ended otherwise than by a line."""


class LineSource(StrEnum):
    """How a line came; the words are those of `dcbot.record`."""

    ROOM = "room"
    MAIL = "mail"
    SCRIBE = "scribe"
    FILE = "file"


class JournalLine(Publishable, Base, kw_only=True):
    """One line. Rows and numbers stay for ever; words can be taken out, which leaves who did and
    why.

    It holds no address, so that it can be published: the person is a number, and where the line
    came from is only kept as a hash, which is enough to know it again.
    """

    __tablename__ = "journal_lines"
    __table_args__ = (
        UniqueConstraint("event_hash", "part"),
        Index("ix_journal_lines_person_id", "person_id"),
        Index(
            "ix_journal_lines_about",
            "journal_id",
            "about",
            sqlite_where=text("about IS NOT NULL"),
            postgresql_where=text("about IS NOT NULL"),
        ),
    )

    journal_id: Mapped[int] = mapped_column(
        ForeignKey("journals.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1 on, in the order in which the lines were stored; `at` says in which they were said."""
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[LineKind] = mapped_column(choice(LineKind))
    source: Mapped[LineSource] = mapped_column(choice(LineSource))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    """Whose line it is; None where it is nobody's, as where the bot closed the journal."""
    name: Mapped[str] = mapped_column(Words, default="")
    """As the record named that person then."""
    nick: Mapped[str] = mapped_column(Words, default="")
    """Of a line from a log that others kept: by what the record knows its author, whom the bot does
    not know; such as a nick, never an address."""
    text: Mapped[str] = mapped_column(Words, default="")
    about: Mapped[int | None] = mapped_column(default=None)
    """The number of the line that this one replies to, edits, takes back or reacts to."""
    place_id: Mapped[int | None] = mapped_column(
        ForeignKey("places.id", ondelete="SET NULL"), default=None
    )
    event_hash: Mapped[str | None] = mapped_column(default=None)
    part: Mapped[int] = mapped_column(default=0)
    """Of several lines that came in one, which this is."""
    assurance: Mapped[int] = mapped_column(default=3)
    """How sure it was whose line it is, as in `dcbot.roles.Assurance`."""
    correction: Mapped[str | None] = mapped_column(default=None)
    """Of what was written to correct the minutes: what its author may, as `dcbot.record` says."""
    attached: Mapped[list[dict[str, Any]]] = mapped_column(Document, default_factory=list)
    """The files that came with it: name, media_type, size; and sha256 where it is kept."""
    removed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When its words were taken out, or were not kept in the first place."""
    removed_by: Mapped[str] = mapped_column(Words, default="")
    removed_why: Mapped[str] = mapped_column(Words, default="")
    stays: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """What stays in force of a line whose words were taken out, as `dcbot.record` says it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the line of an event stands, and whose it is."""

    journal_id: int
    number: int
    kind: LineKind
    person_id: int | None
    place_id: int | None
    removed: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """Who took words out, when and why; `stays` is what of them stays in force."""

    at: datetime
    by_name: str
    why: str
    stays: tuple[str, ...] = ()


class JournalLines:
    """The questions about lines."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store the lines, which have their numbers; the journal must be locked."""
        await insert_new(self.session, JournalLine, [dict(row) for row in rows])

    async def marks(self, event_hashes: Collection[str]) -> dict[str, Mark]:
        """Where the lines of these events stand; of an event in several parts, the first."""
        if not event_hashes:
            return {}
        asked = once(
            lambda: (
                select(
                    JournalLine.event_hash,
                    JournalLine.journal_id,
                    JournalLine.number,
                    JournalLine.kind,
                    JournalLine.person_id,
                    JournalLine.place_id,
                    JournalLine.removed_at,
                )
                .where(JournalLine.event_hash.in_(bindparam("event_hashes")))
                .order_by(JournalLine.part.desc())
            )
        )
        found = await self.session.execute(asked, {"event_hashes": list(event_hashes)})
        return {
            str(row.event_hash): Mark(
                row.journal_id,
                row.number,
                row.kind,
                row.person_id,
                row.place_id,
                row.removed_at is not None,
            )
            for row in found
        }

    async def parts(self, event_hash: str) -> list[JournalLine]:
        """All lines that came in one event, in their order."""
        found = await self.session.scalars(
            select(JournalLine)
            .where(JournalLine.event_hash == event_hash)
            .order_by(JournalLine.part)
        )
        return list(found)

    async def all(self, journal_id: int, *, after: int = 0) -> list[JournalLine]:
        """The lines of a journal after this number, in the order of their numbers."""
        found = await self.session.scalars(
            select(JournalLine)
            .where(JournalLine.journal_id == journal_id, JournalLine.number > after)
            .order_by(JournalLine.number)
        )
        return list(found)

    async def get(self, journal_id: int, number: int) -> JournalLine | None:
        """The line with this number."""
        return await self.session.get(JournalLine, (journal_id, number))

    async def count(self, journal_id: int) -> int:
        """How many lines the journal has."""
        found = await self.session.scalar(
            select(func.count())
            .select_from(JournalLine)
            .where(JournalLine.journal_id == journal_id)
        )
        return found or 0

    async def naming(self, names: Collection[str]) -> list[JournalLine]:
        """The lines in which one of these names may stand."""
        if not names:
            return []
        found = await self.session.scalars(
            select(JournalLine).where(
                or_(*(JournalLine.text.contains(name, autoescape=True) for name in names))
            )
        )
        return list(found)

    async def speakers(self, journal_ids: Collection[int]) -> list[int]:
        """The numbers of those who said something in these journals."""
        found = await self.session.scalars(
            select(JournalLine.person_id)
            .where(JournalLine.journal_id.in_(journal_ids), JournalLine.person_id.is_not(None))
            .distinct()
        )
        return sorted(one for one in found if one is not None)

    def read_anew(self) -> None:
        """What was changed past the session is read anew when it is asked for."""
        for row in list(self.session.identity_map.values()):
            if isinstance(row, JournalLine):
                self.session.expire(row)

    async def said_by(self, journal_id: int, person_id: int) -> bool:
        """Whether a line of the journal is that person's."""
        found = await self.session.scalar(
            select(JournalLine.number)
            .where(JournalLine.journal_id == journal_id, JournalLine.person_id == person_id)
            .limit(1)
        )
        return found is not None

    async def by_person(self, person_id: int) -> list[JournalLine]:
        """All lines of a person, journal by journal."""
        found = await self.session.scalars(
            select(JournalLine)
            .where(JournalLine.person_id == person_id)
            .order_by(JournalLine.journal_id, JournalLine.number)
        )
        return list(found)

    async def with_edits(self, journal_id: int, number: int) -> list[int]:
        """The number of the line, and those of its edits."""
        found = await self.session.scalars(
            select(JournalLine.number).where(
                JournalLine.journal_id == journal_id,
                JournalLine.about == number,
                JournalLine.kind == LineKind.EDITED,
            )
        )
        return [number, *found]

    async def remove(self, journal_id: int, numbers: Collection[int], removal: Removal) -> None:
        """Take the words out of these lines, with what was attached; what is out already stays as
        it is."""
        await self.session.execute(
            update(JournalLine)
            .where(
                JournalLine.journal_id == journal_id,
                JournalLine.number.in_(numbers),
                JournalLine.removed_at.is_(None),
            )
            .values(
                text="",
                attached=[],
                removed_at=removal.at,
                removed_by=removal.by_name,
                removed_why=removal.why,
                stays=list(removal.stays),
            )
            .execution_options(synchronize_session=False)
        )

    async def trim(self, journal_id: int, number: int, text: str, stays: Collection[str]) -> None:
        """Leave only this of the words of a line."""
        await self.session.execute(
            update(JournalLine)
            .where(JournalLine.journal_id == journal_id, JournalLine.number == number)
            .values(text=text, stays=list(stays))
            .execution_options(synchronize_session=False)
        )

    async def first(self, journal_id: int) -> JournalLine | None:
        """The first line that the journal still has."""
        return await self.session.scalar(
            select(JournalLine)
            .where(JournalLine.journal_id == journal_id)
            .order_by(JournalLine.number)
            .limit(1)
        )

    async def drop_before(self, journal_id: int, number: int) -> None:
        """Delete the lines before this one: they were no part of a meeting."""
        await self._drop(journal_id, JournalLine.number < number)

    async def drop_after(self, line: JournalLine) -> None:
        """Delete what was stored after this line and not said before it."""
        later = JournalLine.number > line.number
        await self._drop(line.journal_id, later & (JournalLine.at >= line.at))

    async def _drop(self, journal_id: int, which: ColumnElement[bool]) -> None:
        await self.session.execute(
            delete(JournalLine)
            .where(JournalLine.journal_id == journal_id, which)
            .execution_options(synchronize_session=False)
        )
