"""Changes of meetings: moving, cancelling, leaving out and restoring them, one or all from one."""

from __future__ import annotations

import re
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import askers, finding, invitations, meetings, proposals, shifting, telling

Which = Annotated[str, Rest("meeting")]
_TO = re.compile(r"\s+(?:to|→|->)\s+", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:,|:)?\s+(?:because(?: of)?|since|as)\s+|:\s+", re.IGNORECASE)


@command(
    "meeting move",
    aliases=("please move", "move the", "reschedule", "please reschedule", "meeting reschedule"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting move DCAD 9 to 15:00 UTC", "DCAD has no meeting 9.…"),),
)
async def move(call: Call, wish: Annotated[str, Rest("meeting to when")]) -> Answer:
    """Move one meeting to another time.

    For example `meeting move DCCG 2 to 12 January 2027 at 15:00 UTC`, or `to 15:00 UTC` on its own
    day, or `to 12 January` at its own clock. The bot says back what it understood and asks you.
    """
    which, when, why = _parts(call, wish)
    found = await _one(call, which)
    draft = {"act": "move", "why": why, **await proposals.target(call.store, found)}
    return await proposals.begin(await _asker(call, found), draft, when)


@command(
    "meeting move all",
    aliases=("meeting move all from", "move all", "move all from", "please move all"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting move all DCAD 9 to 15:00 UTC", "DCAD has no meeting 9.…"),),
)
async def move_all(call: Call, wish: Annotated[str, Rest("meeting to when")]) -> Answer:
    """Move a meeting and all after it in its series.

    For example `meeting move all DCCG 2 to the second Tuesday of each month at 13:00 UTC`, or `to
    15:00 UTC` for another clock on the same days. Those before it stay as they were.
    """
    which, when, why = _parts(call, wish)
    found = await _one(call, which)
    await shifting.series_of(call.store, found)
    draft = {"act": "move all", "why": why, **await proposals.target(call.store, found)}
    return await proposals.begin(await _asker(call, found), draft, when)


@command(
    "meeting sitting",
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting sitting DCAD 9 to 08:00 UTC", "DCAD has no meeting 9.…"),),
)
async def sitting(call: Call, wish: Annotated[str, Rest("meeting to when")]) -> Answer:
    """Give a meeting a further sitting, for another half of the world.

    For example `meeting sitting DCCG 2 to 6 January 2027 at 08:00 UTC`. It is one meeting with one
    record.
    """
    which, when, why = _parts(call, wish)
    found = await _one(call, which)
    draft = {"act": "sitting", "why": why, **await proposals.target(call.store, found)}
    return await proposals.begin(await _asker(call, found), draft, when)


@command(
    "meeting cancel",
    aliases=("please cancel", "cancel the", "please cancel the", "meeting call off"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting cancel DCAD 9", "DCAD has no meeting 9.…"),),
)
async def cancel(call: Call, which: Which) -> Answer:
    """Cancel one meeting; it stays in the calendar as cancelled. Say why behind “because”."""
    return await _ask_off(call, which, "cancel", "Cancel it?")


@command(
    "meeting skip",
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting skip DCAD 9", "DCAD has no meeting 9.…"),),
)
async def skip(call: Call, which: Which) -> Answer:
    """Leave one meeting of a series out, as if it had not been planned."""
    return await _ask_off(call, which, "skip", "Leave it out?")


@command(
    "meeting cancel all",
    aliases=("meeting end", "cancel all", "please cancel all"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("meeting cancel all DCAD", "DCAD has no series of meetings.…"),),
)
async def cancel_all(call: Call, which: Which) -> Answer:
    """Cancel a whole series from now on; name its group, or one of its meetings."""
    words, _, why = _split(which)
    found = await askers.find(call, words)
    series = await finding.the_series(call.store, found)
    asker = await askers.of(call, found.group)
    coming = await meetings.coming(call.store, [found.group.id], now=call.now, limit=100)
    mine = [one for one in coming if one.series_id == series.id]
    await meetings.require(call.store, found.group, _TO_CANCEL, by=call.person, now=call.now)
    if not mine:
        raise BadArgument("No meeting of that series is to come.")
    await proposals.withdraw(asker)
    lines = [
        f"The series “{literal(series.title)}” and all its meetings to come are to be cancelled:",
        *[f"- {await meetings.handle(call.store, one)}: {telling.of_meeting(one)}" for one in mine],
        "- and all after them",
    ]
    draft = {"act": "cancel all", "why": why, **await proposals.target(call.store, mine[0])}
    return proposals.confirm(asker, lines, "Cancel them?", draft)


@command(
    "meeting restore",
    aliases=("meeting uncancel",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("meeting restore DCAD 9", "DCAD has no meeting 9.…"),),
)
async def restore(call: Call, which: Which) -> Answer:
    """Take back that a meeting was cancelled, left out or moved."""
    found = await _one(call, which)
    was = await shifting.restore(call.store, found, by=call.person, now=call.now)
    name = await meetings.handle(call.store, found)
    return Answer(
        f"{name} is not {was} any more. It is planned on {telling.of_meeting(found)}.",
        invitation=await invitations.of(call.store, [found], now=call.now),
    )


_TO_CANCEL = "cancel meetings of the group"


async def _ask_off(call: Call, which: str, act: str, question: str) -> Answer:
    words, _, why = _split(which)
    found = await _one(call, words)
    asker = await _asker(call, found)
    name = await meetings.handle(call.store, found)
    await meetings.require(
        call.store,
        await shifting.group_of(call.store, found),
        _TO_CANCEL,
        by=call.person,
        now=call.now,
    )
    if meetings.ends_at(found) <= call.now:
        raise BadArgument(f"{name} is over; what took place is not changed.")
    shifting.check_off(found, act)
    await proposals.withdraw(asker)
    done = {"cancel": "cancelled", "skip": "left out of its series"}[act]
    because = f", because of this: {literal(why)}" if why else ""
    lines = [
        f"{name} ({literal(found.title)}) on {telling.of_meeting(found)} is to be {done}{because}."
    ]
    draft = {"act": act, "why": why, **await proposals.target(call.store, found)}
    return proposals.confirm(asker, lines, question, draft)


async def _one(call: Call, words: str) -> meetings.Meeting:
    """The meeting that is named; the group's next one must be said as “next”."""
    found = await askers.find(call, words)
    if found.meeting is not None:
        return found.meeting
    coming = await meetings.coming(call.store, [found.group.id], now=call.now, limit=2)
    if len(coming) == 1:
        return coming[0]
    one = await finding.upcoming(call.store, found.group, now=call.now)
    name = await meetings.handle(call.store, one)
    raise BadArgument(
        f"Which meeting? The next is {name}, on {telling.of_meeting(one)}. Name it by its number, "
        f"its day, or as “next”."
    )


async def _asker(call: Call, meeting: meetings.Meeting) -> proposals.Asker:
    group = await shifting.group_of(call.store, meeting)
    to = "move meetings of the group"
    await meetings.require(call.store, group, to, by=call.person, now=call.now)
    return await askers.of(call, group)


def _parts(call: Call, wish: str) -> tuple[str, str, str]:
    """Which meeting, when, and why; raises BadArgument where no time follows."""
    which, when, why = _split(wish)
    if not when:
        raise BadArgument(
            f"To when? Say {call.say('meeting move DCCG 2 to 12 January 2027 at 15:00 UTC')}."
        )
    return which, when, why


def _split(wish: str) -> tuple[str, str, str]:
    parts = _TO.split(" ".join(wish.split()), maxsplit=1)
    which, when = (parts[0], parts[1] if len(parts) > 1 else "")
    rest = when or which
    reason = _WHY.split(rest, maxsplit=1)
    why = reason[1] if len(reason) > 1 else ""
    if when:
        return which, reason[0], why
    return reason[0], "", why
