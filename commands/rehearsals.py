"""Rehearsals: trying things out where nobody sees it, and nothing stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from dcbot.arguments import Words
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument, UserError
from dcbot.message import Answer, quoted
from dcbot.roles import Assurance
from dcbot.services import moments, rehearsals, wishes

_UNITS = {"minute": 1, "min": 1, "hour": 60, "day": 60 * 24, "week": 60 * 24 * 7}


@dataclass(frozen=True)
class Length:
    """A length of time, as 7 days."""

    label: str

    def read(self, words: Words, last: bool) -> timedelta:
        said = words.rest()
        found = re.fullmatch(r"(\d{1,4})\s*([a-z]+?)s?", said.casefold())
        if found and found[2] in _UNITS:
            return timedelta(minutes=int(found[1]) * _UNITS[found[2]])
        raise BadArgument(
            f"{quoted(said)} is no length of time: say minutes, hours, days or weeks, as in "
            "“7 days”."
        )


@command("rehearse", assurance=Assurance.MEDIUM, changes=True)
async def rehearse(call: Call) -> Answer:
    """Try things out: what you say then is played for you alone, publishes nothing and disappears.

    In it you are a coordinator of a practice group, which has a room and a list; of what is real
    you see what you see otherwise. `rehearse later 7 days` moves its clock, and `rehearse end`
    ends it; after two hours it ends by itself.
    """
    if not call.private or call.place.kind != "direct":
        raise UserError(
            f"A rehearsal is between you and me: say {call.say('rehearse')} to me alone."
        )
    known = await call.store.rehearsals.at(call.transport, call.place.address)
    if known is not None and known.person_id != call.person.id:
        raise UserError("Somebody else rehearses here. Say it in a chat of your own.")
    if known is not None:
        raise UserError(f"You are rehearsing. {call.say('rehearse end')} ends it.")
    address = call.place.address
    begun = await rehearsals.begin(
        call.store, call.transport, address, by=call.person, now=call.now
    )
    ends = moments.clock(begun.ends_at, wishes.zone(call.person, call.manners.zone))
    return Answer(
        "Rehearsal: from here on nothing that you say here is real, nobody else sees it, and "
        "nothing of it stays. You are a coordinator of the group “practice”, which has a room and "
        f"a list: try {call.say('announce practice: We meet on Thursday')}. "
        f"{call.say('rehearse later 7 days')} lets time pass, {call.say('rehearse end')} ends it; "
        f"it ends by itself at {ends}."
    )


@command(
    "rehearse later",
    changes=True,
    examples=(Example("rehearse later 7 days", "No rehearsal is under way here…"),),
)
async def rehearse_later(call: Call, length: Annotated[timedelta, Length("length of time")]) -> str:
    """Let time pass in your rehearsal, such as 7 days; what falls due in it is played."""
    rehearsal = await call.store.rehearsals.at(call.transport, call.place.address)
    if rehearsal is None or rehearsal.person_id != call.person.id:
        raise UserError(f"No rehearsal is under way here. {call.say('rehearse')} begins one.")
    await rehearsals.move(call.store, rehearsal, length)
    zone = wishes.zone(call.person, call.manners.zone)
    shown = moments.minute(rehearsals.moment(rehearsal, call.now), zone)
    return f"Rehearsal: it is {shown} in it now."


@command(
    "rehearse end",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("rehearse end", "No rehearsal is under way here…"),),
)
async def rehearse_end(call: Call) -> str:
    """End your rehearsal; nothing of it stays, and what you say from then on is real."""
    rehearsal = await call.store.rehearsals.at(call.transport, call.place.address)
    if rehearsal is None or rehearsal.person_id != call.person.id:
        raise UserError(f"No rehearsal is under way here. {call.say('rehearse')} begins one.")
    await call.store.rehearsals.forget(rehearsal)
    return "The rehearsal is over, and nothing of it stays. What you say from now on is real."
