"""Numbers by which people refer to actions and decisions: given once, and never moved."""

from __future__ import annotations

from typing import TypeAlias

Key: TypeAlias = tuple[int, int]
"""The number of a line, and the slot in it of what it recorded."""


class Numbers:
    """The numbers given so far, from `first` on."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._of: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}

    def give(self, key: Key) -> int:
        """The number of this thing, which gets the next free one where it has none."""
        number = self._of.get(key)
        if number is None:
            while self._next in self._keys:
                self._next += 1
            number = self._next
            self.keep(key, number)
        return number

    def keep(self, key: Key, number: int) -> None:
        """Give it this very number, as it had before."""
        self._of[key] = number
        self._keys[number] = key

    def of(self, key: Key) -> int | None:
        """Its number; None where it has none."""
        return self._of.get(key)

    def key(self, number: int) -> Key | None:
        """What has this number."""
        return self._keys.get(number)
