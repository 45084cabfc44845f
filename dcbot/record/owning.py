"""Whose an action is: the people and coalitions that its words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcbot.record.common_words import COMMON
from dcbot.record.people import bare_nick
from dcbot.record.tasks import Owner

GROUP = "group:"
_OPENING = "@([{<\"'“‘*_+"
_CLOSING = ",.:;!?)]}>\"'”’*"
_SIGNS = 3
"""So many signs on each side of a word are looked at one by one."""
_JOINED = re.compile(r"[/&+,]")
_DUE = re.compile(
    r"\b(?:by|before|until|till|due(?: on| by)?:?)\s+("
    r"(?:the\s+)?(?:end|close|next|this|coming|\d|mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|today"
    r"|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|eod|eow|q[1-4]|christmas|easter|first|last"
    r")[^.;:()]{0,60})",
    re.IGNORECASE,
)


class Owners:
    """Finds owners among those known by the end of the meeting.

    `names` are pairs of a name in its looked-up form and an identity; `groups` are names of
    coalitions in their looked-up form with the name that is shown.
    """

    def __init__(self, names: Iterable[tuple[str, str]], groups: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._bare: dict[str, set[str]] = {}
        self._first: dict[str, set[str]] = {}
        self._long: dict[str, list[tuple[list[str], str]]] = {}
        self._groups = dict(groups)
        for name, by in names:
            self._add(name, by)
        for name in self._groups:
            if " " in name:
                self._long.setdefault(name.split()[0], []).append((name.split(), f"{GROUP}{name}"))

    def _add(self, name: str, by: str) -> None:
        parts = name.split()
        if len(parts) > 1:
            self._long.setdefault(parts[0], []).append((parts, by))
            if len(parts[0]) > 2:
                self._first.setdefault(parts[0], set()).add(by)
            return
        self._exact.setdefault(name, set()).add(by)
        bare = bare_nick(name)
        if bare:
            self._bare.setdefault(bare, set()).add(by)

    def named(self, text: str) -> tuple[list[str], list[str]]:
        r"""Identities (or \GROUP and the name of a group) named in the text in order, and the names
        that several people go by."""
        found: dict[str, None] = {}
        unclear: list[str] = []
        words = text.casefold().split()
        place = 0
        while place < len(words):
            length, named = self._at(words, place)
            for ones in named:
                if len(ones) == 1:
                    found.setdefault(next(iter(ones)))
                elif ones:
                    unclear.append(words[place])
            place += length
        return list(found), unclear

    def _at(self, words: list[str], place: int) -> tuple[int, list[set[str]]]:
        """How many words from this place are names, and for each name whose it is."""
        word = words[place]
        if "://" in word:
            return 1, []
        for length, by in self._longer(words, place):
            return length, [{by}]
        plain = word.strip(_CLOSING).lstrip(_OPENING)
        for form in (*_with_signs(word), plain, plain.removesuffix("'s").removesuffix("’s")):
            ones = self._known(form)
            if ones:
                return 1, [ones] if self._plainly(words, place, form) else []
        if not _JOINED.search(plain):
            return 1, []
        return 1, [self._known(part) for part in _JOINED.split(plain) if part not in COMMON]

    def _longer(self, words: list[str], place: int) -> Iterator[tuple[int, str]]:
        first = words[place].lstrip(_OPENING)
        for parts, by in sorted(self._long.get(first, ()), key=lambda one: -len(one[0])):
            said = [word.strip(_OPENING + _CLOSING) for word in words[place : place + len(parts)]]
            if said[:-1] == parts[:-1] and said[-1] in (parts[-1], f"{parts[-1]}'s"):
                yield len(parts), by

    def _known(self, form: str) -> set[str]:
        for names in (self._exact, self._bare):
            if form in names:
                return names[form]
        if form in self._groups:
            return {f"{GROUP}{form}"}
        return self._first.get(form, set())

    def _plainly(self, words: list[str], place: int, form: str) -> bool:
        """Whether a word that is an ordinary one as well is plainly a name here."""
        if form not in COMMON:
            return True
        word = words[place]
        if word.startswith("@") or word.endswith(":"):
            return True
        after = words[place + 1] if place + 1 < len(words) else ""
        before = words[place - 1] if place else ""
        if after == "to" and before not in ("a", "the", "need", "needs", "to", "and/or"):
            return True
        return place == 0 and (after in ("and", "&", "will", "should", "+") or word.endswith(","))

    def owner(self, by: str, name: str) -> Owner:
        """The owner of this identity, with the name that is shown of a person."""
        if by.startswith(GROUP):
            return Owner(self._groups[by.removeprefix(GROUP)], group=True)
        return Owner(name, by)


def _with_signs(word: str) -> Iterator[str]:
    """The word with what signs around it may be those of a nick, such as “bob[m],” or “[x]eve:”."""
    begins = min(_SIGNS, len(word) - len(word.lstrip(_OPENING)))
    ends = min(_SIGNS, len(word) - len(word.rstrip(_CLOSING)))
    for begin in range(begins + 1):
        for end in range(ends + 1):
            yield word[begin : len(word) - end]


def due_words(text: str) -> str:
    """When it is due, in the words that say so; empty where none do."""
    found = _DUE.search(text)
    return found[1].strip(" ,") if found else ""
