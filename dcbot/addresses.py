"""Every address of the web. They are promises: none ever changes its meaning or goes away.

What moves gets a new address, and the old one leads there (`MOVED`). An address that ends without
a dot is a page, and is written out as a folder's index.html; the others are files.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

_GROUP = r"{group:[a-z0-9-]+}"
_MONTH = r"{month:\d{4}-(?:0[1-9]|1[0-2])}"
_SERIES = r"{series:[A-Za-z0-9-]+}"
_NUMBER = r"{number:[1-9]\d{0,8}}"
_VERSION = r"{version:[1-9]\d{0,8}}"
_ANNEX = r"{annex:[1-9]\d{0,8}}"
_YEAR = r"{year:(?:19|20)\d\d}"
_CYCLE = r"{cycle:(?:19|20)\d\d}"
# The first sitting of a meeting needs no number; a further one has its own record.
_SITTING = r"{sitting:[2-9]|[1-9]\d}"
_STAMP = r"{stamp:[a-z0-9-]+\.\d{4}-\d{2}-\d{2}-\d{2}\.\d{2}}"
_MEETING = f"/groups/{_GROUP}/meetings/{_NUMBER}"


def _of_minutes(name: str, base: str) -> dict[str, str]:
    """The addresses of the minutes of a sitting: the page, its forms, log and versions."""
    return {
        f"{name}minutes": f"{base}/minutes",
        f"{name}minutes json": f"{base}/minutes.json",
        f"{name}minutes text": f"{base}/minutes.txt",
        f"{name}minutes markdown": f"{base}/minutes.md",
        f"{name}minutes docx": f"{base}/minutes.docx",
        f"{name}log": f"{base}/log",
        f"{name}versions": f"{base}/versions",
        f"{name}version": f"{base}/versions/{_VERSION}",
        # What changed since that version until now, and what that version changed.
        f"{name}version since": f"{base}/versions/{_VERSION}/since",
        f"{name}version since text": f"{base}/versions/{_VERSION}/since.txt",
        f"{name}version changes": f"{base}/versions/{_VERSION}/changes",
        f"{name}version changes text": f"{base}/versions/{_VERSION}/changes.txt",
    }


def _of_register(name: str) -> dict[str, str]:
    """The addresses of a register: of all or of a group, as it stands or of a year."""
    return {
        name: f"/{name}",
        f"{name} of year": f"/{name}/{_YEAR}",
        f"group {name}": f"/groups/{_GROUP}/{name}",
        f"group {name} of year": f"/groups/{_GROUP}/{name}/{_YEAR}",
        # All of it, to take along, and what changed lately.
        f"{name} json": f"/{name}.json",
        f"{name} table": f"/{name}.csv",
        f"{name} news": f"/{name}.atom",
        f"group {name} json": f"/groups/{_GROUP}/{name}.json",
        f"group {name} table": f"/groups/{_GROUP}/{name}.csv",
        f"group {name} news": f"/groups/{_GROUP}/{name}.atom",
    }


TABLE: dict[str, str] = {
    "home": "/",
    "style": "/style.css",
    "icon": "/icon.svg",
    # The calendar of everybody: what comes next, a month, and the feeds. Those that end in “-utc”
    # have each time on its own in UTC, for programs that cannot be trusted with rules.
    "calendar": "/calendar",
    "calendar month": f"/calendar/{_MONTH}",
    "feed": "/calendar.ics",
    "feed in utc": "/calendar-utc.ics",
    "deadlines": "/deadlines.ics",
    "deadlines in utc": "/deadlines-utc.ics",
    # The same of one group, by its key.
    "group": f"/groups/{_GROUP}/calendar",
    "group month": f"/groups/{_GROUP}/calendar/{_MONTH}",
    "group feed": f"/groups/{_GROUP}/calendar.ics",
    "group feed in utc": f"/groups/{_GROUP}/calendar-utc.ics",
    # One series, by the name that calendar programs know it by.
    "series feed": f"/series/{_SERIES}.ics",
    "series feed in utc": f"/series/{_SERIES}/utc.ics",
    # How the past is kept, and what was taken out of it.
    "history": "/history",
    # A form, and what it finds: ?q=…&kind=…&group=…&person=…&year=…&page=….
    "search": "/search",
    "search json": "/search.json",
    "search text": "/search.txt",
    # What was published lately, of all or of a group, for programs that follow it.
    "news": "/news.atom",
    "group news": f"/groups/{_GROUP}/news.atom",
    # For programs that search the web.
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    # Every group, and what is known of one; all that is known as a table.
    "groups": "/groups",
    "groups table": "/groups.csv",
    "group page": f"/groups/{_GROUP}",
    # What was decided, and what is to be done; within a year's page, #dccg-3 stays what it is.
    **_of_register("decisions"),
    **_of_register("actions"),
    "registers schema": "/registers.schema.json",
    # A cycle with its dates and what was written for it; the output of a group in it.
    "cycles": "/cycles",
    "cycle": f"/cycles/{_YEAR}",
    "outputs json": f"/cycles/{_YEAR}/outputs.json",
    "outputs table": f"/cycles/{_YEAR}/outputs.csv",
    "outputs news": "/outputs.atom",
    "group outputs": f"/groups/{_GROUP}/outputs",
    "output": f"/groups/{_GROUP}/outputs/{_YEAR}",
    "output version": f"/groups/{_GROUP}/outputs/{_YEAR}/versions/{_VERSION}",
    # The calls for slots, and one: who has requested a slot, and what became of it.
    "slots": "/slots",
    "slots of cycle": f"/slots/{_CYCLE}",
    "slots table": f"/slots/{_CYCLE}.csv",
    "slots json": f"/slots/{_CYCLE}.json",
    "slots feed": f"/slots/{_CYCLE}.ics",
    # The meetings of a group, those of a year, and whichever was recorded last and comes next.
    "meetings": f"/groups/{_GROUP}/meetings",
    "meetings of year": f"/groups/{_GROUP}/meetings/year/{_YEAR}",
    "latest meeting": f"/groups/{_GROUP}/meetings/latest",
    "next meeting": f"/groups/{_GROUP}/meetings/next",
    # One meeting, by the number that it has in its group.
    "meeting": _MEETING,
    "meeting file": f"{_MEETING}.ics",
    # A transcript or a chat that was published with it; #line-17 is its line.
    "annex": f"{_MEETING}/annexes/{_ANNEX}",
    # Its record. Within it, #line-17, #decision-3, #action-12 and #item-17 stay what they are.
    **_of_minutes("", _MEETING),
    **_of_minutes("sitting ", f"{_MEETING}/sittings/{_SITTING}"),
    # The same by the names that MeetBot gives its files: dccg.2026-11-23-12.00.log.txt.
    "meetbot minutes": f"/groups/{_GROUP}/meetbot/{_STAMP}.html",
    "meetbot text": f"/groups/{_GROUP}/meetbot/{_STAMP}.txt",
    "meetbot log": f"/groups/{_GROUP}/meetbot/{_STAMP}.log.html",
    "meetbot log text": f"/groups/{_GROUP}/meetbot/{_STAMP}.log.txt",
    # What the names in the JSON mean.
    "minutes schema": "/minutes.schema.json",
}
"""Each address by its name, with the form of what is variable in it."""

MOVED: dict[str, str] = {}
"""Old addresses, and the names of the addresses that they lead to now."""

_PART = re.compile(r"\{(\w+):((?:[^{}]|\{\d+(?:,\d+)?\})+)\}")


def to(name: str, /, **parts: str | int) -> str:
    """The path of an address; ValueError where a part has not the form that it promises."""

    def fill(found: re.Match[str]) -> str:
        value = str(parts[found[1]])
        if not re.fullmatch(found[2], value):
            raise ValueError(f"{value!r} cannot stand for {found[1]} in {TABLE[name]}")
        return quote(value)

    return _PART.sub(fill, TABLE[name])


def found_at(path: str) -> tuple[str, dict[str, str]]:
    """The name of the address that a path is, and what is variable in it; an empty name where it
    is none."""
    fixed, forms, variable = _ways()
    if path in fixed:
        return fixed[path], {}
    found = forms.fullmatch(path)
    if found is None or found.lastindex is None:
        return "", {}
    name, parts = variable[found.lastindex]
    values = found.groups()[found.lastindex : found.lastindex + len(parts)]
    return name, dict(zip(parts, values, strict=True))


@cache
def _ways() -> tuple[dict[str, str], re.Pattern[str], dict[int, tuple[str, list[str]]]]:
    """The addresses in which nothing is variable by their paths; one form of all others, and by the
    group of it that holds the path: the name, and what is variable."""
    fixed, forms, variable, number = {}, [], {}, 1
    for name, path in TABLE.items():
        pieces = _PART.split(path)
        parts = pieces[1::3]
        if not parts:
            fixed[path] = name
            continue
        variable[number] = name, parts
        number += 1 + len(parts)
        rest = zip(pieces[2::3], pieces[3::3], strict=True)
        forms.append(f"({re.escape(pieces[0])}{''.join(f'({a}){re.escape(b)}' for a, b in rest)})")
    return fixed, re.compile("|".join(forms)), variable


def of_record(name: str, /, *, sitting: int, **parts: str | int) -> str:
    """The path of this name of a sitting's record, of the first one or of a further one."""
    if sitting > 1:
        return to(f"sitting {name}", sitting=sitting, **parts)
    return to(name, **parts)


def file_of(path: str) -> str:
    """Where a path is written out, below the folder of the site."""
    last = path.rsplit("/", 1)[-1]
    return path.lstrip("/") if "." in last else f"{path.strip('/')}/index.html".lstrip("/")


def is_file_of_one(file: str) -> bool:
    """Whether a file at this path, below the folder of the site, would stand for an address."""
    return any(each.fullmatch(file) for each in _files())


@cache
def _files() -> tuple[re.Pattern[str], ...]:
    """The form of the file of each address."""
    found = []
    for path in TABLE.values():
        pieces = _PART.split(file_of(path) if "{" not in path else path.lstrip("/"))
        fixed, forms = pieces[::3], pieces[2::3]
        text = re.escape(fixed[0])
        for form, piece in zip(forms, fixed[1:], strict=True):
            text += f"(?:{form}){re.escape(piece)}"
        is_page = "{" in path and "." not in fixed[-1]
        found.append(re.compile(text + ("/index\\.html" if is_page else "")))
    return tuple(found)
