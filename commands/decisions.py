"""Decisions: written down, put to the group, shown, and found by words."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    decisions,
    decisions_said,
    decisions_shown,
    postings,
    striking,
    windows,
)
from dcbot.services.decisions import Decision, Finality, Taken
from dcbot.services.moments import clock
from dcbot.services.windows import Posting

Which = Annotated[str, Rest("decision")]
Text = Annotated[str, Paragraphs("group: text")]
View = Annotated[str, Paragraphs("decision: why")]


@command(
    "decisions",
    aliases=("decision list", "list decisions", "what was decided", "decided"),
    examples=(Example("decisions DCAD", "Decisions of DCAD: none."),),
)
async def decisions_list(call: Call, which: Annotated[str, Rest("group or words")] = "") -> Answer:
    """List what a group decided, or what was decided about some words, newest first.

    For example `decisions`, `decisions DCCG`, `decisions calendar`, `decisions calendar of DCCG`.
    """
    found = await decisions_shown.listing(call, which)
    return Answer("\n".join(found.lines), private=found.secret and not call.private)


@command(
    "decision",
    aliases=("decision show",),
    examples=(Example("decision DCAD 9", "There is no decision 9 of DCAD that you can see.…"),),
)
async def decision(call: Call, which: Which) -> Answer:
    """Show a decision with its outcome, whether it is final, and what was said against it."""
    found, _ = await decisions_said.find(call, which, example="decision DCCG 3")
    lines = await decisions_shown.whole(call.store, found)
    secret = decisions_shown.is_secret(found, call.place, now=call.now)
    return Answer("\n".join(lines), private=secret and not call.private)


@command(
    "decision add",
    aliases=("decision record", "add decision"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def decision_add(call: Call, decision: Text) -> Answer:
    """Write down what a group decided elsewhere: `decision add DCCG: We publish in June`.

    It is provisional for as many days as `group set window` says, in which those who could not
    attend may object; the group's rooms and lists are told. `DCCG for 7 days: …` says how long.
    A chair of the group may; of a coalition also its representatives.
    """
    return await _put(call, decision, call_for=False)


@command(
    "decision call",
    aliases=("consensus call", "call for consensus", "decision propose", "propose decision"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def decision_call(call: Call, decision: Text) -> Answer:
    """Put a decision to a group: if nobody objects within its window, it is agreed.

    For example `decision call DCCG for 14 days: We publish the calendar in June`. It goes to the
    group's rooms and lists; whoever objects replies, or says `object`. An objection that changes
    the substance begins the window anew.
    """
    return await _put(call, decision, call_for=True)


async def _put(call: Call, said: str, *, call_for: bool) -> Answer:
    put = await decisions_said.read(call, said)
    days = put.days
    if call_for and not days:
        days = await decisions.window_days(call.store, put.group) or windows.USUAL_DAYS
    taken = Taken(put.text, call=call_for, days=days)
    store, by, now = call.store, call.person, call.now
    row = await decisions.add(store, put.group, taken, place=call.place, by=by, now=now)
    name = literal(await decisions.handle(store, row))
    if row.finality is Finality.FINAL:
        return Answer(f"Decision {name} is written down, and final: {literal(row.text)}")
    state = "put to the group" if call_for else "written down"
    return await put_to(call, row, f"Decision {name} is {state}: {literal(row.text)}")


async def put_to(call: Call, row: Decision, head: str) -> Answer:
    """Tell the group's places of the window of the decision; returns what its opener is told."""
    until = windows.until_words(row)
    posting = await windows.invite(call.store, row, by=call.person, now=call.now)
    then = "agreed" if row.call else "final"
    may = f"{head}\nObjections are taken until {until}; then it is {then}."
    if posting is None:
        return Answer(f"{may} The group has no room or list where I could tell of it.")
    ask = Ask(postings.RECALL, accepts=("stop", "send now"), draft={"posting": posting.id})
    return Answer(f"{may} {_goes(posting)}", ask=ask)


def _goes(posting: Posting) -> str:
    at = clock(posting.goes_at, ZoneInfo("UTC"))
    return f"This goes to {posting.where} at {at}; until then `stop` recalls it."


@command(
    "decision withdraw",
    aliases=("withdraw decision",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def decision_withdraw(call: Call, which: View) -> Answer:
    """Take a decision back that is not final yet; say why behind a colon.

    It stays in the record, as withdrawn.
    """
    found, rest = await decisions_said.find(call, which, example="decision withdraw DCCG 3: why")
    why = rest.lstrip(": ").strip()
    await decisions.withdraw(call.store, found, by=call.person, now=call.now, why=why)
    return Answer(f"Decision {literal(await decisions.handle(call.store, found))} is withdrawn.")


@command(
    "decision erase",
    aliases=("erase decision",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def decision_erase(call: Call, which: View) -> Answer:
    """Take the words of a decision out for good; its number stays. Say why behind a colon."""
    found, rest = await decisions_said.find(call, which, example="decision erase DCCG 3: why")
    why = rest.lstrip(": ").strip()
    await striking.decision(call.store, found, by=call.person, now=call.now, why=why)
    name = literal(await decisions.handle(call.store, found))
    return Answer(f"The words of decision {name} are taken out.")
