"""Pieces: where a text is cut, so that each piece asks one thing; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcbot.lines import fold
from dcbot.services.enquiries.cues import ASKING

_ENDS = re.compile(
    r"(?<=[?!;])\s*|(?<=\.)\s+|\n+|\s[-–—]\s(?=(?:is|are|was|were|do|does|did|can|what|who|when|where|"
    r"how|which|why)\b)",
    re.IGNORECASE,
)
# “Or are these for others?” is the other half of one question.
_AND = re.compile(
    r",?\s+(?:and|also|plus|or(?!\s+\w+\s+th[eo]se\b)|but|&)\s+(?=(?:then\s+|also\s+|if\s+so,?\s+)?(?:by\s+whom|at\s+what|"
    r"how|what|when|where|who|whom|which|is|are|was|were|do|does|did|has|have|can|could|since|"
    r"must|may|should|will|would|why|whose|"
    r"(?:something|anything|one|another|any|some)\s+(?:else\s+)?(?:on|for|about|of|to\s+do\s+with)"
    r")\b)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+")


def pieces(text: str) -> Iterator[str]:
    """The text cut at its sentences, at “and” before another question, and at such a comma."""
    for sentence in _ENDS.split(text):
        for piece in _AND.split(sentence):
            yield from _at_commas(piece)


def _at_commas(piece: str) -> Iterator[str]:
    first, *others = _COMMA.split(piece)
    for other in others:
        if ASKING.match(fold(first)) and ASKING.match(fold(other)):
            yield first
            first = other
        else:
            first = f"{first}, {other}"
    yield first
