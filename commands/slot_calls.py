"""Slot calls: the Secretariat opens the call for slots of a cycle, and closes it."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.message import literal
from dcbot.roles import Assurance, Role
from dcbot.services import cycles, slot_calls

Cycle = Annotated[str, Rest("cycle")]


@command(
    "slot call",
    aliases=("call for slots", "slots call", "slot call open"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("slot call 2025", "Only the Secretariat can say “!slot call”.…"),),
)
async def slot_call(call: Call, cycle: Cycle) -> str:
    """Open the call for slots of a cycle; it ends with the cycle's date for requests.

    `slot call 2027` finds that date by its name; `slot call 2027 until session proposals due` names
    another. Where the date moves, so does the end of the call.
    """
    year, _, named = cycle.strip().partition(" ")
    found = await cycles.named(call.store, year.rstrip(":"))
    await slot_calls.require(call.store, by=call.person, now=call.now, to="open a call for slots")
    date = await slot_calls.due_date(call.store, found, named.removeprefix("until").strip())
    row = await slot_calls.begin(call.store, found, date, by=call.person, now=call.now)
    until = await slot_calls.until_words(call.store, row)
    return (
        f"The call for slots at {literal(found.name)} is open until {until}. Coalitions answer "
        f"with {call.say('slot request')} or {call.say('slot none')} and their name; "
        f"{call.say('slots')} shows who has, {call.say(f'slot rules {found.key}')} the rules."
    )


@command(
    "slot close",
    aliases=("close call for slots", "slot call close", "slots close"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("slot close 2025", "Only the Secretariat can say “!slot close”.…"),),
)
async def slot_close(call: Call, cycle: Cycle = "") -> str:
    """End the call for slots before its date; what comes then is late, with its reason."""
    row = await slot_calls.found(call.store, cycle, now=call.now)
    await slot_calls.close(call.store, row, by=call.person, now=call.now)
    found = await slot_calls.cycle_of(call.store, row)
    return f"The call for slots at {literal(found.name)} is closed. What comes now is late."
