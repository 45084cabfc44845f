"""Names as a format writes them: the same few come again and again, so each is written once."""

from __future__ import annotations

from collections.abc import Callable


class Speakers(dict[str, str]):
    """Each name as `write` gives it."""

    def __init__(self, write: Callable[[str], str]) -> None:
        self._write = write

    def __missing__(self, name: str) -> str:
        found = self[name] = self._write(name)
        return found
