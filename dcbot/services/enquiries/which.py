"""Which: whether a part asks for several coalitions, and for which of them; pure."""

from __future__ import annotations

import re

from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part

_ALL = frozenset(("coalitions", "dcs"))
_WHICH_ONES = re.compile(
    r"^(?:which|what|any|is there|who|looking|anybody|anyone|some|are there).*"
    r"(?:coalition|dc|group|one)|^(?:which (?:are|were|is|was|have|had)|who|any\w+|some\w+)\b"
)


def several(part: Part) -> bool:
    """Whether it asks which ones, or of all of them."""
    asked = part.asked
    if Asked.SAME in asked:
        return False
    if Asked.COUNT in asked:
        # What else is counted, as the groups that an application needs, is no coalition.
        return Asked.MEMBERS not in asked and (Asked.WHICH in asked or not part.left())
    if Asked.FOUNDED in asked and re.match("since|how", asked[Asked.FOUNDED]):
        return False
    if Asked.WHICH in asked and asked[Asked.WHICH] not in ("which", "what"):
        return True
    several = not _ALL.isdisjoint(part.words)
    return several and (bool(part.years) or Asked.ABSENT in asked or Asked.NEW in asked)


def of_coalitions(part: Part) -> bool:
    """Whether it asks in so many words which coalitions, or who."""
    return _WHICH_ONES.search(part.asked.get(Asked.WHICH, "")) is not None


def first(part: Part) -> str:
    """What is asked of the first coalitions, in words of those who tell of them."""
    if re.search(r"together|coordinat|cooperat", part.plain):
        return f"first {part.plain}"
    alive = Asked.STATUS in part.asked or "still" in part.words
    return "early active" if alive else "first coalitions formed"
