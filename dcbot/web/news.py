"""What changed lately, for feed readers: minutes, decisions and actions, of all or of a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dcbot.addresses import to
from dcbot.record.outputs import html
from dcbot.record.outputs.brief import steps_and_decisions
from dcbot.services import public_registers
from dcbot.services.community import publishing_in
from dcbot.web import atom
from dcbot.web.atom import Entry
from dcbot.web.content import Content
from dcbot.web.pages import said_date
from dcbot.web.records import HeldLine, Shown, lately, of_version, records
from dcbot.web.registers import Line, action_line, line
from dcbot.web.visit import Visit
from storage.groups import Group

MOST = 20
"""So many entries are in a feed; what was before stands on the pages."""


async def published(visit: Visit, group: str = "") -> Content | None:
    """The minutes that were published or changed lately, with their decisions and next steps."""
    found = await visit.group(group)
    if group and found is None:
        return None
    entries = [await _of_minutes(visit, one) for one in await lately(visit, MOST, found)]
    page = to("meetings", group=group) if group else to("home")
    own = to("group news", group=group) if group else to("news")
    return await _feed(visit, entries, found, "minutes", own, page)


async def registered(visit: Visit, group: str = "", *, name: str) -> Content | None:
    """What was decided or withdrawn lately, or is to be done and was done."""
    found = await visit.group(group)
    if group and found is None:
        return None
    entries = [_of_line(visit, name, one) for one in await _lines(visit, name, found)]
    parts = {"group": group} if group else {}
    whole = f"group {name}" if group else name
    return await _feed(
        visit, entries, found, name, to(f"{whole} news", **parts), to(whole, **parts)
    )


async def _of_minutes(visit: Visit, one: HeldLine) -> Entry:
    return Entry(
        address=visit.address + one.place,
        title=f"{one.title} ({one.state})",
        updated=one.made_at,
        author=one.group.name,
        summary=f"Minutes of {one.group.name}, {said_date(one.at)}: {one.state}.",
        content=await visit.once(("short", one.place, one.made_at), lambda: _short(visit, one)),
    )


async def _short(visit: Visit, one: HeldLine) -> str:
    """Decisions and next steps, whose links lead to the site wherever they are read."""
    for record in await records(visit, one.group.key, str(one.held.meeting.number)):
        if record.sitting == one.held.sitting:
            found = await of_version(visit, record, record.current)
            if found is not None:
                return await _short_of(visit, found)
    return ""


async def _short_of(visit: Visit, found: Shown) -> str:
    def make() -> bytes:
        short = steps_and_decisions(found.minutes, found.publication)
        return html.pieces_of(short, level=3).rest.encode()

    # It stands in feeds until it is otherwise.
    body = await visit.shelf.made(f"short {found.place('minutes')}", found.key, visit.now, make)
    return body.decode()


async def _lines(visit: Visit, name: str, group: Group | None) -> list[Line]:
    if name == "decisions":
        decided = await public_registers.changed_decisions(visit.store, group, most=MOST)
        return [line(visit, one) for one in decided]
    given = await public_registers.changed_actions(visit.store, group, most=MOST)
    return [action_line(visit, one) for one in given]


def _of_line(visit: Visit, name: str, one: Line) -> Entry:
    year = to(f"group {name} of year", group=one.group.key, year=one.at.year)
    owners = f" For {one.owners}." if one.owners else ""
    return Entry(
        address=f"{visit.address}{year}#{one.anchor}",
        title=f"{one.name}: {one.text}",
        updated=one.changed_at,
        author=one.by or one.group.name,
        summary=" ".join([f"{one.state.capitalize()}.{owners}", *one.more]),
    )


async def _feed(
    visit: Visit, entries: Sequence[Entry], group: Group | None, what: str, own: str, page: str
) -> Content:
    terms = publishing_in(await visit.details())
    of = group.name if group else (await visit.labels()).name
    body = atom.written(
        entries,
        title=f"{of}: {what}",
        subtitle=terms.disclaimer or f"What is published of {of}.",
        own=visit.address + own,
        page=visit.address + page,
        rights=terms.licence,
        # Nobody knows since when a feed is empty; it must not seem to change all the time.
        now=datetime(visit.now.year, 1, 1, tzinfo=UTC),
    )
    return Content(body, atom.KIND, visit.now.replace(microsecond=0))
