"""Drawing: tables of plain text, their columns aligned, as a block of code that stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dcbot.widths import width


def table(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """The rows, the first of which names the columns, as lines of small Markdown; the columns
    `right` hold numbers."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    drawn = []
    for row in rows:
        cells = []
        for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (wide - width(cell))
            cells.append(f"{blank}{cell}" if place in right else f"{cell}{blank}")
        drawn.append("  ".join(cells).rstrip())
    return ["```", *drawn, "```"]
