"""Milestones: what the dates of a cycle mean for outputs, and what outputs are to hold."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import cycle_words, cycles, groups, milestones, output_templates


@command(
    "milestones",
    aliases=("milestone", "milestone list"),
    examples=(Example("milestones", "No date of IGF 2025 is a milestone of outputs.…"),),
)
async def show(call: Call, cycle: Annotated[str, Rest("cycle")] = "") -> str:
    """Show until when outputs of a cycle are due, frozen and released."""
    one = await _cycle(call, cycle)
    lines = await milestones.in_words(call.store, one, call.now)
    if not lines:
        say = call.say(f"milestone set draft {one.key}: drafts due")
        return (
            f"No date of {literal(one.name)} is a milestone of outputs. The Secretariat says which "
            f"are, such as {say}; each is a `draft`, `second draft`, `freeze` or `release`."
        )
    return "\n".join([f"Milestones of {literal(one.name)}:", *lines])


@command(
    "milestone set",
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("milestone set party 2025: dinner", "“party” is no milestone: it can be `draft`,…"),
    ),
)
async def put(call: Call, what: Annotated[str, Rest("milestone: name of the date")]) -> str:
    """Say which date of the cycle is the draft, the second draft, the freeze or the release.

    `milestone set draft: drafts due`; of another cycle than the one now, `milestone set release
    2027: release of outputs`. The date must be known: `cycle date` names it. When it moves, the
    milestone moves with it.
    """
    front, colon, name = what.partition(":")
    if not colon or not name.strip():
        say = call.say("milestone set draft: drafts due")
        raise BadArgument(f"Say the milestone, a colon and the name of the date: {say}.")
    *words, last = front.split() or [""]
    has_year = bool(words) and last[-4:].isdigit()
    stage = milestones.read_stage(" ".join(words if has_year else front.split()))
    cycle = await _cycle(call, last if has_year else "")
    row = await milestones.put(call.store, cycle, stage, name.strip(), by=call.person, now=call.now)
    return (
        f"The {stage} of {literal(cycle.name)} is {quoted(row.what)}, {cycle_words.words(row)}: "
        f"{milestones.MEANS[stage]}. {call.say(f'countdown on {row.what} in here')} has the days "
        "counted in a place."
    )


@command(
    "output template",
    aliases=("template", "output templates"),
    examples=(
        Example("output template DC3", "DC3's outputs are checked against dcbot default, which…"),
    ),
)
async def template(call: Call, what: Annotated[str, Rest("coalition")]) -> str:
    """Show what a group's outputs are checked against: sections, length, a place for dissent."""
    group = await groups.named(call.store, what, prefix=call.manners.prefix)
    found = await output_templates.of_group(call.store, group)
    handle = literal((await groups.title(call.store, group)).handle)
    return f"{handle}'s outputs are checked against {output_templates.in_words(found)}."


@command(
    "output template set",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("output template set DCAD: Words: 2000", "DCAD's outputs are checked against…"),
    ),
)
async def set_template(call: Call, what: Annotated[str, Paragraphs("coalition: template")]) -> str:
    """Say what a group's outputs are to hold; what is set for a group holds for those below it.

    Behind the group and a colon, each on its own line: `Sections: Summary; Findings`, `Words: 2000`
    and `Dissent: yes`. What is left out stays as it is; “none” takes it away.
    """
    name, _, words = what.partition(":")
    group = await groups.named(call.store, name.strip(), prefix=call.manners.prefix)
    found = await output_templates.put(
        call.store, group, words.strip(), by=call.person, now=call.now
    )
    handle = literal((await groups.title(call.store, group)).handle)
    return f"{handle}'s outputs are checked against {output_templates.in_words(found)}."


async def _cycle(call: Call, words: str) -> Any:
    if fold(words) in ("", "now", "this"):
        return await cycles.current(call.store, now=call.now)
    return await cycles.named(call.store, words)
