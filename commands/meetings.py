"""Meetings: scheduling them by a sentence, and looking at what is planned."""

from __future__ import annotations

import re
from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.lines import after_name, own_lines
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    askers,
    confirmations,
    finding,
    groups,
    invitations,
    listings,
    meetings,
    orders,
    places,
    proposals,
)

Which = Annotated[str, Rest("meeting")]
_AS_FILE = re.compile(r"(?:^|\s)(?:as )?(?:an? )?\.?(?:ics|ical|calendar file)$", re.IGNORECASE)


@command(
    "meeting schedule",
    aliases=(
        "schedule",
        "schedule a meeting",
        "please schedule",
        "can you schedule",
        "can you please schedule",
        "could you schedule",
        "could you please schedule",
        "meeting plan",
        "plan a meeting",
        "please plan",
        "set up a meeting",
        "please set up",
    ),
    allowed=Role.REPRESENTATIVE,
    examples=(
        Example(
            "meeting schedule DCAD call 1 December 2026 at 14:00 UTC, 1 hour",
            "A single meeting of DCAD (Accessibility and Disability), “DCAD call” (meeting of its…",
        ),
    ),
)
async def schedule(call: Call, wish: Annotated[str, Rest("meeting with its time")]) -> Answer:
    """Schedule a meeting, or one that comes again, by a sentence.

    Name the group, the time with its zone, and the length: “the DCCG call for the first Tuesday of
    each month at 14:00 UTC, 1 hour”. A title stands in quotation marks. The bot says back what it
    understood, with the next dates and what clock changes do to whom, and asks you to confirm.
    A coordinator may, of a coalition also its representatives.
    """
    order = orders.read(wish, await groups.titles(call.store))
    group = await call.store.groups.get(order.group_id) if order.group_id else None
    if group is None:
        group = await places.group_of(call.store, call.place)
    if group is None:
        # The words name it in another way, or the error offers what can be said.
        group = await finding.group_named(call.store, order.phrase, prefix=call.manners.prefix)
    to = "schedule meetings of the group"
    await meetings.require(call.store, group, to, by=call.person, now=call.now)
    draft = {"act": "schedule", "group": group.id, "order": order.as_document()}
    return await proposals.begin(await askers.of(call, group), draft, order.phrase)


@takes_reply(proposals.CHOOSE)
async def which_time(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take the one of several times that was meant."""
    return await proposals.chosen(await _asker(call, draft), draft, reply)


@takes_reply(proposals.MORE)
async def more_time(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take the clock or the zone that was missing."""
    lines = [line for line in own_lines(call.words) if line]
    said = lines[0] if lines else reply
    named = after_name(said, [call.manners.name])
    return await proposals.completed(await _asker(call, draft), draft, named or said)


@takes_reply(proposals.CONFIRM)
async def confirmed(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Do what was asked for, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    return await confirmations.done(await _asker(call, draft), draft)


async def _asker(call: Call, draft: dict[str, Any]) -> proposals.Asker:
    return await askers.of(call, await proposals.group_of(call.store, draft))


@command(
    "meeting",
    aliases=("meeting show",),
    examples=(Example("meeting DCAD", "No meeting of DCAD is planned.…"),),
)
async def meeting(call: Call, which: Which = "") -> Answer:
    """Show a meeting: the next one of a group, or the one with a number or on a day.

    For example `meeting DCCG`, `meeting DCCG 4`, `meeting DCCG 1 December`. In a place of the
    group its name may be left out. `meeting DCCG 4 ics` gives it as a calendar file.
    """
    if file := _AS_FILE.search(which):
        return await _as_file(call, which[: file.start()])
    found = await askers.find(call, which)
    one = found.meeting or await finding.upcoming(call.store, found.group, now=call.now)
    zone = call.person.zone or ""
    lines = await listings.one(call.store, one, by=call.person, zone=zone, now=call.now)
    return Answer("\n".join(lines))


@command(
    "meeting file",
    aliases=("meeting ics", "ics", "calendar file"),
    examples=(Example("meeting file DCAD", "No meeting of DCAD is planned.…"),),
)
async def meeting_file(call: Call, which: Which = "") -> Answer:
    """Give a meeting as a file for calendar programs (.ics), to take along.

    For example `meeting file DCCG 4`, or `meeting DCCG 4 ics`. Who adds it again after the meeting
    was moved or cancelled has it as it is then. Mails about a meeting hold it of themselves.
    """
    return await _as_file(call, which)


async def _as_file(call: Call, which: str) -> Answer:
    found = await askers.find(call, which)
    one = found.meeting or await finding.upcoming(call.store, found.group, now=call.now)
    if not await listings.may_see(call.store, one, by=call.person, now=call.now):
        return Answer("That meeting is not public.")
    file = await invitations.of(call.store, [one], now=call.now)
    line = await listings.line(call.store, one, call.person.zone or "")
    return Answer(line.removeprefix("- "), files=(file,) if file else ())


@command(
    "meeting list",
    aliases=("meetings", "list meetings"),
    examples=(Example("meeting list DCAD", "No meeting of DCAD is planned.…"),),
)
async def meeting_list(call: Call, which: Annotated[str, Rest("group")] = "") -> Answer:
    """List the series of a group, and its meetings to come."""
    found = await askers.find(call, which)
    lines = await listings.of_group(call.store, found.group, by=call.person, now=call.now)
    return Answer("\n".join(lines))


@command(
    "meeting join",
    aliases=("join link",),
    assurance=Assurance.MEDIUM,
    examples=(Example("meeting join DCAD", "No meeting of DCAD is planned.…"),),
)
async def meeting_join(call: Call, which: Which = "") -> Answer:
    """Tell how to get into a meeting; its link for participants is told to them alone."""
    found = await askers.find(call, which)
    one = found.meeting or await finding.upcoming(call.store, found.group, now=call.now)
    text = await listings.ways_in(call.store, one, by=call.person, now=call.now)
    name = literal(await meetings.handle(call.store, one))
    return Answer(f"{name}: {text}", private=True)
