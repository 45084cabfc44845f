"""Sources: which files of an archive are what, and in which order they are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dcbot.errors import OperatorError
from dcbot.record.logs.dating import date_in
from dcbot.record.logs.summaries import is_summary

_LOG, _SUMMARIES, _COPIES = ".log.txt", (".txt", ".html"), (".log.html",)
"""The ends of the names that a MeetBot gives to a log, to its minutes, and to copies of the log."""
_LOGS = (".txt", ".log", ".json", ".irc", ".html", "")
_KINDS = {".csv": "TABLE", ".xlsx": "TABLE", ".ics": "CALENDAR"}
_START = 20_000


class Kind(StrEnum):
    """What a file is taken as."""

    LOG = "log"
    SUMMARY = "minutes without their log"
    TABLE = "table"
    CALENDAR = "calendar"
    OTHER = "other"


@dataclass(frozen=True)
class Source:
    """A file that is taken, and the files that a MeetBot wrote beside it of the same meeting."""

    path: Path
    kind: Kind
    beside: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


def sources(paths: Sequence[Path]) -> list[Source]:
    """What lies in these files and folders, oldest first as far as their names say; raises
    OperatorError where one is not there."""
    files = list(_files(paths))
    named = set(files)
    found = [_source(path, named, alone=path in paths) for path in files]
    return sorted((one for one in found if one is not None), key=_order)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one
                for one in path.rglob("*")
                if one.is_file() and not any(part.startswith(".") for part in one.parts)
            )
        elif path.is_file():
            yield path
        else:
            raise OperatorError(f"“{path}” is not there. Name a file or a folder that is.")


def _source(path: Path, files: set[Path], *, alone: bool) -> Source | None:
    """The file as a source; None where it belongs to another one."""
    for end in (_LOG, *_COPIES, *_SUMMARIES):
        if not path.name.endswith(end):
            continue
        stem = path.name.removesuffix(end)
        if end == _LOG:
            beside = (path.with_name(stem + one) for one in _SUMMARIES)
            return Source(path, Kind.LOG, tuple(one for one in beside if one.is_file()))
        if path.with_name(stem + _LOG) in files:
            return None
    suffix = path.suffix.casefold()
    if suffix in _KINDS:
        return Source(path, Kind[_KINDS[suffix]])
    if suffix not in _LOGS and not alone:
        return Source(path, Kind.OTHER)
    if suffix == "" and not alone and path.name.isupper():
        # LICENSE, README, COPYING.
        return Source(path, Kind.OTHER)
    return Source(path, Kind.SUMMARY if is_summary(_beginning(path)) else Kind.LOG)


def _beginning(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_START).decode("utf-8", "replace")


def _order(source: Source) -> tuple[int, str, list[str | int]]:
    """Tables and calendars last: what they name may have been recorded. What has a date in its name
    in the order of dates; numbers in names count as numbers."""
    last = source.kind in (Kind.TABLE, Kind.CALENDAR)
    on = date_in(source.name)
    parts = re.split(r"(\d+)", str(source.path).casefold())
    return (
        int(last),
        on.isoformat() if on else "",
        [int(part) if part.isdecimal() else part for part in parts],
    )
