"""How large a test is played: short in every run, whole by `make prove`."""

from __future__ import annotations

import os
from dataclasses import dataclass

WHOLE = os.environ.get("DCBOT_PROVE") == "1"


@dataclass(frozen=True)
class Size:
    """One figure of a test, short and as the plan asks for it."""

    short: int
    whole: int

    @property
    def now(self) -> int:
        """The figure in this run."""
        return self.whole if WHOLE else self.short


def examples(whole: int) -> int:
    """How many examples of a property are tried now: a third, and `whole` in full size."""
    return Size(max(1, whole // 3), whole).now


SEED = 20170401
"""Of every random choice, so that a failure can be played again."""


def tell(line: str) -> None:
    """Print a figure where the tests are played whole; pytest shows it with -s."""
    if WHOLE:
        print(line, flush=True)  # noqa: T201 -- the figures of `make prove`
