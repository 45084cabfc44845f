"""Time limits: a room is told when the time of a point of the agenda, or of a speaker, is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dcbot.message import literal, quoted
from dcbot.record.floor import Point, PointState
from dcbot.record.floor_instructions import GiveFloor, QueueRule, TakeUp, TimePoint
from dcbot.record.instructions import Heading
from dcbot.record.minutes import Minutes
from dcbot.services import closing, letters, meeting_rules, minutes, settings
from dcbot.services.moments import clock, zone_of
from storage.journals import Journal, JournalState
from storage.store import Store
from storage.timetable import Job

DUTY = "time limit"
LATE = timedelta(minutes=2)
"""Where the bot was away longer, what was said meanwhile is heard before anything is told."""
AGAIN = timedelta(minutes=1)
BEGUN_BY = (Heading, TakeUp, TimePoint, GiveFloor, QueueRule)
"""What a line asks after which something may be timed."""
_SHARE = 5
"""A warning comes when so great a part of the time is left, as a fraction …"""
_MOST = timedelta(minutes=5)
"""… and at most so long before it is over."""
_SOON, _OVER, _SPEAKER = "soon", "over", "speaker"


@dataclass(frozen=True)
class Limit:
    """One thing to tell when a time is over, or nearly: a point by its number and minutes, or
    whoever had the floor since that moment."""

    what: str
    due: datetime
    point: int | None = None
    minutes: int | None = None
    since: str = ""

    @property
    def name(self) -> str:
        """What it is told once by: a point that is given other minutes is told of anew."""
        timed = f"{self.point}, {self.minutes} minutes" if self.point else self.since
        return f"{DUTY} {self.what} {timed}"

    def as_document(self, journal: Journal) -> dict[str, Any]:
        """The arguments of its job."""
        return {
            "journal": journal.id,
            "what": self.what,
            "point": self.point,
            "minutes": self.minutes,
            "since": self.since,
        }


async def plan(store: Store, journal: Journal, made: Minutes) -> None:
    """See to it that the room is told of what is timed in the meeting, as it stands now."""
    for limit in _limits(made):
        key = f"{limit.name} of {journal.id} {limit.due.isoformat()}"
        await store.timetable.add(key, DUTY, limit.due, limit.as_document(journal))


async def tell(store: Store, job: Job, now: datetime) -> None:
    """The duty: tell the places of a meeting what the job is about, where it is so still."""
    journal = await store.journals.get(job.arguments["journal"])
    if journal is None or journal.state is not JournalState.OPEN:
        return
    await store.journals.lock(journal)
    if now - job.due_at > LATE:
        key = f"{job.key}, looked at again at {now.isoformat()}"
        await store.timetable.add(key, DUTY, now + AGAIN, job.arguments)
        return
    made = (await minutes.so_far(store, journal)).minutes()
    due = {one.what: one for one in _limits(made) if one.due <= now}
    found = next((one for one in due.values() if one.as_document(journal) == job.arguments), None)
    # Once it is over, it is too late to say that it will be.
    if found is None or (found.what == _SOON and _OVER in due):
        return
    if found.what == _SPEAKER or await _is_wished(store, journal):
        await _say(store, journal, found, await _words(store, journal, made, found, now), now)


async def _is_wished(store: Store, journal: Journal) -> bool:
    group = await minutes.group_of(store, journal)
    return await settings.value_of(store, group, "timers") == meeting_rules.TOLD


async def _say(store: Store, journal: Journal, limit: Limit, text: str, now: datetime) -> None:
    """Once in each place: the key of the letter holds no moment but that of the speaker."""
    for place in await closing.places_of(store, journal):
        key = closing.key_of(journal, limit.name, place)
        until = limit.due + LATE if limit.what == _SOON else None
        await letters.to_place(store, place, text, key=key, now=now, valid_until=until)


def _limits(made: Minutes) -> Iterator[Limit]:
    """What is timed now."""
    point = _current(made)
    if point is not None and point.minutes and point.taken_up_at is not None:
        over = point.taken_up_at + timedelta(minutes=point.minutes)
        if point.minutes > 1:
            yield Limit(_SOON, over - _left(point.minutes), point.number, point.minutes)
        yield Limit(_OVER, over, point.number, point.minutes)
    since, seconds = _speaking_since(made), made.queue.seconds_each
    if since is not None and seconds:
        yield Limit(_SPEAKER, since + timedelta(seconds=seconds), since=since.isoformat())


def _left(minutes_: int) -> timedelta:
    """How long before its time is over a point is warned of."""
    return min(_MOST, timedelta(minutes=max(1, minutes_ // _SHARE)))


def _current(made: Minutes) -> Point | None:
    """The point that is talked about: it was taken up, and no other topic has begun since."""
    taken = [one for one in made.agenda.points if one.state is PointState.TAKEN_UP]
    for point in taken:
        if point.topic is not None:
            own, *later = made.topics[point.topic :]
            if all(topic.level > own.level for topic in later):
                return point
    return None


def _speaking_since(made: Minutes) -> datetime | None:
    """Since when somebody has had the floor; None where a topic has begun since."""
    since = made.queue.speaking_since if made.queue.speaking else None
    begun = made.topics[-1].at if made.topics else None
    return None if since is None or (begun is not None and begun > since) else since


async def _words(store: Store, journal: Journal, made: Minutes, limit: Limit, now: datetime) -> str:
    late = ""
    if now - limit.due > LATE:
        meeting = await minutes.meeting_of(store, journal)
        late = f", since {clock(limit.due, zone_of(meeting.zone))}"
    if limit.what == _SPEAKER:
        assert made.queue.speaking is not None and made.queue.seconds_each
        name = literal(made.queue.speaking.name)
        return f"The time of {name} is over: {length(made.queue.seconds_each)}{late}."
    point = _current(made)
    assert point is not None and point.minutes
    title = quoted(point.title, 100) if point.title else "this point"
    if limit.what == _OVER:
        return f"The time for {title} is over: {length(60 * point.minutes)}{late}."
    left = int(_left(point.minutes).total_seconds())
    return f"{length(left)} {'is' if left == 60 else 'are'} left for {title}."


def length(seconds: int) -> str:
    """A short time in words: 90 seconds, 2 minutes."""
    number, what = (seconds // 60, "minute") if seconds % 60 == 0 else (seconds, "second")
    return f"{number} {what}{'' if number == 1 else 's'}"
