"""Rulings: which statement answers what is asked about rules, and whether that is a yes; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dcbot.services.enquiries.cues import FILLER
from dcbot.services.enquiries.ordinary import number
from dcbot.services.enquiries.rule_words import (
    COMPULSORY,
    GROUPS,
    LACKING,
    LEAST_GROUPS,
    Row,
    found,
)
from dcbot.services.enquiries.rules_asked import ROWS
from dcbot.services.enquiries.small_words import SMALL
from dcbot.words import stem

_FORM = re.compile(
    r"^(?:is|are|was|were|do|does|did|can|could|may|might|must|should|shall|will|would|has|have|had|"
    r"need|am)\b|"
    r"\b(?:can|may|must|should|could|do|does|is|are|will) (?:we|i|they|it|you|one|a|an|the|our|my|"
    r"any|all|every|each|that|this|coalitions?|dcs?|§)\b"
)
_OPEN_QUESTION = re.compile(
    r"^(?:\w+ ){0,2}(?:who|whom|whose|what|which|when|where|why|how)\b(?! if\b)"
)
_WHETHER = re.compile(r"\b(?:if|whether|that) $")
# What may stand beside a question about a rule, and changes nothing in it.
_NEUTRAL_WORDS = """
become get nothing anything any more anymore
opinion opinions view views viewpoint viewpoints position positions voice voices
keep hold make send give put run leave stay read use set say join take part meet want really
truly just still always own annual yearly year main secretariat mailing list lists archive
archives membership mails report reports paper papers output outputs document
documents statement statements work coalition coalitions dynamic slot slots session meeting
meetings igf rule rules official officially formal formally true correct right case application
applications apply start new first now all every only at least different several stakeholder
stakeholders group groups people person persons anyone anybody everyone individual think guess
suppose believe understand happen there here someone somebody otherwise together
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_NEUTRAL_STEMS = frozenset(map(stem, _NEUTRAL))
# What turns a question round, so that a yes or a no could be taken for its contrary.
_TURNED = re.compile(
    r"\b(?:not|never|or|no longer|forbid\w*|forbidden|prohibit\w*|against|illegal|wrong|problem|"
    r"lose|loses|lost|denied|denies|refused|avoid|unless|except)\b"
)
_DENIED = re.compile(r"\b(?:do|does|did|is|are|ca|can|wo|would|should|must|has|have)n ?t\b")
_PERMITTED = re.compile(
    r"\b(?:can|could|may|must|should|shall|allowed|permitted|forbidden|possible|have to|has to|"
    r"need|needs|needed|required?|mandatory|obligatory|obliged|compulsory|optional|voluntary|ok|okay|"
    r"enough|necessary|supposed)\b"
)


_POLITE = ("can", "could", "may", "need", "needs", "possible", "should")


@dataclass(frozen=True)
class Ruling:
    """What is said first, and which statements are cited: those that hold all of some words."""

    cites: Sequence[str]
    lead: str = ""
    known: bool = True


def ruling(line: str, *, named: bool = False) -> Ruling | None:
    """What answers the question in this line of folded words; None where no rule speaks of it.

    Where a coalition is `named`, a rule answers only whether something is allowed or required.
    """
    if named and not is_permission(line):
        return None
    return _of_groups(line) or next((_ruled(row, line) for row in ROWS if row.fits(line)), None)


def is_permission(line: str, *, strictly: bool = False) -> bool:
    """Whether it asks, for a yes or no, what is allowed, required or enough.

    `strictly` leaves out those of “can” and the like, with which people also ask for help.
    """
    said = [match[0] for match in _PERMITTED.finditer(line)]
    return _yes_or_no(line) and any(not strictly or one not in _POLITE for one in said)


def _yes_or_no(line: str) -> bool:
    filler = FILLER.match(line)
    rest = line[filler.end() :] if filler else line
    if filler and _WHETHER.search(filler[0]):
        return True
    return _FORM.search(rest) is not None and not _OPEN_QUESTION.search(rest)


def _ruled(row: Row, line: str) -> Ruling:
    if row.yes is None or not _yes_or_no(line) or _turned(row, line):
        return Ruling(row.cites, row.lead, row.known)
    if _more(row, line):
        return Ruling(row.cites, known=False)
    return Ruling(row.cites, f"{'Yes' if row.yes else 'No'}. {row.lead}".rstrip())


def _more(row: Row, line: str) -> list[str]:
    """Words that say more than the row asks: what it answers need not be so of that."""
    filler = FILLER.match(line)
    rest = line[filler.end() :] if filler else line
    for cue in (*row.when, _PERMITTED.pattern):
        rest = re.sub(rf"\b(?:{cue})\b", " ", rest)
    cited = {word for words in row.cites for word in words.split()}
    said = {one for one in rest.split() if one not in SMALL and one not in _NEUTRAL}
    return [one for one in said if one not in cited and stem(one) not in _NEUTRAL_STEMS]


def _turned(row: Row, line: str) -> bool:
    """Whether the line holds a “not” or the like that is no part of what the row asks."""
    found_in = [match[0] for match in _TURNED.finditer(line)]
    denied = len(_DENIED.findall(line))
    if LACKING in row.when:
        # What is lacking is asked about; that it is lacking and denied turns the question round.
        lacking = len(re.findall(rf"\b(?:{LACKING})\b", line))
        return lacking + denied > 1 or any(one not in ("not", "never") for one in found_in)
    return bool(found_in) or bool(denied)


_FEW = re.compile(
    r"\b(?P<number>one|two|three|four|five|six|seven|eight|nine|ten|a single|the same)"
    r"(?: \w+)? (?:stakeholders?|groups?|sides?|sectors?)\b"
)
_STAKEHOLDERS = (
    r"stakeholders?|sectors?|sides?|civil society|business|private sector|academi\w+|"
    r"technical community"
)
_ENOUGH = r"enough|suffic\w+|ok|okay|only|just|do|allowed|possible|fine|can|start\w*|apply\w*"


def _of_groups(line: str) -> Ruling | None:
    """How many stakeholder groups an application needs, and whether so many are enough."""
    few = _FEW.search(line)
    if not few or not found(_STAKEHOLDERS, line):
        asks = found("how many|number of|minimum", line) and found("stakeholders?", line)
        return Ruling(GROUPS) if asks else None
    said = {"a single": 1, "the same": 1}.get(few["number"]) or number(few["number"]) or 0
    if not found(_ENOUGH, line) or not _yes_or_no(line) or _TURNED.search(line):
        return Ruling(GROUPS)
    if found(COMPULSORY, line):
        # Whether so many are needed is another question than whether they suffice.
        return Ruling(GROUPS, "Yes." if said == LEAST_GROUPS else "No." * (said > LEAST_GROUPS))
    return Ruling(GROUPS, "Yes." if said >= LEAST_GROUPS else "No.")
