"""What is wrong with a line, for whoever said it."""

from __future__ import annotations

from collections.abc import Iterator

from dcbot.record.instructions import Heading, Mistaken, Note
from dcbot.record.line import Line
from dcbot.record.minutes import Doubt, DoubtKind
from dcbot.record.powers import Power
from dcbot.record.running import Running


def doubts_of(running: Running, line: Line) -> Iterator[Doubt]:
    """The doubts about what this line asked, as its words are now."""
    yield from running.told.get(line.number, ())
    if line.after_end or line.hidden:
        return
    for instruction in line.instructions:
        if isinstance(instruction, Mistaken):
            yield _mistaken(line, instruction)
        elif isinstance(instruction, Note | Heading) and _refused(running, line, instruction):
            yield _not_allowed(running, line, instruction)


def _refused(running: Running, line: Line, instruction: Note | Heading) -> bool:
    # What is said quietly is ordinary speech of those who may not record it.
    return not instruction.quiet and not running.records(line, instruction)


def _mistaken(line: Line, instruction: Mistaken) -> Doubt:
    meant = f" Did you mean “{instruction.suggestion}”?" if instruction.suggestion else ""
    return Doubt(
        kind=DoubtKind.NEAR_MISS,
        line=line.number,
        text=f"“{instruction.word}”: {instruction.why}.{meant}",
        by=line.by,
        at_once=True,
        suggestion=instruction.suggestion,
    )


def _not_allowed(running: Running, line: Line, instruction: Note | Heading) -> Doubt:
    topic = isinstance(instruction, Heading)
    who = running.facts.powers[Power.TOPIC if topic else Power.DECIDE]
    does = "set topics" if topic else "record decisions"
    return Doubt(
        kind=DoubtKind.NOT_ALLOWED,
        line=line.number,
        text=f"Only {who} {does} in this meeting. Ask one, or use #info.",
        by=line.by,
        at_once=True,
    )
