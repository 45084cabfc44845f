"""A calendar file by mail: what it asks, whom it names, and that readers read what was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from dcbot.calendar.entries import Entry
from dcbot.calendar.feed import file
from dcbot.calendar.mailed import Method, mailed
from dcbot.message import Attached
from dcbot.services.letters import invited
from dcbot.transports.mail.writing import Writer
from storage.outbox import Letter
from tests.calendar import hard, reading
from tests.calendar.test_readers import READERS, SPAN, named, read_by
from tests.calendar.test_readers import node as node
from tests.stages import parsed

BOT, JO, LIST = "dcbot@bot.example", "jo@people.example", "dc@lists.example"
SINGLES = [one for one in hard.everything() if one.uid.startswith(("Europe", "Australia"))]
ONE = SINGLES[0]


@pytest.mark.parametrize(
    ("entries", "attendee", "method"),
    [
        pytest.param([ONE], JO, Method.REQUEST, id="one person is invited"),
        pytest.param([replace(ONE, cancelled=True)], JO, Method.CANCEL, id="and the other way"),
        pytest.param([ONE], "", Method.PUBLISH, id="a list is told"),
        pytest.param([replace(ONE, cancelled=True)], "", Method.PUBLISH, id="and what is off"),
        pytest.param(SINGLES, JO, Method.PUBLISH, id="of several, a person is told"),
    ],
)
def test_what_it_asks_and_whom_it_names(
    entries: list[Entry], attendee: str, method: Method
) -> None:
    found, content = mailed(file(entries, now=hard.NOW), organizer=BOT, attendee=attendee)

    calendar = Calendar.from_ical(content)
    assert found is method and calendar["METHOD"] == method.value
    invites = method is not Method.PUBLISH
    for event in calendar.events:
        assert str(event["ORGANIZER"]) == f"mailto:{BOT}"
        assert event.get("ATTENDEE") == (f"mailto:{JO}" if invites else None)
    off = {str(event["STATUS"]) for event in calendar.events} == {"CANCELLED"}
    assert off is entries[0].cancelled


def mail(entries: list[Entry], *, to_list: bool) -> bytes:
    """A mail of the bot that holds them."""
    attached = Attached.written("dccg-4.ics", "text/calendar", file(entries, now=hard.NOW).decode())
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    letter = Letter(
        key="reminder",
        transport="mail",
        place=LIST if to_list else JO,
        text="DCCG 4 begins in 1 day. Ω",
        subject="Reminder: DCCG 4",
        created_at=now,
        due_at=now,
        extra=invited(attached, to_list=to_list),
    )
    return Writer(BOT).write(letter)


def test_it_stands_last_among_the_alternatives_and_is_no_attachment() -> None:
    message = parsed(mail([ONE], to_list=False))

    assert message.get_content_type() == "multipart/alternative"
    text, calendar = message.iter_parts()
    assert text.get_content_type() == "text/plain" and "Ω" in text.get_content()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Disposition"] is None
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_param("name") == "dccg-4.ics"
    assert f"ORGANIZER:{message['From'].addresses[0].addr_spec}" not in calendar.get_content()
    assert f"ORGANIZER:mailto:{BOT}" in calendar.get_content()
    assert mail([ONE], to_list=False) == mail([ONE], to_list=False)


@pytest.mark.parametrize("reader", READERS)
def test_readers_read_from_the_mail_what_was_meant(
    reader: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    entries = [one for one in SINGLES if one not in hard.at_odd_hours()]
    _, calendar = parsed(mail(entries, to_list=True)).iter_parts()
    content = calendar.get_payload(decode=True)
    assert isinstance(content, bytes) and b"METHOD:PUBLISH" in content
    saved = tmp_path / "mail.ics"
    saved.write_bytes(content)

    found = named(read_by(reader, request, saved), reader)

    assert len(found) > 100
    assert found == named(reading.expected(entries, *SPAN), reader)
