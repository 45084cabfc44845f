"""What a search costs with 1,000 meetings and 250,000 lines, beside a bare query to the same index.

    python -m tests.benchmarks.search [--meetings 1000] [--lines 250] [--postgresql]

The lines are of words that are as frequent as in real talk: the first in every third line, each
further one more seldom. Asked for are words of all frequencies up to a fifth of the lines, pairs,
phrases, beginnings, with and without filters, and words that stand nowhere. The bare query asks the
index for the same, newest first, and does nothing with it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dcbot.services import public_search, search_index, search_terms
from dcbot.services.found_parts import Part
from storage.base import Audience
from storage.database import Database
from storage.groups import Group, GroupKind
from storage.meetings import Meeting, MeetingKind
from storage.search_entries import EntryKind, Subject
from tests.servers import PostgreSQL, scratch
from tests.world import create_tables

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
GROUPS = 30
VOCABULARY = 30_000
A_LINE = 12
"""Words."""
MOST_FREQUENT = 0.2
"""What stands in more lines is not asked for."""


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
        self._sums = [sum(weights[:0])]
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
            text=talk.line(),
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
    total = sum(1 / (place + 10) for place in range(VOCABULARY))
    share = [1 - (1 - 1 / (place + 10) / total) ** A_LINE for place in range(VOCABULARY)]
    seldom = [word for word, of in zip(talk.words, share, strict=True) if of <= MOST_FREQUENT]

    def word() -> str:
        # As often as it is said: what people say they look for.
        return seldom[min(int(dice.paretovariate(0.6)) - 1, len(seldom) - 1)]

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


async def measure(database: Database, talk: Talk, many: int) -> None:
    """Ask, and tell what it cost: the search, and the bare query right after it."""
    every: list[float] = []
    bares: list[float] = []
    await _once(database, talk.words[100])
    for kind, asked in queries(talk, many).items():
        costs = [await _once(database, words) for words in asked]
        mine, bare = ([one[place] for one in costs] for place in (0, 1))
        every += mine
        bares += bare
        _tell(kind, mine, bare)
    _tell("all", every, bares)


async def _once(database: Database, words: str) -> tuple[float, float]:
    """Milliseconds of the search, and of the bare query."""
    began = time.perf_counter()
    async with database.public(NOW) as store:
        asked = await public_search.understand(store, search_terms.read(words))
        await public_search.search(store, asked, now=NOW)
    middle = time.perf_counter()
    async with database.public(NOW) as store:
        await store.search.newest(asked.wanted, NOW, public_search.MOST)
    return (middle - began) * 1000, (time.perf_counter() - middle) * 1000


def _tell(kind: str, mine: list[float], bare: list[float]) -> None:
    def at(values: list[float], part: float) -> float:
        return sorted(values)[min(int(len(values) * part), len(values) - 1)]

    ratio = statistics.median(one / other for one, other in zip(mine, bare, strict=True))
    print(
        f"{kind:12} median {statistics.median(mine):6.2f} ms  p99 {at(mine, 0.99):7.2f} ms"
        f"  bare {statistics.median(bare):6.2f} / {at(bare, 0.99):7.2f} ms  ratio {ratio:4.1f}"
    )


async def run(arguments: argparse.Namespace) -> None:
    """Fill a database and measure."""
    talk = Talk()
    with scratch() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'search.db'}"
        server: Any = None
        if arguments.postgresql:
            server = PostgreSQL(folder)
            folder.chmod(0o755)
            await server.start()
            url = await server.create_database()
        database = Database(url)
        speed = await fill(database, arguments.meetings, arguments.lines, talk)
        print(
            f"{arguments.meetings} meetings of {arguments.lines} lines; "
            f"{speed:.0f} lines read a second"
        )
        await measure(database, talk, arguments.queries)
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
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
