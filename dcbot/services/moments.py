"""Moments: how days and times are said to people, always with their zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from dcbot.arguments import listed
from dcbot.config.zones import REGIONS, is_zone, nearest_zones
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.when.places import zones_of


def zone_of(*names: str | None) -> ZoneInfo:
    """The first of these zones that is known; UTC where none is."""
    return ZoneInfo(next((name for name in names if name and is_zone(name)), "UTC"))


def day(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """The day, as 23 November 2026, in the zone (UTC where none is given)."""
    local = moment.astimezone(zone or ZoneInfo("UTC"))
    return f"{local.day} {local:%B %Y}"


def minute(moment: datetime, zone: ZoneInfo) -> str:
    """Weekday, day, time and zone, as Monday 23 November 2026, 13:00 Europe/Zurich."""
    local = moment.astimezone(zone)
    return f"{local:%A} {day(moment, zone)}, {local:%H:%M} {zone.key}"


def length_words(minutes: int) -> str:
    """A length of time in words: 1 hour and 30 minutes."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    return listed([f"{n} {what}{'s' if n != 1 else ''}" for n, what in parts if n]) or "0 minutes"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Time and zone, as 13:00 Europe/Zurich."""
    return f"{moment.astimezone(zone):%H:%M} {zone.key}"


def read_zone(words: str) -> ZoneInfo:
    """The zone that the words name, as Europe/Zurich, or a city or country that has only one.

    Case and accents do not matter, nor which of the seven languages. Raises BadArgument, which
    offers the nearest names.
    """
    said = "/".join("_".join(part.split()) for part in words.split("/"))
    if is_zone(said) and ("/" in said or said == "UTC"):
        return ZoneInfo(said)
    places = {name: fold(name) for name in available_timezones() if name.startswith(REGIONS)}
    meant = fold(words)
    found = [name for name, folded in places.items() if folded == meant]
    found = found or [name for name in places if fold(name.rpartition("/")[2]) == meant]
    found = found or list(zones_of(words))
    if meant == "utc":
        found = ["UTC"]
    if len(found) == 1:
        return ZoneInfo(found[0])
    if found:
        named = ", ".join(f"`{name}`" for name in sorted(found)[:3])
        raise BadArgument(f"{quoted(words)} has more than one time zone. Say which: {named} …")
    near = nearest_zones(words)
    offers = " or ".join(f"`{name}`" for name in near) or "for example `Europe/Zurich`"
    meant_is = "Did you mean" if near else "Say"
    mark = "?" if near else "."
    raise BadArgument(f"{quoted(words)} is no time zone. {meant_is} {offers}{mark}")
