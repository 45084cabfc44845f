"""The table of slots goes out as CSV, Excel and calendar, and comes back: shown, and then taken."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from dcbot.file_reading import workers
from dcbot.message import Attached
from dcbot.sheets import workbook
from storage.outbox import Act, Letter
from tests.services.test_desk import REQUEST, request
from tests.wire import Carried
from tests.world import World

EVIL = '=HYPERLINK("http://evil.example/","click")'


@pytest.fixture
async def called(world: World, tmp_path: Path) -> World:
    """A call with requests of DC3 and of DCAD, whose title is a formula."""
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    await request(world)
    other = REQUEST.replace("DC3", "DCAD").replace("Networks of our own", EVIL)
    await world.say("amina", other.replace("Kofi", "Amina"), direct=True)
    return world


async def sent_out(world: World, words: str = "") -> bytes:
    """The file that the Secretariat takes along."""
    await world.say("sana", f"slot table 2027 {words}", direct=True)
    async with world.database.reading() as store:
        asked = select(Letter).where(Letter.act == Act.UPLOAD).order_by(Letter.id.desc())
        letter = (await store.session.scalars(asked)).first()
        assert letter is not None
        (file,) = letter.extra["attachments"]
    content = Attached.from_document(file).content()
    assert content is not None
    return content


async def brought(world: World, name: str, data: bytes) -> str:
    """What is answered where the Secretariat brings a file back."""
    uri = f"mxc://example.org/{name}"
    world.wire.files[uri] = data
    files = [Attached(name, "", len(data), uri=uri).as_document()]
    said = world.said("sana", "slot import 2027", direct=True, extra={"attachments": files})
    await world.happens(said)
    answers: list[Carried] = [
        one for one in world.wire.carried if one.place == "!direct-sana:example.org"
    ]
    return answers[-1].text


def as_rows(data: bytes) -> list[list[str]]:
    """The cells of the first sheet."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


async def test_an_excel_file_goes_out_and_comes_back(called: World) -> None:
    data = await sent_out(called, "xlsx")
    assert "would change nothing" in await brought(called, "same.xlsx", data)
    rows = as_rows(data)
    cells = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()
    assert {cell.data_type for row in cells for cell in row} <= {"s", "inlineStr", "n"}
    column = rows[0].index
    assert rows[2][column("title")] == f"'{EVIL}"
    for row, decision in zip(rows[1:], ("accept", "ask"), strict=True):
        row[column("decision")] = decision
    rows[1][column("starts")], rows[1][column("zone")] = "2027-12-19 10:00", "Europe/Zurich"
    rows[1][column("room")], rows[2][column("reason")] = "XXVI", "who will sign?"
    rows[2][column("title")] = "Another title"
    rows.append(["DC-Rivers", "accept"])

    shown = await brought(called, "back.xlsx", workbook(rows, "Slots"))

    assert "- DC3: **accepted, 2027-12-19 10:00 Europe/Zurich, XXVI**; before: not decided" in shown
    assert "- DCAD: **asked (who will sign?)**; the question goes out at once; before: not" in shown
    assert "- Row 4 was not taken: Nothing known here goes by the name “DC-Rivers”." in shown
    assert "- Row 3: Title of DCAD would be otherwise; taken back are decision, reason" in shown
    before = len(called.wire.carried)
    await called.say("sana", "yes", direct=True)
    told = {one.place: one.text for one in called.wire.carried[before:]}
    assert "who will sign?" in told[called.address("amina")]
    (answer,) = await called.say("sana", "slot decisions 2027", direct=True)
    assert "**accepted**, Sunday 19 December 2027, 10:00 Europe/Zurich, not released" in answer


async def test_a_calendar_goes_out_and_comes_back_moved(called: World) -> None:
    table = "coalition,decision,starts,zone,minutes,room\nDC3,accept,2027-12-19 10:00,UTC,60,XX\n"
    await brought(called, "programme.csv", table.encode())
    await called.say("sana", "yes", direct=True)
    calendar = (await sent_out(called, "ics")).decode()
    assert "would change nothing" in await brought(called, "same.ics", calendar.encode())
    moved = calendar.replace("20271219T100000Z", "20271220T110000Z")
    moved = moved.replace("20271219T110000Z", "20271220T120000Z").replace(
        "LOCATION:XX", "LOCATION:I"
    )
    other = (
        "BEGIN:VEVENT\r\nUID:1@o\r\nSUMMARY:DCAD: Access\r\nDTSTART:20271221T090000Z\r\n"
        "DTEND:20271221T093000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@o\r\nSUMMARY:Lunch\r\n"
        "DTSTART:20271221T120000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:3@o\r\nSUMMARY:DC3\r\n"
        "DTSTART;VALUE=DATE:20271221\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )

    shown = await brought(called, "b.ics", moved.replace("END:VCALENDAR", other).encode())

    was = "accepted, 2027-12-19 10:00 UTC, 60 minutes, XX"
    is_now = "accepted, 2027-12-20 11:00 UTC, 60 minutes, I"
    assert f"- DC3: **{is_now}**; before: {was}" in shown
    assert "- DCAD: **accepted, 2027-12-21 09:00 UTC, 30 minutes**; before: not decided" in shown
    assert "was not taken: Nothing known here goes by the name “Lunch”." in shown
    assert "was not taken: it has no clock." in shown


async def test_what_has_no_column_stays_and_formulas_are_refused(called: World) -> None:
    placed = "coalition,decision,reason,room\nDC3,waitlist,no room yet,XX\nDCAD,accept,=1+1,Y\n"
    shown = await brought(called, "a.csv", placed.encode())
    assert "- Row 3 was not taken: “=1+1” is a formula; a value is needed." in shown
    await called.say("sana", "yes", direct=True)

    shown = await brought(called, "b.csv", b"coalition,decision,mood\nDC3,accept,good\nDCAD,\n")

    assert "- DC3: **accepted, XX**; before: waiting list, XX (no room yet)" in shown
    assert "Nobody knows the columns “mood”; they were left out." in shown


async def test_what_was_decided_since_is_not_overwritten(called: World) -> None:
    await brought(called, "a.csv", b"coalition,decision\nDC3,accept\n")
    await called.say("sana", "slot decide DC3 waitlist", direct=True)

    (answer,) = await called.say("sana", "yes", direct=True)

    assert answer.startswith("Something of it was decided or changed since it was shown")
    twice = await brought(called, "b.csv", b"coalition,decision\nDC3,accept\nDC3,decline\n")
    assert "- Row 3 was not taken: it is about DC3, as row 2." in twice
