"""Wishes for fair times: whose, how many take turns, for how long, on which days and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dcbot.errors import BadArgument
from dcbot.lines import tidy
from dcbot.message import quoted
from dcbot.services import orders
from dcbot.services.groups import Title
from dcbot.services.moments import read_zone
from dcbot.when.fair import MOST_SLOTS

USUAL_MONTHS = 12
MOST_MONTHS = 36
MOST_PLACES = 40

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six)"
_MONTHS = re.compile(
    rf"(?:(?:for|over|in)\s+)?(?:the\s+)?(?:next\s+|coming\s+)?(?:{_NUMBER}|(?P<half>half\s+a)|next)"
    r"\s+(?P<unit>months?|years?)\b",
    re.IGNORECASE,
)
_TURNS = r"(?:in (?:rotation|turns?)|(?:that |which )?(?:rotate|take turns)|taking turns|rotating)"
_SLOTS = re.compile(
    rf"(?:(?:with|of|as)\s+)?\b{_NUMBER}\s+(?:(?:different|fixed|fair)\s+)?"
    rf"(?:times?|slots?|turns?)\b(?:\s+{_TURNS})?",
    re.IGNORECASE,
)
_ROTATION = re.compile(
    rf"(?:(?:in|as|with)\s+)?(?:a\s+)?rotation(?:\s+of\s+{_NUMBER}(?:\s+(?:times?|slots?))?)?|"
    r"\brotat(?:e|ing)\b|\btaking turns\b",
    re.IGNORECASE,
)
_NIGHT = re.compile(
    r"\b(?:(?:nobody|no one|none)\b[^,.;]*\bnight|(?:not|never) (?:in|at)(?: the)? night)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"(?:\bon\s+)?(?:\bthe\s+)?\b(?:every|each|weekly|monthly|fortnightly|first|second|third|fourth|"
    r"last)\b.*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:(?:what|which|when)\s+(?:is|are|would be|times? (?:is|are|would be))\s+)?"
    r"(?:an?\s+|the\s+)?(?:most\s+)?fair(?:est|er)?\b(?:\s+(?:meeting\s+)?(?:times?|slots?))?|"
    r"\b(?:please\s+)?find\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<number>\d{1,3})\s+(?:people\s+|persons?\s+)?(?:in|from|of)\s+(?P<place>.+)"
)
# What is no part of a name would mean something where the name is shown again.
_NO_NAME = re.compile(r"[^\w .'’/-]")
_BETWEEN = re.compile(r"\s*[,;/&]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_SMALL_WORDS = """
for in from with of at on people those persons meeting meetings call calls please
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_SAY = "The whole is said as `!meeting fair DCCG: 3 times in rotation, for 12 months`."


@dataclass(frozen=True)
class Named:
    """A place that was named, and how many people are there."""

    zone: str
    name: str
    people: int = 1


@dataclass(frozen=True)
class Wish:
    """What somebody wants to know."""

    group_id: int | None = None
    slots: int = 1
    months: int = USUAL_MONTHS
    minutes: int | None = None
    rule: str = ""
    """The words that say on which days; empty where none do."""
    places: tuple[Named, ...] = ()
    """The places that were named; empty for those concerned."""
    awake: bool = False
    """Nobody is to come in the night."""


def is_asked(words: str) -> bool:
    """Whether a question is one for fair times."""
    return bool(re.search(r"\bfair(?:est|er)?\b[^.?!]*\btimes?\b", words, re.IGNORECASE))


def read(words: str, titles: Sequence[Title]) -> Wish:
    """The wish in the words. Raises Ambiguous for several groups, BadArgument for what is no
    number of times, no place and no rule."""
    text = " ".join(tidy(words[: orders.LONGEST]).split())
    title, text = orders.take_group(text, titles)
    minutes, text = orders.take_length(text)
    awake, text = bool(_NIGHT.search(text)), _NIGHT.sub(" ", text)
    slots, text = _slots(_ASKED.sub(" ", text))
    months, text = _months(text)
    rule, text = _take(_RULE, text)
    places = _places(text)
    return Wish(
        group_id=title.group.id if title else None,
        slots=slots,
        months=months,
        minutes=minutes,
        rule=rule,
        places=places,
        awake=awake,
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if not found:
        return "", text
    return found[0].strip(" ,.;:?"), f"{text[: found.start()]} {text[found.end() :]}"


def _number(found: re.Match[str]) -> int:
    said = found["number"].casefold()
    return int(said) if said.isdigit() else _NUMBERS[said]


def _slots(text: str) -> tuple[int, str]:
    """How many times take turns."""
    for pattern in (_SLOTS, _ROTATION):
        found = pattern.search(text)
        if not found:
            continue
        slots = _number(found) if found["number"] else MOST_SLOTS
        if not 1 <= slots <= MOST_SLOTS:
            raise BadArgument(
                f"{quoted(found[0].strip())} is no number of times that take turns: it can be 1, 2 "
                f"or {MOST_SLOTS}."
            )
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return slots, _ROTATION.sub(" ", rest)
    return 1, text


def _months(text: str) -> tuple[int, str]:
    found = _MONTHS.search(text)
    if not found:
        return USUAL_MONTHS, text
    years = found["unit"].casefold().startswith("year")
    number = _number(found) if found["number"] else 1
    months = 6 if found["half"] else number * (12 if years else 1)
    if not 1 <= months <= MOST_MONTHS:
        raise BadArgument(
            f"{quoted(found[0].strip())} is too long or no time: it can be 1 to {MOST_MONTHS} "
            "months."
        )
    return months, f"{text[: found.start()]} {text[found.end() :]}"


def _places(text: str) -> tuple[Named, ...]:
    """The places that are named, each zone once."""
    found: dict[str, Named] = {}
    for part in _BETWEEN.split(text.strip(" ,.;:?!")):
        place, number = part.strip(" .;:?!"), 1
        while place.partition(" ")[0].casefold() in _SMALL:
            place = place.partition(" ")[2].strip()
        counted = _COUNTED.fullmatch(place)
        if counted:
            place, number = counted["place"], int(counted["number"])
        if place:
            zone, name = _zone(place), _NO_NAME.sub("", place)
            known = found.get(zone)
            names = f"{known.name}, {name}" if known else name
            found[zone] = Named(zone, names, number + (known.people if known else 0))
    if len(found) > MOST_PLACES:
        raise BadArgument(f"Name {MOST_PLACES} places at most.")
    return tuple(found.values())


def _zone(place: str) -> str:
    try:
        return read_zone(place).key
    except BadArgument as mistake:
        raise BadArgument(f"{mistake.text} {_SAY}") from None
