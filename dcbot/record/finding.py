"""Finding the nearest earlier line that holds some words, in a time that hardly grows."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator


class Index:
    """Which lines hold which words, by number.

    The words that are looked for may begin and end in the middle of a word; what lies between
    spaces is looked up among all words that were ever said, of which there are soon few new ones.
    """

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        # All words, between line ends, so that one search finds those that hold a part.
        self._words = "\n"
        self._new: list[str] = []

    def add(self, number: int, text: str) -> None:
        """Remember the words of a line; words of an earlier text of it stay remembered."""
        for word in set(text.split()):
            lines = self._lines.get(word)
            if lines is None:
                self._lines[word] = [number]
                self._new.append(word)
            elif number > lines[-1]:
                lines.append(number)
            elif lines[bisect_left(lines, number)] != number:
                insort(lines, number)

    def holding(self, words: str) -> Iterator[int]:
        """The numbers of lines that may hold these words, the latest first."""
        candidates = [self._candidates(part, words) for part in words.split()]
        if not candidates:
            return iter(())
        rarest = min(candidates, key=lambda found: sum(len(self._lines[one]) for one in found))
        if len(rarest) == 1:
            return reversed(self._lines[rarest[0]])
        numbers = {number for word in rarest for number in self._lines[word]}
        return iter(sorted(numbers, reverse=True))

    def _candidates(self, part: str, words: str) -> list[str]:
        starts = words.startswith(part)
        ends = words.endswith(part)
        if not starts and not ends:
            return [part] if part in self._lines else []
        self._join()
        before = "" if starts else "\n"
        after = "" if ends else "\n"
        return list(dict.fromkeys(self._around(f"{before}{part}{after}")))

    def _join(self) -> None:
        if self._new:
            self._words += "\n".join(self._new) + "\n"
            self._new.clear()

    def _around(self, pattern: str) -> Iterator[str]:
        at = self._words.find(pattern)
        while at != -1:
            start = self._words.rfind("\n", 0, at + 1 if pattern[0] == "\n" else at) + 1
            end = self._words.find("\n", start)
            yield self._words[start:end]
            at = self._words.find(pattern, end)
