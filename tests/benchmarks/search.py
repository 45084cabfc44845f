"""What a search costs with 1,000 meetings and 250,000 lines, beside a bare query to the same index.

    python -m tests.benchmarks.search [--meetings 1000] [--lines 250] [--postgresql]
            [--database URL [--server PID]]

The lines are of words that are as frequent as in real talk: the first in every seventh line, each
further one more seldom; and one stands in two of five lines. Asked for are words of all
frequencies, pairs, phrases, beginnings, with and without filters, and words that stand nowhere;
what holds the frequent one is told apart. The bare query asks the index for the same, newest first,
and does nothing with it. Beside the time stands that of the processor, of this process and of
PostgreSQL together, which others on the machine change less. A database that is named is filled
where it is empty, and kept; `--server` is the first process of its PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from sqlalchemy import inspect

from dcbot.services import public_search, search_index, search_terms
from dcbot.services.found_parts import Part
from storage.base import Audience
from storage.database import Database
from storage.groups import Group, GroupKind
from storage.meetings import Meeting, MeetingKind
from storage.search_entries import Subject
from storage.search_queries import EntryKind
from tests.servers import PostgreSQL, scratch
from tests.world import create_tables

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
GROUPS = 30
VOCABULARY = 30_000
A_LINE = 12
"""Words."""
OFTEN = "thek"
"""A word that stands in more lines than a fifth: in two of five."""


def vocabulary() -> list[str]:
    """Words that nobody stems alike."""
    syllables = ["ba", "ke", "di", "lo", "mu", "ra", "te", "si", "no", "vu", "ga", "pe", "fi", "zo"]
    dice = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(dice.choice(syllables) for _ in range(dice.randint(2, 4))) + "k"] = None
    return list(words)


class Talk:
    """Lines of words as frequent as words are: the n-th is said a n-th as often as the first."""

    def __init__(self) -> None:
        self.words = vocabulary()
        weights = [1 / (place + 10) for place in range(len(self.words))]
        total = 0.0
        self._sums = [total := total + weight for weight in weights]
        self.dice = random.Random(2)

    def line(self) -> str:
        """What somebody says."""
        return " ".join(self.dice.choices(self.words, cum_weights=self._sums, k=A_LINE))


async def fill(database: Database, meetings: int, lines: int, talk: Talk) -> float:
    """Groups, meetings and entries of their lines; returns how many entries a second were made."""
    await create_tables(database)
    async with database.transaction() as store:
        for number in range(1, GROUPS + 1):
            group = Group(
                key=f"g{number}",
                kind=GroupKind.COALITION,
                name=f"Coalition {number}",
                created_at=NOW,
                audience=Audience.PUBLIC,
                public_from=NOW,
            )
            await store.groups.add(group)
    began = time.perf_counter()
    for number in range(1, meetings + 1):
        async with database.transaction() as store:
            start = NOW - timedelta(hours=8 * (meetings - number + 1))
            meeting = Meeting(
                group_id=number % GROUPS + 1,
                number=number,
                title=f"Meeting {number}",
                kind=MeetingKind.OWN,
                minutes=60,
                zone="UTC",
                starts_local=start.replace(tzinfo=None),
                original_local=start.replace(tzinfo=None),
                starts_at=start,
                created_at=start,
                changed_at=start,
                audience=Audience.PUBLIC,
                public_from=start,
            )
            await store.meetings.add(meeting)
            parts = list(_parts(meeting, start, lines, talk))
            await search_index.put(store, Subject.MINUTES, number, parts)
        if number % 50 == 0:
            print(f"\r{number} meetings", end="", flush=True)
    print("\r", end="")
    return meetings * lines / (time.perf_counter() - began)


def _parts(meeting: Meeting, start: datetime, lines: int, talk: Talk) -> Iterator[Part]:
    for line in range(1, lines + 1):
        kind = EntryKind.MINUTES if line % 10 == 0 else EntryKind.LOG
        yield Part(
            part=f"{'item' if line % 10 == 0 else 'line'}-{line}",
            kind=kind,
            at=start + timedelta(seconds=14 * line),
            text=f"{talk.line()} {OFTEN}" if line % 5 < 2 else talk.line(),
            audience=Audience.PUBLIC,
            public_from=start,
            group_id=meeting.group_id,
            meeting_id=meeting.id,
            line=line,
            who=f"Person {talk.dice.randrange(200)}",
        )


def queries(talk: Talk, many: int) -> dict[str, list[str]]:
    """What is asked for, by its kind."""
    dice = random.Random(3)

    def word() -> str:
        # As often as it is said: what people say they look for.
        return talk.words[min(int(dice.paretovariate(0.6)) - 1, len(talk.words) - 1)]

    year = NOW.year
    return {
        "a word": [word() for _ in range(many)],
        "two words": [f"{word()} {word()}" for _ in range(many)],
        "three words": [f"{word()} {word()} {word()}" for _ in range(many)],
        "a phrase": [f'"{" ".join(talk.line().split()[:2])}"' for _ in range(many)],
        "a beginning": [f"{word()[:5]}*" for _ in range(many)],
        "of a group": [f"{word()} group:g{dice.randint(1, GROUPS)}" for _ in range(many)],
        "of a person": [f"{word()} person:{dice.randrange(200)}" for _ in range(many)],
        "of a kind": [f"{word()} kind:minutes" for _ in range(many)],
        "of a year": [f"{word()} year:{year}" for _ in range(many)],
        "a slip": [f"{word()}x" for _ in range(many)],
    }


def often(talk: Talk, many: int) -> list[str]:
    """What is asked for with the word that stands in more than a fifth of the lines."""
    dice = random.Random(4)
    return [
        " ".join([OFTEN, *dice.sample(talk.words[:1000], number % 3)]) for number in range(many)
    ]


async def measure(database: Database, talk: Talk, many: int, server: int | None = None) -> None:
    """Ask, and tell what it cost: the search, and the bare query right after it. `server` is the
    first process of PostgreSQL."""
    every: list[Cost] = []
    await _once(database, talk.words[100], server)
    for kind, asked in queries(talk, many).items():
        costs = [await _once(database, words, server) for words in asked]
        every += costs
        _tell(kind, costs)
    _tell("all", every)
    _tell("a frequent word", [await _once(database, words, server) for words in often(talk, many)])


class Cost(NamedTuple):
    """Milliseconds of a search, of the bare query, and of the processor for the search."""

    search: float
    bare: float
    processor: float


async def _once(database: Database, words: str, server: int | None) -> Cost:
    used = _processor(server)
    began = time.perf_counter()
    async with database.public(NOW) as store:
        asked = await public_search.understand(store, search_terms.read(words))
        await public_search.search(store, asked, now=NOW)
    middle = time.perf_counter()
    used = _processor(server) - used
    async with database.public(NOW) as store:
        await store.search.newest(asked.wanted, NOW, public_search.MOST)
    return Cost((middle - began) * 1000, (time.perf_counter() - middle) * 1000, used * 1000)


def _processor(server: int | None) -> float:
    """Seconds that this process and the server's have used."""
    used = time.process_time()
    for child in psutil.Process(server).children() if server else ():
        # To the nanosecond; what psutil tells is counted in hundredths.
        used += int(Path(f"/proc/{child.pid}/schedstat").read_text().split()[0]) / 1e9
    return used


