"""Reading tables that strangers attach: what is understood, what is refused, what is survived."""

from __future__ import annotations

import asyncio
import io
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook

from dcbot import sheets
from dcbot.errors import BadArgument
from dcbot.file_reading import MOST_BYTES, keep, read_file, table_worker
from dcbot.message import Attached
from tests.wire import Wire

HEADER = "name,site\n"


def rows_of(data: bytes) -> list[list[str]]:
    """The cells of the rows, read in this process."""
    return [cells for _, cells in sheets.read(data)[0]]


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    """The bytes of an Excel file that `fill` has filled."""
    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """The Excel file with one of its parts replaced, or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return made.getvalue()


def with_strings(strings: str) -> bytes:
    """An Excel file whose cells' words stand in a part of their own, as Excel writes them."""
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    book = small_book()
    types = zipfile.ZipFile(io.BytesIO(book)).read("[Content_Types].xml").decode()
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    book = replaced(book, "[Content_Types].xml", types.replace("</Types>", listed).encode())
    cell = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    sheet = f'<worksheet xmlns="{names}"><sheetData>{cell}</sheetData></worksheet>'
    book = replaced(book, "xl/worksheets/sheet1.xml", sheet.encode())
    part = f'<sst xmlns="{names}">{strings}</sst>'
    return replaced(book, "xl/sharedStrings.xml", part.encode())


def small_book() -> bytes:
    """Two cells in an Excel file."""

    def fill(book: Workbook) -> None:
        book.worksheets[0].append(["name", "site"])

    return workbook(fill)


# ------------------------------------------------------------------------------- text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_usual_encodings_and_marks_are_told_apart(encoding: str, mark: str) -> None:
    text = f"name{mark}site\nÉcoles d’été{mark}https://écoles.example\n"

    assert rows_of(text.encode(encoding)) == [
        ["name", "site"],
        ["Écoles d’été", "https://écoles.example"],
    ]


def test_western_european_text_is_read_and_said_so() -> None:
    rows, notes = sheets.read("name\nÉcoles – été\n".encode("cp1252"))

    assert rows[1] == (2, ["Écoles – été"])
    assert notes == ["The file is not in UTF-8; it was read as Western European text."]


def test_commas_inside_cells_do_not_make_commas_the_mark() -> None:
    text = "name;about\nRivers;Rivers, lakes, and seas\nTrees;Oaks, elms, and ash\n"

    assert rows_of(text.encode())[1] == ["Rivers", "Rivers, lakes, and seas"]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    text = 'name,site\n\n"two\nlines",x\n,\nlast,y\n'

    assert sheets.read(text.encode())[0] == [
        (1, ["name", "site"]),
        (3, ["two lines", "x"]),
        (5, ["last", "y"]),
    ]


def test_a_first_line_that_names_the_mark_is_no_row() -> None:
    assert rows_of(b"sep=;\r\nname;site\r\n") == [["name", "site"]]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b",,,\n,,\n", "The table is empty"),
        (bytes(range(256)) * 20, "neither a CSV nor an Excel file"),
        (b"%PDF-1.7\n\x00\x01\x02\xff", "neither a CSV nor an Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
        (b"\xff\xfea\x00\xd8", "damaged"),
        (HEADER.encode() + b"x,y\n" * 1_000_000, "more than 2,000 rows"),
        (b"a," * 61 + b"a\n", "Row 1 has 62 columns; 60 can be read"),
        (HEADER.encode() + b'x,"' + b"z" * 6_000, "Row 2, column 2 holds 6,000 characters"),
        (HEADER.encode() + (b"x" * 4_000 + b"\n") * 300, "more than 1,000,000 characters"),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_out(data: bytes, complaint: str) -> None:
    with pytest.raises(BadArgument, match=complaint):
        sheets.read(data)


# ------------------------------------------------------------------------------- Excel


def test_values_of_an_excel_file_are_written_as_people_do() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "Coalitions"
        sheet.append(["name", "founded", "day", "moment", "open", "share"])
        moment = datetime(2017, 4, 30, 15, 30)  # noqa: DTZ001 - Excel knows no zones
        sheet.append(["  DC \n Rivers ", 2014, date(2017, 4, 30), moment, True, 0.5])
        book.create_sheet("Notes").append(["not read"])

    rows, notes = sheets.read(workbook(fill))

    assert rows[1] == (2, ["DC Rivers", "2014", "2017-04-30", "2017-04-30 15:30", "yes", "0.5"])
    assert notes == ["Of 2 sheets, the first was read: Coalitions."]


def test_merged_cells_and_gaps_are_survived() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A1"] = "Coalitions of the IGF"
        sheet.merge_cells("A1:D1")
        sheet["A3"], sheet["C3"] = "name", "site"
        sheet["A7"], sheet["C7"] = "Rivers", "https://rivers.example"

    assert sheets.read(workbook(fill))[0] == [
        (1, ["Coalitions of the IGF"]),
        (3, ["name", "", "site"]),
        (7, ["Rivers", "", "https://rivers.example"]),
    ]


@pytest.mark.threat("T68")
def test_a_formula_gives_its_value_and_is_never_reckoned() -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(["name", '=HYPERLINK("https://evil.example","site")', "end"])

    # No value was stored with it, since no spreadsheet has reckoned it yet.
    assert rows_of(workbook(fill)) == [["name", "", "end"]]


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    lie = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:XFD1048576"/><sheetData>{cell}</sheetData></worksheet>'
    )

    with pytest.raises(BadArgument, match="Row 1048576 has 16,384 columns"):
        sheets.read(replaced(small_book(), "xl/worksheets/sheet1.xml", lie.encode()))


