"""Voting: in a meeting that goes on, by whoever is not in its room."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.message import Answer
from dcbot.roles import Assurance
from dcbot.services import places, so_far, voting


@command(
    "vote in",
    aliases=("my vote in", "i vote in"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("vote in DCAD: yes", "No meeting of DCAD is being recorded…"),),
)
async def vote(call: Call, text: Annotated[str, Rest("group: option")]) -> Answer:
    """Vote in the meeting that is being recorded now, from outside its room.

    `vote in DCCG: yes`, to me alone or by mail. Your last word counts until the vote is closed. It
    stands in the record like a vote in the room.
    """
    named, colon, option = text.rpartition(":")
    if not option.strip():
        raise BadArgument("What do you vote for? Say it behind a colon: `vote in DCCG: yes`.")
    group = await places.meant_group(call.store, named, call.place, prefix=call.manners.prefix)
    store = call.store
    journal = await so_far.meant(
        store,
        call.place,
        group if colon else None,
        by=call.person,
        now=call.now,
        prefix=call.manners.prefix,
    )
    said = await voting.cast(store, journal, option, call.assurance, by=call.person, now=call.now)
    return Answer(f"Your vote is {said}. It counts until the vote is closed.", private=True)
