"""The speakers' queue and the agenda, as they change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dcbot.record.floor import PointState
from dcbot.record.floor_instructions import (
    AddPoint,
    AdoptAgenda,
    AskFloor,
    GiveFloor,
    LeavePoint,
    LeaveQueue,
    OrderAgenda,
    QueueRule,
    TakeUp,
    TimePoint,
)
from dcbot.record.floor_state import PointNow, Waiting
from dcbot.record.instructions import Instruction
from dcbot.record.line import Line
from dcbot.record.minutes import DoubtKind
from dcbot.record.powers import Power
from dcbot.record.running import Running


def _refused(running: Running, line: Line, asked: Instruction) -> bool:
    """Whether it is not to be done; also where another bot keeps the agenda."""
    if asked.power is Power.AGENDA and running.facts.agenda_kept_by_bot:
        return True
    if running.may(line, asked.power):
        return False
    who = running.facts.powers[asked.power]
    running.tell(line, DoubtKind.NOT_ALLOWED, f"Only {who} do that here. Ask one of them.")
    return True


def _one(running: Running, line: Line, name: str) -> tuple[str, str]:
    """Whom a name means: the identity, or the name where it is not one person's."""
    found = running.registry.find(name)
    return (found[0], "") if len(found) == 1 else ("", name)


def ask(running: Running, line: Line, asked: AskFloor) -> None:
    """Put people in the queue, each once; a closed queue takes nobody."""
    floor = running.floor
    if floor.closed:
        running.tell(line, DoubtKind.NOT_ALLOWED, "The queue is closed.")
        return
    for name in asked.names or ("",):
        by, shown = _one(running, line, name) if name else (line.by, "")
        floor.leave(by, shown)
        waiting = Waiting(by, shown, line.number, asked.note, line.entry.at)
        floor.waiting.insert(0 if asked.first else len(floor.waiting), waiting)
        running.keep(line, f"{'askfirst' if asked.first else 'ask'} {by}".strip())


def leave(running: Running, line: Line, asked: LeaveQueue) -> None:
    """Take people out of the queue."""
    if asked.everybody:
        running.floor.waiting.clear()
        running.keep(line, "noqueue")
        return
    for name in asked.names or ("",):
        by, shown = _one(running, line, name) if name else (line.by, "")
        _leaves(running, by, shown)
        if by:
            running.keep(line, f"leave {by}")


def _leaves(running: Running, by: str, shown: str = "") -> None:
    """Who waits does so no longer; who waits for nothing gives the floor back."""
    if not running.floor.leave(by, shown):
        running.floor.done(by)


def give(running: Running, line: Line, asked: GiveFloor) -> None:
    """Give the floor to somebody, or to the next who waits."""
    floor = running.floor
    if _refused(running, line, asked):
        return
    if not asked.name and not floor.waiting:
        running.tell(line, DoubtKind.NOTHING_THERE, "Nobody waits to speak.")
        return
    if asked.name:
        by, shown = _one(running, line, asked.name)
    else:
        by, shown = floor.waiting[0].by, floor.waiting[0].name
    _speaks(running, line, by, shown)


def _speaks(running: Running, line: Line, by: str, shown: str) -> None:
    floor = running.floor
    waited = next((one for one in floor.waiting if one.by == by and one.name == shown), None)
    floor.leave(by, shown)
    floor.speaking = waited or Waiting(by, shown, line.number, "", line.entry.at)
    floor.since = line.entry.at
    running.keep(line, f"floor {by}" if by or not waited else f"floorline {waited.line}")


def rule(running: Running, line: Line, asked: QueueRule) -> None:
    """Close or open the queue; set how long each may speak."""
    if _refused(running, line, asked):
        return
    if asked.closed is not None:
        running.floor.closed = asked.closed
        running.keep(line, "closequeue" if asked.closed else "openqueue")
    if asked.seconds_each is not None:
        running.floor.seconds_each = asked.seconds_each or None
        running.keep(line, f"seconds {asked.seconds_each}")


def add_point(running: Running, line: Line, asked: AddPoint) -> None:
    """One more point on the agenda."""
    running.floor.add(line.number, asked.title, asked.proposer or "", asked.minutes)
    running.keep(line, "point")


def take_up(running: Running, line: Line, asked: TakeUp) -> None:
    """Take up a point, which is a topic from here on."""
    if _refused(running, line, asked):
        return
    point = running.floor.point(asked.number, asked.title)
    if point is None:
        wanted = asked.title or (f"point {asked.number}" if asked.number else "an open point")
        running.tell(line, DoubtKind.NOTHING_THERE, f"The agenda has no “{wanted}”.")
        return
    running.floor.take_up(point, line.entry.at, line.number)
    running.keep(line, f"takeup {point.number}")


