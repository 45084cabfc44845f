"""Writing down what one instruction puts into the minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dcbot.record.decided import reserve_of
from dcbot.record.drafts import Drafts
from dcbot.record.floor_instructions import TakeUp
from dcbot.record.instructions import (
    Appoint,
    Attend,
    Begin,
    CallMe,
    Entitle,
    Heading,
    Instruction,
    Mistaken,
    Move,
    NextMeeting,
    Note,
    Office,
    Reserve,
)
from dcbot.record.line import Line
from dcbot.record.minutes import DoubtKind
from dcbot.record.people import UNKNOWN
from dcbot.record.powers import Power

Write = Callable[[Drafts, Line, int, Any], None]


def write(drafts: Drafts, line: Line, slot: int, instruction: Instruction) -> None:
    """Write down what this instruction says; nothing where it only did something."""
    writer = _WRITERS.get(type(instruction))
    if writer is not None:
        writer(drafts, line, slot, instruction)


def _heading(drafts: Drafts, line: Line, slot: int, said: Heading) -> None:
    if not drafts.running.records(line, said):
        _refused(drafts, line, said, Power.TOPIC)
    elif not drafts.undone(line, slot):
        drafts.topic(line, slot, said.title, said.level)


def _note(drafts: Drafts, line: Line, slot: int, said: Note) -> None:
    if not drafts.running.records(line, said):
        _refused(drafts, line, said, Power.DECIDE)
    elif not drafts.undone(line, slot):
        draft = drafts.item(line, slot, said.kind, said.text)
        draft.owners = said.owners
        drafts.put(draft)
        drafts.last[line.by] = draft


def _refused(drafts: Drafts, line: Line, said: Note | Heading, power: Power) -> None:
    if said.quiet:
        # It is speech like any other.
        drafts.sections.now.spoken.append(line.number)
        return
    who = drafts.running.facts.powers[power]
    drafts.unheard(line, f"only {who} may say this, and {drafts.speaker(line)} was not one")


def _mistaken(drafts: Drafts, line: Line, slot: int, said: Mistaken) -> None:
    meant = f"; “{said.suggestion}” was meant" if said.suggestion else ""
    drafts.unheard(line, f"{said.why}{meant}")


def _begin(drafts: Drafts, line: Line, slot: int, said: Begin) -> None:
    if drafts.begun is None:
        drafts.begun = line
    elif drafts.title or not drafts.running.may(line, Power.CHAIR):
        # Where none was said, MeetBot asks for a title, and it is said with a second beginning.
        drafts.unheard(line, "the meeting had begun already")
        return
    drafts.title = said.title or drafts.title


def _entitle(drafts: Drafts, line: Line, slot: int, said: Entitle) -> None:
    if said.name_only:
        drafts.name = said.title or drafts.name
    elif drafts.running.may(line, Power.TITLE):
        drafts.title = said.title


def _attend(drafts: Drafts, line: Line, slot: int, said: Attend) -> None:
    if not said.people or drafts.running.may(line, Power.ROLL):
        drafts.roll.attend(line, said)


def _appoint(drafts: Drafts, line: Line, slot: int, said: Appoint) -> None:
    """Whoever is named as a chair is known from then on, also where they say nothing."""
    if not said.add or not drafts.running.may(line, Power.CHAIR):
        return
    for name in said.names:
        exact = drafts.running.facts.exact_names and said.office is Office.CHAIR
        by = name if exact else drafts.roll.meant(name)
        if not by.startswith(UNKNOWN):
            drafts.roll.chair(by, drafts.running.registry.called.get(by, name))
        elif drafts.running.facts.exact_names:
            drafts.roll.chair(name, name)


def _take_up(drafts: Drafts, line: Line, slot: int, said: TakeUp) -> None:
    point = drafts.running.floor.taken_up.get(line.number)
    if point is not None:
        drafts.topic(line, slot, point.title)


def _reserve(drafts: Drafts, line: Line, slot: int, said: Reserve) -> None:
    known = drafts.roll.affiliation(line.by)
    group = said.affiliation.group
    # What a scribe writes down of a coalition other than their own is that coalition's view.
    written_down = line.by in drafts.running.scribes and group not in ("", known.group)
    made = reserve_of(
        line,
        said.kind,
        said.text,
        group if written_down else drafts.speaker(line),
        said.affiliation.group or known.group,
        said.affiliation.stakeholders or known.stakeholders,
    )
    if not drafts.decided.reserve(made, line.entry.about, said.number):
        drafts.doubt(
            DoubtKind.NOTHING_THERE,
            line.number,
            "There is no decision yet that this could be about. Reply to the one that is meant.",
        )


def _call_me(drafts: Drafts, line: Line, slot: int, said: CallMe) -> None:
    drafts.roll.call(line, said)


def _move(drafts: Drafts, line: Line, slot: int, said: Move) -> None:
    drafts.roll.move(line, said)


def _next_meeting(drafts: Drafts, line: Line, slot: int, said: NextMeeting) -> None:
    drafts.next_meeting = said.words


_WRITERS: Mapping[type[Instruction], Write] = {
    Heading: _heading,
    Note: _note,
    Mistaken: _mistaken,
    Begin: _begin,
    Entitle: _entitle,
    Attend: _attend,
    Appoint: _appoint,
    CallMe: _call_me,
    Move: _move,
    Reserve: _reserve,
    NextMeeting: _next_meeting,
    TakeUp: _take_up,
}
