"""What could not be read because its key never came: its sender is told, and told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.replies import hash_of
from storage.inbox import Event
from storage.outbox import Letter
from storage.store import Store

PATIENCE = timedelta(minutes=10)
"""So long a key may take."""
QUIET = timedelta(hours=12)
"""Whoever was told is not told again so soon, however much of theirs cannot be read."""


async def tell(store: Store, event: Event, *, now: datetime) -> None:
    """Write to the sender, where only they read it; what they said is not known, nor repeated."""
    half_day = int(event.received_at.timestamp() // QUIET.total_seconds())
    where = "here" if event.direct else "in an encrypted room"
    sent = event.sent_at.strftime("%H:%M UTC")
    text = (
        f"What you said {where} at {sent} came without the key to read it, so nothing was done. "
        "If it was for me, say it again, or say it here. If that does not help, sign out of your "
        "Matrix app and in again, and see that it does not keep keys from devices that are not "
        "verified."
    )
    await store.outbox.add(
        Letter(
            key=f"unread {event.transport} {hash_of(event.sender)} {half_day}",
            transport=event.transport,
            place=event.place if event.direct else event.sender,
            to_person=not event.direct,
            text=text,
            created_at=now,
            due_at=now,
        )
    )
