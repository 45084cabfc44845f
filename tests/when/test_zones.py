"""Zones come from the pinned package alone, and clock changes are what they are."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dcbot.when import zones
from dcbot.when.zones import ClockChange, Moved, Planned, Shift

HOUR = timedelta(hours=1)


def test_the_machines_zones_are_never_read(tmp_path: Path) -> None:
    source = Path(zones.tzdata.__file__).parent / "zoneinfo" / "Asia" / "Tokyo"
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Zurich").write_bytes(source.read_bytes())
    code = (
        "import datetime, zoneinfo\n"
        "false = zoneinfo.ZoneInfo('Europe/Zurich').utcoffset(datetime.datetime(2026, 12, 1))\n"
        "from dcbot.when.zones import zone\n"
        "true = zone('Europe/Zurich').utcoffset(datetime.datetime(2026, 12, 1))\n"
        "print(false, true, zoneinfo.TZPATH)"
    )

    said = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "9:00:00 1:00:00 ()\n"


@pytest.mark.parametrize("name", ["Europe/Zürich", "Europe", "", "../etc/passwd", "zurich", "/etc"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no zone is called"):
        zones.zone(name)


def test_release_is_named() -> None:
    assert zones.VERSION[:4].isdigit() and zones.VERSION[4:].isalpha()


@pytest.mark.parametrize(
    ("name", "local", "utc"),
    [
        pytest.param("Europe/Zurich", "2027-03-28T02:30", "2027-03-28T01:30", id="left-out"),
        pytest.param("Europe/Zurich", "2027-10-31T02:30", "2027-10-31T00:30", id="comes-twice"),
        pytest.param("Australia/Lord_Howe", "2027-10-03T02:10", "2027-10-02T15:40", id="half-hour"),
        pytest.param("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00", id="a-day-left-out"),
        pytest.param("Etc/GMT+12", "2026-11-30T23:59", "2026-12-01T11:59", id="anywhere-on-earth"),
    ],
)
def test_local_time_has_one_moment(name: str, local: str, utc: str) -> None:
    moment = zones.to_utc(datetime.fromisoformat(local), zones.zone(name))

    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_times_that_do_not_exist_or_come_twice_are_known() -> None:
    zurich = zones.zone("Europe/Zurich")

    assert zones.is_left_out(datetime(2027, 3, 28, 2, 30), zurich)
    assert not zones.is_left_out(datetime(2027, 3, 28, 3, 0), zurich)
    assert zones.comes_twice(datetime(2027, 10, 31, 2, 30), zurich)
    assert not zones.comes_twice(datetime(2027, 10, 31, 3, 0), zurich)
    assert not zones.comes_twice(datetime(2027, 3, 28, 2, 30), zurich)


@pytest.mark.parametrize("year", [1996, 2011, 2014, 2026, 2027, 2033, 2061])
def test_clock_changes_are_all_found(year: int) -> None:
    since, until = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    for name in ("Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"):
        where, found = zones.zone(name), zones.clock_changes(name, since, until)
        # Hour by hour, as a plain way to the same list.
        hours = [
            since + HOUR * number for number in range(-1, 24 * (366 if year % 4 == 0 else 365))
        ]
        offsets = [hour.astimezone(where).utcoffset() for hour in hours]
        changed = [
            late for late, a, b in zip(hours[1:], offsets, offsets[1:], strict=False) if a != b
        ]
        rounded = [change.at.replace(minute=0) for change in found]

        assert [
            at + HOUR * bool(c.at.minute) for at, c in zip(rounded, found, strict=True)
        ] == changed
        for change in found:
            before = (change.at - timedelta(seconds=1)).astimezone(where).utcoffset()
            assert (before, change.at.astimezone(where).utcoffset()) == (
                change.before,
                change.after,
            )


def test_a_day_that_was_left_out_is_one_change() -> None:
    found = zones.clock_changes(
        "Pacific/Apia", datetime(2011, 12, 1, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC)
    )

    assert [(change.at, change.by) for change in found] == [
        (datetime(2011, 12, 30, 10, tzinfo=UTC), timedelta(days=1))
    ]


def test_clock_change_does_this_to_others() -> None:
    found = zones.shifts(
        "Europe/Zurich",
        ["America/New_York", "Asia/Kolkata", "Europe/Berlin", "Europe/Zurich"],
        datetime(2027, 3, 1, tzinfo=UTC),
        datetime(2027, 4, 1, tzinfo=UTC),
    )

    march_14 = datetime(2027, 3, 14, 7, tzinfo=UTC)
    march_28 = datetime(2027, 3, 28, 1, tzinfo=UTC)
    zurich = frozenset({"Europe/Zurich"})
    assert found == [
        Shift("America/New_York", march_14, HOUR, frozenset({"America/New_York"})),
        Shift("America/New_York", march_28, -HOUR, zurich),
        Shift("Asia/Kolkata", march_28, -HOUR, zurich),
    ]


def test_new_rules_tell_which_moments_moved() -> None:
    local = datetime(2026, 12, 1, 9)
    vancouver = Planned("one", local, "America/Vancouver", datetime(2026, 12, 1, 17, tzinfo=UTC))
    zurich = Planned("two", local, "Europe/Zurich", datetime(2026, 12, 1, 8, tzinfo=UTC))
    hawaii = {"America/Vancouver": "Pacific/Honolulu"}

    # By these rules, Vancouver no longer puts its clocks back in November.
    by_pinned = list(zones.moved([vancouver, zurich]))
    by_others = list(
        zones.moved([vancouver, zurich], lambda name: zones.zone(hawaii.get(name, name)))
    )

    assert by_pinned == [Moved(vancouver, datetime(2026, 12, 1, 16, tzinfo=UTC))]
    assert by_others == [Moved(vancouver, datetime(2026, 12, 1, 19, tzinfo=UTC))]


def test_offsets_of_a_change() -> None:
    change = ClockChange("Europe/Zurich", datetime(2027, 3, 28, 1, tzinfo=UTC), HOUR, 2 * HOUR)

    assert change.by == HOUR
