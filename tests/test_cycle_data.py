"""The cycles that ship hold what their sources say, and their reader names every mistake."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from dcbot.config.zones import is_zone
from dcbot.data.cycles import load, read
from dcbot.errors import SettingsError
from dcbot.services import cycles

SHIPPED = load("igf")
DATES = [(cycle, date) for cycle in SHIPPED for date in cycle.dates]


def test_all_dates_ship_with_where_they_were_read() -> None:
    assert len(DATES) == 59 and load("empty") == ()
    for _, date in DATES:
        assert date.address.startswith("http"), date
        assert not re.search(r"@(?!listas\.)", date.address)
        assert not date.zone or is_zone(date.zone)


def test_what_names_no_clock_and_zone_is_no_moment() -> None:
    moments = {
        (cycle.key, date.key): cycles.moment(date.day, date.clock, date.zone)
        for cycle, date in DATES
    }
    assert moments["2017", "dc-slot-requests-due-e-mail"] is None
    assert moments["2025", "comments-main-session-plan-due"] is None
    assert moments["2018", "dc-slot-requests-due"] == datetime(2018, 6, 29, 23, 59, tzinfo=UTC)
    assert moments["2016", "dc-main-session"] == datetime(2016, 12, 8, 21, 0, tzinfo=UTC)
    assert moments["2017", "dc-main-session"] == datetime(2017, 12, 20, 9, 0, tzinfo=UTC)
    assert sum(moment is not None for moment in moments.values()) == 18


def test_anywhere_on_earth_is_the_last_zone() -> None:
    assert cycles.moment("2027-05-07", "23:59", "AoE") == datetime(2027, 5, 8, 11, 59, tzinfo=UTC)


GOOD = (
    '[[cycles]]\nkey = "2027"\nname = "IGF 2027"\n'
    'dates = [{ key = "a", what = "A", kind = "event", day = "2027-05-01", address = "x"%s }]'
)


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (', clock = "23:59"', "a clock and its zone go together"),
        (', clock = "25:00", zone = "UTC"', "“25:00” is no clock"),
        (', until = "2027-04-01"', "the last day “2027-04-01” is before the first"),
        (', klock = "23:59"', "did you mean “clock”"),
    ],
)
def test_a_mistake_in_the_file_is_named(more: str, complaint: str) -> None:
    assert len(read(GOOD % "")[0].dates) == 1
    with pytest.raises(SettingsError, match=complaint):
        read(GOOD % more)
