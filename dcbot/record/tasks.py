"""Actions and their owners as the minutes hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActionState(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do it: a person (`by` is the identity), or a name that nobody is known by."""

    name: str
    by: str = ""
    """Empty where it is a coalition or somebody who is not known."""
    group: bool = False
    """A coalition or another body owns it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action; `number` is by what people refer to it, `due` the words in which it was said."""

    number: int
    text: str
    owners: tuple[Owner, ...] = ()
    due: str = ""
    state: ActionState = ActionState.OPEN
    by: str = ""
    name: str = ""
    at: datetime | None = None
    """None for one of an earlier meeting."""
    line: int | None = None
    topic: int = 0
    """The place of its topic in `Minutes.topics`."""
    closed_line: int | None = None
    """The line that closed or dropped it."""
    meeting: str = ""
    """The earlier meeting that gave it, in words; empty for this one."""


@dataclass(frozen=True, slots=True)
class OwnerTasks:
    """An owner with all that is theirs; without an owner: what nobody owns."""

    owner: Owner | None
    actions: tuple[Action, ...]
