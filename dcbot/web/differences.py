"""What one version of minutes says otherwise than another: since a version, and by a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcbot.record.differences import Difference, differences
from dcbot.services.public_minutes import Version
from dcbot.web.content import TEXT, Content
from dcbot.web.minutes import around
from dcbot.web.pages import said_date
from dcbot.web.records import Shown, of_version, shown
from dcbot.web.visit import Visit

_FIRST = "This is the first version."
_CURRENT = "Nothing changed since: this is the current version."
_SAME = "No word of what is published differs; the state or the reason is what is new."
_ELSE = "What does not stand here says the same in both."


@dataclass(frozen=True)
class Compared:
    """Two versions of one record, and all that differs; `steps` are the versions on the way."""

    before: Shown
    after: Shown
    steps: Sequence[Version]
    found: Sequence[Difference]
    nothing: str
    """What to say where nothing differs."""


async def since(
    visit: Visit, group: str, number: str, version: str, sitting: str = "1", *, text: bool = False
) -> Content | None:
    """Whether the minutes changed since this version, by whom, why, and what."""
    before = await shown(visit, group, number, sitting, int(version))
    if before is None:
        return None
    after = await of_version(visit, before.record, before.record.current)
    if after is None or after.version.number is None:
        return None
    name = "version since"
    return await _content(visit, before, after, name, text, version=int(version), nothing=_CURRENT)


async def changes(
    visit: Visit, group: str, number: str, version: str, sitting: str = "1", *, text: bool = False
) -> Content | None:
    """What this version changed of the one before it."""
    after = await shown(visit, group, number, sitting, int(version))
    if after is None:
        return None
    earlier = after.record.version(int(version) - 1)
    before = await of_version(visit, after.record, earlier) if earlier else after
    if before is None:
        return None
    name = "version changes"
    return await _content(visit, before, after, name, text, version=int(version), nothing=_FIRST)


async def _content(
    visit: Visit,
    before: Shown,
    after: Shown,
    name: str,
    text: bool,
    *,
    version: int,
    nothing: str,
) -> Content:
    compared = _compared(before, after, nothing)
    if text:
        body = _text(visit, compared).encode()
        return Content(body, TEXT, after.version.made_at.replace(microsecond=0))
    here = before.place(name, version=version)
    # Of several differences at one line the first has the name that leads there.
    named = {one.line: place for place, one in reversed(list(enumerate(compared.found)))}
    lines = [
        (f"line-{one.line}" if one.line and named[one.line] == place else "", one)
        for place, one in enumerate(compared.found)
    ]
    return visit.page(
        "differences.html",
        [after.version.made_at],
        title=before.record.meeting.title,
        foot=[],
        compared=compared,
        lines=lines,
        otherwise=_ELSE,
        text_form=before.place(f"{name} text", version=version),
        **(await around(visit, after, here)),
    )


def _compared(before: Shown, after: Shown, nothing: str) -> Compared:
    was, now = before.version.number or 0, after.version.number or 0
    steps = [one for one in before.record.versions if was < (one.number or 0) <= now]
    found = differences(before.minutes, after.minutes) if was != now else ()
    return Compared(before, after, steps, found, _SAME if was != now else nothing)


def _text(visit: Visit, compared: Compared) -> str:
    before, after = compared.before, compared.after
    lines = [
        f"{before.record.group.name}, meeting {before.record.meeting.number}: "
        f"{before.record.meeting.title}",
        f"From version {before.version.number} to version {after.version.number} of the minutes",
        "",
        *map(_step, compared.steps),
        *([""] if compared.steps else []),
    ]
    for one in compared.found:
        place = f" (line {one.line})" if one.line else ""
        lines += [f"* {_one_line(one.what)}{place}"]
        lines += [f"  was: {_one_line(one.was)}"] if one.was else []
        lines += [f"  is:  {_one_line(one.now)}"] if one.now else ["  is not there any more"]
    lines += [_ELSE if compared.found else compared.nothing]
    address = visit.address + before.place("version", version=before.version.number or 0)
    return "\n".join([*lines, "", address, ""])


def _step(one: Version) -> str:
    why = f": {_one_line(one.why)}" if one.why else ""
    by = _one_line(one.by_name)
    return f"Version {one.number}, {one.status.value}, {said_date(one.made_at)}, by {by}{why}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
