"""Askers: in which zone somebody's words about time are read, and which meeting they mean."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from dcbot.errors import NotFound
from dcbot.services import finding, settings
from dcbot.services.proposals import Asker
from dcbot.services.timing import Zone
from storage.groups import Group
from storage.meetings import Meeting
from storage.people import Person
from storage.places import Place
from storage.store import Store


class Manners(Protocol):
    """How the bot is spoken to."""

    @property
    def prefix(self) -> str: ...
    @property
    def zone(self) -> str: ...


class Spoken(Protocol):
    """What is known of somebody who speaks to the bot; a command's call has it."""

    @property
    def store(self) -> Store: ...
    @property
    def person(self) -> Person: ...
    @property
    def place(self) -> Place: ...
    @property
    def now(self) -> datetime: ...
    @property
    def manners(self) -> Manners: ...
    @property
    def transport(self) -> str: ...


async def zone(spoken: Spoken, group: Group | None) -> Zone:
    """The zone in which their times are read where they name none.

    Their own comes first, then that of the place and of the group; the community's own is nobody's
    choice, so it is asked about where it matters.
    """
    store = spoken.store
    language = await settings.value_of(store, group, "language")
    chosen = (
        spoken.person.zone or spoken.place.zone or await settings.value_of(store, group, "zone")
    )
    return Zone(chosen or spoken.manners.zone, bool(chosen), spoken.place.language or language)


async def of(spoken: Spoken, group: Group) -> Asker:
    """Who speaks, as proposals need it."""
    return Asker(
        store=spoken.store,
        person=spoken.person,
        now=spoken.now,
        zone=await zone(spoken, group),
        prefix=spoken.manners.prefix,
        by_mail=spoken.transport == "mail",
    )


async def find(spoken: Spoken, words: str) -> finding.Found:
    """The group and the meeting that the words name; raises NotFound or Ambiguous."""
    return await finding.find(
        spoken.store,
        words,
        spoken.place,
        await zone(spoken, None),
        now=spoken.now,
        prefix=spoken.manners.prefix,
    )


async def find_meeting(spoken: Spoken, words: str, *, example: str) -> Meeting:
    """The meeting that the words name; raises NotFound, with the example, where they name none."""
    found = await find(spoken, words.strip(" :"))
    if found.meeting is None:
        raise NotFound(f"Say which meeting it is, by its number or its day, such as {example}.")
    return found.meeting
