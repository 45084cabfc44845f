"""The fold: takes a journal entry by entry, and gives the minutes at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dcbot.record.acts import act, floor
from dcbot.record.acts.changing import put
from dcbot.record.acts.correcting import follow
from dcbot.record.acts.voting import cast
from dcbot.record.composing import compose
from dcbot.record.dialects import Heard
from dcbot.record.dialects.heard import Instructions
from dcbot.record.dialects.zakim import read_taken_up
from dcbot.record.doubting import doubts_of
from dcbot.record.erasing import (
    kind_word,
    left,
    quoting,
    redact,
    remaining,
    restore_erased,
    trimmed,
)
from dcbot.record.facts import Facts
from dcbot.record.floor_instructions import AddPoint
from dcbot.record.instructions import (
    AFTER_THE_END,
    Appoint,
    Begin,
    Entitle,
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
from dcbot.record.vote_instructions import Cast

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
    decision. `doubts` are to be told to whoever said it. `erased` are the entries that lose text
    where it is stored: `Fold.remaining` says what is left of each; those that are left without
    any are `Entry.erased` from then on.
    """

    understood: bool = False
    recorded: tuple[tuple[str, int | None], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    ended: bool = False
    erased: tuple[int, ...] = ()


class Fold:
    """Makes minutes of the entries that it takes, in their order. Taking one costs always alike."""

    def __init__(self, facts: Facts) -> None:
        self._running = Running(facts)

    def take(self, entry: Entry) -> Taken:
        """Take the next entry; an entry whose number was taken before changes nothing."""
        running = self._running
        if entry.number <= running.now:
            return Taken()
        running.arrive(entry.number)
        if entry.kind in _SPOKEN:
            return self._said(entry)
        if entry.kind is EntryKind.EDITED:
            return self._edited(entry)
        if entry.kind is EntryKind.REACTED:
            return self._reacted(entry)
        if entry.kind is EntryKind.REDACTED:
            return Taken(erased=redact(running, entry))
        if entry.kind is EntryKind.CLOSED:
            running.end(entry)
            return Taken(ended=True)
        running.registry.heard(entry.by, entry.name)
        running.moves.append(entry)
        return Taken()

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

    def reads(self, text: str) -> Instructions:
        """What these words would ask as a correction."""
        return self._running.corrector.read(text, _HEARD[False, False, False])

    def left(self, number: int) -> tuple[str, ...]:
        """What of this entry stays in force without its text, for `Entry.left`; before it is taken
        back as well as after."""
        return left(self._running, number)

    def quoting(self, number: int) -> tuple[int, ...]:
        """The entries that lose all their text with this one, since they only quote it; to be
        asked before it is taken back."""
        return quoting(self._running, number)

    def trimmed(self, number: int) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
        """The entries that lose some of their text with this one: number, text and `left` of each;
        to be asked before it is taken back."""
        return trimmed(self._running, number)

    def remaining(self, number: int) -> tuple[str, tuple[str, ...]]:
        """The text that is left of an entry named in `Taken.erased`, and its `Entry.left`."""
        return remaining(self._running, number)

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
        line.rank = running.rank(line.by, entry.correction)
        if entry.erased:
            restore_erased(running, line)
            return Taken()
        if entry.left:
            restore_erased(running, line)
        elif entry.kind is EntryKind.SAID:
            line.instructions = running.read(line)
        line.private = any(isinstance(one, OffRecord) for one in line.instructions)
        if running.ended is not None:
            self._late(line)
        elif not running.recording:
            self._unrecorded(line)
        elif line.instructions and not line.private:
            self._obeyed(line)
        if running.everywhere and not line.off:
            follow(running, line)
        if running.rank(line.by) is Who.CHAIR:
            running.chair_at = entry.at
        return self._taken(line) if line.instructions else Taken()

    def _noticed(self, line: Line) -> None:
        """What a bot says is kept; where it keeps the agenda, it says which point is taken up."""
        running = self._running
        line.off = not running.recording
        line.after_end = running.ended is not None
        if running.facts.agenda_kept_by_bot and running.ended is None and not line.off:
            line.rank = Who.CHAIR
            read = running.reader.read(line.text, line.heard)
            told = tuple(one for one in read if isinstance(one, Entitle | Appoint))
            line.instructions = read_taken_up(line.text) or told
            self._obeyed(line)

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
                if isinstance(instruction, Heading):
                    floor.come_to(running, line, instruction.title)

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

    # ------------------------------------------------------------------ what was changed

    def _edited(self, entry: Entry) -> Taken:
        running = self._running
        line = self._line_of(entry.about)
        if line is None or line.gone or entry.erased:
            return Taken()
        if running.registry.one(entry.by) != line.by:
            return Taken()
        running.edits[entry.number] = line.number
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
        kind = running.reactions_mean.get(entry.text.replace("\ufe0f", ""))
        target = self._line_of(entry.about)
        if kind is None or target is None or entry.erased:
            return Taken()
        by = running.registry.heard(entry.by, entry.name)
        if by in running.registry.bots:
            return Taken()
        running.reactions[entry.number] = target.number
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
        running = self._running
        return running.lines.get(running.edits.get(number, number))

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


def fold(facts: Facts, entries: Iterable[Entry]) -> Minutes:
    """The minutes of a whole journal."""
    folded = Fold(facts)
    for entry in entries:
        folded.take(entry)
    return folded.minutes()
