"""Ranking: of the rows that hold some of the words, those that hold the most of them; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Row(Protocol):
    """A searchable row."""

    @property
    def tokens(self) -> str: ...


Found = TypeVar("Found", bound=Row)


def every(readings: Sequence[Sequence[str]]) -> set[str]:
    """All tokens that a query may have, in whichever language it is."""
    return {token for reading in readings for token in reading}


def best(rows: Sequence[Found], readings: Sequence[Sequence[str]]) -> list[Found]:
    """Those of the rows that hold the most tokens of one reading, in their order."""
    scores = [max(_held(row.tokens, reading) for reading in readings) for row in rows]
    most = max(scores, default=0)
    return [row for row, score in zip(rows, scores, strict=True) if score == most]


def _held(tokens: str, reading: Sequence[str]) -> int:
    return sum(f" {token} " in tokens for token in set(reading))
