"""The registers to take along: as JSON with its schema, and as tables for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from dcbot.services import public_registers, tables
from dcbot.services.columns import as_csv, rows_as_csv, safe
from dcbot.services.public_registers import Decided, Given, Taken
from dcbot.web.content import JSON, TABLE, Content
from dcbot.web.registers import Line, action_line, line
from dcbot.web.visit import Visit
from dcbot.web.volumes import volumes
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

    def written(rows: Sequence[tuple[Decided | Given, Line]]) -> bytes:
        texts = [json.dumps(_row(visit, *one), ensure_ascii=False, indent=1) for one in rows]
        return ",".join("\n  " + text.replace("\n", "\n  ") for text in texts).encode()

    years = await _volumes(visit, group, name, "json", written)
    if years is None:
        return None
    rows = b",".join(filter(None, years))
    body = b'{\n "%b": [%b]\n}\n' % (name.encode(), rows + b"\n " if rows else b"")
    return Content(body, JSON, _now(visit))


async def as_table(visit: Visit, group: str = "", *, name: str) -> Content | None:
    """The register of all or of a group, as a table; no cell of it can be a formula."""

    def written(rows: Sequence[tuple[Decided | Given, Line]]) -> bytes:
        return rows_as_csv([safe(cell) for cell in _cells(visit, one)] for _, one in rows)

    years = await _volumes(visit, group, name, "table", written)
    if years is None:
        return None
    return Content(as_csv([_HEADER]) + b"".join(years), TABLE, _now(visit))


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


async def _volumes(
    visit: Visit,
    key: str,
    name: str,
    form: str,
    written: Callable[[Sequence[tuple[Decided | Given, Line]]], bytes],
) -> list[bytes] | None:
    """The years of the register in this form, newest first; None where there is no such group."""
    group = await visit.group(key)
    if key and group is None:
        return None

    async def make(years: Collection[int] | None) -> dict[int, bytes]:
        rows = await _shown(visit, name, group, years)
        by_year = groupby(rows, key=lambda one: one[1].at.year)
        return {year: written(list(them)) for year, them in by_year}

    listing = (name, group.id if group else 0)
    return await volumes(visit, listing, f"{key} {name} {form}", make)


async def _shown(
    visit: Visit, name: str, group: Group | None, years: Collection[int] | None
) -> list[tuple[Decided | Given, Line]]:
    """Every entry of the register, or those of the years, newest first."""
    if years is not None:
        found = [await _read(visit, name, group, year) for year in sorted(years, reverse=True)]
        return [one for them in found for one in them]
    if visit.choosing and group is not None:
        return await _read(visit, name, group)
    # All are written out, too, and of them those of a group are some, in the same order.
    every = await visit.once(("register", name), lambda: _read(visit, name, None))
    return [one for one in every if group is None or one[1].group.id == group.id]


async def _read(
    visit: Visit, name: str, group: Group | None, year: int | None = None
) -> list[tuple[Decided | Given, Line]]:
    if name == "decisions":
        decided = await public_registers.decisions(visit.store, group, year)
        return [(one, line(visit, one)) for one in decided]
    if year is None:
        given = await public_registers.all_actions(visit.store, group)
    else:
        given = await public_registers.actions(visit.store, group, year)
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
