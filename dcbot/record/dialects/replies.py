"""Replies of a word or two that make something of the line that they reply to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dcbot.record.dialects.heard import Instructions
from dcbot.record.instructions import Amend, Assign, Conclude, Mark, Undo, Unnamed
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import plain_names
from dcbot.record.tasks import ActionState

MARKS: Mapping[str, ItemKind] = {
    "action": ItemKind.ACTION,
    "decision": ItemKind.AGREED,
    "decided": ItemKind.AGREED,
    "agreed": ItemKind.AGREED,
    "resolved": ItemKind.AGREED,
    "accepted": ItemKind.ACCEPTED,
    "rejected": ItemKind.REJECTED,
    "info": ItemKind.INFO,
    "idea": ItemKind.IDEA,
    "help": ItemKind.HELP,
    "link": ItemKind.LINK,
    "quote": ItemKind.QUOTE,
    "proposal": ItemKind.PROPOSAL,
}
_ACTION_FOR = re.compile(r"action\s+(?:for|to|by)\s+(.{1,80})", re.I)
_OWNER = re.compile(r"(?:for|to|owner:?|assign(?:ed)?(?: to)?)\s+(@?[^\s].{0,80})", re.I)
_AMEND = re.compile(r"(?:amend(?:ed)?|better|read)\s*:\s*(\S.*)", re.I | re.DOTALL)


def read_reply(line: str) -> Instructions | None:
    """What a short reply asks; None where it is an answer like any other."""
    words = line.lstrip("#!^").strip(" .!").strip()
    folded = words.casefold()
    if folded in MARKS:
        return (Mark(MARKS[folded]),)
    if folded in ("undo", "strike", "take back", "undo that"):
        return (Undo(),)
    if folded in ("no name", "without name", "without my name", "unattributed"):
        return (Unnamed(),)
    if folded in ("done", "dropped", "open again"):
        return (Conclude(ActionState(folded.split(" ")[0])),)
    return _longer(words)


def _longer(words: str) -> Instructions | None:
    if found := _ACTION_FOR.fullmatch(words):
        return (Mark(ItemKind.ACTION, plain_names(found[1])),)
    if found := _AMEND.fullmatch(words):
        return (Amend(found[1]),)
    if words.casefold().startswith(("assign", "owner")) and (found := _OWNER.fullmatch(words)):
        return (Assign(plain_names(found[1])),)
    return None
