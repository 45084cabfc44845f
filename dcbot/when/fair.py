"""Fair times for people spread over the world: one clock time in UTC, or several that take turns.

Every choice of hours is tried and none is overlooked. The best is the one whose worst-off zone is
least badly off, counting what it bore in earlier months; among equals the one with the least pain
for all. Clock times are worked out for each date, so that clock changes count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from dcbot.when import zones

_HOUR = timedelta(hours=1)
MOST_SLOTS = 3


class Pain(IntEnum):
    """How hard it is to come to a meeting at that time of day."""

    NONE = 0
    SLIGHT = 1
    SOME = 2
    HARD = 4
    NIGHT = 8

    @property
    def words(self) -> str:
        """The same as people say it."""
        return _WORDS[self]


_WORDS = {
    Pain.NONE: "in working hours",
    Pain.SLIGHT: "just before or after work",
    Pain.SOME: "early in the morning or in the evening",
    Pain.HARD: "very early or late",
    Pain.NIGHT: "in the night",
}
_BY_HOUR = {
    **{hour: Pain.NIGHT for hour in (23, 0, 1, 2, 3, 4, 5)},
    **{hour: Pain.HARD for hour in (6, 22)},
    **{hour: Pain.SOME for hour in (7, 20, 21)},
    **{hour: Pain.SLIGHT for hour in (8, 18, 19)},
    **{hour: Pain.NONE for hour in range(9, 18)},
}


@dataclass(frozen=True)
class Party:
    """The people of one zone: how many they are, and what they can bear at most at a single time.

    `at_most` is for those without whom there is no quorum.
    """

    zone: str
    people: int = 1
    at_most: Pain = Pain.NIGHT


@dataclass(frozen=True)
class Burden:
    """What a proposal means for one zone.

    `clocks` are the local times of its meetings, one for each date; `total` the pain of all of
    them, `carried` what it bore before; `worst` is the hardest one.
    """

    party: Party
    clocks: tuple[datetime, ...]
    pains: tuple[Pain, ...]
    carried: int

    @property
    def total(self) -> int:
        """The pain of these meetings together."""
        return sum(self.pains)

    @property
    def worst(self) -> Pain:
        """The hardest of these meetings."""
        return max(self.pains)


@dataclass(frozen=True)
class Proposal:
    """Clock times in UTC that take turns over the dates, and what they mean for each zone.

    `burdens` begins with the worst-off. Their totals, with what they carried, are the ledger that
    the next months begin with.
    """

    slots: tuple[time, ...]
    burdens: tuple[Burden, ...]

    @property
    def ledger(self) -> dict[str, int]:
        """What each zone has borne so far, with these meetings."""
        return {one.party.zone: one.carried + one.total for one in self.burdens}

    def slot(self, number: int) -> time:
        """The clock time of the meeting with that number, counted from 0."""
        return self.slots[number % len(self.slots)]


def fair_times(
    parties: Sequence[Party],
    dates: Sequence[date],
    *,
    slots: int = 1,
    length: timedelta = _HOUR,
    step: timedelta = _HOUR,
    carried: Mapping[str, int] | None = None,
) -> Proposal | None:
    """The fairest clock times for meetings on these dates (in UTC); None where no time suits all.

    `slots` is how many times take turns, at most three; `carried` is the ledger of before. With
    hours as steps, all 2,024 choices of three are tried in a tenth of a second or so.
    """
    if not parties or not dates or not 1 <= slots <= MOST_SLOTS:
        raise ValueError("fair times need people, dates, and one to three slots")
    before = carried or {}
    table = _Table(parties, dates, length, step)
    choices = combinations(table.allowed, min(slots, len(table.starts)))
    # Of equals the earliest in the day, which comes first.
    best = min(choices, key=lambda choice: table.score(choice, before), default=None)
    return table.proposal(best, before) if best else None


def fairest(
    parties: Sequence[Party],
    dates: Sequence[date],
    *,
    length: timedelta = _HOUR,
    step: timedelta = _HOUR,
    carried: Mapping[str, int] | None = None,
    most: int = 3,
) -> list[time]:
    """The clock times in UTC that are fairest alone, each for all dates, the best first."""
    table, before = _Table(parties, dates, length, step), carried or {}
    ranked = sorted(table.allowed, key=lambda slot: table.score((slot,), before))
    return [table.clock(slot) for slot in ranked[:most]]


def borne(
    meetings: Iterable[Sequence[tuple[datetime, timedelta]]], names: Collection[str]
) -> dict[str, int]:
    """What each of these zones bore in meetings: the ledger that others are weighed with.

    A meeting is one sitting or more, each its moment (aware) and its length: people come to the
    sitting that is easiest for them.
    """
    ledger = dict.fromkeys(names, 0)
    for sittings in meetings:
        for name in ledger:
            where = zones.zone(name)
            ledger[name] += min(
                pain(moment.astimezone(where).replace(tzinfo=None), length)
                for moment, length in sittings
            )
    return ledger


def pain(local: datetime, length: timedelta = _HOUR) -> Pain:
    """How hard a meeting is that begins at that local time: as hard as its hardest hour."""
    return _pain_at(local.hour * 60 + local.minute, max(1, int(length.total_seconds() // 60)))


@lru_cache(maxsize=10_000)
def _pain_at(start: int, length: int) -> Pain:
    """The pain of so many minutes from that minute of the day on."""
    minutes = [*range(start, start + length, 60), start + length - 1]
    return max(_BY_HOUR[minute // 60 % 24] for minute in minutes)


class _Table:
    """The pain of every zone on every date at every clock time, worked out once."""

    def __init__(
        self,
        parties: Sequence[Party],
        dates: Sequence[date],
        length: timedelta,
        step: timedelta,
    ) -> None:
        self.parties, self.dates, self.length = parties, dates, length
        self.starts = [step * number for number in range(timedelta(days=1) // step)]
        self.pains = [
            [
                [pain(self.local(party, day, start), length) for start in self.starts]
                for day in dates
            ]
            for party in parties
        ]
        self.allowed = [
            number
            for number in range(len(self.starts))
            if all(
                days[number] <= party.at_most
                for party, table in zip(parties, self.pains, strict=True)
                for days in table
            )
        ]
        self._sums: dict[tuple[int, int, int], list[int]] = {}

    def local(self, party: Party, day: date, start: timedelta) -> datetime:
        """What the clock there shows."""
        moment = datetime.combine(day, time(), UTC) + start
        return moment.astimezone(zones.zone(party.zone)).replace(tzinfo=None)

    def totals(self, choice: tuple[int, ...]) -> list[int]:
        """What each zone bears when these clock times take turns."""
        turns = [self._sum(slot, turn, len(choice)) for turn, slot in enumerate(choice)]
        return [sum(parts) for parts in zip(*turns, strict=True)]

    def score(self, choice: tuple[int, ...], carried: Mapping[str, int]) -> tuple[int, int, int]:
        """How unfair the choice is: what the worst-off zone has to bear with what it bore before,
        then what all people bear, then how many zones have to bear the most."""
        totals = self.totals(choice)
        of = list(zip(totals, self.parties, strict=True))
        worst = max(total + carried.get(party.zone, 0) for total, party in of)
        everybody = sum(total * party.people for total, party in of)
        return worst, everybody, totals.count(max(totals))

    def clock(self, slot: int) -> time:
        """The clock time in UTC of this start."""
        return (datetime(2000, 1, 1) + self.starts[slot]).time()

    def _sum(self, slot: int, turn: int, of: int) -> list[int]:
        key = slot, turn, of
        if key not in self._sums:
            self._sums[key] = [sum(days[slot] for days in table[turn::of]) for table in self.pains]
        return self._sums[key]

    def proposal(self, choice: tuple[int, ...], carried: Mapping[str, int]) -> Proposal:
        """The choice in full, the worst-off first."""
        burdens = [
            Burden(
                party,
                tuple(
                    self.local(party, day, self.starts[choice[number % len(choice)]])
                    for number, day in enumerate(self.dates)
                ),
                tuple(days[choice[number % len(choice)]] for number, days in enumerate(table)),
                carried.get(party.zone, 0),
            )
            for party, table in zip(self.parties, self.pains, strict=True)
        ]
        burdens.sort(key=lambda one: (-one.total - one.carried, one.party.zone))
        return Proposal(tuple(self.clock(slot) for slot in choice), tuple(burdens))
