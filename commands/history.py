"""History: what was changed of a coalition, by whom, when and why."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from dcbot.arguments import GroupName
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal, quoted
from dcbot.services import groups, moments, register

_LAST = 5
_UTC = ZoneInfo("UTC")


@command(
    "coalition history",
    aliases=("coalition changes",),
    examples=(Example("coalition history DCAD", "Nothing that the register says of DCAD…"),),
)
async def history(call: Call, coalition: GroupName) -> Answer:
    """Tell every change of what the register says of a coalition, oldest first.

    In a room the last five are told; said privately, all of them.
    """
    group = await groups.named(call.store, coalition, prefix=call.manners.prefix)
    handle = literal((await groups.title(call.store, group)).handle)
    changes = await register.history(
        call.store, group, call.person, alone=call.private, now=call.now
    )
    if not changes:
        since = moments.day(group.created_at)
        return Answer(
            f"Nothing that the register says of {handle} was changed since {since}, when it came "
            "in."
        )
    lines = [f"- {_line(change)}" for change in changes]
    head = "1 change" if len(lines) == 1 else f"{len(lines)} changes"
    text = "\n".join([f"{handle}: {head}, oldest first.", *lines])
    if len(lines) <= _LAST:
        return Answer(text)
    brief = "\n".join(
        [
            f"{handle}: the last {_LAST} of {head}. {call.say(f'coalition history {handle}')}, "
            "said privately, tells all.",
            *lines[-_LAST:],
        ]
    )
    return Answer(text, brief=brief)


def _line(change: Any) -> str:
    """One change: when, by whom, what it is, what it was, and why."""
    who = f"{moments.minute(change.at, _UTC)}, {literal(change.by_name)}"
    what, now, was = literal(change.what), quoted(change.now, 200), quoted(change.was, 200)
    if change.now and change.was:
        said = f"{what} is now {now}, was {was}"
    elif change.now:
        said = f"{what} is now {now}" if change.what == "status" else f"{what} {now} added"
    else:
        said = f"{what} {was} taken away" if change.was else what
    why = f" Why: {literal(change.why)}." if change.why else ""
    return f"{who}: {said}.{why}"
