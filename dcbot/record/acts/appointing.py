"""Who is chair and who writes; when recording stops and goes on; the end of the meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dcbot.record.instructions import Appoint, Finish, Office, Recording
from dcbot.record.line import Line
from dcbot.record.minutes import DoubtKind
from dcbot.record.powers import Power
from dcbot.record.running import Running

# What people call themselves by, where they make themselves something.
_SELF = frozenset({"me", "i", "myself", "i take"})


def appoint(running: Running, line: Line, asked: Appoint) -> None:
    """Make people chairs or scribes, or no longer; whoever opened the meeting stays chair."""
    if not _may_appoint(running, line, asked):
        running.tell(
            line,
            DoubtKind.NOT_ALLOWED,
            f"Only {running.facts.powers[Power.CHAIR]} make somebody {asked.office}. Ask one."
            f"{_when_away(running)}",
        )
        return
    if asked.office is Office.SCRIBE:
        running.hear_w3c()
        running.keep(line, "w3c")
    for one in _meant(running, line, asked):
        place(running, line, asked.office, one, add=asked.add)


def _may_appoint(running: Running, line: Line, asked: Appoint) -> bool:
    # Anyone may write: a scribe only reports, and what is decided is for chairs to say.
    if asked.office is Office.SCRIBE or running.may(line, Power.CHAIR):
        return True
    return asked.add and _is_self(running, line, asked) and _succeeds(running, line)


def _is_self(running: Running, line: Line, asked: Appoint) -> bool:
    return all(
        name.casefold() in _SELF or running.registry.find(name) == (line.by,)
        for name in asked.names
    )


def _succeeds(running: Running, line: Line) -> bool:
    """Whether the speaker may take the place of chairs who have vanished."""
    minutes, who = running.facts.chair_away_minutes, running.facts.successors
    if minutes is None or running.chair_at is None or not (who is None or line.by in who):
        return False
    return line.entry.at - running.chair_at >= timedelta(minutes=minutes)


def _when_away(running: Running) -> str:
    minutes = running.facts.chair_away_minutes
    if minutes is None:
        return ""
    return f" Where no chair says anything for {minutes} minutes, “#chair me” makes you one."


def _meant(running: Running, line: Line, asked: Appoint) -> list[str]:
    if not asked.names:
        return [line.by]
    if running.facts.exact_names and asked.office is Office.CHAIR:
        return list(asked.names)
    found: list[str] = []
    for name in asked.names:
        if name.casefold() in _SELF:
            found.append(line.by)
            continue
        ones = running.registry.find(name)
        if len(ones) == 1:
            found.append(ones[0])
        elif running.facts.exact_names:
            found.append(name)
        else:
            _unclear(running, line, name, len(ones))
    return found


def _unclear(running: Running, line: Line, name: str, many: int) -> None:
    kind = DoubtKind.AMBIGUOUS_OWNER if many else DoubtKind.UNKNOWN_NAME
    what = f"{many} people here are called “{name}”" if many else f"Nobody here is called “{name}”"
    running.tell(line, kind, f"{what}. Say the name as it is shown here, or the account.")


def place(running: Running, line: Line, office: Office, one: str, *, add: bool) -> None:
    """Put somebody into an office, or out of it."""
    holders = running.chairs if office is Office.CHAIR else running.scribes
    if add:
        holders[one] = None
    else:
        holders.pop(one, None)
    running.keep(line, f"{'' if add else 'un'}{office.value} {one}")


def record(running: Running, line: Line, asked: Recording) -> None:
    """Stop recording, or go on with it."""
    if not running.may(line, Power.OFF_RECORD):
        running.tell(
            line,
            DoubtKind.NOT_ALLOWED,
            "Only chairs stop the record here. Begin your line with [off].",
        )
        return
    running.recording = asked.on
    running.keep(line, "on" if asked.on else "off")


def finish(running: Running, line: Line, asked: Finish) -> None:
    """End the meeting, where the speaker may."""
    if running.ended is not None:
        return
    if not running.ends(line, asked):
        running.tell(
            line, DoubtKind.NOT_ALLOWED, "Only chairs end the meeting. Ask one, or become one."
        )
        return
    running.end(line.entry)
    running.keep(line, "end")


def restore(running: Running, line: Line, word: str, rest: str) -> bool:
    """Put in force what is left of an erased line; False where it is none of these."""
    if word in ("on", "off"):
        running.recording = word == "on"
    elif word == "end":
        running.end(line.entry)
    elif word == "w3c":
        running.hear_w3c()
    elif word.removeprefix("un") in ("chair", "scribe"):
        office = Office(word.removeprefix("un"))
        place(running, line, office, rest, add=not word.startswith("un"))
        return True
    else:
        return False
    running.keep(line, word)
    return True


ACTS: dict[Any, Any] = {Appoint: appoint, Recording: record, Finish: finish}
