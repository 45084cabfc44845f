"""Ages: which of some groups is the older, as far as the recorded foundings say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dcbot import dates
from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.services import portraits
from dcbot.services.enquiries.grammar import Part
from dcbot.services.groups import Title
from dcbot.services.portraits import Portrait
from storage.groups import Group
from storage.store import PublicStore, Store

_BEGAN = (
    r"(?:founded|formed|created|starts?|started|established|launched|beg[aiu]n|set up|born|"
    r"exist\w*|around|there|came|come)"
)
_RANKING = re.compile(
    rf"\b(?:(?:came|was|is|are|started|founded|which|who|exist\w*) (?:first|earlier|later|last)|"
    r"older|newer|younger|oldest|newest|youngest|elder|senior|predat\w+|as (?:old|young|new) as|"
    rf"same age|in age|{_BEGAN} (?:\w+ ){{0,3}}(?:before|after|sooner|prior|earlier|later))\b"
)
_BETWEEN = re.compile(r" (?:or|vs|versus|between) ")
_BY = " by"
"""The end of a kind of founding of which only the latest possible date is known."""


def ranks(part: Part) -> bool:
    """Whether it asks which of those that it names was there first."""
    return _RANKING.search(part.plain) is not None


def compares(part: Part) -> bool:
    """Whether it asks which was there first: the one or the other."""
    return ranks(part) and _BETWEEN.search(part.plain) is not None


@dataclass(frozen=True)
class _Span:
    """Between which partial dates a group began; `since` is empty where that is not known."""

    title: Title
    since: str
    until: str

    @property
    def line(self) -> str:
        when = [dates.said(one) for one in dict.fromkeys((self.since, self.until)) if one]
        by = "by " if not self.since else ""
        return f"{literal(self.title.handle)} ({by}{' to '.join(when)})"

    def before(self, other: _Span) -> bool:
        """Whether it began before the other, by its first dates and by its last."""
        if _earlier(self.until, other.since):
            return True
        return _earlier(self.since, other.since) and _earlier(self.until, other.until)


def _span(portrait: Portrait) -> _Span | None:
    facts = [one for one in portrait.known("founded", "new") if one.value[:4].isdigit()]
    if not facts:
        return None
    dated = {one.value for one in facts}
    # A day says more than its year.
    exact = [one for one in facts if not any(_within(other, one.value) for other in dated)]
    first = min(exact, key=lambda one: one.value)
    since = "" if first.kind.endswith(_BY) else first.value
    return _Span(portrait.title, since, max(one.value for one in exact))


def _earlier(one: str, other: str) -> bool:
    """Whether one partial date is before the other, as far as both are known."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _within(date: str, whole: str) -> bool:
    return date != whole and date.startswith(whole)


async def ranked(store: Store | PublicStore, groups: Sequence[Group]) -> tuple[str, bool]:
    """Which of the groups began before which, as a sentence; and whether the dates say it."""
    told = [await portraits.portrait(store, group) for group in groups]
    spans = [_span(portrait) for portrait in told]
    handles = [literal(portrait.title.handle) for portrait in told]
    without = [handle for handle, span in zip(handles, spans, strict=True) if span is None]
    if without:
        lacking = f"Of {listed(without)} no founding is recorded"
        return f"{lacking}, so which is older is not known.", False
    known = sorted((one for one in spans if one), key=lambda one: (one.until, one.since))
    if not all(one.before(other) for one, other in pairwise(known)):
        names = listed([one.line for one in known])
        return f"The recorded dates do not say which is older: {names}.", False
    if len(known) == 2:
        return f"By the recorded dates {known[0].line} is older than {known[1].line}.", True
    names = ", ".join(one.line for one in known)
    return f"By the recorded dates, the oldest first: {names}.", True
