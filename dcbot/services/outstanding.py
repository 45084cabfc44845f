"""Outstanding: those who answer for a coalition that has not sent its output yet are told of it
before it is due, privately and each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dcbot.message import literal
from dcbot.services import countdown_plans, countdown_words, expected, groups, letters, releases
from dcbot.services.expected import Expected
from storage.cycles import CycleDate
from storage.milestones import Stage
from storage.store import Store
from storage.timetable import Job

GRACE = timedelta(minutes=30)


async def tell(store: Store, job: Job, now: datetime) -> None:
    """The duty: of the thresholds that have come, the newest; none for a date that has moved."""
    cycle_id, stage = job.arguments["cycle"], Stage(job.arguments["stage"])
    ends = await releases.ends(store, cycle_id)
    row, end = ends.dates.get(stage), ends.at(stage)
    if row is None or row.revision != job.arguments["revision"] or end is None or end <= now:
        return
    come = countdown_plans.reached(row, releases.AHEAD, row.changed_at, now)
    due = countdown_plans.moment(row, come[0]) if come else None
    if due is None:
        return
    for one in await expected.of_cycle(store, cycle_id, now=now):
        if one.met(stage, ends) is None:
            text = await _words(store, one, row, due, now)
            await _to_all(store, one, row, come, text, now)


async def _words(store: Store, one: Expected, row: CycleDate, due: datetime, now: datetime) -> str:
    handle = literal((await groups.title(store, one.group)).handle)
    late = f" {countdown_words.late(row, due)}" if now - due > GRACE else ""
    return (
        f"{await countdown_words.stands(store, row, now)} Nothing of {handle} is here for it yet. "
        f"`!output submit {handle}: Title` with a file or a link sends it.{late}"
    )


async def _to_all(
    store: Store, one: Expected, row: CycleDate, come: Sequence[int], text: str, now: datetime
) -> None:
    left = countdown_plans.left_words(row, now)
    for person in one.people:
        key = (
            f"countdown {row.id} rev {row.revision}: {come[0]} days, group {one.group.id} "
            f"→ person {person.id}"
        )
        await letters.if_reachable(
            store, person, text, key=key, now=now, subject=countdown_words.subject(row, left)
        )
