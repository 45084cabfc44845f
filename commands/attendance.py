"""Attendance: in how many meetings a coalition was present, as their rolls say."""

from __future__ import annotations

import re
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.errors import NotFound
from dcbot.message import Answer
from dcbot.services import attendance, groups, places

_IN = re.compile(r"(?:in|at)\s+(?:the\s+)?(?:meetings\s+of\s+)?(?P<group>\S.*)", re.IGNORECASE)


@command(
    "attendance",
    aliases=("roll",),
    examples=(
        Example("attendance DC3", "No meeting of DCCG has a confirmed roll yet, so nothing…"),
        Example("attendance in DC3", "No meeting of DC3 has a confirmed roll since 1 January…"),
        Example("attendance", "No meeting of DCCG has a confirmed roll yet, so nothing is…"),
    ),
)
async def show(call: Call, which: Annotated[str, Rest("coalition")] = "") -> Answer:
    """Tell in how many of the last meetings of the coordination group a coalition was present.

    For example `attendance DC3`; without a name, all coalitions. Only meetings whose roll was
    taken, and whose minutes are approved, are counted; the others are named. A representative
    corrects the row of their coalition: `minutes correct DCCG 7: present: Ana (DC3)`.
    `attendance in DC3` tells who came to how many of DC3's own meetings this year.
    """
    store, by, now = call.store, call.person, call.now
    if within := _IN.match(which):
        its = await groups.named(store, within["group"], prefix=call.manners.prefix)
        aloud = not call.private and places.heard_outside(call.place, its.id)
        lines = await attendance.of_people(store, its, by=by, now=now, aloud=aloud)
        return Answer("\n".join(lines))
    group = await store.groups.coordination()
    if group is None:
        raise NotFound("There is no coordination group here, so no meetings to count.")
    aloud = not call.private and places.heard_outside(call.place, group.id)
    here = await places.group_of(store, call.place)
    named = await groups.named(store, which, prefix=call.manners.prefix) if which else here
    if named is None or named.id == group.id:
        lines = await attendance.of_all(store, group, by=by, now=now, aloud=aloud)
        return Answer("\n".join(lines))
    lines = await attendance.of_coalition(store, named, group, by=by, now=now, aloud=aloud)
    return Answer("\n".join(lines))