def come_to(running: Running, line: Line, title: str) -> None:
    """A topic begins: where it is a point of the agenda that is still open, that is taken up."""
    point = running.floor.titled(title)
    if point is not None and not running.facts.agenda_kept_by_bot:
        running.floor.take_up(point, line.entry.at, line.number)
        running.keep(line, f"takeup {point.number}")


def _meant(running: Running, line: Line, number: int | None) -> PointNow | None:
    """The point of this number, or the one that is taken up; where there is none it is told."""
    floor = running.floor
    point = floor.point(number) if number is not None else floor.current()
    if point is None:
        running.tell(line, DoubtKind.NOTHING_THERE, "The agenda has no such point.")
    return point


def leave_point(running: Running, line: Line, asked: LeavePoint) -> None:
    """Close, skip or drop a point."""
    point = None if _refused(running, line, asked) else _meant(running, line, asked.number)
    if point is None:
        return
    point.state = PointState(asked.how)
    running.keep(line, f"leavepoint {point.number} {asked.how}")


def time_point(running: Running, line: Line, asked: TimePoint) -> None:
    """Give a point its time, from this line on where it is talked about."""
    point = None if _refused(running, line, asked) else _meant(running, line, asked.number)
    if point is None:
        return
    spent = 0
    if point is running.floor.current() and point.taken_up_at is not None:
        spent = (line.entry.at - point.taken_up_at) // timedelta(minutes=1)
    had = point.minutes if asked.more and point.minutes is not None else max(0, spent)
    point.minutes = had + asked.minutes
    running.keep(line, f"timepoint {point.number} {point.minutes}")


def order(running: Running, line: Line, asked: OrderAgenda) -> None:
    """Put the points in another order, or drop them all."""
    if _refused(running, line, asked):
        return
    _ordered(running, asked.numbers, clear=asked.clear)
    running.keep(line, f"order {'clear' if asked.clear else ' '.join(map(str, asked.numbers))}")


def _ordered(running: Running, numbers: tuple[int, ...], *, clear: bool) -> None:
    points = running.floor.points
    if clear:
        for point in points:
            if point.state is PointState.OPEN:
                point.state = PointState.DROPPED
        return
    places = {number: place for place, number in enumerate(numbers)}
    points.sort(key=lambda point: places.get(point.number, len(places)))


def adopt(running: Running, line: Line, asked: AdoptAgenda) -> None:
    """The meeting adopts the agenda."""
    if not _refused(running, line, asked):
        running.floor.adopted = True
        running.keep(line, "adopt")


def restore(running: Running, line: Line, word: str, rest: str) -> bool:
    """Put in force what is left of an erased line; False where it is none of these."""
    floor = running.floor
    match word:
        case "ask" | "askfirst":
            floor.leave(rest)
            waiting = Waiting(rest, "", line.number, "", line.entry.at)
            floor.waiting.insert(0 if word == "askfirst" else len(floor.waiting), waiting)
        case "leave":
            _leaves(running, rest)
        case "noqueue":
            floor.waiting.clear()
        case "floor":
            _speaks(running, line, rest, "")
            return True
        case "floorline":
            waits = floor.waits(int(rest))
            _speaks(running, line, "", waits.name if waits else "")
            return True
        case "closequeue" | "openqueue":
            floor.closed = word == "closequeue"
        case "seconds":
            floor.seconds_each = int(rest) or None
        case "point":
            floor.add(line.number, "", "", None)
        case _:
            return _restore_agenda(running, line, word, rest)
    running.keep(line, f"{word} {rest}".strip())
    return True


def _restore_agenda(running: Running, line: Line, word: str, rest: str) -> bool:
    floor = running.floor
    match word:
        case "takeup":
            point = floor.point(int(rest))
            if point is not None:
                floor.take_up(point, line.entry.at, line.number)
        case "leavepoint":
            number, _, how = rest.partition(" ")
            left = floor.point(int(number))
            if left is not None:
                left.state = PointState(how)
        case "timepoint":
            timed, _, minutes = rest.partition(" ")
            given = floor.point(int(timed))
            if given is not None:
                given.minutes = int(minutes)
        case "order":
            numbers = () if rest == "clear" else tuple(map(int, rest.split()))
            _ordered(running, numbers, clear=rest == "clear")
        case "adopt":
            floor.adopted = True
        case _:
            return False
    running.keep(line, f"{word} {rest}".strip())
    return True


ACTS: dict[Any, Any] = {
    AskFloor: ask,
    LeaveQueue: leave,
    GiveFloor: give,
    QueueRule: rule,
    AddPoint: add_point,
    TakeUp: take_up,
    LeavePoint: leave_point,
    TimePoint: time_point,
    OrderAgenda: order,
    AdoptAgenda: adopt,
}
