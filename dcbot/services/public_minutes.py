"""What everybody may read of a meeting's minutes: its sittings, their versions, and the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from dcbot import addresses
from dcbot.record.minutes import Link, Minutes
from dcbot.record.outputs.publication import Publication, Status
from dcbot.services import annexes, minutes, standing_decisions
from dcbot.services.community import Details, labels_in, publishing_in
from storage.annexes import Annex
from storage.decisions import Decision, Reserve
from storage.groups import Group
from storage.live_minutes import LiveMinutes
from storage.meetings import Meeting
from storage.minutes import MinutesVersion
from storage.store import PublicStore


@dataclass(frozen=True)
class Version:
    """One version of the minutes: `number` is None while the meeting goes on."""

    id: int
    number: int | None
    status: Status
    made_at: datetime
    by_name: str = ""
    why: str = ""


@dataclass(frozen=True)
class Record:
    """The minutes of one sitting of a meeting, as far as they are public.

    `versions` are oldest first, and there is one at least. `sitting` counts the recorded sittings
    of the meeting from 1; `sittings` are those of which there is something to read.
    """

    group: Group
    meeting: Meeting
    journal_id: int
    versions: tuple[Version, ...]
    sitting: int
    sittings: tuple[int, ...]

    @property
    def current(self) -> Version:
        """The version that counts."""
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        """The version with this number."""
        return next((one for one in self.versions if one.number == number), None)


@dataclass(frozen=True)
class Source:
    """What a version's minutes are made of; `key` is another one whenever these are others."""

    document: Mapping[str, Any]
    decisions: Mapping[int, Decision]
    reserves: Mapping[int, Sequence[Reserve]]

    @property
    def key(self) -> object:
        """All that the minutes rest on, to be compared."""
        standing = [(number, row.finality, row.outcome) for number, row in self.decisions.items()]
        said = [
            (number, one.line, one.kind, one.state)
            for number, rows in self.reserves.items()
            for one in rows
        ]
        return self.document, standing, said

    def minutes(self) -> Minutes:
        """The minutes."""
        made = minutes.of_document(self.document)
        return standing_decisions.put(made, self.decisions, self.reserves)


async def of_meeting(store: PublicStore, group: Group, meeting: Meeting) -> list[Record]:
    """The minutes of each sitting of this meeting of the group."""
    found: dict[int, tuple[int, tuple[Version, ...]]] = {}
    for row in await store.live.of_meetings([meeting.id]):
        found[row.sitting] = row.journal_id, (_live(row),)
    for (journal_id, sitting), rows in groupby(
        await store.minutes.of_meeting(meeting.id), key=itemgetter(0, 1)
    ):
        found[sitting] = journal_id, tuple(_version(row) for *_, row in rows)
    return [
        Record(group, meeting, *found[sitting], sitting, tuple(sorted(found)))
        for sitting in sorted(found)
    ]


def _live(row: LiveMinutes) -> Version:
    return Version(0, None, Status.LIVE, row.made_at)


def _version(row: MinutesVersion) -> Version:
    status = Status(row.state.value)
    return Version(row.id, row.number, status, row.made_at, row.by_name, row.why)


async def source(store: PublicStore, record: Record, version: Version) -> Source | None:
    """What the minutes of this version are made of; None while they are being made anew."""
    if version.number is None:
        live = await store.live.get(record.journal_id)
        return Source(live.minutes, {}, {}) if live else None
    row = await store.minutes.published(version.id)
    if row is None:
        return None
    if version.number != record.current.number:
        # Earlier versions say what was so then.
        return Source(row.minutes, {}, {})
    rows = await store.decisions.of_journal(record.journal_id)
    reserves = await store.decisions.reserves([one.id for one in rows])
    return Source(
        row.minutes,
        {one.number: one for one in rows},
        {one.number: reserves[one.id] for one in rows},
    )


def publication(
    record: Record,
    version: Version,
    *,
    address: str,
    log_address: str,
    site: str,
    details: Details,
    attached: Sequence[Annex],
) -> Publication:
    """What this version is: its state, by whom it is published, and under which terms, which stand
    in the community's `details`; with the annexes of its meeting, whose pages stand on the
    `site`."""
    terms, office = publishing_in(details), labels_in(details).office
    return Publication(
        status=version.status,
        version=version.number,
        as_of=version.made_at,
        address=address,
        log_address=log_address,
        with_log=False,
        published_by=record.group.name,
        disclaimer=terms.disclaimer,
        licence=terms.licence,
        licence_address=terms.licence_address,
        removal=terms.removal
        or f"ask those who coordinate {record.group.name}, or the {office}, and say which line.",
        attached=tuple(_links(record, attached, site)),
    )


def _links(record: Record, attached: Sequence[Annex], site: str) -> Iterator[Link]:
    """What was attached and can be read: links as they are, transcripts and chats at their page."""
    group, number = record.group.key, record.meeting.number
    for one in attached:
        if one.link:
            yield Link(one.link, one.title)
        elif annexes.has_page(one):
            path = addresses.to("annex", group=group, number=number, annex=one.number)
            yield Link(site + path, annexes.named(one))


@dataclass(frozen=True)
class Held:
    """A meeting of a group with the version of its minutes that counts, None without any; of
    several sittings, that of the last one."""

    meeting: Meeting
    version: Version | None = None
    sitting: int = 1


async def readable(store: PublicStore, group: Group, most: int) -> list[Held]:
    """The meetings of the group of which there is something to read, latest first; so many at
    most."""
    return await _held(store, await store.recorded.readable(group.id, most))


async def of_year(store: PublicStore, group: Group, year: int) -> list[Held]:
    """The meetings of the group in a year, latest first."""
    return await _held(store, await store.meetings.planned(group.id, year))


async def around(store: PublicStore, group: Group, now: datetime, most: int) -> list[Held]:
    """The next meetings of the group and the latest ones, so many of each, latest first."""
    coming = await store.meetings.planned(group.id, after=now, most=most)
    past = await store.meetings.planned(group.id, before=now, most=most)
    return await _held(store, [*reversed(coming), *past])


async def years(store: PublicStore, group: Group) -> list[int]:
    """The years from the last to the first of the group's meetings."""
    ends = await store.meetings.years(group.id)
    return list(range(ends[1], ends[0] - 1, -1)) if ends else []


async def lately(store: PublicStore, most: int, group: Group | None = None) -> list[Held]:
    """The meetings (of the group) whose minutes were published last, newest first."""
    found = await store.recorded.lately(most, group.id if group else None)
    return [Held(meeting, _version(row), sitting) for meeting, sitting, row in found]


async def _held(store: PublicStore, of: Sequence[Meeting]) -> list[Held]:
    ids = [one.id for one in of]
    current = {
        meeting_id: (_version(row), sitting)
        for meeting_id, (sitting, row) in (await store.minutes.current_of_meetings(ids)).items()
    }
    for row in await store.live.of_meetings(ids):
        current[row.meeting_id] = _live(row), row.sitting
    return [Held(one, *current.get(one.id, ())) for one in of]
