"""Differences: what a table would change in the register, as it is shown and kept; pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from dcbot.arguments import listed
from dcbot.message import literal, quoted


@dataclass(frozen=True)
class Cell:
    """One value that differs: of which coalition, what, what it was and what it would be."""

    row: int
    group: str
    what: str
    was: str
    now: str

    @property
    def text(self) -> str:
        """The difference as a line."""
        was = f"was {quoted(self.was, 200)}, now " if self.was else ""
        return f"{literal(self.group)}, {self.what}: {was}{quoted(self.now, 200)}"


@dataclass
class Differences:
    """What a table would change in the register. Where `empty`, nothing."""

    file: str
    added: list[str] = field(default_factory=list)
    changed: list[Cell] = field(default_factory=list)
    same: int = 0
    """Rows that say what the register has."""
    not_understood: list[tuple[int, str]] = field(default_factory=list)
    """Number of the row, and why; nothing of it is taken."""
    unknown_columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """The header and the rows that change something, for `apply`."""

    @property
    def empty(self) -> bool:
        return not self.added and not self.changed

    @property
    def lines(self) -> list[str]:
        """Every change as a line, those of one row together."""
        return [
            *(f"added: {literal(name)}" for name in self.added),
            *(one.text for one in self.changed),
        ]

    @property
    def remarks(self) -> list[str]:
        """What is not taken, and what stays as it is, as lines."""
        told = [f"row {row} is not taken: {why}" for row, why in self.not_understood]
        if self.unknown_columns:
            columns = listed([quoted(name, 40) for name in self.unknown_columns])
            verb = "column is" if len(self.unknown_columns) == 1 else "columns are"
            told.append(f"{verb} not known and left out: {columns}")
        if self.same:
            told.append(f"as the register has them already: {_rows(self.same)}")
        return told

    def as_document(self) -> dict[str, Any]:
        """The form in which it is kept until somebody has agreed."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Differences:
        """The differences that were kept."""
        kept = dict(document)
        kept["changed"] = [Cell(**one) for one in kept["changed"]]
        for name in ("not_understood", "rows"):
            kept[name] = [(number, what) for number, what in kept[name]]
        return cls(**kept)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
