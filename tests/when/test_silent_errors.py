"""Phrases that one library or another reads wrongly without a word, and a time beside a date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dcbot.when.reading import Instant, read
from dcbot.when.telling import facts

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phrase", "language", "local"),
    [
        ("amanhã às 10h", "pt", "2026-11-19T10:00"),
        ("demain 10h", "fr", "2026-11-19T10:00"),
        ("15/12/2026 14h30", "pt", "2026-12-15T14:30"),
        ("1 diciembre 14h", "es", "2026-12-01T14:00"),
        ("15 dezembro 14h", "pt", "2026-12-15T14:00"),
        ("mañana a las 10", "es", "2026-11-19T10:00"),
        ("27/11 a las 23", "es", "2026-11-27T23:00"),
        ("27 de novembro às 15", "pt", "2026-11-27T15:00"),
        ("le 27 novembre à 15", "fr", "2026-11-27T15:00"),
        ("27 ноября в 15", "ru", "2026-11-27T15:00"),
        ("le 3 à 14h", "fr", "2026-12-03T14:00"),
        ("the 15th at 14:00", "en", "2026-12-15T14:00"),
        ("vendredi en huit à 14h", "fr", "2026-11-27T14:00"),
        ("tonight at 8", "en", "2026-11-18T20:00"),
        ("midi moins cinq", "fr", "2026-11-18T11:55"),
        ("às dez para as três da tarde", "pt", "2026-11-18T14:50"),
    ],
)
def test_a_moment_is_the_one_that_is_said(phrase: str, language: str, local: str) -> None:
    found = read(phrase, now=NOW, zone="UTC", language=language)

    assert isinstance(found, Instant), found
    assert facts(found)["local"] == local


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        *(("tomorrow", "date"), ("in 3 weeks", "date"), ("tomorrow morning", "vague")),
        *(("Thursday 1 December 2026", "refuse"), ("15 Dec 2026 3pm CEST", "ambiguous")),
        *(("15 July 2027 9am EST", "ambiguous"), ("15 Dec 2026 19:30 IST", "ambiguous")),
        *(("15 Dec 2026 9am CST", "ambiguous"), ("15 Dec 2026 10am BST", "ambiguous")),
        *(("Wednesday 15:00", "ambiguous"), ("next Thursday", "ambiguous")),
        *(("11/12/13", "ambiguous"), ("10", "nondate"), ("may", "nondate"), ("mar", "nondate")),
        *(("1.5", "vague"), ("March on!", "nondate"), ("24/7", "nondate")),
        ("see http://example.org/2026/12/01", "nondate"),
    ],
)
def test_what_is_no_moment_is_made_none(phrase: str, kind: str) -> None:
    found = read(phrase, now=NOW, zone="UTC", language="en")

    # What is vague may as well be no time at all; both are asked about.
    told = {"nondate", "vague"} if kind in ("nondate", "vague") else {kind}
    assert found.kind in told, found
