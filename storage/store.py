"""The store: one transaction's view of everything; and the public store, which can show no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import event, inspect
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction
from sqlalchemy.orm import Session

from storage.actions import Actions
from storage.annexes import Annexes
from storage.attachments import Attachments
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


class Store:
    """What is remembered, as one transaction sees it: one attribute for each noun."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.practice: int | None = None
        """The group that stands ready in a rehearsal; what is held in it counts in it alone."""
        self.actions = Actions(session)
        self.annexes = Annexes(session)
        self.attachments = Attachments(session)
        self.changes = Changes(session)
        self.community = Community(session)
        self.contacts = Contacts(session)
        self.countdowns = Countdowns(session)
        self.cycles = Cycles(session)
        self.decisions = Decisions(session)
        self.eligibility = Eligibility(session)
        self.errands = Errands(session)
        self.facts = Facts(session)
        self.groups = Groups(session)
        self.imports = Imports(session)
        self.inbox = Inbox(session)
        self.journal_lines = JournalLines(session)
        self.journals = Journals(session)
        self.leases = Leases(session)
        self.live = LiveRecords(session)
        self.meetings = Meetings(session)
        self.milestones = Milestones(session)
        self.minutes = MinutesVersions(session)
        self.outbox = Outbox(session)
        self.outputs = Outputs(session)
        self.people = People(session)
        self.places = Places(session)
        self.polls = Polls(session)
        self.postings = Postings(session)
        self.questions = Questions(session)
        self.received = ReceivedFacts(session)
        self.recorded = RecordedMeetings(session)
        self.reminders = Reminders(session)
        self.rehearsals = Rehearsals(session)
        self.search = SearchEntries(session)
        self.slots = Slots(session)
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


class PublicStore:
    """What everybody may see at a moment, and nothing else, whatever is asked of it.

    Publishable records are narrowed to the rows that are public by then; asking for any other
    record, writing, and plain SQL raise `NotPublic`. The session must come from
    `Database.public`, whose connections narrow what is sent (storage/publicity.py).
    """

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now
        self.actions = Actions(session)
        self.annexes = Annexes(session)
        self.changes = Changes(session)
        self.community = Community(session)
        self.contacts = Contacts(session)
        self.cycles = Cycles(session)
        self.decisions = Decisions(session)
        self.digests = Digests(session)
        self.eligibility = Eligibility(session)
        self.facts = Facts(session)
        self.groups = Groups(session)
        self.journal_lines = JournalLines(session)
        self.journals = Journals(session)
        self.live = LiveRecords(session)
        self.meetings = Meetings(session)
        self.milestones = Milestones(session)
        self.minutes = MinutesVersions(session)
        self.search = SearchEntries(session)
        self.received = ReceivedFacts(session)
        self.recorded = RecordedMeetings(session)
        self.slots = Slots(session)
        self.outputs = Outputs(session)
        event.listen(session.sync_session, "do_orm_execute", lambda state: permit(state, now))
        event.listen(session.sync_session, "before_flush", _refuse_writing)


def _refuse_writing(session: Session, _context: object, _instances: object) -> None:
    if session.new or session.deleted or any(inspect(row).modified for row in session.dirty):
        raise NotPublic("the public store only reads")
