"""Replies: what a question was answered, and whether it was answered at all; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from storage.groups import Group


class Kind(Enum):
    """What became of a question; the last in this order counts where it has several parts."""

    TALK = "talk"
    ANSWERED = "answered"
    NOT_KNOWN = "not known"
    ASKED_BACK = "asked back"


@dataclass(frozen=True)
class Reply:
    """The words of an answer; `brief` is for a room, where it is shorter there."""

    text: str
    kind: Kind
    brief: str = ""
    about: tuple[Group, ...] = field(default=(), compare=False)
    """The groups that it told of, where they are few enough to be called it or they."""


def together(replies: Sequence[Reply]) -> Reply:
    """The answers to all parts of a message as one. Talk counts only where there is nothing else.

    What was said twice is told once.
    """
    told = [one for one in replies if one.kind is not Kind.TALK] or list(replies)
    kept = list(dict.fromkeys(told))
    order = list(Kind)
    return Reply(
        "\n\n".join(one.text for one in kept),
        max((one.kind for one in kept), key=order.index),
        brief="\n\n".join(one.brief or one.text for one in kept),
    )
