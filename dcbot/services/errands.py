"""Errands: writing down work that must be done outside any transaction, and taking its result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage.errands import Errand
from storage.inbox import Event, EventState
from storage.store import Store


async def for_event(store: Store, event: Event, kind: str, *, now: datetime) -> Errand:
    """Send somebody with the event's attachments; the event waits until they are back."""
    errand = Errand(
        kind=kind,
        arguments={"attachments": event.extra["attachments"], "transport": event.transport},
        created_at=now,
        due_at=now,
        event_id=event.id,
    )
    await store.errands.add(errand)
    # Far enough for all tries of the errand; its result brings the event back at once.
    event.not_before = now + timedelta(days=1)
    return errand


async def came_back(store: Store, errand: Errand, result: dict[str, Any], *, now: datetime) -> None:
    """The result of an errand: its event is handled now, with the result at hand.

    What was fetched is kept with the event alone, so that it goes when the event's words go.
    """
    errand.arguments = {}
    if errand.event_id is None:
        errand.result = result
        return
    event = await store.session.get(Event, errand.event_id)
    if event is not None and event.state is EventState.WAITING:
        event.extra = {**event.extra, "errand_result": result}
        event.not_before = now
