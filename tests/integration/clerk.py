"""A bot by a fast clock that records meetings, and what it holds of them."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from dcbot.config import load
from dcbot.demo.timeline import Event
from dcbot.operating import open_database
from dcbot.record.minutes import Minutes
from dcbot.record.outputs import html
from dcbot.record.outputs.whole import log_alone
from dcbot.roles import Role
from dcbot.services import people, places, settings, standings
from dcbot.services.folds import Folds
from storage.database import Database
from storage.journal_lines import JournalLine
from storage.journals import Journal, JournalPlace
from storage.minutes import MinutesVersion
from storage.outbox import Letter, LetterState
from storage.places import Place
from storage.store import Store
from tests.integration import moved
from tests.integration.botprocess import BotProcess
from tests.integration.spoken_meeting import PEOPLE, Move
from tests.integration.timekeeper import Timekeeper

Clock = Callable[[], datetime]


@dataclass
class Meeting:
    """One meeting in one room: what is said there, and how far it has been said."""

    room: str
    moves: list[Move]
    event_ids: list[str] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
    """When the homeserver had each, by our clocks."""

    async def hold(self, timekeeper: Timekeeper, now: Clock, upto: int | None = None) -> None:
        """Say it, each at its moment or as soon as the homeserver has the one before."""
        for move in self.moves[len(self.event_ids) : upto]:
            while now() < move.at:
                await asyncio.sleep(0.005)
            self.event_ids.append(await self._say(timekeeper, move))
            self.sent_at.append(time.time())

    async def _say(self, timekeeper: Timekeeper, move: Move) -> str:
        if move.kind == "join":
            return await timekeeper.join(self.room, move.who, move.at)
        txn = f"{self.room} {move.number}"
        content = move.content(self.event_ids)
        return await timekeeper.send(self.room, move.kind, move.who, move.at, content, txn)


@dataclass(frozen=True)
class Record:
    """What a bot holds of a meeting."""

    hashes: list[str | None] = field(compare=False)
    """Of its events, which are others in another room."""
    texts: list[str]
    minutes: Minutes
    log: str
    registers: list[str]


class Clerk(BotProcess):
    """A bot by the fast clock, and the two meetings that it records."""

    clock_words: tuple[float, float, float]
    meetings: list[Meeting]
    user: str

    @property
    def order(self) -> list[str]:
        return [str(Path(moved.__file__)), *map(str, self.clock_words)]

    async def settle(self, timekeeper: Timekeeper, before: datetime) -> None:
        """The people have their standing and the rooms belong to the coordination group."""
        database = await open_database(load(self.settings, {}), lambda: before)
        async with database.transaction() as store:
            group = await store.groups.by_key("dccg")
            assert group is not None
            # They are the same numbers with every bot.
            known = [
                await people.met(
                    store, "matrix", timekeeper.user_id(who), name=who.capitalize(), now=before
                )
                for who in PEOPLE
            ]
            role = Role.COORDINATOR
            await standings.give(store, known[0], role, group, by_name="the operator", now=before)
            for name, words in (("zone", "Europe/Zurich"), ("idle", "0")):
                setting = settings.SETTINGS[name]
                await settings.put(store, group, setting, words, by=known[0], now=before)
            for meeting in self.meetings:
                place = await places.known(store, "matrix", meeting.room, direct=False, now=before)
                place.group_id = group.id
        await database.close()

    async def listens(self) -> None:
        """Until it hears what is said in its rooms."""
        await self.wait_for_log("listening in", 120)

    def says(self, words: str) -> Callable[[Event], bool]:
        """Whether an event is that it says these words."""
        return lambda event: (
            event["sender"] == self.user and words in event["content"].get("body", "")
        )

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """Its database, as it stands now."""
        database = Database(self.database_url)
        try:
            async with database.reading() as store:
                yield store
        finally:
            await database.close()

    async def lines(self) -> list[list[JournalLine]]:
        """The lines of its journals so far, by meeting."""
        async with self.reading() as store:
            found = await store.session.scalars(
                select(JournalPlace.journal_id)
                .join(Place, Place.id == JournalPlace.place_id)
                .where(Place.address.in_([one.room for one in self.meetings]))
                .order_by(JournalPlace.journal_id)
            )
            return [await store.journal_lines.all(journal_id) for journal_id in found]

    async def private_letters(self) -> Counter[tuple[str, str, LetterState]]:
        """What it wrote to people alone."""
        async with self.reading() as store:
            found = await store.session.scalars(select(Letter).where(Letter.to_person))
            return Counter((one.place, undated(one.text), one.state) for one in found)

    async def is_quiet(self) -> bool:
        """Whether all is drafted and everything was sent."""
        async with self.reading() as store:
            waiting = await store.outbox.count(LetterState.WAITING)
            drafts = await store.session.scalar(select(func.count()).select_from(MinutesVersion))
            return not waiting and drafts == len(self.meetings)

    async def records(self) -> list[Record]:
        """What it holds of its meetings."""
        async with self.reading() as store:
            found = []
            for lines in await self.lines():
                journal = await store.journals.get(lines[0].journal_id)
                assert journal is not None
                minutes = (await Folds.fresh(store, journal)).fold.minutes()
                found.append(
                    Record(
                        [line.event_hash for line in lines],
                        [line.text for line in lines],
                        minutes,
                        html.written(log_alone(minutes)),
                        await registers_of(store, journal),
                    )
                )
            return found


async def registers_of(store: Store, journal: Journal) -> list[str]:
    """The actions and decisions that came of a meeting, each in a line."""
    rows = [
        *await store.actions.of_journal(journal.id),
        *await store.decisions.of_journal(journal.id),
    ]
    return [f"{type(row).__name__} {row.number}: {row.text}" for row in rows]


def undated(words: str) -> str:
    """The words without the days that hang on when the bot came to say them."""
    return re.sub(r"\d+ November 2026", "…", words)
