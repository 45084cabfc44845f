"""Help: what can be said, and what to do with what is not understood."""

from __future__ import annotations

from typing import Annotated

from commands.coalitions import coalition
from dcbot.arguments import Rest
from dcbot.command import Call, Command, Example, command, otherwise
from dcbot.errors import NotFound
from dcbot.message import Answer, quoted
from dcbot.roles import Role
from dcbot.services import groups


@command(
    "help",
    aliases=("commands", "?", "help on"),
    examples=(Example("help help", "`!help [command]`…"),),
)
async def help_(call: Call, name: Annotated[str, Rest("command")] = "") -> Answer:
    """List what can be said, or explain one command.

    Say `help` alone for the list, or the name of a command behind it.
    """
    if not name:
        return _all(call)
    found = call.registry.find(name.lstrip(call.manners.prefix))
    if found is None:
        near = call.registry.near(name)
        offers = " or ".join(call.say(f"help {one.name}") for one in near)
        more = f" Did you mean {offers}?" if near else f" {call.say('help')} lists all."
        raise NotFound(f"{quoted(name)} is no command.{more}")
    return Answer(_one(call, found[0]))


def _all(call: Call) -> Answer:
    lines = []
    for subject in sorted({one.subject for one in call.registry.commands.values()}):
        lines.append(f"**{subject.capitalize()}**")
        lines += [
            f"- {call.say(one.name)}: {one.summary}"
            for one in call.registry.commands.values()
            if one.subject == subject
        ]
    names = ", ".join(f"`{name}`" for name in call.registry.commands)
    brief = f"You can say: {names}. {call.say('help coalition')} explains one of them."
    return Answer("\n".join(lines), brief=brief)


def _one(call: Call, found: Command) -> str:
    parts = [call.usage(found.name), found.summary]
    if found.details:
        parts.append(found.details)
    if found.aliases:
        parts.append("Also: " + ", ".join(f"`{alias}`" for alias in found.aliases) + ".")
    if found.allowed > Role.ANYONE:
        parts.append(f"For {found.allowed.labels} and those above.")
    return "\n\n".join(parts)


@otherwise
async def not_understood(call: Call) -> Answer | str:
    """What is said to the bot and is no command: the name of a coalition, or the next steps."""
    if call.words and await groups.exactly(call.store, call.words):
        return await coalition(call, call.words)
    return (
        "I keep the records of the coalitions. You can say, for example:\n\n"
        f"- {call.say('coalition list')}: which coalitions there are\n"
        f"- {call.say('coalition DCAD')}: what is known of one\n"
        f"- {call.say('join DC3')}: how to join one\n"
        f"- {call.say('help')}: all that can be said"
    )
