"""Columns: what those of a table of coalitions are called, and how cells are written; pure."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services.values import GROUPS, STATUS

KEY, NAME, ACRONYM, ALIASES = "key", "name", "acronym", "also known as"
SOURCE, AS_OF, REASON = "source", "as of", "reason"
FACTS: Mapping[str, str] = {
    "founded": "founded",
    "site": "site",
    "list": "list",
    "join": "join",
    "archive": "archive",
    "archive software": "archive software",
    "about": "about",
    "topics": "topic",
    "outputs": "output",
    "reports": "report",
    "met": "met",
    "became": "became",
    GROUPS: GROUPS,
}
"""The columns that hold facts, and the kind of fact in each."""
WRITTEN = (KEY, NAME, ACRONYM, ALIASES, *FACTS, STATUS)
"""The columns of a table that is written, in order."""
NAMING = (KEY, ACRONYM, NAME)
"""One of these must be there, so that each row can be told which coalition it is about."""
BETWEEN = " | "
"""Stands between several values in one cell."""

_ALSO = {
    "id": KEY,
    "official name": NAME,
    "full name": NAME,
    "coalition": NAME,
    "coalition name": NAME,
    "dynamic coalition": NAME,
    "title": NAME,
    "abbreviation": ACRONYM,
    "acronyms": ACRONYM,
    "short name": ACRONYM,
    "alias": ALIASES,
    "aliases": ALIASES,
    "other names": ALIASES,
    "aka": ALIASES,
    "first formed": "founded",
    "formed": "founded",
    "established": "founded",
    "founding": "founded",
    "year": "founded",
    "website": "site",
    "web site": "site",
    "homepage": "site",
    "url": "site",
    "web": "site",
    "mailing list": "list",
    "mailinglist": "list",
    "how to join": "join",
    "list archive": "archive",
    "archives": "archive",
    "archive kind": "archive software",
    "software": "archive software",
    "description": "about",
    "topic": "topics",
    "output": "outputs",
    "main outputs": "outputs",
    "report": "reports",
    "later name": "became",
    "stakeholders": GROUPS,
    "stakeholder group": GROUPS,
    "groups": GROUPS,
    "state": STATUS,
    "sources": SOURCE,
    "date": AS_OF,
    "seen": AS_OF,
    "why": REASON,
    "note": REASON,
}
_KNOWN = {fold(name): name for name in (*WRITTEN, SOURCE, AS_OF, REASON)} | {
    fold(words): name for words, name in _ALSO.items()
}
_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r])")
_FORMULA = re.compile(r"^[=+@]|^-(?=[\w(])")
_BROKEN = re.compile(r"^#(?:REF|N/A|VALUE|NAME|DIV/0|NULL|NUM|SPILL|CALC)[!?]?$", re.IGNORECASE)
_NOTHING = ("-", "–", "—", "n/a", "none")
_HEADER_WITHIN = 10
"""Titles and notes may stand above the row that names the columns."""


@dataclass(frozen=True)
class Header:
    """The row that names the columns: which column is which, and those that nobody knows."""

    row: int
    columns: Mapping[int, str]
    unknown: Sequence[str] = ()

    def cells(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by the names of their columns; empty ones are left out.

        Raises BadArgument where one is a formula, unless a mark in front of it says that it is
        not, as in tables that were written here.
        """
        found = {}
        for place, name in self.columns.items():
            cell = " ".join(cells[place].split()) if place < len(cells) else ""
            if cell and cell.casefold() not in _NOTHING:
                refuse_formula(cell)
                found[name] = _ESCAPED.sub("", cell)
        return found


def header(rows: Sequence[tuple[int, Sequence[str]]]) -> Header:
    """The header among the first rows; raises BadArgument where there is none."""
    for number, cells in rows[:_HEADER_WITHIN]:
        named = _named(cells)
        if set(named.values()) & set(NAMING):
            unknown = [
                cell for place, cell in enumerate(cells) if cell.strip() and place not in named
            ]
            return Header(number, named, unknown)
    first = ", ".join(quoted(cell, 30) for cell in rows[0][1][:6] if cell) if rows else "nothing"
    others = listed([*WRITTEN[3:], SOURCE, AS_OF, REASON])
    raise BadArgument(
        f"No row names its columns: the first one holds {first}. One must name "
        f"{listed(NAMING, 'or')}; others are {others}."
    )


def _named(cells: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = _KNOWN.get(fold(cell))
        # Of two columns of one name the first counts; the other is told as unknown.
        if name and name not in found.values():
            found[place] = name
    return found


def parts(cell: str) -> list[str]:
    """The values in a cell."""
    return [part.strip() for part in cell.split(BETWEEN.strip()) if part.strip()]


def refuse_formula(cell: str) -> None:
    """Raise BadArgument where the cell would be reckoned by a spreadsheet, or was and failed."""
    if _BROKEN.match(cell):
        raise BadArgument(f"{quoted(cell)} is what a spreadsheet writes where a formula failed.")
    if _FORMULA.match(cell):
        raise BadArgument(f"{quoted(cell, 40)} is a formula; a value is needed.")


def safe(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; reading takes the mark off again."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a CSV file that spreadsheets open with the right letters."""
    return BOM_UTF8 + rows_as_csv(rows)


def rows_as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as they stand in a CSV file, after those at its beginning."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
