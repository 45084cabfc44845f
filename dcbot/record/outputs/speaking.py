"""Who says what, in reported speech: names at the start of sentences, and the words for saying."""

from __future__ import annotations

from collections.abc import Mapping

from dcbot.record.minutes import ItemKind
from dcbot.record.outputs.blocks import Foreign, Run, Words

# What somebody did, and the same where nobody is named.
_DID: Mapping[ItemKind, tuple[str, str]] = {
    ItemKind.INFO: ("noted", "It was noted"),
    ItemKind.IDEA: ("suggested", "It was suggested"),
    ItemKind.HELP: ("asked for help", "Help was asked for"),
    ItemKind.LINK: ("shared a link", "A link was shared"),
    ItemKind.QUESTION: ("asked", "It was asked"),
    ItemKind.ISSUE: ("raised an issue", "An issue was raised"),
    ItemKind.PROPOSAL: ("proposed", "It was proposed"),
    ItemKind.QUOTE: ("said", "It was said"),
    ItemKind.VOTE: ("called a vote", "A vote was called"),
}
DECIDED: Mapping[ItemKind, str] = {
    ItemKind.AGREED: "It was agreed",
    ItemKind.ACCEPTED: "It was accepted",
    ItemKind.REJECTED: "It was rejected",
    ItemKind.FAILED: "It was not carried",
    ItemKind.INCONCLUSIVE: "There was no conclusion",
}


def at_start(name: str) -> str:
    """The name as a sentence begins with it: “A participant”, “The Secretariat”."""
    return name[:1].upper() + name[1:] if name.startswith(("a ", "an ", "the ")) else name


def did(kind: ItemKind, name: str) -> Words:
    """“Ana noted: ”; where nobody is named, “It was noted: ”."""
    active, passive = _DID[kind]
    return (Foreign(at_start(name)), f" {active}: ") if name else (f"{passive}: ",)


def said(name: str, verb: str = "said") -> Words:
    """“Ana said: ”; where nobody is named, “It was said: ”."""
    return (Foreign(at_start(name)), f" {verb}: ") if name else (f"It was {verb}: ",)


def capacity(group: str, standing: str, stakeholders: str) -> Words:
    """In brackets, for whom somebody speaks: “ (DC3, representative; civil society)”."""
    found: list[Run] = []
    for note in (group, standing, stakeholders):
        if note:
            found += [", " if found else " (", Foreign(note)]
    return (*found, ")") if found else ()


_CLOSED = tuple(".!?…。！？؟։।")


def closed(text: str) -> Words:
    """The text as a sentence that others follow: with a full stop where it has no end."""
    bare = text.rstrip("\n \t")
    return (Foreign(text),) if bare.endswith(_CLOSED) or not bare else (Foreign(text), ".")
