"""The store: one transaction's view of everything; and the public store, which can show no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import event, inspect
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction
from sqlalchemy.orm import Session

from storage.actions import Actions
from storage.annexes import Annexes
from storage.attachments import Attachments
from storage.calendars import Calendars
from storage.changes import Changes
from storage.community import Community
from storage.contacts import Contacts
from storage.countdowns import Countdowns
from storage.cycles import Cycles
from storage.decisions import Decisions
from storage.dialects import database_clock
from storage.eligibility import Eligibility
from storage.errands import Errands
from storage.facts import Facts
from storage.fingerprints import Digests
from storage.groups import Groups
from storage.imports import Imports
from storage.inbox import Inbox
from storage.journal_lines import JournalLines
from storage.journals import Journals
from storage.leases import Leases
from storage.live_minutes import LiveRecords
from storage.meetings import Meetings
from storage.milestones import Milestones
from storage.minutes import MinutesVersions
from storage.outbox import Outbox
from storage.outputs import Outputs
from storage.people import People
from storage.places import Places
from storage.polls import Polls
from storage.positions import Positions
from storage.postings import Postings
from storage.publicity import NotPublic, permit
from storage.questions import Questions
from storage.received_facts import ReceivedFacts
from storage.recorded_meetings import RecordedMeetings
from storage.rehearsals import Rehearsals
from storage.reminders import Reminders
from storage.search_entries import SearchEntries
from storage.slots import Slots
from storage.timetable import Timetable

__all__ = ["NotPublic", "PublicStore", "Store"]

Asked = TypeVar("Asked")


class _Noun(Generic[Asked]):
    """The questions about one noun in this transaction, made when the first of them is asked: of
    so many nouns a transaction asks about a few."""

    def __init__(self, questions: Callable[[AsyncSession], Asked]) -> None:
        self.questions = questions

    def __set_name__(self, _store: type, name: str) -> None:
        self.name = name

    def __get__(self, store: Any, _kind: type) -> Asked:
        made = self.questions(store.session)
        # From now on it is found before this is asked.
        store.__dict__[self.name] = made
        return made


class Store:
    """What is remembered, as one transaction sees it: one attribute for each noun."""

    actions = _Noun(Actions)
    annexes = _Noun(Annexes)
    attachments = _Noun(Attachments)
    calendars = _Noun(Calendars)
    changes = _Noun(Changes)
    community = _Noun(Community)
    contacts = _Noun(Contacts)
    countdowns = _Noun(Countdowns)
    cycles = _Noun(Cycles)
    decisions = _Noun(Decisions)
    eligibility = _Noun(Eligibility)
    errands = _Noun(Errands)
    facts = _Noun(Facts)
    groups = _Noun(Groups)
    imports = _Noun(Imports)
    inbox = _Noun(Inbox)
    journal_lines = _Noun(JournalLines)
    journals = _Noun(Journals)
    leases = _Noun(Leases)
    live = _Noun(LiveRecords)
    meetings = _Noun(Meetings)
    milestones = _Noun(Milestones)
    minutes = _Noun(MinutesVersions)
    outbox = _Noun(Outbox)
    outputs = _Noun(Outputs)
    people = _Noun(People)
    places = _Noun(Places)
    polls = _Noun(Polls)
    positions = _Noun(Positions)
    postings = _Noun(Postings)
    questions = _Noun(Questions)
    received = _Noun(ReceivedFacts)
    recorded = _Noun(RecordedMeetings)
    reminders = _Noun(Reminders)
    rehearsals = _Noun(Rehearsals)
    search = _Noun(SearchEntries)
    slots = _Noun(Slots)
    timetable = _Noun(Timetable)

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.practice: int | None = None
        """The group that stands ready in a rehearsal; what is held in it counts in it alone."""

    def savepoint(self) -> AsyncSessionTransaction:
        """A part of the transaction that can be undone alone; use it with `async with`."""
        return self.session.begin_nested()

    async def flush(self) -> None:
        """Write what was added, so that its numbers are known and its rules are checked."""
        await self.session.flush()

    async def clock(self) -> datetime:
        """The moment by the database's own clock."""
        return await database_clock(self.session)


class PublicStore:
    """What everybody may see at a moment, and nothing else, whatever is asked of it.

    Publishable records are narrowed to the rows that are public by then; asking for any other
    record, writing, and plain SQL raise `NotPublic`. The session must come from
    `Database.public`, whose connections narrow what is sent (storage/publicity.py).
    """

    actions = _Noun(Actions)
    annexes = _Noun(Annexes)
    calendars = _Noun(Calendars)
    changes = _Noun(Changes)
    community = _Noun(Community)
    contacts = _Noun(Contacts)
    cycles = _Noun(Cycles)
    decisions = _Noun(Decisions)
    digests = _Noun(Digests)
    eligibility = _Noun(Eligibility)
    facts = _Noun(Facts)
    groups = _Noun(Groups)
    journal_lines = _Noun(JournalLines)
    journals = _Noun(Journals)
    live = _Noun(LiveRecords)
    meetings = _Noun(Meetings)
    milestones = _Noun(Milestones)
    minutes = _Noun(MinutesVersions)
    search = _Noun(SearchEntries)
    received = _Noun(ReceivedFacts)
    recorded = _Noun(RecordedMeetings)
    slots = _Noun(Slots)
    outputs = _Noun(Outputs)

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now
        event.listen(session.sync_session, "do_orm_execute", lambda state: permit(state, now))
        event.listen(session.sync_session, "before_flush", _refuse_writing)


def _refuse_writing(session: Session, _context: object, _instances: object) -> None:
    if session.new or session.deleted or any(inspect(row).modified for row in session.dirty):
        raise NotPublic("the public store only reads")
