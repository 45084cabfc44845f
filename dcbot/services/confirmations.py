"""Confirmations: what somebody confirmed of a meeting is done, and what is true now is said."""

from __future__ import annotations

from typing import Any

from dcbot.arguments import listed
from dcbot.message import Answer, literal, quoted
from dcbot.services import groups, meetings, proposals, retractions, shifting, telling
from dcbot.services.meetings import Plan
from dcbot.services.proposals import Asker
from storage.groups import Group
from storage.meetings import Meeting, MeetingState, Series


async def done(asker: Asker, draft: dict[str, Any]) -> Answer:
    """What was confirmed is done; says what is true now."""
    store, by, now = asker.store, asker.person, asker.now
    group = await proposals.group_of(store, draft)
    if draft["act"] == "schedule":
        made = await meetings.schedule(
            store, group, Plan.from_document(draft["plan"]), by=by, now=now
        )
        return Answer(await _scheduled(asker, group, made))
    meeting = await proposals.settled(asker, draft)
    start = meeting.starts_at
    answer = await _changed(asker, draft, group, meeting)
    if meeting.starts_at != start or meeting.state is not MeetingState.PLANNED:
        name = await meetings.handle(store, meeting)
        became = shifting.MEANS[meeting.state]
        if meeting.state is MeetingState.PLANNED:
            became = f"moved. It is now on {telling.of_meeting(meeting)}"
        because = f" ({literal(meeting.why)})" if meeting.why else ""
        text = f"**{name}, {literal(meeting.title)}** is {became}{because}."
        await retractions.retract(store, meeting, start, text, now=now)
    return answer


async def _changed(asker: Asker, draft: dict[str, Any], group: Group, meeting: Meeting) -> Answer:
    store, by, now = asker.store, asker.person, asker.now
    act, why = draft["act"], draft.get("why", "")
    name = await meetings.handle(store, meeting)
    if act == "move":
        await shifting.move(
            store, meeting, Plan.from_document(draft["plan"]), by=by, now=now, why=why
        )
        return Answer(f"{name} is moved. It is now on {telling.of_meeting(meeting)}.")
    if act == "move all":
        series = await shifting.series_of(store, meeting)
        plan = Plan.from_document(draft["plan"])
        new = await shifting.move_all(store, series, meeting, plan, by=by, now=now)
        return Answer(f"Moved: {await _next_lines(asker, group, new)}")
    if act == "sitting":
        plan = Plan.from_document(draft["plan"])
        sitting = await shifting.add_sitting(store, meeting, plan, by=by, now=now)
        return Answer(f"{name} has a further sitting on {telling.of_meeting(sitting)}.")
    if act == "cancel all":
        series = await shifting.series_of(store, meeting)
        ended = await shifting.cancel_all(store, series, by=by, now=now, why=why)
        names = listed([await meetings.handle(store, one) for one in ended])
        return Answer(f"{literal(series.title)} is cancelled from now on: {names}.")
    change = shifting.cancel if act == "cancel" else shifting.skip
    await change(store, meeting, by=by, now=now, why=why)
    what = shifting.MEANS[meeting.state]
    return Answer(
        f"{name}, {telling.of_meeting(meeting)}, is {what}. "
        f"`{asker.prefix}meeting restore {name}` takes that back."
    )


async def _scheduled(asker: Asker, group: Group, made: Series | Meeting) -> str:
    if isinstance(made, Series):
        return f"Scheduled: {await _next_lines(asker, group, made)}"
    name = await meetings.handle(asker.store, made)
    more = f"`{asker.prefix}meeting set {name}: agenda …` says more about it."
    return f"Scheduled: {name}, {quoted(made.title)}, {telling.of_meeting(made)}. {more}"


async def _next_lines(asker: Asker, group: Group, series: Series) -> str:
    rows = await asker.store.meetings.instances(series.id)
    coming = [one for one in rows if one.starts_at > asker.now][:3]
    handle = (await groups.title(asker.store, group)).handle
    lines = [f"- {handle} {one.number}: {telling.of_meeting(one)}" for one in coming]
    more = f"`{asker.prefix}meeting set {handle}: agenda …` says more about all of them."
    return "\n".join([f"{quoted(series.title)}. The next are:", *lines, more])
