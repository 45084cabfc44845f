"""Role × command × assurance: every cell that is forbidden is tried, and nothing changes by it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dcbot.command import Command, Registry
from dcbot.replies import BY_WORD
from dcbot.roles import Assurance, Role
from dcbot.services import (
    actions,
    decisions,
    meetings,
    objections,
    people,
    places,
    poll_plans,
    polls,
    shifting,
    standings,
)
from dcbot.services.actions import Wanted
from dcbot.services.deadlines import Deadline
from dcbot.services.decisions import Taken
from dcbot.services.meetings import Plan
from dcbot.services.objections import Said
from dcbot.services.poll_plans import Option
from storage.database import Database
from storage.decisions import Reservation
from storage.groups import Group
from storage.meetings import MeetingKind
from storage.people import Person
from storage.records import METADATA
from storage.sqlite_file import file_of
from storage.store import Store
from tests.servers import PostgreSQL
from tests.templates import Files, Filling, databases_on
from tests.wire import Carried
from tests.world import MONDAY_NOON, ROOM, World, create_tables, settle

COMMANDS = list(Registry.from_folder().commands.values())
GUARDED = [one for one in COMMANDS if one.allowed > Role.ANYONE or one.assurance > Assurance.WEAK]

# How a command about one group is said about the one in braces. Those of places are said in a room
# of that group.
ABOUT_A_GROUP = {
    "announce": "announce {group}: We meet on Thursday",
    "contact add": "contact add {group}: Jo",
    "contact me": "contact me for {group}",
    "contact remove": "contact remove {group}: Jo",
    "group set": "group set {group}: language French",
    "coalition acronym": "coalition acronym {group}: DC-New",
    "coalition alias": "coalition alias {group}: the new one",
    "decision add": "decision add {group}: We meet on Thursdays",
    "decision call": "decision call {group}: We meet on Thursdays",
    "action erase": "action erase {group} 1",
    "decision erase": "decision erase {group} 1",
    "objection erase": "objection erase {group} 1",
    "decision withdraw": "decision withdraw {group} 1",
    "objection note": "objection note {group} 1",
    "objection uphold": "objection uphold {group} 1: We meet on Fridays",
    "coalition rename": "coalition rename {group}: Dynamic Coalition on Rivers",
    "coalition unalias": "coalition unalias {group}: the other one",
    "coalition set": "coalition set {group} site https://example.org/new",
    "coalition drop": "coalition drop {group} site",
    "coalition groups": "coalition groups {group} civil society",
    "coalition status": "coalition status {group} active: it met today",
    "standing give": "standing give Jo member of {group}",
    "standing end": "standing end Mei observer of {group}",
    "meeting attach": "meeting attach {group} 1: https://example.org/slides",
    "meeting cancel": "meeting cancel {group} 1",
    "meeting poll": "meeting poll {group}: 1 December 14:00 UTC, 2 December 15:00 UTC",
    "poll answers": "poll answers {poll}",
    "poll cancel": "poll cancel {poll}",
    "poll close": "poll close {poll}",
    "poll extend": "poll extend {poll} to 29 November 18:00 UTC",
    "poll pick": "poll pick {poll} 1",
    "meeting cancel all": "meeting cancel all {group}",
    "meeting detach": "meeting detach {group} 1: 1",
    "meeting move": "meeting move {group} 1 to 8 December 2026 at 14:00 UTC",
    "meeting move all": "meeting move all {group} 1 to 15:00 UTC",
    "meeting publish": "meeting publish {group} 1: 1",
    "meeting remind": "meeting remind {group}: 1 day",
    "meeting restore": "meeting restore {group} 2",
    "meeting schedule": "meeting schedule {group} call 1 December 2026 at 14:00 UTC, 1 hour",
    "agenda order": "agenda order {group} 1: 1",
    "meeting set": "meeting set {group} 1: agenda The year ahead",
    "meeting sitting": "meeting sitting {group} 1 to 2 December 2026 at 08:00 UTC",
    "meeting skip": "meeting skip {group} 1",
    "output preview": "output preview {group}",
    "output submit": "output submit {group}: A paper https://example.org/paper",
    "output template set": "output template set {group}: Words: 2000",
    "output withdraw": "output withdraw {group}: it goes to another process",
    "place audience": "place audience group",
    "place language": "place language French",
    "place purpose": "place purpose Talk about new things",
    "place zone": "place zone Africa/Nairobi",
    "reminder stop": "reminder stop {group} 1",
    "slot history": "slot history {group}",
}
# How the other commands are said that have no example.
AT_LARGE = {
    "startmeeting": "startmeeting",
    "action add": "action add DCAD: Jo: write to them",
    "forget me": "forget me",
    "handover": "handover Jo",
    "rehearse": "rehearse",
    "person add": "person add Rita Roe mail:rita@example.org",
}
# What comes and goes with any message, whatever is in it; and what is found is made of the others.
PASSING = {"events", "letters", "sent_as", "positions", "search_due", "search_entries"}
KEPT = {
    table.name: f"SELECT * FROM {table.name}"
    # The bot's own question, whether a mail is from its sender, is no change.
    + (f" WHERE kind <> '{BY_WORD}'" if table.name == "questions" else "")
    for table in METADATA.sorted_tables
    if table.name not in PASSING
}
"""What asks for the rows of each table that stay as they are where nothing is changed."""
MINE, OTHER = "DCAD", "DC3"
POLLS = {OTHER: 1, MINE: 2}
"""The number of the poll of each."""
Rows = dict[str, list[tuple[Any, ...]]]


def say(command: Command, group: str = MINE) -> str:
    """A line that says the command."""
    line = ABOUT_A_GROUP.get(command.name) or AT_LARGE.get(command.name)
    return "!" + (line or command.examples[0].said).format(group=group, poll=POLLS[group])


def somebody(role: Role) -> str:
    """Who holds this role, in one coalition where it is not held for all."""
    return f"the-{role.label}"


class Gate:
    """A world with somebody of each role, who are all known already, over one way."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def open(self) -> None:
        """Give everybody their role, and the room to their coalition."""
        await self._appoint("mei", Role.OBSERVER, "dc3")
        await self._appoint("mei", Role.OBSERVER, "dcad")
        for role in Role:
            await self._appoint(somebody(role), role, "dcad")
        for key in ("dc3", "dcad"):
            await self._meet(key)
        await self.give_room(MINE)

    async def _meet(self, key: str) -> None:
        """A coalition has a series of meetings, the second of which is cancelled, and a poll."""
        async with self.world.database.transaction() as store:
            group = await store.groups.by_key(key)
            by = await people.met(
                store, self.world.wire.name, "@sec", name="Sec", now=MONDAY_NOON, trusted=True
            )
            await standings.give(
                store, by, Role.SECRETARIAT, None, by_name="the operator", now=MONDAY_NOON
            )
            start = datetime.fromisoformat("2026-12-01T13:00")
            plan = Plan("A call", MeetingKind.OWN, start, "UTC", 60, "FREQ=WEEKLY")
            assert group is not None
            made = await meetings.schedule(store, group, plan, by=by, now=MONDAY_NOON)
            second = (await store.meetings.instances(made.id))[1]
            await shifting.cancel(store, second, by=by, now=MONDAY_NOON)
            await self._decide(store, group, by)
            times = tuple(Option(f"2026-12-0{day}T14:00", "UTC", 60) for day in (1, 2))
            asked = poll_plans.Plan("A call", MeetingKind.OWN, 60, times, "2026-11-30T18:00", "UTC")
            await polls.open_(store, group, asked, by=by, now=MONDAY_NOON)

    async def _decide(self, store: Store, group: Group, by: Person) -> None:
        """A decision was put to the coalition, and objected to."""
        place = await places.known(
            store, self.world.wire.name, "!elsewhere", direct=False, now=MONDAY_NOON
        )
        put = Taken("We meet on Mondays", call=True)
        made = await decisions.add(store, group, put, place=place, by=by, now=MONDAY_NOON)
        wanted = Wanted("Count the Mondays", (), Deadline())
        await actions.add(store, group, wanted, place=place, by=by, now=MONDAY_NOON)
        said = Said(Reservation.OBJECTION, "Mondays are full")
        await objections.add(store, made, said, by=by, now=MONDAY_NOON)

    async def _appoint(self, name: str, role: Role, key: str) -> None:
        address = self.world.address(name)
        async with self.world.database.transaction() as store:
            who = await people.met(
                store, self.world.wire.name, address, name=name.capitalize(), now=MONDAY_NOON
            )
            if role:
                group = await store.groups.by_key(key)
                await standings.give(
                    store, who, role, group, by_name="the operator", now=MONDAY_NOON
                )

    async def give_room(self, group: str) -> None:
        """The room belongs to this coalition."""
        async with self.world.database.transaction() as store:
            place = await places.known(
                store, self.world.wire.name, ROOM, direct=False, now=MONDAY_NOON
            )
            found = await store.groups.by_key(group.lower())
            assert found is not None
            place.group_id = found.id

    async def rows(self) -> Rows:
        """All rows of all tables, but what passes."""
        file = file_of(self.world.database.url)
        if file:
            # Past the driver, which is asked in a thread for each of so many tables.
            with closing(sqlite3.connect(file)) as connection:
                return {name: list(connection.execute(query)) for name, query in KEPT.items()}
        async with self.world.database.reading() as store:
            return {
                name: sorted(map(tuple, await store.session.execute(text(query))), key=repr)
                for name, query in KEPT.items()
            }

    async def tries(
        self, line: str, cells: list[tuple[Role, Assurance]]
    ) -> dict[tuple[Role, Assurance], str]:
        """Everybody says the line, each as sure as the cell says; what each is answered."""
        said = {cell: self.world.said(somebody(cell[0]), line, assurance=cell[1]) for cell in cells}
        carried = await self.world.happens(*said.values())
        by_event: dict[str | None, list[Carried]] = {}
        for one in carried:
            by_event.setdefault(one.about, []).append(one)
        return {
            cell: "\n".join(one.text for one in by_event.get(event.event_id, ()))
            for cell, event in said.items()
        }


