"""Slot tables: requests with what is decided, for the Secretariat to take along and bring back."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.message import Answer, Ask, Attached, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import attachments, slot_calls, slot_decided, slot_decisions, slot_tables
from dcbot.services.columns import as_csv, safe
from dcbot.services.slot_imports import apply, compare, from_document

Cycle = Annotated[str, Rest("cycle")]


@command(
    "slot table",
    aliases=("slot export",),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    examples=(Example("slot table 2025", "Only the Secretariat can say “!slot table”.…"),),
)
async def slot_table(call: Call, cycle: Cycle = "") -> Answer:
    """Send all requests of a call as a table (CSV), with what is decided and not released yet.

    Its columns decision, reason, starts, zone, minutes and room can be filled in, and the table
    sent back with `slot import`.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to=slot_decisions.TO)
    row = await slot_calls.found(call.store, cycle, now=call.now)
    its = await slot_calls.cycle_of(call.store, row)
    every = await slot_decisions.every(call.store, row)
    rows = [slot_tables.header(), *([safe(cell) for cell in slot_tables.cells(o)] for o in every)]
    text = as_csv(rows).decode("utf-8-sig")
    file = Attached.written(f"slots-{its.key}.csv", "text/csv", text)
    count = f"{len(every)} request{'s' if len(every) != 1 else ''}"
    say = call.say("slot import")
    said = f"{count} for {literal(its.name)}, as you alone see them. {say} takes the table back."
    return Answer(said, private=True, files=(file,))


@command(
    "slot import",
    aliases=("slots import", "import slots"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read table",
    examples=(Example("slot import", "Only the Secretariat can say “!slot import”.…"),),
)
async def slot_import(call: Call, cycle: Cycle = "") -> Answer:
    """Take decisions and places in the programme out of an attached table, CSV or Excel.

    Its columns are coalition and decision, and where you have them reason, starts (2027-12-19
    10:00), zone, minutes and room. The bot shows what would change, and asks; what is decided stays
    private until the release.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to=slot_decisions.TO)
    if not slot_decided.said_alone(call.place, private=call.private):
        raise UserError("Others read along here. Send the table to me alone.")
    if call.errand is None:
        raise BadArgument(
            f"No table came with the message. Attach it to {call.say('slot import')}."
        )
    if "mistake" in call.errand:
        raise UserError(call.errand["mistake"])
    await attachments.noted(call.store, call.errand, now=call.now)
    row = await slot_calls.found(call.store, cycle, now=call.now)
    rows = [(number, cells) for number, cells in call.errand["rows"]]
    found = await compare(call.store, row, rows, prefix=call.manners.prefix)
    name = quoted(str(call.errand["name"]), 60)
    if not found.wanted:
        return Answer("\n".join([f"{name} would change nothing.", *found.lines]), private=True)
    lines = [f"{name} would decide {len(found.wanted)} of the requests:", *found.lines]
    text = "\n".join([*lines, "", "Decide it so? Say `yes` or `no`."])
    draft = {"call": row.id, "rows": found.as_document()}
    return Answer(text, private=True, ask=Ask("slot table", draft=draft))


@takes_reply("slot table")
async def slot_imported(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Decide as the table says, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was decided.", private=True)
    row = await call.store.slots.get_call(draft["call"])
    assert row is not None
    wanted = from_document(draft["rows"])
    await apply(call.store, row, wanted, by=call.person, now=call.now, prefix=call.manners.prefix)
    count = f"{len(wanted)} request{'s are' if len(wanted) != 1 else ' is'}"
    return Answer(f"{count} decided as the table says. Nobody else knows until the release.")
