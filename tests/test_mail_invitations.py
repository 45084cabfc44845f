"""Meetings by mail: each mail about a meeting holds it for calendars, the same one each time."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from dcbot.services import places
from tests.conversation import WireStage
from tests.stages import BOT, LIST, MailStage, read
from tests.world import MONDAY_NOON, World

LENA, JO = "lena@example.org", "jo@example.org"
START = datetime.fromisoformat("2026-12-03T13:00+00:00")
WISH = "schedule DCCG call 3 December 2026 at 14:00 Geneva time, 1 hour"


@pytest.fixture
async def stage(mail_stage: MailStage, quick_folder: Path) -> MailStage:
    """The bot at its mail address, which does what falls due; the coordination group has a list."""
    stage = MailStage(mail_stage.app.database, quick_folder / "due")
    async with stage.app.database.transaction() as store:
        group = await store.groups.coordination()
        place = await places.known(store, "mail", LIST, direct=False, now=MONDAY_NOON)
        assert group is not None
        place.group_id = group.id
    await stage.say("jo", "remind me DCCG: 1 day", direct=True)
    return stage


async def ask(stage: MailStage, text: str) -> None:
    """Lena asks for it, and confirms what the bot understood."""
    await stage.say("lena", text, direct=True)
    await stage.say("lena", "yes", direct=True)


async def wait(stage: MailStage, until: datetime) -> None:
    """Time passes, and what falls due is done."""
    stage.now = until
    await stage.app.settle()


def last(stage: MailStage, to: str) -> EmailMessage:
    """The newest mail to that address."""
    mails = [read(path) for path in sorted((stage.folder / "out").glob("*.eml"))]
    return [one for one in mails if one["To"] == to][-1]


def asked(mail: EmailMessage) -> tuple[str, list[Event]]:
    """What the mail asks of a calendar program, and the events in it."""
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), list(calendar.events)


def one(stage: MailStage, to: str) -> tuple[str, Event]:
    """The same, of a mail about one meeting."""
    method, (event,) = asked(last(stage, to))
    return method, event


async def test_a_meeting_is_one_entry_from_its_confirmation_to_its_end(stage: MailStage) -> None:
    await ask(stage, WISH)
    method, first = one(stage, LENA)
    assert method == "REQUEST" and first["ATTENDEE"] == f"mailto:{LENA}"
    assert first["ORGANIZER"] == f"mailto:{BOT}" and first["DTSTART"].dt == START
    assert first["ATTENDEE"].params["RSVP"] == "FALSE"

    await wait(stage, START - timedelta(days=1))
    for address, wanted in ((JO, "REQUEST"), (LIST, "PUBLISH")):
        method, event = one(stage, address)
        assert (method, event["UID"], event["SEQUENCE"]) == (wanted, first["UID"], 0)
        assert event.get("ATTENDEE") == (f"mailto:{JO}" if address == JO else None)

    await ask(stage, "meeting move DCCG 1 to 10 December 2026 at 15:00 UTC")
    for address in (LENA, LIST):
        _, event = one(stage, address)
        assert (event["UID"], event["SEQUENCE"]) == (first["UID"], 1)
        assert event["DTSTART"].dt == START + timedelta(days=7, hours=2)

    await wait(stage, START + timedelta(days=6, hours=2))
    await ask(stage, "meeting cancel DCCG 1 because of the holidays")
    for address, wanted in ((LENA, "CANCEL"), (LIST, "PUBLISH")):
        method, event = one(stage, address)
        assert (method, event["UID"], event["SEQUENCE"]) == (wanted, first["UID"], 2)
        assert event["STATUS"] == "CANCELLED"


async def test_one_of_a_series_keeps_its_name_when_all_are_moved(stage: MailStage) -> None:
    weekly = "schedule DCCG call each Thursday at 14:00 UTC starting 3 December 2026, 1 hour"
    await ask(stage, weekly)
    method, events = asked(last(stage, LENA))
    assert (method, len({str(event["UID"]) for event in events})) == ("PUBLISH", 3)
    await wait(stage, START - timedelta(hours=20))
    _, before = one(stage, LIST)

    await ask(stage, "meeting move all DCCG 1 to each Friday at 09:00 UTC")

    _, (first, *_) = asked(last(stage, LENA))
    assert first["UID"] == before["UID"] and first["SEQUENCE"] > before["SEQUENCE"]
    assert first["DTSTART"].dt == datetime.fromisoformat("2026-12-04T09:00+00:00")


async def test_a_file_is_taken_along_by_mail(stage: MailStage) -> None:
    await ask(stage, WISH)
    await stage.say("jo", "meeting DCCG 1 ics", direct=True)

    mail = last(stage, JO)
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "dccg-1.ics" and file.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(file.get_content())
    assert "METHOD" not in calendar
    assert [event["SUMMARY"] for event in calendar.events] == ["DCCG call"]


async def test_a_file_is_taken_along_from_a_room(world: World) -> None:
    stage = WireStage(world)
    await stage.say("lena", f"!{WISH}", direct=False)
    await stage.say("lena", "yes", direct=False)
    await stage.say("jo", "!meeting DCCG 1 ics", direct=False)
    await stage.say("jo", "!meeting file DCCG\n!whoami", direct=False)

    async with world.database.reading() as store:
        letters = await store.outbox.since(0)
    sent = [one for one in letters if "attachments" in one.extra]
    assert [one.act for one in sent] == ["upload", "upload"]
    assert [bool(one.text) for one in sent] == [True, False]
    assert [one.extra["attachments"][0]["name"] for one in sent] == ["dccg-1.ics", "dccg-1.ics"]
