"""Months of languages that have no lexicon here, asked of dateparser one word at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dcbot.when.foreign_months import month_of
from dcbot.when.reading import Day, Instant, read

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "phrase", ["15. Dezember 2026", "15 dicembre 2026", "15 grudnia 2026", "15 Aralık 2026"]
)
def test_a_foreign_month_between_day_and_year_is_read(phrase: str) -> None:
    found = read(phrase, now=NOW, zone="UTC", language="en")

    assert isinstance(found, Day) and found.date == date(2026, 12, 15)


def test_clock_and_zone_beside_it_are_read_by_our_own_grammar() -> None:
    found = read("15. Dezember 2026, 14:00 Geneva time", now=NOW, zone="UTC", language="en")

    assert isinstance(found, Instant) and found.utc == datetime(2026, 12, 15, 13, tzinfo=UTC)


@pytest.mark.parametrize("phrase", ["14.30 Uhr", "15 grudnia", "morgen 14:00", "15 foo 2026"])
def test_other_foreign_words_are_asked_about(phrase: str) -> None:
    found = read(phrase, now=NOW, zone="UTC", language="en")

    assert not isinstance(found, Day | Instant), found


def test_a_word_that_is_another_month_elsewhere_is_none() -> None:
    assert month_of("listopad") is None
