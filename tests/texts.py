"""Texts that property tests try."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

CHARACTERS = some.characters(exclude_categories=("Cs",))
"""All that UTF-8 can hold. By itself, Hypothesis finds them by trying a million characters, in each
process anew."""


def any_text(**sizes: Any) -> some.SearchStrategy[str]:
    """Any text; `sizes` are min_size and max_size in characters."""
    return some.text(CHARACTERS, **sizes)
