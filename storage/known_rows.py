"""Known rows: of each public row a digest and whose it is, so that only what changed is read."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column

from storage.base import Moment
from storage.changes import Change
from storage.community import Detail
from storage.public_records import (
    CALENDAR,
    FRAME,
    IN_CALENDAR,
    LISTS,
    OF_ALL,
    OWNED,
    OWNERS,
    Owner,
)

Counted = TypeVar("Counted")
_WHOLE = 1 << 256
_ABOVE = {of for owners in OWNERS.values() for _, of in owners} - set(OWNED)
"""The tables whose rows say whose those of others are."""


class HeldMeeting(NamedTuple):
    """What others show of a meeting, and by what they find it."""

    group_id: int
    number: int
    starts_at: datetime
    state: str
    series_id: int | None
    title: str


@dataclass
class Listing:
    """How many rows of a list each owner has in each year, and how many are held in it."""

    owners: dict[int, Counter[Owner]] = field(default_factory=lambda: defaultdict(Counter))
    held: Counter[int] = field(default_factory=Counter)


class _Row(NamedTuple):
    owners: tuple[Owner, ...]
    digest: int
    years: tuple[int, ...]
    groups: tuple[int, ...]
    held: int | None


class Moved(Exception):
    """What other rows hang on went elsewhere: all have to be read anew."""


class KnownRows:
    """The public rows as they were read last. Whoever asks again gives the same."""

    def __init__(self) -> None:
        self.forget()
        self.place: int | None = None
        """From where on to ask which rows were changed."""

    def forget(self) -> None:
        """Know nothing."""
        self.now: datetime | None = None
        """When it was read."""
        self.orphans: set[tuple[str, str]] = set()
        """Rows, by table and key, that were read before what they hang on was."""
        self.digests: dict[Owner, int] = {}
        """The sum of the digests of its rows."""
        self.keys: dict[int, str] = {}
        self.meetings: dict[int, HeldMeeting] = {}
        self.sittings: dict[int, int] = {}
        """The last journal of each meeting of which there are minutes."""
        self.live: dict[str, tuple[int | None, int]] = {}
        """The meeting and the number of the sitting of each journal with minutes so far."""
        self.lists: dict[tuple[str, int], Listing] = defaultdict(Listing)
        """By table and group, or 0 for that of all."""
        self._rows: dict[tuple[str, str], _Row] = {}
        self._counts: Counter[Owner] = Counter()

    def of(self, table: str, columns: Sequence[Column[Any]], now: datetime) -> Reading:
        """Rows of this table come now, with these columns."""
        return Reading(self, table, columns, now)

    def drop(self, table: str, key: str) -> None:
        """The row is not to be seen any more, if it ever was."""
        self.orphans.discard((table, key))
        if (table, key) not in self._rows:
            return
        if table in _ABOVE or table == "meetings":
            raise Moved
        self._take_away(table, key)
        if table == "groups":
            self.keys.pop(int(key), None)
        elif table == "live_minutes":
            self.live.pop(key, None)

    def owner(self, table: str, key: object) -> Owner | None:
        """Whose the row is."""
        row = self._rows.get((table, str(key)))
        return row.owners[0] if row else None

    def put(self, table: str, key: str, row: _Row) -> None:
        """The row is there, in place of what was known of it."""
        before = self._rows.get((table, key))
        if before is not None:
            if table in _ABOVE and before.owners != row.owners:
                raise Moved
            self._take_away(table, key)
        self._rows[table, key] = row
        for owner in row.owners:
            self._counts[owner] += 1
            self.digests[owner] = (self.digests.get(owner, 0) + row.digest) % _WHOLE
        for of in self._listings(table, row):
            for year in row.years:
                of.owners[year][row.owners[0]] += 1
            if row.held:
                of.held[row.held] += 1

    def _take_away(self, table: str, key: str) -> None:
        row = self._rows.pop((table, key))
        for owner in row.owners:
            self.digests[owner] = (self.digests[owner] - row.digest) % _WHOLE
            _less(self._counts, owner)
            if owner not in self._counts:
                del self.digests[owner]
        for of in self._listings(table, row):
            for year in row.years:
                _less(of.owners[year], row.owners[0])
                if not of.owners[year]:
                    del of.owners[year]
            if row.held:
                _less(of.held, row.held)

    def _listings(self, table: str, row: _Row) -> Iterator[Listing]:
        for group in row.groups:
            yield self.lists[table, group]


def _less(counts: Counter[Counted], one: Counted) -> None:
    counts[one] -= 1
    if not counts[one]:
        del counts[one]


class Reading:
    """Takes rows of one table."""

    def __init__(
        self, known: KnownRows, table: str, columns: Sequence[Column[Any]], now: datetime
    ) -> None:
        self.known = known
        self.table = table
        self.now = now
        self.names = {one.name: place for place, one in enumerate(columns)}
        self.moments = [place for place, one in enumerate(columns) if isinstance(one.type, Moment)]
        self.key = next(place for place, one in enumerate(columns) if one.primary_key)
        owners = next(of for record, of in OWNERS.items() if record.__tablename__ == table)
        self.above = [(self.names[column], of) for column, of in owners]
        self.listed = [self.names[column] for column in LISTS.get(table, ())]

    def take(self, values: tuple[Any, ...]) -> None:
        """The next row."""
        key = str(values[self.key])
        self.known.orphans.discard((self.table, key))
        owner = self._owner(values)
        if self.table == "groups":
            self.known.keys[values[self.key]] = values[self.names["key"]]
        elif self.table == "meetings":
            self._hold(values)
        elif self.table == "live_minutes":
            self.known.live[key] = (values[self.names["meeting_id"]], values[self.names["sitting"]])
        elif self.table == "minutes_versions" and owner[0] == "meetings":
            journal = values[self.names["journal_id"]]
            self.known.sittings[owner[1]] = max(journal, self.known.sittings.get(owner[1], 0))
        passed = [values[one] <= self.now for one in self.moments if values[one] is not None]
        words = repr((self.table, values, passed)).encode("utf-8", "surrogatepass")
        digest = int.from_bytes(hashlib.sha256(words).digest())
        owners = (owner, *self._calendar(values))
        self.known.put(self.table, key, _Row(owners, digest, *self._years(values)))

    def _years(
        self, values: tuple[Any, ...]
    ) -> tuple[tuple[int, ...], tuple[int, ...], int | None]:
        """The years and groups under which the row stands, and the year that has a page for it."""
        if not self.listed:
            return (), (), None
        years = {values[place].year for place in self.listed if values[place] is not None}
        # What is off is in no list.
        is_off = self.table == "meetings" and values[self.names["state"]] != "planned"
        held = None if is_off else values[self.listed[0]].year
        return tuple(years), (values[self.names["group_id"]], 0), held

    def _hold(self, values: tuple[Any, ...]) -> None:
        number = values[self.key]
        meeting = HeldMeeting(*(values[self.names[name]] for name in HeldMeeting._fields))
        before = self.known.meetings.get(number)
        if before is not None and before.group_id != meeting.group_id:
            raise Moved
        self.known.meetings[number] = meeting

    def _calendar(self, values: tuple[Any, ...]) -> Iterator[Owner]:
        """The calendar in which the row stands."""
        if self.table not in IN_CALENDAR:
            return
        group = values[self.names["group_id"]] if "group_id" in self.names else 0
        if self.table == "sittings":
            meeting = self.known.meetings.get(values[self.names["meeting_id"]])
            group = meeting.group_id if meeting else 0
            if meeting is None:
                self.known.orphans.add((self.table, str(values[self.key])))
        yield CALENDAR, group

    def _owner(self, values: tuple[Any, ...]) -> Owner:
        if self.table == Detail.__tablename__:
            return FRAME
        if self.table == Change.__tablename__ and values[self.names["subject"]] != "group":
            return OF_ALL
        for place, of in self.above:
            number: int | None = values[place]
            if number is None:
                continue
            if of in OWNED:
                return of, number
            owner = self.known.owner(of, number)
            if owner is None:
                self.known.orphans.add((self.table, str(values[self.key])))
            return owner or OF_ALL
        return OF_ALL
