"""Months in languages that have no lexicon here: "15. Dezember 2026", asked of dateparser.

dateparser is given one word that no lexicon knows, between a day and a year, and never a clock
time, a zone or a relative word, in which it is silently wrong. What it says counts only where it
read day, month and year, and where all the languages that know the word agree ("listopad" is
October to some and November to others). It is loaded when it is needed, which takes a third of a
second, once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from dcbot.when.lexicon import Option
from dcbot.when.tokens import Token

LANGUAGES = ("de", "it", "nl", "pl", "tr", "id", "sw", "uk", "cs", "hr", "sv", "da", "fi", "ro")
YEAR = 2001


def with_foreign_months(tokens: list[Token]) -> list[Token]:
    """The tokens, with words that are months elsewhere marked as such."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.unknown and _between_day_and_year(tokens, place):
            month = month_of(token.written.casefold())
            if month:
                found[place] = replace(token, options=(Option("month", (month,)),))
    return found


def _between_day_and_year(tokens: list[Token], place: int) -> bool:
    word = tokens[place].written
    if not (word.isalpha() and 3 <= len(word) <= 14) or place + 1 >= len(tokens):
        return False
    before = place - 1
    if before >= 0 and tokens[before].written == ".":
        before -= 1
    day = tokens[before].get("num", "ord") if before >= 0 else None
    year = tokens[place + 1].get("num")
    return bool(day and 1 <= day.number <= 31 and year and 1900 <= year.number < 2200)


@cache
def _parser(language: str) -> Any:
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=[language], settings=settings)


@lru_cache(maxsize=1024)
def month_of(word: str) -> int | None:
    """The month that the word names, where every language that knows it means the same."""
    found = {_month_in(word, language) for language in LANGUAGES} - {None}
    return found.pop() if len(found) == 1 else None


def _month_in(word: str, language: str) -> int | None:
    try:
        data = _parser(language).get_date_data(f"1 {word} {YEAR}")
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    moment = data.date_obj
    read = set(getattr(data, "parts", None) or ())
    if moment is None or not {"day", "month", "year"} <= read:
        return None
    return int(moment.month) if (moment.day, moment.year) == (1, YEAR) else None
