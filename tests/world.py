"""The world that tests begin in: the IGF's coalitions, a few people with standing, Monday noon."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from dcbot.app import App
from dcbot.command import Manners
from dcbot.data.cycles import load as load_cycles
from dcbot.data.read import load
from dcbot.data.rules import load as load_rules
from dcbot.duties import duties_at
from dcbot.intake import Batch
from dcbot.message import Edited, Incoming, Reacted, Redacted, Said
from dcbot.roles import Assurance, Role
from dcbot.services import (
    desk_letters,
    eligibility_rules,
    people,
    search_index,
    shipped,
    shipped_cycles,
    standings,
)
from storage.database import Database
from storage.records import METADATA
from storage.store import Store
from tests.wire import Carried, Wire

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROOM = "!coordination:example.org"

PEOPLE: dict[str, tuple[tuple[Role, str | None], ...]] = {
    "amina": ((Role.REPRESENTATIVE, "dcad"),),
    "kofi": ((Role.REPRESENTATIVE, "dc3"),),
    "lena": ((Role.COORDINATOR, "dccg"),),
    "sana": ((Role.SECRETARIAT, None),),
    "omar": ((Role.OPERATOR, None),),
    "jo": (),
    "mei": (),
}
"""Who is what, by the group's key; Jo and Mei have no standing."""

EVERYBODY = tuple(PEOPLE)


async def create_tables(database: Database) -> None:
    """All tables, as the records say."""
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)


async def settle(database: Database, transport: str, addresses: dict[str, str]) -> None:
    """The coalitions that ship and the people of the world, in a database with its tables."""
    async with database.transaction() as store:
        await shipped.install(store, load("igf"), now=MONDAY_NOON)
        await shipped_cycles.install(store, load_cycles("igf"), now=MONDAY_NOON)
        await eligibility_rules.install(store, load_rules("igf"), now=MONDAY_NOON)
        await settle_people(store, transport, addresses)
        await desk_letters.plan(store, now=MONDAY_NOON)
        while await search_index.catch_up(store):
            pass


async def settle_people(store: Store, transport: str, addresses: dict[str, str]) -> None:
    """The people of the world at these addresses, each with their standing."""
    for name, address in addresses.items():
        person = await people.met(
            store, transport, address, name=name.capitalize(), now=MONDAY_NOON
        )
        for role, key in PEOPLE.get(name, ()):
            group = await store.groups.by_key(key) if key else None
            await standings.give(
                store, person, role, group, by_name="the operator", now=MONDAY_NOON
            )


SITE = "https://minutes.example.org"
DUTIES = duties_at(SITE)
"""What the bot of the world does in time."""


class World:
    """The bot over a wireless transport, with a clock that a test may move."""

    def __init__(self, database: Database, transport: str = "matrix", **settings: Any) -> None:
        self.database = database
        self.now = MONDAY_NOON
        self.wire = Wire(transport)
        # A second way to people, which nobody of the world speaks by.
        self.elsewhere = Wire("matrix" if transport == "mail" else "mail")
        self.app = App(
            database,
            [self.wire, self.elsewhere],
            manners=Manners(site=SITE),
            clock=lambda: self.now,
            **{"duties": DUTIES, **settings},
        )
        self._numbers = itertools.count(1)

    @staticmethod
    def address(who: str) -> str:
        """The address of a person of the world."""
        return f"@{who}:example.org"

    async def hand_in(self, *events: Incoming) -> None:
        """Take these events in as one batch, without handling them."""
        await self.app.intake.take(Batch(self.wire.name, events))

    def said(self, who: str, text: str, *, direct: bool = False, **more: Any) -> Said:
        """A message that somebody sends now, to the room or to the bot alone."""
        return Said(**{**self._common(who, direct), **more}, text=text)

    def edited(self, who: str, about: str, text: str, *, direct: bool = False) -> Edited:
        """An edit of the message `about`."""
        return Edited(**self._common(who, direct), about=about, text=text)

    def reacted(self, who: str, about: str, text: str, *, direct: bool = False) -> Reacted:
        """A reaction to the message `about`."""
        return Reacted(**self._common(who, direct), about=about, text=text)

    def redacted(self, who: str, about: str, *, direct: bool = False) -> Redacted:
        """The message `about` is taken back."""
        return Redacted(**self._common(who, direct), about=about)

    def _common(self, who: str, direct: bool) -> dict[str, Any]:
        address = self.address(who)
        return {
            "transport": self.wire.name,
            "event_id": f"$event{next(self._numbers)}",
            "place": f"!direct-{who}:example.org" if direct else ROOM,
            "sender": address,
            "sent_at": self.now,
            "assurance": Assurance.STRONG,
            "direct": direct,
        }

    async def say(self, who: str, text: str, *, direct: bool = False, **more: Any) -> list[str]:
        """Somebody says something; returns the texts of what the bot says then."""
        return [one.text for one in await self.happens(self.said(who, text, direct=direct, **more))]

    async def happens(self, *events: Incoming) -> list[Carried]:
        """The events come in and are handled; returns what the bot carries then."""
        before = len(self.wire.carried)
        await self.hand_in(*events)
        await self.app.settle()
        return self.wire.carried[before:]

    def pass_time(self, **duration: float) -> None:
        """Move the clock."""
        self.move(timedelta(**duration))

    def move(self, on: timedelta) -> None:
        """Set the clock on by so much."""
        self.now += on
