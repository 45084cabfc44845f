"""Public records: what pages are made of, whose each row is, and under which years it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from storage.actions import Action, ActionOwner
from storage.annexes import Annex
from storage.changes import Change
from storage.community import Detail
from storage.contacts import Contact
from storage.cycles import Cycle, CycleDate
from storage.decisions import Decision, Reserve
from storage.eligibility import EligibilityRule, EligibilityWaiver
from storage.facts import Fact, Source
from storage.groups import Group, GroupName
from storage.journal_lines import JournalLine
from storage.journals import Journal
from storage.live_minutes import LiveMinutes
from storage.meetings import Meeting, Series, Sitting
from storage.milestones import Milestone
from storage.minutes import MinutesVersion, PublishedMinutes
from storage.outputs import Output, OutputVersion
from storage.received_facts import ReceivedFact
from storage.search_entries import SearchEntry
from storage.slots import SlotCall, SlotOutcome, SlotRequest

Owner: TypeAlias = tuple[str, int]
"""Whose a row is: the kind, of `OWNED`, and the number of a meeting, series or group."""

# Each record after those that it refers to, and the columns that say to whom a row belongs: the
# first that is not empty counts.
OWNERS: Mapping[type[Any], tuple[tuple[str, str], ...]] = {
    Group: (("id", "groups"),),
    Meeting: (("id", "meetings"),),
    GroupName: (("group_id", "groups"),),
    Fact: (("group_id", "of groups"),),
    Contact: (("group_id", "of groups"),),
    Series: (("id", "series"),),
    Change: (("subject_id", "of groups"),),
    Sitting: (("meeting_id", "meetings"),),
    Journal: (("meeting_id", "meetings"),),
    LiveMinutes: (("meeting_id", "meetings"),),
    Annex: (("meeting_id", "meetings"),),
    MinutesVersion: (("journal_id", "journals"),),
    PublishedMinutes: (("version_id", "minutes_versions"),),
    Decision: (("meeting_id", "meetings"), ("group_id", "of groups")),
    Reserve: (("decision_id", "decisions"),),
    Action: (("meeting_id", "meetings"), ("group_id", "of groups")),
    ActionOwner: (("action_id", "actions"),),
    Cycle: (),
    CycleDate: (),
    EligibilityRule: (),
    EligibilityWaiver: (("group_id", "of groups"),),
    ReceivedFact: (("group_id", "of groups"),),
    Milestone: (),
    Output: (("group_id", "of groups"),),
    OutputVersion: (("output_id", "outputs"),),
    SlotCall: (),
    SlotRequest: (("group_id", "of groups"),),
    SlotOutcome: (("request_id", "slot_requests"),),
    Source: (),
    Detail: (),
}
RECORDS = tuple(OWNERS)
"""All records of which there are fingerprints."""
NOT_READ = (JournalLine, SearchEntry)
"""What is said of lines to everybody stands in `PublishedMinutes`; what can be found is made of the
others, and no page that is kept shows it."""
DIGESTED = {("published_minutes", "minutes"), ("live_minutes", "minutes")}
"""Long columns beside which a column tells when they are others."""
OF_ALL: Owner = ("", 0)
FRAME: Owner = ("community", 0)
"""The community's own words, which stand on every page."""
OWNED = ("groups", "of groups", "series", "meetings")
"""A group itself with its names, what else is known of it, a series, a meeting with its record."""
CALENDAR = "calendar"
"""The kind of a calendar among the owners, by the number of its group, or 0 of what is of all."""
IN_CALENDAR = ("series", "meetings", "sittings", "cycles", "cycle_dates")
LISTS = {
    "meetings": ("starts_local",),
    "decisions": ("decided_at",),
    "actions": ("given_at", "closed_at"),
}
"""What is listed by years, by the columns that say in which."""
