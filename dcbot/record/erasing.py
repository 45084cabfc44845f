"""Taking back what was said: its words are forgotten everywhere; what of it stays in force."""

from __future__ import annotations

from dcbot.record.acts import restore
from dcbot.record.acts.changing import unmark
from dcbot.record.acts.correcting import read_inserted
from dcbot.record.instructions import Begin, Heading, Insert, Instruction, Note
from dcbot.record.journal import Entry
from dcbot.record.line import Line
from dcbot.record.minutes import ItemKind
from dcbot.record.running import Changed, Running


def redact(running: Running, entry: Entry) -> tuple[int, ...]:
    """Take back what the entry is about; the numbers of the entries that lose text by it."""
    about = entry.about
    if about in running.reactions:
        unmark(running, running.lines[running.reactions.pop(about)], about)
    elif about in running.edits:
        _unedited(running, running.lines[running.edits[about]], about)
        return (about,)
    elif about in running.lines:
        return _taken_back(running, running.lines[about], entry)
    return ()


def _unedited(running: Running, line: Line, number: int) -> None:
    if line.versions:
        line.versions = [version for version in line.versions if version[0] != number]
        running.history[:] = [one for one in running.history if one.number != number]
        running.reword(line)


def _taken_back(running: Running, line: Line, entry: Entry) -> tuple[int, ...]:
    if line.number in running.taken_back:
        return ()
    running.taken_back.add(line.number)
    if not line.off:
        running.history.append(Changed("taken back", entry.number, entry.at, (line.number,)))
    others = _quoting(running, line.number)
    for other in others:
        if _inserts(other):
            _cut(running, other)
        else:
            _erase(running, other)
    _erase(running, line)
    numbers = [*(other.number for other in others), line.number]
    edits = [edit for edit, number in running.edits.items() if number in numbers]
    return (*numbers, *edits)


def _inserts(line: Line) -> bool:
    """Whether it inserted something, which stays when the words go before which it stands."""
    return not line.failed and any(isinstance(one, Insert) for one in line.instructions)


def quoting(running: Running, number: int) -> tuple[int, ...]:
    """The entries that lose all their text when this one is taken back."""
    return tuple(one.number for one in _quoting(running, number) if not _inserts(one))


def trimmed(running: Running, number: int) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The entries that lose some of their text when this one is taken back: their number, the text
    that is left, and what stays in force of the rest."""
    return tuple(
        (one.number, _inserted(one), _before(running, one))
        for one in _quoting(running, number)
        if _inserts(one)
    )


def _inserted(line: Line) -> str:
    return next(one.text for one in line.instructions if isinstance(one, Insert))


def _before(running: Running, line: Line) -> tuple[str, ...]:
    return tuple(what for what in _left(running, line) if what.startswith("before "))


def _quoting(running: Running, number: int) -> list[Line]:
    """The corrections that say words of this line, and of no other that stays; also those that say
    words of such corrections."""
    lines = running.lines
    going = {number: lines[number]} if number in lines else {}
    waiting = list(going)
    while waiting:
        for one in running.quoted_in.get(waiting.pop(), ()):
            stays = (target for target in lines[one].origins if target not in going)
            if one not in going and not lines[one].gone and all(lines[t].gone for t in stays):
                going[one] = lines[one]
                waiting.append(one)
    return [line for one, line in going.items() if one != number]


def _erase(running: Running, line: Line) -> None:
    if running.poll is not None:
        running.poll.withdraw(line.number)
    line.erase(_left(running, line))
    running.told.pop(line.number, None)
    running.floor.forget(line.number)
    for poll in running.polls:
        if poll.line == line.number:
            poll.erase()
            for number in poll.doubted:
                running.told.pop(number, None)
    running.everywhere = [one for one in running.everywhere if one[0] != line.number]
    for number in line.targets:
        _as_before(running, running.lines[number], line.number)


def _as_before(running: Running, target: Line, number: int) -> None:
    """What the line of this number changed of another one is as it was before."""
    if target.marks and number in target.marks:
        unmark(running, target, number)
    if target.patches and any(one.number == number for one in target.patches):
        target.patches = [one for one in target.patches if one.number != number]
        running.reword(target)


def _cut(running: Running, line: Line) -> None:
    """Of an inserted line only what was inserted is kept, and not the words before which."""
    inserted = _inserted(line)
    line.left = _before(running, line)
    line.cut(inserted)
    running.history[:] = [
        one for one in running.history if one.how != "edited" or one.targets != (line.number,)
    ]
    line.instructions = read_inserted(running, line)
    running.told.pop(line.number, None)


def left(running: Running, number: int) -> tuple[str, ...]:
    """What of an entry stays in force when its words are gone."""
    line = running.lines.get(number)
    return _left(running, line) if line is not None else ()


def remaining(running: Running, number: int) -> tuple[str, tuple[str, ...]]:
    """The text that is left of an entry that lost some, and what stays in force of the rest."""
    line = running.lines.get(number)
    return (line.entry.text, line.left) if line is not None else ("", ())


def restore_erased(running: Running, line: Line) -> None:
    """Put in force what is left of an entry whose text was erased where it is stored."""
    line.after_end = running.ended is not None
    line.off = not running.recording and "on" not in line.left
    for what in line.left:
        word, _, rest = what.partition(" ")
        if word == "private":
            line.private = True
        elif word == "begin":
            running.founder = running.founder or line.by
        elif word == "slot":
            slot, _, since = rest.split(" ")
            running.create_by((line.number, int(slot)), int(since))
        elif word == "number":
            slot, kind, number = rest.split(" ")
            running.number(line, int(slot), ItemKind(kind), int(number))
        else:
            restore(running, line, what)


def kind_word(instruction: Instruction) -> str:
    """The kind of what an instruction records, in a word."""
    if isinstance(instruction, Note):
        return instruction.kind.value
    return "subtopic" if isinstance(instruction, Heading) and instruction.level > 1 else "topic"


def _left(running: Running, line: Line) -> tuple[str, ...]:
    """What of a line stays in force when its words are gone."""
    if line.gone:
        return line.left
    stays = ["private"] if line.private else []
    stays += ["begin"] if any(isinstance(one, Begin) for one in line.instructions) else []
    for slot, instruction in enumerate(line.instructions):
        key = (line.number, slot)
        if key in running.known and running.records(line, instruction):
            stays.append(f"slot {slot} {kind_word(instruction)} {running.since[key]}")
    for slot, kind, number in running.numbered.get(line.number, ()):
        # Its number stays its own, also where it is nothing any more.
        stays.append(f"number {slot} {kind} {number}")
    return (*stays, *running.kept.get(line.number, ()))
