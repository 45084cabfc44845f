"""Drafts: when a meeting ends its minutes stand as a draft, are told of, and become the record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from dcbot.errors import UserError
from dcbot.services import (
    decisions,
    doubts,
    drafts_told,
    earlier_drafts,
    gathering,
    minutes,
    participants,
    places,
    settings,
    windows,
)
from dcbot.services.changes import BOT
from dcbot.services.meeting_rules import PUBLISHING
from storage.base import Audience
from storage.decisions import Finality
from storage.journals import Journal, JournalState
from storage.minutes import MinutesVersion, RemarkState, VersionState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.store import Store
from storage.timetable import Job

DRAFT = "draft minutes"
APPROVE = "approve minutes"
RENEW = "make minutes anew"
_A_DAY = timedelta(days=1)
AGAIN = timedelta(days=7)
"""So long after its window, a draft with open remarks is looked at again."""
LATE = "a message could be read only later"
PASSED = "nobody asked for corrections within its window"
Duty: TypeAlias = Callable[[Store, Job, datetime], Awaitable[None]]


async def begin(store: Store, journal: Journal, *, now: datetime) -> None:
    """The meeting of the journal has ended: its minutes are drafted at once, by a due job."""
    key = f"draft of journal {journal.id}"
    await store.timetable.add(key, DRAFT, now, {"journal": journal.id})


def duty(site: str) -> Duty:
    """The duty that drafts minutes; `site` is the address of the web, empty where there is none."""

    async def draft(store: Store, job: Job, now: datetime) -> None:
        journal = await store.journals.get(job.arguments["journal"])
        if journal is None or await store.minutes.current(journal.id) is not None:
            return
        await store.journals.lock(journal)
        await _draft(store, journal, site, now=now)

    return draft


async def _draft(store: Store, journal: Journal, site: str, *, now: datetime) -> None:
    await store.live.remove(journal.id)
    audience = await audience_of(store, journal)
    await store.journals.publish(journal, audience, now if _public(audience) else None)
    await participants.at_end(store, journal, now=now)
    version = await minutes.make_version(
        store, journal, VersionState.DRAFT, by=None, by_name=journal.ended_by or BOT, now=now
    )
    made = await minutes.of_version(store, journal, version)
    await gathering.take_in(store, journal, made, now=now)
    await minutes.publish(store, journal)
    for earlier, why in await earlier_drafts.agreed_to(store, journal, made):
        await _approve(store, earlier, by=None, now=now, why=why)
    until = await _plan_approval(store, journal, now=now)
    made = await minutes.of_version(store, journal, version)
    await drafts_told.tell(store, journal, version, made, site=site, until=until, now=now)
    await doubts.ask(store, journal, made, now=now)


def _public(audience: Audience) -> bool:
    return audience is Audience.PUBLIC


async def audience_of(store: Store, journal: Journal) -> Audience:
    """Who may read the draft: whoever may know of the meeting, but nobody more than those who read
    along where it was held; and where drafts are held back, those who decide alone."""
    group = await minutes.group_of(store, journal)
    if await settings.value_of(store, group, "draft") == settings.HELD_BACK:
        return Audience.PRIVATE
    return await widest(store, journal)


async def widest(store: Store, journal: Journal) -> Audience:
    """The most who may read the minutes: of a meeting that is not public, or was held where not
    everybody reads along, its group."""
    meeting = await minutes.meeting_of(store, journal)
    there = [
        await store.places.get(one.place_id) for one in await store.journals.places(journal.id)
    ]
    shared = [one.audience for one in there if one and one.kind is not PlaceKind.DIRECT]
    narrowest = min([meeting.audience, *shared], key=places.WIDER.__getitem__)
    return narrowest if _public(narrowest) else Audience.GROUP


async def _plan_approval(store: Store, journal: Journal, *, now: datetime) -> datetime | None:
    """See to it that the draft is approved when its window is over; None where it never is so."""
    days = await decisions.window_days(store, await minutes.group_of(store, journal))
    if not days:
        return None
    due = now + timedelta(days=days)
    await _approve_at(store, journal, due)
    return due


async def _approve_at(store: Store, journal: Journal, due: datetime) -> None:
    key = f"approval of journal {journal.id} at {due.isoformat()}"
    await store.timetable.add(key, APPROVE, due, {"journal": journal.id})


async def mend(store: Store, *, now: datetime) -> None:
    """What nobody drafted, or looked at when its window was over, since a backup was restored, is
    seen to."""
    for journal in await store.minutes.undrafted(now - _A_DAY):
        await store.timetable.add(
            f"draft of journal {journal.id} at {now.isoformat()}",
            DRAFT,
            now,
            {"journal": journal.id},
        )
    for version in await store.minutes.drafts(now - _A_DAY):
        waits = await store.timetable.waiting(APPROVE)
        if any(job.arguments["journal"] == version.journal_id for job in waits):
            continue
        found = await store.journals.get(version.journal_id)
        if found is not None and version.audience is not Audience.PRIVATE:
            await _plan_approval(store, found, now=now)


async def end_window(store: Store, job: Job, now: datetime) -> None:
    """The duty: a draft on which no remark is open becomes the record; else those who decide are
    told what waits for them."""
    journal = await store.journals.get(job.arguments["journal"])
    current = await store.minutes.current(journal.id) if journal else None
    if journal is None or current is None or current.state is not VersionState.DRAFT:
        return
    waiting = await store.minutes.remarks(journal.id, RemarkState.OPEN)
    if not waiting:
        await _approve(store, journal, by=None, now=now, why=PASSED)
        return
    await drafts_told.remarks_wait(store, journal, waiting, now=now)
    await _approve_at(store, journal, now + AGAIN)


async def approve(
    store: Store,
    journal: Journal,
    *,
    by: Person,
    now: datetime,
    why: str = "",
    said_in: Place | None = None,
) -> MinutesVersion:
    """The minutes are the record from now on; the place in which it was `said` is answered, and
    not told of it. Raises NotAllowed, or UserError where they are approved already."""
    await minutes.require_deciding(store, journal, "approve minutes", by=by, now=now)
    current = await store.minutes.current(journal.id)
    if current is not None and current.state in (VersionState.APPROVED, VersionState.CORRECTED):
        name = await minutes.handle(store, journal)
        raise UserError(f"The minutes of {name} are approved already.")
    if current is not None and current.audience is Audience.PRIVATE:
        to = "approve minutes that are held back, which shows them"
        await minutes.require_deciding(store, journal, to, PUBLISHING, by=by, now=now)
    return await _approve(store, journal, by=by, now=now, why=why, said_in=said_in)


async def _approve(
    store: Store,
    journal: Journal,
    *,
    by: Person | None,
    now: datetime,
    why: str,
    said_in: Place | None = None,
) -> MinutesVersion:
    await store.journals.lock(journal)
    state = VersionState.APPROVED
    version = await minutes.make_version(store, journal, state, by=by, now=now, why=why)
    if version.audience is Audience.PRIVATE:
        await release(store, journal, now=now)
    else:
        await minutes.publish(store, journal)
    await drafts_told.approved(store, journal, version, now=now, but=said_in)
    return version


async def release_by(
    store: Store, journal: Journal, *, by: Person, site: str, now: datetime
) -> Audience:
    """Show a draft that is held back, and tell of it; returns who may read it.

    Raises NotAllowed, or UserError where it is not held back.
    """
    await minutes.require_deciding(store, journal, "release minutes", PUBLISHING, by=by, now=now)
    current = await store.minutes.current(journal.id)
    if current is None or current.audience is not Audience.PRIVATE:
        name = await minutes.handle(store, journal)
        raise UserError(f"The minutes of {name} are not held back.")
    audience = await release(store, journal, now=now)
    until = await _plan_approval(store, journal, now=now)
    made = await minutes.of_version(store, journal, current)
    await drafts_told.tell(store, journal, current, made, site=site, until=until, now=now)
    return audience


async def release(store: Store, journal: Journal, *, now: datetime) -> Audience:
    """What was held back is shown to all who may read it; returns who they are."""
    audience = await widest(store, journal)
    since = now if _public(audience) else None
    await minutes.release(store, journal, audience, since)
    for row in await minutes.registered(store, journal):
        row.audience, row.public_from = audience, since
    for decision in await store.decisions.of_journal(journal.id):
        if decision.finality is Finality.PROVISIONAL and not decision.window:
            days = await decisions.window_days(store, await minutes.group_of(store, journal))
            await windows.begin(store, decision, days, now=now)
    await store.flush()
    return audience


async def withdraw(
    store: Store, journal: Journal, *, by: Person, now: datetime, why: str
) -> MinutesVersion:
    """The minutes are not to be used any more; what they say stays readable as such."""
    await minutes.require_deciding(store, journal, "withdraw minutes", by=by, now=now)
    await store.journals.lock(journal)
    state = VersionState.WITHDRAWN
    version = await minutes.make_version(store, journal, state, by=by, now=now, why=why)
    await minutes.publish(store, journal)
    return version


async def changed(store: Store, journal: Journal, *, now: datetime) -> None:
    """The journal was changed after its end: words were taken back, or could be read only now.

    Nothing of it is published until it is made anew, by a due job.
    """
    if journal.state is not JournalState.ENDED:
        return
    if await store.minutes.current(journal.id) is None:
        return
    await store.minutes.unpublish(journal.id)
    key = f"renewal of journal {journal.id} at {now.isoformat()}"
    await store.timetable.add(key, RENEW, now, {"journal": journal.id})


async def renew(store: Store, job: Job, now: datetime) -> None:
    """The duty: registers and what is published say what the journal says now."""
    journal = await store.journals.get(job.arguments["journal"])
    current = await store.minutes.current(journal.id) if journal else None
    if journal is None or current is None:
        return
    await store.journals.lock(journal)
    if journal.last_number > current.up_to_line:
        state = minutes.state_of_next(current)
        current = await minutes.make_version(store, journal, state, by=None, now=now, why=LATE)
    made = await minutes.of_version(store, journal, current)
    await gathering.take_in(store, journal, made, now=now)
    await minutes.publish(store, journal)
