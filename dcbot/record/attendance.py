"""Attendance as the minutes hold it: who was there, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dcbot.record.facts import Affiliation


class Presence(StrEnum):
    """Whether somebody was there. Absent, unknown and no roll taken are three different facts."""

    PRESENT = "present"
    REGRETS = "regrets"
    ABSENT = "absent"
    """A roll was taken, and said so."""
    UNKNOWN = "unknown"
    """A roll was taken, and says nothing of them."""


class PresentBy(StrEnum):
    """How it is known that somebody was there."""

    SPOKE = "spoke"
    ROLL = "present+"
    NICK = "#nick"
    CHAIR = "#chair"
    JOINED = "joined"
    """Was in the room, and said nothing; no attendance unless the roll says so."""
    LIST = "list"
    """A list of participants that was attached."""
    NOT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody of whom the roll or the log says something.

    `lines` is how many lines they said. `proxy_for` and `proxy` are names.
    """

    by: str
    name: str
    presence: Presence
    present_by: PresentBy = PresentBy.NOT
    lines: int = 0
    first_line: int | None = None
    guest: bool = False
    proxy_for: str = ""
    """For whom they stood in."""
    proxy: str = ""
    """Who stood in for them."""
    arrived: datetime | None = None
    """Set where they came late."""
    departed: datetime | None = None
    """Set where they left early."""
    affiliation: Affiliation = field(default_factory=Affiliation)
    chair: bool = False
    scribe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """All attendees, most talkative first, and whether a roll was taken at all."""

    roll_taken: bool = False
    people: tuple[Attendee, ...] = ()
    coalitions: tuple[tuple[str, Presence], ...] = ()
    """Each coalition that is known, in order of name; empty where no roll was taken."""
    counted: int = 0
    """How many of those that the quorum rule counts were present."""
    quorum: int | None = None
    quorum_rule: str = ""
    quorate: bool | None = None
    """None where no rule is set or no roll was taken."""

    def of(self, presence: Presence) -> tuple[Attendee, ...]:
        """Those with that presence."""
        return tuple(one for one in self.people if one.presence is presence)
