"""The tokens of a phrase in a row, asked about by their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar, cast

from dcbot.when.atoms import (
    Atom,
    Clock,
    ClockRange,
    Date,
    DateList,
    DayNumber,
    EndOf,
    Lapse,
    Nth,
    RelDay,
    Shifted,
    Weekday,
)
from dcbot.when.lexicon import Option
from dcbot.when.tokens import Token

Found = TypeVar("Found")


def remembered(grammar: Callable[[Row, int], Found]) -> Callable[[Row, int], Found]:
    """The grammar, which looks but once at each place of a row."""

    @wraps(grammar)
    def asked(row: Row, place: int) -> Found:
        key = (grammar, place)
        if key not in row.memory:
            row.memory[key] = grammar(row, place)
        return cast(Found, row.memory[key])

    return asked


PARTING = (Date, DateList, Weekday, RelDay, DayNumber, Nth, EndOf, Shifted, Lapse)
MAY_TURN = frozenset({"agopre", "to", "until", "except", "from", "or"})
LEAD = ("on", "at", "the", "of", "in", "by", "dayword")


@dataclass
class Row:
    """The tokens of a phrase, asked about by their place; beyond its ends there is nothing."""

    tokens: list[Token]
    language: str = "en"
    atoms: list[Atom] = field(default_factory=list)
    # What a grammar found at a place, so that others may ask it again for nothing.
    memory: dict[tuple[object, int], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Each token's options by their kinds; the first of a kind counts.
        self._there = [
            {option.kind: option for option in reversed(token.options)} for token in self.tokens
        ]

    def get(self, place: int, *kinds: str) -> Option | None:
        """What the token there is among these kinds, or nothing."""
        if not 0 <= place < len(self._there):
            return None
        there = self._there[place]
        for kind in kinds:
            if kind in there:
                return there[kind]
        return None

    def skip(self, place: int, *kinds: str, most: int = 4) -> int:
        """The next place that holds none of these kinds."""
        for _ in range(most):
            if not self.get(place, *kinds):
                break
            # What may turn a time into another is passed over by none who does not ask for it.
            if self.get(place, "danger") and not MAY_TURN.intersection(kinds):
                break
            place += 1
        return place

    def lead(self, place: int, *also: str) -> int:
        """Behind the small words that lead to a time: on, the, le, в.

        Arabic has one word for "in" before a length of time and "after" before a day: it leads to
        none.
        """
        for _ in range(4):
            if not self.get(place, *LEAD, *also):
                break
            if self.get(place, "danger") and not self.get(place, *also):
                break
            # Arabic has one word for "month" and for what leads to its name.
            if self.get(place, "unit") and self.get(place + 1, "next", "past", "this", "coming"):
                break
            place += 1
        return place

    def mark(self, place: int, *marks: str) -> bool:
        """Whether one of these punctuation marks stands there."""
        option = self.get(place, "sep")
        return option is not None and option.value[0] in marks

    def comma(self, place: int) -> int:
        """Behind a comma, where one stands there."""
        return place + 1 if self.mark(place, ",") else place

    def begins(self, place: int, *kinds: type) -> bool:
        """Whether an atom of these kinds begins there."""
        return any(atom.start == place and isinstance(atom.value, kinds) for atom in self.atoms)

    def parts_days(self, place: int) -> bool:
        """Whether the place lies between two days."""
        return self._parts(place, PARTING)

    def parts_clocks(self, place: int) -> bool:
        """Whether the place lies between two clock times."""
        return self._parts(place, (Clock, ClockRange))

    def _parts(self, place: int, kinds: tuple[type, ...]) -> bool:
        of_kind = [atom for atom in self.atoms if isinstance(atom.value, kinds)]
        return any(atom.end <= place for atom in of_kind) and any(
            atom.start > place for atom in of_kind
        )

    def names_several(self) -> bool:
        """Whether two days, or two clock times, are named."""
        return any(
            sum(isinstance(atom.value, kinds) for atom in self.atoms) > 1
            for kinds in (PARTING, (Clock, ClockRange))
        )

    def spaced(self, place: int) -> bool:
        """Whether a space stands before the token, or the script has none, or nothing follows."""
        if place >= len(self.tokens):
            return True
        apart = self.tokens[place].start > self.tokens[place - 1].end
        return apart or self.language == "zh"

    def written(self, place: int) -> str:
        return self.tokens[place].written if 0 <= place < len(self.tokens) else ""

    def number(self, place: int, low: int, high: int, *kinds: str) -> int | None:
        """The number there, where it is one of these kinds and lies between the bounds."""
        option = self.get(place, *(kinds or ("num",)))
        if option is None or not isinstance(option.value[0], int):
            return None
        return option.number if low <= option.number <= high else None
