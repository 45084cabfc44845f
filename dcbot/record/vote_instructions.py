"""What a line can ask of votes; all of it is done once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dcbot.record.instructions import Instruction
from dcbot.record.powers import Power


class Majority(StrEnum):
    """How many of the votes that are for something it takes; who abstains counts for nothing."""

    NONE = ""
    """No rule is set: the numbers are told, and for a motion more for than against."""
    SIMPLE = "more than half"
    TWO_THIRDS = "two thirds"
    THREE_QUARTERS = "three quarters"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OpenVote(Instruction):
    """A vote begins. Where `closes_motion` its result is recorded as accepted or failed.

    Of one that is `counted` the record has the numbers alone; `by_coalition` each coalition has one
    vote, the last that was given for it.
    """

    power: ClassVar[Power] = Power.CALL_VOTE
    timed: ClassVar[bool] = True
    question: str
    options: tuple[str, ...]
    closes_motion: bool = False
    counted: bool = False
    by_coalition: bool = False
    majority: Majority = Majority.NONE


@dataclass(frozen=True, slots=True)
class Cast(Instruction):
    """A vote for the option that is said so."""

    power: ClassVar[Power] = Power.VOTE
    timed: ClassVar[bool] = True
    option: str


@dataclass(frozen=True, slots=True)
class CloseVote(Instruction):
    """The vote is over."""

    power: ClassVar[Power] = Power.CALL_VOTE
    timed: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Franchise(Instruction):
    """Only these may vote, or it needs so many votes; what is not said is left as it is."""

    power: ClassVar[Power] = Power.CALL_VOTE
    timed: ClassVar[bool] = True
    voters: tuple[str, ...] = ()
    needed: int | None = None
