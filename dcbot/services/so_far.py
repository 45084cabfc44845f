"""So far: what is recorded of a meeting that goes on, for those who are there or come late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, NotFound
from dcbot.lines import said_to_bot
from dcbot.message import literal
from dcbot.record.minutes import Item, Minutes, Topic
from dcbot.roles import Role
from dcbot.services import concerned, groups, meetings, opening, places, standings
from dcbot.services.folds import Folded, Folds
from storage.base import Audience
from storage.groups import Group
from storage.journal_lines import LineKind
from storage.journals import Journal, JournalState
from storage.meetings import Meeting
from storage.people import Person
from storage.places import Place
from storage.store import Store

MOST = 40
"""So many items are shown; of more, the last."""


async def recorded_here(store: Store, place: Place) -> Journal | None:
    """The open journal of the place."""
    found = await store.journals.recorded(place.transport, [place.address])
    journal = found[place.address].journal if place.address in found else None
    return journal if journal and journal.state is JournalState.OPEN else None


async def meant(
    store: Store, place: Place, group: Group | None, *, by: Person, now: datetime, prefix: str
) -> Journal:
    """The meeting that goes on and that `by` means: that of the place, or of the group, or the only
    one that they may read. Raises NotFound or Ambiguous."""
    here = await recorded_here(store, place)
    if here is not None:
        return here
    found = [
        (journal, meeting)
        for journal, meeting in await _going_on(store)
        if (group is None or meeting.group_id == group.id)
        and await may_read(store, journal, meeting, by=by, now=now)
    ]
    if len(found) == 1:
        return found[0][0]
    if found:
        names = [await meetings.handle(store, meeting) for _, meeting in found]
        raise Ambiguous(
            f"{len(found)} meetings are being recorded: {listed(names)}. Name the group, such as "
            f"`{prefix}minutes so far {names[0].rpartition(' ')[0]}`."
        )
    of = f" of {(await groups.title(store, group)).handle}" if group else ""
    raise NotFound(
        f"No meeting{of} is being recorded that you take part in. Said in the room of a meeting, "
        "this is answered."
    )


async def _going_on(store: Store) -> list[tuple[Journal, Meeting]]:
    found = []
    for journal in await store.journals.not_ended():
        meeting = await store.meetings.get(journal.meeting_id or 0)
        if meeting is not None and journal.state is JournalState.OPEN:
            found.append((journal, meeting))
    return found


async def may_read(
    store: Store, journal: Journal, meeting: Meeting, *, by: Person, now: datetime
) -> bool:
    """Whether `by` may read what was said: who spoke in it, has standing in its group or takes part
    for a coalition, or could read along in one of its places."""
    group = await store.groups.get(meeting.group_id)
    if await standings.in_group(store, by, group, now=now) >= Role.OBSERVER:
        return True
    if group is not None and await concerned.takes_part(store, by, group, now=now):
        return True
    if by.id in await store.journal_lines.speakers([journal.id]):
        return True
    rows = [await store.places.get(one.place_id) for one in await store.journals.places(journal.id)]
    return any(place is not None and place.audience is Audience.PUBLIC for place in rows)


async def fold_of(store: Store, journal: Journal) -> Folded:
    """The journal as it stands."""
    return await Folds.fresh(store, journal)


async def minutes_of(store: Store, journal: Journal) -> Minutes:
    """The minutes as they are now."""
    return (await fold_of(store, journal)).fold.minutes()


async def brief(
    store: Store, journal: Journal, minutes: Minutes, zone: ZoneInfo, since: datetime | None = None
) -> str:
    """What was recorded (since a moment), in few words, each with its time."""
    head = f"{await opening.name_of(store, journal)}, recorded since {_at(journal.opened_at, zone)}"
    named = [topic for topic in minutes.topics if topic.title]
    if named:
        head += f"; now at {literal(named[-1].title)}"
    items = list(_items(minutes, zone, since))
    shown = items[-MOST:]
    if since is not None:
        head += f". Since {_at(since, zone)}"
    if not shown:
        return f"{head}: nothing was recorded yet." if since is None else f"{head}: nothing."
    left = [f"- … {len(items) - MOST} before that"] if len(items) > MOST else []
    return "\n".join([f"{head}:", *left, *shown])


def _items(minutes: Minutes, zone: ZoneInfo, since: datetime | None) -> Iterator[str]:
    for topic in minutes.topics:
        if topic.title and topic.at and (since is None or topic.at > since):
            yield f"- {topic.at.astimezone(zone):%H:%M} topic: {_title(topic)}"
        for item in topic.items:
            if since is None or item.at > since:
                yield f"- {item.at.astimezone(zone):%H:%M} {_item(item)}"


def _title(topic: Topic) -> str:
    return "(taken back)" if topic.removed else literal(topic.title)


def _item(item: Item) -> str:
    number = f" {item.number}" if item.number else ""
    return f"{item.kind}{number}: {literal(item.text)} ({literal(item.name)})"


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M} {zone.key}"


async def last_word(
    store: Store, journal: Journal, person: Person, *, prefix: str, names: Sequence[str]
) -> datetime | None:
    """When the person last said something in the meeting; None where they have not. What they ask
    of the bot is no word of it."""
    mine = [
        line.at
        for line in await store.journal_lines.by_person(person.id)
        if line.journal_id == journal.id
        and line.kind in (LineKind.SAID, LineKind.ACTED)
        and not said_to_bot(line.text, prefix=prefix, names=names, direct=False, addressed=False)
    ]
    return max(mine, default=None)


async def record_here_too(store: Store, place: Place, *, by: Person, now: datetime) -> Journal:
    """The meeting of the group that is recorded in another of its places is recorded here as well.

    Raises NotFound, Ambiguous or NotAllowed.
    """
    group = await places.group_of(store, place)
    if group is None:
        raise NotFound(
            "This place belongs to no group, so no meeting of its own goes on elsewhere."
        )
    if await recorded_here(store, place) is not None:
        raise NotFound("This place is being recorded already.")
    await opening.require(store, group, by=by, now=now)
    found = [one for one, meeting in await _going_on(store) if meeting.group_id == group.id]
    handle = (await groups.title(store, group)).handle
    if not found:
        raise NotFound(f"No meeting of {handle} is being recorded. `#startmeeting` begins one.")
    if len(found) > 1:
        raise Ambiguous(f"{len(found)} meetings of {handle} are being recorded. End one first.")
    await store.journals.add_place(found[0], place.id, now)
    return found[0]
