"""Phrases in seven languages: nearly all are understood, and none is silently misunderstood."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.when.scoring import score

HERE = Path(__file__).parent
TABLES = (
    *("phrases.json", "habits.json", "second.json", "third.json", "fourth.json"),
    *("fifth.json", "blind.json"),
)


@pytest.mark.parametrize("table", TABLES)
def test_phrases_are_understood(table: str) -> None:
    found = score(HERE / table)

    assert not found.wrong, "\n".join(found.wrong)
    assert found.share >= 0.95, "\n".join(found.asked)
