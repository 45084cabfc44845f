"""A new baseline after a restore: what was under way is set aside, what came since is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.message import literal, quoted
from dcbot.services import closing, letters, lookahead, operators, registers, tidying, watching
from storage.inbox import Event
from storage.store import Store

POSITION = "restored at"
"""The position that says until when what was said is listed and not acted upon."""
_A_LETTER = 50
"""So many lines stand in one letter."""


@dataclass(frozen=True)
class Missed:
    """Something said to the bot that it does not act upon."""

    transport: str
    event_id: str
    place: str
    sender: str
    sent_at: datetime
    words: str


async def begin(
    store: Store, *, transports: Collection[str], made_at: datetime, now: datetime
) -> list[str]:
    """Set aside what was under way when the backup was made, and mark the moment on each way.

    Returns a sentence for each kind of thing that was set aside.
    """
    when = f"{made_at:%Y-%m-%d %H:%M} UTC"
    why = f"It was waiting when the backup of {when} was made, and may have gone since."
    waiting = [of_event(one) for one in await store.inbox.set_aside()]
    dead = await store.outbox.set_aside(why)
    await store.postings.set_aside(now)
    anew = (tidying.DUTY, watching.DUTY, lookahead.DUTY, registers.DUTY)
    jobs = await store.timetable.set_aside(now, why, anew)
    errands = await store.errands.set_aside(why)
    ended = await closing.cut_off(store, now=now)
    # Whoever held a lease then works on another database, or not at all.
    await store.leases.forget()
    for transport in transports:
        await store.positions.move(transport, POSITION, now.isoformat())
    await list_missed(store, waiting, transports=transports, now=now)
    told = {
        "messages were waiting; they are listed to the operators and not acted upon": len(waiting),
        "letters were waiting; `dcbot outbox` lists them and can send them": dead,
        "duties were due or overdue and are not done": jobs,
        "errands were under way and are given up": errands,
        "meetings were being recorded; they end with what the backup holds of them": ended,
    }
    return [f"{number} {what}." for what, number in told.items() if number]


async def restored_at(store: Store, transport: str) -> datetime | None:
    """When this database was restored; None where it never was."""
    found = await store.positions.of(transport, POSITION)
    return datetime.fromisoformat(found) if found else None


def of_event(event: Event) -> Missed:
    """A stored event that is not acted upon."""
    return Missed(
        event.transport, event.event_id, event.place, event.sender, event.sent_at, event.text
    )


async def list_missed(
    store: Store, missed: Sequence[Missed], *, transports: Collection[str], now: datetime
) -> None:
    """Tell every operator, by letter, where, when, by whom and how each began."""
    for start in range(0, len(missed), _A_LETTER):
        part = missed[start : start + _A_LETTER]
        lines = [await _line(store, one) for one in part]
        text = (
            "The bot was restored from a backup. This was said to it between the backup and the "
            "restore, and it does not act upon it; what should be done is to be said again:\n"
            + "\n".join(lines)
        )
        mark = hashlib.sha256(f"{part[0].transport} {part[0].event_id}".encode()).hexdigest()[:16]
        for person in await operators.everybody(store, now=now):
            address = await operators.best_address(store, person, transports)
            if address is not None:
                await letters.to_address(
                    store,
                    address.transport,
                    address.address,
                    text,
                    key=f"said since the backup {mark} to {person.id}",
                    now=now,
                    subject="Said to the bot since the backup",
                )


async def _line(store: Store, one: Missed) -> str:
    """As the record names them: the place and the sender by name, where they have one."""
    place = await store.places.at(one.transport, one.place)
    person = await store.people.at(one.transport, one.sender)
    where = (place.name if place else "") or one.place
    who = f"{person.name} ({one.sender})" if person else one.sender
    when = f"{one.sent_at:%Y-%m-%d %H:%M} UTC"
    return f"- {literal(where)}, {when}, {literal(who)}: {quoted(one.words)}"
