"""MeetBot: “#word rest” at the start of a line, and lines that begin with an address.

Grammar: MeetBot 0.1.4 and its children (Debian, Fedora, OpenStack, Ubuntu's meetingology, hcoop's
MeetBot). All know `MEETBOT`; what only one of them knows is on where its dialect is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.dialects.lengths import read_time_limit
from dcbot.record.dialects.near_misses import mistaken
from dcbot.record.dialects.votes import motion, open_vote
from dcbot.record.facts import Dialect
from dcbot.record.instructions import (
    Appoint,
    Attend,
    Begin,
    CallMe,
    Entitle,
    Finish,
    Heading,
    Instruction,
    Named,
    Note,
    Nothing,
    Office,
    Undo,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import nicks
from dcbot.record.vote_instructions import Cast, CloseVote, Franchise

Make: TypeAlias = Callable[[str], Instruction]

_HASH = re.compile(r"#([^\W\d]\w*)(?::(?!//))?[ \t]*(.*)", re.DOTALL)
_BRACKETS = re.compile(r"\[([A-Za-z]+)\][ \t]*(.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?|irc|ftp|mailto|ssh)://")
_PLUS_MINUS = re.compile(r"([+-]1|[+-]?0)(?=$|[\s,.!;:])")
_UNTITLED = ("", "none", "unset")


def _note(kind: ItemKind) -> Make:
    return lambda rest: Note(kind, rest)


def _entitle(rest: str) -> Instruction:
    return Entitle("" if rest.strip().casefold() in _UNTITLED else rest.strip())


def _number(rest: str) -> int | None:
    return int(rest) if rest.strip().isdigit() else None


def _known(rest: str) -> Instruction:
    return Attend(tuple(Named(nick) for nick in nicks(rest)), known=True)


def _chairs(rest: str, *, add: bool) -> Instruction:
    return Appoint(Office.CHAIR, nicks(rest), add) if nicks(rest) else Nothing()


_ALL: Mapping[str, Make] = {
    "startmeeting": lambda rest: Begin(rest.strip()),
    "endmeeting": lambda rest: Finish(),
    "topic": lambda rest: Heading(rest),
    "meetingtopic": _entitle,
    "meetingname": lambda rest: Entitle(rest.strip(), name_only=True),
    "agreed": _note(ItemKind.AGREED),
    "agree": _note(ItemKind.AGREED),
    "accepted": _note(ItemKind.ACCEPTED),
    "accept": _note(ItemKind.ACCEPTED),
    "rejected": _note(ItemKind.REJECTED),
    "reject": _note(ItemKind.REJECTED),
    "action": _note(ItemKind.ACTION),
    "info": _note(ItemKind.INFO),
    "idea": _note(ItemKind.IDEA),
    "help": _note(ItemKind.HELP),
    "halp": _note(ItemKind.HELP),
    "link": _note(ItemKind.LINK),
    "chair": lambda rest: _chairs(rest, add=True),
    "unchair": lambda rest: _chairs(rest, add=False),
    "nick": _known,
    "undo": lambda rest: Undo(_number(rest)),
    "save": lambda rest: Nothing(),
    "lurk": lambda rest: Nothing(),
    "unlurk": lambda rest: Nothing(),
    "commands": lambda rest: Nothing(),
    "restrictlogs": lambda rest: Nothing(),
    "replay": lambda rest: Nothing(),
}
_SOME: Mapping[Dialect, Mapping[str, Make]] = {
    Dialect.UBUNTU: {
        "subtopic": lambda rest: Heading(rest, level=2),
        "progress": lambda rest: Heading(rest, level=2),
        "endvote": lambda rest: CloseVote(),
        "voters": lambda rest: Franchise(nicks(rest)),
        "votesrequired": lambda rest: Franchise(needed=_number(rest)),
    },
    Dialect.OPENSTACK: {
        "startvote": open_vote,
        "showvote": lambda rest: Nothing(),
        "endvote": lambda rest: CloseVote(),
    },
    Dialect.HCOOP: {
        "here": lambda rest: CallMe(rest.strip()) if rest.strip() else Attend(()),
        "motion": motion,
        "close": lambda rest: CloseVote(),
        "failed": _note(ItemKind.FAILED),
        "inconclusive": _note(ItemKind.INCONCLUSIVE),
    },
}


class MeetBot:
    """Reads lines of those MeetBots that are among the dialects."""

    def __init__(self, dialects: frozenset[Dialect]) -> None:
        self._words = dict(_ALL)
        for dialect, words in _SOME.items():
            if dialect in dialects:
                self._words |= words
        self._motions = Dialect.UBUNTU in dialects
        if Dialect.PLAIN not in dialects:
            # In the old logs “#undo 3” took back the last item, whatever stood behind it.
            self._words["undo"] = lambda rest: Undo()
        else:
            # No MeetBot knew it, so old logs are read without.
            self._words["timelimit"] = read_time_limit
        self._votes = bool(dialects & _SOME.keys())

    def read(self, line: str, heard: Heard) -> Instructions | None:
        """What a line that begins with # asks; None where it is a hashtag."""
        found = _HASH.match(line)
        if not found:
            return self._apart(line)
        word, rest = found[1].casefold(), found[2]
        if word == "vote" and self._votes:
            return self._vote(rest, heard)
        make = self._words.get(word)
        return (make(rest),) if make else mistaken(found[1], rest, self._words)

    def read_brackets(self, line: str, heard: Heard) -> Instructions | None:
        """What “[WORD] rest” asks; None where it is no word of a MeetBot."""
        found = _BRACKETS.match(line)
        if not found:
            return None
        word = found[1].casefold()
        if word == "vote":
            return self._vote(found[2], heard)
        make = self._words.get(word)
        return (make(found[2]),) if make else None

    def _vote(self, rest: str, heard: Heard) -> Instructions:
        # Ubuntu opens a vote with the word with which OpenStack and hcoop cast one.
        if heard.voting or not self._motions or not rest.strip():
            return (Cast(rest.strip()),)
        return (motion(rest),)

    def _apart(self, line: str) -> Instructions | None:
        # “# topic x”: no MeetBot ever took it, and it was always meant.
        word, _, rest = line[1:].strip().partition(" ")
        if line[1:2] == " " and word.casefold() in self._words and rest:
            return mistaken(word, rest, self._words, spaced=True)
        return None


def read_address(line: str, heard: Heard) -> Instructions | None:
    """A line that begins with an address records it as a link."""
    return (Note(ItemKind.LINK, line),) if _ADDRESS.match(line) else None


def read_plus_minus(line: str, heard: Heard) -> Instructions | None:
    """“+1”, “-1” or “+0” while a vote is open, whatever is said behind it."""
    found = _PLUS_MINUS.match(line) if heard.voting else None
    return (Cast(found[1]),) if found else None
