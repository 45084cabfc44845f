"""Registers: each day what is overdue in them is told, and what was left behind is mended."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot import words
from dcbot.services import actions, actions_told, decisions, drafts, windows
from storage.store import Store
from storage.timetable import Job

DUTY = "registers"
_DAY = timedelta(days=1)
_HOUR = 8
"""At this hour in UTC."""


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that the registers are looked after, once a day."""
    due = now.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    due = due if due > now else due + _DAY
    await store.timetable.add(f"{DUTY} {due.isoformat()}", DUTY, due)


async def look(store: Store, job: Job, now: datetime) -> None:
    """The duty: tell owners of what is overdue, and plan the next day's look."""
    await actions_told.of_overdue(store, now=now)
    await windows.mend(store, now=now)
    await drafts.mend(store, now=now)
    await _analyse(store)
    await store.timetable.drop_done(DUTY, now - _DAY)
    await plan(store, now=now)


async def _analyse(store: Store) -> None:
    """What another version of the analyser made tokens of is analysed anew."""
    for action in await store.actions.analysed_otherwise(words.ANALYSER_VERSION):
        actions.say(action, action.text)
    for decision in await store.decisions.analysed_otherwise(words.ANALYSER_VERSION):
        decisions.say(decision, decision.text)
