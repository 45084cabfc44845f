"""Search entries: each thing that can be found, as words and as tokens, and what is due to be
read anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    Select,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.actions import Action
from storage.annexes import Annex
from storage.base import Audience, Base, Moment, Publishable, Words, choice
from storage.decisions import Decision
from storage.dialects import ROWS_AT_ONCE, dialect_of, plan_for_words
from storage.groups import Group
from storage.journals import Journal
from storage.meetings import Meeting
from storage.minutes import MinutesVersion, VersionState
from storage.outputs import Output
from storage.prepared import once
from storage.search_index import INDEX, PAIR, asked_of
from storage.search_queries import EntryKind, Wanted, query_of


class Subject(StrEnum):
    """What entries are made of."""

    DECISION = "decision"
    ACTION = "action"
    GROUP = "group"
    MINUTES = "minutes"
    """The published minutes of a journal, with their log; its id is the journal's."""
    OUTPUT = "output"
    ANNEX = "annex"


class SearchEntry(Publishable, Base, kw_only=True):
    """One thing that can be found: a decision, an action, a point of minutes, a line of a log, of a
    transcript or of a chat, a part of an output, or something that is known of a group.

    It is made of its subject by `dcbot.services.search_index`, and says nothing that the subject
    does not. `id` follows the moment, so that what has the highest is the newest. Where the subject
    changes, a trigger (storage/search_index.py) hides the entry until it is made anew.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id", "part"),
        Index("ix_search_entries_analyser", "analyser"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    subject: Mapped[Subject] = mapped_column(choice(Subject))
    subject_id: Mapped[int]
    part: Mapped[str] = mapped_column(default="")
    """Which part of its subject it is, as its address names it, such as line-17."""
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    at: Mapped[datetime] = mapped_column(Moment)
    group_id: Mapped[int | None] = mapped_column(default=None)
    meeting_id: Mapped[int | None] = mapped_column(default=None)
    sitting: Mapped[int] = mapped_column(default=1)
    """Whose record it comes from; 0 where it comes from an annex of the meeting."""
    line: Mapped[int | None] = mapped_column(default=None)
    """The line of that record, or of the annex."""
    heading: Mapped[bool] = mapped_column(default=False)
    """It is the title of something, such as a topic or a group's name."""
    who: Mapped[str] = mapped_column(Words, default="")
    """Whose words it is, or who is to do it, as the record names them."""
    title: Mapped[str] = mapped_column(Words, default="")
    """What it stands under, such as the topic; it is shown, and not searched."""
    text: Mapped[str] = mapped_column(Words, default="")
    tokens: Mapped[str] = mapped_column(Words, default="")
    """The tokens of the text in order, a space between them (dcbot/words)."""
    forms: Mapped[str] = mapped_column(Words, default="")
    """The words that are written otherwise than their tokens, to find how a word begins."""
    facets: Mapped[str] = mapped_column(Words, default="")
    """By what it can be sorted out: its kind, its group, the names of its people."""
    analyser: Mapped[int] = mapped_column(default=0)
    """Which version of the analyser made it; what another one made is made anew."""


