"""The child process that reads a stranger's file: little memory, little time, nothing to write.

`python -m dcbot.worker`, with one JSON object on standard input: `path` of the file, `reader` (one
of `READERS`), `memory` in bytes and `seconds` of processor time. On standard output comes one JSON
object: what the reader found, with `notes`, or `mistake`, a text for whoever sent the file.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from dcbot import sheets
from dcbot.errors import UserError

TOO_LARGE = "It needs more memory than a file may take. Save it as plain text or CSV and send that."


def _table(data: bytes) -> dict[str, Any]:
    rows, notes = sheets.read(data)
    return {"rows": rows, "notes": notes}


def _attached(data: bytes) -> dict[str, Any]:
    """What a meeting tool left behind; a workbook can only be a list of participants."""
    # Only here: what a table does not need shall not take of its memory.
    from dcbot.record.attached import documents, recognising

    if data.startswith(sheets.WORKBOOK):
        rows, notes = sheets.read(data)
        found = recognising.read_rows(rows)
    else:
        text, notes = sheets.decoded(data)
        found = recognising.read_text(text)
    document = documents.as_document(found)
    return {**document, "notes": [*notes, *found.notes]}


def _document(data: bytes) -> dict[str, Any]:
    """A document in words; the parsers that it needs are loaded for it alone."""
    from dcbot import documents

    return documents.read(data)


def _programme(data: bytes) -> dict[str, Any]:
    """Sessions with their times and rooms: a table, or a calendar as rows of one. What stands in
    the calendar is accepted; what it says of nothing else is not said."""
    if not data.lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        return _table(data)
    # Only here: what a table does not need shall not take of its memory.
    from dcbot.calendar import reading

    planned, unread = reading.read(data, "UTC")
    rows: list[tuple[int, list[str]]] = [
        (0, ["coalition", "decision", "starts", "zone", "minutes", "room", "uid"])
    ]
    notes = [f"The event in line {one.line} was not taken: {one.why}." for one in unread]
    for one in planned:
        wrong = {"it is cancelled": one.cancelled, "it repeats": bool(one.rule or one.original)}
        wrong["it has no clock"] = one.whole_day
        why = next((what for what, is_so in wrong.items() if is_so), "")
        if why:
            notes.append(f"The event in line {one.line} was not taken: {why}.")
            continue
        at = one.start.strftime("%Y-%m-%d %H:%M")
        cells = [one.title, "accept", at, one.zone, str(one.minutes), one.place, one.uid]
        rows.append((one.line, cells))
    return {"rows": rows, "notes": notes}


READERS = {
    "table": _table,
    "attached": _attached,
    "document": _document,
    "programme": _programme,
}
"""What a file can be read as."""


def main() -> None:
    """Do the one job and end."""
    job = json.load(sys.stdin)
    _bind(int(job["memory"]), int(job["seconds"]))
    try:
        answer = READERS[job["reader"]](Path(job["path"]).read_bytes())
    except UserError as mistake:
        answer = {"mistake": mistake.text}
    except MemoryError:
        answer = {"mistake": TOO_LARGE}
    json.dump(answer, sys.stdout)


def _bind(memory: int, seconds: int) -> None:
    """Take away what the work does not need; the system ends the process that takes more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


if __name__ == "__main__":
    main()
