"""A document while it is put together: its blocks, and the numbers of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from dcbot.record.outputs.blocks import Block, Heading, Numbered, Paragraph, Point, Points, Words


class Manuscript:
    """Takes what is written, in order. Paragraphs are numbered through the whole document."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._next = 1

    def heading(self, level: int, anchor: str, *words: str | Words) -> None:
        """A heading; `words` are ours, or runs."""
        runs = tuple(run for part in words for run in ((part,) if isinstance(part, str) else part))
        self.blocks.append(Heading(level, runs, anchor))

    def add(self, *blocks: Block) -> None:
        """Blocks as they are."""
        self.blocks += blocks

    def say(self, *paragraphs: Words) -> None:
        """Paragraphs without a number."""
        self.blocks += [Paragraph(words) for words in paragraphs]

    def state(self, paragraphs: Iterable[Words]) -> None:
        """What the document is."""
        self.blocks += [Paragraph(words, state=True) for words in paragraphs]

    def points(self, points: Iterable[Point]) -> None:
        """A list, where there is anything in it."""
        found = tuple(points)
        if found:
            self.blocks.append(Points(found))

    def number(self, *points: Point | Words) -> int:
        """Numbered paragraphs, and the number of the first of them."""
        found = tuple(one if isinstance(one, Point) else Point(one) for one in points)
        first, self._next = self._next, self._next + len(found)
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Numbered):
            self.blocks[-1] = Numbered(last.first, (*last.points, *found))
        else:
            self.blocks.append(Numbered(first, found))
        return first
