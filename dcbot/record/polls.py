"""A vote while it runs: one ballot for each person, of which the last counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.record.vote_instructions import OpenVote

_ABSTAIN = ("abstain", "abstention", "i abstain", "0", "+0", "-0")


def abstains(option: str) -> bool:
    """Whether this option is to have no say in the result."""
    return option.casefold() in _ABSTAIN


@dataclass(slots=True)
class Given:
    """A ballot: the place of the option, when and in which line it was given, and if changed."""

    option: int
    at: datetime
    line: int
    changed: bool = False


@dataclass(slots=True)
class Poll:
    """A vote. `opened` is None where the words that opened it were erased, and it with them.

    `doubted` are the lines that were told the options, since theirs was none.
    """

    line: int
    opened: OpenVote | None
    size: int
    motion: bool = False
    counted: bool = False
    """Nothing of the record says who voted for what."""
    ballots: dict[str, Given] = field(default_factory=dict)
    franchise: tuple[str, ...] = ()
    needed: int | None = None
    closed_line: int | None = None
    closed_at: datetime | None = None
    doubted: list[int] = field(default_factory=list)

    def place(self, words: str) -> int | None:
        """The place of the option that is meant by these words; None where none is."""
        said = words.strip().rstrip(".!").casefold()
        for place, option in enumerate(self.opened.options if self.opened else ()):
            if option.casefold() == said:
                return place
        if self.motion:
            return _plus_minus(said)
        if said in _ABSTAIN:
            known = (option.casefold() for option in self.opened.options) if self.opened else ()
            return next((place for place, option in enumerate(known) if option in _ABSTAIN), None)
        if said.isdigit() and 1 <= int(said) <= self.size:
            return int(said) - 1
        return None

    def give(self, by: str, option: int, at: datetime, line: int) -> None:
        """Take a ballot; an earlier one of the same person counts no more."""
        before = self.ballots.pop(by, None)
        changed = before is not None and (before.changed or before.option != option)
        self.ballots[by] = Given(option, at, line, changed)

    def erase(self) -> None:
        """Forget the question, and with it what was voted on it."""
        self.opened = None
        self.ballots.clear()

    def withdraw(self, line: int) -> None:
        """Forget the ballot that this line gave."""
        for by, given in self.ballots.items():
            if given.line == line:
                del self.ballots[by]
                return

    def counts(self, ballots: Iterable[Given] | None = None) -> list[int]:
        """How many of these voted for each option, in order; of all where none are given."""
        counted = [0] * self.size
        for given in self.ballots.values() if ballots is None else ballots:
            counted[given.option] += 1
        return counted


def _plus_minus(said: str) -> int | None:
    """A vote on a motion: the options are for, neither and against, in this order."""
    words: dict[str, int] = {"yes": 0, "aye": 0, "for": 0, "in favor": 0, "in favour": 0}
    words |= {"no": 2, "nay": 2, "against": 2, "abstain": 1, "+0": 1, "-0": 1}
    if said[:2] in ("+1", "-1"):
        return 0 if said[0] == "+" else 2
    return words.get(said)
