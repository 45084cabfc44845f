"""Meetings that were recorded, with minutes in every state, for those who look at the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from dcbot.record.minutes import Minutes
from storage.annexes import Annex, AnnexKind
from storage.base import Audience
from storage.groups import Group
from storage.journals import Journal, JournalState
from storage.meetings import Meeting, MeetingKind
from storage.minutes import MinutesVersion, PublishedMinutes, VersionState
from storage.store import Store
from tests.record.outputs.samples import MEETING

_MINUTES = TypeAdapter(Minutes)
SECRET = "the secret"
# Draft, approved, and corrected since; of three meetings, the last one of two sittings.
KINDS: dict[int, tuple[VersionState, ...]] = {
    11: (VersionState.DRAFT, VersionState.APPROVED),
    12: (VersionState.DRAFT, VersionState.APPROVED, VersionState.CORRECTED),
    13: (VersionState.DRAFT,),
}


async def fill(store: Store, group: Group, now: datetime) -> None:
    """The recorded meetings of the group, and one whose minutes nobody else may see."""
    await fill_public(store, group, now)
    hidden = await _meeting(
        store, group, 14, now - timedelta(days=1), "A meeting that is held back"
    )
    minutes = replace(MEETING, title=SECRET, next_meeting=SECRET)
    states = (VersionState.DRAFT,)
    await _record(store, hidden, minutes, states, hidden.starts_at, audience=Audience.PRIVATE)


async def fill_public(store: Store, group: Group, now: datetime, *, after: int = 0) -> None:
    """The recorded meetings of the group that everybody may see, numbered after this number."""
    for number, states in KINDS.items():
        start = now - timedelta(days=30 * (14 - number), hours=-2)
        title = f"DCCG meeting {number + 84}"
        meeting = await _meeting(store, group, after + number, start, title)
        await _attach(store, meeting, number)
        for sitting in (1, 2) if number == 13 else (1,):
            title = meeting.title + (", for the Americas" if sitting > 1 else "")
            minutes = replace(MEETING, title=title)
            begins = start + timedelta(hours=12 * (sitting - 1))
            await _record(store, meeting, minutes, states, begins, sitting=sitting)


async def _attach(store: Store, meeting: Meeting, number: int) -> None:
    """A recording for everybody, and slides for the group alone."""
    recording = Annex(
        meeting_id=meeting.id,
        number=1,
        kind=AnnexKind.LINK,
        title="the recording",
        link=f"https://video.example.org/{number}",
        added_at=meeting.starts_at,
        added_by="Lena Fischer",
        audience=Audience.PUBLIC,
        public_from=meeting.starts_at,
    )
    slides = Annex(
        meeting_id=meeting.id,
        number=2,
        kind=AnnexKind.LINK,
        title=SECRET,
        link="https://slides.example.org/",
        added_at=meeting.starts_at,
        added_by="Lena Fischer",
        audience=Audience.GROUP,
    )
    await store.annexes.add(recording)
    await store.annexes.add(slides)


async def _meeting(store: Store, group: Group, number: int, start: datetime, title: str) -> Meeting:
    local = start.replace(tzinfo=None)
    meeting = Meeting(
        group_id=group.id,
        number=number,
        original_local=local,
        starts_local=local,
        zone="UTC",
        starts_at=start,
        minutes=60,
        title=title,
        kind=MeetingKind.COORDINATION,
        created_at=start,
        changed_at=start,
        uid=f"recorded-{group.key}-{number}",
        audience=Audience.PUBLIC,
        public_from=start,
    )
    await store.meetings.add(meeting)
    return meeting


async def _record(
    store: Store,
    meeting: Meeting,
    minutes: Minutes,
    states: tuple[VersionState, ...],
    start: datetime,
    *,
    sitting: int = 1,
    audience: Audience = Audience.PUBLIC,
) -> None:
    """The minutes of one sitting, moved to when it was, in so many versions."""
    shown = {"audience": audience, "public_from": start}
    journal = Journal(
        state=JournalState.ENDED,
        opened_at=start,
        opened_by="Lena Fischer",
        last_at=start,
        dialects=[],
        meeting_id=meeting.id,
        sitting=sitting,
        ended_at=start + timedelta(hours=1),
        last_number=24,
        **shown,
    )
    await store.journals.add(journal)
    for number, state in enumerate(states, start=1):
        version = MinutesVersion(
            journal_id=journal.id,
            number=number,
            state=state,
            up_to_line=24,
            made_at=start + timedelta(days=number),
            by_name="Lena Fischer",
            why="the name of the paper was wrong" if state is VersionState.CORRECTED else "",
            **shown,
        )
        await store.minutes.add(version)
        text = _MINUTES.dump_python(minutes, mode="json")
        store.session.add(PublishedMinutes(version_id=version.id, minutes=text, **shown))
    await store.flush()
