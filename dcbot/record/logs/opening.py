"""Opening a log: which kind of file it is."""

from __future__ import annotations

from dcbot.errors import UserError
from dcbot.record.logs.dating import IN_UTC, Clock
from dcbot.record.logs.decoding import lines_of
from dcbot.record.logs.element import read_export, read_plain_export
from dcbot.record.logs.log import Log
from dcbot.record.logs.text import read_text


def open_log(data: bytes, name: str, clock: Clock = IN_UTC) -> Log:
    """The log in these bytes; raises UserError where there is none, saying what is wrong.

    Where the lines themselves do not say it, `clock` says in which zone their times are."""
    lines = lines_of(data, name)
    first = next(line for line in lines if line.strip()).lstrip("\ufeff \t")
    if first[:1] == "{" or (first[:1] == "[" and not first[1:2].isdigit() and "<" not in first):
        log = read_export("\n".join(lines), name)
        if log is not None:
            return log
    log = read_plain_export(lines, clock) or read_text(lines, name, clock)
    if not log.entries:
        raise UserError(
            f"“{name}” holds no line of a log, such as “13:32:00 <ana> hello”. Name a log of "
            "MeetBot or RRSAgent, or what Element exports as JSON or plain text."
        )
    return log
