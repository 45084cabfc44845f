"""Lists of participants as meeting tools export them: each person once, without addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from dcbot.errors import BadArgument
from dcbot.record.attached.kinds import Participants, Presence

_Row: TypeAlias = tuple[int, Sequence[str]]

_NAMES = (
    "name (original name)",
    "nom (nom d'origine)",
    "nombre (nombre original)",
    "name",
    "full name",
    "participant",
    "participant name",
    "display name",
    "user name",
    "attendee",
    "attendee name",
    "nom",
    "nombre",
    "nome",
    "имя",
    "姓名",
    "الاسم",
)
_FIRST_NAMES = ("first name", "firstname", "given name")
_LAST_NAMES = ("last name", "lastname", "family name", "surname")
_JOINED = ("join time", "first join", "first join time", "joined", "time joined", "join")
_LEFT = ("leave time", "last leave", "last leave time", "left", "time exited", "leave")
_MINUTES = (
    "duration (minutes)",
    "total duration (minutes)",
    "duration",
    "in-meeting duration",
    "attendance duration",
    "meeting duration",
    "minutes",
)
_FORMS = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%y, %I:%M:%S %p",
    "%m/%d/%Y, %I:%M:%S %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y, %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p",
)
_LENGTH = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.IGNORECASE)
# “Ana Silva (DC3)”, “Ana Silva - DC3”, “Ana Silva | DC3”, “Ana Silva, DC3”.
_BEHIND = re.compile(
    r"(?P<name>.+?)(?:\s*\((?P<a>[^()]+)\)|\s+[-–—|/]\s+(?P<b>\S.*)|,\s*(?P<c>\S.*))"
)
_MARKS = re.compile(
    r"\s*\((?:host|co-host|me|guest|external|unverified|presenter|organizer)[^)]*\)", re.IGNORECASE
)
_MOST_HEADS = 40


def find_heads(rows: Sequence[_Row]) -> int | None:
    """The place of the row that names the columns; None where it is no list of participants.

    Some tools set a few lines about the meeting above it.
    """
    for place, (_, cells) in enumerate(rows[:_MOST_HEADS]):
        heads = [_head(cell) for cell in cells]
        named = _column(heads, _NAMES) is not None or _column(heads, _FIRST_NAMES) is not None
        timed = any(_column(heads, each) is not None for each in (_JOINED, _LEFT, _MINUTES))
        if named and timed:
            return place
    return None


def read_participants(rows: Sequence[_Row]) -> Participants:
    """Who was there. Somebody who came several times stands once. Raises BadArgument."""
    place = find_heads(rows)
    if place is None:
        raise BadArgument(
            "The table does not say who was there: it needs a column “Name” and one of “Join "
            "Time”, “Leave Time” or “Duration (Minutes)”, as meeting tools export it."
        )
    heads = [_head(cell) for cell in rows[place][1]]
    every = _Reader(heads)
    seen: dict[str, list[Presence]] = {}
    for _, cells in rows[place + 1 :]:
        one = every.presence(cells)
        if one is not None:
            seen.setdefault(" ".join(one.name.casefold().split()), []).append(one)
    if not seen:
        raise BadArgument("The list names nobody.")
    return Participants(tuple(_once(each) for each in seen.values()))


def _head(cell: str) -> str:
    return " ".join(cell.strip("\ufeff ").casefold().split())


def _column(heads: Sequence[str], names: Iterable[str]) -> int | None:
    """The first column with one of the names, the best name first."""
    return next((heads.index(name) for name in names if name in heads), None)


class _Reader:
    """Reads the rows of one table, whose columns it has found."""

    def __init__(self, heads: Sequence[str]) -> None:
        self.name = _column(heads, _NAMES)
        self.first, self.last = _column(heads, _FIRST_NAMES), _column(heads, _LAST_NAMES)
        self.joined, self.left = _column(heads, _JOINED), _column(heads, _LEFT)
        self.minutes = _column(heads, _MINUTES)

    def presence(self, cells: Sequence[str]) -> Presence | None:
        """Somebody, from a row; None where it names nobody."""

        def cell(column: int | None) -> str:
            return cells[column].strip() if column is not None and column < len(cells) else ""

        words = cell(self.name) or f"{cell(self.first)} {cell(self.last)}".strip()
        words = _MARKS.sub("", words).strip()
        # Who joins by telephone or without a name is nobody whom minutes could name.
        if not words or "@" in words or not any(letter.isalpha() for letter in words):
            return None
        name, affiliation = split_name(words)
        return Presence(
            name,
            affiliation,
            _moment(cell(self.joined)),
            _moment(cell(self.left)),
            _minutes(cell(self.minutes)),
        )


def split_name(words: str) -> tuple[str, str]:
    """The name, and what stands behind it for an affiliation."""
    found = _BEHIND.fullmatch(words)
    if found is None:
        return words, ""
    return found["name"].strip(), (found["a"] or found["b"] or found["c"] or "").strip()


def _moment(words: str) -> datetime | None:
    for form in _FORMS:
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007 -- the tool's own clock
        except ValueError:
            continue
    return None


def _minutes(words: str) -> int | None:
    if words.isdecimal():
        return int(words)
    found = _LENGTH.fullmatch(words)
    if not words or found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return hours * 60 + minutes + round(seconds / 60)


def _once(rows: Sequence[Presence]) -> Presence:
    """One person, who may have come and gone several times."""
    joined = [row.joined for row in rows if row.joined]
    left = [row.left for row in rows if row.left]
    lengths = [row.minutes for row in rows if row.minutes is not None]
    return Presence(
        rows[0].name,
        next((row.affiliation for row in rows if row.affiliation), ""),
        min(joined, default=None),
        max(left, default=None),
        sum(lengths) if lengths else None,
    )
