"""Reminders: how long ahead a group's places, or you yourself, are told of its meetings."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import NameBefore, Rest
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import askers, finding, groups, meetings, reminders, reminding, telling

_TIMES = (
    "none",
    "off",
    "never",
    "now",
    "an hour",
    "a day",
    "a week",
    "one",
    *map(str, range(1, 100)),
)
_OFFERED = ("7 days", "1 day", "1 hour", "now", "none")
Ahead = Annotated[str, Rest("how long ahead")]
Group = Annotated[str, NameBefore("group", _TIMES, _OFFERED, first=True)]


@command(
    "remind me",
    aliases=("remind me of", "reminder", "reminders"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(
        Example(
            "remind me DCAD: 1 day and 1 hour",
            "You are reminded of each meeting of DCAD 1 day and 1 hour ahead,…",
        ),
        Example("remind me", "You asked for no reminders.…"),
    ),
)
async def remind_me(call: Call, group: Group = "", ahead: Ahead = "") -> Answer:
    """Be reminded of a group's meetings yourself, as long ahead as you wish.

    For example `remind me DCCG: 1 day and 30 minutes`, or `remind me DCCG: none`. Alone, it tells
    what you asked for.
    """
    if not group and not ahead:
        return Answer(await _asked_for(call), private=True)
    found = await askers.find(call, group)
    handle = (await groups.title(call.store, found.group)).handle
    wanted = reminders.read(ahead)
    await reminding.put_own(call.store, call.person, found.group, wanted, now=call.now)
    if not wanted:
        return Answer(f"You are not reminded of the meetings of {handle} any more.")
    when = reminders.said(wanted)
    return Answer(f"You are reminded of each meeting of {handle} {when}, at your own chat.")


@command(
    "meeting remind",
    aliases=("meeting reminders",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("meeting remind DCAD: 1 day", "DCAD has no series of meetings.…"),),
)
async def meeting_remind(call: Call, group: Group, ahead: Ahead) -> Answer:
    """Say how long ahead the places of a group are reminded of a series, or of one meeting.

    Usual are 7 days, 1 day, 1 hour and when it begins; a list is reminded once, a day ahead.
    """
    found = await askers.find(call, group)
    wanted = reminders.read(ahead)
    name = await reminding.put(call.store, found, wanted, by=call.person, now=call.now)
    if not wanted:
        return Answer(f"The places of the group are not reminded of {literal(name)} any more.")
    when = reminders.said(wanted)
    return Answer(f"The places of the group are reminded of {literal(name)} {when}.")


@command(
    "reminder stop",
    aliases=(
        "stop reminder",
        "stop the reminder",
        "stop reminder of",
        "stop the reminder of",
        "stop next reminder of",
        "stop the next reminder of",
    ),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("reminder stop DCAD", "No meeting of DCAD is planned.…"),),
)
async def reminder_stop(call: Call, which: Annotated[str, Rest("meeting")] = "") -> Answer:
    """Keep the next reminder of a meeting from being said in the places of its group.

    For example `stop the reminder of DCCG 4`. A reminder is known as soon as the meeting is, so it
    is not held back before it goes; the later ones go all the same. `meeting remind DCCG 4: none`
    ends all of them.
    """
    found = await askers.find(call, which)
    one = found.meeting or await finding.upcoming(call.store, found.group, now=call.now)
    stopped = await reminding.stop_next(call.store, one, by=call.person, now=call.now)
    name = await meetings.handle(call.store, one)
    at = telling.in_zone(stopped.at, call.person.zone or one.zone)
    left = (
        f"It is still reminded of {reminders.said(stopped.left)}."
        if stopped.left
        else ("It was the last one.")
    )
    back = call.say(f"meeting remind {name}: {reminders.as_said(stopped.wanted)}")
    return Answer(
        f"The next reminder of {name}, which was to go on {at}, is not said. {left} {back} takes "
        "that back."
    )


async def _asked_for(call: Call) -> str:
    known = await call.store.reminders.of_person(call.person.id)
    by_group: dict[int, list[int]] = {}
    for one in known:
        by_group.setdefault(one.group_id, []).append(one.minutes)
    lines = []
    for group_id, minutes in by_group.items():
        group = await call.store.groups.get(group_id)
        if group is not None:
            handle = (await groups.title(call.store, group)).handle
            lines.append(f"- {handle}: {reminders.said(minutes)}")
    if not lines:
        return f"You asked for no reminders. {call.say('remind me DCCG: 1 day')} asks for one."
    return "\n".join(["You are reminded of these meetings:", *lines])
