"""Rule reading: what of a rule that somebody says in words can be evaluated; pure.

“A yearly report or an output of 2026 is received; of coalitions new in 2026, a light report” is
evaluated on what is recorded. What names nothing that is recorded is left to people.
"""

from __future__ import annotations

import re

from dcbot.services.eligibility_rules import Worded
from storage.eligibility import RuleKind

_KINDS = {
    "session-report": re.compile(
        r"\bsession reports?\b|\breports? (?:on|of|from) (?:the|that|its|a) session\b",
        re.IGNORECASE,
    ),
    "light": re.compile(r"\blight (?:activit\w+ )?reports?\b", re.IGNORECASE),
    "paper": re.compile(r"\bpapers?\b|\boutputs?\b|\boutcome documents?\b", re.IGNORECASE),
    "report": re.compile(r"\breports?\b", re.IGNORECASE),
}
_REGULAR = re.compile(r"\bregular(?:ly)?\b|\battend\w*\b", re.IGNORECASE)
_NEW = re.compile(r"\bnew (?:in|since|of) ((?:19|20)\d\d)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:held|had|hosted|holds?) (?:a|its|their) (?:own )?session\b"
    r"(?: (?:in|at) (?:the )?(?:igf )?((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def read(words: str, last_year: str) -> Worded:
    """The rule, and how it is evaluated. Where no year is named, `last_year` is meant."""
    said = " ".join(words.split())
    if said and said[-1] not in ".!?":
        said += "."
    rest, new_in = said, tuple(dict.fromkeys(_NEW.findall(said)))
    for year in new_in:
        rest = re.sub(rf"\bnew (?:in|since|of) {year}\b", " ", rest, flags=re.IGNORECASE)
    session = _HELD.search(rest)
    if session:
        rest = rest[: session.start()] + " " + rest[session.end() :]
    kinds = _kinds(rest)
    years = tuple(dict.fromkeys(_YEAR.findall(rest))) or (last_year,)
    if session and kinds:
        held = session[1] or years[0]
        # Where a session was held, it is its report that is asked for.
        kinds = ("session-report",) if kinds == ("report",) else kinds
        return Worded(RuleKind.AFTER_SESSION, said, kinds, years, held, new_in)
    if kinds:
        return Worded(RuleKind.RECEIVED, said, kinds, years, "", new_in)
    if _REGULAR.search(rest):
        return Worded(RuleKind.REGULAR, said, (), (last_year, str(int(last_year) + 1)))
    return Worded(RuleKind.JUDGED, said)


def _kinds(text: str) -> tuple[str, ...]:
    """The kinds that are named, in the order in which they are; the light report goes by itself,
    since only those who are new may send one."""
    found: list[tuple[int, str]] = []
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            found.append((match.start(), kind))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return tuple(dict.fromkeys(kind for _, kind in sorted(found) if kind != "light"))
