"""An archive of a thousand meetings: how fast it comes in, and how fast its pages are answered.

    python -m tests.benchmarks.archive [--meetings 1000] [--lines 250] [--asked 300] [--postgresql]
            [--no-export]

Logs as a MeetBot keeps them are made up and imported as `dcbot import` does it. The archive is then
served by a process of its own, and its pages are asked for one by one, each kind in turns with a
bare aiohttp handler that returns a string of the same size: the limit. The first visit of a page
has to make it; the second finds it on the shelf. Requests per second are counted by the processor
time that the server took, with eight visitors at once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import aiohttp
import psutil
from aiohttp import web

from dcbot.importing.running import Importing, Wish
from dcbot.services import search_index
from dcbot.web.folder import Folder
from dcbot.web.server import Web
from dcbot.web.writing import Memory, write
from storage.database import Database
from tests.conftest import with_world
from tests.servers import PostgreSQL, free_port, scratch
from tests.web.recorded import plan_one, publish_one
from tests.world import MONDAY_NOON

GROUP, KEY = "DC3", "dc3"
SITE = "https://x.example.org"
ASKED = 300
"""So many pages of each kind are asked for one by one."""
VISITORS = 8
PUBLISHED = 5
"""So many meetings more are published, each for itself."""
WORDS = ("network", "coalition", "should", "publish", "its", "paper", "before", "the", "session")
PAGES = {
    "home": "/",
    "meetings of the group": f"/groups/{KEY}/meetings",
    "minutes": f"/groups/{KEY}/meetings/{{number}}/minutes",
    "log": f"/groups/{KEY}/meetings/{{number}}/log",
    "meeting": f"/groups/{KEY}/meetings/{{number}}",
    "decisions of a year": f"/groups/{KEY}/decisions/{{year}}",
    "actions": f"/groups/{KEY}/actions",
    "search": "/search?q={word}",
}


def log(number: int, lines: int, dice: random.Random) -> str:
    """The log of one meeting."""
    at = datetime(2008, 1, 1, 14, tzinfo=UTC) + timedelta(days=6 * number)
    said = [f"#startmeeting Call {number}", f"#topic {_words(dice)}"]
    for place in range(lines - 3):
        start = ("#topic ", "#info ", "#agreed ", "#action bob to ")[place // 25 % 4]
        said.append(f"{start if place % 25 == 0 else ''}{_words(dice)}")
    said.append("#endmeeting")
    return "".join(
        f"{at + timedelta(seconds=10 * place):%H:%M:%S} "
        f"<{'ana' if words[0] == '#' else dice.choice(['ana', 'bob', 'eve'])}> {words}\n"
        for place, words in enumerate(said)
    )


def _words(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(4, 20)))


def logs(folder: Path, meetings: int, lines: int) -> Iterator[Path]:
    """The archive, a file for each meeting."""
    dice = random.Random(meetings)
    for number in range(meetings):
        day = datetime(2008, 1, 1, tzinfo=UTC) + timedelta(days=6 * number)
        path = folder / f"call.{day:%Y-%m-%d}-14.00.log.txt"
        path.write_text(log(number, lines, dice), encoding="utf-8")
        yield path


# Servers of their own


async def bare(request: web.Request) -> web.Response:
    """As many letters as were asked for."""
    size = int(request.match_info["size"])
    return web.Response(text="x" * size, content_type="text/html")


async def serve(what: str, port: int) -> None:
    """Serve the archive of this database, or bare strings, until killed."""
    if what == "bare":
        served = web.Application()
        served.router.add_get("/{size:\\d+}", bare)
    else:
        served = Web(Database(what), lambda: MONDAY_NOON).application()
    # As in the process of the bot (dcbot/__main__.py and dcbot/operating.py).
    gc.set_threshold(10_000, 10, 10)
    gc.collect()
    gc.freeze()
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def serving(what: str) -> AsyncIterator[tuple[str, psutil.Process]]:
    """The address of such a server, and its process."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.archive",
        "--serve",
        what,
        "--port",
        f"{port}",
    ]
    child = await asyncio.create_subprocess_exec(*command)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}", psutil.Process(child.pid)
    finally:
        child.kill()
        await child.wait()


