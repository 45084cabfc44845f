"""Imports: a table that comes with a message is compared with the register, and asked about."""

from __future__ import annotations

from typing import Any

from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.message import Answer, Ask, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import attachments, tables
from dcbot.services.differences import Differences

_BRIEF = 6
"""So many lines are shown in a room; where there are more, it is asked privately."""


@command(
    "coalition import",
    aliases=("import", "coalition table"),
    allowed=Role.COORDINATOR,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read table",
    examples=(
        Example(
            "coalition import",
            "Only coordinators and the Secretariat can say “!coalition import”.…",
        ),
    ),
)
async def import_(call: Call) -> Answer:
    """Compare an attached CSV or Excel table with the register, and ask before anything changes.

    The first row names the columns, in any order: key, name, acronym, also known as, founded,
    site, list, join, archive, archive software, about, topics, outputs, reports, met, became,
    stakeholder groups, status; for what is new in a row, source, as of and reason. An empty cell
    leaves things as they are, several values in one cell have | between them, and `unknown` says
    that something was looked for and not found. What is not in the table is never taken away.
    """
    if call.errand is None:
        raise BadArgument(
            f"No table came with the message. Attach a CSV or Excel file and write "
            f"{call.say('coalition import')} with it; or send me the file alone, privately, and "
            f"reply {call.say('coalition import')} to it."
        )
    if "mistake" in call.errand:
        raise UserError(call.errand["mistake"])
    file = str(call.errand["name"])
    await attachments.noted(call.store, call.errand, now=call.now)
    rows = [(number, cells) for number, cells in call.errand["rows"]]
    found = await tables.differences(call.store, rows, file=file, by=call.person, now=call.now)
    return _asked(found, list(call.errand.get("notes", ())))


def _asked(found: Differences, notes: list[str]) -> Answer:
    name = quoted(found.file, 60)
    remarks = [*found.remarks, *notes]
    if found.empty:
        head = f"{name} would change nothing."
        return Answer("\n".join([head, *(f"- {line}" for line in remarks)]))
    count = "1 thing" if len(found.lines) == 1 else f"{len(found.lines)} things"
    head = f"{name} would change {count} in the register:"
    lines = [f"- {line}" for line in found.lines]
    if remarks:
        lines += ["", "Besides:", *(f"- {line}" for line in remarks)]
    ask = Ask("import table", draft=found.as_document())
    text = "\n".join([head, *lines, "", "Change it so? Say `yes` or `no`."])
    if len(lines) <= _BRIEF:
        return Answer(text, ask=ask)
    # Whoever agrees must have seen all of it, and a room need not.
    return Answer(text, ask=ask, private=True)


@takes_reply("import table")
async def agreed(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Change the register as it was shown, or leave it."""
    shown = Differences.from_document(draft)
    name = quoted(shown.file, 60)
    if reply != "yes":
        return Answer(f"Nothing of {name} was taken; the register is as it was.")
    done = await tables.apply(call.store, shown, by=call.person, now=call.now)
    count = "1 thing" if len(done.lines) == 1 else f"{len(done.lines)} things"
    return Answer(
        f"The register is as {name} said: {count} changed. {call.say('coalition history')} with "
        "the name of a coalition tells each."
    )
