"""One table of a shipped file, read with checks that name the entry and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from dcbot.errors import SettingsError

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Entry:
    """A table and the words that lead to it, such as “group “dcad”, fact 3 “founded””."""

    def __init__(self, table: dict[str, object], path: str) -> None:
        self._table = table
        self.path = path

    def wrong(self, what: str) -> SettingsError:
        """The error to raise: the way to this entry, then what is wrong and what to do."""
        return SettingsError(f"{self.path}: {what}.")

    def only(self, *allowed: str) -> None:
        """Refuse an entry with a word that nobody reads, naming the nearest known one."""
        for key in self._table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                way_out = f"did you mean “{near[0]}”" if near else f"known are {_listed(allowed)}"
                raise self.wrong(f"nothing here is called “{key}”; {way_out}")

    def once(self, key: str, seen: set[str], complaint: str) -> None:
        """Refuse what was seen before; remember what was not."""
        if key in seen:
            raise self.wrong(complaint)
        seen.add(key)

    def text(self, name: str) -> str:
        """The text under this name, or "" where there is none."""
        value = self._table.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(f"“{name}” is {value!r}; it must be a text in quotation marks")
        return value.strip()

    def word(self, name: str) -> str:
        """The text under this name, which must not be empty."""
        value = self.text(name)
        if not value:
            raise self.wrong(f'“{name}” is missing; write {name} = "…"')
        return value

    def key(self) -> str:
        """The key of this entry: it stands in addresses, so it is small letters and digits."""
        value = self.word("key")
        if not _KEY.fullmatch(value):
            raise self.wrong(f"the key “{value}” must be small letters, digits and single hyphens")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self._table.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(f"“{name}” is {value!r}; it must be true or false")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """The text under this name, which must be one of those allowed."""
        value = self.word(name)
        if value not in allowed:
            near = get_close_matches(value, allowed, 1)
            way_out = f"did you mean “{near[0]}”" if near else f"it is one of {_listed(allowed)}"
            raise self.wrong(f"no {name} is called “{value}”; {way_out}")
        return value

    def words_of(self, name: str, allowed: Sequence[str]) -> str:
        """The words under this name, parted by spaces; each must be one of those allowed."""
        value = self.text(name)
        for word in value.split():
            if word not in allowed:
                raise self.wrong(
                    f"“{word}” in {name} is none of {_listed(tuple(allowed))}; leave it out"
                )
        return value

    def date(self, name: str, *, needed: bool = False) -> str:
        """A partial date, or "" where none is given and none is needed."""
        value = self.word(name) if needed else self.text(name)
        if value and not is_partial_date(value):
            raise self.wrong(
                f"“{name}” is “{value}”; it must be a date such as 2017, 2017-04 or 2017-04-26"
            )
        return value

    def inner(self, name: str) -> Entry:
        """The table under this name."""
        value = self._table.get(name)
        if not isinstance(value, dict):
            raise self.wrong(f"the table [{name}] is missing; add it")
        return Entry(value, f"[{name}]")

    def each(self, name: str, called: str, *, named_by: str) -> Iterator[Entry]:
        """Each table of the list under this name, which may be empty or left out."""
        value = self._table.get(name, [])
        if not isinstance(value, list):
            raise self.wrong(f"“{name}” must be a list of tables")
        start = "" if self.path == "The file" else f"{self.path}, "
        for number, table in enumerate(value, 1):
            if not isinstance(table, dict):
                raise self.wrong(
                    f'{called} {number} must be a table such as {{ {named_by} = "…" }}'
                )
            title = table.get(named_by)
            tail = f" “{_shortened(title)}”" if isinstance(title, str) else ""
            yield Entry(table, f"{start}{called} {number}{tail}")


def is_partial_date(text: str) -> bool:
    """Whether this is YYYY, YYYY-MM or YYYY-MM-DD, and a date of the calendar."""
    found = _PARTIAL_DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else text[:49].rstrip() + "…"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "none so far"
