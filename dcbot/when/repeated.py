"""The rules that a phrase can mean, and the doubt between once and every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from dcbot.when import hours, rules, saying, wording, zone_senses
from dcbot.when.atoms import (
    Clock,
    ClockRange,
    Date,
    DateList,
    DateRange,
    DayNumber,
    Dotted,
    EndOf,
    Every,
    Except,
    Lapse,
    Lasting,
    Month,
    MonthRel,
    Nth,
    Part,
    RelDay,
    Shifted,
    Start,
    TheMonth,
    Times,
    Until,
    Week,
    Weekday,
    Year,
)
from dcbot.when.dating import NotEnough, Today
from dcbot.when.hours import Hour
from dcbot.when.reading import Ambiguous, Choice, Day, Definite, Instant, Reading, Rule
from dcbot.when.sentence import MOST_CHOICES, Sentence


class Repeated(Sentence):
    """What comes again."""

    def _repeats(self) -> bool:
        nths = self.all(Nth)
        several = any(len(nth.numbers) > 1 for nth in nths) and self._of_the_month()
        return bool(self.all(Every)) or any(nth.every for nth in nths) or several

    def _once_or_always(self) -> bool:
        """ "The first Tuesday of the month", "le jeudi": of each, or of this one?"""
        habits = any(each.mode == "habit" for each in self.all(Weekday))
        return habits or (bool(self.all(Nth)) and self._of_the_month())

    def _of_the_month(self) -> bool:
        return any(each.unit == "month" for each in self.all(TheMonth))

    def _either(self, times: Sequence[Hour | None]) -> Reading:
        """The rule and its first time, as choices."""
        choices: list[Choice] = []
        for hour in times:
            for each in self._made_rules(hour):
                named = self._zone() is not None
                single = Instant(each.start, each.zone, self._utc(each), named)
                once: Definite = Day(each.start.date()) if each.all_day else single
                choices += [Choice(saying.say(one, self.language), one) for one in (each, once)]
        return Ambiguous(tuple(choices), "whether it is meant once or every time")

    def _utc(self, rule: Rule) -> datetime:
        return rule.start.replace(tzinfo=zone_senses.clock_of(rule.zone)).astimezone(UTC)

    def _rule(self) -> Reading:
        if self._zone() is None and self._places():
            return wording.where(self._places()[0].words)
        clocks, ranges = self.all(Clock), self.all(ClockRange)
        if len(clocks) + len(ranges) > 1 or (self.all(Part) and not clocks and not ranges):
            return wording.not_enough()
        # What a rule has no use for is asked about, never ignored.
        idle = (RelDay, Week, MonthRel, Shifted, Lapse, EndOf, DateList, Dotted, Year)
        if self.any(*idle) or len(self.all(Lasting)) > 1:
            return wording.not_enough()
        options = self._rule_hours(clocks, ranges)
        made = [
            replace(rule, minutes=minutes)
            for hour, minutes in options
            for rule in self._made_rules(hour)
        ]
        twice = any(each.doubt == "twice" for each in self.all(Every))
        if len(made) == 1 and not twice:
            return made[0]
        choices = tuple(Choice(saying.say(each, self.language), each) for each in made)
        why = "whether it is twice in each or once in every two" if twice else ""
        return Ambiguous(choices[:MOST_CHOICES], why)

    def _rule_hours(
        self, clocks: list[Clock], ranges: list[ClockRange]
    ) -> list[tuple[Hour | None, int | None]]:
        lengths = self.all(Lasting)
        minutes = minutes_of(lengths[0]) if lengths else None
        if ranges:
            part = self._part_said()
            said = ClockRange(
                hours.with_part(ranges[0].start, part), hours.with_part(ranges[0].end, part)
            )
            found = hours.pairs(said, self.language, exact=self._exact())
            if not found or ranges[0].start.zone:
                raise NotEnough
            return [
                (a, round((b.since_midnight - a.since_midnight).total_seconds() / 60))
                for a, b in found
            ]
        if clocks:
            return [(hour, minutes) for hour in self._hours(clocks[0])]
        return [(None, minutes)]

    def _made_rules(self, hour: Hour | None) -> list[Rule]:
        """The rules for one time of the day: several where pattern or zone can mean several."""
        found: list[Rule] = []
        for zone in self._rule_zones():
            local = self.frame.now.astimezone(zone_senses.clock_of(zone))
            today = Today(local.date(), clocked=hour is not None)
            for pattern in self._patterns(today):
                made = rules.rule(
                    pattern, hour, zone, self.frame.now, said=self._zone() is not None
                )
                if made not in found and self._in_force(made):
                    found.append(made)
        return found

    def _rule_zones(self) -> list[str]:
        """The zone of a rule; an abbreviation that has one meaning stands for its place."""
        named = {meaning.zone for meaning in self._zones()[0].meanings}
        if len(self._zones()) > 1:
            others = [{meaning.zone for meaning in each.meanings} for each in self._zones()]
            named = set.intersection(*others)
            if len(named) != 1:
                raise NotEnough
        return sorted(named)

    def _in_force(self, made: Rule) -> bool:
        """Raises NotEnough where a zone's abbreviation is not in force when the rule begins."""
        for said in self._zones():
            if made.all_day or all(each.offset is None for each in said.meanings):
                continue
            found = {each.utc for each in zone_senses.possible(made.start, said)}
            if len(said.meanings) == 1 and len(found) > 1:
                raise NotEnough
        return True

    def _patterns(self, today: Today) -> list[rules.Pattern]:
        everies = self.all(Every)
        others = [atom.value for atom in self.atoms]
        starts, untils, counts = self.all(Start), self.all(Until), self.all(Times)
        for span in self.all(DateRange):
            everies = _within(span, everies, starts, untils)
        if len(starts) > 1 or len(untils) > 1 or len(counts) > 1:
            raise NotEnough
        start = starts[0].day if starts else None
        if any(each.mode == "habit" for each in self.all(Weekday)):
            everies = [Every(1, "week")]
        loose = [each for each in self.all(Weekday) if each.mode not in ("bare", "habit")]
        twice = self.all(Weekday) and any(each.weekdays for each in everies)
        if loose or twice:
            raise NotEnough
        try:
            found = rules.patterns(everies, others, today)
        except NotEnough:
            if self.any(Nth, DayNumber, Date, Weekday, Month):
                raise
            found = rules.from_start(everies, start, today)
        counted = any(each.count > 1 or each.unit == "day" for each in everies)
        if counted and self._of_the_month() and any(each.freq != "MONTHLY" for each in found):
            raise NotEnough
        done: list[rules.Pattern] = []
        for pattern in found:
            pattern = rules.leave_out(pattern, self.all(Except), today)
            pattern = rules.starting(pattern, start, today)
            count = counts[0].count if counts else None
            pattern = rules.ended(pattern, untils[0].day if untils else None, count, today)
            spans = [each for each in self.all(Lasting) if minutes_of(each) is None]
            if spans and (counts or untils):
                raise NotEnough
            done.append(rules.lasting(pattern, spans[0].amount) if spans else pattern)
        return done


def _within(
    span: DateRange, everies: list[Every], starts: list[Start], untils: list[Until]
) -> list[Every]:
    """Every day, Monday to Friday; every Monday from one date to another. Raises NotEnough."""
    first, last = span.start, span.end
    if isinstance(first, Date) and isinstance(last, Date):
        starts.append(Start(first))
        untils.append(Until(last))
        return everies
    if not isinstance(first, Weekday) or not isinstance(last, Weekday):
        raise NotEnough
    if any(each.weekdays or each.unit not in ("day", "week") or each.count > 1 for each in everies):
        raise NotEnough
    days = tuple((first.day + step) % 7 for step in range((last.day - first.day) % 7 + 1))
    return [Every(1, "week", days)]


def minutes_of(length: Lasting) -> int | None:
    """A length in minutes; none where it is one of days or more."""
    sizes = {"minute": 1, "hour": 60}
    if any(unit not in sizes for _, unit in length.amount.parts):
        return None
    return sum(count * sizes[unit] for count, unit in length.amount.parts)
