"""The benchmarks: dcbot beside a bare nio loop, on one homeserver, in one run, as ratios.

    make benchmarks                       or python -m tests.benchmarks [--messages 5000]

The two take turns (A B A B …), so that what slows the machine slows both. Medians are quoted.
Everything is measured twice: first alone, then with encrypted rooms beside, in which a tenth of
the missed messages was said, and where both are asked as well.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

import psutil

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from tests.benchmarks.contestants import BareBot, Contestant, Dcbot
from tests.benchmarks.sealed import SealedRooms
from tests.servers import scratch

ROUND_TRIPS = 100
TURNS = 4
SEALED_ROOMS = 5


async def main(messages: int, fills: int) -> None:
    """Everything, printed as it is measured."""
    with scratch() as folder:
        server = Homeserver(folder / "homeserver")
        await server.start(lambda line: None)
        try:
            async with await _member(server) as asker:
                bare = await BareBot.prepared(server, asker, folder / "bare")
                ours = await Dcbot.prepared(server, asker, folder / "dcbot")
                await _everything(asker, bare, ours, messages, fills)
                print(f"with {SEALED_ROOMS} encrypted rooms beside:", flush=True)
                both, keys = (bare, ours), folder / "lena"
                async with await SealedRooms.prepared(server, keys, both, SEALED_ROOMS) as sealed:
                    await _everything(asker, bare, ours, messages, fills, sealed)
        finally:
            await server.stop()


async def _everything(
    asker: Member,
    bare: Contestant,
    ours: Contestant,
    messages: int,
    fills: int,
    sealed: SealedRooms | None = None,
) -> None:
    starts = await _starts(bare, ours)
    await _round_trips("", lambda one: _ask(asker, one), bare, ours)
    if sealed is not None:
        await _round_trips("encrypted ", sealed.ask, bare, ours)
    await _catch_up(asker, bare, ours, messages, fills, starts, sealed)


async def _member(server: Homeserver) -> Member:
    account = await server.register("asker", "secret of the asker", name="Asker")
    return await Member.of(server.url, account)


Starts = dict[str, tuple[float, float]]
"""Seconds, and seconds of processor time, from the start of the process to its first sync."""


async def _starts(bare: Contestant, ours: Contestant) -> Starts:
    """From the start of the process to the first sync, with everything known already."""
    times: dict[str, list[float]] = {bare.name: [], ours.name: []}
    cpus: dict[str, list[float]] = {bare.name: [], ours.name: []}
    for _ in range(TURNS):
        for one in (bare, ours):
            times[one.name].append(await one.start())
            cpus[one.name].append(_used(one))
            await one.stop()
    _tell("start to first sync, s", times, bare, ours)
    _tell("processor time of that, s", cpus, bare, ours)
    return {name: (statistics.median(times[name]), statistics.median(cpus[name])) for name in times}


def _used(one: Contestant) -> float:
    """Seconds of processor time that the contestant's process has used."""
    used = psutil.Process(one.pid).cpu_times()
    return float(used.user + used.system)


async def _round_trips(
    kind: str, ask: Callable[[Contestant], Awaitable[None]], bare: Contestant, ours: Contestant
) -> None:
    """From sending a command to seeing its answer; both bots run, one is asked at a time."""
    times: dict[str, list[float]] = {bare.name: [], ours.name: []}
    for one in (bare, ours):
        await one.start()
    for _ in range(TURNS):
        for one in (bare, ours):
            for _ in range(ROUND_TRIPS // TURNS):
                began = time.perf_counter()
                try:
                    await ask(one)
                except TimeoutError:
                    print(f"{kind}command that {one.name} never answered", flush=True)
                    continue
                times[one.name].append((time.perf_counter() - began) * 1000)
    _tell(f"{kind}round trip, ms", times, bare, ours)
    _tell(
        f"{kind}round trip p99, ms",
        {name: [_p99(all_)] for name, all_ in times.items()},
        bare,
        ours,
    )
    for one in (bare, ours):
        await one.stop()


async def _ask(asker: Member, one: Contestant) -> None:
    event_id = await asker.say(one.room, one.command)
    await asker.answers_to(one.room, event_id, 60)


async def _catch_up(
    asker: Member,
    bare: Contestant,
    ours: Contestant,
    messages: int,
    fills: int,
    starts: Starts,
    sealed: SealedRooms | None,
) -> None:
    """Messages missed behind a limited timeline, from the start of the process to the answer of
    the last one; with processor time for each event beyond the start, and memory afterwards."""
    walls: dict[str, list[float]] = {bare.name: [], ours.name: []}
    cpus: dict[str, list[float]] = {bare.name: [], ours.name: []}
    memories: dict[str, list[float]] = {bare.name: [], ours.name: []}
    for turn in range(fills):
        order = (bare, ours) if turn % 2 == 0 else (ours, bare)
        for one in order:
            if sealed is not None:
                await sealed.talk(one, messages // 10)
            await _fill(asker, one.room, messages)
            event_id = await asker.say(one.room, one.command)
            began = time.perf_counter()
            await one.start(wait=False)
            await asker.answers_to(one.room, event_id, 300)
            walls[one.name].append(time.perf_counter() - began)
            cpus[one.name].append((_used(one) - starts[one.name][1]) / messages * 1e6)
            memories[one.name].append(psutil.Process(one.pid).memory_info().rss / 2**20)
            assert await one.seen() >= messages, f"{one.name} has not seen all"
            await one.stop()
    _tell(f"catch-up of {messages} messages with the start, s", walls, bare, ours)
    beyond = {name: [wall - starts[name][0] for wall in all_] for name, all_ in walls.items()}
    _tell("the same without the start, s", beyond, bare, ours)
    _tell("processor time for each event, µs", cpus, bare, ours)
    _tell("memory afterwards, MB", memories, bare, ours)


async def _fill(asker: Member, room: str, messages: int) -> None:
    """Talk that is not said to any bot, ten people's worth at a time."""
    for start in range(0, messages, 10):
        count = min(10, messages - start)
        await asyncio.gather(
            *(asker.say(room, f"line {start + number} of the talk") for number in range(count))
        )


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _tell(what: str, times: dict[str, list[float]], bare: Contestant, ours: Contestant) -> None:
    a, b = statistics.median(times[ours.name]), statistics.median(times[bare.name])
    print(f"{what:<52} dcbot {a:8.2f}   bare {b:8.2f}   ratio {a / b:5.2f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="dcbot beside a bare loop")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--fills", type=int, default=2, help="how often the catch-up is measured")
    asked = parser.parse_args()
    asyncio.run(main(asked.messages, asked.fills))
