"""Votes as they are put: “Which colour? Red, Yellow, Green”."""

from __future__ import annotations

import re

from dcbot.record.instructions import Instruction, Nothing, OpenVote
from dcbot.record.naming import pieces

YES_NO = ("Yes", "No")
FOR_AGAINST = ("+1", "0", "-1")
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")


def open_vote(words: str) -> Instruction:
    """A question up to its question mark, then the options; without options, yes or no."""
    question, mark, rest = words.partition("?")
    if not words.strip():
        return Nothing()
    return OpenVote(f"{question.strip()}{mark}", options(rest) if mark else YES_NO)


def motion(words: str) -> Instruction:
    """A motion, for which one votes +1, 0 or -1; its close says how it came out."""
    return OpenVote(words.strip(), FOR_AGAINST, closes_motion=True) if words.strip() else Nothing()


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
