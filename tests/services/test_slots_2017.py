"""The slots of 2017 with a moved clock: what is public at each date is compared whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from dcbot.addresses import to
from dcbot.command import Registry
from dcbot.roles import Role
from dcbot.services import groups, people, standings
from dcbot.web.parts import addresses, made_of
from dcbot.web.table import SHOWN
from dcbot.web.visit import Visit
from storage.base import Base, Publishable
from storage.people import Standing
from tests.world import World

EIGHTEEN = (
    *("dcad", "accountability", "blockchain", "cos", "dc3", "civ", "foe", "gender", "cu", "dcicc"),
    *("irpc", "nn", "pr", "pal", "pub", "iot", "trade", "ycig"),
)
LATE, NONE, WITHDRAWN, SILENT = "pub", "cos", "cu", "trade"
FAILING = ("accountability", "dcicc")
"""Of these, the Secretariat recorded that nothing came."""
ELIGIBLE = ("dcad", "blockchain", "dc3", "civ", "gender", "irpc", "nn", "pr", "pal", "iot", "ycig")
IN_TIME = tuple(key for key in EIGHTEEN if key not in (LATE, NONE, SILENT))
SECRET = "no room at all"
READING = [one for one in Registry.from_folder().commands.values() if not one.changes]
NEAR = [one for one in READING if one.subject in ("slots", "slot_decisions", "slot_tables")] + [
    one for one in READING if one.subject in ("eligibility", "received", "coalitions", "history")
]
"""Commands that only read; and those that speak of slots or of coalitions."""


def at(words: str) -> datetime:
    """A moment of 2017 in UTC, as 07-21 12:00."""
    return datetime.fromisoformat(f"2017-{words.replace(' ', 'T')}").replace(tzinfo=UTC)


class Year:
    """The world in 2017, with somebody who represents each of the eighteen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.handles: dict[str, str] = {}

    async def begin(self) -> None:
        """All that ships is public since January, and everybody has their standing since then."""
        january = at("01-01 00:00")
        self.world.now = at("06-01 12:00")
        async with self.world.database.transaction() as store:
            for mapper in Base.registry.mappers:
                if issubclass(mapper.class_, Publishable):
                    await store.session.execute(
                        update(mapper.class_)
                        .where(mapper.class_.public_from.is_not(None))
                        .values(public_from=january)
                    )
            await store.session.execute(update(Standing).values(since=january))
            for key in EIGHTEEN:
                group = await store.groups.by_key(key)
                assert group is not None, key
                self.handles[key] = (await groups.title(store, group)).handle
                address = self.world.address(f"of-{key}")
                person = await people.met(store, "matrix", address, name=key, now=january)
                await standings.give(
                    store, person, Role.REPRESENTATIVE, group, by_name="Sana", now=january
                )

    async def say(self, who: str, text: str) -> str:
        """Somebody says it to the bot alone; what they are answered."""
        said = self.world.said(who, text, direct=True)
        carried = await self.world.happens(said)
        return "\n".join(one.text for one in carried if one.about == said.event_id)

    async def request(self, key: str, more: str = "") -> str:
        """The coalition requests a slot by one message."""
        form = f"Title: Session {key}\nDescription: D\nFormat: panel\nLength: 60\nOrganisers: {key}"
        return await self.say(f"of-{key}", f"slot request {self.handles[key]}\n{form}\n{more}")

    async def decide(self, key: str, decision: str) -> str:
        """The Secretariat decides."""
        return await self.say("sana", f"slot decide {self.handles[key]} {decision}")

    async def public(self) -> dict[str, tuple[str, str]]:
        """What the archive's table says of the eighteen: state and result."""
        async with self.world.database.public(self.world.now) as store:
            visit = Visit(store, self.world.now, "https://dcs.example.org")
            content = await SHOWN["slots table"](visit, cycle="2017")
        assert content is not None
        body = content.body
        rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
        known = {handle: key for key, handle in self.handles.items()}
        return {
            known[row["coalition"]]: (row["state"] + (row["late"] and ", late"), row["result"])
            for row in rows
            if row["coalition"] in known
        }

    async def pages(self) -> dict[str, bytes]:
        """Every address of the archive, and what stands there now."""
        found = {}
        async with self.world.database.public(self.world.now) as store:
            visit = Visit(store, self.world.now, "https://dcs.example.org")
            for part in await made_of(visit):
                for name, variable in await addresses(visit, part):
                    content = await SHOWN[name](visit, **variable)
                    if content is not None:
                        found[to(name, **variable)] = content.body
        return found


