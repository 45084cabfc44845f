"""Records of meetings: which one a visit looks at, in which version, and those of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from dcbot.addresses import of_record
from dcbot.record.minutes import Minutes
from dcbot.record.outputs.publication import Publication
from dcbot.services import public_minutes
from dcbot.services.public_minutes import Held, Record, Source, Version
from dcbot.web.visit import Visit
from storage.groups import Group
from storage.recorded_meetings import Beside

FORMS = ("text", "markdown", "docx", "json")
"""The forms that stand beside the page of minutes."""
Neighbour = tuple[str, str]
"""The address and the title of another meeting's minutes."""


@dataclass(frozen=True)
class Shown:
    """A version of a record that is being shown, with all that its page rests on."""

    record: Record
    version: Version
    source: Source
    publication: Publication

    def place(self, name: str, **more: str | int) -> str:
        """The address of this name of the record's sitting."""
        return place(self.record, name, **more)

    @property
    def key(self) -> object:
        """What its pages are made of, to be compared."""
        versions = [(one.number, one.status) for one in self.record.versions]
        return self.source.key, self.publication, versions

    @property
    def here(self) -> Publication:
        """The publication as pages have it, whose links stay on the site wherever that stands."""
        published, minutes = self.publication, self.place("minutes")
        site = f"{published.address.removesuffix(minutes)}/"
        attached = [
            replace(one, url=f"/{one.url.removeprefix(site)}") if one.url.startswith(site) else one
            for one in published.attached
        ]
        return replace(
            published, address=minutes, log_address=self.place("log"), attached=tuple(attached)
        )

    @cached_property
    def minutes(self) -> Minutes:
        """The minutes, which are made when they are asked for first."""
        return self.source.minutes()


def place(record: Record, name: str, **more: str | int) -> str:
    """The address of this name, of the first sitting or of a further one."""
    parts: dict[str, str | int] = {"group": record.group.key, "number": record.meeting.number}
    return of_record(name, sitting=record.sitting, **parts, **more)


def addresses(record: Record) -> list[tuple[str, dict[str, str]]]:
    """Every address of the record, by its name and what is variable in it."""
    parts = {"group": record.group.key, "number": str(record.meeting.number)}
    before = ""
    if record.sitting > 1:
        before, parts = "sitting ", parts | {"sitting": str(record.sitting)}
    names = ("minutes", *(f"minutes {form}" for form in FORMS), "log", "versions")
    of_each = ("", *(f" {what}{form}" for what in ("since", "changes") for form in ("", " text")))
    versions = [
        (f"{before}version{name}", parts | {"version": str(one.number)})
        for one in record.versions
        if one.number
        for name in of_each
    ]
    return [*((before + name, parts) for name in names), *versions]


async def records(visit: Visit, group: str, number: str) -> list[Record]:
    """The records of each sitting of the meeting."""
    found = await visit.group(group)
    meeting = await visit.meeting(found, int(number)) if found else None
    if found is None or meeting is None:
        return []
    return await visit.once_in_part(
        ("records", meeting.id), lambda: public_minutes.of_meeting(visit.store, found, meeting)
    )


async def shown(
    visit: Visit, group: str, number: str, sitting: str, version: int | None = None
) -> Shown | None:
    """The record of a sitting in this version, or the current one; None where there is none."""
    for record in await records(visit, group, number):
        if record.sitting == int(sitting):
            wanted = record.version(version) if version else record.current
            return await of_version(visit, record, wanted) if wanted else None
    return None


async def of_version(visit: Visit, record: Record, version: Version) -> Shown | None:
    """The record in this version; None while that is being made anew."""
    return await visit.once_in_part(
        ("version", record.journal_id, version.number), lambda: _of_version(visit, record, version)
    )


async def _of_version(visit: Visit, record: Record, version: Version) -> Shown | None:
    source = await public_minutes.source(visit.store, record, version)
    if source is None:
        return None
    publication = public_minutes.publication(
        record,
        version,
        address=visit.address + place(record, "minutes"),
        log_address=visit.address + place(record, "log"),
        site=visit.address,
        details=await visit.details(),
        attached=await visit.annexes(record.meeting),
    )
    return Shown(record, version, source, publication)


@dataclass(frozen=True)
class HeldLine:
    """A recorded meeting in a list: where its minutes stand, and what they are."""

    group: Group
    held: Held
    title: str
    place: str
    state: str
    at: datetime
    made_at: datetime


def held_line(group: Group, held: Held) -> HeldLine:
    """The recorded meeting as it stands in a list."""
    assert held.version is not None
    number = held.version.number
    return HeldLine(
        group,
        held,
        held.meeting.title + (f" (sitting {held.sitting})" if held.sitting > 1 else ""),
        of_record("minutes", sitting=held.sitting, group=group.key, number=held.meeting.number),
        held.version.status.value + (f", version {number}" if number else ""),
        held.meeting.starts_at,
        held.version.made_at,
    )


async def lately(visit: Visit, most: int, group: Group | None = None) -> list[HeldLine]:
    """The minutes (of the group) that were published last, newest first."""
    groups = {one.group.id: one.group for one in await visit.titles()}
    return [
        held_line(groups[one.meeting.group_id], one)
        for one in await public_minutes.lately(visit.store, most, group)
        if one.meeting.group_id in groups
    ]


async def neighbours(visit: Visit, record: Record) -> tuple[Neighbour | None, Neighbour | None]:
    """The recorded meetings of the group before this one and after it."""
    before, after = await visit.once_in_part(
        ("beside", record.meeting.id), lambda: visit.store.recorded.beside(record.meeting)
    )
    return _neighbour(record, before), _neighbour(record, after)


def _neighbour(record: Record, beside: Beside | None) -> Neighbour | None:
    if beside is None:
        return None
    parts: dict[str, str | int] = {"group": record.group.key, "number": beside.number}
    return of_record("minutes", sitting=beside.sitting, **parts), beside.title
