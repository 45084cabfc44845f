"""The kinds of what meeting tools leave behind, as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeAlias

Moment: TypeAlias = timedelta | time | None
"""As the tool tells it: since its own start, or by a clock whose zone it does not say."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that was said aloud; `speaker` is empty where the tool does not know who spoke."""

    at: Moment
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Captions:
    """What was spoken, in order. It comes from a machine or a captioner, and is no minutes."""

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()
    """What one should know of how it was read, in sentences."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """Something that was written to everybody in the meeting's own chat."""

    at: Moment
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat of a meeting tool. What was written to single people is counted and left out."""

    lines: tuple[ChatLine, ...]
    left_out: int = 0
    """How many lines were not for everybody."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody of whom a meeting tool says that they were there.

    `joined` and `left` are naive, by the clock of the tool: the first and the last of all the
    times that they came and went. `minutes` is how long they were there altogether.
    """

    name: str
    affiliation: str = ""
    """What stood behind the name, as in “Ana Silva (DC3)”; people are asked to put it there."""
    joined: datetime | None = None
    left: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Participants:
    """A list of who was there, each person once, in the order in which they came."""

    people: tuple[Presence, ...]
    notes: tuple[str, ...] = ()


Attachment: TypeAlias = Captions | Chat | Participants
