"""What every transport can be asked: the one seam between the bot and its ways in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Protocol, TypeAlias, runtime_checkable

from dcbot.intake import Batch
from dcbot.message import Attached
from storage.outbox import Act, Letter

Take: TypeAlias = Callable[[Batch], Awaitable[int]]
"""Hands a batch to the intake; when it returns, the batch is stored."""

PositionOf: TypeAlias = Callable[[str], Awaitable[str | None]]
"""The position of this name that was stored with the last batch; None at the first start."""

ATTACHMENTS = "attachments"
"""Where in the bot's folder files that came with messages lie, each under its hash."""


class Transport(Protocol):
    """A way in and out. It turns its own messages into what comes in, and letters into its own."""

    name: str
    acts: frozenset[Act]
    """What it can do; of a letter that asks for more, a line of text is said instead."""
    safe_for: timedelta
    """How long after a letter was written it may be sent again without being shown twice."""

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Listen until cancelled; raises OperatorError where only the operator can help."""
        ...

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Carry the letter; returns the ids that its parts got, the first part first.

        `target` is the message to be edited. Raises DeliveryError. Sending the same letter again
        within `safe_for` shows it once and returns the same ids.
        """
        ...

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """The ids of a letter that may have gone already; None where it surely did not."""
        ...

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The bytes of an attachment, at most `limit` of them; raises UserError."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@runtime_checkable
class HasServer(Protocol):
    """A transport with a server that may fall silent."""

    def silent_for(self) -> float | None:
        """Seconds since the server last answered while listening; None before it ever did."""
        ...
