"""Rotations: series and meetings that take turns, written down together and numbered in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.services import meetings, reminders
from dcbot.services.meetings import Plan
from dcbot.when.occurrences import Occurrence
from storage.groups import Group
from storage.meetings import Meeting, Series
from storage.people import Person
from storage.store import Store


async def schedule(
    store: Store, group: Group, plans: Sequence[Plan], *, by: Person, now: datetime
) -> list[Meeting]:
    """Write the plans down; returns the meetings that are written, in order of time and number.

    Raises NotAllowed, or UserError for what is past, too long, or never comes.
    """
    await meetings.require(store, group, "schedule meetings of the group", by=by, now=now)
    for plan in plans:
        meetings.check(plan, now=now)
    turns: list[tuple[Occurrence, Series]] = []
    for plan in (one for one in plans if one.rule):
        series = await meetings.write_series(store, group, plan, by=by, now=now)
        turns += [(one, series) for one in await meetings.lacking(store, series, now=now)]
    made = []
    for plan in sorted((one for one in plans if not one.rule), key=lambda one: one.starts_local):
        meeting = await meetings.write_single(store, group, plan, by=by, now=now)
        await reminders.plan(store, meeting, now=now)
        made.append(meeting)
    for one, series in sorted(turns, key=lambda turn: turn[0]):
        made.append(await meetings.instance(store, series, one.original, now=now))
    return sorted(made, key=lambda one: one.starts_at)
