"""The store: one transaction's view of everything; and the public store, which can show no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import and_, event, inspect
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.visitors import ExternallyTraversible

from storage.attachments import Attachments
from storage.base import Audience, Publishable
from storage.changes import Changes
from storage.community import Community, Detail
from storage.contacts import Contacts
from storage.dialects import database_clock
from storage.errands import Errands
from storage.facts import Facts, Source
from storage.groups import Groups
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.questions import Questions
from storage.timetable import Timetable


class Store:
    """What is remembered, as one transaction sees it: one attribute for each noun."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.attachments = Attachments(session)
        self.changes = Changes(session)
        self.community = Community(session)
        self.contacts = Contacts(session)
        self.errands = Errands(session)
        self.facts = Facts(session)
        self.groups = Groups(session)
        self.inbox = Inbox(session)
        self.outbox = Outbox(session)
        self.people = People(session)
        self.places = Places(session)
        self.questions = Questions(session)
        self.timetable = Timetable(session)

    def savepoint(self) -> AsyncSessionTransaction:
        """A part of the transaction that can be undone alone; use it with `async with`."""
        return self.session.begin_nested()

    async def flush(self) -> None:
        """Write what was added, so that its numbers are known and its rules are checked."""
        await self.session.flush()

    async def clock(self) -> datetime:
        """The moment by the database's own clock."""
        return await database_clock(self.session)


class NotPublic(Exception):
    """Something was asked of the public store that it may not show."""


class PublicStore:
    """What everybody may see at a moment, and nothing else, whatever is asked of it.

    Every select of a publishable record is narrowed to the rows that are public by then; a select
    of any other record, a statement that writes, and plain SQL raise `NotPublic`. The community's
    own words and the sources of facts are public as a whole.
    """

    ALWAYS_PUBLIC = (Detail, Source)

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now
        self.changes = Changes(session)
        self.community = Community(session)
        self.contacts = Contacts(session)
        self.facts = Facts(session)
        self.groups = Groups(session)
        event.listen(session.sync_session, "do_orm_execute", self._narrow)
        event.listen(session.sync_session, "before_flush", _refuse_writing)

    def _narrow(self, state: ORMExecuteState) -> None:
        if not state.is_select:
            raise NotPublic("the public store only reads")
        asked = _records_in(state)
        if not asked:
            raise NotPublic("the public store reads records, not tables or plain SQL")
        for record in asked:
            if not issubclass(record, (Publishable, *self.ALWAYS_PUBLIC)):
                raise NotPublic(f"{record.__name__} is never public")
        now = self.now
        state.statement = state.statement.options(
            with_loader_criteria(
                Publishable,
                lambda record: and_(record.audience == Audience.PUBLIC, record.public_from <= now),
                include_aliases=True,
            )
        )


def _records_in(state: ORMExecuteState) -> set[type[Any]]:
    """The records that a statement touches anywhere; empty where it touches a bare table."""
    mapped: dict[Any, type[Any]] = {}
    for mapper in state.all_mappers:
        for one in mapper.registry.mappers:
            mapped[one.local_table] = one.class_
    found = {mapper.class_ for mapper in state.all_mappers}
    for part in visitors.iterate(cast("ExternallyTraversible", state.statement)):
        if getattr(part, "__visit_name__", "") == "table":
            record = mapped.get(part)
            if record is None:
                return set()
            found.add(record)
    return found


def _refuse_writing(session: Session, _context: object, _instances: object) -> None:
    if session.new or session.deleted or any(inspect(row).modified for row in session.dirty):
        raise NotPublic("the public store only reads")
