"""Changes of what was recorded: undone, amended, assigned, done; lines made items by a reply."""

from __future__ import annotations

from typing import Any

from dcbot.record.instructions import Amend, Assign, Conclude, Mark, Undo
from dcbot.record.line import Line, Marked
from dcbot.record.minutes import DoubtKind, ItemKind
from dcbot.record.numbers import Key
from dcbot.record.powers import Power
from dcbot.record.running import Changed, Running
from dcbot.record.tasks import ActionState


def _meant(running: Running, line: Line, number: int | None, what: str) -> Key | None:
    """What is meant: by number, by reply, or what was recorded last."""
    if number is not None and what in ("action", "decision"):
        numbers = running.actions if what == "action" else running.decisions
        key = numbers.key(number)
        return key if key and running.alive(key) else None
    about = number if number is not None else line.entry.about
    if about is None:
        return running.last_created()
    target = running.lines.get(about)
    return running.last_of(target) if target else None


def _changeable(running: Running, line: Line, number: int | None, what: str) -> Key | None:
    """What is meant, where it can be found and the speaker may change it; tells what is wrong."""
    key = _meant(running, line, number, what)
    if key is None:
        found = f"Nothing was recorded under {number}" if number is not None else "Nothing is there"
        running.tell(
            line,
            DoubtKind.NOTHING_THERE,
            f"{found}. Reply to the line that is meant, or say its number.",
        )
        return None
    own = running.lines[key[0]].by == line.by
    if running.may(line, Power.UNDO_OWN if own else Power.UNDO):
        return key
    running.tell(
        line,
        DoubtKind.NOT_ALLOWED,
        "Only chairs and scribes change what others recorded. Ask one of them.",
    )
    return None


def undo(running: Running, line: Line, asked: Undo) -> None:
    """Take back what was recorded; the line itself stays in the log."""
    key = _changeable(running, line, asked.number, asked.what)
    if key is not None:
        undone(running, line, key)


def undone(running: Running, line: Line, key: Key) -> None:
    """Note that this line took that thing back."""
    running.lines[key[0]].change(key[1]).undone = line.number
    line.targets = (key[0],)
    running.history.append(Changed("undone", line.number, line.entry.at, (key[0],), key[1]))
    running.keep(line, f"undo {key[0]} {key[1]}")


def amend(running: Running, line: Line, asked: Amend) -> None:
    """Have the minutes say it in the words of this line."""
    key = _changeable(running, line, asked.number, asked.what)
    if key is not None:
        running.lines[key[0]].change(key[1]).amended.append(line.number)
        line.targets = (key[0],)
        running.history.append(Changed("amended", line.number, line.entry.at, (key[0],), key[1]))


def assign(running: Running, line: Line, asked: Assign) -> None:
    """Give an action to those whom this line names."""
    what = "action" if asked.number is not None else "line"
    key = _changeable(running, line, asked.number, what)
    if key is not None:
        running.lines[key[0]].change(key[1]).assigned.append(line.number)
        line.targets = (key[0],)


def conclude(running: Running, line: Line, asked: Conclude) -> None:
    """Note what became of an action, also of one that an earlier meeting gave."""
    if asked.number is not None and asked.number in running.carried:
        _concluded(running, line, asked.state, f"{asked.number}")
        return
    what = "action" if asked.number is not None else "line"
    key = _meant(running, line, asked.number, what)
    if key is None:
        _changeable(running, line, asked.number, what)
    else:
        _concluded(running, line, asked.state, f"{key[0]}/{key[1]}")


def _concluded(running: Running, line: Line, state: ActionState, which: str) -> None:
    number, _, slot = which.partition("/")
    if not slot:
        change = running.carried[int(number)]
    elif int(number) in running.lines:
        change = running.lines[int(number)].change(int(slot))
    else:
        return
    change.state, change.concluded = state, line.number
    running.keep(line, f"conclude {state.value} {which}")


def mark(running: Running, line: Line, asked: Mark) -> None:
    """Make the line that this one replies to an item, in its author's words."""
    if line.entry.about is None:
        # “dcbot, help” by itself asks the rest of the bot.
        return
    target = running.lines.get(line.entry.about)
    if target is None:
        running.tell(
            line, DoubtKind.NOTHING_THERE, "Reply to the message that is meant, with this word."
        )
        return
    line.targets = (target.number,)
    put(running, target, Marked(line.number, asked.kind, line.by, line.entry.name, asked.owners))
    running.keep(line, f"mark {target.number} {asked.kind.value}")


def put(running: Running, target: Line, marked: Marked) -> None:
    """Make a line an item, where it can be one and whoever asks may record such things."""
    power = Power.DECIDE if marked.kind.decides else Power.NOTE
    if target.after_end or not running.allows(running.rank(marked.by), power):
        return
    if target.off or target.private:
        return
    # Also of what was erased, so that an undo means the same with the words and without.
    target.marks = target.marks or {}
    target.marks[marked.number] = marked
    running.created(target, -marked.number, marked.kind)


def unmark(running: Running, target: Line, number: int) -> None:
    """What the reaction or the reply of this number made of a line is nothing any more."""
    target.change(-number).undone = number
    if target.marks:
        target.marks.pop(number, None)


def restore(running: Running, line: Line, word: str, rest: str) -> bool:
    """Put in force what is left of an erased line; False where it is none of these."""
    if word == "undo":
        number, slot = (int(part) for part in rest.split())
        if number in running.lines:
            undone(running, line, (number, slot))
    elif word == "conclude":
        state, _, which = rest.partition(" ")
        if "/" in which or int(which) in running.carried:
            _concluded(running, line, ActionState(state), which)
    elif word == "mark":
        about, _, kind = rest.partition(" ")
        line.targets = (int(about),)
        target = running.lines[int(about)]
        put(running, target, Marked(line.number, ItemKind(kind), line.by, "", gone=True))
        running.keep(line, f"mark {rest}")
    else:
        return False
    return True


ACTS: dict[Any, Any] = {Undo: undo, Amend: amend, Assign: assign, Conclude: conclude, Mark: mark}
