"""Rules asked: by which words people ask about a rule, and what that rule answers; pure."""

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


_OPENS = ("three opens membership",)
_REPORT = ("sends the secretariat a yearly report",)
_INACTIVE = ("only after a discussion",)
_SLOT = ("eligible for a slot", "requests for a slot")
_REVIEW = ("reviews the application",)
_MINORITY = ("minority or dissenting views",)
GROUPS = ("at least three stakeholder groups",)

_KEPT_OPEN = r"lists?|archives?|membership|members?|join\w*|mails?|emails?"
_CLOSED = (
    r"clos\w+|private|privately|secret|secretly|hidden|hide|restrict\w*|limit\w*|confidential|"
    r"invited?|invitation|password|internal|"
    r"(?:only|just) (?:for|to|by) (?:\w+ )?members|members only|"
    r"exclu\w+|refus\w+|reject\w*|turn away|delete"
)
_OPENLY = (
    r"open|public|publicly|anyone|anybody|everyone|everybody|free to|accessible|visible|"
    r"outsiders?|non members?"
)
_PAPER = r"reports?|thematic papers?|papers?"
_PLACE = r"slots?|sessions?|session space|meeting rooms?|room"
LACKING = r"without|no|not|missing|never|forgot\w*|late|lacks?|skip\w*|fails?|failed"
_COMPULSORY = (
    r"must|have to|has to|need|needs|needed|required?|mandatory|obligatory|obliged|compulsory|"
    r"necessary|supposed to|obligation"
)
_VOLUNTARY = r"optional|voluntary|voluntarily|skip|leave out|do without|without|ignore|omit"
_ASKED_OF = r"who|whom|whose|where|which office|address"
_DECIDES = (
    r"decid\w+|approv\w*|accept\w*|review\w*|judg\w+|evaluat\w+|permission|says? yes|"
    r"authori[sz]\w*|recogni[sz]\w*|allow|allows|determin\w+|choos\w+|select\w*|grant\w*"
)
_NEW_ONE = r"new|start\w*|appl\w+|coalitions?|dcs?|proposals?|establish\w*|it|one"
_DEADLINE = (
    r"deadlines?|due|due date|by when|(?:until|till|by|before) (?:when|which|what)|last day|latest|"
    r"cut off|closing date|how late|(?:which|what) (?:day|date|month)|"
    r"when (?:do|must|should|have|is|does|to|can|are)"
)
_NO_FEE = "Nothing recorded here speaks of a fee or of what it costs."
_NO_DATE = "No such date is recorded here."

