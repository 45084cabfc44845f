"""The atoms of one phrase and who said it: what every kind of reading is made with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from dcbot.when import hours, saying, wording, zone_senses
from dcbot.when.atoms import (
    Atom,
    Clock,
    ClockRange,
    Date,
    DateList,
    DateRange,
    DayNumber,
    Dotted,
    EndOf,
    Every,
    Nth,
    Part,
    RelDay,
    Shifted,
    TheMonth,
    Weekday,
    Year,
    Zone,
)
from dcbot.when.dating import Today
from dcbot.when.hours import Hour
from dcbot.when.reading import Ambiguous, Choice, Definite, Instant, Reading
from dcbot.when.remainder import Left

Kind = TypeVar("Kind")
DAYS = (Date, DateList, DateRange, DayNumber, Weekday, RelDay, Shifted, EndOf, Nth)
MOST_CHOICES = 8


@dataclass(frozen=True)
class Frame:
    """Who speaks, and when: what every reading is seen from."""

    now: datetime
    zone: str
    language: str

    def own(self) -> zone_senses.Said:
        return zone_senses.Said("", (zone_senses.Meaning(self.zone),))


class Sentence:
    """The atoms of one phrase, settled, with what is left beside them."""

    def __init__(self, atoms: list[Atom], left: Left, frame: Frame) -> None:
        self.atoms, self.left, self.frame = _settled(atoms), left, frame
        self.language = frame.language

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [atom.value for atom in self.atoms if isinstance(atom.value, kind)]

    def any(self, *kinds: type) -> bool:
        """Whether there is an atom of one of these kinds."""
        return any(isinstance(atom.value, kinds) for atom in self.atoms)

    def _zone(self) -> zone_senses.Said | None:
        """The zone that was named, where there is one; `_moments` sees that several agree."""
        named = self._named()
        return named[0] if named else None

    def _named(self) -> list[zone_senses.Said]:
        named = [zone.said for zone in self.all(Zone) if zone.said and zone.kind != "bare"]
        # "15:00 UTC my time" names two zones, which must agree.
        own = named and any(zone.kind == "ownzone" for zone in self.all(Zone))
        return [*named, self.frame.own()] if own else named

    def _zones(self) -> list[zone_senses.Said]:
        return self._named() or [self.frame.own()]

    def _places(self) -> list[zone_senses.Said]:
        """Places that are named away from the clock time: where the meeting is, perhaps."""
        return [zone.said for zone in self.all(Zone) if zone.said and zone.kind == "bare"]

    def _exact(self) -> bool:
        """Whether a zone was named in which people count 24 hours."""
        named = self._zone()
        return named is not None and any(
            each.zone == "UTC" or each.zone[0] in "+-" for each in named.meanings
        )

    def _todays(self, hour: Hour | None) -> list[Today]:
        """Today to the speaker and, where it is another day there, in the zone that was named."""
        found: list[Today] = []
        said = {meaning.zone for each in self._zones() for meaning in each.meanings}
        for zone in sorted(said | {self.frame.zone}):
            local = self.frame.now.astimezone(zone_senses.clock_of(zone)).replace(tzinfo=None)
            found.append(Today(local.date(), self._passed(local.date(), hour), hour is not None))
        return list(dict.fromkeys(found))

    def _passed(self, day: date, hour: Hour | None) -> bool:
        """Whether this time of that day is over, in the zone that was named."""
        if hour is None:
            return False
        moments = self._moments(day, hour)
        return bool(moments) and max(each.utc for each in moments) <= self.frame.now

    def _part_said(self) -> str:
        """The part of the day that is named apart from the clock time."""
        said = [each.name for each in self.all(Part)]
        said += [each.part for each in self.all(RelDay) if each.part]
        return said[0] if said else ""

    def _hours(self, clock: Clock) -> list[Hour]:
        clock = hours.with_part(clock, self._part_said())
        return hours.hours(clock, self.language, exact=self._exact())

    def _moments(self, day: date, hour: Hour) -> list[zone_senses.Possible]:
        """Every moment that this time of that day can be, in the zones that were named."""
        local = datetime.combine(day, datetime.min.time()) + hour.since_midnight
        agreed: dict[datetime, zone_senses.Possible] | None = None
        for said in self._zones():
            found = {each.utc: each for each in zone_senses.possible(local, said)}
            agreed = found if agreed is None else {u: agreed[u] for u in agreed if u in found}
        return list((agreed or {}).values())

    def _made(self, each: zone_senses.Possible) -> Instant:
        local = each.utc.astimezone(zone_senses.clock_of(each.zone)).replace(tzinfo=None)
        return Instant(local, each.zone, each.utc, self._zone() is not None)

    def _choose(self, found: list[Definite], whys: set[str]) -> Reading:
        """The one reading, or the choices among several."""
        if len(found) == 1:
            return found[0]
        if not found:
            return wording.not_enough()
        choices = tuple(Choice(saying.say(each, self.language), each) for each in found)
        return Ambiguous(choices[:MOST_CHOICES], wording.why(whys, self._doubt()))

    def _doubt(self) -> str:
        weekdays = self.all(Weekday)
        if weekdays and weekdays[0].mode != "bare":
            return "which week is meant"
        if any(len(each.readings) > 1 for each in self.all(Date)):
            return "which number is the month"
        if any(each.style == "midnight" for each in self.all(Clock)):
            return "midnight begins one day and ends another"
        return ""


def _settled(atoms: list[Atom]) -> list[Atom]:
    """The atoms, with those settled that others tell how to read."""
    kinds = {type(atom.value) for atom in atoms}
    monthly = TheMonth in kinds or any(
        isinstance(atom.value, Every) and atom.value.unit == "month" for atom in atoms
    )
    timed = {Clock, ClockRange, Weekday}
    atoms = _dated_by_year(atoms)
    found: list[Atom] = []
    for atom in atoms:
        value = atom.value
        if isinstance(value, Every) and value.doubt == "ordinal" and monthly:
            # "Every third Wednesday of the month" counts within the month.
            value = Nth((value.count,), value.weekdays[0], every=True)
        elif isinstance(value, Dotted) and kinds & timed and value.second <= 12:
            shown = f"{value.first}.{value.second}"
            value = Date(((None, value.second, value.first),), shown)
        found.append(replace(atom, value=value))
    return found


def _dated_by_year(atoms: list[Atom]) -> list[Atom]:
    """The atoms with a year that stands apart put to the one date that has none."""
    years = [atom for atom in atoms if isinstance(atom.value, Year)]
    dates = [atom for atom in atoms if isinstance(atom.value, Date)]
    if len(years) != 1 or len(dates) != 1:
        return atoms
    (date,), year = dates, years[0].value
    value = date.value
    if not isinstance(value, Date) or not isinstance(year, Year) or value.readings[0][0]:
        return atoms
    readings = tuple((year.year, month, day) for _, month, day in value.readings)
    whole = replace(date, value=replace(value, readings=readings))
    return [whole if atom is date else atom for atom in atoms if atom is not years[0]]
