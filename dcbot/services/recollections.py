"""Recollections: what people ask in their own words about past decisions and about actions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcbot.errors import UserError
from dcbot.services import actions_shown, decisions_shown
from dcbot.services.actions_shown import Asked
from dcbot.services.askers import Spoken

_DECIDED = re.compile(
    r"\b(?:did|have|had|has)\s+(?P<we>we|you)\b.{0,40}\b(?:decided?|agreed?|resolved?|concluded?)\b|"
    r"\b(?:was|were|been|is|are|it)\s+(?:\w+\s+)?(?:decided|agreed|resolved)\b|"
    r"\b(?:what|which|list|show|any|all|the)\b.{0,40}\bdecisions?\b|"
    r"\b(?:what|when)\b.{0,60}\b(?P<us>we)\s+(?:\w+\s+)?(?:decided|agreed|resolved)\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\bwhat\s+(?:do|must|should|shall)\s+(?P<me>i)\b.{0,20}\bdo\b|"
    r"\bwhat\s+(?:does\s+(?P<who>.{2,60}?)\s+(?:still\s+)?(?:have|need)\s+to|"
    r"must\s+(?P<must>.{2,60}?))\s+(?:still\s+)?do\b|"
    r"\b(?:my|open|overdue|next)\s+(?:actions?|tasks?|to-?dos?|steps?)\b|"
    r"\b(?:what|which)\b.{0,40}\b(?:actions?|action\s+items?|next\s+steps?)\b|"
    r"\bwho\s+(?:has|is|was)\s+to\s+(?P<what>.{3,80})$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning|as\s+to|for)\b\s+(?P<what>.+)$", re.I)
_NOISE = re.compile(r"[?!.,]+$")


@dataclass(frozen=True)
class Found:
    """What is remembered, in lines; `secret` where not everybody in the place may read it."""

    lines: list[str]
    secret: bool


async def asked(spoken: Spoken, text: str) -> Found | None:
    """The decisions or actions that a question asks for; None where it asks something else, or
    something that others may know where nothing is found."""
    words = " ".join(text.split())
    if found := _DECIDED.search(words):
        return await _decisions(spoken, words, ours=bool(found["we"] or found["us"]))
    if found := _TO_DO.search(words):
        return await _actions(spoken, words, found)
    return None


async def _decisions(spoken: Spoken, words: str, *, ours: bool) -> Found | None:
    about = _ABOUT.search(words)
    said = _NOISE.sub("", about["what"] if about else words)
    listing = await decisions_shown.listing(spoken, said)
    # Of what was decided otherwise than by these groups, the register may know.
    if not listing.found and not ours:
        return None
    return Found(list(listing.lines), listing.secret)


async def _actions(spoken: Spoken, words: str, found: re.Match[str]) -> Found | None:
    asked = await _asked(spoken, words, found)
    if asked is None:
        return None
    listing = await actions_shown.listing(spoken, asked)
    sure = asked.mine or asked.group or asked.person
    if not listing.found and not sure:
        return None
    return Found(list(listing.lines), listing.secret)


async def _asked(spoken: Spoken, words: str, found: re.Match[str]) -> Asked | None:
    if found["me"]:
        return Asked(mine=True)
    if named := found["who"] or found["must"]:
        try:
            who = await actions_shown.read(spoken, named)
        except UserError:
            return None
        return who if who.person or who.group else None
    if found["what"]:
        return Asked(about=_NOISE.sub("", found["what"]))
    said = _NOISE.sub("", words[found.end() :])
    mine = "mine" if re.search(r"\bmy\b", words, re.I) else ""
    late = "overdue" if re.search(r"\boverdue\b", words, re.I) else ""
    return await actions_shown.read(spoken, " ".join(filter(None, [said, mine, late])))
