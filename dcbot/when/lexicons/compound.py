"""Numbers of two words: thirty-five, trente et un, treinta y cinco, тридцать пять."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def forms(words: str) -> dict[int, list[str]]:
    """The numbers from one on, which stand apart by commas; several forms of one by "/"."""
    return {n: each.strip().split("/") for n, each in enumerate(words.split(","), 1)}


def compounds(tens: Mapping[int, str], ones: str, joint: str = " ") -> Iterator[str]:
    """A line of a lexicon for each number that is made of these tens and ones."""
    for ten, tens_words in tens.items():
        for one, ones_words in forms(ones).items():
            made = [f"{a}{joint}{b}" for a in tens_words.split("/") for b in ones_words]
            yield f"num {ten + one}: {', '.join(made)}"
