"""The agenda and the speakers' queue while a meeting runs; whose words they are stands in lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.record.facts import Facts
from dcbot.record.floor import PointState

_TELLING = 8
"""So many letters of a title tell it from others."""
_NUMBERED = re.compile(r"^\s*(?:(?:item|point)\s+)?\d+\s*[.):]\s*", re.IGNORECASE)


def _plain(title: str) -> str:
    """A title without its number and its marks."""
    return " ".join(re.findall(r"\w+", _NUMBERED.sub("", title).casefold()))


@dataclass(slots=True)
class PointNow:
    """A point as it stands. `line` is that of who added it, and None for one of the facts."""

    number: int
    line: int | None
    title: str
    proposer: str = ""
    minutes: int | None = None
    carried_over: bool = False
    state: PointState = PointState.OPEN
    taken_up_at: datetime | None = None


@dataclass(slots=True)
class Waiting:
    """Somebody who waits for the floor: the identity, or the name of one who is not known."""

    by: str
    name: str
    line: int
    note: str
    at: datetime


@dataclass(slots=True)
class FloorState:
    """The points in their order, and who waits, in order."""

    facts: Facts
    points: list[PointNow] = field(default_factory=list)
    adopted: bool = False
    waiting: list[Waiting] = field(default_factory=list)
    speaking: Waiting | None = None
    since: datetime | None = None
    closed: bool = False
    seconds_each: int | None = None
    taken_up: dict[int, PointNow] = field(default_factory=dict)
    """By the number of the line that took it up."""

    def __post_init__(self) -> None:
        for number, point in enumerate(self.facts.agenda, 1):
            self.points.append(
                PointNow(
                    number,
                    None,
                    point.title,
                    point.proposer,
                    point.minutes,
                    point.carried_over,
                )
            )

    def add(self, line: int | None, title: str, proposer: str, minutes: int | None) -> PointNow:
        """One more point, with the next number."""
        number = max((point.number for point in self.points), default=0) + 1
        point = PointNow(number, line, title, proposer, minutes)
        self.points.append(point)
        return point

    def point(self, number: int | None, title: str = "") -> PointNow | None:
        """The point of this number, or with these words in its title, else the next open one."""
        if number is not None:
            return next((point for point in self.points if point.number == number), None)
        if title:
            wanted = title.casefold()
            return next((one for one in self.points if wanted in one.title.casefold()), None)
        return next((one for one in self.points if one.state is PointState.OPEN), None)

    def titled(self, title: str) -> PointNow | None:
        """The open point that a topic of this title is about: one begins as the other does."""
        said = _plain(title)
        for point in self.points:
            meant = _plain(point.title)
            if point.state is PointState.OPEN and meant and said:
                short = min(len(said), len(meant))
                if said == meant or (short >= _TELLING and said[:short] == meant[:short]):
                    return point
        return None

    def current(self) -> PointNow | None:
        """The point that is taken up now."""
        return next((one for one in self.points if one.state is PointState.TAKEN_UP), None)

    def take_up(self, point: PointNow, at: datetime, line: int) -> None:
        """Take this point up, which closes the one before."""
        before = self.current()
        if before is not None and before is not point:
            before.state = PointState.CLOSED
        point.state, point.taken_up_at = PointState.TAKEN_UP, at
        self.taken_up[line] = point

    def leave(self, by: str, name: str = "") -> bool:
        """Take somebody out of the queue; False where they do not wait."""
        for place, one in enumerate(self.waiting):
            same_name = bool(name) and not one.by and one.name.casefold() == name.casefold()
            if one.by == by if by else same_name:
                del self.waiting[place]
                return True
        return False

    def done(self, by: str) -> None:
        """Whoever has the floor gives it back."""
        if by and self.speaking is not None and self.speaking.by == by:
            self.speaking = self.since = None

    def waits(self, line: int) -> Waiting | None:
        """Whoever waits by this line under a name that is nobody's."""
        return next((one for one in self.waiting if one.line == line and not one.by), None)

    def rename(self, line: int, title: str) -> None:
        """The point that this line added has another title."""
        for point in self.points:
            if point.line == line:
                point.title = title

    def forget(self, line: int) -> None:
        """Forget the words of an erased line: titles and notes that came from it."""
        for point in self.points:
            if point.line == line:
                point.title = point.proposer = ""
        self.waiting = [one for one in self.waiting if one.line != line or one.by]
        for one in (*self.waiting, *((self.speaking,) if self.speaking else ())):
            if one.line == line:
                one.note = one.name = ""