class SearchDue(Base, kw_only=True):
    """A subject that has changed, so that its entries are to be made anew; triggers write it."""

    __tablename__ = "search_due"

    subject: Mapped[Subject] = mapped_column(choice(Subject), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Candidate(NamedTuple):
    """What is known of an entry that holds all the words, to rank it by."""

    id: int
    kind: str
    """The word of its `EntryKind`."""
    heading: bool
    group_id: int | None
    meeting_id: int | None
    sitting: int
    line: int | None
    tokens: str


class Shown(NamedTuple):
    """What is shown of an entry, with the meeting that it is of."""

    id: int
    subject: Subject
    subject_id: int
    part: str
    kind: EntryKind
    at: datetime
    group_id: int | None
    sitting: int
    line: int | None
    heading: bool
    who: str
    title: str
    text: str
    meeting_id: int | None
    """None, too, where who asks may not see the meeting."""
    meeting_number: int
    meeting_title: str
    state: VersionState | None
    """Of the minutes of its sitting, of the version that counts. A line of a log has none."""


_ENTRIES: Any = SearchEntry.__table__
_DUE: Any = SearchDue.__table__
_DUE_COLUMNS = ["subject", "subject_id"]
_RECORDS: dict[Subject, Any] = {
    Subject.DECISION: Decision,
    Subject.ACTION: Action,
    Subject.GROUP: Group,
    Subject.MINUTES: Journal,
    Subject.OUTPUT: Output,
    Subject.ANNEX: Annex,
}
# As the database has them: to make choices of hundreds of words takes as long as to find them.
_RANKED: tuple[Any, ...] = tuple(
    type_coerce(_ENTRIES.c[name], Text if name in ("kind", "tokens") else BigInteger).label(name)
    for name in Candidate._fields
)
# Each statement is put together once: that takes as long as SQLite takes over it.
_PUBLIC = (
    _ENTRIES.c.audience == Audience.PUBLIC,
    _ENTRIES.c.public_from <= bindparam("now", type_=Moment),
)
_STATE = (
    select(MinutesVersion.state)
    .join(Journal, Journal.id == MinutesVersion.journal_id)
    .where(
        _ENTRIES.c.kind != EntryKind.LOG,
        Journal.meeting_id == _ENTRIES.c.meeting_id,
        Journal.sitting == _ENTRIES.c.sitting,
    )
    .order_by(MinutesVersion.number.desc())
    .limit(1)
    .correlate(_ENTRIES)
    .scalar_subquery()
)
_OF_ENTRIES = Shown._fields[: Shown._fields.index("meeting_id")]
_SHOWN = (
    select(
        *(_ENTRIES.c[name] for name in _OF_ENTRIES),
        Meeting.id,
        Meeting.number,
        Meeting.title,
        _STATE,
    )
    .outerjoin_from(_ENTRIES, Meeting, Meeting.id == _ENTRIES.c.meeting_id)
    .where(_ENTRIES.c.id.in_(bindparam("ids", expanding=True)), *_PUBLIC)
)


@cache
def _newest(dialect: str, within: bool, sort: Wanted) -> Select[Any]:
    """The newest entries that hold what is asked for, `within` a span of ids or not; for all of a
    sort it is the same statement."""
    span = (INDEX.c.rowid >= bindparam("first"), INDEX.c.rowid < bindparam("end"))
    asked = asked_of(dialect, bindparam("query"), sort)
    return (
        select(*_RANKED)
        .select_from(PAIR(_ENTRIES))
        .where(*asked, *_PUBLIC, *(span if within else ()))
        .order_by(INDEX.c.rowid.desc())
        .limit(bindparam("most", type_=Integer))
    )


class SearchEntries:
    """The questions about what can be found."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self._planned = False

    async def newest(
        self, wanted: Wanted, now: datetime, most: int, span: tuple[int, int] | None = None
    ) -> list[Candidate]:
        """What everybody may read by now and holds what is wanted, newest first; so many at most.

        `span` is between which ids. Whoever asks, only what is public is found.
        """
        if not self._planned:
            await plan_for_words(self.session)
            self._planned = True
        dialect = dialect_of(self.session)
        values = {"query": query_of(dialect, wanted), "now": now, "most": most}
        if span is not None:
            values |= {"first": span[0], "end": span[1]}
        statement = _newest(dialect, span is not None, wanted.sort)
        found = await self.session.execute(statement, values)
        # All at once: a row at a time takes longer than to find it.
        return list(map(Candidate._make, found.all()))

    async def shown(self, ids: Collection[int], now: datetime) -> dict[int, Shown]:
        """What is shown of these entries, by their ids; what is not public by now is left out."""
        if not ids:
            return {}
        # Columns alone: whole records of twenty entries take longer than all else of a page.
        found = await self.session.execute(_SHOWN, {"ids": list(ids), "now": now})
        return {row[0]: Shown._make(row) for row in found.all()}

    async def texts(self, wanted: Wanted, now: datetime, most: int) -> list[str]:
        """The texts of the newest public entries that hold what is wanted; so many at most."""
        found = await self.newest(wanted, now, most)
        ids = [one.id for one in found]
        asked = select(SearchEntry.text).where(SearchEntry.id.in_(ids))
        return list(await self.session.scalars(asked.order_by(SearchEntry.id.desc())))

    async def ends(self) -> tuple[datetime, datetime] | None:
        """The moments of the first and of the last entry."""
        # Each by itself, as the first in an order: for both at once all would be read.
        asked = select(SearchEntry.at).limit(1)
        first = await self.session.scalar(asked.order_by(SearchEntry.id))
        last = await self.session.scalar(asked.order_by(SearchEntry.id.desc()))
        return (first, last) if first and last else None

    async def of(self, subject: Subject, subject_id: int) -> dict[str, SearchEntry]:
        """The entries that are made of a subject, by their part."""
        found = await self.session.scalars(
            select(SearchEntry)
            .where(SearchEntry.subject == subject, SearchEntry.subject_id == subject_id)
            # Triggers change rows past the session.
            .execution_options(populate_existing=True)
        )
        return {one.part: one for one in found}

    async def taken(self, ids: Collection[int]) -> set[int]:
        """Which of these ids entries have already."""
        found: set[int] = set()
        listed = list(ids)
        for start in range(0, len(listed), ROWS_AT_ONCE):
            part = listed[start : start + ROWS_AT_ONCE]
            asked = select(SearchEntry.id).where(SearchEntry.id.in_(part))
            found.update(await self.session.scalars(asked))
        return found

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write new entries down."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            await self.session.execute(
                _ENTRIES.insert(), [dict(row) for row in rows[start : start + ROWS_AT_ONCE]]
            )

    async def remove(self, ids: Collection[int]) -> None:
        """Delete these entries."""
        listed = list(ids)
        for start in range(0, len(listed), ROWS_AT_ONCE):
            part = listed[start : start + ROWS_AT_ONCE]
            await self.session.execute(
                delete(SearchEntry)
                .where(SearchEntry.id.in_(part))
                .execution_options(synchronize_session=False)
            )

    async def show(self, ids: Collection[int], audience: Audience, since: datetime | None) -> None:
        """These may see these entries, from that moment on."""
        listed = list(ids)
        for start in range(0, len(listed), ROWS_AT_ONCE):
            part = listed[start : start + ROWS_AT_ONCE]
            await self.session.execute(
                update(SearchEntry)
                .where(SearchEntry.id.in_(part))
                .values(audience=audience, public_from=since)
                .execution_options(synchronize_session=False)
            )

    async def due(self, most: int) -> list[SearchDue]:
        """Subjects whose entries are to be made anew, so many at most."""
        asked = once(
            lambda: (
                select(SearchDue)
                .order_by(SearchDue.subject, SearchDue.subject_id)
                .limit(bindparam("most"))
            )
        )
        return list(await self.session.scalars(asked, {"most": most}))

    async def done(self, due: SearchDue) -> None:
        """The entries of the subject are as they should be."""
        await self.session.delete(due)
        await self.session.flush()

    async def due_count(self) -> int:
        """How many subjects are due."""
        return await self.session.scalar(select(func.count()).select_from(SearchDue)) or 0

    async def make_all_due(self) -> None:
        """Everything is due, and no entry counts as it is."""
        await self.session.execute(update(SearchEntry).values(analyser=0))
        for subject, record in _RECORDS.items():
            known = select(SearchDue.subject_id).where(
                SearchDue.subject == subject, SearchDue.subject_id == record.id
            )
            asked = select(literal(subject, choice(Subject)), record.id).where(~known.exists())
            await self.session.execute(_DUE.insert().from_select(_DUE_COLUMNS, asked))

    async def make_due(self, version: int) -> None:
        """What another version of the analyser made is due."""
        known = select(SearchDue.subject_id).where(
            SearchDue.subject == SearchEntry.subject, SearchDue.subject_id == SearchEntry.subject_id
        )
        asked = (
            select(SearchEntry.subject, SearchEntry.subject_id)
            .where(SearchEntry.analyser != version, ~known.exists())
            .distinct()
        )
        await self.session.execute(_DUE.insert().from_select(_DUE_COLUMNS, asked))
