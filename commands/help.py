"""Help: what can be said, and how each command is."""

from __future__ import annotations

import re
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Command, Example, command
from dcbot.errors import NotFound
from dcbot.message import Answer, quoted
from dcbot.roles import Role
from dcbot.services import standings

_TITLES = {
    "Coalitions": ("coalitions", "rules", "join", "contact", "contacts", "history"),
    "The register": ("register", "names", "imports"),
    "Meetings": (
        "meetings",
        "meeting_changes",
        "meeting_details",
        "annexes",
        "polls",
        "poll_answers",
        "fair_times",
        "agendas",
        "recording",
        "voting",
        "calendar",
        "reminders",
    ),
    "Minutes, actions and decisions": (
        "minutes",
        "actions",
        "decisions",
        "objections",
        "attendance",
        "search",
    ),
    "The year": (
        "cycles",
        "countdowns",
        "milestones",
        "outputs",
        "status",
        "slots",
        "slot_calls",
        "slot_decisions",
        "slot_tables",
        "desk",
        "eligibility",
        "received",
        "received_tables",
    ),
    "You": ("me", "links"),
    "People, groups and places": ("people", "groups", "places", "announcements"),
    "Help": ("help", "questions", "rehearsals"),
}
"""The headings of the list, and the files under each; any other file has a heading of its own."""


@command(
    "help",
    aliases=("commands", "help on"),
    examples=(Example("help help", "`!help [command]`…"),),
)
async def help_(call: Call, name: Annotated[str, Rest("command")] = "") -> Answer:
    """List what can be said, or explain one command.

    Say `help` alone for the list, or the name of a command behind it.
    """
    if not name:
        return await _all(call)
    found = call.registry.find(name.lstrip(call.manners.prefix))
    if found is None:
        near = call.registry.near(name)
        offers = " or ".join(call.say(f"help {one.name}") for one in near)
        more = f" Did you mean {offers}?" if near else f" {call.say('help')} lists all."
        raise NotFound(f"{quoted(name)} is no command.{more}")
    return Answer(_one(call, found[0]))


async def _all(call: Call) -> Answer:
    """What the sender may say, by subject, and how much there is for others."""
    role = await standings.highest(call.store, call.person, now=call.now)
    every = call.registry.commands.values()
    mine = [one for one in every if one.allowed <= role]
    headings = {subject: title for title, subjects in _TITLES.items() for subject in subjects}
    by_title: dict[str, list[Command]] = {title: [] for title in _TITLES}
    for one in mine:
        title = headings.get(one.subject, one.subject.capitalize())
        by_title.setdefault(title, []).append(one)
    lines, brief = [], [f"You can say, each with `{call.manners.prefix}` before it:"]
    for title, commands in by_title.items():
        if commands:
            lines += [
                f"**{title}**",
                *(f"- {call.usage(one.name)}: {one.summary}" for one in commands),
            ]
            brief.append(f"- {title}: {', '.join(f'`{one.name}`' for one in commands)}")
    more = len(every) - len(mine)
    others = f" {more} more are for people with more standing." if more else ""
    explained = f"{call.say('help coalition')} explains one of them."
    private = f" {call.say('help')}, said privately, tells what each does."
    return Answer(
        "\n".join([*lines, "", f"{explained}{others}"]),
        brief="\n".join([*brief, f"{explained}{private}{others}"]),
    )


def _one(call: Call, found: Command) -> str:
    parts = [call.usage(found.name), _prefixed(call, found.summary)]
    if found.details:
        parts.append(_prefixed(call, found.details))
    # An example that is answered with a quotation shows a mistake.
    good = [one.said for one in found.examples if not one.answer.startswith("“")]
    if good and good[0] != found.name:
        parts.append(f"For example: {call.say(good[0])}")
    if found.aliases:
        parts.append("Also: " + ", ".join(call.say(alias) for alias in found.aliases) + ".")
    if found.allowed > Role.ANYONE:
        parts.append(f"For {found.allowed.labels} and those above.")
    return "\n\n".join(parts)


def _prefixed(call: Call, text: str) -> str:
    """The text with the prefix before each command that it names, as it must be said in rooms."""

    def say(match: re.Match[str]) -> str:
        words = match[1]
        return call.say(words) if call.registry.find(words) else match[0]

    return re.sub(r"`([^`\n]+)`", say, text)
