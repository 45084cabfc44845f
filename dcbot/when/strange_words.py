"""Words that the lexicons at hand do not know: slips of the pen, and words of other languages."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from babel import Locale
from rapidfuzz.distance import OSA

from dcbot.when.foreign_months import with_foreign_months
from dcbot.when.lexicon import LANGUAGES, Node, Option, lexicon
from dcbot.when.normal import folded
from dcbot.when.tokens import Token

# Days and months are long enough to be known with one letter wrong, if they have so many.
SURE = 7
DAYS = ("weekday", "weekdays", "rel")
LETTERS = re.compile("[a-z]+|[а-я]+")
# Languages without a lexicon, whose days are known to be days and therefore asked about.
OTHERS = ("de", "it", "nl", "pl", "tr", "id", "sw", "uk", "cs", "sv", "da", "fi", "ro", "ca", "vi")
# Their words for today and tomorrow, which CLDR does not have by themselves.
SOON = """
heute morgen übermorgen oggi domani dopodomani vandaag overmorgen dziś dzisiaj jutro pojutrze
bugün yarın besok lusa kesho сьогодні zítra dnes idag imorgon tänään huomenna mâine avui demà
"""


def with_strange_words(tokens: list[Token], language: str) -> list[Token]:
    """The tokens; those of no lexicon with what they must be, where only one thing is possible."""
    if not any(token.unknown for token in tokens):
        return tokens
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.unknown:
            options = _options(tokens, place, language)
            found[place] = replace(token, options=options) if options else token
    return with_foreign_months(found)


def _options(tokens: list[Token], place: int, language: str) -> tuple[Option, ...]:
    word = folded(tokens[place].written)
    if not LETTERS.fullmatch(word) or len(word) < 4:
        return ()
    if slip := _mended(word, language):
        return (slip,)
    known = _elsewhere().get(word)
    if known is None:
        return (Option("foreignday"),) if word in _other_days() else ()
    if known.kind == "rel" or _beside_a_number(tokens, place):
        return (known,)
    return (Option("foreignday"),) if known.kind != "month" else ()


def _beside_a_number(tokens: list[Token], place: int) -> bool:
    beside = (tokens[at] for at in (place - 1, place + 1) if 0 <= at < len(tokens))
    return any(token.get("num", "ord", "ymd", "date3", "date2") for token in beside)


@lru_cache(maxsize=2048)
def _mended(word: str, language: str) -> Option | None:
    """The day or month of which the word is one letter off, where there is only one."""
    if len(word) < SURE - 1:
        return None
    # One letter wrong, left out, put in, or changed with the next; the first is seldom wrong.
    near = {
        option
        for known, option in _long_words(language)
        if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


@cache
def _long_words(language: str) -> tuple[tuple[str, Option], ...]:
    """The days and months of the language, and of English, that are long enough to be mended."""
    trees = [lexicon(each) for each in dict.fromkeys((language, "en"))]
    return tuple(
        (word, option)
        for tree in trees
        for word, node in tree.after.items()
        for option in node.options
        if len(word) >= SURE and option.kind in (*DAYS, "month") and not option.weak
    )


@cache
def _elsewhere() -> dict[str, Option]:
    """Days and months of all languages by their words, where they mean the same in all."""
    found: dict[str, set[Option]] = {}
    for language in LANGUAGES:
        for word, node in lexicon(language).after.items():
            for option in _dates(node):
                found.setdefault(word, set()).add(option)
    return {word: next(iter(each)) for word, each in found.items() if len(each) == 1}


def _dates(node: Node) -> list[Option]:
    return [each for each in node.options if each.kind in (*DAYS, "month") and not each.weak]


@cache
def _other_days() -> frozenset[str]:
    names = [
        str(name)
        for language in OTHERS
        for name in Locale(language).days["format"]["wide"].values()
    ]
    return frozenset(folded(word) for words in (*names, SOON) for word in words.split())
