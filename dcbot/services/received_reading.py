"""Received reading: what somebody says was received, taken out of one sentence; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services.received_facts import Stated
from storage.received_facts import FactKind

KINDS = {
    "session report": FactKind.SESSION_REPORT,
    "report on its session": FactKind.SESSION_REPORT,
    "light report": FactKind.LIGHT,
    "light activities report": FactKind.LIGHT,
    "yearly report": FactKind.REPORT,
    "annual report": FactKind.REPORT,
    "activity report": FactKind.REPORT,
    "mid year report": FactKind.REPORT,
    "report": FactKind.REPORT,
    "thematic paper": FactKind.PAPER,
    "outcome document": FactKind.PAPER,
    "output": FactKind.PAPER,
    "paper": FactKind.PAPER,
    "session": FactKind.SESSION,
    "contributions": FactKind.CONTRIBUTION,
    "contribution": FactKind.CONTRIBUTION,
    "new": FactKind.NEW,
}
"""What can be received, by the words for it."""
SAYABLE = ("report", "paper", "light report", "session report", "session", "contribution", "new")
_EXAMPLE = "`!received report DC3 2016 on 2 March 2017 https://…`"
_LINK = re.compile(r"<?(https?://[^\s<>]+?)>?[).,;]*(?=\s|$)")
_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])")
_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_ON = re.compile(
    r"(?:\b(?:received|came|arrived)\s+)?\bon\s+(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s+[^\W\d]+\s+\d{4}|"
    r"[^\W\d]+\s+\d{1,2},?\s+\d{4})",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:of|from|for|by|the|a|about|in|at|on)\s+|\s+(?:of|from|for|by|about|in|at|on)$", re.I
)


@dataclass(frozen=True)
class Read:
    """What was said: of which group, in its words, and what."""

    group: str
    said: Stated


def read(words: str) -> Read:
    """The fact that the sentence states. Raises BadArgument, which says what is missing of it."""
    link = _LINK.search(words)
    rest = _LINK.sub(" ", words) if link else words
    day, rest = _day(rest)
    rest, note = _note(rest)
    kind, holds, rest = _kind(" ".join(rest.split()))
    years = list(_YEAR.finditer(rest))
    if not years:
        raise BadArgument(f"Of which year is it? Say it like {_EXAMPLE}.")
    year = years[-1]
    group = _named(rest[: year.start()] + " " + rest[year.end() :])
    if not group:
        raise BadArgument(f"Of which coalition is it? Say it like {_EXAMPLE}.")
    return Read(group, Stated(kind, year[1], holds, day, link[1] if link else "", note))


def _kind(words: str) -> tuple[FactKind, bool, str]:
    """What was received, whether it was, and the words without that."""
    for said in sorted(KINDS, key=len, reverse=True):
        pattern = rf"(?<![\w-])(?P<no>(?:no|not|without)\s+(?:a\s+)?)?{_loose(said)}(?![\w-])"
        if match := re.search(pattern, words, re.IGNORECASE):
            rest = f"{words[: match.start()]} {words[match.end() :]}".strip()
            return KINDS[said], not match["no"], rest
    first = quoted(words.split()[0]) if words else "That"
    raise BadArgument(
        f"{first} says not what was received. It can be {', '.join(SAYABLE)}. Say it like "
        f"{_EXAMPLE}; with “no” before it where nothing came."
    )


def kind_of(words: str) -> FactKind:
    """The kind that the words are for; raises BadArgument."""
    known = {fold(said): kind for said, kind in KINDS.items()}
    known |= {fold(kind.value): kind for kind in FactKind}
    found = known.get(fold(words))
    if found is None:
        raise BadArgument(f"{quoted(words)} is none of {', '.join(SAYABLE)}.")
    return found


def _loose(said: str) -> str:
    return r"[\s-]+".join(map(re.escape, said.split()))


def _day(words: str) -> tuple[str, str]:
    found = _ON.search(words)
    if not found:
        return "", words
    return read_day(found["day"]), f"{words[: found.start()]} {words[found.end() :]}"


def read_day(said: str) -> str:
    """The day as 2017-03-02; raises BadArgument where the calendar has none of that name."""
    words = " ".join(said.replace(",", " ").split())
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    raise BadArgument(f"{quoted(said)} is no day. Say it as 2 March 2017, or as 2017-03-02.")


def _note(words: str) -> tuple[str, str]:
    """What stands behind a colon that comes after the year."""
    for colon in re.finditer(r":(?:\s+|$)", words):
        if _YEAR.search(words[: colon.start()]):
            return words[: colon.start()], " ".join(words[colon.end() :].split())
    return words, ""


def _named(words: str) -> str:
    name = " ".join(words.replace(":", " ").split()).strip(" ,;.–-")
    while (shorter := _SMALL.sub("", name)) != name:
        name = shorter.strip()
    return name
