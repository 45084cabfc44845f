"""The feed keeps the rules that calendar programs depend on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from dcbot.calendar.entries import Entry, Instance, Instant, Local
from dcbot.calendar.feed import etag, feed, file, last_modified
from dcbot.when.occurrences import Series
from tests.calendar import hard

HOUR = timedelta(hours=1)
CHANGED = datetime(2026, 11, 20, 8, 15, 30, 999, tzinfo=UTC)
FIRST = datetime(2026, 12, 1, 14)
WEEKLY = Entry(
    uid="series-1@dcbot.example",
    when=Local(Series(FIRST, "Europe/Zurich", "FREQ=WEEKLY;UNTIL=20270301T000000"), HOUR),
    changed_at=CHANGED,
    title="Weekly",
)


def events(content: bytes) -> list[Event]:
    """The events of a calendar."""
    return Calendar.from_ical(content).events


def made(*entries: Entry, expanded: bool = False) -> list[Event]:
    """The events that a feed of these entries has."""
    return events(feed(entries, name="Test", now=hard.NOW, expanded=expanded))


def test_lines_are_folded_at_75_octets_and_never_within_a_character() -> None:
    content = feed(hard.everything(), name="Hard", now=hard.NOW)

    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()


def test_every_script_comes_through_unharmed() -> None:
    titles = {entry.title for entry in hard.in_zones()}

    found = {str(event["SUMMARY"]) for event in made(*hard.in_zones())}

    assert found == titles


def test_text_is_escaped() -> None:
    text = "one, two; three \\ four\nfive: “six”"

    assert str(made(replace(WEEKLY, text=text))[0]["DESCRIPTION"]).startswith(f"{text}\n\nUTC: ")


def test_same_entries_make_the_same_bytes() -> None:
    entries = hard.everything()
    later = hard.NOW + timedelta(days=3)

    first = feed(entries, name="Hard", now=hard.NOW)
    second = feed(list(reversed(entries)), name="Hard", now=later)

    assert first == second and etag(first) == etag(second)
    assert etag(first) != etag(feed(entries[1:], name="Hard", now=hard.NOW))


def test_last_modified_is_the_last_change_or_the_month() -> None:
    deadline = Entry(uid="d@x", when=Instant(CHANGED), changed_at=CHANGED, title="d")

    assert last_modified([deadline], now=hard.NOW) == CHANGED.replace(microsecond=0)
    in_december = datetime(2026, 12, 9, 7, tzinfo=UTC)
    assert last_modified([deadline], now=in_december) == datetime(2026, 12, 1, tzinfo=UTC)


def test_stamps_say_when_the_row_changed() -> None:
    moved = Instance(original=FIRST, changed_at=CHANGED + HOUR, sequence=2, start=FIRST + HOUR)
    master, other = made(replace(WEEKLY, sequence=5, instances=(moved,)))

    second = CHANGED.replace(microsecond=0)
    assert {master["DTSTAMP"].dt, master["LAST-MODIFIED"].dt} == {second}
    assert {other["DTSTAMP"].dt, other["LAST-MODIFIED"].dt} == {second + HOUR}
    # Not less than that of its series, or programs pass over it.
    assert (master["SEQUENCE"], other["SEQUENCE"]) == (5, 5)


def test_recurrence_id_is_the_original_local_time_and_the_end_is_in_utc() -> None:
    moved = Instance(original=FIRST, changed_at=CHANGED, start=datetime(2026, 12, 3, 9))
    content = feed([replace(WEEKLY, instances=(moved,))], name="Test", now=hard.NOW).decode()

    assert "RECURRENCE-ID;TZID=Europe/Zurich:20261201T140000\r\n" in content
    assert "DTSTART;TZID=Europe/Zurich:20261203T090000\r\n" in content
    assert "UNTIL=20270228T230000Z" in content


def test_cancelled_ones_stay_and_say_so() -> None:
    gone = Instance(original=FIRST, changed_at=CHANGED, cancelled=True)

    whole, one = made(replace(WEEKLY, cancelled=True)), made(replace(WEEKLY, instances=(gone,)))
    expanded = made(replace(WEEKLY, instances=(gone,)), expanded=True)

    assert [(str(e["STATUS"]), str(e["SUMMARY"])) for e in whole] == [
        ("CANCELLED", "Cancelled: Weekly")
    ]
    assert [str(event["STATUS"]) for event in one] == ["CONFIRMED", "CANCELLED"]
    assert [str(event["STATUS"]) for event in expanded[:2]] == ["CANCELLED", "CONFIRMED"]


def test_utc_needs_no_definition_and_is_written_as_such() -> None:
    content = feed(
        [replace(WEEKLY, when=Local(Series(FIRST, "Etc/UTC", "FREQ=WEEKLY"), HOUR))],
        name="Test",
        now=hard.NOW,
    ).decode()

    assert "VTIMEZONE" not in content and "DTSTART:20261201T140000Z" in content


def test_time_in_utc_stands_in_the_text() -> None:
    moved = Instance(original=FIRST, changed_at=CHANGED, start=datetime(2026, 12, 3, 9))
    master, other = made(
        replace(WEEKLY, when=Local(Series(FIRST, "Europe/Zurich", "FREQ=WEEKLY"), HOUR)),
        replace(WEEKLY, uid="z@x", instances=(moved,)),
    )[::2]

    assert master["DESCRIPTION"] == "UTC: 12:00 / 13:00 (Europe/Zurich 14:00)"
    assert other["DESCRIPTION"] == "UTC: 2026-12-03 08:00"


def test_moved_one_keeps_its_name_in_the_expanded_form() -> None:
    moved = Instance(original=FIRST, changed_at=CHANGED, start=datetime(2026, 12, 3, 9))

    before = made(WEEKLY, expanded=True)
    after = made(replace(WEEKLY, instances=(moved,)), expanded=True)

    assert {event["UID"] for event in before} == {event["UID"] for event in after}
    assert {event["UID"]: event.start for event in after}[
        "20261201T140000-series-1@dcbot.example"
    ] == (datetime(2026, 12, 3, 8, tzinfo=UTC))
    assert b"RRULE" not in feed([WEEKLY], name="Test", now=hard.NOW, expanded=True)


def test_no_feed_names_who_takes_part() -> None:
    for expanded in (False, True):
        content = feed(hard.everything(), name="Hard", now=hard.NOW, expanded=expanded)

        assert b"ATTENDEE" not in content and b"ORGANIZER" not in content
        assert b"METHOD" not in content


def test_feed_says_where_it_comes_from_and_how_often_it_changes() -> None:
    address = "https://dcbot.example/calendar.ics"
    content = feed([], name="All", now=hard.NOW, source=address).decode()

    assert f"SOURCE;VALUE=URI:{address}\r\n" in content
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nSOURCE" in content
    assert "X-PUBLISHED-TTL:PT1H\r\n" in content
    assert "NAME:All\r\nX-WR-CALNAME:All\r\n" in content


def test_a_file_to_take_along_asks_nothing() -> None:
    content = file([WEEKLY], now=hard.NOW)

    assert b"METHOD" not in content and b"ATTENDEE" not in content and b"ORGANIZER" not in content


@pytest.mark.parametrize("mark", ["\r", "\r\n", "\n", "\v", "\x85", "\u2028", "\x1b[31m", "\ud83d"])
def test_no_foreign_mark_gets_out_of_its_property(mark: str) -> None:
    words = f"one{mark}ATTENDEE:mailto:x@y.example{mark}END:VEVENT"
    hostile = replace(
        WEEKLY,
        title=words,
        text=words,
        place=words,
        url=f"https://x.example/{mark}",
        categories=(words,),
    )

    for expanded in (False, True):
        content = feed([hostile], name=words, now=hard.NOW, description=words, expanded=expanded)

        lines = content.decode().replace("\r\n ", "").split("\r\n")
        assert not [line for line in lines if line.startswith("ATTENDEE") or "\r" in line]
        assert lines.count("END:VEVENT") == len(events(content))
        assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028]", content.decode())
        assert str(events(content)[0]["SUMMARY"]).startswith("one")


def test_address_that_runs_something_is_no_link() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://a b", "http://ü.example"):
        assert "URL" not in made(replace(WEEKLY, url=url))[0]


def test_calendar_with_nothing_in_it_is_one_still() -> None:
    content = feed([], name="Empty", now=hard.NOW)

    assert [str(part["TZID"]) for part in Calendar.from_ical(content).subcomponents] == ["Etc/UTC"]
