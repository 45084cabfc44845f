"""Telling of polls: its times and what was said of them, for a place, a person, or who runs it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.services import concerned, groups, meetings, polls, telling
from dcbot.services.moments import length_words
from dcbot.services.naming import record_name
from dcbot.services.poll_plans import Option
from dcbot.services.polls import Poll, PollOption
from storage.groups import Group
from storage.people import Person
from storage.polls import PollAnswer, PollState, Suits
from storage.store import Store

MARKS = tuple(Suits)


@dataclass(frozen=True)
class Tally:
    """How many said what of one time. `silent` are those who answered the poll, but not this."""

    yes: int
    if_need_be: int
    no: int
    silent: int = 0

    @property
    def words(self) -> str:
        """The same in a few words: 3 yes, 1 if need be, 0 no."""
        return f"{self.yes} yes, {self.if_need_be} if need be, {self.no} no"


@dataclass(frozen=True)
class Count:
    """A poll with all that was said: tallies by number, who answered, and who of those concerned
    did not."""

    poll: Poll
    options: Sequence[PollOption]
    tallies: Sequence[Tally]
    said: Sequence[PollAnswer]
    missing: Sequence[Person]
    guests: int
    """How many answered without standing in the group."""

    @property
    def people(self) -> list[int]:
        """Who answered, by id, in the order of their last word."""
        return list(dict.fromkeys(one.person_id for one in self.said))


async def count(store: Store, poll: Poll, *, now: datetime) -> Count:
    """What was said of each time. Once the poll is closed, how many stands as it was then."""
    options, said = await store.polls.options(poll.id), await store.polls.answers(poll.id)
    people = {one.person_id for one in said}
    group = await polls.group_of(store, poll)
    part = {one.id: one for one in await concerned.participants(store, group, now=now)}
    return Count(
        poll=poll,
        options=options,
        tallies=[_tally(one, said, len(people)) for one in options],
        said=said,
        missing=[person for number, person in part.items() if number not in people],
        guests=len(people - part.keys()),
    )


def _tally(option: PollOption, said: Sequence[PollAnswer], people: int) -> Tally:
    mine = [one.suits for one in said if one.option_id == option.id]
    counts = [option.yes, option.if_need_be, option.no]
    yes, if_need_be, no = (
        mine.count(mark) if kept is None else kept for mark, kept in zip(MARKS, counts, strict=True)
    )
    return Tally(yes, if_need_be, no, max(0, people - yes - if_need_be - no))


# The times


async def option_lines(
    store: Store,
    group: Group,
    options: Sequence[Option | PollOption],
    *,
    by: Person | None,
    now: datetime,
) -> list[str]:
    """The times, numbered, each as it was planned, in UTC, and in the zones of those concerned."""
    named = await concerned.zones(store, group, now=now)
    others = {*named, *([by.zone] if by and by.zone else [])}
    return [f"{number}. {_everywhere(one, others)}" for number, one in enumerate(options, 1)]


def _everywhere(option: Option | PollOption, others: Collection[str]) -> str:
    there = telling.elsewhere(option.starts_at, set(others) - {"UTC"}, option.zone)
    said = telling.whole(option.starts_at, option.zone, option.minutes)
    return f"{said}; there it is {there}" if there else said


def when(option: PollOption, zone: str = "") -> str:
    """One time, in a person's zone or in its own, with UTC."""
    return telling.whole(option.starts_at, zone or option.zone, option.minutes)


def closes_words(poll: Poll, zone: str = "") -> str:
    """When it closes, in a person's zone or as it was planned, with UTC."""
    return telling.whole(poll.closes_at, zone or poll.closes_zone)


# A poll as it stands


async def for_place(store: Store, poll: Poll, *, now: datetime) -> list[str]:
    """The poll for everybody in a place: its times in UTC and the zones of those concerned, and
    how many said what."""
    group, found = await polls.group_of(store, poll), await count(store, poll, now=now)
    lines = [await _head(store, poll, now)]
    times = await option_lines(store, group, found.options, by=None, now=now)
    for line, tally in zip(times, found.tallies, strict=True):
        lines.append(f"{line}: {tally.words}" if found.said or _is_over(poll) else line)
    return [*lines, *_how(poll, now)]


