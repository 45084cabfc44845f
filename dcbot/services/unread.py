"""What cannot be read, or came in clear where it should not: its sender is told, and told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.replies import hash_of
from storage.inbox import Event, EventState, Outcome
from storage.outbox import Letter
from storage.store import Store

PATIENCE = timedelta(minutes=10)
"""So long a key may take."""
QUIET = timedelta(hours=12)
"""Whoever was told is not told again so soon, however much of theirs cannot be read."""


async def tell(store: Store, event: Event, *, now: datetime) -> None:
    """Write to the sender, where only they read it; what they said is not known, nor repeated."""
    text = (
        f"What you said {_where_and_when(event)} came without the key to read it, so nothing was "
        "done. If it was for me, say it again, or say it here. If that does not help, sign out of "
        "your Matrix app and in again, and see that it does not keep keys from devices that are "
        "not verified."
    )
    await _write(store, event, "unread", text, now)


async def refuse(store: Store, event: Event, *, now: datetime) -> None:
    """What was said in clear in an encrypted room is not obeyed: nothing shows whose it is."""
    text = (
        f"What you said {_where_and_when(event)} came without encryption, so nothing was done: "
        "any server on the way could have written it in your name. Say it again from an app that "
        "encrypts."
    )
    await _write(store, event, "in clear", text, now)
    event.state, event.outcome, event.handled_at = EventState.HANDLED, Outcome.FAILED, now


def _where_and_when(event: Event) -> str:
    where = "here" if event.direct else "in an encrypted room"
    return f"{where} at {event.sent_at:%H:%M} UTC"


async def _write(store: Store, event: Event, what: str, text: str, now: datetime) -> None:
    half_day = int(event.received_at.timestamp() // QUIET.total_seconds())
    await store.outbox.add(
        Letter(
            key=f"{what} {event.transport} {hash_of(event.sender)} {half_day}",
            transport=event.transport,
            place=event.place if event.direct else event.sender,
            to_person=not event.direct,
            text=text,
            created_at=now,
            due_at=now,
        )
    )
