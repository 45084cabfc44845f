"""Slots: a coalition requests one, changes it, or says that it will not meet; and who did."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, NotFound
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    applicants,
    askers,
    slot_calls,
    slot_forms,
    slots,
    slots_said,
    slots_told,
)
from dcbot.services.slots_said import Asked

Which = Annotated[str, Rest("coalition")]
PROVEN = "slot form by mail"
"""The kind of the question whether a form that came by mail is from its sender."""


async def asked(call: Call, words: str) -> Asked:
    """Which coalition's slot, in which call, the words mean."""
    zone = await askers.zone(call, None)
    return await slots_said.asked(
        call.store, words, by=call.person, now=call.now, prefix=call.manners.prefix, zone=zone
    )


async def of_draft(call: Call, draft: dict[str, Any]) -> Asked:
    """The same, of a form that was shown before."""
    group = await call.store.groups.get(draft["group"])
    row = await call.store.slots.get_call(draft["call"])
    if group is None or row is None:
        raise NotFound("That form is of no coalition or call any more.")
    cycle = await slot_calls.cycle_of(call.store, row)
    return await asked(call, f"{group.name} {cycle.key}")


@command(
    "slots",
    aliases=("slot list", "slot requests"),
    examples=(Example("slots", "No call for slots was opened yet. The Secretariat opens one."),),
)
async def table(call: Call, cycle: Annotated[str, Rest("cycle")] = "") -> str:
    """Show which coalitions have requested a slot, will not meet, or have said nothing yet."""
    found = await slot_calls.found(call.store, cycle, now=call.now)
    return "\n".join(await slots_told.table_lines(call.store, found, now=call.now))


@command(
    "slot request",
    aliases=("request slot", "request a slot", "slot new"),
    changes=True,
    examples=(Example("slot request DC3", "No call for slots was opened yet. The Secretariat…"),),
)
async def slot_request(call: Call, request: Annotated[str, Paragraphs("coalition")]) -> Answer:
    """Request a slot for a coalition: you are shown what the rules say, and five lines to fill in.

    Reply with lines such as “Title: …”, in any order and as many as you have; each reply is saved.
    With the first five it is a request, and may be changed until the call ends. “Same as last year”
    begins with last year's request. The lines may follow the command at once, too.
    """
    name, text = slots_said.request_words(request)
    it = await asked(call, name)
    await slots.require(call.store, it.group, by=call.person, now=call.now)
    if not text:
        return await slots_said.show_form(it)
    return await _take(call, it, text)


async def _take(call: Call, it: Asked, text: str) -> Answer:
    """Save the form; where a mail does not prove who wrote it, once they have said yes."""
    if call.assurance >= Assurance.MEDIUM:
        return await slots_said.take_form(it, text)
    lines = [f"- {literal(line)}" for line in text.split("\n") if line.strip()]
    foot = (
        "A mail alone does not prove who wrote it. Reply “yes” to this mail, and it is saved. If "
        "it was not you, do nothing."
    )
    head = f"For {literal(it.handle)} you gave:"
    draft = {**it.draft, "text": text}
    return Answer("\n".join([head, *lines, "", foot]), private=True, ask=Ask(PROVEN, draft=draft))


