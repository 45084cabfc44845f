"""Decisions and votes as the minutes hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a decision came out."""

    AGREED = "agreed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    OPEN = "open"
    """A consensus call that nobody has closed yet."""


class Finality(StrEnum):
    """Whether it stands."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    """Those who could not attend may still object."""
    DISPUTED = "disputed"
    """A substantive objection reopened it."""
    WITHDRAWN = "withdrawn"
    """Those who decide took it back afterwards."""


class Reservation(StrEnum):
    """What was said against a decision."""

    OBJECTION = "objection"
    DISSENT = "dissent"
    MINORITY = "minority view"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Somebody's reservation, recorded in the decision itself."""

    kind: Reservation
    text: str
    by: str
    name: str
    at: datetime
    line: int
    coalition: str = ""
    stakeholders: str = ""
    proven: bool = True
    """False where it came by a way that does not prove who said it."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision with all that was said against it. `number` is by what people refer to it."""

    number: int
    text: str
    outcome: Outcome
    by: str
    """The identity of who recorded it; `name` is the name."""
    name: str
    at: datetime
    line: int
    topic: int = 0
    """The place of its topic in `Minutes.topics`."""
    finality: Finality = Finality.FINAL
    proposal: str = ""
    """What was proposed, where other words were agreed."""
    proposed_by: str = ""
    reserves: tuple[Reserve, ...] = ()
    vote: int | None = None
    """The line of the vote that it rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One voter's last vote. Where votes are only counted there is no ballot to show."""

    by: str
    name: str
    option: int
    """The place of the option in `Vote.options`."""
    at: datetime
    line: int
    changed: bool = False
    coalition: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many voted for an option, and who, where that is shown."""

    option: str
    votes: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote: one for each person, of which the last counts, until it is closed."""

    question: str
    options: tuple[str, ...]
    by: str
    name: str
    at: datetime
    line: int
    topic: int = 0
    closed_at: datetime | None = None
    closed_line: int | None = None
    tallies: tuple[Tally, ...] = ()
    """For each option, in order."""
    ballots: tuple[Ballot, ...] = ()
    secret: bool = False
    """The numbers alone are recorded."""
    by_coalition: bool = False
    """Each coalition had one vote."""
    majority: str = ""
    """How many of the votes that say something it took, in words; empty where no rule was set."""
    reached: bool | None = None
    """Whether one of the options had them; None where no rule was set."""
    uncounted: int = 0
    """The votes that did not count: of nobody's coalition, or not the last one of theirs."""
    franchise: tuple[str, ...] = ()
    """The names of those who may vote; empty where all may."""
    needed: int | None = None
    """How many votes it needs to count."""
    present: int = 0
    """How many were present when it was closed."""
    quorate: bool | None = None
    """None where no rule is set."""
    result: str = ""
    """In one sentence, with the numbers."""
    removed: bool = False
    """Its question was taken back."""
