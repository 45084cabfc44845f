"""Contact: who can be asked about a coalition, and messages carried without revealing addresses."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Name, Rest, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import Ambiguous, NotFound
from dcbot.lines import after_prefix, own_lines
from dcbot.message import Answer, literal, quoted
from dcbot.roles import Assurance
from dcbot.services import community, contacts, groups, naming, portraits

Before = Annotated[str, Name("coalition", until=":")]


@command(
    "contact",
    aliases=("contact about", "write to", "ask"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(
        Example("contact gender", "Nobody has agreed yet to be asked about DCGIG.…"),
        Example(
            "contact DCAD: When is your next call?", "Nobody has agreed yet to be asked about…"
        ),
    ),
)
async def contact(
    call: Call, coalition: Before, message: Annotated[str, Rest("message")] = ""
) -> Answer:
    """Tell who can be asked about a coalition, or carry a message to them.

    With a colon and a message behind the name, it goes to those who have agreed to be asked, in
    your name and without your address; one reply is carried back to you. Where nobody has agreed,
    you are told where to write instead, and nothing is sent.
    """
    store = call.store
    try:
        group = await groups.named(store, coalition, prefix=call.manners.prefix)
    except (NotFound, Ambiguous) as mistake:
        if not message and (meant := await _without_colon(call, coalition)):
            raise NotFound(meant) from mistake
        raise
    portrait = await portraits.portrait(store, group)
    handle = portrait.title.handle
    agreed = await contacts.consenting(store, group)
    asked = [one for one in agreed if one.id != call.person.id]
    if not asked:
        nobody = "Nobody else" if agreed else "Nobody"
        return Answer(await _nothing_sent(call, portrait, nobody, bool(message)))
    if not message:
        names = [literal(await naming.record_name(store, one, now=call.now)) for one in asked]
        write = call.say(f"contact {groups.sayable(handle)}: your message")
        there = " · ".join(portrait.reach())
        return Answer(
            f"{listed(names)} {'has' if len(names) == 1 else 'have'} agreed to be asked about "
            f"{literal(handle)}. {write} carries a message in your name; no address is shown, "
            f"neither yours nor theirs.\n{there}"
        )
    text = await _with_the_lines_below(call, message)
    key = f"relayed {call.transport} {call.event_id} about {group.key}"
    count = await contacts.relay(store, group, text, by=call.person, key=key, now=call.now)
    name = literal(await naming.record_name(store, call.person, now=call.now))
    people = "the contact" if count == 1 else f"the {count} contacts"
    return Answer(
        f"Your message goes to {people} of {literal(handle)} as from {name}, without your "
        f"address: {quoted(text)}. A reply will come to you from me."
    )


async def _without_colon(call: Call, said: str) -> str:
    """What was meant, where a message follows the name and the colon between them is missing."""
    words = said.split()
    for count in range(min(len(words) - 1, 12), 0, -1):
        name = " ".join(words[:count])
        if await groups.exactly(call.store, name):
            line = groups.sayable(f"contact {name}: {' '.join(words[count:])}")
            return f"A message stands behind a colon. Say: {call.say(line)}"
    return ""


async def _nothing_sent(call: Call, portrait: portraits.Portrait, nobody: str, wanted: bool) -> str:
    """Nobody can be asked: what else there is, and that nothing was sent."""
    handle = literal(portrait.title.handle)
    parts = [f"{nobody} has agreed yet to be asked about {handle}."]
    if wanted:
        parts.append("Nothing was sent.")
    office = (await community.labels(call.store)).office
    where = "\n".join(f"- {way}" for way in portrait.reach())
    named = groups.sayable(portrait.title.handle)
    parts.append(f"Write there instead, or ask the {literal(office)}:\n{where}")
    offer = f"Whoever speaks for {handle} can offer: {call.say(f'contact me for {named}')}"
    return f"{' '.join(parts)}\n{offer}"


async def _with_the_lines_below(call: Call, message: str) -> str:
    """The message with the lines that stand below the command, up to another command."""
    event = await call.store.inbox.by_event(call.transport, call.event_id)
    lines = own_lines(event.text) if event else []
    at = next((n for n, line in enumerate(lines) if line.endswith(message.split("\n")[0])), None)
    if at is None:
        return message
    below = []
    for line in lines[at + 1 :]:
        if after_prefix(line, call.manners.prefix) is not None:
            break
        below.append(line)
    return "\n".join([message, *below]).strip()


@takes_reply(contacts.REPLY_KIND)
async def carried_reply(call: Call, reply: str, draft: dict[str, Any]) -> str:
    """Carry the reply to a relayed message back, word for word."""
    key = f"relayed {call.transport} {call.event_id}"
    name = await contacts.reply(
        call.store, draft, call.words, by=call.person, key=key, now=call.now
    )
    return f"Your reply goes to {literal(name)}, without your address."
