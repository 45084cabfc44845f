"""Places: where things are said, and what becomes of them when the bot is invited or sent away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.places import Place, PlaceKind
from storage.store import Store


async def known(
    store: Store, transport: str, address: str, *, direct: bool, now: datetime
) -> Place:
    """The place at this address; a new one, private until somebody says otherwise."""
    found = await store.places.at(transport, address)
    if found is None:
        kind = PlaceKind.DIRECT if direct else PlaceKind.ROOM
        found = Place(transport=transport, address=address, kind=kind, first_seen=now)
        await store.places.add(found)
    return found


async def changed(store: Store, place: Place, extra: dict[str, Any], *, now: datetime) -> None:
    """The bot joined the place, was sent away from it, or the place moved.

    Of a place that moves, the new one takes group, purpose, language, zone and audience.
    """
    place.name = extra.get("name") or place.name
    if extra.get("kind"):
        place.kind = PlaceKind(extra["kind"])
    change = extra.get("change")
    if change == "joined":
        place.left_at, place.left_why = None, ""
    elif change == "moved":
        place.moved_to = extra["moved_to"]
        place.left_at, place.left_why = now, "moved"
        new = await known(store, place.transport, extra["moved_to"], direct=False, now=now)
        new.kind, new.group_id, new.audience = place.kind, place.group_id, place.audience
        new.purpose, new.language, new.zone = place.purpose, place.language, place.zone
        new.name = new.name or place.name
    else:
        place.left_at, place.left_why = now, extra.get("why") or str(change)
    await store.flush()
