"""Several days or clock times in one phrase: a span, one moment in many zones, or choices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from dcbot.when import dating, hours, wording
from dcbot.when.atoms import Atom, Clock, ClockRange, DateList, DateRange, MomentRange, Part, Zone
from dcbot.when.dating import NotEnough
from dcbot.when.once import Once
from dcbot.when.reading import Ambiguous, Day, Days, Instant, Multi, NotADate, Range, Reading
from dcbot.when.sentence import DAYS


class Several(Once):
    """A phrase that may name several times."""

    def _one(self) -> Reading:
        clocks, ranges = self.all(Clock), self.all(ClockRange)
        if len(clocks) + len(ranges) > 1:
            return self._several_clocks()
        if self._once_or_always():
            if ranges:
                raise NotEnough
            return self._either(self._hours(clocks[0]) if clocks else [None])
        if ranges:
            return self._range(ranges[0])
        if clocks:
            alone = len(self.atoms) == 1 and clocks[0].style in ("dotted", "point", "span")
            return wording.section(_shown(clocks[0])) if alone else self._instant(clocks[0])
        if self._part_said():
            return wording.part_only()
        return self._day()

    def _many_days(self) -> bool:
        if self.any(DateList):
            return True
        kinds = [type(atom.value) for atom in self.atoms if isinstance(atom.value, DAYS)]
        clocks = [atom for atom in self.atoms if isinstance(atom.value, Clock | ClockRange)]
        if self.all(DateRange) and clocks:
            return True
        if len(kinds) > 1 and self._apart():
            return True
        return any(kinds.count(kind) > 1 for kind in kinds) and not self._same_day()

    def _apart(self) -> bool:
        """Whether an "or" or a "to" stands between two days."""
        days = [atom for atom in self.atoms if isinstance(atom.value, DAYS)]
        return any(
            one.end <= place < other.start
            for one, other in pairwise(days)
            for place in (*self.left.ors, *self.left.joints)
        )

    def _same_day(self) -> bool:
        """Whether days that are named twice are the same ("Thursday (19 November)")."""
        if self.left.ors or self.left.joints:
            return False
        values = [atom.value for atom in self.atoms if isinstance(atom.value, DAYS)]
        return all(one == other for one in values for other in values if type(one) is type(other))

    def _stretch(self, said: MomentRange) -> Reading:
        """From one day's clock time to another's; a zone that is said but once is that of both."""
        others = [each for each in self.atoms if each.value is not said]
        if any(not isinstance(each.value, Zone) for each in others):
            return wording.not_enough()
        zones = [each for each in (*said.start, *said.end) if isinstance(each.value, Zone)]
        zones += others
        sides = [
            [*side, *(zones[:1] if not any(isinstance(each.value, Zone) for each in side) else [])]
            for side in (said.start, said.end)
        ]
        first, last = (type(self)(side, self.left, self.frame)._one() for side in sides)
        if len(zones) <= 2 and isinstance(first, Instant) and isinstance(last, Instant):
            return Range(first, last) if first.utc < last.utc else wording.backwards()
        return wording.not_enough()

    def _several(self) -> Reading:
        self.atoms = [each for atom in self.atoms for each in _apart(atom)]
        readings = [self._segment(each) for each in self._segments()]
        definite = [each for each in readings if isinstance(each, Instant | Range | Day | Days)]
        joined = bool(self.left.joints) and not self.left.ors
        if joined and len(readings) == 2 and len(definite) == 2:
            first, last = definite
            if isinstance(first, Instant) and isinstance(last, Instant) and first.utc < last.utc:
                return Range(first, last)
            if isinstance(first, Day) and isinstance(last, Day) and first.date < last.date:
                return Days(first, last)
        return Multi(tuple(definite))

    def _segments(self) -> list[list[Atom]]:
        """The atoms of each day: the next begins behind "or", or with a day of the same kind."""
        segments: list[list[Atom]] = [[]]
        for atom in self.atoms:
            days = [each for each in segments[-1] if isinstance(each.value, DAYS)]
            kinds = {type(each.value) for each in days}
            parted = days and any(
                days[-1].end <= place < atom.start for place in (*self.left.ors, *self.left.joints)
            )
            if isinstance(atom.value, DAYS) and (parted or type(atom.value) in kinds):
                segments.append([])
            segments[-1].append(atom)
        return segments

    def _segment(self, atoms: list[Atom]) -> Reading:
        """One day of several; a clock time or zone that is said but once is that of all."""
        for kinds in ((Clock, ClockRange), (Zone,), (Part,)):
            own = [each for each in atoms if isinstance(each.value, kinds)]
            every = [each for each in self.atoms if isinstance(each.value, kinds)]
            if not own and len(every) == 1:
                atoms = [*atoms, every[0]]
        quiet = replace(self.left, ors=(), joints=())
        try:
            return type(self)(atoms, quiet, self.frame)._one()
        except (NotEnough, dating.NoSuchDay, dating.Contradiction, hours.NoSuchHour):
            return NotADate()

    def _several_clocks(self) -> Reading:
        """Several clock times on one day: the same moment in several zones, or several times."""
        groups = self._groups()
        if self.all(ClockRange) and len(self.all(ClockRange)) != len(groups):
            return Multi(())
        zoned = [any(isinstance(each.value, Zone) for each in group) for group in groups]
        days = [
            each for each in self.atoms if not isinstance(each.value, Clock | ClockRange | Zone)
        ]
        readings: list[Reading] = []
        for group in groups:
            inner = type(self)([*days, *group], self.left, self.frame)
            try:
                readings.append(inner._one())
            except (NotEnough, dating.NoSuchDay, hours.NoSuchHour):
                return wording.not_enough()
        enough = all(zoned) or (len(groups) == 2 and any(zoned))
        clocks = [group[0] for group in groups]
        joined = any(
            one.end <= place < other.start
            for one, other in pairwise(clocks)
            for place in self.left.ands
        )
        if enough and not self.left.ors and not joined:
            return self._agreed(readings, days)
        return Multi(tuple(each for each in readings if isinstance(each, Instant | Range)))

    def _groups(self) -> list[list[Atom]]:
        """Each clock time with the zones that stand behind it, or with the one before it."""
        told = [atom for atom in self.atoms if isinstance(atom.value, Clock | ClockRange | Zone)]
        if len(told) % 2 == 0 and all(
            isinstance(zone.value, Zone) and not isinstance(clock.value, Zone)
            for zone, clock in zip(told[::2], told[1::2], strict=True)
        ):
            # 北京时间22:00（日内瓦时间15:00）
            return [[clock, zone] for zone, clock in zip(told[::2], told[1::2], strict=True)]
        groups: list[list[Atom]] = []
        early: list[Atom] = []
        for atom in self.atoms:
            if isinstance(atom.value, Clock | ClockRange):
                groups.append([atom])
            elif isinstance(atom.value, Zone):
                (groups[-1] if groups else early).append(atom)
        if early and groups:
            groups[0] += early
        return groups

    def _agreed(self, readings: list[Reading], days: list[Atom]) -> Reading:
        """One moment in several zones: they must agree, though the day may be the next there."""
        options = [_instants(each) for each in readings]
        if not all(options):
            return wording.not_enough()
        shared = [
            first
            for first in options[0]
            if all(any(_same_clock(first, other) for other in others) for others in options[1:])
        ]
        if len(shared) > 1:
            return wording.not_enough()
        if not shared:
            return wording.disagree()
        return shared[0] if days or len(readings) < 2 else self._soonest(readings)

    def _soonest(self, readings: list[Reading]) -> Reading:
        instants = [each for reading in readings for each in _instants(reading)]
        return instants[0] if len({each.utc for each in instants}) == 1 else Multi(tuple(instants))


def _instants(found: Reading) -> list[Instant]:
    """Every moment that a reading can be; none where it can be something else."""
    if isinstance(found, Instant):
        return [found]
    # An abbreviation that is not in force is a sign of a slip, whatever agrees with it.
    if not isinstance(found, Ambiguous) or found.why == wording.NOT_IN_FORCE:
        return []
    choices = [each.reading for each in found.choices]
    moments = [each for each in choices if isinstance(each, Instant)]
    return moments if len(moments) == len(choices) else []


def _same_clock(one: Instant, other: Instant) -> bool:
    """Whether both are one moment, though the day may be the next there."""
    apart = abs(one.utc - other.utc)
    return apart <= timedelta(days=1) and apart % timedelta(days=1) == timedelta()


def _apart(atom: Atom) -> list[Atom]:
    """Each day of a list by itself."""
    if not isinstance(atom.value, DateList):
        return [atom]
    return [replace(atom, value=each) for each in atom.value.dates]


def _shown(clock: Clock) -> str:
    return f"{clock.hour}.{clock.minute:02}"
