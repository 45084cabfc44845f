"""The calendar beside the bare libraries: a feed of 2,000 events, 500 series, fair times.

    python -m tests.benchmarks.calendar

Each is timed in turns with what the library alone takes for the same, and told as a ratio too.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from dcbot.calendar.entries import Entry, Local
from dcbot.calendar.feed import feed
from dcbot.when.fair import Party, fair_times
from dcbot.when.occurrences import Series, occurrences
from dcbot.when.zones import zone

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONES = ("Europe/Zurich", "Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Asia/Kolkata")
RULES = (
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYDAY=-1FR",
    "FREQ=WEEKLY",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10",
)
TURNS = 5


def main() -> None:
    """Everything, printed as it is measured."""
    entries = _entries(2000)
    _tell("a feed of 2,000 events", lambda: _feed(entries), lambda: _bare_feed(entries))
    series = _series(500)
    _tell(
        "the next three of 500 series",
        lambda: [occurrences(each, after=NOW, limit=3) for each in series],
        lambda: [_bare_next(each) for each in series],
    )
    _fair()


def _feed(entries: list[Entry]) -> bytes:
    return feed(entries, name="Benchmark", now=NOW)


def _bare_feed(entries: list[Entry]) -> bytes:
    """The library alone, with four properties each."""
    calendar = Calendar()
    for entry in entries:
        assert isinstance(entry.when, Local)
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed_at)
        event.add("summary", entry.title)
        event.add("dtstart", entry.when.series.start.replace(tzinfo=zone(entry.when.series.zone)))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _bare_next(series: Series) -> list[datetime]:
    """The library alone, counted from the start of the series."""
    made = rrulestr(series.rule, dtstart=series.start.replace(tzinfo=zone(series.zone)))
    return list(made.xafter(NOW, count=3))


def _fair() -> None:
    zones = ("Europe/Zurich", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo")
    zones += ("Africa/Lagos", "Africa/Nairobi", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Fiji")
    dates = [date(2027, month, 2) for month in range(1, 13)]
    for slots in (1, 2, 3):
        times = _timed(lambda: fair_times([Party(each) for each in zones], dates, slots=slots))  # noqa: B023 -- called at once
        print(f"fair times, {slots} in turn: {statistics.median(times) * 1000:.0f} ms")


def _tell(what: str, ours: Callable[[], object], bare: Callable[[], object]) -> None:
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(TURNS):
        mine += _timed(ours, 1)
        theirs += _timed(bare, 1)
    one, other = statistics.median(mine), statistics.median(theirs)
    print(
        f"{what}: {one * 1000:.0f} ms, the library alone {other * 1000:.0f} ms: ×{one / other:.2f}"
    )


def _timed(work: Callable[[], object], turns: int = TURNS) -> list[float]:
    times = []
    for _ in range(turns):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return times


def _entries(number: int) -> list[Entry]:
    return [
        Entry(
            uid=f"meeting-{each}@benchmark.dcbot",
            when=Local(
                Series(datetime(2026, 12, 1 + each % 28, 14), ZONES[each % 5], RULES[each % 4]),
                timedelta(hours=1),
            ),
            changed_at=NOW,
            title=f"Meeting {each} of the Dynamic Coalition",
            text="What it is about, in a sentence or two, and how one takes part. " * 3,
            url=f"https://calendar.example/meetings/{each}",
        )
        for each in range(number)
    ]


def _series(number: int) -> list[Series]:
    chance = random.Random(2026)
    return [
        Series(
            datetime(chance.randint(2018, 2026), chance.randint(1, 12), chance.randint(1, 28), 14),
            chance.choice(ZONES),
            chance.choice(RULES),
        )
        for _ in range(number)
    ]


if __name__ == "__main__":
    main()