ROWS = (
    Row(
        (
            r"cost|costs|fees?|pay|pays|paid|payment|payments|price|money|charged?|dues|expensive|"
            r"for free|free of charge|euros?|dollars?",
        ),
        _OPENS,
        unless=r"pay attention|budget|fund\w*",
        lead=_NO_FEE,
        known=False,
    ),
    Row(
        (_DEADLINE, _PLACE, r"send|sent|submit\w*|hand\w*|request\w*|appl\w+|deadlines?|due|open"),
        ("requests for a slot",),
        lead=_NO_DATE,
        known=False,
    ),
    Row(
        (
            _DEADLINE,
            _PAPER,
            r"send|sent|submit\w*|hand\w*|deliver\w*|deadlines?|due|give|have|need|must|expected",
        ),
        _REPORT,
        unless="§|which (?:coalition|dc)|published",
        lead=_NO_DATE,
        known=False,
    ),
    Row(
        (r"deadlines?|due|due date|by when|until when|last day|cut off|closing date",),
        ("agreed deadline",),
        lead=_NO_DATE,
        known=False,
    ),
    Row(
        (r"next|upcoming|coming", r"calls?|meetings?|coordination|meet|igf|forum"),
        ("every month to coordinate",),
        unless=f"§|{_PLACE}",
        lead=_NO_DATE,
        known=False,
    ),
    Row(
        (r"how often|how many times|how frequently|every month|monthly|weekly", r"meet\w*|calls?"),
        ("every month to coordinate",),
        unless="§",
    ),
    # Slots, reports, and what becomes of who sends none.
    Row((_PLACE, rf"{LACKING}", _PAPER), _SLOT, yes=False, unless="what happens"),
    Row((_PLACE, _COMPULSORY, _PAPER), _SLOT, yes=True),
    Row((_PLACE, r"automatic\w*|guaranteed?|always|every|all|each"), _SLOT, yes=False),
    Row(
        (
            r"slots?|session slots?|session space",
            rf"{_ASKED_OF}|send|request\w*|apply|ask|get|eligib\w+|{_DECIDES}",
        ),
        _SLOT,
    ),
    Row((r"sessions?|meeting rooms?", r"request\w*|apply|eligib\w+|approv\w+"), _SLOT),
    Row(
        (
            r"automatic\w*|immediately|right away|directly|at once|straight away|by itself",
            rf"inactive|delet\w+|remov\w+|kick\w*|thrown|off the list|{_PAPER}",
        ),
        _INACTIVE,
        yes=False,
    ),
    Row(
        (
            r"what happens?|happens?|consequences?|what if|penalt\w+|punish\w*|sanctions?|inactive|"
            r"delet\w+|remov\w+|kick\w*|thrown out|lose|loses",
            _PAPER,
        ),
        (*_REPORT, *_INACTIVE),
    ),
    Row(
        (
            rf"{_ASKED_OF}|when|why|how|what happens|becomes?|declared?|call\w*|{_DECIDES}",
            "inactive",
            r"coalitions?|dcs?|decid\w+|declared?|determin\w+|it|they|one|listed",
        ),
        _INACTIVE,
        unless=r"which|list all|§|how many",
    ),
    Row(
        (
            r"instead|in place|in lieu|rather|replace\w*|enough|ok|also|either|or",
            "thematic papers?|papers?",
        ),
        _REPORT,
        yes=True,
        unless=r"inactive|what happens",
    ),
    Row((r"yearly|annual|report|reports every|paper", _PAPER, _VOLUNTARY), _REPORT, yes=False),
    Row((r"reports?", _COMPULSORY), _REPORT, yes=True, unless="what happens"),
    Row(
        (r"reports?", r"how often|every year|each year|once a year|yearly|annual\w*"),
        _REPORT,
        yes=True,
        unless="§|gender|publi\\w+|which",
    ),
    # Views of the few.
    Row(
        (
            r"minorit\w+|dissent\w*|disagree\w*|other opinions?|different (?:views?|opinions?)",
            rf"{_VOLUNTARY}|exclud\w+|drop|remove|hide|silence|delete",
        ),
        _MINORITY,
        yes=False,
    ),
    Row(
        (
            r"minorit\w+|dissent\w*|disagree\w*",
            rf"{_COMPULSORY}|include\w*|reflect\w*|mention\w*|contain\w*|show\w*|should|publish\w*",
        ),
        _MINORITY,
        yes=True,
    ),
    # Who may come in and read.
    Row(
        (
            r"(?:what|which|list|name|tell|explain)",
            r"(?:(?:three|basic|main|core) )+(?:principles?|rules?|opens?)|three opens?",
        ),
        _OPENS,
        unless="§",
    ),
    Row(
        (r"join\w*|members?|membership|take part|participat\w*|part of", r"invit\w+|permission"),
        _OPENS,
        yes=False,
        unless=r"without",
    ),
    Row((_KEPT_OPEN, _CLOSED), _OPENS, yes=False, unless=r"slots?|inactive|closing|close to"),
    Row(
        (r"coalitions?|dcs?|groups?|we", r"private|secret|hidden|invitation|invite only|closed"),
        _OPENS,
        yes=False,
        unless=r"inactive|active|still|§|which|how many",
    ),
    Row(
        (
            r"who|anyone|anybody|everyone|everybody|i|we",
            r"read|see|look|browse",
            r"archives?|lists?",
        ),
        _OPENS,
        yes=True,
        unless="§|which|how many|link|show",
    ),
    Row(
        (r"lists?|archives?|membership", _OPENLY),
        _OPENS,
        yes=True,
        unless=r"§|which|how many|application|start\w*|apply\w*",
    ),
    Row(
        (
            r"(?:who|anyone|anybody|everyone|everybody|any person|individuals?|compan(?:y|ies)|"
            r"students?|governments?|outsiders?|non members?)",
            r"(?:can|may|could|allowed|able|possible|welcome|free)(?: \w+)*",
            r"join|become|be a member|member|take part|participate|subscribe|part of",
        ),
        ("anyone interested may join",),
        yes=True,
        unless="§",
    ),
    # A new one.
    Row(
        (
            r"who|whom|whose|which body|secretariat|mag|does|un|vote|someone",
            _DECIDES,
            _NEW_ONE,
        ),
        _REVIEW,
        unless=rf"slots?|sessions?|outputs?|documents?|rules|inactive|§|{_PAPER}|archives?",
    ),
    Row(
        (
            r"how (?:much time|long|fast|quick\w*|many (?:days|weeks|months))|duration|"
            r"time (?:does|do|is|for)|takes? (?:long|time)",
            r"review\w*|approv\w*|applications?|appl\w+|decision|decid\w+|answer|accept\w*|wait|"
            r"get|take|takes|secretariat|process\w*",
        ),
        (*_REVIEW, "couple of weeks"),
        unless=r"§|slots?|sessions?|exist\w*|around|been|meetings?|last",
    ),
    Row(
        (r"web ?sites?|web ?pages?|blogs?", rf"{_COMPULSORY}|{_VOLUNTARY}"),
        ("recommended, not required",),
        unless=r"§|mail\w*|which|how many|see|find|know",
    ),
    Row(
        (
            r"mailing lists?|action plan|contact persons?|names? of contacts?|contacts?|"
            r"written|writing|need for",
            rf"{_VOLUNTARY}|missing|later|not have|by phone",
            r"appl\w+|start\w*|new|found|form|establish\w*|set ?up|create",
        ),
        ("application contains", "application names", "written application"),
        yes=False,
    ),
    Row(
        (
            r"mailing lists?|action plan|contact persons?|written|writing",
            _COMPULSORY,
            r"appl\w+|start\w*|new|found|form|establish\w*|set ?up|create",
        ),
        ("application contains", "application names", "written application"),
        yes=True,
        unless=r"what|open|how",
    ),
    Row(
        (r"^who (?:decides?|approves?|chooses?)(?: here)?$",),
        (*_REVIEW, "requests for a slot", "decided on by the coalitions"),
        lead="That depends on what is to be decided:",
    ),
    Row(
        (r"decid\w*|decision|shape\w*|agree\w*", r"documents?|principles?|rules"),
        ("decided on by the coalitions",),
        unless=r"§|when|what (?:are|is)|slots?|which|published?",
    ),
    # How they work.
    Row(
        (r"only|just", r"at the igf|once a year|annual meeting|in person|face to face"),
        ("work all year round",),
        yes=False,
        unless=_COMPULSORY,
    ),
    Row(
        (
            r"meet|meets|met|meetings?|work|works|working|gather",
            r"online|virtual\w*|remote\w*|face to face|in person|physical\w*|year round|all year|"
            r"outside|elsewhere|other (?:places?|events?|venues?)|during the year",
        ),
        ("work all year round",),
        yes=True,
        unless=rf"§|which|who|first time|2015|lead|led|hosted|{_COMPULSORY}",
    ),
    Row(
        (r"independent|autonomous|on their own|controlled?|belong\w*|subordinate",),
        ("are independent",),
        unless=r"§|which|work\w* (?:on|for)",
    ),
)
