"""Corrections said: what somebody wants changed in minutes, read from their words; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What is changed."""

    WORDS = "words"
    """A line, as it was said, or what it records, is said in other words."""
    REMOVED = "removed"
    """What a line said is taken out, for good."""
    ITEM = "item"
    """An action or a decision."""
    ROLL = "roll"
    """Who was there."""
    UNNAMED = "unnamed"
    """A line is shown without the name of who said it."""
    OBJECTION = "objection"


@dataclass(frozen=True)
class Wanted:
    """A change: `text` as the record reads it, `about` the line that it replies to.

    `what` says it in a word or two, for the reason of the version. Of new words for a line, `text`
    is the words alone. `number` is that of the decision that is objected to.
    """

    change: Change
    text: str
    what: str
    about: int | None = None
    number: int | None = None


_SAYS = r"(?:\s*:|\s+(?:should\s+(?:read|be|say)|reads|is|was|to|must\s+be)\b\s*:?)\s*"
_OUT = r"(?:remove|strike|delete|drop|undo|take\s+out|take\s+back)"
_LINE = r"line\s+#?(?P<n>\d+)"
_ACTION = r"(?:action|next\s+step)\s+#?(?P<n>\d+)"
_DECISION = r"decision\s+#?(?P<n>\d+)"
_SUBSTITUTE = (
    r"(?P<text>s(?P<mark>[/|#,;!~])(?:(?!(?P=mark)).)+(?P=mark)(?:(?!(?P=mark)).)*(?P=mark)?[gG]?)"
)


def _n(found: re.Match[str]) -> int:
    return int(found["n"])


def _line(found: re.Match[str]) -> Wanted:
    return Wanted(Change.WORDS, found["text"].strip(), f"line {_n(found)}", _n(found))


def _removed(found: re.Match[str]) -> Wanted:
    return Wanted(Change.REMOVED, "", f"line {_n(found)}", _n(found))


def _unnamed(found: re.Match[str]) -> Wanted:
    return Wanted(Change.UNNAMED, "no name", f"line {_n(found)}", _n(found))


def _item(say: str, what: str = "action") -> Callable[[re.Match[str]], Wanted]:
    def make(found: re.Match[str]) -> Wanted:
        words = {"n": found["n"], "text": (found.groupdict().get("text") or "").strip(" .")}
        return Wanted(Change.ITEM, say.format(**words), f"{what} {found['n']}")

    return make


def _objects(found: re.Match[str]) -> Wanted:
    what = f"objection to decision {found['n']}"
    return Wanted(Change.OBJECTION, found["text"].strip(), what, number=_n(found))


def _roll(say: str) -> Callable[[re.Match[str]], Wanted]:
    return lambda found: Wanted(Change.ROLL, say.format(found["text"].strip(" .")), "attendance")


def _anywhere(found: re.Match[str]) -> Wanted:
    return Wanted(Change.WORDS, found["text"], "words")


_STATES = r"(?P<text>done|closed|finished|dropped)"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Wanted]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), make)
    for pattern, make in (
        (rf"{_OUT}\s+{_LINE}", _removed),
        (rf"{_LINE}\s*:?\s*{_OUT}", _removed),
        (rf"{_LINE}\s*:?\s*(?:no|without)\s+(?:the\s+)?name", _unnamed),
        (rf"{_LINE}\s*:?\s*{_SUBSTITUTE}", _line),
        (rf"{_LINE}{_SAYS}(?P<text>.+)", _line),
        (rf"{_OUT}\s+{_ACTION}", _item("undo action {n}")),
        (rf"{_ACTION}\s*:?\s*(?:is\s+|was\s+)?{_STATES}", _item("action {n} {text}")),
        (
            rf"{_ACTION}\s*:?\s*(?:is\s+|was\s+)?(?:for|goes\s+to|owner:?)\s+(?P<text>.+)",
            _item("assign action {n} to {text}"),
        ),
        (rf"{_ACTION}{_SAYS}(?P<text>.+)", _item("amend action {n}: {text}")),
        (rf"{_OUT}\s+{_DECISION}", _item("undo decision {n}", "decision")),
        (rf"(?:i\s+|we\s+)?object(?:ion)?\s+to\s+{_DECISION}\s*[:,–-]?\s*(?P<text>.+)", _objects),
        (rf"{_DECISION}\s*:?\s*(?:i\s+|we\s+)?object(?:ion)?\s*[:,–-]?\s*(?P<text>.+)", _objects),
        (rf"{_DECISION}{_SAYS}(?P<text>.+)", _item("amend decision {n}: {text}", "decision")),
        (r"present\s*[:+]\s*(?P<text>.+)", _roll("present: {}")),
        (r"(?:regrets|apologies)(?:\s+from)?\s*[:+]?\s+(?P<text>.+)", _roll("regrets: {}")),
        (r"absent\s*[:+]\s*(?P<text>.+)", _roll("absent: {}")),
        (
            r"(?P<text>.{2,120}?)\s+(?:was|were)\s+(?:also\s+)?(?:there|present)(?:\s+too)?",
            _roll("present: {}"),
        ),
        (
            r"(?P<text>.{2,120}?)\s+(?:was|were)\s+(?:not\s+there|absent|not\s+present)",
            _roll("absent: {}"),
        ),
        (r"(?P<text>.{2,120}?)\s+sent\s+(?:regrets|apologies)", _roll("regrets: {}")),
        (r"(?P<text>.{2,120}?)\s+(?:came|was|arrived)\s+late", _roll("{} was late")),
        (r"(?P<text>.{2,120}?)\s+left(?:\s+early)?", _roll("{} left early")),
        (_SUBSTITUTE, _anywhere),
    )
)
_POLITE = re.compile(
    r"^(?:(?:please|pls|kindly|correction|corrections|correct|change|amend|fix|and)\b[\s:,]*)+",
    re.IGNORECASE,
)


def read(said: str) -> Wanted | None:
    """The change that a line of words asks for; None where it is in words of one's own."""
    words = _POLITE.sub("", " ".join(said.split())).rstrip(".")
    for pattern, make in _PATTERNS:
        if found := pattern.fullmatch(words):
            return make(found)
    return None


def is_meant(said: str) -> bool:
    """Whether a reply asks for a correction, in whichever words, and is no talk."""
    return read(said) is not None or re.match(r"\s*correct(?:ion|ions)?\b", said, re.I) is not None
