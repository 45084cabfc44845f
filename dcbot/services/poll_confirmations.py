"""Confirmed polls: what somebody confirmed of a poll is done, and what is true now is said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dcbot.errors import Stale
from dcbot.message import Answer, Ask, literal
from dcbot.services import (
    groups,
    meetings,
    poll_places,
    poll_telling,
    poll_wishes,
    polls,
    postings,
    proposals,
    telling,
)
from dcbot.services.moments import clock, zone_of
from dcbot.services.naming import record_name
from dcbot.services.poll_plans import Plan
from dcbot.services.polls import Poll
from dcbot.services.proposals import Asker
from storage.meetings import Meeting, Series
from storage.polls import PollState
from storage.postings import Posting


async def done(asker: Asker, draft: dict[str, Any]) -> Answer:
    """What was confirmed is done; says what is true now."""
    if draft["act"] == "open":
        return await _opened(asker, draft)
    poll = await poll_wishes.poll_of(asker, draft)
    if draft["act"] == "extend":
        return await _extended(asker, poll, draft)
    return await _cancelled(asker, poll, draft["why"])


async def _opened(asker: Asker, draft: dict[str, Any]) -> Answer:
    store, by, now = asker.store, asker.person, asker.now
    group = await proposals.group_of(store, draft)
    plan = Plan.from_document(draft["plan"])
    poll = await polls.open_(store, group, plan, by=by, now=now)
    held = await poll_places.ask(store, poll, by=by, now=now)
    number, say = poll.number, f"`{asker.prefix}poll {poll.number}"
    text = (
        f"Poll {number} is open until {poll_telling.closes_words(poll)}. {say}` shows it; {say} "
        f"pick 1` makes the meeting, {say} close` closes it early, {say} extend …` and {say} "
        "cancel` do as they say."
    )
    return _with_held(asker, text, held)


def _with_held(asker: Asker, text: str, held: Posting | None) -> Answer:
    """The answer, with what is still held for the lists, which can be recalled."""
    if held is None or held.number is None:
        return Answer(text)
    at = clock(held.goes_at, zone_of(asker.person.zone, asker.zone.name))
    text += (
        f" It goes to {held.where} at {at}; until then `{asker.prefix}stop {held.number}` recalls "
        "it there."
    )
    ask = Ask(postings.RECALL, accepts=("stop", "send now"), draft={"posting": held.id})
    return Answer(text, ask=ask)


async def _extended(asker: Asker, poll: Poll, draft: dict[str, Any]) -> Answer:
    store, by, now = asker.store, asker.person, asker.now
    local = datetime.fromisoformat(draft["until"])
    await polls.extend(store, poll, local, draft["zone"], by=by, now=now)
    held = await poll_places.ask(store, poll, by=by, now=now)
    text = f"Poll {poll.number} is open until {poll_telling.closes_words(poll)}."
    return _with_held(asker, text, held)


async def _cancelled(asker: Asker, poll: Poll, why: str) -> Answer:
    store, by, now = asker.store, asker.person, asker.now
    await polls.cancel(store, poll, by=by, now=now, why=why)
    name = await record_name(store, by, now=now)
    await poll_places.recall(store, poll, by_name=name, now=now)
    because = f" ({literal(why)})" if why else ""
    text = f"**Poll {poll.number}**, “{literal(poll.title)}”, is cancelled{because}."
    await poll_places.tell(store, poll, text, what="cancelled", now=now, lists=True)
    return Answer(f"Poll {poll.number} is cancelled.")


async def before_meeting(asker: Asker, draft: dict[str, Any]) -> None:
    """Raise Stale where the poll of a meeting was decided since it was picked."""
    poll = await poll_wishes.poll_of(asker, draft)
    await asker.store.polls.lock(poll)
    if poll.state in (PollState.PICKED, PollState.CANCELLED):
        raise Stale(f"Poll {poll.number} is {poll.state} since you were asked. Nothing was done.")


async def after_meeting(asker: Asker, draft: dict[str, Any], made: Series | Meeting) -> None:
    """The meeting was made of a time of a poll: the poll is over, and its places are told."""
    store, now = asker.store, asker.now
    poll = await poll_wishes.poll_of(asker, draft)
    await polls.picked(store, poll, draft["picked"], made, by=asker.person, now=now)
    name = await record_name(store, asker.person, now=now)
    await poll_places.recall(store, poll, by_name=name, now=now)
    assert isinstance(made, Meeting)
    group = await polls.group_of(store, poll)
    handle = (await groups.title(store, group)).handle
    text = (
        f"**Poll {poll.number}: time {poll.picked} is picked.** “{literal(made.title)}” of "
        f"{literal(handle)} is {await meetings.handle(store, made)}, {telling.of_meeting(made)}."
    )
    await poll_places.tell(store, poll, text, what="picked", now=now, lists=True)
