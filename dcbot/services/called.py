"""What groups are called, read from words: full names, acronyms, what tells names apart; pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz

from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted

LONGEST = 150
LONGEST_ACRONYM = 24
_NEAR = 82
"""From this likeness (of 100) on, two names may be meant for one group."""
_SMALL = frozenset(
    "a an and at for in of on the to dc dynamic coalition coalitions igf".split()  # noqa: SIM905
)
_WITH_ACRONYM = re.compile(r"^(?P<name>.*\S)\s*\((?P<acronym>[^()]+)\)$")
_LEADING = re.compile(r"^(?:the )?(?:igf )?dynamic coalition (?:on|for) (?:the )?", re.IGNORECASE)


@dataclass(frozen=True)
class Called:
    """A full name, and the acronym in brackets behind it where there is one."""

    name: str
    acronym: str = ""


def read_name(words: str) -> Called:
    """The words as a full name and acronym; raises BadArgument."""
    words = " ".join(words.split())
    found = _WITH_ACRONYM.match(words)
    called = Called(found["name"], read_acronym(found["acronym"])) if found else Called(words)
    letters = sum(letter.isalpha() for letter in called.name)
    if letters < 3 or len(called.name) > LONGEST or called.name[0] in "=@+-":
        raise BadArgument(
            f"{quoted(words)} is no name: a full name has letters, and at most {LONGEST} "
            "characters, as `Dynamic Coalition on Rivers (DC-Rivers)`."
        )
    return called


def without_acronym(words: str) -> str:
    """The name without an acronym in brackets behind it."""
    found = _WITH_ACRONYM.match(words)
    return found["name"] if found else words


def read_acronym(words: str) -> str:
    """The words as an acronym; raises BadArgument."""
    words = " ".join(words.split())
    if not re.fullmatch(rf"\w[\w .&+/-]{{0,{LONGEST_ACRONYM - 1}}}", words) or not fold(words):
        raise BadArgument(
            f"{quoted(words)} is no acronym: it has at most {LONGEST_ACRONYM} letters, digits and "
            "dashes, as `DC-Rivers`."
        )
    return words


def whole(called: Called) -> str:
    """The name with its acronym in brackets."""
    return f"{called.name} ({called.acronym})" if called.acronym else called.name


def short(name: str) -> str:
    """What a coalition is about, from its name: “Dynamic Coalition on Rivers” → “Rivers”."""
    short = _LEADING.sub("", name)
    return short if short != name and fold(short) else ""


def key(called: Called, there: Collection[str]) -> str:
    """A key that nobody has: from the acronym without “DC”, else from the name's own words."""
    words = re.findall(r"[a-z0-9]+", fold(called.acronym))
    if len(words) > 1 and words[0] == "dc":
        words = words[1:]
    words = words or re.findall(r"[a-z0-9]+", core(fold(called.name)))[:3] or ["coalition"]
    key = "-".join(words)
    numbered = (f"{key}-{number}" for number in range(2, 1000))
    return key if key not in there else next(one for one in numbered if one not in there)


def core(folded: str) -> str:
    """The words of a folded name that tell it from others."""
    return " ".join(word for word in folded.split() if word not in _SMALL)


def alike(one: str, other: str) -> bool:
    """Whether two names, by their own words, may be meant for one group."""
    return bool(one and other) and (
        one == other
        or fuzz.ratio(one, other) >= _NEAR
        or fuzz.token_sort_ratio(one, other) >= _NEAR + 6
    )
