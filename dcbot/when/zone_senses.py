"""What a phrase says of its zone, and which moments a clock time can be in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from dcbot.when import zones
from dcbot.when.abbreviations import CLEAR, NAMES, ZONES
from dcbot.when.lexicon import LANGUAGES, Node, Option, pieces_of

OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
FARTHEST = timedelta(hours=14)


@dataclass(frozen=True)
class Meaning:
    """A zone, and the offset in minutes that was named with it, if one was."""

    zone: str
    offset: int | None = None


@dataclass(frozen=True)
class Said:
    """A zone as it was said, and everything it can mean."""

    words: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True)
class Possible:
    """A moment that a clock time can be, and the zone by which it is."""

    utc: datetime
    zone: str
    how: str = ""


@lru_cache(maxsize=512)
def clock_of(zone: str) -> tzinfo:
    """The clock of a zone: an IANA name, or an offset such as +05:30. Raises ValueError."""
    found = OFFSET.fullmatch(zone)
    if not found:
        return zones.zone(zone)
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))


def offset_name(minutes: int) -> str:
    """An offset as +05:30."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def minutes_ahead(moment: datetime) -> int:
    """The offset of an aware moment, in minutes."""
    return round((moment.utcoffset() or timedelta()).total_seconds() / 60)


def utcs(local: datetime, zone: str) -> list[datetime]:
    """Every moment at which the clocks of the zone show `local`: none, one, or two, in order."""
    clock = clock_of(zone)
    found: list[datetime] = []
    for fold in (0, 1):
        utc = local.replace(tzinfo=clock, fold=fold).astimezone(UTC)
        back = utc.astimezone(clock).replace(tzinfo=None)
        if back == local.replace(fold=0) and utc not in found:
            found.append(utc)
    return sorted(found)


def possible(local: datetime, said: Said) -> list[Possible]:
    """Every moment that the clock time can be in the zone as it was said; none in a gap."""
    found: dict[datetime, Possible] = {}
    for meaning in said.meanings:
        for one in _possible(local, meaning):
            found.setdefault(one.utc, one)
    return list(found.values())


def _possible(local: datetime, meaning: Meaning) -> list[Possible]:
    own = utcs(local, meaning.zone)
    if meaning.offset is None:
        twice = len(own) > 1
        return [Possible(utc, meaning.zone, "twice" * twice) for utc in own]
    try:
        fixed = (local - timedelta(minutes=meaning.offset)).replace(tzinfo=UTC)
    except OverflowError:
        return []
    if fixed in own:
        return [Possible(fixed, meaning.zone)]
    # The abbreviation is not in force there on that day: it, or the clocks of that place?
    named = Possible(fixed, offset_name(meaning.offset), "not in force")
    return [named, *(Possible(utc, meaning.zone, "not in force") for utc in own)]


@lru_cache(maxsize=1)
def all_zones() -> frozenset[str]:
    """The names of all zones, looked for once: that reads many small files."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    return {name.casefold(): name for name in all_zones() if "/" in name}


def iana(words: str) -> str | None:
    """The zone that is called so, in whatever case."""
    found = _iana().get(words.casefold())
    return None if found is None or found.startswith(("Etc/", "SystemV/")) else found


def abbreviation(written: str) -> Said | None:
    """What an abbreviation means, written as it was."""
    known = ZONES.get(written.upper()) or ZONES.get(written)
    if not known or (
        written.upper() not in CLEAR and written not in ("AoE", "ChST", written.upper())
    ):
        return None
    return Said(written, tuple(Meaning(*each) for each in known))


def from_offset(sign: str, hours: str, minutes: str | None) -> str | None:
    """An offset as a zone, such as +05:30; none where no place on earth has it."""
    count = int(hours) * 60 + int(minutes or 0)
    count = -count if sign == "-" else count
    if not -720 <= count <= 840 or int(minutes or 0) % 15:
        return None
    return offset_name(count) if count else "UTC"


@lru_cache(maxsize=1)
def zone_names() -> Node:
    """The tree of zones' names in words, such as "Central European Time", of all languages."""
    root = Node()
    known = all_zones()
    shown: dict[str, str] = {}
    for zone, region in get_global("meta_zones").items():
        shown.setdefault(region, zone)
    shown |= GOLDEN
    for language in LANGUAGES:
        for region, data in Locale(language).meta_zones.items():
            place = shown.get(region)
            if place in known:
                for form, name in dict(data.get("long", {})).items():
                    root.put(pieces_of(str(name)), Option("zonename", (place, form)))
    for zone, names in NAMES.items():
        for name in names.split(","):
            root.put(pieces_of(name), Option("zonename", (zone, "generic")))
    for name, zone in LOOSE.items():
        root.put([name], Option("zonename", (zone, "generic"), weak=True))
    return root


# Words that are zones only behind a clock time ("11am Pacific").
LOOSE = {"eastern": "America/New_York", "pacific": "America/Los_Angeles"}

# The zone that stands for a region of the world that keeps one time.
GOLDEN = {
    "Europe_Central": "Europe/Zurich",
    "Europe_Eastern": "Europe/Athens",
    "Europe_Western": "Europe/Lisbon",
    "America_Eastern": "America/New_York",
    "America_Central": "America/Chicago",
    "America_Mountain": "America/Denver",
    "America_Pacific": "America/Los_Angeles",
    "Atlantic": "America/Halifax",
    "Brasilia": "America/Sao_Paulo",
    "Argentina": "America/Argentina/Buenos_Aires",
    "Moscow": "Europe/Moscow",
    "China": "Asia/Shanghai",
    "India": "Asia/Kolkata",
    "Africa_Western": "Africa/Lagos",
    "Africa_Eastern": "Africa/Nairobi",
    "Africa_Central": "Africa/Maputo",
    "Africa_Southern": "Africa/Johannesburg",
    "Arabian": "Asia/Riyadh",
    "Gulf": "Asia/Dubai",
    "GMT": "UTC",
    "Australia_Eastern": "Australia/Sydney",
    "New_Zealand": "Pacific/Auckland",
    "Israel": "Asia/Jerusalem",
    "Indochina": "Asia/Bangkok",
    "Indonesia_Western": "Asia/Jakarta",
    "Colombia": "America/Bogota",
    "Chile": "America/Santiago",
    "Singapore": "Asia/Singapore",
}


def from_name(zone: str, form: str, words: str) -> Said:
    """What a zone's name in words means; "standard" and "daylight" name an offset too."""
    if form == "generic":
        return Said(words, (Meaning(zone),))
    clock = clock_of(zone)
    months = [datetime(2026, month, 15, tzinfo=clock) for month in (1, 7)]
    ahead = sorted(minutes_ahead(month) for month in months)
    return Said(words, (Meaning(zone, ahead[0] if form == "standard" else ahead[1]),))
