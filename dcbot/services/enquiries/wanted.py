"""Wanted: what kind of answer a question wants, and whether it asks what is allowed; pure."""

from __future__ import annotations

import re
from enum import Enum

from dcbot.services.enquiries.cues import FILLER, Asked


class Wanted(Enum):
    """What must stand in an answer; the values are the words of `tells` in shipped statements."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NUMBER = "number"
    PERIOD = "period"
    OFTEN = "often"
    WHY = "why"
    AMOUNT = "amount"
    CONTENT = "content"


_LACKING = {
    Wanted.WHO: "no name for that",
    Wanted.WHEN: "no date for that",
    Wanted.WHERE: "no place for that",
    Wanted.NUMBER: "no number for that",
    Wanted.PERIOD: "no length of time for that",
    Wanted.OFTEN: "nothing on how often that is",
    Wanted.WHY: "no reason for that",
    Wanted.AMOUNT: "no amount for that",
    Wanted.CONTENT: "nothing on what it says",
}
# The order tells: “how many times” is no number of things.
_PATTERNS = (
    (Wanted.OFTEN, r"how (?:often|many times|frequent\w*|regular\w*)"),
    (Wanted.PERIOD, r"how (?:much time|long|fast|quick\w*|soon|many (?:days|weeks|months|years))"),
    (
        Wanted.NUMBER,
        r"how many|(?:what is )?the number of|number of|"
        r"(?:what|which) (?:score|grade|marks?|rating|percentage|share|percent|size)",
    ),
    (Wanted.AMOUNT, r"how (?:much|expensive)"),
    (
        Wanted.WHEN,
        r"when|(?:what (?:is|are|was) the )?"
        r"(?:(?:last|latest) (?:day|date)|deadlines?|due date|closing date)|"
        r"(?:what|which) (?:exact )?(?:years?|dates?|days?|months?|time)|how old",
    ),
    (
        Wanted.WHERE,
        r"where|(?:what|which) (?:city|cities|town|country|countries|places?|venues?|events?|"
        r"conferences?|igfs?|continent)",
    ),
    (Wanted.WHO, r"who|whom|whose|(?:what|which) (?:person|persons|people|body|bodies|office)"),
    (
        Wanted.CONTENT,
        r"what (?:do|does|did|will|would) .*\b(?:say|state|contain|include|read|advise|recommend|"
        r"suggest|propose|conclude|argue|demand|promise)\b|"
        r"what (?:is|are|was|were) .*\babout$|what (?:is|stands|was) (?:written )?in (?:the|a|an)",
    ),
    (
        Wanted.WHY,
        r"why|what for|for what|what (?:is|are|was|were) .*\bfor$|how come|"
        r"what (?:is|was) the (?:reason|purpose|point)",
    ),
)
_BEFORE = (
    r"(?:(?:in|at|by|to|for|from|since|until|till|on|and|or|with|of|but|so|then|also|around|the|"
    r"a|is|it|exactly) )*"
)
_BEGINS = tuple((wanted, re.compile(rf"{_BEFORE}(?:{one})\b")) for wanted, one in _PATTERNS)
_STANDS = tuple((wanted, re.compile(rf"\b(?:{one})\b")) for wanted, one in _PATTERNS)
_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|may|might|must|should|shall|will|would|has|have|"
    r"had|need|am|if|whether|any|anyone|anybody)\b"
)
_OTHER = re.compile(rf"{_BEFORE}(?:what|which|how)\b")


def is_yes_or_no(line: str) -> bool:
    """Whether a line of folded words asks whether something is so."""
    filler = FILLER.match(line)
    return _YES_OR_NO.match(line[filler.end() :].strip() if filler else line) is not None


# What is told where this is asked for and answered.
TOLD_BY = {
    Asked.FOUNDED: {Wanted.WHEN, Wanted.PERIOD},
    Asked.STATUS: {Wanted.WHEN},
    Asked.MET: {Wanted.WHERE},
    Asked.BECAME: {Wanted.WHEN},
    Asked.OUTPUTS: {Wanted.WHEN},
    Asked.SITE: {Wanted.WHERE},
    Asked.LIST: {Wanted.WHERE},
    Asked.ARCHIVE: {Wanted.WHERE},
    Asked.JOIN: {Wanted.WHERE},
    Asked.CONTACT: {Wanted.WHO, Wanted.WHERE},
    Asked.KEEPER: {Wanted.WHO},
    Asked.PEOPLE: {Wanted.WHO},
    Asked.COUNT: {Wanted.NUMBER},
    Asked.NEW: {Wanted.WHEN, Wanted.NUMBER},
    Asked.WORK: {Wanted.WHO},
    Asked.MEMBERS: {Wanted.WHO, Wanted.NUMBER},
    Asked.SAME: set(Wanted),
    Asked.MEANING: set(Wanted),
}


def wanted(line: str) -> Wanted | None:
    """The kind of answer that a line of folded words wants; None where any may do."""
    filler = FILLER.match(line)
    rest = line[filler.end() :].strip() if filler else line
    if filler and re.search(r"\b(?:if|whether|that)$", filler[0].strip()):
        return None
    for one, pattern in _BEGINS:
        if pattern.match(rest):
            return one
    if _YES_OR_NO.match(rest) or _OTHER.match(rest):
        return None
    return next((one for one, pattern in _STANDS if pattern.search(rest)), None)


_ORDER = re.compile(
    r"\b(?:(?:came|come|comes|happen\w*|was|were|is|are|adopt\w*|agreed?) (?:\w+ )?"
    r"(?:first|last|next|earlier|later|sooner)|before|after|followed|preceded|order|sequence|steps)\b"
)


def asks_order(line: str) -> bool:
    """Whether it asks what came before what, which “the first session” does not."""
    return _ORDER.search(re.sub(r"\bthe (?:very )?(?:first|last|next)\b", "", line)) is not None


_HOLDERS = re.compile(
    rf"{_BEFORE}(?:who (?:is|are|was|were) (?:the|our|your|these|those|its|their)\b"
    r"(?!.*\b(?:who|that|which|to|responsible|allowed|eligible|able|welcome|entitled|charge)\b)|"
    r"(?:who|which people) (?:is|are|was|were|sits?|serves?) (?:on|in|inside) (?:the|this|your)\b|"
    r"(?:what (?:is|are) )?(?:the )?names? of\b)"
)


def wants_holders(line: str) -> bool:
    """Whether it asks how those are called who hold an office, as “who are the co-facilitators”."""
    return _HOLDERS.match(line) is not None


_OFTEN = re.compile(r"\b(?:once a|twice a|every|each|monthly|weekly|yearly|all year)\b")


def tells_how_often(text: str, one: Wanted | None) -> bool:
    """Whether the text tells how often something is, which says when it is as well."""
    return one in (Wanted.OFTEN, Wanted.WHEN) and _OFTEN.search(text) is not None


def lacking(one: Wanted) -> str:
    """What is not found where this is wanted and not known, as “no date for that”."""
    return _LACKING[one]


_PERMITTED = re.compile(
    r"\b(?:can|could|may|must|should|shall|allowed|permitted|forbidden|possible|have to|has to|"
    r"need|needs|needed|required?|mandatory|obligatory|obliged|compulsory|optional|voluntary|ok|okay|"
    r"enough|necessary|supposed|rules?)\b"
)


def is_permission(line: str) -> bool:
    """Whether it asks what is allowed, required or enough."""
    return _PERMITTED.search(line) is not None
