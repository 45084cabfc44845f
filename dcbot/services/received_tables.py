"""Received tables: what was received of coalitions as rows of words, out and in again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dcbot.arguments import listed
from dcbot.errors import BadArgument, Stale, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import applicants, evaluating, groups, received_facts, received_reading
from dcbot.services.columns import refuse_formula
from dcbot.services.received_facts import Stated
from dcbot.sheets import Row
from storage.people import Person
from storage.received_facts import FactKind, ReceivedFact
from storage.store import Store

COLUMNS = ("coalition", "what", "year", "received", "day", "link", "note")
_ALSO = {
    "dc": "coalition",
    "kind": "what",
    "report": "what",
    "holds": "received",
    "on": "day",
    "date": "day",
    "address": "link",
    "notes": "note",
}
_YES, _NO = ("", "yes", "y", "x", "true", "1", "received"), ("no", "n", "false", "0", "none")


@dataclass(frozen=True)
class Recorded:
    """One row of a table that came: what is to be recorded of which coalition, and the revision of
    what was recorded when that was shown; 0 where nothing was."""

    group: int
    said: Stated
    revision: int

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for a yes."""
        return asdict(self)

    @classmethod
    def from_document(cls, row: Mapping[str, Any]) -> Recorded:
        """What was shown, out of the form in which it waited."""
        said = Stated(**{**row["said"], "kind": FactKind(row["said"]["kind"])})
        return cls(row["group"], said, row["revision"])


@dataclass(frozen=True)
class Compared:
    """What a table would record, lines that say so, and what else is to be said of it."""

    rows: Sequence[Recorded]
    lines: Sequence[str]
    remarks: Sequence[str]


async def table(store: Store) -> list[list[str]]:
    """All that is recorded, the columns first; read back, it changes nothing."""
    titles = {title.group.id: title.handle for title in await groups.titles(store)}
    rows = [list(COLUMNS)]
    for one in await store.received.all():
        holds = "yes" if one.holds else "no"
        cells = [one.kind.value, one.year, holds, one.day, one.link, one.note]
        rows.append([titles[one.group_id], *cells])
    return rows


async def compare(store: Store, rows: Sequence[Row], *, prefix: str, now: datetime) -> Compared:
    """What of the table is otherwise than recorded. Raises BadArgument for what is no such
    table."""
    start, columns, unknown = _header(rows)
    found, lines, remarks = [], [], []
    seen: dict[tuple[int, FactKind, str], int] = {}
    for number, row in rows:
        named = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if number <= start or not any(named.values()):
            continue
        try:
            name, said = _stated(named, now)
            group, handle = await applicants.coalition(store, name, prefix=prefix)
            key = (group.id, said.kind, said.year)
            if key in seen:
                raise BadArgument(f"row {seen[key]} says the same.")
        except UserError as mistake:
            remarks.append(f"Row {number} was not taken: {mistake.text}")
            continue
        seen[key] = number
        fact = await store.received.find(*key)
        if not received_facts.says_so(fact, said):
            found.append(Recorded(group.id, said, fact.revision if fact else 0))
            lines.append(_line(handle, said, fact, now))
    if unknown:
        named_so = listed([quoted(one, 30) for one in unknown])
        remarks.append(f"Nobody knows the columns {named_so}; they were left out.")
    return Compared(found, lines, remarks)


def _line(handle: str, said: Stated, fact: ReceivedFact | None, now: datetime) -> str:
    is_then = evaluating.words(_as_fact(said, now))
    was = evaluating.words(fact) if fact is not None and not fact.withdrawn else "not recorded"
    return f"- {literal(handle)}: **{is_then}**; before: {was}"


def _as_fact(said: Stated, now: datetime) -> ReceivedFact:
    """The fact as it would be, in no table."""
    return ReceivedFact(
        group_id=0,
        kind=said.kind,
        year=said.year,
        recorded_at=now,
        by_name="",
        holds=said.holds,
        day=said.day,
        link=said.link,
        note=said.note,
    )


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, int], list[str]]:
    for number, row in rows[:10]:
        found: dict[str, int] = {}
        unknown = []
        for at, cell in enumerate(row):
            name = _ALSO.get(fold(cell), fold(cell))
            if name in COLUMNS and name not in found:
                found[name] = at
            elif cell:
                unknown.append(cell)
        if {"coalition", "what", "year"} <= found.keys():
            return number, found, unknown
    raise BadArgument(
        "No row names its columns. Three must be there: coalition, what (a report, paper, light "
        "report, session report, session, contribution or new) and year."
    )


def _stated(named: Mapping[str, str], now: datetime) -> tuple[str, Stated]:
    """The coalition's name in the row, and what is said of it."""
    for cell in named.values():
        if cell:
            refuse_formula(cell)
    said = {name: cell.removeprefix("'") for name, cell in named.items()}
    if not said["coalition"]:
        raise BadArgument("it names no coalition.")
    if not re.fullmatch(r"(?:19|20)\d\d", said["year"]):
        raise BadArgument(f"{quoted(said['year'])} is no year.")
    holds = fold(said.get("received", ""))
    if holds not in (*_YES, *_NO):
        raise BadArgument(f"{quoted(said['received'])} is neither yes nor no.")
    day = received_reading.read_day(said["day"]) if said.get("day") else ""
    if day > now.date().isoformat():
        raise BadArgument(f"{quoted(day)} is still to come.")
    link = said.get("link", "")
    if link and not link.startswith(("https://", "http://")):
        raise BadArgument(f"{quoted(link, 40)} is no link. It begins with https://.")
    kind = received_reading.kind_of(said["what"])
    stated = Stated(kind, said["year"], holds in _YES, day, link, said.get("note", ""))
    return said["coalition"], stated


async def apply(store: Store, rows: Sequence[Recorded], *, by: Person, now: datetime) -> None:
    """Record what was shown. Raises Stale where something of it was recorded since; then nothing
    is."""
    for one in rows:
        group = await store.groups.get(one.group)
        fact = await store.received.find(one.group, one.said.kind, one.said.year)
        if group is None or (fact.revision if fact else 0) != one.revision:
            raise Stale(
                "Something of it was recorded since it was shown; nothing was done. Send the "
                "table again to see what it would change now."
            )
        await received_facts.record(store, group, one.said, by=by, now=now)
