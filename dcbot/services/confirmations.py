"""Confirmations: what somebody confirmed of a meeting is done, and what is true now is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from dcbot.arguments import listed
from dcbot.message import Answer, literal, quoted
from dcbot.services import (
    fair_steps,
    groups,
    invitations,
    meetings,
    poll_confirmations,
    proposals,
    shifting,
    telling,
)
from dcbot.services.meetings import Plan
from dcbot.services.proposals import Asker
from storage.groups import Group
from storage.meetings import Meeting, Series

Told: TypeAlias = tuple[str, Sequence[Meeting]]
"""What is true now, in words, and of which meetings."""


async def done(asker: Asker, draft: dict[str, Any]) -> Answer:
    """What was confirmed is done; says what is true now, by mail with a calendar file."""
    text, about = await _done(asker, draft)
    file = await invitations.of(asker.store, about, now=asker.now) if asker.by_mail else None
    return Answer(text, invitation=file)


async def _done(asker: Asker, draft: dict[str, Any]) -> Told:
    store, by, now = asker.store, asker.person, asker.now
    group = await proposals.group_of(store, draft)
    if draft["act"] == "schedule":
        plan = Plan.from_document(draft["plan"])
        if "poll" in draft:
            await poll_confirmations.before_meeting(asker, draft)
        made = await meetings.schedule(store, group, plan, by=by, now=now)
        if "poll" in draft:
            await poll_confirmations.after_meeting(asker, draft, made)
        return await _scheduled(asker, group, made)
    if draft["act"] == "rotation":
        return await fair_steps.done(asker, draft)
    meeting = await proposals.settled(asker, draft)
    return await _changed(asker, draft, group, meeting)


async def _changed(asker: Asker, draft: dict[str, Any], group: Group, meeting: Meeting) -> Told:
    store, by, now = asker.store, asker.person, asker.now
    act, why = draft["act"], draft.get("why", "")
    name = await meetings.handle(store, meeting)
    if act == "move":
        await shifting.move(
            store, meeting, Plan.from_document(draft["plan"]), by=by, now=now, why=why
        )
        return f"{name} is moved. It is now on {telling.of_meeting(meeting)}.", [meeting]
    if act == "move all":
        series = await shifting.series_of(store, meeting)
        plan = Plan.from_document(draft["plan"])
        new = await shifting.move_all(store, series, meeting, plan, by=by, now=now)
        lines, coming = await _next_lines(asker, group, new)
        return f"Moved: {lines}", coming
    if act == "sitting":
        plan = Plan.from_document(draft["plan"])
        sitting = await shifting.add_sitting(store, meeting, plan, by=by, now=now)
        return f"{name} has a further sitting on {telling.of_meeting(sitting)}.", [meeting]
    if act == "cancel all":
        series = await shifting.series_of(store, meeting)
        ended = await shifting.cancel_all(store, series, by=by, now=now, why=why)
        names = listed([await meetings.handle(store, one) for one in ended])
        return f"{literal(series.title)} is cancelled from now on: {names}.", ended
    change = shifting.cancel if act == "cancel" else shifting.skip
    await change(store, meeting, by=by, now=now, why=why)
    text = (
        f"{name}, {telling.of_meeting(meeting)}, is {shifting.MEANS[meeting.state]}. "
        f"`{asker.prefix}meeting restore {name}` takes that back."
    )
    return text, [meeting]


async def _scheduled(asker: Asker, group: Group, made: Series | Meeting) -> Told:
    if isinstance(made, Series):
        lines, coming = await _next_lines(asker, group, made)
        return f"Scheduled: {lines}", coming
    name = await meetings.handle(asker.store, made)
    more = f"`{asker.prefix}meeting set {name}: agenda …` says more about it."
    text = f"Scheduled: {name}, {quoted(made.title)}, {telling.of_meeting(made)}. {more}"
    return text, [made]


async def _next_lines(asker: Asker, group: Group, series: Series) -> tuple[str, Sequence[Meeting]]:
    rows = await asker.store.meetings.instances(series.id)
    coming = [one for one in rows if one.starts_at > asker.now][:3]
    handle = (await groups.title(asker.store, group)).handle
    lines = [f"- {handle} {one.number}: {telling.of_meeting(one)}" for one in coming]
    more = f"`{asker.prefix}meeting set {handle}: agenda …` says more about all of them."
    return "\n".join([f"{quoted(series.title)}. The next are:", *lines, more]), coming
