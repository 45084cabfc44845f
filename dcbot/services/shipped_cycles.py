"""Shipped cycles: bringing years and dates up to what ships, leaving what people set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from dcbot.data.cycles import ShippedCycle, ShippedDate
from dcbot.services import cycles
from dcbot.services.cycle_words import words
from storage.base import Audience
from storage.cycles import Cycle, CycleDate, DateKind
from storage.store import Store


async def install(store: Store, shipped: Sequence[ShippedCycle], *, now: datetime) -> list[str]:
    """Bring the cycles up to what ships, and leave what people changed; returns where the two
    differ, a sentence each. May be called at every start."""
    differences = []
    for one in shipped:
        cycle = await store.cycles.by_key(one.key)
        if cycle is None:
            cycle = await cycles.begin(store, one.key, one.name, one.place, now=now)
            cycle.shipped = True
        known = {row.key: row for row in await store.cycles.dates(cycle.id)}
        for date in one.dates:
            row = known.get(date.key)
            if row is None:
                await store.cycles.add(_row(cycle, date, now))
            elif row.edited and (row.day, row.clock) != (date.day, date.clock):
                here, there = words(row), date.day
                differences.append(f"{cycle.name}, {row.what}: here {here}; shipped {there}.")
            elif not row.edited and _differs(row, date):
                _take(row, date, now)
                await cycles.follow(store, row, now)
    await store.flush()
    return differences


def _row(cycle: Cycle, date: ShippedDate, now: datetime) -> CycleDate:
    fields = {**asdict(date), "kind": DateKind(date.kind)}
    return CycleDate(
        cycle_id=cycle.id,
        uid=uuid4().hex,
        changed_at=now,
        at=cycles.moment(date.day, date.clock, date.zone),
        shipped=True,
        audience=Audience.PUBLIC,
        public_from=now,
        **fields,
    )


def _differs(row: CycleDate, date: ShippedDate) -> bool:
    return any(getattr(row, name) != value for name, value in asdict(date).items())


def _take(row: CycleDate, date: ShippedDate, now: datetime) -> None:
    moved = (row.day, row.until, row.clock) != (date.day, date.until, date.clock)
    for name, value in asdict(date).items():
        setattr(row, name, DateKind(value) if name == "kind" else value)
    row.at, row.changed_at = cycles.moment(date.day, date.clock, date.zone), now
    row.revision += moved
