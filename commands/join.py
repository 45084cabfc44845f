"""Join: the steps that make somebody a member of a coalition."""

from __future__ import annotations

from dcbot.arguments import GroupName
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal
from dcbot.services import community, groups, portraits, statements


@command(
    "join",
    aliases=("how to join", "how do i join", "coalition join"),
    examples=(
        Example("join DC3", "How to join DC3 (Community Connectivity):…"),
        Example("join", "The coalition is missing. Say: `!join <coalition>`"),
    ),
)
async def join(call: Call, coalition: GroupName) -> Answer:
    """Tell the steps that make you a member of a coalition.

    The bot does not join you to a list by itself: each coalition keeps its own.
    """
    group = await groups.named(call.store, coalition, prefix=call.manners.prefix)
    portrait = await portraits.portrait(call.store, group)
    ask = call.say(f"contact {groups.sayable(portrait.title.handle)}")
    steps = [*portrait.ways_in(), f"Questions to its people: {ask}"]
    open_to = await community.statements(call.store, "how_to_join")
    lines = [f"How to join {literal(portrait.title.line)}:"]
    lines += [f"{place}. {step}" for place, step in enumerate(steps, 1)]
    brief = "\n".join(lines)
    return Answer("\n".join([*lines, "", *map(statements.told, open_to[:1])]), brief=brief)
