"""What stands at each address: one function for each name in the table of addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files

from dcbot.addresses import TABLE
from dcbot.record.outputs.style import RECORD
from dcbot.services.community import Publishing
from dcbot.web import (
    annexes,
    calendars,
    differences,
    forms,
    groups,
    history,
    home,
    meetbot,
    meetings,
    minutes,
    news,
    outputs,
    registers,
    robots,
    search,
    slots,
)
from dcbot.web.content import PAGE, PICTURE, STYLE, Content
from dcbot.web.moved import elsewhere
from dcbot.web.pages import filled
from dcbot.web.visit import Visit
from dcbot.when.zones import VERSION

Shows = Callable[..., Awaitable[Content | None]]
"""Takes the visit and, by name, what is variable in the address; None: there is nothing."""


async def own_file(visit: Visit, *, file: str, kind: str, more: str = "") -> Content:
    """A file that belongs to every page."""
    body = files("dcbot.web").joinpath(f"templates/{file}").read_bytes()
    return Content(body + more.encode(), kind, datetime(2026, 11, 29, tzinfo=UTC))


def _of_minutes(name: str) -> dict[str, Shows]:
    """What stands at the addresses of a record, of the first sitting or of a further one."""
    return {
        f"{name}minutes": minutes.page,
        f"{name}minutes json": partial(minutes.form, name="json"),
        f"{name}minutes text": partial(minutes.form, name="text"),
        f"{name}minutes markdown": partial(minutes.form, name="markdown"),
        f"{name}minutes docx": partial(minutes.form, name="docx"),
        f"{name}log": minutes.log,
        f"{name}versions": minutes.versions,
        f"{name}version": minutes.version,
        f"{name}version since": differences.since,
        f"{name}version since text": partial(differences.since, text=True),
        f"{name}version changes": differences.changes,
        f"{name}version changes text": partial(differences.changes, text=True),
    }


def _of_register(name: str, shows: Shows) -> dict[str, Shows]:
    found: dict[str, Shows] = {}
    for whole in (name, f"group {name}"):
        found |= {
            whole: shows,
            f"{whole} of year": shows,
            f"{whole} json": partial(forms.as_json, name=name),
            f"{whole} table": partial(forms.as_table, name=name),
            f"{whole} news": partial(news.registered, name=name),
        }
    return found


SHOWN: dict[str, Shows] = {
    "home": home.page,
    "style": partial(own_file, file="style.css", kind=STYLE, more=RECORD),
    "icon": partial(own_file, file="icon.svg", kind=PICTURE),
    "calendar": calendars.upcoming,
    "calendar month": calendars.month,
    "feed": calendars.calendar_feed,
    "feed in utc": partial(calendars.calendar_feed, expanded=True),
    "deadlines": partial(calendars.calendar_feed, due=True),
    "deadlines in utc": partial(calendars.calendar_feed, due=True, expanded=True),
    "group": calendars.upcoming,
    "group month": calendars.month,
    "group feed": calendars.calendar_feed,
    "group feed in utc": partial(calendars.calendar_feed, expanded=True),
    "series feed": calendars.calendar_feed,
    "series feed in utc": partial(calendars.calendar_feed, expanded=True),
    "history": history.page,
    "search": search.page,
    "search json": search.as_json,
    "search text": search.as_text,
    "news": news.published,
    "group news": news.published,
    "sitemap": robots.sitemap,
    "robots": robots.robots,
    "groups": groups.every,
    "groups table": forms.groups_table,
    "group page": groups.page,
    **_of_register("decisions", registers.decisions),
    **_of_register("actions", registers.actions),
    "registers schema": forms.schema_file,
    "cycles": outputs.every_cycle,
    "cycle": outputs.cycle,
    "outputs json": outputs.as_json,
    "outputs table": outputs.as_table,
    "outputs news": outputs.news,
    "group outputs": outputs.of_group,
    "output": outputs.output,
    "output version": outputs.version,
    "slots": slots.every,
    "slots of cycle": slots.page,
    "slots table": slots.as_table,
    "slots json": slots.as_json,
    "slots feed": slots.calendar,
    "meetings": meetings.of_group,
    "meetings of year": meetings.of_group,
    "latest meeting": meetings.latest,
    "next meeting": meetings.upcoming,
    "meeting": meetings.meeting,
    "meeting file": meetings.meeting_file,
    "annex": annexes.page,
    **_of_minutes(""),
    **_of_minutes("sitting "),
    **meetbot.SHOWN,
    "minutes schema": minutes.schema_file,
}
assert SHOWN.keys() == TABLE.keys()


async def stands_at(visit: Visit, name: str, **parts: str) -> Content | None:
    """What stands at the address, or where it stands instead; None where there is nothing."""
    return await SHOWN[name](visit, **parts) or await elsewhere(visit, name, **parts)


async def missing(visit: Visit) -> Content:
    """What is shown where there is nothing."""
    body = filled("missing.html", **(await visit.frame()))
    return Content(body, PAGE, visit.now, status=404)


def broken(now: datetime) -> Content:
    """What is shown where a page cannot be made; nothing is asked for it."""
    words: dict[str, object] = {
        "site": "dcbot",
        "here": "",
        "chosen": "",
        "rules": f"tzdata {VERSION}",
        "terms": Publishing(),
    }
    return Content(filled("broken.html", **words), PAGE, now, status=503)
