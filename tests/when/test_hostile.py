"""Whatever is said, reading it ends soon and raises nothing; what is definite holds together."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dcbot.when.lexicon import LANGUAGES, Node, lexicon
from dcbot.when.reading import LONGEST, Day, Instant, Range, Refused, Rule, read
from dcbot.when.recurring import first
from tests.sizes import examples
from tests.texts import any_text

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


def words_of(node: Node, before: str = "") -> list[str]:
    """Every entry of a lexicon, its pieces joined by spaces."""
    own = [before.strip()] if node.options else []
    return own + [
        word for piece, after in node.after.items() for word in words_of(after, f"{before} {piece}")
    ]


WORDS = {language: words_of(lexicon(language)) for language in LANGUAGES}
NUMBERS = some.one_of(
    some.integers(0, 99999).map(str),
    some.from_regex(r"[0-9]{1,4}[-/.:h][0-9]{1,2}([-/.:][0-9]{1,4})?", fullmatch=True),
)
SIGNS = some.sampled_from([",", ".", ":", "-", "–", "/", "(", ")", "UTC", "UTC+1", "Z", "CET", "@"])


def sentences(language: str) -> some.SearchStrategy[str]:
    """Words of the language's own lexicon in any order, with numbers and signs among them."""
    word = some.one_of(some.sampled_from(WORDS[language]), NUMBERS, SIGNS)
    joint = "" if language == "zh" else " "
    return some.lists(word, min_size=1, max_size=14).map(joint.join)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=some.data())
@settings(max_examples=examples(150), deadline=None)
def test_words_in_any_order_are_read_or_refused(language: str, data: some.DataObject) -> None:
    phrase = data.draw(sentences(language))
    found = read(phrase, now=NOW, zone="Europe/Zurich", language=language)

    if isinstance(found, Range):
        assert found.start.utc < found.end.utc
    if isinstance(found, Rule):
        assert not found.all_day or found.start.hour == 0
        first(found, 2)
    if isinstance(found, Instant):
        assert found.utc.tzinfo is not None and found.local.tzinfo is None
    if isinstance(found, Day):
        assert 1900 <= found.date.year < 2200


@given(any_text(max_size=LONGEST + 20), some.sampled_from((*LANGUAGES, None)))
@settings(max_examples=examples(300), deadline=None)
def test_any_text_is_read_or_refused(phrase: str, language: str | None) -> None:
    read(phrase, now=NOW, zone="Pacific/Kiritimati", language=language)


@pytest.mark.parametrize(
    "phrase",
    [
        *("1 " * 200, "1" * 400, "every " * 60, "Monday, " * 50, "14:00-" * 60, "1/2/" * 100),
        *("(" * 400, "und " * 100, "每" * 400, "一" * 400, "و" * 400, "половина " * 44),
        *("first and " * 40, "1 December 2026 " * 25, "in 2 hours and " * 26, "UTC" * 133),
        *("a:" * 200, "2026-12-01T" * 36, "до " * 130, "not on " * 57, "\u0301" * 400),
        "except August, " * 26,
    ],
)
def test_the_longest_phrases_are_read_in_a_fifth_of_a_second(phrase: str) -> None:
    read("warm", now=NOW, zone="UTC")
    begun = time.process_time()
    read(phrase[:LONGEST], now=NOW, zone="UTC")

    # Unknown language: four readings. The figure is processor time, ten times what is measured.
    assert time.process_time() - begun < 2


def test_what_is_too_long_is_refused() -> None:
    found = read("1 December 2026 14:00 UTC " + "x" * LONGEST, now=NOW, zone="UTC")

    assert isinstance(found, Refused)


@given(
    some.datetimes(timezones=some.just(UTC)),
    some.sampled_from(("in 999 years", "tomorrow at 10:00", "every Monday at 9:00 UTC", "1 March")),
)
@settings(max_examples=examples(60), deadline=None)
def test_any_moment_of_speaking_will_do(now: datetime, phrase: str) -> None:
    read(phrase, now=now, zone="Europe/Zurich", language="en")
