"""Meetings that were held and recorded, for tests of what comes after: their lines, as journals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dcbot.record.facts import Affiliation, Facts, KnownGroup, Participant, Standing
from dcbot.services import actions, decisions, drafts, groups, journals, meetings, people, places
from dcbot.services.meetings import Plan
from storage.base import Audience
from storage.journal_lines import LineKind, LineSource
from storage.journals import Journal
from storage.meetings import Meeting, MeetingKind
from storage.minutes import MinutesVersion
from storage.people import Person
from storage.store import Store
from tests.wire import Carried
from tests.world import ROOM, World

MAILS = "dc@lists.example.org"
OF = {"Amina": "DCAD", "Kofi": "DC3"}
LINES = (
    "Lena: #startmeeting",
    "Lena: present: Amina (DCAD), Kofi (DC3)",
    "Lena: #topic The calendar",
    "Kofi: I would like it in June",
    "Amina: not as a picture, please",
    "Lena: #agreed We publish the calendar in June",
    "Lena: #action Amina to draft the letter by Friday",
    "Kofi: #action Kofi to book the line",
    "Lena: #endmeeting",
)


async def belong(store: Store, world: World, key: str, audience: Audience) -> None:
    """The room and a list belong to this group, and these can read along."""
    group = await store.groups.by_key(key)
    assert group is not None
    for transport, address in (("matrix", ROOM), ("mail", MAILS)):
        place = await places.known(store, transport, address, direct=False, now=world.now)
        place.group_id, place.audience = group.id, audience


async def hold(
    world: World,
    *lines: str,
    key: str = "dccg",
    audience: Audience = Audience.PUBLIC,
    ended: bool = True,
    drafted: bool = True,
) -> Journal:
    """A meeting of the group is held now, and said these lines, such as “Kofi: #action …”."""
    async with world.database.transaction() as store:
        await belong(store, world, key, audience)
        meeting = await _planned(store, world, key)
        room = await store.places.at("matrix", ROOM)
        assert room is not None
        lena = await _person(store, world, "lena")
        journal = await journals.begin(
            store, room, at=world.now, by=lena, by_name="Lena", now=world.now
        )
        known = await _facts(store, world, meeting)
        await journals.confirm(store, journal, known, meeting_id=meeting.id)
        rows = [await _row(store, world, line) for line in lines or LINES]
        await journals.append(store, journal, rows, now=world.now)
        if ended:
            end = rows[-1]["at"] + timedelta(seconds=1)
            await store.journals.end(journal, at=end, by_name="Lena")
        if drafted:
            await drafts.begin(store, journal, now=world.now)
    await world.app.settle()
    return journal


async def _planned(store: Store, world: World, key: str) -> Meeting:
    sana = await _person(store, world, "sana")
    group = await store.groups.by_key(key)
    assert group is not None
    start = (world.now + timedelta(minutes=1)).replace(tzinfo=None)
    plan = Plan(f"{key} call", MeetingKind.COORDINATION, start, "UTC", 60)
    made = await meetings.schedule(store, group, plan, by=sana, now=world.now)
    assert isinstance(made, Meeting)
    return made


async def _person(store: Store, world: World, who: str) -> Person:
    return await people.met(store, "matrix", world.address(who), name=who.title(), now=world.now)


async def _facts(store: Store, world: World, meeting: Meeting) -> Facts:
    group = await store.groups.get(meeting.group_id)
    assert group is not None
    known = []
    for name in ("Lena", "Amina", "Kofi", "Jo", "Mei"):
        person = await _person(store, world, name.lower())
        of = Affiliation(OF[name], Standing.REPRESENTATIVE) if name in OF else Affiliation()
        known.append(
            Participant(identities=(journals.identity(person.id),), name=name, affiliation=of)
        )
    lena = journals.identity((await _person(store, world, "lena")).id)
    return Facts(
        title=meeting.title,
        group=(await groups.title(store, group)).handle,
        opened_at=world.now,
        opened_by=lena,
        people=tuple(known),
        groups=(KnownGroup("DC3"), KnownGroup("DCAD")),
        actions=await actions.carried(store, group, now=world.now),
        next_action=await actions.next_number(store, group),
        next_decision=await decisions.next_number(store, group),
        window_days=await decisions.window_days(store, group) or None,
    )


async def _row(store: Store, world: World, line: str) -> dict[str, Any]:
    name, _, text = line.partition(": ")
    person = await _person(store, world, name.lower())
    return journals.row(
        at=world.now,
        kind=LineKind.SAID,
        source=LineSource.ROOM,
        text=text,
        person_id=person.id,
        name=name,
    )


async def told(world: World, minutes: float = 6) -> list[Carried]:
    """What goes out in that time."""
    before = len(world.wire.carried), len(world.elsewhere.carried)
    world.pass_time(minutes=minutes)
    for _ in range(3):
        await world.app.settle()
    return [*world.wire.carried[before[0] :], *world.elsewhere.carried[before[1] :]]


async def versions(world: World, journal: Journal) -> list[MinutesVersion]:
    """The versions of the journal's minutes."""
    async with world.database.reading() as store:
        return await store.minutes.versions(journal.id)
