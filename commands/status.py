"""Status: what is done, due and overdue in a cycle: of a coalition, of yours, and of all."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.lines import fold
from dcbot.message import Answer, literal
from dcbot.roles import Role
from dcbot.services import cycles, groups, outputs_told, standings, statuses


@command(
    "status",
    aliases=("what is due",),
    examples=(
        Example("status", "You answer for no coalition…"),
        Example("status DC3", "DC3 in IGF 2025: nothing is public."),
    ),
)
async def status(call: Call, what: Annotated[str, Rest("coalition or cycle")] = "") -> Answer:
    """Show what is done, due and overdue this year: yours, a coalition's, or the whole cycle's.

    `status` shows that of the coalitions for which you answer, `status DC3` that of one, `status
    cycle` (or its year) how far all are. What is not public is told to those whom it concerns, and
    privately.
    """
    current = await cycles.current(call.store, now=call.now)
    words = what.split()
    by_key = {one.key: one for one in await call.store.cycles.all()}
    year = by_key.get(words[-1]) if words else None
    cycle, rest = year or current, " ".join(words[:-1] if year else words)
    if fold(rest) in ("cycle", "all") or (year and not rest):
        return await _of_cycle(call, cycle.key)
    if not rest:
        found = await statuses.of_person(call.store, call.person, cycle, now=call.now)
        if not found:
            say = call.say("status DC3")
            return Answer(f"You answer for no coalition here. {say} shows what is public of one.")
        return Answer("\n\n".join(found), private=True)
    group = await groups.named(call.store, rest, prefix=call.manners.prefix)
    text = await statuses.of_group(call.store, group, cycle, by=call.person, now=call.now)
    held = await standings.in_group(call.store, call.person, group, now=call.now)
    return Answer(text, private=held >= Role.REPRESENTATIVE)


async def _of_cycle(call: Call, key: str) -> Answer:
    cycle = await cycles.named(call.store, key)
    lines = await statuses.of_cycle(call.store, cycle, by=call.person, now=call.now)
    words = await outputs_told.release_words(call.store, cycle.id, call.now)
    head = f"**{literal(cycle.name)}**:{'' if lines else ' no milestone of outputs is set.'}"
    office = await standings.highest(call.store, call.person, now=call.now) >= Role.SECRETARIAT
    return Answer("\n".join([head, *lines, words]), private=office and bool(lines))
