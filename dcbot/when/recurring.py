"""When a rule happens: its moments, one after another, on the clocks of its zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from dcbot.when.occurrences import Series, originals
from dcbot.when.reading import Instant, Rule
from dcbot.when.zone_senses import clock_of


def moment(local: datetime, zone: str, *, said: bool = False) -> Instant:
    """The moment at which the clocks of the zone show `local`.

    A time that a clock change leaves out is later by what is left out; of a repeated hour, the
    first. (`read` asks about both; a rule that runs over years has no one to ask.)
    """
    clock = clock_of(zone)
    utc = local.replace(tzinfo=clock, fold=0).astimezone(UTC)
    return Instant(utc.astimezone(clock).replace(tzinfo=None), zone, utc, said)


def parts_of(text: str) -> dict[str, str]:
    """A rule's text as its parts: FREQ=WEEKLY;BYDAY=TH."""
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def locals_of(text: str, start: datetime, zone: str = "UTC") -> Iterator[datetime]:
    """The rule's times on the clocks of the zone, as RFC 5545 counts them; exceptions and all."""
    parts = parts_of(text)
    if "UNTIL" in parts:
        until = datetime.strptime(parts["UNTIL"] + "+0000", "%Y%m%dT%H%M%SZ%z")
        parts["UNTIL"] = f"{until.astimezone(clock_of(zone)):%Y%m%dT%H%M%S}"
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    # All of it is local by now, so that no zone is needed, and an offset will do for one.
    return originals(Series(start, "UTC", rule))


def occurrences(rule: Rule, *, after: datetime | None = None) -> Iterator[Instant]:
    """The rule's moments in order; only those later than `after` (aware), where it is given."""
    left_out = set(rule.exceptions)
    for local in locals_of(rule.rrule, rule.start, rule.zone):
        if local in left_out:
            continue
        found = moment(local, rule.zone, said=rule.zone_said)
        if after is None or found.utc > after:
            yield found


def first(rule: Rule, count: int = 3, *, after: datetime | None = None) -> list[Instant]:
    """The first so many moments of the rule (after `after`), or fewer where it ends."""
    return list(islice(occurrences(rule, after=after), count))
