"""References: the number that an answer names and under which the log tells what happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str | None] = ContextVar("reference", default=None)


def reference_of(event_id: int) -> str:
    """The reference of a stored event, as people read and type it."""
    return f"{event_id:06d}"


def current() -> str | None:
    """The reference of the event that is being handled here; None where none is."""
    return _current.get()


@contextmanager
def handling(event_id: int) -> Iterator[str]:
    """What is logged within the block is about this event."""
    token = _current.set(reference_of(event_id))
    try:
        yield reference_of(event_id)
    finally:
        _current.reset(token)
