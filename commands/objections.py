"""Objections: what is said against decisions, and how it is settled."""

from __future__ import annotations

from typing import Annotated, Any

from commands.decisions import put_to
from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    decisions,
    decisions_said,
    objections,
    objections_said,
    replies_to_windows,
    settling,
    striking,
    windows,
)
from dcbot.services.decisions import Decision, Finality
from dcbot.services.objections import Reservation, Reserve

Which = Annotated[str, Rest("decision")]
View = Annotated[str, Paragraphs("decision: why")]


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
    return await put_to(call, found, said)


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


@command(
    "objection erase",
    aliases=("erase objection",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def objection_erase(call: Call, which: View) -> Answer:
    """Take the words out that were said against a decision: `objection erase DCCG 3 1: why`."""
    found, reserve, why = await _settled(call, which, "objection erase DCCG 3 1: why")
    by, now = call.person, call.now
    await striking.reserve(call.store, found, reserve, by=by, now=now, why=why)
    name = literal(await decisions.handle(call.store, found))
    return Answer(f"The words of {reserve.kind.value} {reserve.number} to {name} are taken out.")


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
