"""The agenda and the speakers' queue as the minutes hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PointState(StrEnum):
    """What became of a point of the agenda."""

    OPEN = "open"
    TAKEN_UP = "taken up"
    CLOSED = "closed"
    SKIPPED = "skipped"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of the agenda; `number` is by what people refer to it and never changes."""

    number: int
    title: str
    proposer: str = ""
    minutes: int | None = None
    state: PointState = PointState.OPEN
    carried_over: bool = False
    added_line: int | None = None
    """None where it stood on the agenda before the meeting."""
    taken_up_at: datetime | None = None
    topic: int | None = None
    """The place of its topic in `Minutes.topics`, once it was taken up."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The points in their order, and whether the meeting adopted them."""

    points: tuple[Point, ...] = ()
    adopted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who waits for the floor, and for what."""

    by: str
    name: str
    note: str = ""
    asked_at: datetime
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who has the floor, who waits for it in order, and how long each may speak."""

    speaking: Speaker | None = None
    speaking_since: datetime | None = None
    waiting: tuple[Speaker, ...] = ()
    closed: bool = False
    seconds_each: int | None = None
