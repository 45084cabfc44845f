"""Calendars come in: single meetings and series, and what nobody should have to read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dcbot.calendar import reading
from dcbot.errors import BadArgument
from storage.meetings import Meeting, MeetingState, PrivateLink, Series
from tests.importing.taking import rows, take, written
from tests.world import World


def calendar(*events: str) -> str:
    """A calendar of these events, each of lines without its begin and end."""
    each = "".join(f"BEGIN:VEVENT\nDTSTAMP:20200101T000000Z\n{one}\nEND:VEVENT\n" for one in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//\n{each}END:VCALENDAR\n"


CALL = """\
UID:call@example.org
SUMMARY:Monthly call
DTSTART;TZID=Europe/Zurich:20260901T150000
DTEND;TZID=Europe/Zurich:20260901T161500
RRULE:FREQ=MONTHLY;BYDAY=1TU
EXDATE;TZID=Europe/Zurich:20261006T150000
LOCATION:https://zoom.example/j/1?pwd=secret"""
MOVED = """\
UID:call@example.org
RECURRENCE-ID;TZID=Europe/Zurich:20261103T150000
SUMMARY:Monthly call
DTSTART;TZID=Europe/Zurich:20261104T160000
DTEND;TZID=Europe/Zurich:20261104T170000"""
OFF = """\
UID:call@example.org
RECURRENCE-ID;TZID=Europe/Zurich:20261201T150000
DTSTART;TZID=Europe/Zurich:20261201T150000
STATUS:CANCELLED"""
DAY = "UID:day@example.org\nSUMMARY:Workshop\nDTSTART;VALUE=DATE:20191125"
FLOATING = "UID:float@example.org\nSUMMARY:Call\nDTSTART:20200506T140000\nDURATION:PT90M"


async def test_a_series_comes_with_its_past_and_its_exceptions(
    world: World, tmp_path: Path
) -> None:
    file = written(tmp_path, "calls.ics", calendar(CALL, MOVED, OFF))
    code, told = await take(world.database, file, public=True)

    assert code == 0, told
    (series,) = await rows(world.database, Series)
    assert (series.title, series.zone, series.minutes) == ("Monthly call", "Europe/Zurich", 75)
    found = await rows(world.database, Meeting)
    assert [one.starts_at for one in found[:3]] == [
        datetime(2026, 9, 1, 13, tzinfo=UTC),
        datetime(2026, 11, 4, 15, tzinfo=UTC),
        datetime(2026, 12, 1, 14, tzinfo=UTC),
    ]
    assert found[2].state is MeetingState.CANCELLED
    # A link to join is never public, and never the place.
    (link,) = await rows(world.database, PrivateLink)
    assert "secret" in link.link and series.venue == ""

    code, told = await take(world.database, file, public=True)
    assert code == 0 and len(await rows(world.database, Meeting)) == len(found)
    written(tmp_path, "calls.ics", calendar(CALL.replace("1TU", "2TU"), MOVED))
    code, told = await take(world.database, file, public=True)
    assert code == 1 and "1 changed since." in told


async def test_days_and_clocks_without_a_zone(world: World, tmp_path: Path) -> None:
    file = written(tmp_path, "old.ics", calendar(FLOATING, DAY))
    code, told = await take(world.database, file, zone="Asia/Tokyo")

    assert code == 0, told
    workshop, call = await rows(world.database, Meeting)
    assert (workshop.title, workshop.clock_known) == ("Workshop", False)
    assert call.starts_at == datetime(2020, 5, 6, 5, tzinfo=UTC) and call.minutes == 90


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("UID:a\nDTSTART:20160101T000000Z\nRRULE:FREQ=DAILY", "more than 500 times"),
        ("UID:a\nDTSTART:20160101T000000Z\nRRULE:FREQ=SECONDLY", "no rule that is known"),
        ("UID:a\nSUMMARY:x", "does not say when it begins"),
        ("DTSTART:20160101T000000Z", "no UID"),
        ("UID:a\nDTSTART;TZID=Mars/Base:20160101T000000", "time zone “Mars/Base” is not known"),
        ("UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20300101", "is a whole day to come"),
    ],
)
async def test_what_cannot_be_taken_is_told_with_its_line(
    world: World, tmp_path: Path, event: str, words: str
) -> None:
    code, told = await take(world.database, written(tmp_path, "x.ics", calendar(event)))

    assert code == 1
    assert any(line.startswith("- x.ics, line 4: ") and words in line for line in told), told
    assert await rows(world.database, Meeting, Series) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "holds no event"),
        (calendar(f"UID:a\nSUMMARY:{'x' * 30_000}"), "which no calendar needs"),
        ("BEGIN:VCALENDAR\n" * 9_000, "deep in one another"),
        (calendar(*[DAY] * 3_001), "3001 events"),
        ("x" * (reading.MOST_BYTES + 1), "more than 5 MB"),
    ],
)
def test_a_file_that_no_calendar_is_is_refused_unread(data: str, words: str) -> None:
    with pytest.raises(BadArgument) as mistake:
        reading.read(data.encode(), "UTC")

    assert words in mistake.value.text
