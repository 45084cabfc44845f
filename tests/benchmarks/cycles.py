"""Benchmarks of a cycle: requests, decisions, their release, countdowns and the outputs of many
coalitions.

    python -m tests.benchmarks.cycles

A year of 125 and of 500 coalitions is played on SQLite. Seconds are those of the processor; memory
is what Python holds more than before, at most, in a year of 125. Each line says what one coalition
takes, how many times the bare writing of a letter that is, and how many times as much it is for
each where there are four times as many: 1.0 where nothing grows faster than their number.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from dcbot.duties import duties_at
from dcbot.roles import Role
from dcbot.services import (
    letters,
    milestones,
    outputs,
    release_news,
    slot_calls,
    slot_decisions,
    slots,
    slots_told,
    standings,
    statuses,
    waiting,
)
from dcbot.services.outputs import Sent
from dcbot.services.slot_fields import Settled
from dcbot.timetable import Timetable
from storage.cycles import Cycle, CycleDate, DateKind
from storage.database import Database
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.milestones import Stage
from storage.outbox import Letter
from storage.people import Address, Person
from storage.slots import Result, SlotCall
from storage.store import Store
from tests.world import SITE, create_tables

SIZES = (125, 500)
BEGIN = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
_DATES = ("slot requests due", "outputs due", "outputs frozen", "release of outputs")
_HTML = "<h1>Summary</h1>" + "<p>What the coalition found in its year of work.</p>" * 60
Step = Callable[[Store], Awaitable[Any]]


class Year:
    """One cycle with so many coalitions, each with one representative."""

    def __init__(self, database: Database, size: int) -> None:
        self.database, self.size, self.now = database, size, BEGIN
        self.taken: dict[str, float] = {}
        self.grown: dict[str, int] = {}
        self.letters: dict[str, int] = {}

    async def begin(self) -> None:
        """The coalitions, their people and the dates of the cycle."""
        async with self.database.transaction() as store:
            office = Person(name="Sana", created_at=self.now)
            await store.people.add(office)
            await standings.give(
                store, office, Role.SECRETARIAT, None, by_name="the operator", now=self.now
            )
            for number in range(self.size):
                await self._coalition(store, number)
            cycle = Cycle(key="2027", name="IGF 2027", created_at=self.now)
            await store.cycles.add(cycle)
            for place, what in enumerate(_DATES, 1):
                await store.cycles.add(_date(cycle, what, self.now + 10 * place * DAY))
            dates = {one.what: one for one in await store.cycles.dates(cycle.id)}
            for stage, what in zip(
                (Stage.DRAFT, Stage.FREEZE, Stage.RELEASE), _DATES[1:], strict=True
            ):
                await milestones.put(store, cycle, stage, what, by=office, now=self.now)
            await slot_calls.begin(store, cycle, dates[_DATES[0]], by=office, now=self.now)

    async def _coalition(self, store: Store, number: int) -> None:
        key = f"dc{number}"
        group = Group(
            key=key, kind=GroupKind.COALITION, name=f"Coalition {number}", created_at=self.now
        )
        await store.groups.add(group)
        store.session.add(
            GroupName(group_id=group.id, name=f"DC{number}", folded=key, kind=NameKind.ACRONYM)
        )
        person = Person(name=f"Person {number}", created_at=self.now)
        await store.people.add(person)
        store.session.add(
            Address(
                person_id=person.id,
                transport="mail",
                address=f"{key}@example.org",
                confirmed_at=self.now,
            )
        )
        await standings.give(
            store, person, Role.REPRESENTATIVE, group, by_name="Sana", now=self.now
        )

    async def measure(self, name: str, step: Step) -> None:
        """Do the step in a transaction, and keep what it took."""
        told, before = await self._told(), _at_rest()
        began = time.process_time()
        async with self.database.transaction() as store:
            await step(store)
        self.taken[name] = time.process_time() - began
        self.grown[name] = tracemalloc.get_traced_memory()[1] - before
        self.letters[name] = await self._told() - told

    async def each(self, name: str, step: Callable[[Store, Group], Awaitable[Any]]) -> None:
        """Do the step for each coalition, each in a transaction, as each is said by itself."""
        async with self.database.reading() as store:
            ids = [one.id for one in await store.groups.all(GroupKind.COALITION)]
        began = time.process_time()
        for number in ids:
            async with self.database.transaction() as store:
                group = await store.groups.get(number)
                assert group is not None
                await step(store, group)
        self.taken[name] = time.process_time() - began

    async def due(self, name: str, moment: datetime) -> None:
        """Do what is due by then."""
        self.now = moment
        timetable = Timetable(self.database, duties_at(SITE), lambda: self.now, said=lambda: None)
        told, before = await self._told(), _at_rest()
        began = time.process_time()
        while not await timetable.step():
            pass
        self.taken[name] = time.process_time() - began
        self.grown[name] = tracemalloc.get_traced_memory()[1] - before
        self.letters[name] = await self._told() - told

    async def _told(self) -> int:
        async with self.database.reading() as store:
            return await store.session.scalar(select(func.count(Letter.id))) or 0

    async def play(self) -> None:
        """The year."""
        await self.measure("a bare letter", self._bare)
        await self.each("a request", self._request)
        await self.measure("the desk's list", self._desk)
        await self.due("countdown letters before the draft", BEGIN + 19 * DAY + DAY / 2)
        await self.each("a decision", self._decide)
        await self.measure("releasing all", self._release)
        await self.due("letters of the release", self.now)
        await self.measure("the public table", self._table)
        await self.each("an output", self._output)
        await self.measure("the status of the cycle", self._status)
        await self.due("the release of outputs", BEGIN + 41 * DAY)
        await self.measure("the public outputs", self._public)

    async def _bare(self, store: Store) -> None:
        for number in range(self.size):
            key, text = f"bare {number}", "A letter of a hundred letters or so. " * 3
            await letters.to_address(
                store, "mail", f"dc{number}@example.org", text, key=key, now=self.now
            )

    async def _at(self, store: Store) -> tuple[Person, Cycle, SlotCall]:
        (office,) = [one for one in await store.people.all() if one.name == "Sana"]
        cycle = await store.cycles.by_key("2027")
        assert cycle is not None
        call = await store.slots.call_of(cycle.id)
        assert call is not None
        return office, cycle, call

    async def _representative(self, store: Store, group: Group) -> Person:
        (held,) = await store.people.standings(self.now, group_ids=[group.id])
        person = await store.people.get(held.person_id)
        assert person is not None
        return person

    async def _request(self, store: Store, group: Group) -> None:
        cycle = await store.cycles.by_key("2027")
        call = await store.slots.call_of(cycle.id) if cycle else None
        assert call is not None
        by = await self._representative(store, group)
        first = ("title", "description", "format", "length", "organisers", "speakers")
        values = {key: f"The {key} of {group.name}" for key in first} | {"length": "60 minutes"}
        await slots.fill(store, call, group, Settled(values), by=by, now=self.now)

    async def _desk(self, store: Store) -> None:
        office, _, _ = await self._at(store)
        found = waiting.told(await waiting.items(store, by=office, now=self.now))
        assert f"{self.size} things wait" in found

    async def _decide(self, store: Store, group: Group) -> None:
        cycle = await store.cycles.by_key("2027")
        call = await store.slots.call_of(cycle.id) if cycle else None
        assert call is not None
        office = await store.people.get(1)
        assert office is not None
        await slot_decisions.decide(
            store, call, group, Result.ACCEPTED, "", by=office, now=self.now
        )

    async def _release(self, store: Store) -> None:
        office, _, call = await self._at(store)
        await slot_decisions.release(store, call, self.now, by=office, now=self.now)

    async def _table(self, store: Store) -> None:
        _, _, call = await self._at(store)
        rows = await slots_told.table(store, call, now=self.now)
        assert sum(row.result == "accepted" for row in rows) == self.size

    async def _output(self, store: Store, group: Group) -> None:
        cycle = await store.cycles.by_key("2027")
        assert cycle is not None
        by = await self._representative(store, group)
        sent = Sent("markdown", f"Output of {group.name}", _HTML + f"<p>{group.name}</p>")
        await outputs.submit(store, group, cycle, sent, by=by, now=self.now)

    async def _status(self, store: Store) -> None:
        office, cycle, _ = await self._at(store)
        lines = await statuses.of_cycle(store, cycle, by=office, now=self.now)
        assert f"{self.size} of {self.size} done" in lines[0]

    async def _public(self, store: Store) -> None:
        _, cycle, _ = await self._at(store)
        assert len(await release_news.public(store, cycle, now=self.now)) == self.size


def _at_rest() -> int:
    """The bytes that Python holds now; what it holds at most is counted from here."""
    gc.collect()
    tracemalloc.reset_peak()
    return tracemalloc.get_traced_memory()[0]


def _date(cycle: Cycle, what: str, at: datetime) -> CycleDate:
    return CycleDate(
        cycle_id=cycle.id,
        key=what.replace(" ", "-"),
        what=what,
        kind=DateKind.DEADLINE,
        day=at.date().isoformat(),
        clock=f"{at:%H:%M}",
        zone="UTC",
        at=at,
        uid=f"{what}@example.org",
        changed_at=BEGIN - DAY,
    )


async def played(size: int) -> Year:
    """The year of so many coalitions, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'year.db'}")
        await create_tables(database)
        year = Year(database, size)
        await year.begin()
        await year.play()
        await database.close()
    return year


def main() -> None:
    """All figures, printed as a table."""
    few, many = (asyncio.run(played(size)) for size in SIZES)
    # Counting memory takes time, so it is done in a year of its own.
    tracemalloc.start()
    weighed = asyncio.run(played(SIZES[0]))
    tracemalloc.stop()
    bare = many.taken["a bare letter"] / many.size
    for name, took in many.taken.items():
        one = took / many.size
        growth = one / (few.taken[name] / few.size)
        count = many.letters.get(name, 0)
        memory = (
            f", {weighed.grown[name] / weighed.letters[name] / 1000:.1f} kB each" if count else ""
        )
        told = f"; {count} letters{memory}" if count else ""
        print(
            f"{name:<36}{one * 1000:8.2f} ms for each, {one / bare:6.1f} bare letters, "
            f"{growth:4.1f} times as much{told}"
        )


if __name__ == "__main__":
    main()
