"""Polls: opening one, closing, extending and cancelling it, and who may see and answer it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from dcbot.errors import NotFound, UserError
from dcbot.message import quoted
from dcbot.services import concerned, meetings, poll_plans, standings
from dcbot.services.naming import record_name
from dcbot.services.poll_plans import Plan
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.changes import Change
from storage.groups import Group
from storage.meetings import Meeting, Series
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.polls import Poll as Poll
from storage.polls import PollOption as PollOption
from storage.polls import PollState, Suits
from storage.store import Store

DUTY = "close poll"


async def require(store: Store, group: Group, to: str, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, which says who may, unless `by` may run polls of the group: they may who
    may schedule for it."""
    await meetings.require(store, group, to, by=by, now=now)


async def manages(store: Store, group: Group, person: Person, *, now: datetime) -> bool:
    """Whether the person may run polls of the group."""
    held = await standings.in_group(store, person, group, now=now)
    return held >= meetings.least_role(group)


async def open_(store: Store, group: Group, plan: Plan, *, by: Person, now: datetime) -> Poll:
    """Write the poll down; it closes at its time. Raises NotAllowed, or UserError."""
    await require(store, group, "open polls of the group", by=by, now=now)
    poll_plans.check(plan, now=now)
    poll = Poll(
        number=await store.polls.next_number(),
        group_id=group.id,
        title=plan.title,
        kind=plan.kind,
        minutes=plan.minutes,
        venue=plan.venue,
        opened_at=now,
        closes_local=datetime.fromisoformat(plan.closes_local),
        closes_zone=plan.closes_zone,
        closes_at=plan.closes_at,
        person_id=by.id,
        by_name=await record_name(store, by, now=now),
    )
    await store.polls.add(poll)
    for number, one in enumerate(sorted(plan.options, key=lambda one: one.starts_at), 1):
        option = PollOption(
            poll_id=poll.id,
            number=number,
            starts_local=datetime.fromisoformat(one.starts_local),
            zone=one.zone,
            starts_at=one.starts_at,
            minutes=one.minutes,
        )
        await store.polls.add(option)
    await _plan_close(store, poll)
    await keep(store, poll, "opened", by=by, now=now, is_now=poll.closes_at.isoformat())
    return poll


async def _plan_close(store: Store, poll: Poll) -> None:
    """It closes by a due job, which is void where it has another time by then."""
    at = poll.closes_at.isoformat()
    await store.timetable.add(
        f"close poll {poll.id} at {at}", DUTY, poll.closes_at, {"poll": poll.id, "at": at}
    )


def is_open(poll: Poll, said_at: datetime) -> bool:
    """Whether what was said at that moment counts."""
    return poll.state is PollState.OPEN and said_at < poll.closes_at


async def close(store: Store, poll: Poll, *, by: Person | None, now: datetime) -> None:
    """Nobody answers any more; how many said what of each time is written down for good.

    Raises UserError where it is not open.
    """
    await store.polls.lock(poll)
    if poll.state is not PollState.OPEN:
        raise UserError(f"Poll {poll.number} is {poll.state} already.")
    await _count(store, poll)
    poll.state, poll.closed_at = PollState.CLOSED, now
    await keep(store, poll, "closed", by=by, now=now)


async def _count(store: Store, poll: Poll) -> None:
    answers = await store.polls.answers(poll.id)
    for option in await store.polls.options(poll.id):
        said = [one.suits for one in answers if one.option_id == option.id]
        option.yes, option.no = said.count(Suits.YES), said.count(Suits.NO)
        option.if_need_be = said.count(Suits.IF_NEED_BE)


async def extend(
    store: Store, poll: Poll, local: datetime, zone_name: str, *, by: Person, now: datetime
) -> None:
    """The poll is open until then, also where it had closed and nothing was picked yet.

    Raises NotAllowed or UserError.
    """
    group = await group_of(store, poll)
    await require(store, group, "extend polls of the group", by=by, now=now)
    await store.polls.lock(poll)
    until = to_utc(local, zone(zone_name))
    await check_extension(store, poll, until, now=now)
    was, poll.state, poll.closed_at = poll.closes_at, PollState.OPEN, None
    poll.closes_local, poll.closes_zone, poll.closes_at = local, zone_name, until
    for option in await store.polls.options(poll.id):
        option.yes = option.if_need_be = option.no = None
    await _plan_close(store, poll)
    await keep(store, poll, "extended", by=by, now=now, was=was.isoformat(), is_now=str(until))


