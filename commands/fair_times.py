"""Fair times: which hours burden nobody more than needed, alone or in turns."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import Answer, Ask
from dcbot.services import (
    askers,
    fair_plans,
    fair_steps,
    fair_telling,
    fair_wishes,
    groups,
    places,
    polls,
    proposals,
)

NEXT = "fair times"
"""The kind of the question how to go on."""


@command(
    "meeting fair",
    aliases=("fair time", "fair times", "fair time for", "fair times for", "meeting fair times"),
    examples=(
        Example(
            "meeting fair DCAD for Geneva, Nairobi and Suva",
            "**Fair times for DCAD: one for all**, for 12 meetings of 1 hour, the first Tuesday…",
        ),
    ),
)
async def meeting_fair(call: Call, wish: Annotated[str, Rest("group and wish")] = "") -> Answer:
    """Find hours that are fair for people in many zones: one, or two or three that take turns.

    For example `meeting fair DCCG: 3 times in rotation, for 12 months`, with `90 minutes`, `every
    second Thursday of the month`, `nobody in the night`, or places in the stead of those concerned:
    `for Geneva, 5 in Nairobi and Suva`. What a zone bore in the meetings of the past year counts.
    """
    wanted = fair_wishes.read(wish, await groups.titles(call.store))
    group = await call.store.groups.get(wanted.group_id) if wanted.group_id else None
    group = group or await places.group_of(call.store, call.place)
    if group is None:
        example = call.say("meeting fair DCCG: 3 times in rotation, for 12 months")
        raise BadArgument(f"Whose meetings are they? Say the group, such as {example}.")
    zone = await askers.zone(call, group)
    found = await fair_plans.work_out(call.store, group, wanted, zone, by=call.person, now=call.now)
    lines = await fair_telling.lines(call.store, found)
    if not await polls.manages(call.store, group, call.person, now=call.now):
        return Answer("\n".join(lines))
    lines.append(
        f"Say `{fair_steps.PLAN}` to schedule them, or `{fair_steps.ASK}` to open a poll about the "
        "first; each is said back before it is done."
    )
    accepts = (fair_steps.PLAN, fair_steps.ASK)
    return Answer("\n".join(lines), ask=Ask(NEXT, accepts=accepts, draft=found.as_document()))


@takes_reply(NEXT)
async def go_on(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Lead from fair times to a schedule or a poll of them."""
    group = await proposals.group_of(call.store, draft)
    to = "schedule meetings of the group"
    await polls.require(call.store, group, to, by=call.person, now=call.now)
    asker = await askers.of(call, group)
    step = fair_steps.to_poll if reply == fair_steps.ASK else fair_steps.to_schedule
    return await step(asker, draft)
