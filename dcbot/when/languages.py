"""Which languages a phrase is read in, and one reading out of theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from dcbot.when.grammar import parse
from dcbot.when.lexicon import HAN, LANGUAGES
from dcbot.when.meaning import mean
from dcbot.when.reading import (
    LONGEST,
    Ambiguous,
    Choice,
    Day,
    Days,
    Instant,
    NotADate,
    Range,
    Reading,
    Refused,
    Rule,
)
from dcbot.when.row import Row
from dcbot.when.saying import say
from dcbot.when.sentence import Frame
from dcbot.when.strange_words import with_strange_words
from dcbot.when.tokens import Tokeniser

SCRIPTS = {
    "zh": re.compile(f"[{HAN}]"),
    "ru": re.compile("[Ѐ-ӿ]"),
    "ar": re.compile("[؀-ۿ]"),
}
LATIN = ("en", "fr", "es", "pt")
DEFINITE = (Instant, Range, Day, Days, Rule)


def read_in_languages(phrase: str, *, now: datetime, zone: str, language: str | None) -> Reading:
    """See `dcbot.when.reading.read`."""
    if len(phrase) > LONGEST:
        return Refused(f"This is longer than {LONGEST} letters.", "Say the day and the time alone.")
    foreign = _scripts(phrase)
    if language in LANGUAGES:
        tried = [language] if language in foreign or not foreign else [*foreign[:1], language]
        tried = tried[:1]
    else:
        tried = likely(phrase)
    readings = [_read(phrase, now, zone, each, foreign) for each in tried]
    return readings[0] if len(readings) == 1 else _one_of(readings, tried)


def likely(phrase: str) -> list[str]:
    """The languages that are written with the phrase's letters; in any other it says the same."""
    return _scripts(phrase)[:1] or list(LATIN)


def _scripts(phrase: str) -> list[str]:
    return [name for name, letters in SCRIPTS.items() if letters.search(phrase)]


def _read(phrase: str, now: datetime, zone: str, language: str, foreign: list[str]) -> Reading:
    trees = tuple(dict.fromkeys((language, *foreign, "en")))
    tokeniser = Tokeniser(phrase, trees)
    row = Row(with_strange_words(tokeniser.run(), language), language)
    atoms = parse(row)
    found = mean(row, atoms, Frame(now, zone, language))
    if not atoms:
        return replace(found, beside=tokeniser.normal.written.strip())
    start, end = row.tokens[atoms[0].start].start, row.tokens[atoms[-1].end - 1].end
    written = tokeniser.normal
    before = written.said(0, start).strip(" ,;:–—-")
    behind = written.said(end, len(written.text)).strip(" ,;:–—-")
    beside = " ".join(part for part in (before, behind) if part)
    return replace(found, words=written.said(start, end).strip(" ,;:"), beside=beside)


def _one_of(readings: list[Reading], tried: list[str]) -> Reading:
    """The reading that the languages agree on; several are choices."""
    definite = [each for each in readings if isinstance(each, DEFINITE)]
    open_: list[Reading] = [each for each in readings if isinstance(each, Ambiguous)]
    if not definite:
        return next(
            iter(open_), next((e for e in readings if not isinstance(e, NotADate)), readings[0])
        )
    different = list({repr(replace(each, words="", beside="")): each for each in definite}.values())
    if len(different) == 1 and not open_:
        return different[0]
    if open_:
        return open_[0]
    choices = tuple(Choice(say(each), each) for each in different)
    return Ambiguous(choices, "the languages of the phrase read it differently")
