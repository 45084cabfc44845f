"""Countdowns: which deadlines are near, and in which rooms and lists their days are counted."""

from __future__ import annotations

import re
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal
from dcbot.roles import Assurance
from dcbot.services import countdown_plans, countdown_words, countdowns, cycle_words, wishes

_MOST = 5
_WHERE = re.compile(r"^(?P<what>.*?)(?:\s+(?:in|at|on)\s+(?P<where>[^:]*?))?(?::\s*(?P<days>.*))?$")


@command(
    "countdown",
    aliases=("countdowns", "days left", "next deadlines"),
    examples=(Example("countdown", "No deadline is to come…"),),
)
async def countdown(call: Call) -> Answer:
    """Show the deadlines that come next, with the days that are left in your zone.

    `countdown on` has the days counted in a room or list.
    """
    zone = wishes.zone(call.person, call.place.zone, call.manners.zone)
    coming = await countdowns.coming(call.store, now=call.now)
    if not coming:
        return Answer(f"No deadline is to come. {call.say('cycle')} shows the dates of the year.")
    here = await countdowns.counted_here(call.store, call.place)
    lines = []
    for row, cycle in coming:
        mark = ", counted here" if row.id in here else ""
        lines.append(countdown_words.line(row, cycle.name, call.now, zone) + mark)
    head = f"The next deadline{'' if len(coming) == 1 else 's'} (your zone: {zone.key}):"
    whole = "\n".join([head, *lines])
    if len(lines) <= _MOST:
        return Answer(whole)
    more = f"{len(lines) - _MOST} more: say it privately."
    return Answer(whole, brief="\n".join([head, *lines[:_MOST], more]))


@command(
    "countdown on",
    aliases=("countdown start", "countdown to"),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("countdown on dinner in here", "IGF 2025 has no date called “dinner”.…"),),
)
async def countdown_on(
    call: Call, what: Annotated[str, Rest("deadline in place: days ahead")]
) -> Answer:
    """Have the days to a deadline counted in a place, or in all places of a group.

    For example `countdown on drafts due in here`, or `countdown on drafts due in DC3: 14 days, 1
    day and the day itself`.

    In a room one message counts the days, and a new one comes 30, 14, 7, 3 and 1 days ahead and on
    the day; a list gets a mail 14, 3 and 1 days ahead. If the deadline moves, that is said there.
    A representative of the group may; in your own chat you may yourself.
    """
    name, where, days = _parts(what)
    thresholds = countdown_plans.read(days) if days else []
    wanted = await _wanted(call, name, where, begins=True)
    begun = await countdowns.begin(call.store, wanted, thresholds, by=call.person, now=call.now)
    there = countdowns.where_words(wanted.places, call.place)
    head = (
        f"The days to {literal(wanted.row.what)} of {literal(wanted.cycle.name)}, "
        f"{cycle_words.words(wanted.row)}, are counted {there}."
    )
    pairs = zip(wanted.places, begun, strict=True)
    by_kind = {
        "A mail" if place.transport == "mail" else "A new message": one.thresholds
        for place, one in pairs
    }
    when = [f"{what} comes {countdown_plans.said(days)}." for what, days in by_kind.items()]
    off = call.say(f"countdown off {wanted.row.what} in {where or 'here'}")
    return Answer(" ".join([head, *when, f"{off} ends it."]))


@command(
    "countdown off",
    aliases=("countdown stop", "countdown end"),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("countdown off dinner", "IGF 2025 has no date called “dinner”.…"),),
)
async def countdown_off(call: Call, what: Annotated[str, Rest("deadline in place")]) -> Answer:
    """Have the days to a deadline counted no more in a place, or in all places of a group."""
    name, where, _ = _parts(what)
    wanted = await _wanted(call, name, where)
    ended = await countdowns.end(call.store, wanted, now=call.now)
    there = countdowns.where_words(ended, call.place)
    return Answer(f"The days to {literal(wanted.row.what)} are counted no more {there}.")


async def _wanted(call: Call, name: str, where: str, *, begins: bool = False) -> countdowns.Wanted:
    return await countdowns.wanted(
        call.store,
        name,
        where,
        call.place,
        by=call.person,
        now=call.now,
        prefix=call.manners.prefix,
        begins=begins,
    )


def _parts(words: str) -> tuple[str, str, str]:
    """The deadline, the place, and the days ahead; each but the first may be left out."""
    found = _WHERE.match(words.strip())
    assert found is not None
    return found["what"].strip(), (found["where"] or "").strip(), (found["days"] or "").strip()
