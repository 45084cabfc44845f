"""Slot imports: a table or calendar of decisions that came back, compared with what is decided,
and taken as it was shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dcbot.arguments import listed
from dcbot.errors import Stale, UserError
from dcbot.message import literal, quoted
from dcbot.services import (
    applicants,
    slot_calls,
    slot_decisions,
    slot_forms,
    slot_letters,
    slot_tables,
)
from dcbot.services.slot_decisions import Decided, Placed
from dcbot.services.slot_tables import Wanted
from dcbot.sheets import Row
from storage.people import Person
from storage.slots import Result, SlotCall
from storage.store import Store

_UID = re.compile(r"slot-(\d+)@")
_TAKEN = listed(["decision", "reason", "starts", "zone", "minutes", "room"])


@dataclass(frozen=True)
class Changed:
    """What is to be decided of a request, and what it was like when that was shown."""

    request: int
    result: Result
    why: str
    placed: Placed
    decision: int
    version: int

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for a yes."""
        return asdict(self)

    @classmethod
    def from_document(cls, row: Mapping[str, Any]) -> Changed:
        """What was shown, out of the form in which it waited."""
        given = {"result": Result(row["result"]), "placed": Placed(**row["placed"])}
        return cls(**{**row, **given})


@dataclass(frozen=True)
class Compared:
    """What a table would decide that is not decided yet, lines that say so, and what else is to be
    said of it."""

    changes: Sequence[Changed]
    lines: Sequence[str]
    remarks: Sequence[str]


async def compare(store: Store, call: SlotCall, rows: Sequence[Row], *, prefix: str) -> Compared:
    """What of the table is otherwise than decided. Raises BadArgument for what is no such table."""
    read = slot_tables.read(rows)
    every = await slot_decisions.every(store, call)
    changes, lines, remarks = [], [], list(read.problems)
    seen: dict[int, int] = {}
    for row in read.wanted:
        try:
            one = await _request(store, row, every, prefix=prefix)
        except UserError as mistake:
            remarks.append(f"Row {row.number} was not taken: {mistake.text}")
            continue
        if one.request.id in seen:
            first = seen[one.request.id]
            remarks.append(
                f"Row {row.number} was not taken: it is about {literal(one.handle)}, as row "
                f"{first}."
            )
            continue
        seen[one.request.id] = row.number
        remarks += _otherwise(row, one)
        if row.differs(one):
            why, placed = row.decided(one.decision)
            number = one.decision.id if one.decision else 0
            version = one.version.number
            changes.append(Changed(one.request.id, row.result, why, placed, number, version))
            lines.append(_line(one, changes[-1]))
    if read.unknown:
        named = listed([quoted(one, 30) for one in read.unknown])
        remarks.append(f"Nobody knows the columns {named}; they were left out.")
    return Compared(changes, lines, remarks)


async def _request(store: Store, row: Wanted, every: Sequence[Decided], *, prefix: str) -> Decided:
    """The request that the row is about: by the id that its event has here, or by the coalition,
    with which a title may begin. Raises UserError."""
    if found := _UID.match(row.uid):
        for one in every:
            if one.request.id == int(found[1]):
                return one
    head, colon, _ = row.coalition.partition(":")
    try:
        group, handle = await applicants.coalition(store, row.coalition, prefix=prefix)
    except UserError:
        if not colon:
            raise
        group, handle = await applicants.coalition(store, head, prefix=prefix)
    for one in every:
        if one.group.id == group.id:
            return one
    raise UserError(f"{literal(handle)} requests no slot.")


def _otherwise(row: Wanted, one: Decided) -> list[str]:
    """What the row says of the request itself that the coalition has not given."""
    labels = [
        slot_forms.FIELDS[key].label
        for key, said in row.given.items()
        if said != " ".join(str(one.version.fields.get(key, "")).split())
    ]
    if not labels:
        return []
    return [
        f"Row {row.number}: {listed(labels)} of {literal(one.handle)} would be otherwise; taken "
        f"back are {_TAKEN} alone. `!slot set {literal(one.handle)} …` changes a request."
    ]


def _line(one: Decided, change: Changed) -> str:
    was = "not decided"
    if one.decision is not None:
        now = one.decision
        placed = Placed(now.starts, now.zone, now.minutes, now.where)
        was = _words(now.result, now.why, placed)
    ask = "; the question goes out at once" if change.result is Result.ASKED else ""
    is_then = _words(change.result, change.why, change.placed)
    return f"- {literal(one.handle)}: **{is_then}**{ask}; before: {was}"


def _words(result: Result, why: str, placed: Placed) -> str:
    at = f", {placed.starts.replace('T', ' ')} {placed.zone}" if placed.starts else ""
    long = f", {placed.minutes} minutes" if placed.minutes else ""
    where = f", {literal(placed.where)}" if placed.where else ""
    return f"{result.value}{at}{long}{where}{f' ({literal(why)})' if why else ''}"


async def apply(
    store: Store, call: SlotCall, changes: Sequence[Changed], *, by: Person, now: datetime
) -> None:
    """Decide what was shown. Raises Stale where something of it was decided or changed since, or
    UserError where one cannot be; then none is."""
    there = {one.request.id: one for one in await slot_decisions.every(store, call)}
    cycle = await slot_calls.cycle_of(store, call)
    for change in changes:
        one = there.get(change.request)
        number = one.decision.id if one and one.decision else 0
        if one is None or (number, one.version.number) != (change.decision, change.version):
            raise Stale(
                "Something of it was decided or changed since it was shown; nothing was done. "
                "Send the file again to see what it would change now."
            )
        found = await slot_decisions.decide(
            store,
            call,
            one.group,
            change.result,
            change.why,
            by=by,
            now=now,
            placed=change.placed,
        )
        if change.result is Result.ASKED:
            await slot_letters.ask(store, cycle, found, now=now)
