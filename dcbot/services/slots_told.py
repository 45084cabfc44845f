"""Slots told: requests in words, to those whose they are and to everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.message import literal
from dcbot.services import groups, slot_calls, slot_forms
from dcbot.services.groups import Title
from dcbot.services.moments import day
from dcbot.services.slot_forms import FIELDS
from storage.groups import GroupKind
from storage.slots import RequestState, Result, SlotCall, SlotOutcome, SlotRequest, SlotVersion
from storage.store import PublicStore, Store

NOTHING_SAID = "not requested"
"""The state of a coalition of which there is no request."""


@dataclass(frozen=True)
class Row:
    """One coalition in the table of a call: what it said, and what became of it."""

    title: Title
    request: SlotRequest | None = None
    outcome: SlotOutcome | None = None

    @property
    def state(self) -> str:
        """What it said, in words."""
        request = self.request
        if request is None or request.state is RequestState.DRAFT:
            return NOTHING_SAID
        late = ", late" if request.late else ""
        return f"{request.state.value}{late}"

    @property
    def result(self) -> str:
        """What became of it, in words; empty where that is not public."""
        withdrawn = self.request is not None and self.request.state is RequestState.WITHDRAWN
        return self.outcome.result.value if self.outcome and not withdrawn else ""


async def table(store: Store | PublicStore, call: SlotCall, *, now: datetime) -> list[Row]:
    """Each coalition with what it said, as far as everybody may know it by then."""
    requests = {one.group_id: one for one in await store.slots.requests(call.id)}
    outcomes = await store.slots.outcomes([one.id for one in requests.values()], now)
    rows = []
    for title in await groups.titles(store, GroupKind.COALITION):
        request = requests.get(title.group.id)
        outcome = outcomes.get(request.id) if request else None
        public = request if request and request.is_public(now) else None
        rows.append(Row(title, public, outcome))
    return sorted(rows, key=lambda row: (_ORDER[row.state.split(",")[0]], row.title.handle))


_ORDER = {"requested": 0, "not meeting": 1, "withdrawn": 2, NOTHING_SAID: 3}


def row_line(row: Row) -> str:
    """The coalition in one line of the table."""
    result = f": **{row.result}**" if row.result else ""
    title = f", “{literal(row.outcome.title)}”" if row.outcome and row.outcome.title else ""
    at = f" since {day(row.request.changed_at)}" if row.request else ""
    return f"- {literal(row.title.handle)}: {row.state}{at}{result}{title if result else ''}"


async def table_lines(store: Store, call: SlotCall, *, now: datetime) -> list[str]:
    """The table in lines, with until when requests are taken; who has said nothing in one line."""
    cycle = await slot_calls.cycle_of(store, call)
    until = await slot_calls.until_words(store, call)
    open_ = await slot_calls.is_open(store, call, now)
    state = f"open until {until}" if open_ else f"ended ({until})"
    rows = await table(store, call, now=now)
    said = [row for row in rows if row.state != NOTHING_SAID]
    silent = [literal(row.title.handle) for row in rows if row.state == NOTHING_SAID]
    lines = [f"**Slots at {literal(cycle.name)}**: the call is {state}."]
    lines += [row_line(row) for row in said]
    if silent:
        lines.append(f"- {NOTHING_SAID}: {', '.join(silent)}")
    return lines


def fields_lines(fields: Mapping[str, Any]) -> list[str]:
    """What was filled in, a line for each field of the form, and what was not taken."""
    lines = [
        f"- {field.label}: {literal(fields[field.key])}"
        for field in FIELDS.values()
        if fields.get(field.key)
    ]
    if fields.get(slot_forms.LATE):
        lines.append(f"- Late because: {literal(fields[slot_forms.LATE])}")
    unclear = fields.get("unclear", {})
    for key in FIELDS:
        if key in unclear:
            lines.append(f"- {FIELDS[key].label}, not taken yet: {literal(unclear[key])}")
    return lines


def form_lines(fields: Mapping[str, Any], *, whole: bool = False) -> list[str]:
    """The lines that are still to be filled in: the first five, or then what remains."""
    needed = slot_forms.missing(fields)
    asked: Sequence[slot_forms.Field] = needed or slot_forms.open_ones(fields)
    return [f"{line}" for line in slot_forms.blank(asked)] if needed or whole else []


def remains(fields: Mapping[str, Any]) -> str:
    """What may still be added, by its labels."""
    return ", ".join(one.label for one in slot_forms.open_ones(fields))


def state_words(version: SlotVersion, request: SlotRequest) -> str:
    """How far the request has come, in words."""
    late = ", late" if request.late else ""
    if version.state is RequestState.DRAFT:
        return "begun, and no request yet"
    return f"{version.state.value}{late}"


def result_words(outcome: SlotOutcome) -> str:
    """What became of a request, in a sentence that everybody may read."""
    return {
        Result.ACCEPTED: "accepted",
        Result.WAITLISTED: "on the waiting list",
        Result.DECLINED: "declined",
        Result.ASKED: "asked back",
    }[outcome.result]
