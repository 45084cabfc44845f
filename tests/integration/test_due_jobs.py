"""Jobs that fall due while processes are killed: each letter arrives once, by its key."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dcbot.config import load
from dcbot.operating import open_database
from dcbot.services import meetings, people, places, reminding
from dcbot.services.meetings import Plan
from dcbot.services.reminders import DUTY
from storage.meetings import MeetingKind
from storage.store import Store
from storage.timetable import Job, JobState
from tests.integration.mailprocess import MailProcess
from tests.integration.receiving import Receiver
from tests.servers import PostgreSQL
from tests.sizes import SEED, Size, tell

MEETINGS = Size(40, 300)
"""Each has three reminders that fall due: one for the list of its group, two for people."""
GROUPS = Size(4, 15)
MINUTES = Size(1, 2)
"""In so many of them something falls due, all of it when the minute begins."""
KILLS = Size(3, 9)
DAY = timedelta(days=1)
PLANNED = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
BEGINS = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@dataclass
class Due:
    """What is to arrive: for each address the titles of the meetings that it is reminded of."""

    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many letters that are."""
        return self.wanted.total()

    def found(self, receiver: Receiver) -> Counter[tuple[str, str]]:
        """What of it has arrived, each with how many mails of its own."""
        arrived = receiver.received()
        return Counter(
            (address, title)
            for address, texts in arrived.items()
            for text in texts
            for title in [text.partition(", ")[2].partition(" begins in 1 day")[0]]
            if (address, title) in self.wanted
        )


async def plan(bot: MailProcess) -> Due:
    """Meetings that begin a day after something falls due, in groups with a list and two people who
    asked for reminders."""
    database = await open_database(load(bot.settings, {}), lambda: PLANNED)
    due = Due()
    async with database.transaction() as store:
        chosen = [one for one in await store.groups.all() if one.kind == "coalition"][: GROUPS.now]
        told = {group.id: await settle(store, group.id) for group in chosen}
        omar = await store.people.at("mail", "omar@example.org")
        assert omar is not None
        for number in range(MEETINGS.now):
            group, title = chosen[number % len(chosen)], f"call {number:03d} of all"
            start = BEGINS + DAY + timedelta(minutes=number % MINUTES.now)
            wanted = Plan(title, MeetingKind.OWN, start.replace(tzinfo=None), "UTC", 60)
            await meetings.schedule(store, group, wanted, by=omar, now=PLANNED)
            due.wanted.update((address, title) for address in told[group.id])
    await database.close()
    return due


async def settle(store: Store, group_id: int) -> list[str]:
    """The group gets a list, and two people who want to be reminded a day ahead; their addresses.

    One of them asks for it in every group.
    """
    group = await store.groups.get(group_id)
    assert group is not None
    list_address = f"{group.key}@lists.example.org"
    place = await places.known(store, "mail", list_address, direct=False, now=PLANNED)
    place.group_id = group.id
    told = [list_address]
    for address in ("everywhere@example.net", f"{group.key}@example.net"):
        person = await people.met(store, "mail", address, name=address, now=PLANNED)
        await reminding.put_own(store, person, group, [24 * 60], now=PLANNED)
        told.append(address)
    return told


@pytest.fixture(params=["one process on SQLite", "two processes on PostgreSQL"])
def server(request: pytest.FixtureRequest) -> PostgreSQL | None:
    """The database server; None for SQLite, which needs none and lets one process in."""
    if "SQLite" in request.param:
        return None
    found: PostgreSQL = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
async def bots(server: PostgreSQL | None, quick_folder: Path) -> list[MailProcess]:
    """Processes that share folder and database, not started yet."""
    if server is None:
        return [MailProcess(quick_folder)]
    url = (await server.create_database()).replace("+asyncpg", "")
    more = f'[database]\nurl = "{url}"\nlease_seconds = 5\n'
    return [MailProcess(quick_folder, more, name=name) for name in ("one", "two")]


async def test_each_letter_arrives_once_though_processes_are_killed(
    bots: list[MailProcess],
) -> None:
    due = await plan(bots[0])
    dice = random.Random(SEED)
    killed_at = []
    async with Receiver(bots[0].folder / "mail" / "out") as receiver:
        try:
            for bot in bots:
                bot.start_at(BEGINS - timedelta(seconds=5))
            for kill in range(KILLS.now):
                # Spread over all that is to arrive, and in the midst of it.
                await receiver.until(1 + due.count * kill // (KILLS.now + 1), within=120)
                await asyncio.sleep(dice.uniform(0, 0.3))
                bot = bots[kill % len(bots)]
                killed_at.append(len(receiver.mails))
                bot.kill()
                bot.start()
            await receiver.until(due.count, within=120)
            await asyncio.sleep(1)
            # Another life of each finds nothing more to say.
            for bot in bots:
                bot.kill()
                # Some of its lives were killed before they said so.
                lives = bot.log.count("dcbot runs")
                bot.start()
                await bot.wait_for_log("dcbot runs", times=lives + 1)
            await asyncio.sleep(1)
        finally:
            for bot in bots:
                await bot.stop()

    assert killed_at[-1] < due.count
    assert due.found(receiver) == due.wanted
    assert len(receiver.mails) == due.count, "something was said that was not due"
    states, tries = await jobs_of(bots[0])
    assert states == {JobState.DONE: due.count}
    tell(
        f"{due.count} due jobs, {len(bots)} process(es), {KILLS.now} kills after {killed_at} mails:"
        f" {receiver.sendings.total()} sendings, {len(receiver.mails)} keys, each once; "
        f"{tries} jobs were begun more than once"
    )


async def jobs_of(bot: MailProcess) -> tuple[dict[JobState, int], int]:
    """What became of the reminders that fell due, and how many were begun more than once."""
    database = await open_database(load(bot.settings, {}), lambda: bot.now)
    until = BEGINS + timedelta(minutes=MINUTES.now)
    async with database.reading() as store:
        found = await store.session.scalars(
            select(Job).where(Job.duty == DUTY, Job.due_at >= BEGINS, Job.due_at < until)
        )
        jobs = list(found)
    await database.close()
    return Counter(job.state for job in jobs), sum(job.attempts > 1 for job in jobs)
