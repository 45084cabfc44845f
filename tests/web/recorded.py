"""Meetings that were recorded, with minutes in every state, for those who look at the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from dcbot.record.minutes import Minutes
from dcbot.services import actions, decisions
from storage.actions import Action, ActionOwner, ActionState
from storage.annexes import Annex, AnnexKind
from storage.base import Audience
from storage.decisions import Decision, Finality, Outcome, Reservation, Reserve, ReserveState
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
            journal = await _record(store, meeting, minutes, states, begins, sitting=sitting)
            if number == 12 and not after:
                await _register(store, group, meeting, journal)


async def fill_one(store: Store, group: Group, number: int, start: datetime) -> Meeting:
    """One recorded meeting of the group with approved minutes."""
    meeting = await plan_one(store, group, number, start)
    await publish_one(store, meeting)
    return meeting


async def plan_one(store: Store, group: Group, number: int, start: datetime) -> Meeting:
    """One meeting of the group of which there are no minutes yet."""
    return await _meeting(store, group, number, start, f"DCCG meeting {number}")


async def publish_one(store: Store, meeting: Meeting) -> None:
    """The approved minutes of the meeting."""
    states = (VersionState.DRAFT, VersionState.APPROVED)
    await _record(store, meeting, replace(MEETING, title=meeting.title), states, meeting.starts_at)


async def _register(store: Store, group: Group, meeting: Meeting, journal: Journal) -> None:
    """What was decided there and is to be done, by the numbers that stand in its minutes, and the
    same that nobody else may see."""
    for number, first, audience in ((7, 12, Audience.PUBLIC), (8, 14, Audience.GROUP)):
        shown = {"audience": audience, "public_from": meeting.starts_at}
        words = SECRET if audience is Audience.GROUP else "We meet on <b>Tuesdays</b>"
        taken = {"meeting_id": meeting.id, "journal_id": journal.id, "line": 7, **shown}
        decision = Decision(
            group_id=group.id,
            number=number,
            text=words,
            outcome=Outcome.AGREED,
            finality=Finality.WITHDRAWN,
            why="a better day was found",
            decided_at=meeting.starts_at,
            by_name="Lena Fischer",
            **taken,
        )
        decisions.say(decision, words)
        await store.decisions.add(decision)
        reserve = Reserve(
            decision_id=decision.id,
            number=1,
            kind=Reservation.DISSENT,
            text=f"{words} is too late in Asia",
            name="Kofi Mensah",
            at=meeting.starts_at,
            state=ReserveState.RECORDED,
            coalition="DC3",
            **shown,
        )
        await store.decisions.add(reserve)
        for offset, state in enumerate((ActionState.OPEN, ActionState.DONE)):
            action = Action(
                group_id=group.id,
                number=first + offset,
                text=words.replace("We meet", "Tell all that we meet"),
                given_at=meeting.starts_at,
                by_name="Lena Fischer",
                state=state,
                due="by Friday",
                due_at=meeting.starts_at + timedelta(days=3),
                closed_why="sent to the list" if state is ActionState.DONE else "",
                **taken,
            )
            actions.say(action, action.text)
            owner = ActionOwner(action_id=0, name="Amina Diallo")
            await store.actions.add(action, [owner])


def _chat(meeting: Meeting) -> Annex:
    """A chat that was published, with one message whose time nobody knows."""
    began = meeting.starts_at
    lines = [["14:03:05", "Amina Diallo", "<b>captions</b>, please"], [None, "", "العنوان"]]
    return Annex(
        meeting_id=meeting.id,
        number=3,
        kind=AnnexKind.CHAT,
        title="chat.txt",
        sha256="3" * 64,
        content={"kind": "chat", "lines": lines, "left_out": 1},
        moments=[began.isoformat(), None],
        added_at=began,
        added_by="Lena Fischer",
        audience=Audience.PUBLIC,
        public_from=began,
    )


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
    await store.annexes.add(_chat(meeting))
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
) -> Journal:
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
    return journal
