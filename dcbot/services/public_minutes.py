"""What everybody may read of a meeting's minutes: its sittings, their versions, and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dcbot.record.minutes import Minutes
from dcbot.record.outputs.publication import Publication, Status
from dcbot.services import minutes, standing_decisions
from dcbot.services.community import labels, publishing
from storage.decisions import Decision, Reserve
from storage.groups import Group
from storage.journals import Journal
from storage.meetings import Meeting, MeetingState
from storage.minutes import MinutesVersion
from storage.store import PublicStore


@dataclass(frozen=True)
class Record:
    """The minutes of one sitting of a meeting, as far as they are public.

    `versions` are oldest first, and there is one at least; `sitting` counts from 1.
    """

    group: Group
    meeting: Meeting
    journal: Journal
    versions: tuple[MinutesVersion, ...]
    sitting: int
    sittings: int

    @property
    def current(self) -> MinutesVersion:
        """The version that counts."""
        return self.versions[-1]

    def version(self, number: int) -> MinutesVersion | None:
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


async def of_meeting(store: PublicStore, group: Group, number: int) -> list[Record]:
    """The minutes of each sitting of the meeting that the group knows by this number."""
    meeting = await store.meetings.numbered(group.id, number)
    if meeting is None:
        return []
    found = []
    for journal in await store.journals.of_meeting(meeting.id):
        versions = await store.minutes.versions(journal.id)
        if versions:
            found.append((journal, tuple(versions)))
    return [
        Record(group, meeting, journal, versions, sitting, len(found))
        for sitting, (journal, versions) in enumerate(found, start=1)
    ]


async def source(store: PublicStore, record: Record, version: MinutesVersion) -> Source | None:
    """What the minutes of this version are made of; None while they are being made anew."""
    row = await store.minutes.published(version.id)
    if row is None:
        return None
    if version.number != record.current.number:
        # Earlier versions say what was so then.
        return Source(row.minutes, {}, {})
    rows = await store.decisions.of_journal(record.journal.id)
    reserves = await store.decisions.reserves([one.id for one in rows])
    return Source(
        row.minutes,
        {one.number: one for one in rows},
        {one.number: reserves[one.id] for one in rows},
    )


async def publication(
    store: PublicStore,
    record: Record,
    version: MinutesVersion,
    *,
    address: str,
    log_address: str,
) -> Publication:
    """What this version is: its state, by whom it is published, and under which terms."""
    terms = await publishing(store)
    office = (await labels(store)).office
    return Publication(
        status=Status(version.state.value),
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
    )


@dataclass(frozen=True)
class Held:
    """A meeting of a group with what stands of it: the state of its minutes, None without any."""

    meeting: Meeting
    version: MinutesVersion | None = None


async def of_group(store: PublicStore, group: Group) -> list[Held]:
    """All meetings of the group that took place or will, latest first."""
    planned = await store.meetings.of_group(group.id, MeetingState.PLANNED)
    current = await store.minutes.current_of_meetings([one.id for one in planned])
    return [Held(one, current.get(one.id)) for one in reversed(planned)]
