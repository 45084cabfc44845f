"""The tokens of a phrase in a row, asked about by their place."""

from __future__ import annotations

from dataclasses import dataclass, field

from dcbot.when.atoms import (
    Atom,
    Clock,
    ClockRange,
    Date,
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

LEAD = ("on", "at", "the", "of", "in", "by", "dayword")


@dataclass
class Row:
    """The tokens of a phrase, asked about by their place; beyond its ends there is nothing."""

    tokens: list[Token]
    language: str = "en"
    atoms: list[Atom] = field(default_factory=list)

    def get(self, place: int, *kinds: str) -> Option | None:
        """What the token there is among these kinds, or nothing."""
        return self.tokens[place].get(*kinds) if 0 <= place < len(self.tokens) else None

    def skip(self, place: int, *kinds: str, most: int = 4) -> int:
        """The next place that holds none of these kinds."""
        for _ in range(most):
            if not self.get(place, *kinds):
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
        return self._parts(place, (Date, Weekday, RelDay, DayNumber, Nth, EndOf, Shifted, Lapse))

    def parts_clocks(self, place: int) -> bool:
        """Whether the place lies between two clock times."""
        return self._parts(place, (Clock, ClockRange))

    def _parts(self, place: int, kinds: tuple[type, ...]) -> bool:
        of_kind = [atom for atom in self.atoms if isinstance(atom.value, kinds)]
        return any(atom.end <= place for atom in of_kind) and any(
            atom.start > place for atom in of_kind
        )

    def written(self, place: int) -> str:
        return self.tokens[place].written if 0 <= place < len(self.tokens) else ""

    def number(self, place: int, low: int, high: int, *kinds: str) -> int | None:
        """The number there, where it is one of these kinds and lies between the bounds."""
        option = self.get(place, *(kinds or ("num",)))
        if option is None or not isinstance(option.value[0], int):
            return None
        return option.number if low <= option.number <= high else None
