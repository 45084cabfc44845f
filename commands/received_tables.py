"""Received tables: what was received of all coalitions, to take along and to bring."""

from __future__ import annotations

from typing import Any

from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.message import Answer, Ask, Attached, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import received_facts, received_tables
from dcbot.services.columns import as_csv, safe
from dcbot.services.received_tables import Recorded


@command(
    "received table",
    aliases=("received export", "facts table"),
    examples=(Example("received table", "0 facts are recorded.…"),),
)
async def received_table(call: Call) -> Answer:
    """Send all that is recorded as received as a table (CSV); `received import` takes it back."""
    rows = await received_tables.table(call.store)
    text = as_csv([[safe(cell) for cell in row] for row in rows]).decode("utf-8-sig")
    count = f"{len(rows) - 1} fact{'s are' if len(rows) != 2 else ' is'} recorded"
    say = call.say("received import")
    said = f"{count}. The Secretariat brings the table back with {say}."
    return Answer(said, files=(Attached.written("received.csv", "text/csv", text),))


@command(
    "received import",
    aliases=("import received", "facts import"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read table",
    examples=(Example("received import", "Only the Secretariat can say “!received import”.…"),),
)
async def received_import(call: Call) -> Answer:
    """Record what was received of many coalitions out of an attached table, CSV or Excel.

    Its columns are coalition, what (report, paper, light report, session report, session,
    contribution, new) and year, and where you have them received (yes or no), day, link and note.
    The bot shows what would be recorded, and asks. What is not in the table is never taken away.
    """
    await received_facts.require(call.store, by=call.person, now=call.now)
    if call.errand is None:
        raise BadArgument(
            f"No table came with the message. Attach it to {call.say('received import')}."
        )
    if "mistake" in call.errand:
        raise UserError(call.errand["mistake"])
    rows = [(number, cells) for number, cells in call.errand["rows"]]
    found = await received_tables.compare(
        call.store, rows, prefix=call.manners.prefix, now=call.now
    )
    remarks = [f"- {one}" for one in (*found.remarks, *call.errand.get("notes", ()))]
    name = quoted(str(call.errand["name"]), 60)
    if not found.rows:
        return Answer("\n".join([f"{name} would record nothing new.", *remarks]), private=True)
    count = f"{len(found.rows)} fact{'s' if len(found.rows) != 1 else ''}"
    lines = [f"{name} would record {count}:", *found.lines]
    if remarks:
        lines += ["", "Besides:", *remarks]
    text = "\n".join([*lines, "", "Record it so? Say `yes` or `no`."])
    draft = {"rows": [one.as_document() for one in found.rows]}
    return Answer(text, private=True, ask=Ask("received table", draft=draft))


@takes_reply("received table")
async def received_agreed(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Record what was shown, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was recorded.", private=True)
    rows = [Recorded.from_document(one) for one in draft["rows"]]
    await received_tables.apply(call.store, rows, by=call.person, now=call.now)
    count = f"{len(rows)} fact{'s are' if len(rows) != 1 else ' is'}"
    return Answer(f"{count} recorded as the table says.", private=True)
