"""Links: your other addresses, each proven by a word that is sent there and said back."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import Word
from dcbot.command import Call, Example, command
from dcbot.message import Answer, quoted
from dcbot.roles import Assurance
from dcbot.services import links


@command(
    "me link",
    aliases=("link",),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("me link mail:jo@example.org", "A word was sent to `jo@example.org` (mail).…"),
        Example("me link jo", "“jo” is no address: it is written as…"),
    ),
)
async def link(call: Call, address: Annotated[str, Word("address")]) -> Answer:
    """Add another address of yours, so that the bot knows you there too.

    A word is sent to that address. Say it back with `me confirm` where you asked, within a day.
    """
    prefix = call.manners.prefix
    asked = await links.ask(
        call.store, call.person, address, reaches=call.reaches, prefix=prefix, now=call.now
    )
    back = (
        "Say it back to me from the address that you speak from now, within a day: "
        f"{call.say('me confirm')} and the word."
    )
    # Others in a room need not learn the address from the answer too.
    sent = "A word was sent to"
    if not asked.sent:
        sent = f"{links.MOST_SENT} words were sent today already, and the last counts for you, to"
    return Answer(f"{sent} {asked.way.shown}. {back}", brief=f"{sent} that address. {back}")


@command(
    "me confirm",
    aliases=("confirm",),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("me confirm bcdfghjk", "No word waits for you, or it has run out.…"),),
)
async def confirm(call: Call, word: Annotated[str, Word("word")]) -> Answer:
    """Say back the word that was sent to another address of yours."""
    tried = await links.confirm(call.store, call.person, word, now=call.now)
    if tried.way is None:
        left = f"{tried.left} tries are left" if tried.left != 1 else "one try is left"
        again = (
            left if tried.left else f"that was the last try; {call.usage('me link')} begins anew"
        )
        return Answer(f"{quoted(word)} is not the word that was sent; {again}.")
    both = " What I knew of you there is joined with this." if tried.joined else ""
    brief = f"That address is yours now.{both}"
    return Answer(f"{tried.way.shown} is yours now.{both}", brief=brief)


@command(
    "me unlink",
    aliases=("unlink",),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("me unlink @jo:example.org", "“@jo:example.org” is the only address…"),),
)
async def unlink(call: Call, address: Annotated[str, Word("address")]) -> Answer:
    """Take an address of yours away; the last one stays."""
    way = await links.unlink(call.store, call.person, address, now=call.now)
    return Answer(
        f"{way.shown} is yours no more.",
        brief="That address is yours no more.",
        acknowledgement="✅",
    )
