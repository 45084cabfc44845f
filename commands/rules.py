"""Rules: what a coalition is, what all of them keep to, and how a new one is started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from dcbot.arguments import listed
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal
from dcbot.services import community, statements


@command(
    "about",
    aliases=(
        *("what is a dynamic coalition", "what are dynamic coalitions", "what is a coalition"),
        *("what is a dc", "what are dcs", "about dynamic coalitions", "dynamic coalition"),
    ),
    examples=(Example("about", "A dynamic coalition is an open, issue-specific group of people…"),),
)
async def about(call: Call) -> Answer:
    """Tell what a coalition is, how they began, and how many were counted when."""
    known = await community.statements(call.store, "about")
    if not known:
        return await _nothing(call)
    # What stands in one source is one paragraph.
    paragraphs = [
        f"{' '.join(literal(one['text']) for one in said)} ({where})"
        for where, said in groupby(known, key=statements.where)
    ]
    then = f"{call.say('coalition list')} lists them, {call.say('rules')} tells their rules."
    brief = f"{statements.told(known[0])} {then}"
    return Answer("\n\n".join([*paragraphs, then]), brief=brief)


@command(
    "rules",
    aliases=("three opens", "the rules", "rule", "coalition rules", "what are the rules"),
    examples=(Example("rules", "The rules that all coalitions keep to:\n1. Three opens: …"),),
)
async def rules(call: Call) -> Answer:
    """Tell the rules that all coalitions keep to, each with its source."""
    known = await community.statements(call.store, "rules")
    many = (await community.labels(call.store)).many
    head = f"The rules that all {literal(many)} keep to:"
    then = f"{call.say('start coalition')} tells how a new one is started."
    return await _numbered(call, known, head, shown=3, then=then)


@command(
    "start coalition",
    aliases=(
        *("start a coalition", "coalition start", "how to start a coalition", "found coalition"),
        *("start dc", "how do i start a coalition", "how is a coalition started"),
    ),
    examples=(
        Example("start coalition", "How a new coalition is started:\n1. Speak with the Secretar…"),
    ),
)
async def start_coalition(call: Call) -> Answer:
    """Tell how a new coalition is started, step by step."""
    known = await community.statements(call.store, "how_to_start")
    one = (await community.labels(call.store)).one
    head = f"How a new {literal(one)} is started:"
    then = f"{call.say('rules')} tells what it will have to keep to."
    return await _numbered(call, known, head, shown=7, then=then)


async def _nothing(call: Call) -> Answer:
    office = (await community.labels(call.store)).office
    return Answer(f"Nothing is recorded about this yet. The {literal(office)} may know.")


async def _numbered(
    call: Call, known: Sequence[Mapping[str, str]], head: str, *, shown: int, then: str
) -> Answer:
    """All statements, with their sources below; for a room the first few."""
    if not known:
        return await _nothing(call)
    lines = [f"{place}. {literal(one['text'])}" for place, one in enumerate(known, 1)]
    more = f"{len(lines) - shown} more in a direct chat. " if len(lines) > shown else ""
    brief = "\n".join([head, *lines[:shown], "", f"{_sources(known[:shown])} {more}{then}"])
    return Answer("\n".join([head, *lines, "", _sources(known), "", then]), brief=brief)


def _sources(known: Sequence[Mapping[str, str]]) -> str:
    """Where each number was read: “Sources: 1, 2: igf.org, May 2017; 3: …”."""
    places: dict[str, list[str]] = {}
    for place, one in enumerate(known, 1):
        places.setdefault(statements.where(one), []).append(str(place))
    if len(places) == 1:
        return f"Source: {next(iter(places))}."
    read = [f"for {listed(numbers)}, {where}" for where, numbers in places.items()]
    return f"Sources: {'; '.join(read)}."
