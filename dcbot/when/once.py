"""One moment, one range, or one day, with everything that the phrase leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dcbot.when import dating, hours, saying, wording, zone_senses
from dcbot.when.atoms import (
    Atom,
    Clock,
    ClockRange,
    Date,
    DateRange,
    Dotted,
    Lapse,
    Lasting,
    RelDay,
    Weekday,
    Zone,
)
from dcbot.when.dated import Dated
from dcbot.when.dating import NotEnough
from dcbot.when.reading import Day, Days, Instant, Range, Reading
from dcbot.when.repeated import Repeated, minutes_of


class Once(Dated, Repeated):
    """What happens once."""

    def _instant(self, clock: Clock) -> Reading:
        found: dict[datetime, Instant] = {}
        missing = False
        whys: set[str] = set()
        for hour in self._hours(clock):
            for day in self._days(hour):
                moments = self._moments(day, hour)
                missing = missing or not moments
                for each in moments:
                    found.setdefault(each.utc, self._made(each))
                    whys |= {each.how} if each.how else set()
        found |= {each.utc: each for each in self._elsewhere(list(found.values()))}
        if not found:
            return self._no_moment()
        lengths = self.all(Lasting)
        made = list(found.values())
        if missing and len(made) >= 1:
            return wording.gap()
        if lengths:
            return self._choose([self._long(each, lengths) for each in made], whys)
        past = self._today_past(made)
        return past or self._choose(list(made), whys)

    def _today_past(self, made: list[Instant]) -> Reading | None:
        """ "Today at 9" when it is past nine: a slip, or nine in the evening?"""
        today = [each for each in self.all(RelDay) if each.ahead == 0]
        if today and len(made) == 1 and made[0].utc <= self.frame.now:
            return wording.past(saying.say(made[0], self.language))
        return None

    def _elsewhere(self, made: list[Instant]) -> list[Instant]:
        """The same clock times in a place that is named, perhaps as where the meeting is."""
        if self._zone() is not None:
            return []
        found: list[Instant] = []
        for place in self._places():
            for each in made:
                for other in zone_senses.possible(each.local, place):
                    local = other.utc.astimezone(zone_senses.clock_of(other.zone)).replace(
                        tzinfo=None
                    )
                    found.append(Instant(local, other.zone, other.utc, True))
        return found

    def _long(self, start: Instant, lengths: list[Lasting]) -> Range:
        return Range(start, self._later(start, lengths[0]))

    def _later(self, start: Instant, length: Lasting) -> Instant:
        minutes = minutes_of(length)
        if minutes is None or length.amount.doubtful:
            raise NotEnough
        utc = start.utc + timedelta(minutes=minutes)
        local = utc.astimezone(zone_senses.clock_of(start.zone)).replace(tzinfo=None)
        return replace(start, local=local, utc=utc)

    def _no_moment(self) -> Reading:
        return wording.disagree() if len(self._zones()) > 1 else wording.gap()

    def _range(self, said: ClockRange) -> Reading:
        if self.any(Lasting):
            return wording.not_enough()
        part = self._part_said()
        start, end = hours.with_part(said.start, part), hours.with_part(said.end, part)
        found: dict[tuple[datetime, datetime], Range] = {}
        if (
            start.zone
            and self._zone()
            and start.zone.meanings != (self._zone() or start.zone).meanings
        ):
            return wording.disagree()
        if start.zone and not self._zone():
            self.atoms = [*self.atoms, Atom(Zone(start.zone), 0, 0)]
        whys: set[str] = set()
        for first, last in hours.pairs(ClockRange(start, end), self.language, exact=self._exact()):
            for day in self._days(first):
                begins, ends = self._moments(day, first), self._moments(day, last)
                if not begins or not ends:
                    return self._no_moment()
                # The same meaning of the zone holds for both ends.
                for begin, stop in zip(begins, ends, strict=False):
                    whys |= {begin.how} if begin.how else set()
                    if begin.utc < stop.utc:
                        made = Range(self._made(begin), self._made(stop))
                        found.setdefault((begin.utc, stop.utc), made)
        if not found:
            return wording.backwards()
        if self._places() and not self._zone():
            return wording.where(self._places()[0].words)
        return self._choose(list(found.values()), whys)

    def _day(self) -> Reading:
        if self.any(Lasting):
            return wording.not_enough()
        ranges = self.all(DateRange)
        if ranges:
            return self._day_range(ranges[0])
        dotted = self.all(Dotted)
        if dotted:
            return self._dotted(dotted[0])
        days = self._days(None)
        zone = self._zone()
        if zone and (len(zone.meanings) > 1 or len({each.meanings for each in self._zones()}) > 1):
            return wording.where(zone.words)
        named = zone.meanings[0].zone if zone else ""
        return self._choose([Day(day, named) for day in days], set())

    def _dotted(self, said: Dotted) -> Reading:
        return wording.section(f"{said.first}.{said.second}")

    def _day_range(self, said: DateRange) -> Reading:
        if len(self.atoms) != 1 + len(self.all(Zone)):
            return wording.not_enough()
        (today, *more) = self._todays(None)
        firsts = dating.of(said.start, today)
        lasts = _following(said, firsts) or dating.of(said.end, today)
        if more or len(firsts) != 1 or len(lasts) != 1:
            return wording.not_enough()
        first, last = firsts[0], lasts[0]
        if first > last and isinstance(said.start, Date) and not said.start.readings[0][0]:
            first = first.replace(year=first.year - 1)
        years = [each for each in (said.start, said.end) if isinstance(each, Date)]
        dated = len(years) == 2 and all(each.readings[0][0] for each in years)
        if first >= last or ((last - first).days > 200 and not dated):
            return wording.backwards()
        return Days(Day(first), Day(last))

    def _from_now(self, lapses: list[Lapse]) -> Reading:
        others = [each for each in self.atoms if not isinstance(each.value, Lapse | Zone)]
        if others or len(lapses) > 1 or len(self.all(Lapse)) > 1:
            return wording.not_enough()
        amount = lapses[0].amount
        minutes = 0
        for count, unit in amount.parts:
            size = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}.get(unit)
            if size is None or amount.doubtful:
                return wording.not_enough()
            minutes += count * size
        utc = self.frame.now.astimezone(UTC) + timedelta(minutes=lapses[0].sign * minutes)
        zone = self._zones()[0].meanings[0].zone
        local = utc.astimezone(zone_senses.clock_of(zone)).replace(tzinfo=None)
        return Instant(local, zone, utc, self._zone() is not None)


def _following(said: DateRange, firsts: list[date]) -> list[date]:
    """The last day of a span of weekdays, which follows the first; else nothing."""
    if not isinstance(said.start, Weekday) or not isinstance(said.end, Weekday):
        return []
    length = timedelta(days=(said.end.day - said.start.day) % 7)
    return [first + length for first in firsts]
