"""When a series takes place: a rule in local time, its exceptions, and the moments they make.

Rules repeat clock times, not moments: a series at 14:00 in Zurich stays at 14:00 there when clocks
change. What the exceptions name is the local time that the rule gave, which never changes, so that
they hold on however often an instance is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from dcbot.when import zones

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_HORIZON = timedelta(days=200 * 366)
_UNTIL = re.compile(r"(?<=UNTIL=)(\d{8})(?:T(\d{6})(Z?))?")


@dataclass(frozen=True)
class Series:
    """What was planned: all times are naive and local in `zone`.

    `rule` is an RRULE's text (empty: once only) whose UNTIL may be in UTC, local or a date.
    `skipped` and the keys of `moved` are times that the rule gives; `moved` says when instead.
    """

    start: datetime
    zone: str
    rule: str = ""
    skipped: frozenset[datetime] = frozenset()
    moved: Mapping[datetime, datetime] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time that it takes place, in UTC, and its name: the local time that the rule gave.

    `left_out`: clocks jump over its local time, and it is as much later. `comes_twice`: clocks show
    its local time two times, and it is the first.
    """

    at: datetime
    original: datetime
    local: datetime
    left_out: bool = False
    comes_twice: bool = False

    @property
    def moved(self) -> bool:
        """Whether it takes place at another time than the rule says."""
        return self.local != self.original


def occurrences(series: Series, *, after: datetime, limit: int) -> list[Occurrence]:
    """The next ones that begin later than `after` (aware), in order, at most so many."""
    where = zones.zone(series.zone)
    # The clock there may differ from UTC by a day, and a gap makes an instance an hour later.
    begin = after.astimezone(UTC).replace(tzinfo=None) - timedelta(days=2)
    coming = (
        _at(series, original, original)
        for original in originals(series, since=begin)
        if original not in series.skipped and original not in series.moved
    )
    shifted = [
        _at(series, original, local)
        for original, local in series.moved.items()
        if original not in series.skipped and zones.to_utc(local, where) > after
    ]
    by_rule = islice((one for one in coming if one.at > after), limit)
    return sorted([*by_rule, *shifted])[:limit]


def between(series: Series, since: datetime, until: datetime) -> list[Occurrence]:
    """All that begin at `since` or later and before `until` (both aware), in order."""
    found: list[Occurrence] = []
    end = until.astimezone(UTC).replace(tzinfo=None) + timedelta(days=2)
    begin = since.astimezone(UTC).replace(tzinfo=None) - timedelta(days=2)
    for original in originals(series, since=begin):
        if original > end:
            break
        if original not in series.skipped and original not in series.moved:
            found.append(_at(series, original, original))
    found += [
        _at(series, original, local)
        for original, local in series.moved.items()
        if original not in series.skipped
    ]
    return sorted(one for one in found if since <= one.at < until)


def originals(series: Series, *, since: datetime | None = None) -> Iterator[datetime]:
    """The local times that the rule gives from `since` (naive, local) on, exceptions and all.

    Without an end where the rule has none.
    """
    if not series.rule:
        if since is None or series.start >= since:
            yield series.start
        return
    made = _rule(series.start, series.zone, series.rule)
    if since is None or since <= series.start:
        yield from made
        return
    yield from _moved_on(made, series, since).xafter(since, inc=True)


def gives(series: Series, original: datetime) -> bool:
    """Whether the rule gives that local time, skipped or moved though it may be."""
    return next(originals(series, since=original), None) == original


def aligned(series: Series) -> Series:
    """The same series with the first time that the rule gives as its start.

    Readers disagree about a start that the rule itself would not give.
    """
    if not series.rule:
        return series
    first = next(originals(series), None)
    if first is None:
        raise ValueError(f"the rule {series.rule} never comes to pass")
    if first == series.start:
        return series
    return Series(first, series.zone, series.rule, series.skipped, series.moved)


def until_in_utc(rule: str, zone: str) -> str:
    """The rule with its UNTIL in UTC, as RFC 5545 wants it for starts with a zone."""
    return _UNTIL.sub(lambda found: f"{_until(found, zone):%Y%m%dT%H%M%SZ}", rule)


@lru_cache(maxsize=4096)
def _rule(start: datetime, zone: str, rule: str) -> rrule:
    def local(found: re.Match[str]) -> str:
        moment = _until(found, zone).astimezone(zones.zone(zone))
        return f"{moment:%Y%m%dT%H%M%S}"

    # The rule is worked out in local time without a zone: dateutil would otherwise compare clocks.
    made = rrulestr(_UNTIL.sub(local, rule), dtstart=start)
    if not isinstance(made, rrule) or _part(rule, "FREQ") not in FREQUENCIES:
        raise ValueError(f"{rule!r} is not a rule of years, months, weeks or days")
    if _part(rule, "UNTIL") or _part(rule, "COUNT"):
        return made
    # A rule that never comes to pass would be looked for until the year 9999.
    return made.replace(until=start + _HORIZON)


def _until(found: re.Match[str], zone: str) -> datetime:
    """The end that a rule names, aware; a date ends with its last second."""
    day, clock, utc = found[1], found[2] or "235959", found[3]
    moment = datetime.strptime(f"{day}{clock}", "%Y%m%d%H%M%S")  # noqa: DTZ007 -- local
    return moment.replace(tzinfo=UTC) if utc else zones.to_utc(moment, zones.zone(zone))


def _moved_on(made: rrule, series: Series, since: datetime) -> rrule:
    """The same rule begun later, but before `since`, where that changes nothing after it.

    An old series is else counted from its start at each question.
    """
    start = _later_start(series, since)
    return made if start is None else made.replace(dtstart=start)


def _later_start(series: Series, since: datetime) -> datetime | None:
    if _part(series.rule, "COUNT"):
        return None
    start, interval = series.start, int(_part(series.rule, "INTERVAL") or 1)
    frequency = _part(series.rule, "FREQ")
    if frequency in ("DAILY", "WEEKLY"):
        step = timedelta(days=interval * (7 if frequency == "WEEKLY" else 1))
        turns = (since - start) // step - 1
        return start + turns * step if turns > 0 else None
    # Every month has the first 28 days; a rule for the 31st keeps its start.
    if frequency == "MONTHLY" and start.day <= 28:
        months = (since.year - start.year) * 12 + since.month - start.month
        turns = months // interval - 1
        if turns > 0:
            month = start.month - 1 + turns * interval
            return start.replace(year=start.year + month // 12, month=month % 12 + 1)
    return None


def _part(rule: str, name: str) -> str:
    """What a rule says under a name, such as "2" for INTERVAL; empty where it says nothing."""
    found = re.search(rf"(?:^|;){name}=([^;]*)", rule.upper())
    return found[1] if found else ""


def _at(series: Series, original: datetime, local: datetime) -> Occurrence:
    where = zones.zone(series.zone)
    at = zones.to_utc(local, where)
    left_out = at.astimezone(where).replace(tzinfo=None) != local
    return Occurrence(at, original, local, left_out, zones.comes_twice(local, where))
