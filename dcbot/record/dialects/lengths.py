"""How long speakers may speak, as people say it: “2 minutes”, “90 seconds”, “off”."""

from __future__ import annotations

import re

from dcbot.record.floor_instructions import QueueRule, TimePoint
from dcbot.record.instructions import Mistaken

LONGEST = 60 * 60
"""Seconds; longer is no limit for one speaker."""
_LONGEST_POINT = 4 * LONGEST
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTH = re.compile(
    rf"(?P<number>\d{{1,4}}|{'|'.join(_NUMBERS[1:])})\s*"
    r"(?P<unit>seconds?|secs?\.?|s|minutes?|mins?\.?|m)?(?:\s+each|\s+per speaker)?",
    re.IGNORECASE,
)
WHICH = r"(?: (\d+)(?! (?:more|min)))?"
"""The number of a point before its time: “item 5 10 minutes”, but not “item 5 minutes”."""
_MORE = re.compile(r"\bmore\s+|\s+more\b", re.IGNORECASE)
_NONE = frozenset({"off", "none", "no", "stop", "0", "no limit"})


def seconds(words: str, longest: int = LONGEST) -> int | None:
    """The length in seconds, 0 for no limit, and None where the words say neither; a bare number
    is one of minutes."""
    said = words.strip(" .!").casefold()
    if said in _NONE:
        return 0
    found = _LENGTH.fullmatch(said)
    if found is None:
        return None
    number = found["number"]
    count = int(number) if number.isdecimal() else _NUMBERS.index(number)
    length = count if (found["unit"] or "m").startswith("s") else 60 * count
    return length if 0 < length <= longest else None


def point_time(words: str, number: int | None = None) -> TimePoint | None:
    """How long a point of the agenda has, as “10 minutes” or “5 more minutes”; None where the
    words say no whole minutes."""
    length = seconds(_MORE.sub("", words, count=1), _LONGEST_POINT)
    if not length or length % 60:
        return None
    return TimePoint(length // 60, number, more=_MORE.search(words) is not None)


def limit(words: str) -> QueueRule | None:
    """How long each may speak from here on; None where the words say no length."""
    length = seconds(words)
    return None if length is None else QueueRule(seconds_each=length)


def read_time_limit(words: str) -> QueueRule | Mistaken:
    """What “#timelimit” and these words ask."""
    why = "say how long each may speak, or “off”"
    return limit(words) or Mistaken(f"#timelimit {words}".strip(), "#timelimit 2 minutes", why)