async def for_person(
    store: Store, poll: Poll, *, by: Person, now: datetime, here: bool, prefix: str = "!"
) -> list[str]:
    """The poll for one person, in their zone, with what they said; `here` where what they say next
    may be their answer."""
    found = await count(store, poll, now=now)
    own = {one.option_id: one.suits for one in found.said if one.person_id == by.id}
    lines = [await _head(store, poll, now, by.zone or "")]
    for option, tally in zip(found.options, found.tallies, strict=True):
        mine = f"; you: {own[option.id]}" if option.id in own else ""
        counted = f": {tally.words}{mine}" if found.said or _is_over(poll) else ""
        lines.append(f"{option.number}. {when(option, by.zone or '')}{counted}")
    if polls.is_open(poll, now) and not own:
        lines.append("You have not answered yet.")
    lines += _how(poll, now, here=here)
    if not by.zone:
        lines.append(f"`{prefix}me zone Europe/Zurich` shows times in your own zone.")
    return lines


async def _head(store: Store, poll: Poll, now: datetime, zone: str = "") -> str:
    group = await polls.group_of(store, poll)
    handle = (await groups.title(store, group)).handle
    name = f"**Poll {poll.number}: when is {quoted(poll.title)} of {literal(handle)}?**"
    length = length_words(poll.minutes).capitalize()
    return f"{name} {length}; {await _state(store, poll, now, zone)}."


async def _state(store: Store, poll: Poll, now: datetime, zone: str) -> str:
    if poll.state is PollState.OPEN:
        until = closes_words(poll, zone)
        return f"open until {until}" if now < poll.closes_at else f"it was to close on {until}"
    if poll.state is PollState.CANCELLED:
        return f"cancelled{f' ({literal(poll.why)})' if poll.why else ''}"
    if poll.state is PollState.PICKED:
        meeting = await store.meetings.get(poll.meeting_id) if poll.meeting_id else None
        of = f" for {await meetings.handle(store, meeting)}" if meeting else ""
        return f"time {poll.picked} is picked{of}"
    at = telling.whole(poll.closed_at or poll.closes_at, zone or poll.closes_zone)
    return f"closed on {at}, and nothing is picked yet"


def _is_over(poll: Poll) -> bool:
    return poll.state is not PollState.OPEN


def _how(poll: Poll, now: datetime, *, here: bool = False) -> list[str]:
    if not polls.is_open(poll, now):
        return []
    say = "1 yes, 2 if need be, 3 no"
    if here:
        return [
            f"Answer below in your own words, such as `{say}`, `1 and 3`, `all but 2` or `none`."
        ]
    return [f"To answer, say `!poll {poll.number} answer {say}`."]


async def line(store: Store, poll: Poll, zone: str = "") -> str:
    """An open poll in one line."""
    group = await polls.group_of(store, poll)
    handle = (await groups.title(store, group)).handle
    until = closes_words(poll, zone)
    return f"- poll {poll.number}: {quoted(poll.title)} of {literal(handle)}, open until {until}"


# For who runs it


async def names(store: Store, poll: Poll, *, now: datetime) -> list[str]:
    """Who said what of each time, and who has not answered: for those alone who run the poll."""
    found = await count(store, poll, now=now)
    called = {number: await _called(store, number, now) for number in found.people}
    lines = [f"- {option.number}: {_by_mark(option, found, called)}" for option in found.options]
    if found.missing:
        silent = [literal(await record_name(store, one, now=now)) for one in found.missing]
        lines.append(f"- not answered: {listed(silent)}")
    elif found.said:
        lines.append("- all those concerned have answered")
    if found.guests:
        lines.append(f"- {guest_words(found.guests)}")
    return lines


async def _called(store: Store, number: int, now: datetime) -> str:
    person = await store.people.get(number)
    return literal(await record_name(store, person, now=now)) if person else ""


def _by_mark(option: PollOption, found: Count, called: dict[int, str]) -> str:
    parts = []
    for mark in MARKS:
        who = [
            called[one.person_id]
            for one in found.said
            if one.option_id == option.id and one.suits is mark
        ]
        if who:
            parts.append(f"{mark}: {listed(who)}")
    return "; ".join(parts) or "nobody has answered"


def guest_words(number: int) -> str:
    """How many of those who answered have no standing in the group, in words."""
    who = "1 of those who answered has" if number == 1 else f"{number} of those who answered have"
    return f"{who} no standing in the group"


async def remarks(store: Store, poll: Poll, option: PollOption, *, now: datetime) -> list[str]:
    """What is to be known before a meeting is made of this time."""
    found = await count(store, poll, now=now)
    lines = [f"- poll {poll.number} said of it: {found.tallies[option.number - 1].words}"]
    if polls.is_open(poll, now):
        lines.append(f"- the poll is open until {closes_words(poll)}; this closes it")
    return lines