def _tell(kind: str, costs: Sequence[Cost]) -> None:
    def at(values: Iterable[float]) -> str:
        ordered = sorted(values)
        p99 = ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]
        return f"{statistics.median(ordered):6.2f} / {p99:7.2f} ms"

    ratio = statistics.median(one.search / one.bare for one in costs)
    print(
        f"{kind:15} median / p99 {at(one.search for one in costs)}"
        f"  bare {at(one.bare for one in costs)}  ratio {ratio:4.1f}"
        f"  processor {at(one.processor for one in costs)}",
        flush=True,
    )


async def _is_empty(database: Database) -> bool:
    async with database.engine.connect() as connection:
        return not await connection.run_sync(lambda one: inspect(one).has_table("search_entries"))


async def run(arguments: argparse.Namespace) -> None:
    """Fill a database and measure."""
    talk = Talk()
    with scratch() as folder:
        url = arguments.database or f"sqlite+aiosqlite:///{Path(folder) / 'search.db'}"
        server: Any = None
        if arguments.postgresql and not arguments.database:
            server = PostgreSQL(folder)
            folder.chmod(0o755)
            await server.start()
            url = await server.create_database()
        database = Database(url)
        if await _is_empty(database):
            speed = await fill(database, arguments.meetings, arguments.lines, talk)
            print(
                f"{arguments.meetings} meetings of {arguments.lines} lines; "
                f"{speed:.0f} lines read a second"
            )
        await measure(database, talk, arguments.queries, server.pid if server else arguments.server)
        await database.close()
        if server:
            await server.stop()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=250)
    parser.add_argument("--queries", type=int, default=200, help="of each kind")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--database", default="", help="measure this one, and keep it")
    parser.add_argument("--server", type=int, help="the first process of its PostgreSQL")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
