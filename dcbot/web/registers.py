"""The registers of decisions and of actions: of all or of a group, as they stand or of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from dcbot.addresses import of_record, to
from dcbot.arguments import listed
from dcbot.services import public_registers
from dcbot.services.decisions_shown import outcome, standing
from dcbot.services.public_registers import Decided, Given, Taken
from dcbot.web.content import Content
from dcbot.web.pictures import Columns, columns, months_of, months_until
from dcbot.web.visit import Visit
from storage.actions import Action, ActionState
from storage.decisions import Decision
from storage.groups import Group

MOST = 50
"""So many decisions stand on the page that is of no year."""


@dataclass(frozen=True)
class Line:
    """One entry as it is shown. `kind` is decision or action; `place` leads to where it stands in
    the minutes, if anywhere."""

    kind: str
    name: str
    anchor: str
    text: str
    at: datetime
    state: str
    group: Group
    where: str
    place: str
    by: str
    owners: str = ""
    more: tuple[str, ...] = ()
    off: bool = False
    closed_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When it last became what it is."""
        return self.closed_at or self.at


async def decisions(visit: Visit, group: str = "", year: str = "") -> Content | None:
    """What was decided: the latest, or all of a year."""
    found = await visit.group(group)
    if group and found is None:
        return None
    most = None if year else MOST
    rows = await public_registers.decisions(visit.store, found, int(year) if year else None, most)
    return await _page(visit, "decisions", found, year, [line(visit, one) for one in rows])


async def actions(visit: Visit, group: str = "", year: str = "") -> Content | None:
    """What is to be done: all that is open, or what was given in a year and became of it."""
    found = await visit.group(group)
    if group and found is None:
        return None
    rows = await public_registers.actions(visit.store, found, int(year) if year else None)
    lines = [action_line(visit, one) for one in rows]
    return await _page(visit, "actions", found, year, lines, await _picture(visit, found, year))


async def _picture(visit: Visit, group: Group | None, year: str) -> Columns | None:
    """How many actions were given and closed in each month of the year, or in the last twelve."""
    today = visit.now.astimezone(UTC).date()
    months = months_of(int(year), today) if year else months_until(today)
    if not months:
        return None
    since, until = (
        datetime.combine(day, time(), UTC) for day in (months[0].first, months[-1].next.first)
    )
    of = group.id if group else None
    return columns(months, *(await visit.store.actions.activity(of, since, until)))


async def _page(
    visit: Visit,
    name: str,
    group: Group | None,
    year: str,
    lines: list[Line],
    picture: Columns | None = None,
) -> Content | None:
    years = await public_registers.years(visit.store, name, group)
    if year and int(year) not in years:
        return None
    parts = {"group": group.key} if group else {}
    whole = f"group {name}" if group else name
    of = f" of {group.name}" if group else ""
    here = to(f"{whole} of year", year=year, **parts) if year else to(whole, **parts)
    titles = {
        "decisions": f"Decisions{of}",
        "actions": f"Actions{of}" if year else f"Open actions{of}",
    }
    return visit.page_of_now(
        "register.html",
        name=name,
        title=titles[name] + (f", {year}" if year else ""),
        of_group=group,
        year=year,
        up=to(whole, **parts),
        forms={form: to(f"{whole} {form}", **parts) for form in ("news", "table", "json")},
        years=[(one, to(f"{whole} of year", year=one, **parts)) for one in years],
        lines=lines,
        picture=picture,
        cut=not year and name == "decisions" and len(lines) == MOST,
        **(await visit.frame(here)),
    )


def line(visit: Visit, one: Decided) -> Line:
    """The decision as it is shown, with its fate."""
    row = one.row
    against = [
        f"{each.kind.value.capitalize()} of {each.coalition or each.name}: {each.text}"
        for each in one.reserves
    ]
    settled = f"{row.finality.value.capitalize()}: {row.why}" if row.why else ""
    return _line(
        visit,
        "decision",
        row,
        one.taken,
        at=row.decided_at,
        state=", ".join([outcome(row), *standing(row)]),
        more=tuple(filter(None, [settled, *against])),
        off=row.finality.value == "withdrawn",
        closed_at=row.settled_at,
    )


def action_line(visit: Visit, one: Given) -> Line:
    """The action as it is shown, with its owners and what became of it."""
    row = one.row
    return _line(
        visit,
        "action",
        row,
        one.taken,
        at=row.given_at,
        state=public_registers.fate(row, visit.now),
        owners=listed([each.name for each in one.owners], "and") if one.owners else "nobody yet",
        more=(row.closed_why,) if row.closed_why else (),
        off=row.state is ActionState.DROPPED,
        closed_at=row.closed_at,
    )


def _line(
    visit: Visit,
    kind: str,
    row: Decision | Action,
    taken: Taken,
    *,
    at: datetime,
    state: str,
    owners: str = "",
    more: tuple[str, ...] = (),
    off: bool = False,
    closed_at: datetime | None = None,
) -> Line:
    group, meeting = taken.title.group, taken.meeting
    place = ""
    if meeting is not None and taken.sitting is not None:
        of = of_record("minutes", sitting=taken.sitting, group=group.key, number=meeting.number)
        place = f"{of}#{kind}-{row.number}"
    return Line(
        kind=kind,
        name=f"{taken.title.handle} {row.number}",
        anchor=f"{group.key}-{row.number}",
        text=row.text,
        at=at,
        state=state,
        group=group,
        where=meeting.title if meeting else "by message",
        place=place,
        by=row.by_name,
        owners=owners,
        more=more,
        off=off,
        closed_at=closed_at,
    )
