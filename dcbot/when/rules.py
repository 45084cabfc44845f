"""Rules of what comes again, built from the atoms of a phrase."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import islice

from dcbot.when.atoms import (
    Amount,
    Date,
    DayNumber,
    Every,
    Except,
    Month,
    Nth,
    Value,
    Weekday,
)
from dcbot.when.dating import NotEnough, Today, of, of_date
from dcbot.when.hours import Hour
from dcbot.when.reading import Rule
from dcbot.when.recurring import locals_of, moment
from dcbot.when.zone_senses import clock_of

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_MONTHS = range(1, 13)
QUARTERS = (1, 4, 7, 10)


@dataclass
class Pattern:
    """How often, and on which days; what a phrase says of it, before it has a clock time."""

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    # With these, the weekdays are the first, last … of the month.
    ordinals: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    left_out: list[date] = field(default_factory=list)
    count: int | None = None
    until: date | None = None
    start: date | None = None
    # Which of the days of the month that the weekdays give: -1 for the last working day.
    positions: tuple[int, ...] = ()

    def text(self) -> str:
        """The pattern as the value of an RRULE, without its end."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays and self.ordinals:
            days = [f"{number}{NAMES[day]}" for number in self.ordinals for day in self.weekdays]
            parts.append("BYDAY=" + ",".join(days))
        elif self.weekdays:
            parts.append("BYDAY=" + ",".join(NAMES[day] for day in sorted(self.weekdays)))
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, sorted(self.months))))
        if self.days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.days)))
        if self.positions:
            parts.append("BYSETPOS=" + ",".join(map(str, self.positions)))
        return ";".join(parts)


def patterns(everies: list[Every], others: list[Value], today: Today) -> list[Pattern]:
    """The patterns that the atoms can mean; several where people differ. Raises NotEnough."""
    nths = [each for each in others if isinstance(each, Nth)]
    months = [each.month for each in others if isinstance(each, Month)]
    numbers = [day for each in others if isinstance(each, DayNumber) for day in each.days]
    dates = [each for each in others if isinstance(each, Date)]
    loose = [each.day for each in others if isinstance(each, Weekday)]
    units = {each.unit for each in everies if each.unit} or {"month"}
    doubts = {each.doubt for each in everies if each.doubt}
    count = max([each.count for each in everies], default=1)
    days = list(dict.fromkeys(day for each in everies for day in each.weekdays)) or loose
    rates = {each.rate for each in everies if each.rate}
    numbers += [day for each in everies for day in each.days]
    # One of these says which days; with two of them, one would be ignored.
    if sum(map(bool, (nths, numbers, dates, days))) > 1:
        raise NotEnough
    # "Twice a week" is two days a week.
    counted = len(days) + len(numbers) + sum(len(each.numbers) for each in nths)
    if rates - {counted}:
        raise NotEnough
    if nths:
        return _by_nth(nths, units, count, months, doubts)
    if numbers and units == {"month"}:
        made = Pattern("MONTHLY", count, days=tuple(numbers), months=tuple(months))
        return _quartered(made) if "quarter" in doubts else [made]
    if numbers and units == {"year"} and len(months) == 1:
        return [Pattern("YEARLY", count, days=tuple(numbers), months=tuple(months))]
    if months:
        raise NotEnough
    if len(dates) == 1 and units == {"year"}:
        return [_yearly(dates[0], count, today)]
    if units == {"day"} and not (days or dates or numbers):
        return [Pattern("DAILY", count)]
    if units == {"day"} and count == 1 and any(each.weekdays for each in everies):
        # "Every day, Monday to Friday".
        return [Pattern("WEEKLY", 1, tuple(days))]
    if days and units == {"week"}:
        return _weekly(tuple(days), count, doubts)
    raise NotEnough


def _by_nth(
    nths: list[Nth], units: set[str], count: int, months: list[int], doubts: set[str]
) -> list[Pattern]:
    numbers = tuple(number for nth in nths for number in nth.numbers)
    weekdays = {nth.weekday for nth in nths}
    worked = {nth.workdays for nth in nths}
    if len(weekdays) != 1 or not units <= {"month", "year"} or len(units) > 1:
        raise NotEnough
    weekday = weekdays.pop()
    freq = "YEARLY" if units == {"year"} else "MONTHLY"
    if freq == "YEARLY" and len(months) != 1:
        raise NotEnough
    if weekday is None and any(worked):
        if len(nths) != 1 or "quarter" in doubts:
            raise NotEnough
        return [
            Pattern(freq, count, week, months=tuple(months), positions=numbers)
            for week in nths[0].workdays
        ]
    if weekday is None:
        made = Pattern(freq, count, days=numbers, months=tuple(months))
    else:
        made = Pattern(freq, count, (weekday,), numbers, months=tuple(months))
    return _quartered(made) if "quarter" in doubts else [made]


def _quartered(made: Pattern) -> list[Pattern]:
    """Each quarter: three months on from the next time, or in each quarter's first month?"""
    return [replace(made, interval=1, months=QUARTERS), made]


def _yearly(said: Date, count: int, today: Today) -> Pattern:
    if len(of_date(said, today)) > 1 and len(said.readings) > 1:
        raise NotEnough
    _, month, day = said.readings[0]
    return Pattern("YEARLY", count, days=(day,), months=(month,))


