"""Minutes so far: while a meeting is recorded that everybody may read, what they say meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.services import drafts, meeting_rules, minutes, settings
from storage.base import Audience
from storage.journals import Journal, JournalState
from storage.store import Store
from storage.timetable import Job

DUTY = "minutes so far"
EVERY = timedelta(seconds=30)
"""So often it is looked whether something was said; what is read may be so old, and says so."""
EACH_LINE = timedelta(milliseconds=20)
"""By so much for each line it is looked later, so that long meetings take no more of the bot."""


async def begin(store: Store, journal: Journal, *, now: datetime) -> bool:
    """The meeting of the journal has begun; returns whether everybody can read along."""
    await _again(store, journal, now, goes_on=True)
    return await is_shown(store, journal)


async def taken_back(store: Store, journal: Journal, *, now: datetime) -> None:
    """Something was taken out of the journal: it is shown no more, and the rest is made anew."""
    if journal.state is not JournalState.ENDED:
        await store.live.remove(journal.id)
        await _again(store, journal, now, goes_on=False)


async def write(store: Store, job: Job, now: datetime) -> None:
    """The duty: make the minutes so far anew where more was said, until the meeting ends."""
    await store.timetable.drop_done(DUTY, now)
    journal = await store.journals.get(job.arguments["journal"])
    if journal is None or journal.state is not JournalState.OPEN:
        return
    if job.arguments["goes on"]:
        due = now + EVERY + journal.last_number * EACH_LINE
        await _again(store, journal, due, goes_on=True)
    # Settings and places may change while it goes on, so it is asked each time.
    if not await is_shown(store, journal):
        await store.live.remove(journal.id)
        return
    before = await store.live.get(journal.id)
    if before is None or before.up_to_line != journal.last_number:
        await _show(store, journal, now)


async def is_shown(store: Store, journal: Journal) -> bool:
    """Whether the group wishes it, and the draft would be for everybody. Notes of a scribe are
    shown when they are done."""
    group = await minutes.group_of(store, journal)
    if journal.is_notes or await settings.value_of(store, group, "live") != meeting_rules.SHOWN:
        return False
    return await drafts.audience_of(store, journal) is Audience.PUBLIC


async def _show(store: Store, journal: Journal, now: datetime) -> None:
    made = (await minutes.so_far(store, journal)).minutes()
    await store.live.put(
        {
            "journal_id": journal.id,
            "meeting_id": journal.meeting_id,
            "sitting": journal.sitting,
            "up_to_line": journal.last_number,
            "made_at": now,
            "minutes": minutes.nameless(made),
            "audience": Audience.PUBLIC,
            "public_from": now,
        }
    )


async def _again(store: Store, journal: Journal, due: datetime, *, goes_on: bool) -> None:
    kind = "goes on" if goes_on else "once"
    key = f"{DUTY} of journal {journal.id} at {due.isoformat()} ({kind})"
    await store.timetable.add(key, DUTY, due, {"journal": journal.id, "goes on": goes_on})
