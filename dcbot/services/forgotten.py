"""Forgotten meetings: nobody ended them; they are warned about, and end by themselves."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from dcbot.errors import UserError
from dcbot.services import closing, letters, meetings, notes_told, settings
from dcbot.services.folds import Folds
from dcbot.services.moments import clock, length_words, zone_of
from storage.journals import Journal, JournalState
from storage.outbox import LetterState
from storage.store import Store
from storage.timetable import Job

DUTY = "end forgotten meeting"
ENDS_AFTER = timedelta(minutes=15)
"""So long after its places were told, a meeting in which nothing more is said ends."""
OVER = timedelta(hours=1)
"""So long after its planned end, half the time without a word is enough."""
LATE = timedelta(minutes=2)
"""Where the bot was away longer, what was said meanwhile is heard before anything is ended."""
AGAIN = timedelta(minutes=5)
NEVER = timedelta(hours=1)
"""How often it is looked whether the setting has changed, where meetings never end so."""
_OPENS_WITHIN = timedelta(hours=1)


async def plan(store: Store, journal: Journal, *, now: datetime) -> None:
    """See to it that the journal is looked at when it may be forgotten."""
    await _look_at(store, journal, await _warn_at(store, journal) or now + NEVER)


async def _look_at(store: Store, journal: Journal, due: datetime) -> None:
    key = f"{DUTY} {journal.id} {due.isoformat()}"
    await store.timetable.add(key, DUTY, due, {"journal": journal.id})


async def look_after(store: Store, job: Job, now: datetime) -> None:
    """The duty: warn the places of a meeting in which nothing is said, and at last end it."""
    journal = await store.journals.get(job.arguments["journal"])
    if journal is None or journal.state is JournalState.ENDED:
        return
    await store.journals.lock(journal)
    if now - job.due_at > LATE:
        await _look_at(store, journal, now + ENDS_AFTER)
    elif journal.warned_at is not None and journal.warned_at >= journal.last_at:
        await _end_or_wait(store, journal, now)
    else:
        await _warn_or_wait(store, journal, now)


async def _warn_at(store: Store, journal: Journal) -> datetime | None:
    """When its places are to be warned, where nothing more is said; None for never."""
    if journal.is_notes:
        return journal.last_at + notes_told.CLOSES_AFTER
    meeting = await store.meetings.get(journal.meeting_id or 0)
    group = await store.groups.get(meeting.group_id) if meeting else None
    idle = timedelta(minutes=int(await settings.value_of(store, group, "idle")))
    if not idle:
        return None
    quiet = journal.last_at + idle
    # A meeting that nobody planned has no planned end.
    if meeting is None or meeting.created_at >= journal.opened_at:
        return quiet
    return min(quiet, max(journal.last_at + idle / 2, meetings.ends_at(meeting) + OVER))


async def _warn_or_wait(store: Store, journal: Journal, now: datetime) -> None:
    due = await _warn_at(store, journal)
    if due is None or due > now:
        await _look_at(store, journal, due or now + NEVER)
        return
    if journal.is_notes:
        await _close_notes(store, journal, now)
        return
    journal.warned_at = now
    meeting = await store.meetings.get(journal.meeting_id or 0)
    zone = zone_of(meeting.zone if meeting else None)
    quiet = length_words(int((now - journal.last_at).total_seconds() // 60))
    text = (
        f"Nothing has been said for {quiet}, and the meeting is still being recorded. "
        "`#endmeeting` ends it, and whatever you say lets it go on; otherwise it ends by itself "
        f"at {clock(now + ENDS_AFTER, zone)}."
    )
    await closing.tell(store, journal, text, what=_warning(journal), now=now)
    await _look_at(store, journal, now + ENDS_AFTER)


def _warning(journal: Journal) -> str:
    assert journal.warned_at is not None
    return f"warned {journal.warned_at.isoformat()}"


async def _end_or_wait(store: Store, journal: Journal, now: datetime) -> None:
    """It ends once the warning has stood there long enough, and not while it could not go."""
    went = await _warning_went(store, journal)
    if not await closing.places_of(store, journal):
        # Nobody can be warned, nor say anything: the bot was sent away.
        went = journal.warned_at
    if went is None or went + ENDS_AFTER > now:
        await _look_at(store, journal, went + ENDS_AFTER if went else now + AGAIN)
        return
    why = "nobody had said anything more"
    await closing.end(store, journal, by=None, at=journal.last_at, now=now, why=why)
    folded = await Folds.fresh(store, journal)
    text = await closing.told(store, journal, folded.fold.minutes())
    await closing.tell(store, journal, text, what="ended", now=now)


async def _warning_went(store: Store, journal: Journal) -> datetime | None:
    """When the first of the warnings went; None while none has."""
    went = []
    for place in await closing.places_of(store, journal):
        key = closing.key_of(journal, _warning(journal), place)
        letter = await store.outbox.by_key(key)
        if letter is not None and letter.state is LetterState.SENT and letter.sent_at is not None:
            went.append(letter.sent_at)
    return min(went, default=None)


async def _close_notes(store: Store, journal: Journal, now: datetime) -> None:
    """Notes that get no more lines are closed; their scribe is told."""
    folded = await Folds.fresh(store, journal)
    text = await notes_told.close(store, journal, folded.fold, by=None, now=now)
    scribe = await store.people.get(journal.opener_id or 0)
    if scribe is not None and scribe.forgotten_at is None:
        with contextlib.suppress(UserError):
            key = f"journal {journal.id} ended → person {scribe.id}"
            await letters.to_person(store, scribe, text, key=key, now=now)
