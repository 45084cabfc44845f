"""What a line costs at intake, said in a meeting, beside one that is only noted.

    python -m tests.benchmarks.recording [--lines 500 2000 20000] [--postgresql]

Ten people talk; one line in ten is said to the record, one in fifty is edited and one in a hundred
taken back. The same talk is heard by an intake whose room is recorded and by one whose room is
not, in turns on two databases. What is timed are the last lines of each length: in batches as a
sync response brings them in a lively meeting, and one by one.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from dcbot.intake import Batch
from dcbot.message import Edited, Incoming, Redacted, Said
from storage.database import Database
from tests.conftest import with_world
from tests.servers import PostgreSQL, scratch
from tests.world import MONDAY_NOON, ROOM, World

IN_A_BATCH = 50
ALONE = 100
"""So many of the last lines come one by one, and before them as many batches of 50 as fit in …"""
TIMED = 500
LEAST = 2 * (ALONE + IN_A_BATCH)
"""So many lines have at least those that are timed."""
WORDS = "the coalition will send its paper to the list before the end of the month if nobody minds"


def talk(count: int) -> Iterator[Incoming]:
    """What is said in the room, in its order."""
    dice = random.Random(count)
    said: list[tuple[str, str]] = []
    for number in range(count):
        common: dict[str, Any] = {
            "transport": "matrix",
            "event_id": f"$line{number}",
            "place": ROOM,
            "sender": f"@person{dice.randrange(10)}:example.org",
            "sent_at": MONDAY_NOON + timedelta(seconds=number),
        }
        old = said[-dice.randint(1, min(len(said), 100))] if said else None
        if old and number % 50 == 49:
            yield Edited(**{**common, "sender": old[1]}, about=old[0], text=f"{WORDS}, edited")
        elif old and number % 100 == 98:
            yield Redacted(**common, about=old[0])
        else:
            start = "#info " if number % 10 == 0 else ""
            yield Said(**common, text=f"{start}line {number}: {WORDS}")
            said.append((common["event_id"], common["sender"]))


class Cost(NamedTuple):
    """What one line cost, in milliseconds: as the clock has it, and of the processor."""

    wall: float
    processor: float


class Room:
    """One database with its intake, whose room is recorded or not."""

    def __init__(self, url: str, *, recorded: bool) -> None:
        self.world = World(Database(url))
        self.world.now = MONDAY_NOON + timedelta(days=1)
        self.recorded = recorded

    async def begin(self) -> None:
        """The first line, which opens the meeting; what comes after it is not handled."""
        await self.world.say("sana", "!place group DCCG")
        text = "#startmeeting" if self.recorded else "good morning"
        await self.world.say("lena", text, event_id="$start", sent_at=MONDAY_NOON)

    async def hear(self, events: Sequence[Incoming]) -> Cost:
        """Take these in, in one batch; returns what each cost."""
        began, used = time.perf_counter(), time.process_time()
        await self.world.app.intake.take(Batch("matrix", events))
        wall, processor = time.perf_counter() - began, time.process_time() - used
        return Cost(wall * 1000 / len(events), processor * 1000 / len(events))


async def measure(urls: tuple[str, str], count: int) -> None:
    """Print what the last lines of a meeting of so many cost, in both."""
    rooms = [Room(urls[0], recorded=True), Room(urls[1], recorded=False)]
    events = list(talk(count))
    timed = min(TIMED, count // 2)
    before, batches, alone = events[: -timed - ALONE], events[-timed - ALONE : -ALONE], events
    for room in rooms:
        await with_world(room.world.database)
        await room.begin()
        for start in range(0, len(before), 500):
            await room.hear(before[start : start + 500])
    together: list[list[Cost]] = [[], []]
    single: list[list[Cost]] = [[], []]
    for start in range(0, len(batches), IN_A_BATCH):
        for number, room in enumerate(rooms):
            part = batches[start : start + IN_A_BATCH]
            together[number].append(await room.hear(part))
    for event in alone[-min(ALONE, count - len(before)) :]:
        for number, room in enumerate(rooms):
            single[number].append(await room.hear([event]))
    for room in rooms:
        await room.world.database.close()
    _tell(count, f"in {IN_A_BATCH}s", together)
    _tell(count, "one by one", single)


def _tell(count: int, how: str, costs: Sequence[Sequence[Cost]]) -> None:
    for what in ("wall", "processor"):
        recorded, noted = (statistics.median(getattr(one, what) for one in each) for each in costs)
        print(
            f"after {count:6d} lines, {how:16} {what:9}: recorded {recorded:6.3f} ms a line, only "
            f"noted {noted:6.3f} ms, for the journal {recorded - noted:6.3f} ms",
            flush=True,
        )


async def main(counts: Sequence[int], postgresql: bool) -> None:
    """Everything, on SQLite or on PostgreSQL."""
    with scratch() as folder:
        server = PostgreSQL(folder) if postgresql else None
        if server:
            folder.chmod(0o755)
            await server.start()
        try:
            for count in counts:
                await measure((await _url(server, folder), await _url(server, folder)), count)
        finally:
            if server:
                await server.stop()


async def _url(server: PostgreSQL | None, folder: Path) -> str:
    if server:
        return await server.create_database()
    number = len(list(folder.glob("*.db")))
    url = f"sqlite+aiosqlite:///{folder / f'{number}.db'}"
    (folder / f"{number}.db").touch()
    return url


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="what recording costs at intake")
    parser.add_argument("--lines", type=int, nargs="+", default=[500, 2000, 10000])
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    if min(asked.lines) < LEAST:
        parser.error(f"a meeting has at least {LEAST} lines here, of which the last are timed")
    asyncio.run(main(asked.lines, asked.postgresql))
