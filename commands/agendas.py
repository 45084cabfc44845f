"""Agendas: what a meeting is to talk about, proposed by anyone before it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import agendas, askers, finding, listings, meetings, places
from dcbot.services.agendas import Point
from dcbot.services.meetings import Meeting

_NUMBERS = re.compile(
    r"^(?P<which>.*?)(?:\s*:|\s+)\s*(?P<numbers>#?\d+(?:\s*(?:,|\band\b)\s*\d+)*)\s*$"
)


@command(
    "agenda",
    aliases=("what is on the agenda", "whats on the agenda", "agenda of", "agenda for"),
    examples=(
        Example("agenda DCAD", "No meeting of DCAD is planned."),
        Example("agenda DCAD 9", "DCAD has no meeting 9.…"),
    ),
)
async def agenda(call: Call, which: Annotated[str, Rest("meeting")] = "") -> Answer:
    """Show the agenda of a meeting: of the next one of a group, or of the one you name.

    For example `agenda DCCG` or `agenda DCCG 3`. What its last meeting did not come to is carried
    over. `agenda add DCCG: Main session, 15 minutes` proposes a point.
    """
    meeting = await _meeting(call, which)
    handle = await meetings.handle(call.store, meeting)
    add = call.say(f"agenda add {handle}: …")
    if not await listings.may_see(call.store, meeting, by=call.person, now=call.now):
        return Answer(f"{handle} is known to those who take part in the group alone.")
    points = await agendas.of(call.store, meeting)
    if not points:
        return Answer(f"{literal(handle)} has no agenda yet. {add} proposes a point.")
    return Answer(f"{_shown(f'Agenda of {handle}', points)}\n{add} proposes one more.")


@command(
    "agenda add",
    aliases=("add to the agenda", "add to agenda", "propose for the agenda"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("agenda add DCAD: Main session", "No meeting of DCAD is planned."),),
)
async def agenda_add(call: Call, text: Annotated[str, Rest("meeting: point")]) -> Answer:
    """Propose a point for the agenda of a meeting; anyone may.

    How long it takes stands behind it: `agenda add DCCG: Main session, 15 minutes`. Without a
    number, the next meeting of the group is meant.
    """
    which, colon, point = text.partition(":")
    if not colon:
        raise BadArgument(
            "Say whose agenda, a colon, and the point: `agenda add DCCG: Main session, 15 minutes`."
        )
    meeting = await _meeting(call, which)
    number = await agendas.add(call.store, meeting, point, by=call.person, now=call.now)
    points = await agendas.of(call.store, meeting)
    handle = literal(await meetings.handle(call.store, meeting))
    said = literal(points[number - 1].words())
    return Answer(f"On the agenda of {handle} as point {number}: {said}", acknowledgement="✅")


@command(
    "agenda drop",
    aliases=("agenda remove", "take off the agenda"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("agenda drop DCAD 2", "No meeting of DCAD is planned."),),
)
async def agenda_drop(call: Call, text: Annotated[str, Rest("meeting: number")]) -> Answer:
    """Drop a point from the agenda of a meeting: whoever proposed it may, and who may schedule.

    `agenda drop DCCG 2` drops point 2 of the next meeting, `agenda drop DCCG 3: 2` that of DCCG 3.
    """
    meeting, numbers = await _numbered(call, text, "agenda drop DCCG: 2")
    if len(numbers) != 1:
        raise BadArgument("Drop one point at a time: `agenda drop DCCG: 2`.")
    point = await agendas.drop(call.store, meeting, numbers[0], by=call.person, now=call.now)
    handle = literal(await meetings.handle(call.store, meeting))
    return Answer(
        f"Dropped from the agenda of {handle}: {literal(point.title)}", acknowledgement="✅"
    )


@command(
    "agenda order",
    aliases=("order agenda",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.MEDIUM,
    changes=True,
)
async def agenda_order(call: Call, text: Annotated[str, Rest("meeting: numbers")]) -> Answer:
    """Put the points of an agenda in another order: `agenda order DCCG: 3, 1, 2`.

    Points that you do not name come after, as they were. Whoever may schedule may.
    """
    meeting, numbers = await _numbered(call, text, "agenda order DCCG: 3, 1, 2")
    points = await agendas.order(call.store, meeting, numbers, by=call.person, now=call.now)
    handle = await meetings.handle(call.store, meeting)
    return Answer(_shown(f"Agenda of {handle} now", points))


async def _numbered(call: Call, text: str, example: str) -> tuple[Meeting, Sequence[int]]:
    found = _NUMBERS.match(text)
    if found is None:
        raise BadArgument(f"Say whose agenda, and the number of the point: `{example}`.")
    numbers = [int(number) for number in re.findall(r"\d+", found["numbers"])]
    return await _meeting(call, found["which"]), numbers


async def _meeting(call: Call, which: str) -> Meeting:
    """The meeting that is named; the next one of the group where no number is."""
    if not which.strip():
        group = await places.meant_group(call.store, "", call.place, prefix=call.manners.prefix)
        if group is not None:
            return await finding.upcoming(call.store, group, now=call.now)
    found = await askers.find(call, which.strip())
    return found.meeting or await finding.upcoming(call.store, found.group, now=call.now)


def _shown(head: str, points: Sequence[Point]) -> str:
    lines = [f"{number}. {literal(point.words())}" for number, point in enumerate(points, 1)]
    return "\n".join([f"{literal(head)}:", *lines])
