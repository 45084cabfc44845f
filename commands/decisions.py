"""Decisions: written down, put to the group, objected to and settled; found by words."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    decisions,
    decisions_said,
    decisions_shown,
    objections,
    objections_said,
    postings,
    replies_to_windows,
    settling,
    windows,
)
from dcbot.services.decisions import Decision, Finality, Taken
from dcbot.services.moments import clock
from dcbot.services.objections import Reservation, Reserve
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
    return await _told(call, row, f"Decision {name} is {state}: {literal(row.text)}")


async def _told(call: Call, row: Decision, head: str) -> Answer:
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
    "object",
    aliases=("objection", "i object", "i object to", "we object", "we object to", "object to"),
    changes=True,
    examples=(Example("object DCAD 9: it costs too much", "There is no decision 9 of DCAD…"),),
)
async def object_to(call: Call, decision: View) -> Answer:
    """Object to the substance of a decision in its window, with the reason.

    For example `object DCCG 3: it leaves out remote participants`, or `object DCCG 3 for DCAD, as
    civil society: …`. It is recorded in the decision and holds it until whoever decides settles
    that. By a mail that does not prove who wrote it, it is recorded as such.
    """
    return await _against(call, decision, Reservation.OBJECTION, "object DCCG 3: why")


@command(
    "dissent",
    aliases=("minority view", "minority", "dissent from"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("dissent DCAD 9: too soon", "There is no decision 9 of DCAD…"),),
)
async def dissent(call: Call, decision: View) -> Answer:
    """Have a dissenting or minority view recorded in a decision, without holding it."""
    minority = call.words.casefold().startswith("minority")
    kind = Reservation.MINORITY if minority else Reservation.DISSENT
    return await _against(call, decision, kind, "dissent DCCG 3: why")


async def _against(call: Call, said: str, kind: Reservation, example: str) -> Answer:
    found, rest = await decisions_said.find(call, said, example=example)
    return Answer(await objections_said.record(call, found, kind, rest))


@takes_reply(windows.OBJECTIONS)
async def reply_to_window(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take an objection or a view that somebody replied to what told of the window."""
    said = replies_to_windows.read(call.words)
    found = await call.store.decisions.get(draft["decision"])
    if said is None or found is None:
        return Answer("" if not call.private else replies_to_windows.NOT_TAKEN)
    kind, rest = said
    return Answer(await objections_said.record(call, found, kind, rest))


@command(
    "objection note",
    aliases=("note objection", "objection stands as dissent"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def objection_note(call: Call, which: View) -> Answer:
    """Settle an objection that does not change the substance: it stands as a dissenting view.

    `objection note DCCG 3 1: why`, where 1 is the number of the objection.
    """
    found, reserve, why = await _settled(call, which, "objection note DCCG 3 1: why")
    by, now = call.person, call.now
    await settling.note(call.store, found, reserve, by=by, now=now, why=why)
    return Answer(await _after(call, found, "stands in it as a dissenting view"))


@command(
    "objection uphold",
    aliases=("uphold objection",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def objection_uphold(call: Call, which: View) -> Answer:
    """Settle an objection that changes the substance, with new words: the window begins anew.

    `objection uphold DCCG 3 1: We publish the calendar in June, and in plain text`.
    """
    example = "objection uphold DCCG 3 1: We publish in May"
    found, reserve, text = await _settled(call, which, example)
    new = decisions_said.require_text(text, example)
    await settling.uphold(call.store, found, reserve, new, by=call.person, now=call.now)
    name = literal(await decisions.handle(call.store, found))
    said = f"Decision {name} is put anew: {literal(found.text)}"
    if found.ends_at is None:
        return Answer(said)
    return await _told(call, found, said)


@command(
    "objection confirm",
    aliases=("confirm objection", "confirm my objection"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("objection confirm DCAD 9", "There is no decision 9 of DCAD that you…"),),
)
async def objection_confirm(call: Call, which: Which) -> Answer:
    """Confirm that an objection is yours that came by a mail which did not prove it."""
    found, rest = await decisions_said.find(call, which, example="objection confirm DCCG 3")
    number, _ = decisions_said.number_of(rest)
    reserve = await settling.find(call.store, found, number, by=call.person)
    await objections.confirm(call.store, found, reserve, by=call.person, now=call.now)
    return Answer(f"Confirmed: {await objections.words(call.store, reserve)}")


@command(
    "objection withdraw",
    aliases=("withdraw objection", "withdraw my objection"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("objection withdraw DCAD 9", "There is no decision 9 of DCAD that you…"),),
)
async def objection_withdraw(call: Call, which: View) -> Answer:
    """Take your objection back; who decides may so settle one that was never proven."""
    found, rest = await decisions_said.find(call, which, example="objection withdraw DCCG 3")
    number, why = decisions_said.number_of(rest)
    reserve = await settling.find(call.store, found, number)
    by, now = call.person, call.now
    await settling.withdraw(call.store, found, reserve, by=by, now=now, why=why)
    return Answer(await _after(call, found, "is withdrawn"))


async def _settled(call: Call, which: str, example: str) -> tuple[Decision, Reserve, str]:
    found, rest = await decisions_said.find(call, which, example=example)
    number, text = decisions_said.number_of(rest)
    return found, await settling.find(call.store, found, number), text


async def _after(call: Call, row: Decision, became: str) -> str:
    name = literal(await decisions.handle(call.store, row))
    match row.finality:
        case Finality.DISPUTED:
            then = "Another one still holds it."
        case Finality.PROVISIONAL:
            then = f"It is provisional until {windows.until_words(row)}."
        case _:
            then = f"It is {row.finality.value}."
    return f"The objection to decision {name} {became}. {then}"
