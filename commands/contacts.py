"""Contacts: who can be asked about a coalition is agreed with each of them."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import GroupName, Name, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.lines import own_lines
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import consents, groups, people


@command(
    "contact add",
    aliases=("contact propose",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def add(
    call: Call,
    coalition: Annotated[str, Name("coalition", until=":")],
    person: Annotated[str, Rest("person")],
) -> Answer:
    """Propose somebody as a contact person of a coalition; only their own yes makes them one.

    They get a private letter that asks them. Until they agree, nothing is told about them.
    """
    prefix = call.manners.prefix
    group = await groups.named(call.store, coalition, prefix=prefix)
    say = f"contact add {groups.sayable(coalition)}:"
    who = await people.named(call.store, person, prefix=prefix, say=say)
    handle = (await groups.title(call.store, group)).handle
    if who.id == call.person.id:
        return await _offered(call, group, handle)
    await consents.propose(call.store, group, who, by=call.person, now=call.now, prefix=prefix)
    return Answer(
        f"{literal(who.name)} was asked, in a private letter, to be a contact person of "
        f"{literal(handle)}. You are told the answer; without a yes within "
        f"{consents.WITHIN.days} days nothing changes."
    )


@takes_reply(consents.KIND)
async def answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take the yes or no of somebody who was proposed as a contact person."""
    if call.transport == "mail" and not any(own_lines(call.words)):
        # Elsewhere an empty mail says yes by being sent; nobody's name is published by that.
        return Answer(
            "Your mail has no words of its own, and this needs a word of yours. Reply `yes` or "
            "`no`.",
            ask=Ask(consents.KIND, draft=draft),
        )
    agreed = reply == "yes"
    group = await consents.answered(call.store, draft, agreed, by=call.person, now=call.now)
    handle = (await groups.title(call.store, group)).handle
    if not agreed:
        return Answer(
            f"You are no contact person of {literal(handle)}. Only who proposed you is told so."
        )
    return Answer(_agreed(call, handle))


def _agreed(call: Call, handle: str) -> str:
    end = call.say(f"contact remove {groups.sayable(handle)}")
    return (
        f"You are a contact person of {literal(handle)} now: your name is told to everybody who "
        f"asks, your address to nobody. {end} ends it."
    )


@command(
    "contact me",
    aliases=("contact me for",),
    allowed=Role.MEMBER,
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(
        Example("contact me for DCAD", "Only members and the Secretariat can say “!contact me”.…"),
    ),
)
async def me(call: Call, coalition: GroupName) -> Answer:
    """Offer yourself as a contact person of a coalition that you are a member of.

    Your name is then told to everybody who asks; your address is told to nobody, for messages
    are carried to you.
    """
    group = await groups.named(call.store, coalition, prefix=call.manners.prefix)
    handle = (await groups.title(call.store, group)).handle
    return await _offered(call, group, handle)


async def _offered(call: Call, group: Any, handle: str) -> Answer:
    if not await consents.offer(call.store, group, by=call.person, now=call.now):
        return Answer(f"You are a contact person of {literal(handle)} already.")
    return Answer(_agreed(call, handle))


@command(
    "contact remove",
    aliases=("contact end",),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("contact remove DCAD", "You are no contact person of DCAD."),),
)
async def remove(
    call: Call,
    coalition: Annotated[str, Name("coalition", until=":")],
    person: Annotated[str, Rest("person")] = "",
) -> Answer:
    """End being a contact person of a coalition; you can do so at any time.

    Those who edit the coalition's entry can end it for others, by a name behind a colon, and take
    a proposal back.
    """
    prefix = call.manners.prefix
    group = await groups.named(call.store, coalition, prefix=prefix)
    say = f"contact remove {groups.sayable(coalition)}:"
    who = await people.named(call.store, person, prefix=prefix, say=say) if person else call.person
    await consents.end(call.store, group, who, by=call.person, now=call.now)
    handle = (await groups.title(call.store, group)).handle
    name = "You are" if who.id == call.person.id else f"{literal(who.name)} is"
    return Answer(f"{name} no contact person of {literal(handle)} any more.")
