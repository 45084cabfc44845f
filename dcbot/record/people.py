"""People: who is meant by a name, while a meeting runs and when its minutes are made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dcbot.lines import fold
from dcbot.record.facts import Facts, Participant

UNKNOWN = "name:"
"""Begins the identity of somebody of whom only a name is known; the rest is the folded name."""

# What people hang on their nicks: “bob|away”, “bob_”, “bob[m]”, “bob-afk”.
_HANGING = re.compile(
    r"(?:\[m\d?\]|[|_-](?:away|afk|lunch|bbl|work|home|laptop|mobile|mtg|meeting|busy|brb|out|irc)"
    r"|[`_^|]+)$",
    re.IGNORECASE,
)


def keys(name: str) -> tuple[str, ...]:
    """The forms in which a name is looked up: as it is, and without accents and marks."""
    whole = " ".join(name.casefold().split())
    folded = fold(name)
    return (whole,) if folded == whole or not folded else (whole, folded)


def bare_nick(name: str) -> str:
    """The nick without what people hang on it; empty where nothing hangs on it."""
    bare = _HANGING.sub("", name)
    return bare if bare != name and len(bare) > 1 else ""


class Registry:
    """Who goes by which name: those known before, and those whom the journal shows by itself.

    Nothing here comes from what was said, so nothing here need be forgotten.
    """

    def __init__(self, facts: Facts) -> None:
        self._one: dict[str, str] = {}
        self.participants: dict[str, Participant] = {}
        self.called: dict[str, str] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        self.bots = facts.bots
        for person in facts.people:
            first = person.identities[0]
            self.participants[first] = person
            self._one |= dict.fromkeys(person.identities, first)
            self.called[first] = person.name
            self._learn(first, (person.name, *person.aliases))

    def heard(self, by: str, name: str) -> str:
        """The identity that stands for this one; its name is learnt."""
        one = self._one.get(by, by)
        if self.called.get(one) != name and name:
            if one not in self.participants:
                self.called[one] = name
            self._learn(one, (name,))
        return one

    def _learn(self, one: str, names: Iterable[str]) -> None:
        for name in names:
            for key in keys(name):
                self._by_name.setdefault(key, {})[one] = None

    def one(self, by: str) -> str:
        """The identity that stands for this one."""
        return self._one.get(by, by)

    def find(self, name: str) -> tuple[str, ...]:
        """Those who go by this name, or by this identity; several where it is not one person's."""
        if name in self.called:
            return (self.one(name),)
        name = name.strip().lstrip("@+")
        for key in keys(name):
            if key in self._by_name:
                return tuple(self._by_name[key])
        for by in (f"@{name}", name):
            if by in self._one or by in self.called:
                return (self._one.get(by, by),)
        return self._by_first_name(fold(name))

    def _by_first_name(self, name: str) -> tuple[str, ...]:
        if not name or " " in name:
            return ()
        return tuple(
            dict.fromkeys(
                one
                for known, ones in self._by_name.items()
                if known.startswith(f"{name} ")
                for one in ones
            )
        )

    def names(self) -> Iterable[tuple[str, str]]:
        """Each name in its looked-up form, with each identity that goes by it."""
        for name, ones in self._by_name.items():
            for one in ones:
                yield name, one
