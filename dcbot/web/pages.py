"""Templates filled with what is shown; everything in them is escaped, and links are made here."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dcbot.addresses import to
from dcbot.dates import said_day

PARTS = (
    ("groups", "Groups"),
    ("decisions", "Decisions"),
    ("actions", "Actions"),
    ("calendar", "Calendar"),
    ("search", "Search"),
)
"""The parts of the site to which every page leads: the address's name, and the words."""
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


# Controls, and marks that turn the direction of what follows: a page would show something else than
# stands in it. Which way words run is said by the pages' own `dir`.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text without what cannot be seen in it."""
    return _UNSEEN.sub("", text)


def filled(template: str, **words: Any) -> bytes:
    """The page, without what cannot be seen in it."""
    return visible(_ENVIRONMENT.get_template(template).render(**words)).encode()


def with_zone(path: str, zone: str) -> str:
    """The path, with the reader's zone where one was chosen: the address is where it is kept."""
    if not zone:
        return path
    page, mark, within = path.partition("#")
    joint = "&" if "?" in page else "?"
    return f"{page}{joint}{urlencode({'zone': zone}, safe='/')}{mark}{within}"


def said_local(moment: datetime) -> str:
    """As Tue 1 December 2026, 14:00."""
    return f"{moment:%a} {moment.day} {moment:%B} {moment.year}, {moment:%H:%M}"


def said_date(moment: datetime, with_year: bool = True) -> str:
    """As Tue 1 December 2026, in UTC."""
    year = f" {moment.year}" if with_year else ""
    return f"{moment:%a} {moment.day} {moment:%B}{year}"


def said_short(day: date) -> str:
    """As Tue 1 Dec 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def webcal(address: str) -> str:
    """The address of the site with the scheme that calendar programs open."""
    return re.sub(r"^https?:", "webcal:", address)


def city(zone: str) -> str:
    """Asia/Tokyo as Tokyo, for where the whole name stands nearby."""
    return zone.rpartition("/")[2].replace("_", " ")


def offset(moment: datetime, zone: ZoneInfo) -> str:
    """How far the clock there is from UTC at a moment, as UTC+5:30."""
    minutes = int((moment.astimezone(zone).utcoffset() or moment - moment).total_seconds()) // 60
    sign, size = ("+", minutes) if minutes >= 0 else ("−", -minutes)
    rest = f":{size % 60:02}" if size % 60 else ""
    return f"UTC{sign}{size // 60}{rest}" if size else "UTC"


def linked(text: str) -> Markup:
    """The text, with what looks like an address of the web as a link to it."""
    parts, last = [], 0
    for found in _LINK.finditer(text):
        parts.append(escape(text[last : found.start()]))
        parts.append(Markup('<a href="{0}" rel="nofollow">{0}</a>').format(found[0]))
        last = found.end()
    return Markup("").join([*parts, escape(text[last:])])


_ENVIRONMENT = Environment(
    loader=PackageLoader("dcbot.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(PARTS=PARTS, to=to, with_zone=with_zone)
_ENVIRONMENT.filters.update(
    city=city,
    date=said_date,
    day=said_day,
    linked=linked,
    local=said_local,
    short=said_short,
    webcal=webcal,
)
