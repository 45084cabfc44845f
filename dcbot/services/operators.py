"""Operators: the first ones, whom the settings name, get their standing at every start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.roles import Role
from dcbot.services import people, standings
from storage.store import Store

BY_SETTINGS = "the settings of the bot"


async def appoint(store: Store, addresses: Sequence[str], *, now: datetime) -> list[str]:
    """Make operators of those at these addresses (“transport:address”) who are none yet.

    Returns a sentence for each who became one. An address that has not spoken yet is taken as
    confirmed, for the operator of the machine named it.
    """
    told = []
    for named in addresses:
        transport, _, address = named.partition(":")
        person = await people.met(store, transport, address, name=None, now=now)
        held = await store.people.standings(now, person_id=person.id)
        if all(standing.role != Role.OPERATOR for standing in held):
            await standings.give(store, person, Role.OPERATOR, None, by_name=BY_SETTINGS, now=now)
            told.append(f"{named} is now an operator, as the settings say.")
    return told