def _weekly(days: tuple[int, ...], count: int, doubts: set[str]) -> list[Pattern]:
    if "workweek" in doubts:
        return [Pattern("WEEKLY", 1, days), Pattern("WEEKLY", 1, (6, 0, 1, 2, 3))]
    if "ordinal" in doubts:
        return [Pattern("WEEKLY", count, days), Pattern("MONTHLY", 1, days, (count,))]
    return [Pattern("WEEKLY", count, days)]


def leave_out(made: Pattern, exceptions: list[Except], today: Today) -> Pattern:
    """The pattern without the months, weekdays and dates that are excepted. Raises NotEnough."""
    for each in exceptions:
        if each.months:
            kept = [month for month in made.months or ALL_MONTHS if month not in each.months]
            made = replace(made, months=tuple(kept))
        if each.weekdays:
            daily = made.freq == "DAILY" and made.interval == 1
            if made.ordinals or not (daily or made.freq == "WEEKLY"):
                raise NotEnough
            base = range(7) if daily else made.weekdays
            # "Every Thursday except Friday" leaves nothing out.
            if not set(each.weekdays) <= set(base):
                raise NotEnough
            kept = [day for day in base if day not in each.weekdays]
            made = replace(made, freq="WEEKLY", weekdays=tuple(kept))
        for said in each.dates:
            days = of_date(said, today)
            if len(days) != 1:
                raise NotEnough
            made.left_out.append(days[0])
        if each.months and not made.months:
            raise NotEnough
    return made


def ended(made: Pattern, until: Value | None, count: int | None, today: Today) -> Pattern:
    """The pattern with its last day or its number of times. Raises NotEnough."""
    if until is None:
        return replace(made, count=count)
    if isinstance(until, Month):
        from dcbot.when.atoms import EndOf

        until = EndOf(until)
    days = of(until, today)
    if len(days) != 1:
        raise NotEnough
    return replace(made, until=days[0], count=count)


def lasting(made: Pattern, amount: Amount) -> Pattern:
    """ "For six weeks" is six times, where it comes once a week; else it must be asked."""
    ((number, unit), *more) = amount.parts
    once = {"week": ("WEEKLY", len(made.weekdays) == 1), "month": ("MONTHLY", True)}
    freq, single = once.get(unit, ("DAILY", False))
    times = len(made.ordinals) <= 1 and len(made.days) <= 1
    if more or amount.doubtful or made.freq != freq or not single or not times:
        raise NotEnough
    if number % made.interval:
        raise NotEnough
    return replace(made, count=number // made.interval)


def rule(made: Pattern, hour: Hour | None, zone: str, now: datetime, *, said: bool) -> Rule:
    """The rule at this time of the day, from the next time that it happens. Raises NotEnough."""
    local_now = now.astimezone(clock_of(zone)).replace(tzinfo=None)
    clock = time(hour.hour, hour.minute, hour.second) if hour else time()
    if hour and hour.days:
        raise NotEnough
    base = datetime.combine(made.start or local_now.date(), clock)
    single = replace(made, interval=1).text()
    begin: datetime | None = None
    for local in islice(locals_of(single, base), 400):
        past = moment(local, zone).utc <= now if hour else local.date() < local_now.date()
        skipped = local.date() in made.left_out and made.interval == 1 and not made.count
        if (made.start or not past) and not skipped:
            begin = local
            break
    if begin is None:
        raise NotEnough
    text = made.text()
    if made.count:
        text += f";COUNT={made.count}"
    if made.until:
        if made.until < begin.date():
            raise NotEnough
        last = datetime.combine(made.until, time(23, 59, 59))
        text += f";UNTIL={moment(last, zone).utc.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    out = tuple(datetime.combine(day, clock) for day in sorted(made.left_out) if day > begin.date())
    return Rule(text, begin, zone, out, all_day=hour is None, zone_said=said)


def starting(made: Pattern, start: Value | None, today: Today) -> Pattern:
    """The pattern from a day on; where it has no day of its own, that day's. Raises NotEnough."""
    if start is None:
        return made
    if isinstance(start, Month):
        year = start.year or today.day.year + (start.month < today.day.month)
        return replace(made, start=date(year, start.month, 1))
    days = of(start, today)
    if len(days) != 1:
        raise NotEnough
    return replace(made, start=days[0])


def from_start(every: list[Every], start: Value | None, today: Today) -> list[Pattern]:
    """Every week from 3 December: the day that it starts on tells which. Raises NotEnough."""
    units = {each.unit for each in every if each.unit}
    count = max([each.count for each in every], default=1)
    if start is None or isinstance(start, Month) or len(units) != 1:
        raise NotEnough
    days = of(start, today)
    if len(days) != 1 or any(each.doubt for each in every):
        raise NotEnough
    unit, day = units.pop(), days[0]
    if unit == "day":
        return [Pattern("DAILY", count, start=day)]
    if unit == "week":
        return [Pattern("WEEKLY", count, (day.weekday(),), start=day)]
    if unit == "month" and day.day <= 28:
        return [Pattern("MONTHLY", count, days=(day.day,), start=day)]
    if unit == "year":
        return [Pattern("YEARLY", count, days=(day.day,), months=(day.month,), start=day)]
    raise NotEnough
