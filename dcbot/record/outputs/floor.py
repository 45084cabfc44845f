"""The agenda and the speakers' queue in words."""

from __future__ import annotations

from collections.abc import Iterator

from dcbot.record.floor import Agenda, Point, PointState, Queue
from dcbot.record.outputs.blocks import Foreign, Run, Table, Words, joined
from dcbot.record.outputs.moments import said
from dcbot.record.outputs.places import Places

_HEADS = ("Number", "Point", "Proposed by", "Minutes", "What became of it")


def summed(agenda: Agenda, annex: Words) -> Words:
    """Whether there was an agenda and the meeting adopted it."""
    if not agenda.points:
        return ("No agenda is recorded.",)
    adopted = "was adopted" if agenda.adopted else "is not recorded as adopted"
    count = "1 point" if len(agenda.points) == 1 else f"{len(agenda.points)} points"
    return (f"The agenda {adopted}; it has {count} (", *annex, ").")


def table(agenda: Agenda, places: Places) -> Table:
    """The points, in their order."""
    rows: list[tuple[Words, ...]] = []
    sentences: list[Words] = []
    for point in agenda.points:
        length = f"{point.minutes} minutes" if point.minutes is not None else ""
        by: Words = (Foreign(point.proposer),) if point.proposer else ()
        became = (*_became(point), *places.line(point.added_line))
        minutes = str(point.minutes) if point.minutes is not None else ""
        rows.append(((str(point.number),), (Foreign(point.title),), by, (minutes,), became))
        told: list[Run] = [f"Point {point.number}: ", Foreign(point.title)]
        told += [", proposed by ", *by] if by else []
        told += [f", {length}"] if length else []
        sentences.append((*told, ": ", *became))
    return Table(("Agenda",), _HEADS, tuple(rows), tuple(sentences))


def floor(queue: Queue, *, dated: bool) -> Iterator[Words]:
    """Who speaks and who waits, while the meeting goes on."""
    if queue.speaking is not None:
        since = ("since ", said(queue.speaking_since, dated=dated)) if queue.speaking_since else ()
        yield (
            Foreign(queue.speaking.name),
            " has the floor",
            *((" ", *since) if since else ()),
            ".",
        )
    if queue.waiting:
        waiting: list[Words] = []
        for one in queue.waiting:
            note: Words = (" (", Foreign(one.note), ")") if one.note else ()
            waiting.append((Foreign(one.name), *note))
        yield ("Waiting to speak, in order: ", *joined(waiting), ".")
    if queue.closed:
        yield ("The queue is closed.",)


def _became(point: Point) -> Words:
    words = point.state.value
    if point.state is PointState.OPEN and point.topic is not None:
        words = PointState.TAKEN_UP.value
    return (f"{words}; carried over from an earlier meeting",) if point.carried_over else (words,)
