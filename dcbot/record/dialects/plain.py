"""Plain words: “Decision: …” at the start of a line, and whatever is said to the bot by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dcbot.lines import after_name
from dcbot.record.attendance import Presence
from dcbot.record.deciding import Reservation
from dcbot.record.dialects.addressed import read_addressed
from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.dialects.w3c import signed
from dcbot.record.instructions import (
    Attend,
    Heading,
    Instruction,
    NextMeeting,
    Note,
    OffRecord,
    Reserve,
    Unnamed,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import affiliation, named_people, plain_names

_LABEL = re.compile(
    r"([A-Za-z][A-Za-z ]{2,20}?)(?:\s+(?:for|by|of|from)\s+([^:：]{1,80}?)|\s*\(([^)]{1,60})\))?"
    r"\s?[:：](?!//)\s*(\S.*)",
    re.DOTALL,
)
_SIGNED = re.compile(r"(present|regrets|guests?|scribe|absent)\s?([+=-])\s*(.*)", re.I)
_MARKED = re.compile(r"\[(off|no name)\]\s*(.*)", re.I | re.DOTALL)
_ITEMS: Mapping[str, ItemKind] = {
    "decision": ItemKind.AGREED,
    "decided": ItemKind.AGREED,
    "agreed": ItemKind.AGREED,
    "accepted": ItemKind.ACCEPTED,
    "rejected": ItemKind.REJECTED,
    "action": ItemKind.ACTION,
    "action item": ItemKind.ACTION,
    "action point": ItemKind.ACTION,
    "info": ItemKind.INFO,
    "idea": ItemKind.IDEA,
    "proposal": ItemKind.PROPOSAL,
    "help wanted": ItemKind.HELP,
}
_RESERVES: Mapping[str, Reservation] = {
    "objection": Reservation.OBJECTION,
    "dissent": Reservation.DISSENT,
    "minority view": Reservation.MINORITY,
    "minority statement": Reservation.MINORITY,
    "abstention": Reservation.ABSTENTION,
}
_ROLL: Mapping[str, Presence] = {
    "present": Presence.PRESENT,
    "regrets": Presence.REGRETS,
    "apologies": Presence.REGRETS,
    "absent": Presence.ABSENT,
}


class Plain:
    """Reads lines that begin with a plain label, or with the name of the bot."""

    def __init__(self, bot_names: tuple[str, ...]) -> None:
        self._bot_names = bot_names
        self._firsts = tuple({name.lstrip("@")[:1].casefold() for name in bot_names} | {"@"})

    def read(self, line: str, heard: Heard) -> Instructions | None:
        """What it asks; None where it is speech."""
        # A label has its colon near the start; most lines have none.
        if ":" in line[:110] or "：" in line[:110]:
            found = read_label(line)
            if found is not None:
                return found
        if line[:1].casefold() in self._firsts:
            told = after_name(line, self._bot_names)
            if told:
                return read_addressed(told)
        return self._rest(line, heard)

    def _rest(self, line: str, heard: Heard) -> Instructions | None:
        if line[:1] == "[":
            found = _MARKED.match(line)
            if found:
                off = found[1].casefold() == "off"
                return (OffRecord() if off else Unnamed(found[2]),)
        signs = _SIGNED.match(line) if line[:1] in "pPrRgGsSaA" else None
        return (signed(signs[1].casefold(), signs[2], signs[3]),) if signs else None


def read_label(line: str) -> Instructions | None:
    """“Decision: …”, “Action for Amina: …”, “Minority view (DC3): …”."""
    found = _LABEL.match(line)
    if not found:
        return None
    label, of, bracket, rest = found[1].casefold().strip(), found[2], found[3], found[4]
    made = _labelled(label, of or "", bracket or "", rest)
    return (made,) if made else None


def _labelled(label: str, of: str, bracket: str, rest: str) -> Instruction | None:
    if label in _ITEMS:
        kind = _ITEMS[label]
        if of and kind is not ItemKind.ACTION:
            return None
        return Note(kind, rest, plain_names(of or bracket), quiet=True)
    if label in ("topic", "next topic", "subtopic"):
        return Heading(rest, 2 if label == "subtopic" else 1, quiet=True)
    if label in _RESERVES:
        return Reserve(_RESERVES[label], rest, affiliation=affiliation(of or bracket))
    if label in _ROLL and not of:
        return Attend(named_people(rest), _ROLL[label])
    if label in ("guest", "guests") and not of:
        return Attend(named_people(rest), guest=True)
    return NextMeeting(rest) if label == "next meeting" else None
