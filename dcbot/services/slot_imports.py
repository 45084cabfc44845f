"""Slot imports: a table of decisions that came back is compared with what is decided, and taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import UserError
from dcbot.message import literal
from dcbot.services import applicants, slot_decisions, slot_tables
from dcbot.services.slot_decisions import Placed
from dcbot.services.slot_tables import Wanted
from dcbot.sheets import Row
from storage.people import Person
from storage.slots import Result, SlotCall
from storage.store import Store


@dataclass(frozen=True)
class Compared:
    """What a table would decide that is not decided yet, and lines that say so."""

    wanted: Sequence[Wanted]
    lines: Sequence[str]

    def as_document(self) -> list[dict[str, Any]]:
        """The form in which it waits for a yes."""
        return [asdict(one) for one in self.wanted]


def from_document(rows: Sequence[dict[str, Any]]) -> list[Wanted]:
    """What was shown, out of the form in which it waited."""
    return [
        Wanted(**{**row, "result": Result(row["result"]), "placed": Placed(**row["placed"])})
        for row in rows
    ]


async def compare(store: Store, call: SlotCall, rows: Sequence[Row], *, prefix: str) -> Compared:
    """What of the table is otherwise than decided. Raises BadArgument for what is no such table."""
    read, problems = slot_tables.read(rows)
    every = {one.group.id: one for one in await slot_decisions.every(store, call)}
    wanted, lines = [], []
    for row in read:
        try:
            group, handle = await applicants.coalition(store, row.coalition, prefix=prefix)
        except UserError as mistake:
            problems.append(f"Row {row.number} was not taken: {mistake.text}")
            continue
        one = every.get(group.id)
        if one is None:
            problems.append(f"Row {row.number} was not taken: {literal(handle)} requests no slot.")
        elif row.differs(one):
            wanted.append(row)
            lines.append(_line(handle, row))
    return Compared(wanted, [*lines, *(f"- {one}" for one in problems)])


def _line(handle: str, row: Wanted) -> str:
    placed = row.placed
    at = f", {placed.starts.replace('T', ' ')} {placed.zone}" if placed.starts else ""
    where = f", {literal(placed.where)}" if placed.where else ""
    why = f" ({literal(row.why)})" if row.why else ""
    return f"- {literal(handle)}: {row.result.value}{at}{where}{why}"


async def apply(
    store: Store,
    call: SlotCall,
    wanted: Sequence[Wanted],
    *,
    by: Person,
    now: datetime,
    prefix: str,
) -> None:
    """Decide what the table says. Raises UserError where one row cannot be; then none is."""
    for row in wanted:
        group, _ = await applicants.coalition(store, row.coalition, prefix=prefix)
        await slot_decisions.decide(
            store, call, group, row.result, row.why, by=by, now=now, placed=row.placed
        )