# What is measured


class Times(NamedTuple):
    """Milliseconds of one request: the median and the 99th of a hundred."""

    median: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """Of these."""
        ordered = sorted(1000 * one for one in seconds)
        return cls(
            statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
        )

    def __str__(self) -> str:
        return f"{self.median:6.1f} {self.p99:6.1f}"


async def ask(session: aiohttp.ClientSession, address: str) -> tuple[float, int]:
    """How long the answer took, and how many bytes it had."""
    began = time.perf_counter()
    async with session.get(address, headers={"Accept-Encoding": "identity"}) as answer:
        body = await answer.read()
    assert answer.status == 200, address
    return time.perf_counter() - began, len(body)


def addresses(form: str, meetings: int, asked: int) -> list[str]:
    """So many pages of this kind, as few twice as there can be."""
    dice = random.Random(form)
    years = range(2008, min(2008 + 6 * meetings // 366, 2024) + 1)
    numbers = dice.sample(range(1, meetings + 1), min(asked, meetings))
    return [
        form.format(number=number, year=dice.choice(years), word=dice.choice(WORDS))
        for number in numbers
    ]


def busy(process: psutil.Process) -> float:
    """How many seconds of the processor it has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


async def one_by_one(
    site: str, server: psutil.Process, limit: str, meetings: int, asked: int
) -> None:
    """Each kind of page, in turns with the bare handler; the last column is processor time."""
    print(f"{'milliseconds':22} {'first visit':>13} {'again':>13} {'bare':>13}   bytes  processor")
    print(f"{'':22} {'50th   99th':>13} {'50th   99th':>13} {'50th   99th':>13}")
    async with aiohttp.ClientSession() as session:
        for name, form in PAGES.items():
            first, again, least, size = [], [], [], 0
            await ask(session, site + addresses(form, meetings, 1)[0])
            used = busy(server)
            for path in addresses(form, meetings, asked):
                took, size = await ask(session, site + path)
                first.append(took)
                again.append((await ask(session, site + path))[0])
                least.append((await ask(session, f"{limit}/{size}"))[0])
            cells = " ".join(f"{Times.of(one)}" for one in (first, again, least))
            each = 1000 * (busy(server) - used) / (2 * len(first))
            print(f"{name:22} {cells} {size:7} {each:10.1f}", flush=True)


async def at_once(site: str, process: psutil.Process, paths: Sequence[str]) -> float:
    """Requests in a second of the processor."""
    used = busy(process)
    left = list(paths)

    async def visit(session: aiohttp.ClientSession) -> None:
        while left:
            await ask(session, site + left.pop())

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(visit(session) for _ in range(VISITORS)))
    return len(paths) / max(busy(process) - used, 0.01)


async def imported(url: str, folder: Path, meetings: int, lines: int) -> None:
    """Take the archive in, and tell how fast."""
    await with_world(database := Database(url))
    own = psutil.Process()
    began, used = time.perf_counter(), busy(own)
    wish = Wish([folder], GROUP, public=True)
    code = await Importing(database, wish, lambda _: None, lambda: MONDAY_NOON).run()
    assert code == 0
    took, worked = time.perf_counter() - began, busy(own) - used
    print(
        f"import: {meetings} meetings of {lines} lines in {took:.1f} s ({worked:.1f} s of the "
        f"processor): {meetings / took:.1f} meetings and "
        f"{meetings * lines / took:,.0f} lines a second, "
        f"{own.memory_info().rss / 1e6:.0f} MB"
    )
    began = time.perf_counter()
    left = 1
    while left:
        async with database.transaction() as store:
            left = await search_index.catch_up(store)
    print(f"made findable in {time.perf_counter() - began:.1f} s")
    await database.close()


async def export(url: str, target: Path) -> None:
    """Write everything out, and then what each of some meetings more changes: that it is planned,
    and that its minutes are published."""
    database, memory = Database(url), Memory()

    async def written() -> tuple[int, float, float]:
        """How many files were written, and in which time, of the clock and of the processor."""
        began, used = time.perf_counter(), time.process_time()
        done = await write(
            database, folder, now=MONDAY_NOON, address=SITE, only_changed=True, memory=memory
        )
        return len(done.written), time.perf_counter() - began, time.process_time() - used

    folder = Folder(target)
    steps: dict[str, list[tuple[int, float, float]]] = {"export": [await written()]}
    for number in range(PUBLISHED):
        async with database.transaction() as store:
            group = await store.groups.by_key(KEY)
            assert group
            start = MONDAY_NOON - timedelta(days=PUBLISHED - number)
            meeting = await plan_one(store, group, 100_000 + number, start)
        steps.setdefault("one meeting planned", []).append(await written())
        async with database.transaction() as store:
            await publish_one(store, meeting)
        steps.setdefault("its minutes published", []).append(await written())
    for name, all_taken in steps.items():
        # The first meeting of a year brings pages of its own along.
        files, took, worked = (statistics.median(column) for column in zip(*all_taken, strict=True))
        print(f"{name}: {files:.0f} files in {took:.2f} s ({worked:.2f} s of the processor)")
    print(f"who writes holds {psutil.Process().memory_info().rss / 1e6:.0f} MB", flush=True)
    await database.close()


async def measure(url: str, folder: Path, asked: argparse.Namespace) -> None:
    """Everything on one database."""
    print(f"\n{url.partition('+')[0]}")
    await imported(url, folder, asked.meetings, asked.lines)
    async with serving(url) as (site, process), serving("bare") as (limit, least):
        await one_by_one(site, process, limit, asked.meetings, asked.asked)
        for name in ("minutes", "search"):
            paths = addresses(PAGES[name], asked.meetings, asked.asked) * 2
            own = await at_once(site, process, paths)
            print(f"{name}, {VISITORS} visitors at once: {own:.0f} requests a second of a core")
        most = await at_once(limit, least, ["/60000"] * 2 * asked.asked)
        print(f"bare, 60,000 bytes: {most:.0f} requests a second of a core")
        print(f"the server holds {process.memory_info().rss / 1e6:.0f} MB")
    if asked.export:
        with tempfile.TemporaryDirectory() as target:
            await export(url, Path(target))


async def measure_both(urls: Sequence[str], folder: Path, asked: argparse.Namespace) -> None:
    """A tenth of the archive written out, and then everything of the whole one."""
    few, of_all = urls
    if asked.export:
        small = folder.with_name("few")
        small.mkdir(exist_ok=True)
        meetings = max(1, asked.meetings // 10)
        list(logs(small, meetings, asked.lines))
        print(f"\n{few.partition('+')[0]}, a tenth")
        await imported(few, small, meetings, asked.lines)
        with tempfile.TemporaryDirectory() as target:
            await export(few, Path(target))
    await measure(of_all, folder, asked)


async def main() -> None:
    """Measure on SQLite and, where it is asked for, on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=250)
    parser.add_argument("--asked", type=int, default=ASKED)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--export", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        await serve(asked.serve, asked.port)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "logs"
        folder.mkdir()
        list(logs(folder, asked.meetings, asked.lines))
        files = [f"sqlite+aiosqlite:///{name}/{of}.sqlite3" for of in ("few", "all")]
        await measure_both(files, folder, asked)
        if asked.postgresql:
            with scratch() as place:
                place.chmod(0o755)
                server = PostgreSQL(place)
                await server.start()
                urls = [await server.create_database() for _ in range(2)]
                await measure_both(urls, folder, asked)
                await server.stop()


if __name__ == "__main__":
    asyncio.run(main())
