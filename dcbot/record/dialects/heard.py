"""Under which circumstances a line is heard, as far as that changes what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from dcbot.record.instructions import Instruction


@dataclass(frozen=True, slots=True)
class Heard:
    """What a dialect must know beside the words."""

    scribe: bool = False
    """Whoever says it writes down what others say."""
    voting: bool = False
    """A vote is open."""
    reply: bool = False
    """It replies to another line."""


Instructions: TypeAlias = tuple[Instruction, ...]
Read: TypeAlias = Callable[[str, Heard], Instructions | None]
"""What a line asks in one dialect; None where it says nothing in it."""
