"""Watching: operators are told by message when a disk is nearly full, letters are stuck, or a duty
failed; each kind once a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.message import literal
from dcbot.services import letters, operators, tidying
from storage.outbox import Letter
from storage.store import Store
from storage.timetable import Job

DUTY = "watch"
EVERY = timedelta(minutes=5)
STUCK = timedelta(minutes=15)
"""A letter that has waited longer is stuck: most go within a second."""
_KEY = "watch "
_SHOWN = 5


@dataclass(frozen=True)
class Watched:
    """What the services cannot find out by themselves."""

    free: Callable[[], Mapping[str, int]]
    """Free bytes, by what lies there."""
    little: int
    """So few of them are worth a word."""
    transports: Collection[str]
    """The ways that there are, for letters and for telling; the first is preferred."""


@dataclass(frozen=True)
class _Warning:
    kind: str
    text: str


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that watching is due, from now on every five minutes."""
    if not await store.timetable.waiting(DUTY):
        await store.timetable.add(f"watch {now.isoformat()}", DUTY, now)


def duty(watched: Watched) -> Callable[[Store, Job, datetime], Awaitable[None]]:
    """The duty that looks and tells."""

    async def watch(store: Store, job: Job, now: datetime) -> None:
        for warning in [*_full(watched), *await _stuck(store, watched, now)]:
            await _tell(store, warning, watched, now)
        told = set(job.arguments.get("told", ()))
        told |= await _tell_dead(store, watched, told, now)
        told |= await _tell_failed(store, watched, told, now)
        # Where tidying was given up, it begins anew with the next hour.
        await tidying.plan(store, now=now)
        await store.timetable.drop_done(DUTY, now)
        await _again(store, job, sorted(told), now)

    return watch


async def _again(store: Store, job: Job, told: list[str], now: datetime) -> None:
    """Plan the next look, which knows of what was told already."""
    for other in await store.timetable.waiting(DUTY):
        if other.id != job.id:
            # Two processes began at once: one look every five minutes is enough.
            return
    due = now + EVERY
    await store.timetable.add(f"watch {due.isoformat()}", DUTY, due, {"told": told})


def _full(watched: Watched) -> Iterator[_Warning]:
    for what, free in watched.free().items():
        if free < watched.little:
            yield _Warning(
                f"disk of the {what}",
                f"The disk with the {what} is nearly full: {free // 1_000_000} MB are free. Make "
                "room; when it is full, nothing can be remembered and nothing is answered.",
            )


async def _stuck(store: Store, watched: Watched, now: datetime) -> list[_Warning]:
    since = await store.outbox.waiting_since(watched.transports)
    if since is None or now - since <= STUCK:
        return []
    minutes = int((now - since).total_seconds() // 60)
    return [
        _Warning(
            "letters",
            f"Letters are stuck: the oldest has waited for {minutes} minutes. `dcbot check` says "
            "whether the homeserver can be reached and where the bot may write; the log says why "
            "a letter was put off.",
        )
    ]


async def _tell_dead(store: Store, watched: Watched, told: set[str], now: datetime) -> set[str]:
    """Tell of letters that were given up since; those about this very thing tell of nothing."""
    dead = {f"letter {one.id}": one for one in await store.outbox.dead() if not _own(one)}
    new = [one for name, one in dead.items() if name not in told]
    lines = [
        f"- {literal(_where(one))}: {literal(one.last_error or 'no reason known')}" for one in new
    ]
    text = (
        f"{_count(len(new), 'letter')} could not be carried and {_were(len(new))} given up:\n"
        f"{_some(lines)}\n`dcbot outbox` on the bot's machine lists them and sends them again."
    )
    if new and not await _tell(store, _Warning("dead letters", text), watched, now):
        # Told already today; they are told tomorrow.
        return set(dead) & told
    return set(dead)


async def _tell_failed(store: Store, watched: Watched, told: set[str], now: datetime) -> set[str]:
    """Tell of duties that were given up since."""
    failed = {f"job {one.id}": one for one in await store.timetable.failed()}
    new = [one for name, one in failed.items() if name not in told]
    lines = [
        f"- {one.duty}, due {one.due_at:%Y-%m-%d %H:%M} UTC: {literal(one.last_error or '')}"
        for one in new
    ]
    text = (
        f"{_count(len(new), 'duty')} failed again and again and {_were(len(new))} given up:\n"
        f"{_some(lines)}\nThe log has the traces."
    )
    if new and not await _tell(store, _Warning("duties", text), watched, now):
        return set(failed) & told
    return set(failed)


async def _tell(store: Store, warning: _Warning, watched: Watched, now: datetime) -> bool:
    """Write to every operator; False where all of them were told of this kind today."""
    written = False
    for person in await operators.everybody(store, now=now):
        address = await operators.best_address(store, person, watched.transports)
        if address is None:
            continue
        key = f"{_KEY}{warning.kind} {now:%Y-%m-%d} to {person.id}"
        written |= await letters.to_address(
            store,
            address.transport,
            address.address,
            warning.text,
            key=key,
            now=now,
            subject="The bot needs its operator",
        )
    return written


def _own(letter: Letter) -> bool:
    return letter.key.startswith(_KEY)


def _where(letter: Letter) -> str:
    return f"to {letter.place}"


def _some(lines: list[str]) -> str:
    more = [f"- and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more])


def _count(number: int, what: str) -> str:
    if number == 1:
        return f"A {what}"
    return f"{number} {what.removesuffix('y')}{'ies' if what.endswith('y') else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
