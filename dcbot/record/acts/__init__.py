"""What is done once, when it is said: chairs, votes, the floor, changes of what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dcbot.record.acts import appointing, changing, correcting, floor, voting
from dcbot.record.instructions import Instruction
from dcbot.record.line import Line
from dcbot.record.running import Running

Act = Callable[[Running, Line, Any], None]

_ACTS: Mapping[type[Instruction], Act] = {
    **appointing.ACTS,
    **voting.ACTS,
    **changing.ACTS,
    **correcting.ACTS,
    **floor.ACTS,
}


def act(running: Running, line: Line, instruction: Instruction) -> None:
    """Do what a timed instruction asks, or note why it is not done."""
    _ACTS[type(instruction)](running, line, instruction)


def restore(running: Running, line: Line, what: str) -> None:
    """Put in force what is left of an erased line, as `Running.keep` noted it."""
    word, _, rest = what.partition(" ")
    for restorer in (
        appointing.restore,
        voting.restore,
        changing.restore,
        correcting.restore,
        floor.restore,
    ):
        if restorer(running, line, word, rest):
            return
