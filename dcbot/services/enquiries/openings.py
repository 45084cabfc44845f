"""Openings: what people say before what they ask, and what only asks whether that is so; pure."""

from __future__ import annotations

import re

_ME = r"(?: to)? (?:me|us)"
_SELF = r"(?:i|we|my|our|for my|for our|as an?|it would)"
_WISH = re.compile(
    rf"(?:{_SELF}\b[^.?!]*?\b"
    r"(?:(?:like|love|want|need|glad|happy|pleased|curious|interested)(?: to| in)? "
    r"(?:know(?:ing)?|ask|learn(?:ing)?|understand(?:ing)?|find out|hear(?:ing)?|be told)|"
    r"ask(?:ing)? (?:myself|ourselves|you)|(?:am|was|are) wondering|wonder|"
    r"(?:am|are) (?:searching|looking|trying to find out)(?: for)?|"
    rf"(?:tell|inform|explain|clarify|confirm|advise){_ME}|could (?:kindly |please )?confirm)|"
    r"(?:would|is) it (?:be )?(?:fair|right|correct|true|ok|possible)(?: to (?:say|write|assume|"
    r"state|claim|think))?(?= that)|fact check(?: please)?:(?P<claim>)|"
    r"(?:please |kindly )?(?:can|could|would|will) (?:you|u|someone|anybody|anyone)\b"
    rf"[^.?!]{{0,30}}?\b(?:(?:tell|inform|explain|advise|clarify|confirm|show|remind){_ME}|explain|confirm|"
    r"clarify)|(?:may|can|could|might) i ask(?: you)?|(?:please )?(?:tell|inform|explain)(?: to)? "
    r"(?:me|us)|with apologies for [^:,]*[:,]|(?:just )?(?:a |one )?(?:quick |more )?"
    r"(?:question|point|thing)(?: only| more)?:)(?: please| kindly| about| then)*"
    r"(?P<whether> if| whether| that)?[,:]? (?=\w)",
    re.IGNORECASE,
)
"""What wishes to be told: as long as it speaks of the one who asks, it may hold any word."""
_HEARD = re.compile(
    r"(?:(?:i|we|my \w+|our \w+|someone|somebody|people|they|a \w+) (?:have |has |had )?"
    r"(?:read|heard|says?|said|told me|tells me|thinks?|thought|believes?|understand|understood|"
    r"was told|were told|am told|assume|guess|claims?)(?: that| somewhere that)? |"
    r"(?:it seems(?: to me)? that|in my opinion|as far as i know),? )(?=\w)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:in|at|on|by|for|from|to|with|of|since|until) )?(?:what|which|who|whom|whose|when|where|"
    r"why|how|is|are|was|were|do|does|did|can|could|may|must|should|has|have|will)\b",
    re.IGNORECASE,
)
_CONFIRM = re.compile(
    r"(?:(?:so|and|or|but) )*(?:(?:is|was|isn) (?:this|that|it|t it)(?: really| still| not)? "
    r"(?:correct|true|right|so|the case|wrong|false)|am i (?:wrong|right|correct|mistaken)|"
    r"right|correct|true|yes|no|yes or no|is it|isn it|or not|true or false)$"
)


def unwrapped(piece: str) -> tuple[str, bool]:
    """What is asked without the wish to be told it that stands before it; and whether one did."""
    wish = _WISH.match(piece)
    if not wish:
        heard = _HEARD.match(piece)
        return (piece[heard.end() :], False) if heard else (piece, False)
    rest = piece[wish.end() :]
    if wish["whether"] or wish["claim"] is not None:
        return f"whether {rest}", True
    return (rest, True) if _ASKS.match(rest) else (piece, False)


def confirms(line: str) -> bool:
    """Whether it only asks if what was said before it is so, as folded words."""
    return _CONFIRM.match(line) is not None
