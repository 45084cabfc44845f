"""Tables out of files that anybody may have made: bytes in, rows of words out; pure.

It is run in a child process that can be killed (`dcbot.worker`); what a file may hold is bounded
here too, so that the answer can say where the file is too large, and never leaves a part out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from dcbot.errors import BadArgument

MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_LETTERS = 5_000
"""Characters in one cell."""
MOST_TEXT = 1_000_000
"""Characters in the whole table."""
MOST_UNPACKED = 40_000_000
"""Bytes that an Excel file may hold once unpacked."""
MOST_PARTS = 1_000
_ANY_FIELD = 2**31 - 1

WORKBOOK = b"PK\x03\x04"
"""With this an Excel file begins, as every packed file does."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SEPARATED_BY = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
_SAVE_AS = "Save the table as CSV or as .xlsx and send that."

Row = tuple[int, list[str]]
"""Its number, counted as a spreadsheet counts, and its cells."""


def read(data: bytes) -> tuple[list[Row], list[str]]:
    """The rows that hold something, and what one should know of how they were read.

    What the file is, is told by its content and not by its name. Raises BadArgument.
    """
    if not data.strip():
        raise BadArgument("The file is empty.")
    if data.startswith(WORKBOOK):
        return _workbook(data)
    if data.startswith(_OLD_EXCEL):
        raise BadArgument(f"It is an old Excel file, or one with a password. {_SAVE_AS}")
    text, notes = decoded(data)
    return _bounded(_records(text)), notes


def _bounded(records: Iterable[tuple[int, list[str]]]) -> list[Row]:
    """The rows that hold something; raises BadArgument where they hold too much."""
    rows: list[Row] = []
    letters = 0
    for number, cells in records:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(rows) > MOST_ROWS:
            raise BadArgument(f"It has more than {MOST_ROWS:,} rows; send it in parts.")
        if len(cells) > MOST_COLUMNS:
            raise BadArgument(
                f"Row {number} has {len(cells):,} columns; {MOST_COLUMNS} can be read."
            )
        for column, cell in enumerate(cells, 1):
            letters += len(cell)
            if len(cell) > MOST_LETTERS:
                raise BadArgument(
                    f"Row {number}, column {column} holds {len(cell):,} characters; a cell can "
                    f"hold {MOST_LETTERS:,}. Perhaps a quotation mark is opened and not closed."
                )
        if letters > MOST_TEXT:
            raise BadArgument(f"It holds more than {MOST_TEXT:,} characters; send it in parts.")
        rows.append((number, cells))
    if not rows:
        raise BadArgument("The table is empty.")
    return rows


# ------------------------------------------------------------------------------- text


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of the file, and what one should know of how it was read. Raises BadArgument."""
    for mark, encoding in _BYTE_ORDER.items():
        if data.startswith(mark):
            return _as_text(data, encoding), []
    # Without a mark, UTF-16 betrays itself: every other byte of plain letters is zero.
    head = data[:2_000]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.6 * len(zeros):
            return _as_text(data, encoding), []
    try:
        return _printable(data.decode("utf-8")), []
    except UnicodeDecodeError:
        text = _printable(data.decode("cp1252", errors="replace"))
        return text, ["The file is not in UTF-8; it was read as Western European text."]


def _as_text(data: bytes, encoding: str) -> str:
    try:
        return _printable(data.decode(encoding))
    except UnicodeDecodeError:
        raise BadArgument(f"Its text is damaged. {_SAVE_AS}") from None


def _printable(text: str) -> str:
    if _CONTROLS.search(text):
        raise BadArgument(f"It is neither a CSV nor an Excel file. {_SAVE_AS}")
    return text.removeprefix("\ufeff")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV text, numbered as a spreadsheet would number them."""
    # A cell beyond the module's own limit would be reported without saying where.
    csv.field_size_limit(_ANY_FIELD)
    told = _SEPARATED_BY.match(text)
    delimiter = told[1] if told else _delimiter(text)
    text = text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [_tidy(cell) for cell in cells]
    except csv.Error as error:
        raise BadArgument(f"It is no CSV file: {error}. {_SAVE_AS}") from None


def _delimiter(text: str) -> str:
    """What separates the cells: the mark that most of the first lines agree on."""
    best, most = ",", (0, 1)
    for mark in (",", ";", "\t"):
        reader = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=mark)
        widths = [len(cells) for _, cells in zip(range(10), reader, strict=False) if any(cells)]
        # One line with many commas in it says little; the width that most lines have says more.
        usual = max(((widths.count(width), width) for width in widths if width > 1), default=most)
        if usual > most:
            best, most = mark, usual
    return best


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


# ------------------------------------------------------------------------------- Excel


def workbook(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """The rows as an Excel file with one sheet, all cells as words: nothing in it is reckoned."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        cells = [WriteOnlyCell(sheet, _UNWRITABLE.sub(" ", words)) for words in row]
        for cell in cells:
            # What begins with “=” would be taken for a formula.
            cell.data_type = "s"
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _workbook(data: bytes) -> tuple[list[Row], list[str]]:
    """The first sheet of an Excel file: values only, as they were last reckoned."""
    _check_parts(data)
    # Only here, since it is slow to load and most tables are CSV.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        if not sheets:
            raise BadArgument("The Excel file has no sheet with cells.")
        first = sheets[0]
        # What a sheet says of its own size is often wrong, and may be made to be.
        first.reset_dimensions()
        rows = _bounded(
            (number, [_shown(cell) for cell in cells])
            for number, cells in enumerate(first.iter_rows(values_only=True), 1)
        )
    except (BadArgument, MemoryError):
        raise
    except Exception as error:
        # The library raises whatever its many parsers raise; none of it may stop the answer.
        raise BadArgument(
            f"It is a damaged Excel file ({type(error).__name__}). {_SAVE_AS}"
        ) from error
    if len(sheets) == 1:
        return rows, []
    return rows, [f"Of {len(sheets)} sheets, the first was read: {_tidy(first.title)}."]


def _check_parts(data: bytes) -> None:
    """Refuse what is no Excel file, and what is a small file that unpacks into a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadArgument(f"It is a damaged Excel file. {_SAVE_AS}") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadArgument(f"It is a packed file, and no Excel file. {_SAVE_AS}")
    # What a part says of its size is an upper bound: unpacking stops there.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise BadArgument(
            f"The Excel file unpacks into {unpacked // 1_000_000:,} MB in {len(parts):,} parts, "
            f"which is more than is read. Save the one sheet as CSV and send that."
        )


def _shown(value: object) -> str:
    """A cell's value as it is written in words: dates as 2017-04-30, whole numbers as such."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return _tidy(str(value))