async def check_extension(store: Store, poll: Poll, until: datetime, *, now: datetime) -> None:
    """Raise UserError where the poll cannot be open until then."""
    require_undecided(poll)
    poll_plans.check_close(until, (await store.polls.options(poll.id))[0].starts_at, now)
    if until == poll.closes_at and poll.state is PollState.OPEN:
        raise UserError("The poll closes then already.")


def require_undecided(poll: Poll) -> None:
    """Raise UserError where a time was picked, or the poll was cancelled."""
    if poll.state in (PollState.PICKED, PollState.CANCELLED):
        raise UserError(f"Poll {poll.number} is {poll.state} already; nothing changes it.")


async def cancel(store: Store, poll: Poll, *, by: Person, now: datetime, why: str = "") -> None:
    """The poll is off; nothing comes of it. Raises NotAllowed or UserError."""
    group = await group_of(store, poll)
    await require(store, group, "cancel polls of the group", by=by, now=now)
    await store.polls.lock(poll)
    require_undecided(poll)
    if poll.state is PollState.OPEN:
        await _count(store, poll)
    poll.state, poll.closed_at, poll.why = PollState.CANCELLED, now, why
    await keep(store, poll, "cancelled", by=by, now=now, why=why)


async def picked(
    store: Store, poll: Poll, number: int, made: Series | Meeting, *, by: Person, now: datetime
) -> None:
    """The meeting was made of this time of the poll, which is closed with it."""
    if poll.state is PollState.OPEN:
        await _count(store, poll)
        poll.closed_at = now
    poll.state, poll.picked = PollState.PICKED, number
    poll.meeting_id = made.id if isinstance(made, Meeting) else None
    await keep(store, poll, "picked", by=by, now=now, is_now=str(number))


async def keep(
    store: Store,
    poll: Poll,
    what: str,
    *,
    by: Person | None,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
) -> None:
    """Write down in the history what became of a poll, and who did it."""
    store.changes.add(
        Change(
            subject="poll",
            subject_id=poll.id,
            at=now,
            by_name=await record_name(store, by, now=now) if by else "the bot",
            person_id=by.id if by else None,
            what=what,
            was=was,
            now=is_now,
            why=why,
        )
    )
    await store.flush()


# Which poll is meant, and whose it is


def read_number(words: str) -> int:
    """The number of a poll in a word such as 3, #3 or “3:”. Raises NotFound."""
    found = re.fullmatch(r"#?(\d{1,9}):?", words.strip())
    if not found:
        raise NotFound(
            f"{quoted(words)} is no number of a poll. `!poll` lists those that are open."
        )
    return int(found[1])


async def numbered(store: Store, words: str) -> Poll:
    """The poll that the word names. Raises NotFound, which says how to find it."""
    number = read_number(words)
    poll = await store.polls.numbered(number)
    if poll is None:
        raise NotFound(f"There is no poll {number}. `!poll` lists those that are open.")
    return poll


async def group_of(store: Store, poll: Poll) -> Group:
    """The group whose poll it is."""
    group = await store.groups.get(poll.group_id)
    assert group is not None
    return group


async def require_part(
    store: Store, poll: Poll, place: Place, *, by: Person, now: datetime
) -> None:
    """Raise NotFound unless `by` may see the poll and answer it: they take part in the meetings
    of its group, or say so in one of its places."""
    if is_there(poll, place):
        return
    group = await group_of(store, poll)
    if not await concerned.takes_part(store, by, group, now=now):
        raise NotFound(
            f"Poll {poll.number} is for those who take part in the meetings of its group. Answer "
            "it in the room or on the list where it was asked, or ask a representative for "
            "standing: `!whoami` says who can give it."
        )


def is_there(poll: Poll, place: Place) -> bool:
    """Whether who speaks there may see the poll: in a room of its group, or on a list of it that
    everybody may read, since any mail may say that it came by a list."""
    if place.group_id != poll.group_id or place.kind is PlaceKind.DIRECT:
        return False
    return place.kind is PlaceKind.ROOM or place.audience is Audience.PUBLIC


async def open_to(
    store: Store, person: Person, also: Collection[int] = (), *, now: datetime
) -> Sequence[Poll]:
    """The open polls that the person may answer by standing, and those of the groups `also`."""
    groups = {*await concerned.groups_of(store, person, now=now), *also}
    every = await store.polls.of_groups(groups, PollState.OPEN)
    return [one for one in every if is_open(one, now)]
