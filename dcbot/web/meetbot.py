"""MeetBot's names of files, for those who have programs that look for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dcbot.record.minutes import GapReason, LineKind, LogLine, Minutes
from dcbot.services.public_minutes import Record
from dcbot.web import minutes as pages
from dcbot.web.content import TEXT, Content
from dcbot.web.moved import moved
from dcbot.web.records import of_version, place, records
from dcbot.web.visit import Visit
from storage.groups import Group

NAMES = ("meetbot minutes", "meetbot text", "meetbot log", "meetbot log text")
_STAMPED = "%Y-%m-%d-%H.%M"
_LEFT_OUT = {GapReason.OFF_RECORD: "off the record", GapReason.TAKEN_BACK: "taken back"}


async def addresses(
    visit: Visit, group: Group, found: list[Record]
) -> list[tuple[str, dict[str, str]]]:
    """The addresses of these records by MeetBot's names."""
    if not found:
        return []
    opened = await _opened(visit, [found[0].meeting.id])
    stamps = {_stamp(group, opened[one.journal_id]) for one in found if one.journal_id in opened}
    parts = [{"group": group.key, "stamp": stamp} for stamp in sorted(stamps)]
    return [(name, one) for name in NAMES for one in parts]


async def minutes(visit: Visit, group: str, stamp: str) -> Content | None:
    """Leads to the minutes."""
    return await _to(visit, group, stamp, "minutes")


async def log(visit: Visit, group: str, stamp: str) -> Content | None:
    """Leads to the log."""
    return await _to(visit, group, stamp, "log")


async def text(visit: Visit, group: str, stamp: str) -> Content | None:
    """The minutes as plain text."""
    record = await _record(visit, group, stamp)
    if record is None:
        return None
    number, sitting = str(record.meeting.number), str(record.sitting)
    return await pages.form(visit, group, number, sitting, name="text")


async def log_text(visit: Visit, group: str, stamp: str) -> Content | None:
    """The log as MeetBot writes one."""
    record = await _record(visit, group, stamp)
    found = await of_version(visit, record, record.current) if record else None
    if found is None:
        return None
    body = written(found.minutes).encode()
    return Content(body, TEXT, found.version.made_at.replace(microsecond=0))


def written(of: Minutes) -> str:
    """A line for each line of the log, with its clock in UTC and who said it."""
    left_out = {one.line: _LEFT_OUT[one.why] for one in of.gaps}
    return "".join(f"{_line(one, left_out.get(one.line, ''))}\n" for one in of.log)


def _line(one: LogLine, left_out: str) -> str:
    clock = f"{one.at.astimezone(UTC):%H:%M:%S}"
    name, words = " ".join(one.name.split()), " ".join(one.text.split())
    if one.kind is LineKind.GAP:
        return f"{clock} -!- left out: {left_out or 'taken back'}"
    if one.kind is LineKind.SAID:
        return f"{clock} <{name}> {words}"
    return f"{clock} * {name} {words or one.kind.value}".rstrip()


async def _to(visit: Visit, group: str, stamp: str, name: str) -> Content | None:
    record = await _record(visit, group, stamp)
    return await moved(visit, place(record, name)) if record else None


async def _record(visit: Visit, key: str, stamp: str) -> Record | None:
    """The record of the group that began in that minute."""
    group = await visit.group(key)
    if group is None:
        return None
    try:
        minute = datetime.strptime(stamp, f"{group.key}.{_STAMPED}").replace(tzinfo=UTC)
    except ValueError:
        return None
    until = minute + timedelta(minutes=1)
    for journal, meeting in await visit.store.journals.opened_in(group.id, minute, until):
        for record in await records(visit, key, str(meeting.number)):
            if record.journal_id == journal.id:
                return record
    return None


async def _opened(visit: Visit, meeting_ids: list[int]) -> dict[int, datetime]:
    found = await visit.store.journals.of_meetings(meeting_ids)
    return {one.id: one.opened_at for one in found}


def _stamp(group: Group, at: datetime) -> str:
    """Such as dccg.2026-11-23-12.00, with the moment at which it was opened in UTC."""
    return f"{group.key}.{at.astimezone(UTC):{_STAMPED}}"


SHOWN = {
    "meetbot minutes": minutes,
    "meetbot text": text,
    "meetbot log": log,
    "meetbot log text": log_text,
}
assert SHOWN.keys() == set(NAMES)
