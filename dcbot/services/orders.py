"""Orders: what somebody wants scheduled, taken from a whole sentence; what is left is its time.

“please schedule the DCCG call for the first Tuesday of each month at 14:00 UTC, 1 hour” names a
group, says what it is and how long, and the rest says when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dcbot.errors import Ambiguous
from dcbot.lines import tidy
from dcbot.message import quoted
from dcbot.services.groups import Title
from storage.meetings import MeetingKind

LONGEST = 400
"""Characters of a sentence that are read."""

_QUOTED = re.compile(r"(?:\b(?:called|titled|named|on|about)\s+)?[“\"«„]([^”\"»“„]{1,120})[”\"»“]")
_NUMBER = r"(\d{1,3}(?:[.,]\d)?|an?|one|two|three|half an)"
_HOURS = r"(?:hours?|hrs?|heures?|horas?|ч\.?|часа?|часов|小时)"
_MINUTES = r"(?:minutes?|mins?\.?|minutos?|минут[аы]?|分钟)"
# “in 2 hours” is a time, not a length.
_LENGTH = re.compile(
    rf"(?<!\bin )(?<!\w)(?:,|;|\(|for|lasting|pendant|durante)?\s*(?<![\w:.-]){_NUMBER}[ -]?"
    rf"(?:(?P<hours>{_HOURS})(?:\s*(?:and\s+)?(?P<and>\d{{1,2}})[ -]?(?:{_MINUTES})|"
    rf"\s+and\s+a\s+(?P<half>half))?|(?P<minutes>{_MINUTES}))(?:\s+long)?(?!\w)\)?,?",
    re.IGNORECASE,
)
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half an": 0.5}
_PLANNING = re.compile(
    r"\b(?:(?:main|joint) session planning|planning (?:of|for) the (?:main|joint) session|"
    r"(?:main|joint) session)\b",
    re.IGNORECASE,
)
_VENUE = re.compile(
    r"\bat (?:the )?(WSIS(?: Forum)?(?: \d{4})?|EuroDIG(?: \d{4})?|RightsCon(?: \d{4})?|"
    r"IGF(?: \d{4})?)\b(?! time)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(coordination (?:meeting|call)|conference call|planning (?:call|meeting)|meetings?|calls?|"
    r"sessions?|webinars?|réunions?|appels?|reuni[oó]n(?:es)?|reunião|llamadas?|встреч[аиу]|"
    r"созвон)\b",
    re.IGNORECASE,
)
_FILLER_WORDS = """
a an the our your its their this new regular usual please kindly for of on at in to with by
from and which will be is it us group coalition coalitions dynamic dc virtual online each
la le les el los las un une una de du des do da pour para por starting
"""
_FILLER = frozenset(_FILLER_WORDS.split())


# Of the words around a name, these may be left standing before the time.
_LEADING_WORDS = "the a an our of for on de la du des do da el le los las les"
_LEADING = frozenset(_LEADING_WORDS.split())


@dataclass(frozen=True)
class Order:
    """What was ordered, but for its time, which `phrase` says."""

    phrase: str
    title: str = ""
    noun: str = "meeting"
    kind: str = ""
    venue: str = ""
    minutes: int | None = None
    group_id: int | None = None

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for an answer."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def read(words: str, titles: Sequence[Title]) -> Order:
    """The order in the words; `titles` are the groups that it may name. Raises Ambiguous."""
    text = " ".join(tidy(words[:LONGEST]).split())
    title, text = take_title(text)
    minutes, text = take_length(text)
    group, text = take_group(text, titles)
    kind = ""
    if _PLANNING.search(text):
        kind, text = MeetingKind.SESSION_PLANNING.value, _PLANNING.sub(" ", text)
    venue, text = _take(_VENUE, text)
    noun, text = _take(_NOUN, text)
    if noun.casefold().startswith("coordination"):
        kind = MeetingKind.COORDINATION.value
    text = _NOUN.sub(" ", text)
    return Order(
        phrase=_trim(text),
        title=title,
        noun=noun.casefold().rstrip("s") or "meeting",
        kind=MeetingKind.OTHER_VENUE.value if venue else kind,
        venue=venue,
        minutes=minutes,
        group_id=group.group.id if group else None,
    )


def take_title(text: str) -> tuple[str, str]:
    """The title in quotation marks that the text holds, if any; and the text without."""
    return _take(_QUOTED, text)


def take_length(text: str) -> tuple[int | None, str]:
    """How many minutes the text says it lasts, None where it does not; and the text without."""
    found = _LENGTH.search(text)
    if not found:
        return None, text
    said = found[1].casefold().replace(",", ".")
    number = _WORDS[said] if said in _WORDS else float(said)
    if found["minutes"]:
        minutes = round(number)
    else:
        minutes = round(number * 60) + int(found["and"] or 0) + (30 if found["half"] else 0)
    return minutes, f"{text[: found.start()]} {text[found.end() :]}"


def take_group(text: str, titles: Sequence[Title]) -> tuple[Title | None, str]:
    """The group that the text names, and the text without; Ambiguous where it names several."""
    found: dict[int, tuple[Title, re.Match[str]]] = {}
    for title in titles:
        names = {title.group.name, title.group.key, *(name.name for name in title.names)}
        best = max(
            (match for name in names if (match := _named(name, text))),
            # Of “DCCG coordination call”, DCCG is the name.
            key=lambda match: (match[0] != match[0].casefold(), len(match[0])),
            default=None,
        )
        if best is not None:
            found[title.group.id] = (title, best)
    # A name within a longer one is no name: “Coordination” in “DC Coordination Group”.
    kept = [
        (title, match)
        for title, match in found.values()
        if not any(_within(match, other) for _, other in found.values())
    ]
    # Words of a name that every meeting may bear give way to a name that nothing else bears.
    sure = [one for one in kept if one[1][0] != one[1][0].casefold()] or kept
    if len(sure) > 1:
        named = " and ".join(quoted(match[0]) for _, match in sure)
        raise Ambiguous(f"Whose meeting is it? {named} name several groups. Say one of them.")
    if not sure:
        return None, text
    title, match = sure[0]
    return title, f"{text[: match.start()]} {text[match.end() :]}"


def stray(beside: str) -> str:
    """Those of the words beside a time that say something which was not taken in."""
    words = re.findall(r"[^\s,;.:()!–-]+", beside)
    return " ".join(word for word in words if word.casefold() not in _FILLER)


def _named(name: str, text: str) -> re.Match[str] | None:
    if len(name) < 2:
        return None
    words = r"[\s-]+".join(re.escape(word) for word in name.split())
    # An acronym is written so; “it” is no coalition.
    flags = re.IGNORECASE if len(name) > 3 or not name.isupper() else re.NOFLAG
    return re.search(rf"(?<![\w-])(?:the )?{words}(?:['’]s)?(?![\w-])", text, flags)


def _within(match: re.Match[str], other: re.Match[str]) -> bool:
    inside = other.start() <= match.start() and match.end() <= other.end()
    return inside and len(match[0]) < len(other[0])


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if not found:
        return "", text
    return found[1].strip(), f"{text[: found.start()]} {text[found.end() :]}"


def _trim(text: str) -> str:
    text = re.sub(r"\s+([,.;:])", r"\1", " ".join(text.split())).lstrip(" ,.;:")
    words = text.split()
    while len(words) > 1 and words[0].casefold() in _LEADING:
        words.pop(0)
    text = " ".join(words)
    text = re.sub(
        r"^(?:[\s,.;:]|(?:a|an|the|of|for|on|to|please)\s(?=\S+\s+(?:for|on|from|at)\b))+", "", text
    )
    return text.strip(" ,.;:!")
