"""Closing polls: at their time, once, and with the result told; late where the bot was away."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from dcbot.errors import UserError
from dcbot.services import (
    letters,
    poll_places,
    poll_results,
    poll_telling,
    polls,
    reminding,
    telling,
)
from dcbot.services.polls import Poll
from dcbot.services.reminder_words import GRACE
from storage.people import Person
from storage.polls import PollState
from storage.store import Store
from storage.timetable import Job

HEARS = timedelta(minutes=2)
"""So long after it came back, the bot hears first what was said in time while it was away."""

log = logging.getLogger("dcbot.polls")


async def close_due(store: Store, job: Job, now: datetime) -> None:
    """The duty: close the poll, if it is to close then, and tell what came of it."""
    given = job.arguments
    poll = await store.polls.get(given["poll"])
    if (
        poll is None
        or poll.state is not PollState.OPEN
        or poll.closes_at.isoformat() != given["at"]
    ):
        return
    if now - poll.closes_at > GRACE and not given.get("heard"):
        later = {**given, "heard": True}
        await store.timetable.add(f"{job.key}, late", polls.DUTY, now + HEARS, later)
        return
    await polls.close(store, poll, by=None, now=now)
    await tell(store, poll, now=now)


async def tell(store: Store, poll: Poll, *, now: datetime) -> None:
    """Tell the places of the group, and those who run the poll, what came of it."""
    late = ""
    if now - poll.closes_at > GRACE:
        at = telling.whole(poll.closes_at, poll.closes_zone)
        late = (
            f" It was to close on {at}, and closed late, since I was away. What was said in time "
            "counts."
        )
    text = await poll_results.result(store, poll, now=now, late=late)
    await poll_places.tell(store, poll, text, what="closed", now=now, lists=True)
    named = await poll_telling.names(store, poll, now=now)
    whole = "\n".join([text, "", "Who said what, for you alone:", *named])
    for person in await running(store, poll, now=now):
        key = f"poll {poll.id} closed at {now.isoformat()} → person {person.id}"
        subject = f"Poll {poll.number} is closed: {poll.title}"
        try:
            await letters.to_person(store, person, whole, key=key, now=now, subject=subject)
        except UserError:
            log.info("person %d has no address to be told a result at", person.id)


async def running(store: Store, poll: Poll, *, now: datetime) -> list[Person]:
    """Who is told of the poll: whoever opened it, while they may run it; else those who may in
    the group."""
    opener = await store.people.get(poll.person_id) if poll.person_id else None
    group = await polls.group_of(store, poll)
    there = opener is not None and opener.forgotten_at is None
    if opener and there and await polls.manages(store, group, opener, now=now):
        return [opener]
    return await reminding.responsible(store, group.id, now=now)