def filled_for(transport: str) -> Filling:
    """What puts somebody of each role into a database, by this way."""

    async def fill(database: Database) -> None:
        await create_tables(database)
        everybody = {who: World.address(who) for who in ("jo", "mei")}
        await settle(database, transport, everybody)
        await Gate(World(database, transport)).open()

    return fill


@pytest.fixture(params=["matrix", "mail"])
async def gate(
    request: pytest.FixtureRequest, file_templates: Path, quick_folder: Path
) -> AsyncIterator[Gate]:
    """Somebody of each role, in chat and by mail."""

    files = Files(file_templates, quick_folder)
    database = Database(files.filled(f"gate_{request.param}", filled_for(request.param)))
    yield Gate(World(database, request.param))
    await database.close()


@pytest.fixture
async def server_gate(
    postgresql: PostgreSQL, server_templates: dict[str, str]
) -> AsyncIterator[Gate]:
    """The same in chat, on a server's database."""
    with databases_on(postgresql, server_templates) as databases:
        database = Database(databases.filled("gate", filled_for("matrix")))
        yield Gate(World(database))
        await database.close()


def forbidden(command: Command) -> list[tuple[Role, Assurance]]:
    """The cells in which the command is not done."""
    return [
        (role, assurance)
        for role, assurance in itertools.product(Role, Assurance)
        if role < command.allowed or assurance < command.assurance
    ]


