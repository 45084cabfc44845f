"""A meeting while it runs: its lines, who may what in it, and what was done once and for all."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from dcbot.record.dialects import Reader
from dcbot.record.dialects.heard import Instructions
from dcbot.record.facts import Dialect, Facts
from dcbot.record.finding import Index
from dcbot.record.floor_state import FloorState
from dcbot.record.instructions import (
    Finish,
    Heading,
    Insert,
    Instruction,
    Note,
    OffRecord,
    Substitute,
)
from dcbot.record.journal import Entry
from dcbot.record.line import Change, Line
from dcbot.record.minutes import Doubt, DoubtKind, ItemKind
from dcbot.record.numbers import Key, Numbers
from dcbot.record.people import Registry
from dcbot.record.polls import Poll
from dcbot.record.powers import Power, Who
from dcbot.record.vote_instructions import CloseVote

_RANKS = {Who.ANYONE: 0, Who.SCRIBE: 1, Who.CHAIR: 2, Who.NOBODY: 3}


@dataclass(frozen=True, slots=True)
class Changed:
    """That something was changed after it was said: how, by which line, and which lines."""

    how: str
    number: int
    at: datetime
    targets: tuple[int, ...]
    slot: int = 0


class Running:
    """What is known after the entries so far; it only ever moves forward."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.registry = Registry(facts)
        self.reader = Reader(facts.dialects, facts.bot_names)
        # Some programs put a mark behind an emoji that says only how to draw it.
        self.reactions_mean = {
            emoji.replace("\ufe0f", ""): kind for emoji, kind in facts.reactions.items()
        }
        plain = facts.dialects | {Dialect.PLAIN, Dialect.CORRECTIONS}
        self.corrector = Reader(plain, facts.bot_names)
        self.lines: dict[int, Line] = {}
        self.ordered: list[Line] = []
        self.moves: list[Entry] = []
        self.founder = self.registry.one(facts.opened_by) if facts.opened_by else ""
        self.chairs: dict[str, None] = dict.fromkeys(map(self.registry.one, facts.chairs))
        self.scribes: dict[str, None] = dict.fromkeys(map(self.registry.one, facts.scribes))
        self.recording = True
        self.chair_at = facts.opened_at
        """When a chair last said anything."""
        self.ended: Entry | None = None
        self.polls: list[Poll] = []
        self.poll: Poll | None = None
        self.sealed: set[int] = set()
        """The lines in which somebody voted where votes are only counted."""
        self.floor = FloorState(facts)
        self.actions = Numbers(facts.next_action)
        self.decisions = Numbers(facts.next_decision)
        self.carried: dict[int, Change] = {action.number: Change() for action in facts.actions}
        self.creations: list[Key] = []
        self.since: dict[Key, int] = {}
        self.later: dict[int, list[Key]] = {}
        self.now = 0
        self.numbered: dict[int, list[tuple[int, str, int]]] = {}
        self.known: set[Key] = set()
        self.history: list[Changed] = []
        self.told: dict[int, list[Doubt]] = {}
        self.kept: dict[int, list[str]] = {}
        self.quoted_in: dict[int, list[int]] = {}
        self.edits: dict[int, int] = {}
        self.reactions: dict[int, int] = {}
        self.taken_back: set[int] = set()
        self.everywhere: list[tuple[int, Substitute]] = []
        self._index = Index()
        self._indexed = 0
        if self.scribes:
            self.hear_w3c()

    def add(self, line: Line) -> None:
        """Put a line into the journal, at its place."""
        self.lines[line.number] = line
        if not self.ordered or self.ordered[-1].place < line.place:
            self.ordered.append(line)
        else:
            insort(self.ordered, line, key=lambda one: one.place)

    def move(self, line: Line, place: tuple[int, int, int]) -> None:
        """Give a line another place, as one that was inserted has."""
        self.ordered.remove(line) if self.ordered[-1] is not line else self.ordered.pop()
        line.place = place
        insort(self.ordered, line, key=lambda one: one.place)

    def hear_w3c(self) -> None:
        """From here on W3C's words count as well, except where a log knew only MeetBot's."""
        if Dialect.W3C not in self.reader.dialects and Dialect.PLAIN in self.reader.dialects:
            self.reader = self.reader.with_w3c()

    def read(self, line: Line) -> Instructions:
        """What a line asks, as it stands; a correction is read as one in any meeting."""
        corrects = line.entry.correction is not None
        return (self.corrector if corrects else self.reader).read(line.text, line.heard)

    def rank(self, by: str, granted: Who | None = None) -> Who:
        """What somebody is in this meeting, or more where they were `granted` that."""
        if by in self.chairs or granted is Who.CHAIR or (by and by == self.founder):
            return Who.CHAIR
        return Who.SCRIBE if by in self.scribes or granted is Who.SCRIBE else Who.ANYONE

    def allows(self, rank: Who, power: Power) -> bool:
        """Whether somebody of that rank has the power."""
        return _RANKS[rank] >= _RANKS[self.facts.powers.get(power, Who.ANYONE)]

    def may(self, line: Line, power: Power) -> bool:
        """Whether whoever said this line had the power then."""
        return self.allows(line.rank, power)

    def records(self, line: Line, instruction: Instruction) -> bool:
        """Whether the instruction puts something into the minutes, and its speaker may."""
        if isinstance(instruction, Note):
            return self.may(line, Power.DECIDE if instruction.kind.decides else Power.NOTE)
        return isinstance(instruction, Heading) and self.may(line, Power.TOPIC)

    def take_in(self, line: Line) -> None:
        """Note what a line records now, beside what it recorded before."""
        for slot, instruction in enumerate(line.instructions):
            if self.records(line, instruction):
                kind = instruction.kind if isinstance(instruction, Note) else None
                self.created(line, slot, kind)

    def reword(self, line: Line) -> None:
        """Work out anew what a line says and records, after an edit or a correction."""
        line.reword()
        if not any(isinstance(one, Substitute | Insert) for one in line.instructions):
            # What a correction did is done; other words of it do nothing more.
            line.instructions = self.read(line)
            line.private = any(isinstance(one, OffRecord) for one in line.instructions)
            self.take_in(line)
        if self._indexed and not line.hidden:
            self._index.add(line.number, line.text)

    def created(self, line: Line, slot: int, kind: ItemKind | None) -> None:
        """Note that a line recorded something, and number it where such things have numbers."""
        key = (line.number, slot)
        if key not in self.known:
            self._create(key)
        if kind is ItemKind.ACTION or (kind is not None and kind.decides):
            self.number(line, slot, kind)

    def _create(self, key: Key) -> None:
        self.known.add(key)
        self.creations.append(key)
        self.since[key] = self.now

    def create_by(self, key: Key, number: int) -> None:
        """Note that the entry of this number recorded something, now or when it comes."""
        if number <= self.now:
            self._create(key)
        else:
            self.later.setdefault(number, []).append(key)

    def arrive(self, number: int) -> None:
        """The entry of this number is being taken."""
        self.now = number
        for key in self.later.pop(number, ()) if self.later else ():
            self._create(key)

    def number(self, line: Line, slot: int, kind: ItemKind, number: int | None = None) -> None:
        """Give an action or a decision its number, or this very one."""
        numbers = self.actions if kind is ItemKind.ACTION else self.decisions
        key = (line.number, slot)
        if numbers.of(key) is None:
            if number is not None:
                numbers.keep(key, number)
            given = (slot, kind.value, numbers.give(key))
            self.numbered.setdefault(line.number, []).append(given)

    def alive(self, key: Key) -> bool:
        """Whether that thing is recorded still; what was erased counts, since it was there."""
        line = self.lines[key[0]]
        change = line.changed(key[1])
        if change and change.undone is not None:
            return False
        if key[1] < 0:
            return bool(line.marks and -key[1] in line.marks)
        if line.gone:
            return True
        if key[1] >= len(line.instructions):
            return False
        instruction = line.instructions[key[1]]
        return isinstance(instruction, CloseVote) or self.records(line, instruction)

    def last_created(self) -> Key | None:
        """The thing that was recorded last and is recorded still."""
        while self.creations and not self.alive(self.creations[-1]):
            # What was taken back stays so; what an edit brings back is recorded anew.
            self.known.discard(self.creations.pop())
        return self.creations[-1] if self.creations else None

    def last_of(self, line: Line) -> Key | None:
        """The last thing that this line recorded and that is recorded still."""
        slots = [*range(len(line.instructions)), *(-number for number in line.marks or ())]
        if line.gone:
            kept = (what.split(" ") for what in line.left)
            slots = [int(words[1]) for words in kept if words[0] == "slot"]
            slots += [-number for number in line.marks or ()]
        alive = [(line.number, slot) for slot in slots if (line.number, slot) in self.known]
        return next((key for key in reversed(alive) if self.alive(key)), None)

    def tell(self, line: Line, kind: DoubtKind, text: str, suggestion: str = "") -> None:
        """Note a doubt to tell whoever said the line, at once."""
        self.told.setdefault(line.number, []).append(
            Doubt(
                kind=kind,
                line=line.number,
                text=text,
                by=line.by,
                at_once=True,
                suggestion=suggestion,
            )
        )

    def quotes(self, line: Line, words: str) -> None:
        """Note that a line says words of the lines that it is about."""
        origins = (self.lines[number].origin(words) for number in line.targets)
        line.origins = tuple(dict.fromkeys(origins))
        for number in line.origins:
            self.quoted_in.setdefault(number, []).append(line.number)

    def is_sealed(self, *numbers: int) -> bool:
        """Whether one of these lines tells how somebody voted where votes are only counted."""
        return not self.sealed.isdisjoint(numbers)

    def keep(self, line: Line, what: str) -> None:
        """Note what stays in force of a line when its words are erased."""
        self.kept.setdefault(line.number, []).append(what)

    def end(self, entry: Entry) -> None:
        """The meeting is over; what is said from here on is no part of it."""
        if self.ended is None:
            self.ended = entry

    def index(self) -> Index:
        """The index of all lines so far that can be corrected."""
        # Filled only when somebody corrects something, which most meetings never see.
        for number in islice(self.lines, self._indexed, None):
            # Also what lines off the record say, and what lines said before they were edited: what
            # quotes them must be found when they are erased.
            line = self.lines[number]
            self._index.add(number, line.text)
            for _, text in line.versions or ():
                self._index.add(number, text)
        self._indexed = len(self.lines)
        return self._index

    def ends(self, line: Line, finish: Finish) -> bool:
        """Whether this line may end the meeting: a chair may, and after a while anyone."""
        if self.may(line, finish.power):
            return True
        minutes = self.facts.end_after_minutes
        start = self.facts.opened_at or (self.ordered[0].entry.at if self.ordered else None)
        if minutes is None or start is None:
            return False
        return (line.entry.at - start).total_seconds() >= 60 * minutes
