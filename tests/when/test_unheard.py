"""A word that may turn a time into another is never passed over, wherever it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dcbot.when.lexicon import LANGUAGES, Node, lexicon
from dcbot.when.reading import Day, Days, Instant, Range, Rule, read
from dcbot.when.saying import say

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
LOCAL = NOW.replace(month=12, day=3, tzinfo=None)
MOMENT = Instant(LOCAL, "UTC", LOCAL.replace(tzinfo=UTC), True)
TURNING = {"danger", "vague", "context", "daybound", "weekbound", "begin", "yourzone", "several"}
# Words that are also ordinary ones, or that the grammar takes for what they are beside a time.
ORDINARY = {
    *("filler", "topic", "the", "of", "on", "in", "to", "or", "from", "until", "part", "plural"),
    # A meal with its clock time is an event.
    "meal",
}


def words(node: Node, before: tuple[str, ...] = ()) -> list[tuple[str, set[str]]]:
    """Every entry of a lexicon and its kinds."""
    own = [(" ".join(before), {option.kind for option in node.options})] if node.options else []
    return own + [
        entry for piece, after in node.after.items() for entry in words(after, (*before, piece))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turning_word_before_or_behind_a_moment_is_asked_about(language: str) -> None:
    said = say(MOMENT, language)
    turning = [
        word for word, kinds in words(lexicon(language)) if kinds & TURNING and not kinds & ORDINARY
    ]
    passed_over = [
        phrase
        for word in turning
        for phrase in (f"{word} {said}", f"{said} {word}")
        if isinstance(
            read(phrase, now=NOW, zone="UTC", language=language),
            Instant | Day | Range | Days | Rule,
        )
    ]

    assert len(turning) > 20
    assert not passed_over, passed_over


@pytest.mark.parametrize(
    ("phrase", "language"),
    [
        ("every Friday in December at 14:00 UTC", "en"),
        ("Thursday in December at 15:00 UTC", "en"),
        ("3 December next month", "en"),
        ("every Thursday 26th at 10:00", "en"),
        ("every month on Tuesday starting 5 January at 10:00", "en"),
        ("every Thursday in 2 weeks at 10:00", "en"),
        ("15 December for two weeks", "en"),
        ("tomorrow morning or evening at 9", "en"),
        ("on 3 December until 16:30 UTC", "en"),
        ("15:00 UTC my time on 3 December", "en"),
        ("3 декабря до 16:30", "ru"),
        ("le 3 décembre jusqu'à 16h30", "fr"),
        ("el 3 de diciembre hasta las 16:30", "es"),
        ("بعد نهاية الشهر", "ar"),
        ("réunion de 2 heures jeudi", "fr"),
        ("the CAT group meets on 3 December at 14:00 PET project", "en"),
    ],
)
def test_nothing_that_is_said_of_the_time_is_ignored(phrase: str, language: str) -> None:
    found = read(phrase, now=NOW, zone="America/Bogota", language=language)

    assert not isinstance(found, Instant | Day | Range | Days | Rule), found
