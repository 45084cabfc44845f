"""All records in one place, for what must know every table: migrations, copying."""

from __future__ import annotations

from storage.actions import Action, ActionOwner
from storage.annexes import Annex
from storage.attachments import Attachment
from storage.base import Base
from storage.changes import Change
from storage.community import Detail
from storage.contacts import Contact
from storage.countdowns import Countdown
from storage.cycles import Cycle, CycleDate
from storage.decisions import Decision, Reserve
from storage.eligibility import EligibilityRule, EligibilityWaiver
from storage.errands import Errand
from storage.facts import Fact, Source
from storage.groups import Group, GroupName, GroupSetting
from storage.imports import Import
from storage.inbox import Event
from storage.journal_lines import JournalLine
from storage.journals import Journal, JournalFacts, JournalPlace
from storage.leases import Lease
from storage.live_minutes import LiveMinutes
from storage.meetings import Meeting, PrivateLink, Series, Sitting
from storage.milestones import Milestone
from storage.minutes import MinutesVersion, PublishedMinutes, Remark
from storage.outbox import Letter, SentAs
from storage.outputs import Output, OutputTemplate, OutputVersion
from storage.people import Address, Link, Person, Standing
from storage.places import Place
from storage.polls import Poll, PollAnswer, PollOption
from storage.positions import Position
from storage.postings import Posting
from storage.questions import Question
from storage.received_facts import ReceivedFact
from storage.rehearsals import Rehearsal
from storage.reminders import OwnReminder, Told
from storage.search_entries import SearchDue, SearchEntry
from storage.slots import SlotCall, SlotDecision, SlotOutcome, SlotRequest, SlotVersion
from storage.timetable import Job

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Action",
    "ActionOwner",
    "Address",
    "Annex",
    "Attachment",
    "Change",
    "Contact",
    "Countdown",
    "Cycle",
    "CycleDate",
    "Decision",
    "Detail",
    "EligibilityRule",
    "EligibilityWaiver",
    "Errand",
    "Event",
    "Fact",
    "Group",
    "GroupName",
    "GroupSetting",
    "Import",
    "Job",
    "Journal",
    "JournalFacts",
    "JournalLine",
    "JournalPlace",
    "Lease",
    "Letter",
    "Link",
    "LiveMinutes",
    "Meeting",
    "Milestone",
    "MinutesVersion",
    "Output",
    "OutputTemplate",
    "OutputVersion",
    "OwnReminder",
    "Person",
    "Place",
    "Poll",
    "PollAnswer",
    "PollOption",
    "Position",
    "Posting",
    "PrivateLink",
    "PublishedMinutes",
    "Question",
    "ReceivedFact",
    "Rehearsal",
    "Remark",
    "Reserve",
    "SearchDue",
    "SearchEntry",
    "SentAs",
    "Series",
    "Sitting",
    "SlotCall",
    "SlotDecision",
    "SlotOutcome",
    "SlotRequest",
    "SlotVersion",
    "Source",
    "Standing",
    "Told",
]
