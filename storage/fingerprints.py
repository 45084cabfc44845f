"""Fingerprints: a digest of all public rows of each meeting, of each group, and of what is of all,
so that it can be told what changed since without keeping the rows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionOwner
from storage.annexes import Annex
from storage.base import Moment
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
"""Whose a row is: the kind, of `_OWNED`, and the number of a meeting, series or group."""

# Each record after those that it refers to, and the columns that say to whom a row belongs: the
# first that is not empty counts.
_OWNERS: dict[type[Any], tuple[tuple[str, str], ...]] = {
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
RECORDS = tuple(_OWNERS)
"""All records of which there are fingerprints."""
NOT_READ = (JournalLine, SearchEntry)
"""What is said of lines to everybody stands in `PublishedMinutes`; what can be found is made of the
others, and no page that is kept shows it."""
_DIGESTED = {("published_minutes", "minutes"), ("live_minutes", "minutes")}
"""Long columns beside which a column tells when they are others."""
OF_ALL: Owner = ("", 0)
FRAME: Owner = ("community", 0)
"""The community's own words, which stand on every page."""
_ROWS = 500
_LISTS = {
    "meetings": ("starts_local",),
    "decisions": ("decided_at",),
    "actions": ("given_at", "closed_at"),
}
"""What is listed by years, by the columns that say in which."""
_OWNED = ("groups", "of groups", "series", "meetings")
"""A group itself with its names, what else is known of it, a series, a meeting with its record."""


@dataclass(frozen=True)
class Face:
    """What others show of a meeting: the group, the number in it, and what to sort it by."""

    group_id: int
    number: int
    order: tuple[datetime, int]
    recorded: bool
    """There are minutes of it, and it was not called off."""
    series_id: int | None
    text: str


@dataclass
class Years:
    """The years of a list: whose rows each shows or counts, and the first and the last that have a
    page; both are 0 where none has."""

    owners: dict[int, set[Owner]] = field(default_factory=lambda: defaultdict(set))
    first: int = 0
    last: int = 0

    def stretch(self, year: int) -> None:
        """There is a page of this year, too."""
        self.first = min(year, self.first or year)
        self.last = max(year, self.last)


@dataclass(frozen=True)
class Fingerprints:
    """The digests by owner, the keys of the groups, and the faces of the meetings."""

    digests: Mapping[Owner, str]
    keys: Mapping[int, str]
    faces: Mapping[int, Face]
    years: Mapping[tuple[str, int], Years]
    """The years of each list, by its table and the group, or 0 for that of all."""


class Digests:
    """The questions about what changed."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def taken(self, now: datetime) -> Fingerprints:
        """The fingerprints of all rows that the store shows. A moment that passes counts as a
        change of its row."""
        state = _Taking(now)
        for record, owners in _OWNERS.items():
            table: Table = record.__table__
            columns = [one for one in table.columns if (table.name, one.name) not in _DIGESTED]
            asked = select(*columns).order_by(*table.primary_key.columns)
            state.begin(table.name, columns, owners)
            # Many at a time: one by one, fetching them takes longer than all else.
            for rows in (await self.session.execute(asked)).partitions(_ROWS):
                for row in rows:
                    state.take(tuple(row))
        return state.done()


class _Taking:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.made: dict[Owner, Any] = defaultdict(hashlib.sha256)
        self.owners: dict[Owner, Owner] = {}
        self.keys: dict[int, str] = {}
        self.meetings: dict[int, Mapping[str, Any]] = {}
        self.sittings: dict[int, int] = {}
        self.years: dict[tuple[str, int], Years] = defaultdict(Years)

    def begin(
        self, table: str, columns: Sequence[Column[Any]], owners: tuple[tuple[str, str], ...]
    ) -> None:
        """The rows of this table come now, with these columns."""
        self.table = table
        self.names = [one.name for one in columns]
        self.moments = [place for place, one in enumerate(columns) if isinstance(one.type, Moment)]
        self.above = [(self.names.index(column), of) for column, of in owners]
        self.key = self.names.index("id") if "id" in self.names else None
        listed = _LISTS.get(table, ())
        self.listed = [self.names.index(column) for column in listed]
        self.group = self.names.index("group_id") if listed else 0
        self.state = self.names.index("state") if table == "meetings" else None

    def take(self, values: tuple[Any, ...]) -> None:
        """The next row."""
        owner = self._owner(values)
        if self.key is not None and self.table not in _OWNED:
            self.owners[self.table, values[self.key]] = owner
        if self.table in ("groups", "meetings", "minutes_versions"):
            self._know(dict(zip(self.names, values, strict=True)), owner)
        if self.listed:
            self._list(values, owner)
        moments = [values[place] for place in self.moments]
        passed = [one <= self.now for one in moments if one is not None]
        words = repr((self.table, values, passed))
        self.made[owner].update(words.encode("utf-8", "surrogatepass"))

    def _list(self, values: tuple[Any, ...], owner: Owner) -> None:
        """Under which years the row stands."""
        for group in (values[self.group], 0):
            years = self.years[self.table, group]
            for place in self.listed:
                if values[place] is not None:
                    years.owners[values[place].year].add(owner)
            # What is off is in no list.
            if self.state is None or values[self.state] == "planned":
                years.stretch(values[self.listed[0]].year)

    def _know(self, row: Mapping[str, Any], owner: Owner) -> None:
        """What is asked of a row itself."""
        if self.table == "groups":
            self.keys[row["id"]] = row["key"]
        elif self.table == "meetings":
            self.meetings[row["id"]] = row
        elif owner[0] == "meetings":
            self.sittings[owner[1]] = max(row["journal_id"], self.sittings.get(owner[1], 0))

    def _owner(self, values: tuple[Any, ...]) -> Owner:
        if self.table == Detail.__tablename__:
            return FRAME
        if self.table == Change.__tablename__ and values[self.names.index("subject")] != "group":
            return OF_ALL
        for place, of in self.above:
            number: int | None = values[place]
            if number is not None:
                return (of, number) if of in _OWNED else self.owners.get((of, number), OF_ALL)
        return OF_ALL

    def done(self) -> Fingerprints:
        digests = {owner: made.hexdigest() for owner, made in self.made.items()}
        return Fingerprints(digests, self.keys, dict(self._faces()), self.years)

    def _faces(self) -> Iterator[tuple[int, Face]]:
        for number, row in self.meetings.items():
            recorded = number in self.sittings and row["state"] == "planned"
            yield (
                number,
                Face(
                    row["group_id"],
                    row["number"],
                    (row["starts_at"], number),
                    recorded,
                    row["series_id"],
                    repr((row["number"], row["title"], self.sittings.get(number))),
                ),
            )
