"""Which days a whole phrase can mean: its atoms, each seen from today, must agree."""

from __future__ import annotations

from datetime import date, timedelta

from dcbot.when import dating
from dcbot.when.atoms import (
    Clock,
    ClockRange,
    Date,
    DayNumber,
    EndOf,
    Lapse,
    Lasting,
    Month,
    MonthRel,
    Nth,
    Part,
    RelDay,
    Shifted,
    TheMonth,
    Week,
    Weekday,
    Zone,
)
from dcbot.when.dating import NotEnough, Today
from dcbot.when.hours import Hour
from dcbot.when.sentence import Sentence

# What the days of a phrase are made of, and what says something else than its day.
READ = (
    *(Date, DayNumber, EndOf, Lapse, Month, MonthRel, Nth, RelDay, Shifted, TheMonth, Week),
    *(Weekday, Part, Clock, ClockRange, Zone, Lasting),
)


class Dated(Sentence):
    """The days of a phrase."""

    def _days(self, hour: Hour | None) -> list[date]:
        """Every day that is meant, seen from every today."""
        found: list[date] = []
        for today in self._todays(hour):
            found += self._days_from(today, hour)
        return list(dict.fromkeys(found))

    def _days_from(self, today: Today, hour: Hour | None) -> list[date]:
        self._nothing_idle()
        weekdays = self.all(Weekday)
        weeks, months = self.all(Week), self.all(MonthRel)
        others = self._dated(today, weeks, months)
        if weekdays and weeks and not others:
            if len(weeks) > 1 or len(weekdays) > 1 or weekdays[0].mode not in ("bare", "habit"):
                raise NotEnough
            return [dating.in_week(weekdays[0], weeks[0], today)]
        if weekdays and others:
            days = others[0]
            for weekday in weekdays:
                days = dating.agreed(weekday, days)
                if weekday.mode not in ("bare", "habit"):
                    # "Last Thursday, 19 November" must be last Thursday too.
                    meant = dating.of_weekday(weekday, today)
                    days = [day for day in days if day in meant]
            if not days:
                raise NotEnough
            return self._common([days, *others[1:]])
        if weekdays:
            return self._common([dating.of_weekday(each, today) for each in weekdays])
        if others:
            return self._common(others)
        if hour is None:
            raise NotEnough
        # A time of the day alone is the next such time.
        return [today.day + timedelta(days=1) if today.passed else today.day]

    def _nothing_idle(self) -> None:
        """Raises NotEnough where the phrase names a month, a week or a length that tells nothing.

        What is said is never ignored: "Thursday in December" is not next Thursday.
        """
        months = [each for each in self.all(MonthRel) if each.unit == "month"]
        years = [each for each in self.all(MonthRel) if each.unit == "year"]
        counted = self.any(Nth)
        unread = [atom for atom in self.atoms if not isinstance(atom.value, READ)]
        idle = (
            unread
            or (self.any(Month, TheMonth) and not counted)
            or (months and not (counted or self.any(DayNumber)))
            or (years and not self.any(Date, Nth))
            or (self.any(Week) and not self.any(Weekday))
            or len(set(self.all(Part))) > 1
        )
        if idle:
            raise NotEnough

    def _dated(self, today: Today, weeks: list[Week], months: list[MonthRel]) -> list[list[date]]:
        """The days of each atom that names a day otherwise than by its weekday."""
        found: list[list[date]] = []
        year = next((each.ahead for each in months if each.unit == "year"), None)
        month = next((each for each in months if each.unit == "month"), None)
        for said in self.all(Nth):
            found.append(self._nth(said, today, month))
        for dated in self.all(Date):
            ahead = None if year is None else today.day.year + year
            found.append(dating.of_date(dated, today, ahead))
        for number in self.all(DayNumber):
            found.append(dating.of_day_number(number, today, month))
        for atom in self.atoms:
            if isinstance(atom.value, RelDay | EndOf | Shifted):
                found.append(dating.of(atom.value, today))
        for lapse in self.all(Lapse):
            if self.all(Weekday) or weeks:
                raise NotEnough
            found.append(dating.of(lapse, today))
        if weeks and found:
            raise NotEnough
        return found

    def _nth(self, said: Nth, today: Today, month: MonthRel | None) -> list[date]:
        named: list[Month | MonthRel] = [*self.all(Month), *([month] if month else [])]
        if not named:
            named = self._month_of_year(said, today)
        if len(named) > 1:
            raise NotEnough
        if named:
            return dating.of_nth(said, today, named[0])
        alone = said.past and said.numbers == (-1,) and not self.any(TheMonth)
        # "Last Friday" is a week ago in English; elsewhere the word stands behind.
        if alone and said.weekday is not None and self.language == "en":
            return dating.of_weekday(Weekday(said.weekday, "past"), today)
        raise NotEnough

    def _month_of_year(self, said: Nth, today: Today) -> list[Month | MonthRel]:
        """The month that the first or the last such day of a year is in."""
        years = [each.ahead for each in self.all(MonthRel) if each.unit == "year"]
        if any(each.unit == "year" for each in self.all(TheMonth)):
            years.append(0)
        if len(years) != 1 or len(said.numbers) != 1 or not -2 <= said.numbers[0] <= 4:
            return []
        month = 12 if said.numbers[0] < 0 else 1
        past = month == 1 and not any(each.unit == "year" for each in self.all(MonthRel))
        return [Month(month, None if past else today.day.year + years[0])]

    def _common(self, lists: list[list[date]]) -> list[date]:
        """The days that all agree on. Raises Contradiction where none is left."""
        kept = [day for day in lists[0] if all(day in other for other in lists[1:])]
        if not kept:
            raise dating.Contradiction(lists[1][0].weekday(), lists[0][0])
        return kept
