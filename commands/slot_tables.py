"""Slot tables: requests with what is decided, for the Secretariat to take along and bring back."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.calendar.feed import feed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.lines import fold
from dcbot.message import Answer, Ask, Attached, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import (
    slot_calls,
    slot_decided,
    slot_decisions,
    slot_entries,
    slot_tables,
)
from dcbot.services.columns import as_csv, safe
from dcbot.services.slot_imports import Changed, apply, compare
from dcbot.sheets import workbook

Cycle = Annotated[str, Rest("cycle")]
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS = {"csv": "csv", "xlsx": "xlsx", "excel": "xlsx", "ics": "ics", "calendar": "ics"}


@command(
    "slot table",
    aliases=("slot export",),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    examples=(
        Example("slot table 2025", "Only the Secretariat can say “!slot table”.…"),
        Example("slot table 2025 xlsx", "Only the Secretariat can say “!slot table”.…"),
    ),
)
async def slot_table(
    call: Call, cycle: Annotated[str, Rest("cycle, and csv, xlsx or ics")] = ""
) -> Answer:
    """Send all requests of a call as a table, with what is decided and not released yet.

    It is CSV; `slot table 2027 xlsx` sends it for Excel, `slot table 2027 ics` what is accepted and
    has a time as a calendar. Its columns decision, reason, starts, zone, minutes and room can be
    filled in, or the events moved, and the file sent back with `slot import`.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to=slot_decisions.TO)
    words = cycle.replace(",", " ").split()
    form = _FORMS.get(fold(words[-1])) if words else None
    year = " ".join(word for word in (words[:-1] if form else words) if fold(word) != "as")
    row = await slot_calls.found(call.store, year, now=call.now)
    its = await slot_calls.cycle_of(call.store, row)
    every = await slot_decisions.every(call.store, row)
    say = call.say("slot import")
    if form == "ics":
        entries = slot_entries.of_decided(every, site=call.manners.site)
        text = feed(entries, name=f"Slots at {its.name}", now=call.now).decode()
        file = Attached.written(f"slots-{its.key}.ics", "text/calendar", text)
        count = f"{len(entries)} session{'s' if len(entries) != 1 else ''} with a time"
        said = f"{count} at {literal(its.name)}, as you alone see them. {say} takes it back."
        return Answer(said, private=True, files=(file,))
    rows = [slot_tables.header(), *([safe(cell) for cell in slot_tables.cells(o)] for o in every)]
    if form == "xlsx":
        file = Attached.made(f"slots-{its.key}.xlsx", _EXCEL, workbook(rows, "Slots"))
    else:
        file = Attached.written(
            f"slots-{its.key}.csv", "text/csv", as_csv(rows).decode("utf-8-sig")
        )
    count = f"{len(every)} request{'s' if len(every) != 1 else ''}"
    said = f"{count} for {literal(its.name)}, as you alone see them. {say} takes the table back."
    return Answer(said, private=True, files=(file,))


@command(
    "slot import",
    aliases=("slots import", "import slots"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read programme",
    examples=(Example("slot import", "Only the Secretariat can say “!slot import”.…"),),
)
async def slot_import(call: Call, cycle: Cycle = "") -> Answer:
    """Take decisions and places in the programme out of an attached file: CSV, Excel or a calendar.

    The columns of a table are coalition and decision, and where you have them reason, starts
    (2027-12-19 10:00), zone, minutes and room; what has no column stays as it is. An event of a
    calendar (.ics) is an accepted session; it is known by its title, which begins with the
    coalition. The bot shows what would change, and asks; it stays private until the release.
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
    row = await slot_calls.found(call.store, cycle, now=call.now)
    rows = [(number, cells) for number, cells in call.errand["rows"]]
    found = await compare(call.store, row, rows, prefix=call.manners.prefix)
    remarks = [f"- {one}" for one in (*found.remarks, *call.errand.get("notes", ()))]
    name = quoted(str(call.errand["name"]), 60)
    if not found.changes:
        return Answer("\n".join([f"{name} would change nothing.", *remarks]), private=True)
    lines = [f"{name} would decide {len(found.changes)} of the requests:", *found.lines]
    if remarks:
        lines += ["", "Besides:", *remarks]
    text = "\n".join([*lines, "", "Decide it so? Say `yes` or `no`."])
    draft = {"call": row.id, "changes": [one.as_document() for one in found.changes]}
    return Answer(text, private=True, ask=Ask("slot table", draft=draft))


@takes_reply("slot table")
async def slot_imported(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Decide as the table says, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was decided.", private=True)
    row = await call.store.slots.get_call(draft["call"])
    assert row is not None
    changes = [Changed.from_document(one) for one in draft["changes"]]
    await apply(call.store, row, changes, by=call.person, now=call.now)
    count = f"{len(changes)} request{'s are' if len(changes) != 1 else ' is'}"
    return Answer(f"{count} decided as the table says. Nobody else knows until the release.")
