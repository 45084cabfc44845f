"""Rule words: in which words people ask about rules, and how a row of them is read; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Where all of `when` is asked and nothing of `unless`; `yes` answers a yes-or-no question."""

    when: Sequence[str]
    cites: Sequence[str]
    yes: bool | None = None
    unless: str = ""
    lead: str = ""
    known: bool = True

    def fits(self, line: str) -> bool:
        """Whether the line asks this."""
        if self.unless and found(self.unless, line):
            return False
        return all(found(cue, line) for cue in self.when)


def found(cue: str, line: str) -> bool:
    """Whether the cue stands in the line, as whole words."""
    return re.search(rf"\b(?:{cue})\b", line) is not None


OPENS = ("three opens membership",)
REPORT = ("sends the secretariat a yearly report",)
INACTIVE = ("only after a discussion",)
SLOT = ("eligible for a slot", "requests for a slot")
REVIEW = ("reviews the application",)
MINORITY = ("minority or dissenting views",)
GROUPS = ("at least three stakeholder groups",)
LEAST_GROUPS = 3
"""How many that statement names."""

KEPT_OPEN = r"lists?|archives?|membership|members?|join\w*"
CLOSED = (
    r"clos\w+|private|privately|secret|secretly|hidden|hide|restrict\w*|limit\w*|confidential|"
    r"invited?|invitation|password|internal|"
    r"(?:only|just) (?:for|to|by) (?:\w+ )?members|members only|"
    r"exclu\w+|refus\w+|reject\w*|turn away|delete"
)
OPENLY = (
    r"open|public|publicly|anyone|anybody|everyone|everybody|free to|accessible|visible|"
    r"outsiders?|non members?"
)
INACTIVELY = r"inactive|(?:not|no longer|never) (?:\w+ )?active"
PAPER = r"reports?|thematic papers?|papers?"
PLACE = r"slots?|sessions?|session space|meeting rooms?|room"
LACKING = r"without|no|not|missing|never|forgot\w*|lacks?|skip\w*|fails?|failed"
COMPULSORY = (
    r"must|have to|has to|need|needs|needed|required?|mandatory|obligatory|obliged|compulsory|"
    r"necessary|supposed to|obligation"
)
VOLUNTARY = r"optional|voluntary|voluntarily|skip|leave out|do without|without|ignore|omit"
ASKED_OF = r"who|whom|whose|where|which office|address"
DECIDES = (
    r"decid\w+|approv\w*|accept\w*|review\w*|judg\w+|evaluat\w+|permission|says? yes|"
    r"authori[sz]\w*|recogni[sz]\w*|allow|allows|determin\w+|choos\w+|select\w*|grant\w*"
)
NEW_ONE = r"new|start\w*|appl\w+|coalitions?|dcs?|proposals?|establish\w*|it|one"
DEADLINE = (
    r"deadlines?|due|due date|by when|(?:until|till|by|before) (?:when|which|what)|last day|latest|"
    r"cut off|closing date|how late|(?:which|what) (?:day|date|month)|"
    r"when (?:do|must|should|have|is|does|to|can|are)"
)
NOT_AGREE = r"(?:don ?t|doesn ?t|not|never) agree"
NO_FEE = "Nothing recorded here speaks of a fee or of what it costs."
NO_DATE = "No such date is recorded here."
