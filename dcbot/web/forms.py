"""The registers to take along: as JSON with its schema, and as tables for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from dcbot.services import public_registers, tables
from dcbot.services.columns import as_csv, safe
from dcbot.services.public_registers import Decided, Given, Taken
from dcbot.web.content import JSON, TABLE, Content
from dcbot.web.registers import Line, action_line, line
from dcbot.web.visit import Visit
from storage.groups import Group


class Reserve(TypedDict):
    """What was said against a decision."""

    kind: str
    text: str
    by: str
    coalition: str
    state: str


class Row(TypedDict):
    """One entry of a register. Moments are in UTC; `address` leads to its place in the minutes and
    is empty where there are none."""

    group: str
    number: int
    text: str
    at: str
    by: str
    meeting: str
    address: str
    state: str
    finality: NotRequired[str]
    why: NotRequired[str]
    settled_at: NotRequired[str]
    against: NotRequired[list[Reserve]]
    owners: NotRequired[list[str]]
    due: NotRequired[str]
    closed_at: NotRequired[str]
    closed_why: NotRequired[str]


class Register(TypedDict):
    """A whole register, newest first."""

    decisions: NotRequired[list[Row]]
    actions: NotRequired[list[Row]]


_HEADER = ("number", "text", "state", "date", "owners", "meeting", "written down by", "address")


async def as_json(visit: Visit, group: str = "", *, name: str) -> Content | None:
    """The register of all or of a group, as JSON."""
    found = await visit.group(group)
    if group and found is None:
        return None
    shown = await _shown(visit, name, found)
    rows = [_row(visit, one, of) for one, of in shown]
    text = json.dumps({name: rows}, ensure_ascii=False, indent=1) + "\n"
    return Content(text.encode(), JSON, _now(visit))


async def as_table(visit: Visit, group: str = "", *, name: str) -> Content | None:
    """The register of all or of a group, as a table; no cell of it can be a formula."""
    found = await visit.group(group)
    if group and found is None:
        return None
    lines = [of for _, of in await _shown(visit, name, found)]
    body = as_csv([_HEADER, *([safe(cell) for cell in _cells(visit, one)] for one in lines)])
    return Content(body, TABLE, _now(visit))


async def groups_table(visit: Visit) -> Content:
    """What is known of the coalitions, as the table that can be read in again."""
    return Content(as_csv(await tables.table(visit.store)), TABLE, _now(visit))


async def schema_file(visit: Visit) -> Content:
    """The schema of the registers as JSON."""
    text = json.dumps(schema(), indent=1) + "\n"
    return Content(text.encode(), JSON, _now(visit))


@cache
def schema() -> dict[str, Any]:
    """What stands in the JSON of a register; names may be added to it."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | TypeAdapter(Register).json_schema()


async def _shown(
    visit: Visit, name: str, group: Group | None
) -> list[tuple[Decided | Given, Line]]:
    if visit.choosing and group is not None:
        return await _read(visit, name, group)
    # All are written out, too, and of them those of a group are some, in the same order.
    every = await visit.once(("register", name), lambda: _read(visit, name, None))
    return [one for one in every if group is None or one[1].group.id == group.id]


async def _read(visit: Visit, name: str, group: Group | None) -> list[tuple[Decided | Given, Line]]:
    if name == "decisions":
        decided = await public_registers.decisions(visit.store, group)
        return [(one, line(visit, one)) for one in decided]
    given = await public_registers.all_actions(visit.store, group)
    return [(one, action_line(visit, one)) for one in given]


def _row(visit: Visit, one: Decided | Given, of: Line) -> Row:
    row: Row = {
        "group": of.group.key,
        "number": one.row.number,
        "text": of.text,
        "at": of.at.isoformat(),
        "by": of.by,
        "meeting": _meeting(one.taken),
        "address": visit.address + of.place if of.place else "",
        "state": "",
    }
    if isinstance(one, Decided):
        row["state"], row["finality"] = one.row.outcome.value, one.row.finality.value
        row["why"] = one.row.why
        if one.row.settled_at is not None:
            row["settled_at"] = one.row.settled_at.isoformat()
        row["against"] = [
            {
                "kind": each.kind.value,
                "text": each.text,
                "by": each.name,
                "coalition": each.coalition,
                "state": each.state.value,
            }
            for each in one.reserves
        ]
        return row
    row["state"], row["owners"] = one.row.state.value, [each.name for each in one.owners]
    row["due"] = one.row.due
    if one.row.closed_at is not None:
        row["closed_at"], row["closed_why"] = one.row.closed_at.isoformat(), one.row.closed_why
    return row


def _meeting(taken: Taken) -> str:
    return taken.meeting.title if taken.meeting else ""


def _cells(visit: Visit, one: Line) -> Sequence[str]:
    address = visit.address + one.place if one.place else ""
    date = one.at.date().isoformat()
    return (one.name, one.text, one.state, date, one.owners, one.where, one.by, address)


def _now(visit: Visit) -> datetime:
    """What is in a register may change without a date of its own: only the tag tells."""
    return visit.now.replace(microsecond=0)
