"""Votes as they are put: “Which colour? Red, Yellow, Green”, with their rules before it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dcbot.record.instructions import Instruction, Nothing
from dcbot.record.naming import pieces
from dcbot.record.vote_instructions import Majority, OpenVote

YES_NO = ("Yes", "No", "Abstain")
FOR_AGAINST = ("+1", "0", "-1")
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
_MAJORITIES = {
    Majority.SIMPLE: r"(?:a |by )?(?:simple )?majority",
    Majority.TWO_THIRDS: r"(?:by )?(?:two[ -]thirds|2/3)(?: majority)?",
    Majority.THREE_QUARTERS: r"(?:by )?(?:three[ -]quarters|3/4)(?: majority)?",
    Majority.ALL: r"unanimous(?:ly)?|all votes",
}
_RULES: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    (re.compile(r"counted|secret(?:ly)?|in secret|without names", re.I), {"counted": True}),
    (
        re.compile(r"(?:by|one (?:vote )?(?:for |per )?each|one (?:vote )?per) coalitions?", re.I),
        {"by_coalition": True},
    ),
    *(
        (re.compile(pattern, re.I), {"majority": majority})
        for majority, pattern in _MAJORITIES.items()
    ),
)
_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*(.*)", re.DOTALL)


def open_vote(words: str) -> Instruction:
    """A question up to its question mark, then the options; without options, yes, no or abstain.

    Rules stand before it in brackets or before a colon: “(by coalition, two thirds) Do we move?”.
    """
    said, rules = _ruled(words)
    question, mark, rest = said.partition("?")
    if not said.strip():
        return Nothing()
    return replace(
        OpenVote(f"{question.strip()}{mark}", options(rest) if mark else YES_NO), **rules
    )


def motion(words: str) -> Instruction:
    """A motion, for which one votes +1, 0 or -1; its close says how it came out."""
    said, rules = _ruled(words)
    if not said.strip():
        return Nothing()
    return replace(OpenVote(said.strip(), FOR_AGAINST, closes_motion=True), **rules)


def _ruled(words: str) -> tuple[str, dict[str, Any]]:
    """The words without the rules before them, where all of what stands there is rules."""
    found = _BRACKETS.match(words)
    before, after = (found[1], found[2]) if found else ("", words)
    if not found:
        before, colon, after = words.partition(":")
        before = before if colon else ""
    rules: dict[str, Any] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[,;]|\band\b", before))):
        rule = next((what for pattern, what in _RULES if pattern.fullmatch(part)), None)
        if rule is None:
            return words, {}
        rules |= rule
    return (after.lstrip(), rules) if rules else (words, {})


def options(words: str) -> tuple[str, ...]:
    """Options whole: in quotation marks, between commas, semicolons or bars, else single words."""
    quoted = _QUOTED.findall(words)
    if len(quoted) > 1:
        return _once(quoted)
    for marks in (";", "|", ",", "/"):
        if marks in words:
            return _once(pieces(words, marks))
    return _once(words.split()) or YES_NO


def _once(found: object) -> tuple[str, ...]:
    listed = [one.strip(" .") for one in found]  # type: ignore[attr-defined]
    kept = {one.casefold(): one for one in reversed(listed) if one}
    return tuple(dict.fromkeys(kept[one.casefold()] for one in listed if one))
