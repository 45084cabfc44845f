"""What a line can ask of the speakers' queue and of the agenda; all of it is done once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dcbot.record.instructions import Instruction
from dcbot.record.powers import Power


@dataclass(frozen=True, slots=True)
class FloorInstruction(Instruction):
    """The root of these."""

    timed: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AskFloor(FloorInstruction):
    """Put these in the queue, or whoever says it; `first` puts them at its head."""

    names: tuple[str, ...] = ()
    note: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class LeaveQueue(FloorInstruction):
    """Take these out of the queue, or whoever says it; `everybody` empties it."""

    names: tuple[str, ...] = ()
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class GiveFloor(FloorInstruction):
    """Somebody has the floor; without a name, the next in the queue."""

    power: ClassVar[Power] = Power.QUEUE
    name: str = ""


@dataclass(frozen=True, slots=True)
class QueueRule(FloorInstruction):
    """Close the queue or open it; how many seconds each may speak, where 0 is no limit."""

    power: ClassVar[Power] = Power.QUEUE
    closed: bool | None = None
    seconds_each: int | None = None


@dataclass(frozen=True, slots=True)
class AddPoint(FloorInstruction):
    """One more point on the agenda."""

    title: str
    proposer: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class TakeUp(FloorInstruction):
    """Take up a point: by number, by words of its title, or the next open one."""

    power: ClassVar[Power] = Power.AGENDA
    number: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class LeavePoint(FloorInstruction):
    """Close, skip or drop a point; without a number the one that is taken up.

    `how` is “closed”, “skipped” or “dropped”.
    """

    power: ClassVar[Power] = Power.AGENDA
    how: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TimePoint(FloorInstruction):
    """From here on a point has so many minutes; `more`: besides those that it has.

    Without a number it is the one that is taken up.
    """

    power: ClassVar[Power] = Power.AGENDA
    minutes: int
    number: int | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class OrderAgenda(FloorInstruction):
    """The agenda in this order; the points that are not named come after."""

    power: ClassVar[Power] = Power.AGENDA
    numbers: tuple[int, ...] = ()
    clear: bool = False


@dataclass(frozen=True, slots=True)
class AdoptAgenda(FloorInstruction):
    """The agenda is adopted as it stands."""

    power: ClassVar[Power] = Power.AGENDA
