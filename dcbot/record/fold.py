"""The fold: takes a journal entry by entry, and gives the minutes at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dcbot.record.acts import act, restore
from dcbot.record.acts.changing import put
from dcbot.record.acts.correcting import follow
from dcbot.record.acts.voting import cast
from dcbot.record.composing import compose
from dcbot.record.dialects import Heard
from dcbot.record.dialects.zakim import read_taken_up
from dcbot.record.doubting import doubts_of
from dcbot.record.facts import Facts
from dcbot.record.floor_instructions import AddPoint
from dcbot.record.instructions import (
    AFTER_THE_END,
    Begin,
    Cast,
    Heading,
    Instruction,
    Note,
    OffRecord,
    Recording,
)
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.line import Line, Marked
from dcbot.record.minutes import Doubt, DoubtKind, ItemKind, Minutes
from dcbot.record.powers import Who
from dcbot.record.running import Changed, Running

_HEARD = {
    (scribe, voting, reply): Heard(scribe, voting, reply)
    for scribe in (False, True)
    for voting in (False, True)
    for reply in (False, True)
}
_SPOKEN = frozenset({EntryKind.SAID, EntryKind.ACTED, EntryKind.NOTICE})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an entry at once: `understood` where it was said to the record.

    `recorded` are the kinds of what it put into the minutes, with the number of an action or a
    decision. `doubts` are to be told to whoever said it.
    """

    understood: bool = False
    recorded: tuple[tuple[str, int | None], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    ended: bool = False


class Fold:
    """Makes minutes of the entries that it takes, in their order. Taking one costs always alike."""

    def __init__(self, facts: Facts) -> None:
        self._running = Running(facts)
        self._edits: dict[int, int] = {}
        self._reactions: dict[int, int] = {}

    def take(self, entry: Entry) -> Taken:
        """Take the next entry; an entry whose number was taken before changes nothing."""
        running = self._running
        if entry.number in running.lines:
            return Taken()
        if entry.kind in _SPOKEN:
            return self._said(entry)
        if entry.kind is EntryKind.EDITED:
            return self._edited(entry)
        if entry.kind is EntryKind.REACTED:
            return self._reacted(entry)
        if entry.kind is EntryKind.REDACTED:
            self._redacted(entry)
        elif entry.kind is EntryKind.CLOSED:
            running.end(entry)
        else:
            running.registry.heard(entry.by, entry.name)
            running.moves.append(entry)
        return Taken(ended=entry.kind is EntryKind.CLOSED)

    def minutes(self, *, over: bool = False) -> Minutes:
        """The minutes as they are now; where nothing more will come, what is open is a doubt."""
        return compose(self._running, over=over)

    @property
    def ended(self) -> bool:
        """Whether the meeting is over."""
        return self._running.ended is not None

    @property
    def chairs(self) -> tuple[str, ...]:
        """The identities of those who are chairs now."""
        running = self._running
        return tuple(dict.fromkeys([*filter(None, (running.founder,)), *running.chairs]))

    def left(self, number: int) -> tuple[str, ...]:
        """What stays in force of this entry when its text is erased; keep it in `Entry.left`."""
        line = self._running.lines.get(number)
        return _remains(self._running, line) if line else ()

    def quoting(self, number: int) -> tuple[int, ...]:
        """The entries that are erased with this one, since all they say is its words."""
        return tuple(line.number for line in self._quoting(number))

    # ------------------------------------------------------------------ what was said

    def _said(self, entry: Entry) -> Taken:
        running = self._running
        line = Line(entry, running.registry.heard(entry.by, entry.name))
        running.add(line)
        if entry.kind is EntryKind.NOTICE:
            self._noticed(line)
            return Taken()
        scribe = line.by in running.scribes or entry.source is Source.SCRIBE
        line.heard = _HEARD[scribe, running.poll is not None, entry.about is not None]
        line.rank = running.rank(line.by)
        if entry.erased:
            self._restored(line)
            return Taken()
        if entry.kind is EntryKind.SAID:
            line.instructions = running.reader.read(entry.text, line.heard)
        line.private = any(isinstance(one, OffRecord) for one in line.instructions)
        if running.ended is not None:
            self._late(line)
        elif not running.recording:
            self._unrecorded(line)
        elif line.instructions and not line.private:
            self._obeyed(line)
        if running.everywhere and not line.off:
            follow(running, line)
        return self._taken(line) if line.instructions else Taken()

    def _noticed(self, line: Line) -> None:
        """What a bot says is kept; where it keeps the agenda, it says which point is taken up."""
        running = self._running
        line.off = not running.recording
        line.after_end = running.ended is not None
        if running.facts.agenda_kept_by_bot:
            line.rank = Who.CHAIR
            line.instructions = read_taken_up(line.text)
            running.take_in(line)

    def _obeyed(self, line: Line) -> None:
        running = self._running
        for instruction in line.instructions:
            if isinstance(instruction, Begin) and not running.founder:
                running.founder = line.by
                line.rank = running.rank(line.by)
        for slot, instruction in enumerate(line.instructions):
            if instruction.timed:
                act(running, line, instruction)
            elif running.records(line, instruction):
                kind = instruction.kind if isinstance(instruction, Note) else None
                running.created(line, slot, kind)

    def _unrecorded(self, line: Line) -> None:
        """Off the record, only the word to go on is heard."""
        line.off = True
        for instruction in line.instructions:
            if isinstance(instruction, Recording) and instruction.on:
                act(self._running, line, instruction)
        line.off = not self._running.recording

    def _late(self, line: Line) -> None:
        """After the end, what was recorded can be changed, and nothing be added but that."""
        line.after_end = True
        for instruction in line.instructions:
            if isinstance(instruction, AFTER_THE_END) and instruction.timed:
                act(self._running, line, instruction)

    def _restored(self, line: Line) -> None:
        running = self._running
        line.after_end = running.ended is not None
        line.off = not running.recording and "on" not in line.left
        for what in line.left:
            self._restore_one(line, what)

    def _restore_one(self, line: Line, what: str) -> None:
        running = self._running
        word, _, rest = what.partition(" ")
        if word == "begin":
            running.founder = running.founder or line.by
        elif word == "slot":
            slot, kind, number = ([*rest.split(" "), ""])[:3]
            key = (line.number, int(slot))
            running.known.add(key)
            running.creations.append(key)
            if number:
                numbers = running.actions if kind == ItemKind.ACTION else running.decisions
                numbers.keep(key, int(number))
        else:
            restore(running, line, what)

    # ------------------------------------------------------------------ what was changed

    def _edited(self, entry: Entry) -> Taken:
        running = self._running
        line = self._line_of(entry.about)
        if line is None or line.gone or entry.erased:
            return Taken()
        if running.registry.one(entry.by) != line.by:
            return Taken()
        self._edits[entry.number] = line.number
        line.versions = line.versions or [(line.number, line.entry.text)]
        line.versions.append((entry.number, entry.text))
        before = line.instructions
        running.told.pop(line.number, None)
        running.reword(line)
        running.history.append(Changed("edited", entry.number, entry.at, (line.number,)))
        if not line.off:
            self._acted_by_edit(line, before, entry)
        return self._taken(line)

    def _acted_by_edit(self, line: Line, before: tuple[Instruction, ...], entry: Entry) -> None:
        """Of what is done once, an edit changes a vote that is open still, and no more."""
        running = self._running
        casts = [one for one in line.instructions if isinstance(one, Cast)]
        if running.poll is not None and not casts:
            running.poll.withdraw(line.number)
        for instruction in line.instructions:
            if isinstance(instruction, Cast) and running.poll is not None:
                cast(running, line, instruction, at=entry.at)
            elif isinstance(instruction, AddPoint):
                running.floor.rename(line.number, instruction.title)
            elif instruction.timed and instruction not in before:
                running.tell(line, DoubtKind.NOT_ALLOWED, "An edit does not do that. Say it anew.")

    def _reacted(self, entry: Entry) -> Taken:
        running = self._running
        kind = running.facts.reactions.get(entry.text.removesuffix("\ufe0f")) or (
            running.facts.reactions.get(entry.text)
        )
        target = self._line_of(entry.about)
        if kind is None or target is None or entry.erased:
            return Taken()
        by = running.registry.heard(entry.by, entry.name)
        if by in running.registry.bots:
            return Taken()
        self._reactions[entry.number] = target.number
        put(running, target, Marked(entry.number, ItemKind(kind), by, entry.name))
        made = target.marks is not None and entry.number in target.marks
        number = running.actions.of((target.number, -entry.number)) or running.decisions.of(
            (target.number, -entry.number)
        )
        return Taken(understood=made, recorded=((kind, number),) if made else ())

    def _line_of(self, number: int | None) -> Line | None:
        """The line of this number, or the one that the entry of this number edited."""
        if number is None:
            return None
        return self._running.lines.get(self._edits.get(number, number))

    def _redacted(self, entry: Entry) -> None:
        running, about = self._running, entry.about
        if about is None:
            return
        if about in self._reactions:
            target = running.lines[self._reactions.pop(about)]
            target.change(-about).undone = entry.number
            if target.marks:
                target.marks.pop(about, None)
        elif about in self._edits:
            self._unedited(running.lines[self._edits[about]], about)
        elif about in running.lines:
            self._erased(running.lines[about], entry)

    def _unedited(self, line: Line, number: int) -> None:
        if line.versions:
            line.versions = [version for version in line.versions if version[0] != number]
            self._running.history[:] = [
                one for one in self._running.history if one.number != number
            ]
            self._running.reword(line)

    def _erased(self, line: Line, entry: Entry) -> None:
        running = self._running
        if line.gone:
            return
        if not line.off:
            running.history.append(Changed("taken back", entry.number, entry.at, (line.number,)))
        for other in [*self._quoting(line.number), line]:
            if running.poll is not None:
                running.poll.withdraw(other.number)
            left = _remains(running, other)
            other.erase(left)
            running.told.pop(other.number, None)
            running.floor.forget(other.number)
            running.everywhere = [one for one in running.everywhere if one[0] != other.number]
            self._unpatch(other)

    def _unpatch(self, line: Line) -> None:
        """What a correction changed says again what it said before."""
        for number in line.targets:
            target = self._running.lines[number]
            if target.patches and any(one.number == line.number for one in target.patches):
                target.patches = [one for one in target.patches if one.number != line.number]
                self._running.reword(target)

    def _quoting(self, number: int) -> list[Line]:
        lines = self._running.lines
        quoting = [lines[one] for one in self._running.quoted_in.get(number, ())]
        return [
            line
            for line in quoting
            if not line.gone and all(one == number or lines[one].gone for one in line.targets)
        ]

    # ------------------------------------------------------------------ what became of it

    def _taken(self, line: Line) -> Taken:
        running = self._running
        recorded: list[tuple[str, int | None]] = []
        for slot, instruction in enumerate(line.instructions):
            key = (line.number, slot)
            if running.records(line, instruction) and not line.after_end:
                recorded.append(
                    (kind_word(instruction), running.actions.of(key) or running.decisions.of(key))
                )
        return Taken(
            understood=bool(line.instructions) and not line.off,
            recorded=tuple(recorded),
            doubts=tuple(doubts_of(running, line)),
            ended=running.ended is line.entry,
        )


def kind_word(instruction: Instruction) -> str:
    """The kind of what an instruction records, in a word."""
    if isinstance(instruction, Note):
        return instruction.kind.value
    return "subtopic" if isinstance(instruction, Heading) and instruction.level > 1 else "topic"


def _remains(running: Running, line: Line) -> tuple[str, ...]:
    """What of a line stays in force when its words are gone."""
    if line.gone:
        return line.left
    left = ["begin"] if any(isinstance(one, Begin) for one in line.instructions) else []
    for slot, instruction in enumerate(line.instructions):
        key = (line.number, slot)
        if key in running.known and running.records(line, instruction):
            number = running.actions.of(key) or running.decisions.of(key)
            kind = kind_word(instruction)
            left.append(f"slot {slot} {kind} {number or ''}".strip())
    return (*left, *running.kept.get(line.number, ()))


def fold(facts: Facts, entries: Iterable[Entry]) -> Minutes:
    """The minutes of a whole journal."""
    folded = Fold(facts)
    for entry in entries:
        folded.take(entry)
    return folded.minutes()
