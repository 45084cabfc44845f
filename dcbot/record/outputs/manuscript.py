"""A document while it is put together: its blocks, and the numbers of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from dcbot.record.outputs.blocks import Block, Heading, Numbered, Paragraph, Point, Points, Words


class Manuscript:
    """Takes what is written, in order. Paragraphs are numbered through the whole document."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        # Paragraphs that no block stands behind yet: each may be followed by another.
        self._numbered: list[Point] = []
        self._next = 1

    def blocks(self) -> tuple[Block, ...]:
        """All that was written."""
        self._end_numbered()
        return tuple(self._blocks)

    def heading(self, level: int, anchor: str, *words: str | Words) -> None:
        """A heading; `words` are ours, or runs."""
        runs = tuple(run for part in words for run in ((part,) if isinstance(part, str) else part))
        self.add(Heading(level, runs, anchor))

    def add(self, *blocks: Block) -> None:
        """Blocks as they are."""
        if blocks:
            self._end_numbered()
            self._blocks += blocks

    def say(self, *paragraphs: Words) -> None:
        """Paragraphs without a number."""
        self.add(*[Paragraph(words) for words in paragraphs])

    def state(self, paragraphs: Iterable[Words]) -> None:
        """What the document is."""
        self.add(*[Paragraph(words, state=True) for words in paragraphs])

    def points(self, points: Iterable[Point]) -> None:
        """A list, where there is anything in it."""
        found = tuple(points)
        if found:
            self.add(Points(found))

    def number(self, *points: Point | Words) -> int:
        """Numbered paragraphs, and the number of the first of them."""
        self._numbered += [one if isinstance(one, Point) else Point(one) for one in points]
        first, self._next = self._next, self._next + len(points)
        return first

    def _end_numbered(self) -> None:
        if self._numbered:
            first = self._next - len(self._numbered)
            self._blocks.append(Numbered(first, tuple(self._numbered)))
            self._numbered = []
