"""Webhooks: what was published is told to one program elsewhere, by a letter that says where.

The letter holds addresses and states, and no words of anybody: so nothing has to be taken out of
other people's programs when something is removed here.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from dcbot.addresses import of_record
from storage.minutes import Publication
from storage.outbox import Letter
from storage.store import Store
from storage.timetable import Job

DUTY = "webhook"
TRANSPORT = "webhook"
PLACE = "publications"
"""All letters are of one place, so that they go in order."""
EVERY = timedelta(minutes=1)
LOST = timedelta(hours=2)
"""So far a look goes back that does not know when the last one was."""
OVERLAP = timedelta(minutes=10)
"""What a long transaction made public is seen by the next looks; keys keep it from going twice."""


def duty(site: str) -> Callable[[Store, Job, datetime], Awaitable[None]]:
    """The duty of a bot whose archive stands at that address; empty where there is none."""
    return partial(_look, site=site)


async def plan(store: Store, *, now: datetime, since: datetime | None = None) -> None:
    """See to it that what is published from now on (or since then) is told."""
    if await store.timetable.waiting(DUTY) and since is None:
        return
    due = now if since is None else now + EVERY
    known = {"since": (since or now).isoformat()}
    await store.timetable.add(f"{DUTY} {due.isoformat()}", DUTY, due, known)


async def forget(store: Store, *, now: datetime) -> None:
    """Nobody is told any more."""
    for job in await store.timetable.waiting(DUTY):
        await store.timetable.done(job, now)


async def _look(store: Store, job: Job, now: datetime, *, site: str) -> None:
    # One that begins anew after it was given up does not know since when.
    told = job.arguments.get("since")
    since = datetime.fromisoformat(told) if told else now - LOST
    for one in await store.minutes.published_between(since, now):
        await store.outbox.add(_letter(one, site, now))
    await store.timetable.drop_done(DUTY, now - EVERY)
    # Never before what was there when it was switched on.
    await plan(store, now=now, since=max(since, now - OVERLAP))


def _letter(one: Publication, site: str, now: datetime) -> Letter:
    names = ("minutes", "minutes json", "version")
    parts: dict[str, str | int] = {"group": one.group, "number": one.meeting}
    minutes, as_json, version = (
        site
        + of_record(
            name,
            sitting=one.sitting,
            **parts,
            **({"version": one.version.number} if name == "version" else {}),
        )
        for name in names
    )
    told = {
        "type": "minutes.published",
        "timestamp": (one.version.public_from or one.version.made_at).isoformat(),
        "data": {
            "group": one.group,
            "meeting": one.meeting,
            "sitting": one.sitting,
            "version": one.version.number,
            "state": one.version.state.value,
            "minutes": minutes,
            "json": as_json,
            "this_version": version,
        },
    }
    return Letter(
        key=f"webhook: version {one.version.id} of minutes",
        transport=TRANSPORT,
        place=PLACE,
        created_at=now,
        due_at=now,
        text=json.dumps(told),
    )
