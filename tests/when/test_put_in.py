"""A word put into an understood phrase is heard: the reading is never what it was without it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dcbot.when.lexicon import LANGUAGES, lexicon
from dcbot.when.reading import Day, Days, Instant, Range, Reading, Rule, read
from dcbot.when.saying import weekday_name
from dcbot.when.tokens import Tokeniser
from tests.sizes import examples
from tests.when.test_phrases import TABLES
from tests.when.test_unheard import ORDINARY, words

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
DEFINITE = (Instant, Day, Days, Range, Rule)
# Words that turn a time into another wherever they stand.
TURNING = {"danger", "vague", "context"}
# Of an exception, more exceptions say nothing new; "or later" and the like lead nowhere inside it.
EXCEPTING = {
    *("except", "exceptend", "refafter", "refbefore", "agopre", "in", "minushour", "by"),
    *("later", "ago"),
}
STRANGE = {"ru": "блорфик", "ar": "بلورفك", "zh": "彪骉"}


@cache
def understood(language: str) -> list[tuple[str, str]]:
    """The phrases of the tables that are read as one thing, each with the zone of its speaker."""
    rows = [
        row
        for name in TABLES
        for row in json.loads((HERE / name).read_text("utf-8"))["phrases"]
        if row["lang"] == language and row["kind"] in ("instant", "date", "range", "rrule")
    ]
    pairs = [(row["phrase"], row["user_zone"]) for row in rows]
    return [(phrase, zone) for phrase, zone in pairs if _read(phrase, zone, language) is not None]


def _read(phrase: str, zone: str, language: str) -> Reading | None:
    found = read(phrase, now=NOW, zone=zone, language=language)
    return replace(found, words="", beside="") if isinstance(found, DEFINITE) else None


def first_day(found: Reading) -> date:
    """The day on which it is, or on which it begins."""
    if isinstance(found, Instant):
        return found.local.date()
    if isinstance(found, Range):
        return found.start.local.date()
    if isinstance(found, Days):
        return found.first.date
    return found.start.date() if isinstance(found, Rule) else found.date  # type: ignore[union-attr]


def other_days(found: Reading) -> list[int]:
    """Days of the week that contradict it; what comes again may well name several."""
    if not isinstance(found, Instant | Day):
        return []
    # The day before or after may be the one from which it is counted.
    return [(first_day(found).weekday() + step) % 7 for step in (2, 3, 4, 5)]


def places_in(phrase: str, language: str) -> list[int]:
    """Where a word can be put in: before each word of the phrase, and at its end."""
    tokeniser = Tokeniser(phrase, (language, "en"))
    starts = [tokeniser.normal.origin[token.start] for token in tokeniser.run()]
    return [*starts, len(phrase)]


def put_in(phrase: str, place: int, word: str, language: str) -> str:
    joint = "" if language == "zh" else " "
    return f"{phrase[:place].rstrip()}{joint}{word}{joint}{phrase[place:].lstrip()}".strip()


@cache
def turns(language: str) -> list[str]:
    """Words that turn a time, and say nothing else."""
    return sorted(
        word
        for word, kinds in words(lexicon(language))
        if kinds & TURNING and not kinds & (ORDINARY | EXCEPTING)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=some.data())
@settings(max_examples=examples(100), deadline=None)
def test_what_may_turn_a_time_is_never_passed_over(language: str, data: some.DataObject) -> None:
    phrase, zone = data.draw(some.sampled_from(understood(language)))
    before = _read(phrase, zone, language)
    place = data.draw(some.sampled_from(places_in(phrase, language)))
    changed = put_in(phrase, place, data.draw(some.sampled_from(turns(language))), language)

    assert _read(changed, zone, language) != before, changed


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=some.data())
@settings(max_examples=examples(100), deadline=None)
def test_a_second_time_is_never_passed_over(language: str, data: some.DataObject) -> None:
    phrase, zone = data.draw(some.sampled_from(understood(language)))
    before = _read(phrase, zone, language)
    assert before is not None
    place = data.draw(some.sampled_from(places_in(phrase, language)))
    others = [weekday_name(day, language) for day in other_days(before)]
    second = data.draw(some.sampled_from(("04:47", "6.7.2033", *others)))
    changed = put_in(phrase, place, second, language)

    assert _read(changed, zone, language) != before, changed


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=some.data())
@settings(max_examples=examples(100), deadline=None)
def test_a_strange_word_within_a_time_is_never_passed_over(
    language: str, data: some.DataObject
) -> None:
    phrase, zone = data.draw(some.sampled_from(understood(language)))
    before = _read(phrase, zone, language)
    said = read(phrase, now=NOW, zone=zone, language=language).words
    begin = phrase.find(said)
    # A word that leads to a time may stand before a name, as in "on (the) …".
    within = [place for place in places_in(phrase, language) if begin < place < begin + len(said)]
    within = within[1:]
    if begin < 0 or not within:
        return
    place = data.draw(some.sampled_from(within))
    changed = put_in(phrase, place, STRANGE.get(language, "blorfick"), language)

    assert _read(changed, zone, language) != before, changed