@pytest.mark.threat("T66")
def test_an_excel_file_that_unpacks_into_a_huge_one_is_refused_before_it_is_unpacked() -> None:
    bomb = replaced(small_book(), "xl/worksheets/sheet1.xml", b" " * 400_000_000)
    assert len(bomb) < 1_000_000

    started = time.monotonic()
    with pytest.raises(BadArgument, match="unpacks into 400 MB"):
        sheets.read(bomb)
    assert time.monotonic() - started < 1


@pytest.mark.threat("T66")
def test_a_bomb_of_entities_is_refused() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><worksheet>&l9;</worksheet>'

    with pytest.raises(BadArgument, match="damaged Excel file"):
        sheets.read(replaced(small_book(), "xl/worksheets/sheet1.xml", bomb.encode()))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"PK\x03\x04 and then nothing that belongs there", "damaged Excel file"),
        (small_book()[:-300], "damaged Excel file"),
        (replaced(small_book(), "xl/worksheets/sheet1.xml", b"<worksheet><row"), "damaged"),
        (replaced(small_book(), "xl/workbook.xml", b"\x00\xff"), "damaged Excel file"),
    ],
)
def test_what_only_looks_like_an_excel_file_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(BadArgument, match=complaint):
        sheets.read(data)


def test_a_packed_file_of_another_kind_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(BadArgument, match="no Excel file"):
        sheets.read(made.getvalue())


# ------------------------------------------------------------------------------- the child


@pytest.mark.threat("T68")
async def test_a_child_reads_the_file_and_sees_nothing_of_the_bots_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DCBOT_SECRET", "hidden")
    path = keep("name,site\nÉté,https://x.example\n".encode(), tmp_path)

    result = await read_file(path)

    assert result == {
        "rows": [[1, ["name", "site"]], [2, ["Été", "https://x.example"]]],
        "notes": [],
    }
    assert not _children()


@pytest.mark.threat("T67")
async def test_a_file_that_needs_too_much_memory_ends_the_child_and_not_the_bot(
    tmp_path: Path,
) -> None:
    assert rows_of(with_strings("<si><t>name</t></si>")) == [["name"]]
    many = "".join(f"<si><t>{number:030d}</t></si>" for number in range(700_000))
    path = keep(with_strings(many), tmp_path)

    with pytest.raises(BadArgument, match="more memory than a file may take"):
        await read_file(path, memory=120_000_000)
    assert not _children()


@pytest.mark.threat("T67")
async def test_a_child_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    started = time.monotonic()

    with pytest.raises(BadArgument, match="stopped"):
        await read_file(keep(small_book(), tmp_path), 0.01)

    assert time.monotonic() - started < 5
    assert not _children()


async def test_a_cancelled_errand_leaves_no_child_behind(tmp_path: Path) -> None:
    task = asyncio.create_task(read_file(keep(small_book(), tmp_path)))
    await asyncio.sleep(0.05)
    assert _children()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert not _children()


def _children() -> list[psutil.Process]:
    return [
        one
        for one in psutil.Process().children(recursive=True)
        if "dcbot.worker" in " ".join(one.cmdline())
    ]


# ------------------------------------------------------------------------------- the errand


def _arguments(*attached: Attached) -> Mapping[str, object]:
    return {"attachments": [one.as_document() for one in attached], "transport": "matrix"}


def _csv(**more: object) -> Attached:
    values = {"name": "list.csv", "media_type": "text/csv", "size": 10, "uri": "mxc://x/1"}
    return Attached(**{**values, **more})  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.threat("T69")
async def test_the_errand_fetches_keeps_and_reads(tmp_path: Path) -> None:
    wire = Wire()
    wire.files["mxc://x/1"] = b"name\nRivers\n"
    work = table_worker({"matrix": wire}, tmp_path)
    picture = Attached("logo.png", "image/png", 10, uri="mxc://x/2")

    result = await work(_arguments(picture, _csv()), 30)

    assert (result["name"], result["rows"], result["size"]) == (
        "list.csv",
        [[1, ["name"]], [2, ["Rivers"]]],
        12,
    )
    assert (tmp_path / result["sha256"]).read_bytes() == b"name\nRivers\n"
    again = _csv(uri=None, sha256=result["sha256"])
    assert (await work(_arguments(again), 30))["rows"] == result["rows"]


@pytest.mark.parametrize(
    ("attached", "complaint"),
    [
        ([_csv(size=MOST_BYTES + 1)], "larger than 5 MB"),
        ([_csv(uri="mxc://x/large")], "larger than 5 MB"),
        ([_csv(uri=None, sha256="../../secret")], "did not arrive whole"),
        ([_csv(), _csv(name="other.csv")], "2 files came with the message"),
    ],
)
async def test_the_errand_refuses(tmp_path: Path, attached: list[Attached], complaint: str) -> None:
    wire = Wire()
    wire.files["mxc://x/large"] = bytes(MOST_BYTES + 100)

    with pytest.raises(BadArgument, match=complaint):
        await table_worker({"matrix": wire}, tmp_path)(_arguments(*attached), 30)
