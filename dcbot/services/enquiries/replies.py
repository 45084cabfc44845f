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


_LEADING_TO_IT = " Nearest to it:"
"""What stands at the end of a line before quotations, and is left out with them."""


@dataclass(frozen=True)
class Reply:
    """The words of an answer; `brief` is for a room, where it is shorter there."""

    text: str
    kind: Kind
    brief: str = ""
    told: str = ""
    """The words without what is said before them of what they do not answer."""
    index: frozenset[str] = field(default=frozenset(), compare=False)
    """The keys of all words by which the passages that it quotes are asked for."""
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
        _joined([one.text for one in kept]),
        max((one.kind for one in kept), key=order.index),
        brief=_joined([one.brief or one.text for one in kept]),
    )


def _joined(texts: Sequence[str]) -> str:
    """The texts as paragraphs, each once; a quotation that stood in an earlier one is left out."""
    said: set[str] = set()
    paragraphs = []
    for text in dict.fromkeys(texts):
        lines = text.split("\n")
        quotes = [line.removeprefix("- ") for line in lines if line.removeprefix("- ")[:1] == "“"]
        if quotes and quotes[0] in said:
            # What was quoted beside it came after it, and answers less; but not among facts.
            facts = any(line.startswith("- ") and line[2:] not in quotes for line in lines)
            left_out = said if facts else set(quotes)
            lines = [line for line in lines if line.removeprefix("- ") not in left_out]
            lines = [line.removesuffix(_LEADING_TO_IT) for line in lines]
            if lines[-1:] and lines[-1].endswith(":"):
                # What is known beside it was told above.
                lines[-1] = f"{lines[-1].partition(';')[0]}."
        said.update(quotes)
        paragraphs.append("\n".join(lines))
    return "\n\n".join(one for one in paragraphs if one.strip())