def named(command: Command) -> str:
    """The command as a test is called by it."""
    return command.name


def test_every_guarded_command_is_tried() -> None:
    untold = [one.name for one in GUARDED if not one.examples and say_missing(one)]
    of_groups = [one.name for one in GUARDED if 0 < one.allowed < Role.SECRETARIAT]
    at_large = {"coalition add", "coalition import", "person add"}

    assert untold == []
    assert set(of_groups) - set(ABOUT_A_GROUP) == at_large
    assert set(ABOUT_A_GROUP) | set(AT_LARGE) <= {one.name for one in COMMANDS}


def say_missing(command: Command) -> bool:
    """Whether nobody has told how the command is said."""
    return command.name not in ABOUT_A_GROUP and command.name not in AT_LARGE


@pytest.mark.parametrize("command", GUARDED, ids=named)
@pytest.mark.threat("T4")
async def test_a_forbidden_cell_changes_nothing_and_says_why(gate: Gate, command: Command) -> None:
    before = await gate.rows()

    answers = await gate.tries(say(command), forbidden(command))

    assert await gate.rows() == before
    for (role, assurance), answer in answers.items():
        cell = f"{say(command)} by {role.label}, {assurance.name}: {answer}"
        if role < command.allowed:
            who = standings.refusal(f"say “!{command.name}”", command.allowed, None, role)
            assert answer == who, cell
        elif gate.world.wire.name == "mail":
            assert answer.startswith("This was asked for in your name"), cell
        else:
            assert "needs to be said where it is sure who speaks" in answer, cell


async def test_on_a_server_forbidden_cells_change_nothing_either(server_gate: Gate) -> None:
    """A sample: a fifth of the commands, since the rules do not ask which database it is."""
    before = await server_gate.rows()

    for command in GUARDED[::5]:
        answers = await server_gate.tries(say(command), forbidden(command))
        assert answers, command.name
        server_gate.world.pass_time(minutes=2)

    assert await server_gate.rows() == before


WAYS = (
    *(pytest.param("matrix", one, id=f"matrix-{one.name}") for one in COMMANDS),
    *(pytest.param("mail", one, id=f"mail-{one.name}") for one in COMMANDS[::3]),
)
"""Each command in chat, and a third by mail: what is forbidden is tried by both ways whole."""


@pytest.mark.parametrize(("gate", "command"), WAYS, indirect=["gate"])
async def test_an_allowed_cell_is_not_refused(gate: Gate, command: Command) -> None:
    """The cells at the edge: the least role that may, just sure enough and more; each role, most
    sure."""
    refused = forbidden(command)
    allowed = [
        (role, assurance)
        for role, assurance in itertools.product(Role, Assurance)
        if (role, assurance) not in refused
        and (role == command.allowed or assurance is max(Assurance))
    ]

    answers = await gate.tries(say(command), allowed)

    for answer in answers.values():
        assert f"can say “!{command.name}”" not in answer
        assert "sure who speaks" not in answer
        assert "Something broke" not in answer


@pytest.mark.parametrize("name", sorted(ABOUT_A_GROUP))
@pytest.mark.threat("T5")
async def test_who_is_something_elsewhere_changes_nothing_here(gate: Gate, name: str) -> None:
    await gate.give_room(OTHER)
    command = next(one for one in COMMANDS if one.name == name)
    least = max(command.allowed, Role.OBSERVER)
    elsewhere = [role for role in Role if least <= role < Role.SECRETARIAT]
    before = await gate.rows()

    answers = await gate.tries(
        say(command, OTHER), [(role, Assurance.STRONG) for role in elsewhere]
    )

    assert await gate.rows() == before
    assert elsewhere
    for (role, _), answer in answers.items():
        assert answer.startswith("Only "), f"{say(command, OTHER)} by {role.label}: {answer}"