@takes_reply(PROVEN)
async def form_proven(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Save the form that came by mail, where its sender said yes."""
    if reply != "yes":
        return Answer("Nothing was saved.")
    return await slots_said.take_form(await of_draft(call, draft), draft["text"])


@takes_reply(slots_said.FORM)
async def form_filled(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Save what somebody filled in by a reply to the form."""
    it = await of_draft(call, draft)
    if slots_said.is_no(reply):
        await slots.say_no(call.store, it.call, it.group, by=call.person, now=call.now)
        return Answer(_not_meeting(it), private=True)
    text = "same as last year" if reply == "same" else call.words
    return await slots_said.take_form(it, text)


@command(
    "slot set",
    aliases=("slot change", "change slot"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("slot set DC3 title: Our networks", "No call for slots was opened yet.…"),),
)
async def slot_set(
    call: Call, change: Annotated[str, Paragraphs("coalition field: words")]
) -> Answer:
    """Change a field of a coalition's request, or several: one in each line.

    For example `slot set DC3 title: Networks of our own`. Each change is a version of its own.
    """
    name, text = slots_said.set_words(change)
    it = await asked(call, name)
    await slots.require(call.store, it.group, by=call.person, now=call.now)
    return await slots_said.take_form(it, text)


@command(
    "slot form",
    aliases=("slot fields",),
    examples=(
        Example("slot form", "A request for a slot is made of these lines. The first five…"),
    ),
)
async def slot_form(call: Call) -> str:
    """Show all lines that a request for a slot can have."""
    return "\n".join(
        [
            "A request for a slot is made of these lines. The first five make it whole:",
            *slot_forms.blank(slot_forms.FIRST),
            "",
            "These may be added, then or later:",
            *slot_forms.blank(slot_forms.MORE),
        ]
    )


@command(
    "slot none",
    aliases=("slot not meeting", "slot no"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("slot none DC3", "No call for slots was opened yet. The Secretariat…"),),
)
async def slot_none(call: Call, coalition: Which) -> str:
    """Say that a coalition will not meet this time; everybody can see it.

    Behind a colon, say why, for the Secretariat alone.
    """
    name, _, why = coalition.partition(": ")
    it = await asked(call, name)
    by, now = call.person, call.now
    await slots.say_no(call.store, it.call, it.group, by=by, now=now, why=why)
    return _not_meeting(it)


def _not_meeting(it: Asked) -> str:
    again = it.say(f"slot request {it.handle}")
    return (
        f"{literal(it.handle)} will not meet at {literal(it.cycle.name)}; the table says so. "
        f"{again} changes that as long as the call is open."
    )


@command(
    "slot withdraw",
    aliases=("withdraw slot", "slot cancel"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("slot withdraw DC3", "No call for slots was opened yet. The Secretariat…"),),
)
async def slot_withdraw(call: Call, coalition: Which) -> str:
    """Withdraw a coalition's request; what was filled in stays saved. Behind a colon, say why."""
    name, _, why = coalition.partition(": ")
    it = await asked(call, name)
    by, now = call.person, call.now
    await slots.withdraw(call.store, it.call, it.group, by=by, now=now, why=why)
    return (
        f"The request of {literal(it.handle)} is withdrawn. What was filled in is kept: "
        f"{it.say(f'slot request {it.handle}')} begins with it."
    )


@command(
    "slot",
    aliases=("slot show", "show slot"),
    examples=(Example("slot DC3", "No call for slots was opened yet. The Secretariat opens one."),),
)
async def slot(call: Call, coalition: Which) -> Answer:
    """Show what a coalition has said of a slot.

    All of it is shown to those who represent it and to the Secretariat.
    """
    it = await asked(call, coalition)
    rows = await slots_told.table(call.store, it.call, now=call.now)
    row = next(one for one in rows if one.title.group.id == it.group.id)
    public = f"{literal(it.cycle.name)}: {slots_told.row_line(row)[2:]}."
    version = await slots.current(call.store, it.call, it.group)
    if version is None or not await slots.may_read(
        call.store, it.group, by=call.person, now=call.now
    ):
        return Answer(public)
    request = await call.store.slots.request(it.call.id, it.group.id)
    assert request is not None
    state = slots_told.state_words(version, request)
    head = f"{literal(it.handle)} at {literal(it.cycle.name)}: {state}, version {version.number}."
    lines = [head, *slots_told.fields_lines(version.fields)]
    more = slots_told.remains(version.fields)
    if more:
        lines.append(f"- not said: {more}")
    then = f"{it.say(f'slot set {it.handle} title: …')} changes a line."
    return Answer("\n".join([*lines, "", then]), brief=public)


@command(
    "slot history",
    aliases=("slot versions", "history of slot"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("slot history DCAD", "No call for slots was opened yet. The Secretariat…"),),
)
async def slot_history(call: Call, coalition: Which) -> Answer:
    """Tell every version of a coalition's request: who changed what, when."""
    name, _ = applicants.split(coalition)
    group, _ = await applicants.coalition(call.store, name, prefix=call.manners.prefix)
    await slots.require(call.store, group, by=call.person, now=call.now)
    it = await asked(call, coalition)
    request = await call.store.slots.request(it.call.id, it.group.id)
    if request is None:
        raise NotFound(f"{literal(it.handle)} has requested nothing at {literal(it.cycle.name)}.")
    versions = await call.store.slots.versions(request.id)
    head = f"The request of {literal(it.handle)} at {literal(it.cycle.name)}:"
    return Answer("\n".join([head, *map(slots.version_line, versions)]), private=True)


@command(
    "slot move",
    aliases=("move slot",),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("slot move DC3 to DC-IoT", "No call for slots was opened yet. The Secre…"),),
)
async def slot_move(
    call: Call, coalitions: Annotated[str, Rest("coalition to coalition")]
) -> Answer:
    """Take over what was filled in for the wrong coalition into another one's form."""
    first, to, second = coalitions.partition(" to ")
    if not to:
        raise BadArgument(f"Say both: {call.say('slot move DC3 to DC-IoT')}.")
    wrong, right = await asked(call, first), await asked(call, second)
    await slots.require(call.store, wrong.group, by=call.person, now=call.now)
    await slots.require(call.store, right.group, by=call.person, now=call.now)
    version = await slots.current(call.store, wrong.call, wrong.group)
    if version is None:
        raise NotFound(f"Nothing was filled in for {literal(wrong.handle)}.")
    await slots.discard(call.store, wrong.call, wrong.group, by=call.person, now=call.now)
    text = slot_forms.as_text(version.fields)
    return await slots_said.take_form(right, text)