def expected(said: Sequence[str], **others: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """The whole table: who has requested, and those with whom it is otherwise."""
    table = {key: ("requested" if key in said else "not requested", "") for key in EIGHTEEN}
    return table | others


@pytest.fixture
async def year(file_world: World) -> Year:
    """The beginning of the year."""
    found = Year(file_world)
    await found.begin()
    return found


async def call_and_requests(year: Year) -> None:
    """The call, what was received, and the requests until its end and after."""
    opened = await year.say("sana", "slot call 2017")
    assert "open until Friday 21 July 2017 (“no time given”); no clock is known" in opened
    for key in ELIGIBLE:
        await year.say("sana", f"received report {year.handles[key]} 2016 on 2017-03-02")
    for key in FAILING:
        for what in ("report 2016", "report 2017", "paper 2016", "paper 2017"):
            kind, of = what.split()
            await year.say("sana", f"received no {kind} {year.handles[key]} {of}")
    assert await year.public() == expected(())
    for key in IN_TIME:
        answer = await year.request(key)
        verdict = "pass" if key in ELIGIBLE else "fail" if key in FAILING else "people must judge"
        assert f"by the rules of IGF 2017: **{verdict}**" in answer
    await year.say(f"of-{NONE}", f"slot none {year.handles[NONE]}")


async def test_the_cycle_of_2017(year: Year) -> None:
    world = year.world
    await call_and_requests(year)
    none = {NONE: ("not meeting", "")}
    assert await year.public() == expected(IN_TIME, **none)

    # The day is over in Geneva, and not everywhere: the withdrawal and one more change are in time.
    world.now = at("07-22 11:30")
    await year.say(f"of-{WITHDRAWN}", f"slot withdraw {year.handles[WITHDRAWN]}")
    assert "is changed" in await year.say("of-dc3", "slot set DC3 format: round table")
    world.now = at("07-22 12:30")
    assert "stays as it is" in await year.say("of-dc3", "slot set DC3 format: panel")
    assert "becomes a request with the reason" in await year.request(LATE)
    gone = {WITHDRAWN: ("withdrawn", "")}
    assert await year.public() == expected(IN_TIME, **none, **gone)
    late = await year.say(f"of-{LATE}", "Late because: we were founded in spring")
    assert "It is late" in late
    told = expected(IN_TIME, **none, **gone, **{LATE: ("requested, late", "")})
    assert await year.public() == told

    # Decided privately on 1 August, and released for the 15th.
    world.now = at("08-01 09:00")
    for key in (*IN_TIME, LATE):
        decline = key in FAILING
        if key == WITHDRAWN:
            assert "no request that could be decided" in await year.decide(key, "accept")
        else:
            await year.decide(key, f"decline: {SECRET}" if decline else "accept")
    await year.decide("foe", "waitlist: rooms are few")
    assert await year.public() == told
    shown = await year.say("sana", "slot release 2017 on 15 August 2017 at 12:00 UTC")
    assert shown.count("not released") == 15 and SECRET in shown
    assert "will be public on Tuesday 15 August 2017" in await year.say("sana", "yes")
    world.now = at("08-15 11:59")
    assert await year.public() == told

    # The moment alone makes it public, though the bot does nothing; its letters follow.
    before = len(world.wire.carried)
    world.now = at("08-15 12:00")
    results = {key: "accepted" for key in (*IN_TIME, LATE)}
    results |= dict.fromkeys(FAILING, "declined") | {"foe": "waiting list", WITHDRAWN: ""}
    released = {key: (state, results.get(key, "")) for key, (state, _) in told.items()}
    assert await year.public() == released
    assert len(world.wire.carried) == before
    await world.app.settle()
    letters = {one.place: one.text for one in world.wire.carried[before:]}
    assert len(letters) >= 15 and SECRET in letters[world.address("of-dcicc")]
    assert "is accepted" in letters[world.address("of-dc3")]
    assert SECRET not in letters[world.address("of-dc3")]
    every = await year.pages()
    assert not any(SECRET.encode() in body for body in every.values())

    # A change after the release is public only with the next one, and told with what it was.
    await year.decide("foe", "accept")
    assert await year.public() == released
    await year.say("sana", "slot release 2017")
    await year.say("sana", "yes")
    assert (await year.public())["foe"] == ("requested", "accepted")
    assert "Before, it was: waiting list." in world.wire.carried[-1].text


@pytest.mark.threat("T117")
async def test_what_is_decided_and_not_released_is_nowhere(year: Year) -> None:
    """Every address, and every command that only reads, says to a stranger, to another coalition
    and to the one concerned what it said before anything was decided."""
    await call_and_requests(year)

    async def all_that_can_be_known(since: str) -> dict[str, Any]:
        year.world.now = at(since)
        found: dict[str, Any] = dict(await year.pages())
        for who, commands in (("of-dcicc", READING), ("jo", NEAR), ("of-dc3", NEAR)):
            for command in commands:
                line = f"{command.name} DCICC" if command.parameters else command.name
                # Who says too much in one minute is answered slowly.
                year.world.pass_time(minutes=1)
                found[f"{who}> {line}"] = await year.say(who, f"!{line}")
        return found

    before = await all_that_can_be_known("08-01 00:10")
    await year.decide("dcicc", f"decline: {SECRET}")
    await year.decide("dc3", "accept")
    decided = await year.say("sana", "slot decisions 2017")
    assert SECRET in decided and "accepted" in decided
    shown = await year.say("sana", "slot release 2017 on 15 August 2017 at 12:00 UTC")
    assert SECRET in shown
    await year.say("sana", "yes")

    after = await all_that_can_be_known("08-01 12:10")
    other = {key: (before[key], after.get(key)) for key in before if before[key] != after.get(key)}
    assert other == {}
    assert not any(SECRET in str(one) for one in after.values())
