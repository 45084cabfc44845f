"""Where in the record something stands: links to lines, and names of places, each used once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dcbot.record.outputs.blocks import Jump, Run, Words


@dataclass(frozen=True, slots=True)
class Places:
    """Knows which lines the log holds, so that nothing links to a line that is not there."""

    lines: frozenset[int]
    _used: Counter[str] = field(default_factory=Counter)

    def line(self, *numbers: int | None) -> Words:
        """In brackets, the lines at which it was said; a gap in the log is a place, too."""
        found: list[Run] = []
        for number in dict.fromkeys(number for number in numbers if number is not None):
            found.append(", " if found else " (")
            found.append(self.jump(number))
        return (*found, ")") if found else ()

    def jump(self, number: int) -> Run:
        """A line, as a link where it stands in the log."""
        return Jump(f"line {number}", f"line-{number}" if number in self.lines else "")

    def name(self, wanted: str) -> str:
        """The name, or where it is taken that with a number behind."""
        self._used[wanted] += 1
        count = self._used[wanted]
        return wanted if count == 1 else f"{wanted}-{count}"
