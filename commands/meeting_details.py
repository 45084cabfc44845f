"""Details of meetings: where they are, their agenda, their papers, and how one takes part."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import NameBefore, OneOf, Rest
from dcbot.command import Call, Example, command
from dcbot.lines import fold
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import askers, finding, meetings, particulars

_PARTS = tuple(particulars.PARTS)


@command(
    "meeting set",
    aliases=("meeting change",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("meeting set DCAD 9: agenda The year ahead", "DCAD has no meeting 9.…"),
        Example("meeting set DCAD: agenda The year ahead", "DCAD has no series of meetings.…"),
    ),
)
async def meeting_set(
    call: Call,
    which: Annotated[str, NameBefore("meeting", (*_PARTS, *particulars.ALSO), _PARTS)],
    what: Annotated[str, OneOf("particular", _PARTS, also=particulars.ALSO)],
    value: Annotated[str, Rest("value")],
) -> Answer:
    """Say more about a meeting: its agenda, link, dial-in and so on.

    `meeting set DCCG 2: agenda …` is about one, `meeting set DCCG: agenda …` about all of a series.
    `link` is the link to join: it is told to participants alone and never published, so say it to
    the bot alone. `registration` is the public one. `none` takes away what was said.
    """
    found = await askers.find(call, which)
    all_of = found.meeting is None or "all" in fold(which).split()
    one = found.meeting
    if one is None or all_of:
        series = await finding.the_series(call.store, found)
        name = f"all meetings of “{literal(series.title)}”"
        shown = await particulars.put(call.store, series, what, value, by=call.person, now=call.now)
    else:
        name = await meetings.handle(call.store, one)
        shown = await particulars.put(call.store, one, what, value, by=call.person, now=call.now)
    if what == particulars.LINK:
        return Answer(_link_set(call, name, bool(shown)))
    said = f"is now {literal(shown)}" if shown else "is taken away"
    return Answer(f"The {what} of {name} {said}.", acknowledgement="✅")


def _link_set(call: Call, name: str, given: bool) -> str:
    if not given:
        return f"The link to join {name} is taken away."
    text = (
        f"The link to join {name} is kept. It is told to participants alone, with their reminders "
        f"and by {call.say('meeting join')}, and never published."
    )
    if call.private:
        return text
    return f"{text} You said it where others read it; say such a link to me alone."
