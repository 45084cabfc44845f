"""Orders for polls: whose meeting it is, its title and length, its times, and when it closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dcbot.errors import BadArgument
from dcbot.lines import tidy
from dcbot.message import quoted
from dcbot.services import orders, poll_times
from dcbot.services.groups import Title
from dcbot.services.orders import Order

_HEAD = re.compile(r":(?=\s|$)")


def read(wish: str, titles: Sequence[Title]) -> tuple[Order, str, str]:
    """The order, the words that say its times, and those that say when it closes.

    The `phrase` of the order is what was left of its head, such as another name of the group.
    Raises Ambiguous, or BadArgument for what was not taken in.
    """
    text, closes = poll_times.split_close(tidy(wish))
    head, colon, times = _head(text.strip())
    if len(head) > orders.LONGEST:
        raise BadArgument(
            "That is long for one line. Put the group and the title before a colon, and the times "
            "on lines of their own."
        )
    order = orders.read(head, titles)
    if not colon:
        times, order = f"{order.phrase}\n{times}", replace(order, phrase="")
    stray = orders.stray(order.phrase)
    if stray and order.group_id is not None:
        raise BadArgument(
            f"I did not take in {quoted(stray)}. Where it is a title, put it in quotation marks."
        )
    minutes, times = orders.take_length(times)
    title, times = orders.take_title(times)
    order = replace(order, minutes=order.minutes or minutes, title=order.title or title)
    return order, times, closes


def _head(text: str) -> tuple[str, bool, str]:
    """What stands before the times: before a colon, else on the first line."""
    colon = _HEAD.search(text)
    if colon:
        return text[: colon.start()], True, text[colon.end() :]
    first, _, rest = text.partition("\n")
    return first, False, rest
