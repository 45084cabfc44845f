"""Random meetings: commands, speech, edits, corrections, votes, redactions, in any order."""

from __future__ import annotations

import random
from collections.abc import Callable

from dcbot.record.journal import Entry, EntryKind
from tests.record.meetings import entry

PEOPLE = ("ana", "bob", "cid", "dee", "eva")
_SAID = (
    "#info {0} is so",
    "#topic {0} first",
    "#action bob to do {0}",
    "#action {0}",
    "#agreed on {0}",
    "#idea {0}",
    "#link https://example.org/{0}",
    "https://example.org/{0}",
    "plain {0} words",
    "plain {0} and more words",
    "Decision: {0}",
    "Action for Cid: {0}",
    "Proposal: {0}",
    "Objection: {0}",
    "dcbot, we agreed to {0}",
    "#subtopic {0}",
    "#inf {0}",
    "#chair bob",
    "#chair {0}",
    "#unchair bob",
    "scribe+ dee",
    "Ana: {0}",
    "Zoe: {0}",
    "… {0}",
    "present+",
    "present+ {0} (DC3)",
    "regrets+ {0}",
    "#startvote {0}? one {0}, two",
    "#vote two",
    "#vote one {0}",
    "#vote {0}",
    "+1",
    "#motion {0}",
    "#startvote (counted, by coalition) {0}? one {0}, two",
    "#motion two thirds: {0}",
    "#endvote",
    "#close",
    "#undo",
    "#startmeeting {0}",
    "#meetingtopic {0}",
    "[off] {0}",
    "dcbot, off the record",
    "dcbot, on the record",
    "agenda+ {0}",
    "take up item 1",
    "next agendum",
    "q+ to say {0}",
    "q+ {0}",
    "ack ana",
    "next speaker",
    "dcbot, action 2 is done",
    "dcbot, undo action 1",
    "dcbot, amend 3: {0}",
    "dcbot, assign action 1 to Dee",
    "next meeting: {0}",
    "#info {0}\n#action ana {0}b\nplain {0}c",
)
_REPLIES = ("undo", "action", "info", "decision", "amend: {0}", "no name", "> {1}\nI think {0}")
_REACTIONS = ("📌", "🎯", "⚖️", "💬", "👍")


class Meeting:
    """Writes a meeting entry by entry; each text holds a word that no other text holds."""

    def __init__(self, seed: int, *, corrections_stay: bool = False) -> None:
        self._chance = random.Random(seed)
        self._corrections_stay = corrections_stay
        self.entries: list[Entry] = []
        self._said: list[Entry] = []
        self._redacted: set[int] = set()
        self._targets: dict[int, int] = {}

    def write(self, length: int) -> list[Entry]:
        """So many entries."""
        moves: list[Callable[[], Entry | None]] = [self._say] * 12
        moves += [self._edit, self._edit, self._correct, self._correct, self._reply, self._reply]
        moves += [self._react, self._redact, self._insert]
        while len(self.entries) < length:
            made = self._chance.choice(moves)()
            if made is not None:
                self.entries.append(made)
        return self.entries

    def redacted_words(self) -> set[str]:
        """The words that only stood in what was taken back."""
        edits = {number for number, about in self._targets.items() if about in self._redacted}
        texts = {one.number: one.text for one in self.entries}
        gone = self._redacted | edits
        return {word_of(number) for number in gone if word_of(number) in texts[number]}

    @property
    def _number(self) -> int:
        return len(self.entries) + 1

    def _by(self) -> str:
        return self._chance.choice(PEOPLE)

    def _target(self) -> Entry | None:
        there = [one for one in self._said if one.number not in self._redacted]
        if not there:
            return None
        # Mostly something recent, as people do.
        return self._chance.choice(there[-8:] if self._chance.random() < 0.7 else there)

    def _say(self) -> Entry:
        text = self._chance.choice(_SAID).format(word_of(self._number))
        said = entry(self._number, self._by(), text)
        self._said.append(said)
        return said

    def _edit(self) -> Entry | None:
        target = self._target()
        if target is None:
            return None
        text = self._chance.choice(_SAID).format(word_of(self._number))
        by = target.by[1:].partition(":")[0]
        self._targets[self._number] = target.number
        return entry(self._number, by, text, kind=EntryKind.EDITED, about=target.number)

    def _correct(self) -> Entry | None:
        target = self._target()
        if target is None:
            return None
        old = self._chance.choice([word_of(target.number), "plain", "first", "never said"])
        flag = self._chance.choice(["", "", "g", "G"])
        words = f"s/{old}/{word_of(self._number)}/{flag}"
        return self._keep(entry(self._number, self._by(), words))

    def _insert(self) -> Entry | None:
        target = self._target()
        if target is None:
            return None
        words = f"i/{word_of(target.number)}/#topic {word_of(self._number)}/"
        return self._keep(entry(self._number, self._by(), words))

    def _reply(self) -> Entry | None:
        target = self._target()
        if target is None:
            return None
        text = self._chance.choice(_REPLIES).format(word_of(self._number), word_of(target.number))
        return self._keep(entry(self._number, self._by(), text, about=target.number))

    def _react(self) -> Entry | None:
        target = self._target()
        if target is None:
            return None
        text = self._chance.choice(_REACTIONS)
        kind = EntryKind.REACTED
        return entry(self._number, self._by(), text, kind=kind, about=target.number)

    def _redact(self) -> Entry | None:
        target = self._target()
        corrects = target is not None and target.text[:2] in ("s/", "i/")
        if target is None or (corrects and self._corrections_stay):
            return None
        self._redacted.add(target.number)
        kind = EntryKind.REDACTED
        return entry(self._number, self._by(), kind=kind, about=target.number)

    def _keep(self, said: Entry) -> Entry:
        self._said.append(said)
        return said


def word_of(number: int) -> str:
    """The word that stands in the entry of this number, and in no other but to quote it."""
    return f"qx{number:04}z"
