"""Wishes: how somebody wants to be served, as they said it themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dcbot.services.moments import read_zone, zone_of
from storage.people import Person
from storage.store import Store

NAMED_AS = ("name", "role", "a participant")
MAIL = ("all", "weekly", "essential")
MAIL_MEANS = {
    "all": "You get each mail when it is written",
    "weekly": "You get one mail a week that gathers the rest; what concerns you comes at once",
    "essential": "You get only mail that concerns you, such as answers and questions to you",
}


async def put(store: Store, person: Person, name: str, value: object) -> None:
    """Keep the wish."""
    # A new dictionary, since changes inside the old one would not be seen.
    person.wishes = {**person.wishes, name: value}
    await store.flush()


def of(person: Person) -> dict[str, Any]:
    """All wishes, with what holds where nothing was said."""
    return {"words": False, "mail": "all", "named_as": "name", **person.wishes}


async def put_zone(store: Store, person: Person, words: str, *, now: datetime) -> ZoneInfo | None:
    """Take the zone that the words name as the person's own; “off” takes it away.

    Raises BadArgument, which offers the nearest names.
    """
    zone = None if words.strip().casefold() in ("off", "none", "-") else read_zone(words)
    person.zone = zone.key if zone else None
    await store.flush()
    return zone


def zone(person: Person, *others: str) -> ZoneInfo:
    """The person's own zone; failing that, the first of the others; failing that, UTC."""
    return zone_of(person.zone, *others)
