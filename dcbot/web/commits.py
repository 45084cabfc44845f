"""Commits: which changes of the written archive belong into one, and with which reason.

Each publication of a final record is a commit, and so is each removal. Drafts are in none: a
commit is for ever, and a draft may be mended. What other pages say of it goes along.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.addresses import file_of, is_file_of_one, to
from dcbot.logs import seen
from dcbot.record.outputs.publication import Status
from dcbot.services import groups, public_minutes
from dcbot.services.public_minutes import Record, Version
from dcbot.web import records
from dcbot.web.folder import KEPT_IN, Folder
from dcbot.web.repository import Repository
from dcbot.web.visit import Visit
from storage.database import Database

LONGEST = 500
"""Characters of a name, a title or a reason in a message."""
_FINAL = (Status.IMPORTED, Status.APPROVED, Status.CORRECTED, Status.WITHDRAWN)
_OF_MEETING = re.compile(
    rf"(?:groups/(?P<group>[a-z0-9-]+)/meetings/|{re.escape(KEPT_IN)}/(?P<kept>[a-z0-9-]+)/)"
    r"(?P<number>[1-9]\d*)(?:/|\.ics$|\.json$)"
)

log = logging.getLogger("dcbot.archive")


@dataclass(frozen=True)
class Commit:
    """Paths that are committed together, why, and when that happened."""

    at: datetime
    message: str
    paths: tuple[str, ...]


async def record(
    database: Database,
    folder: Folder,
    repository: Repository,
    *,
    now: datetime,
    address: str,
    notice: str = "",
) -> int:
    """Commit what was published or removed since the last commit; how many commits that made.

    A `notice` is the message of one more commit, with all that goes along with others.

    What is left over waits in the working tree for the next one. A kill costs nothing: what is
    still to be committed is told by the working tree.
    """
    differing = await repository.differing()
    mine = {file for kept in folder.parts().values() for file in kept.files}
    ours = {path: how for path, how in differing.items() if path in mine or _is_ours(path)}
    if not ours:
        return 0
    async with database.public(now) as store:
        visit = Visit(store, now, address, choosing=False)
        writer = _Writer(visit, repository, ours, first=not await repository.head())
        commits = await writer.commits(notice)
    for commit in commits:
        await repository.commit(commit.paths, commit.message)
    if commits:
        log.info("the archive's folder: %d commits", len(commits))
    return len(commits)


class _Writer:
    def __init__(
        self, visit: Visit, repository: Repository, differing: dict[str, str], *, first: bool
    ) -> None:
        self.visit = visit
        self.repository = repository
        self.differing = differing
        self.first = first
        self.along: set[str] = set()
        """What goes along with the last of the commits."""

    async def commits(self, notice: str) -> list[Commit]:
        """All that are due, oldest first, and last one with this message where there is any."""
        meetings: dict[tuple[str, int], list[str]] = {}
        for path in sorted(self.differing):
            found = _OF_MEETING.match(path)
            if found is None:
                self.along.add(path)
            else:
                key = found["group"] or found["kept"]
                meetings.setdefault((key, int(found["number"])), []).append(path)
        due = []
        for (key, number), paths in meetings.items():
            due += await self._of_meeting(key, number, paths)
        if not due and (self.first or await self._registers_lost()):
            words = "The registers: words were changed or taken out\n"
            due = [Commit(self.visit.now, words, ())]
        due.sort(key=lambda one: one.at)
        if self.first:
            every = tuple(path for one in due for path in one.paths)
            due = [Commit(self.visit.now, _first(self.visit.now), every)]
        if notice:
            due.append(Commit(self.visit.now, notice, ()))
        if due:
            last = due[-1]
            along = (*last.paths, *sorted(self.along - set(last.paths)))
            due[-1] = Commit(last.at, last.message, along)
        return [one for one in due if one.paths]

    async def _of_meeting(self, key: str, number: int, paths: list[str]) -> list[Commit]:
        group = await self.visit.group(key)
        found = await records.records(self.visit, key, str(number))
        name = f"{(await groups.title(self.visit.store, group)).handle if group else key} {number}"
        if not found:
            return self._without_record(name, paths)
        if not any(version.status in _FINAL for one in found for version in one.versions):
            return []
        commits: list[Commit] = []
        rest = set(paths)
        for one in found:
            source = await public_minutes.source(self.visit.store, one, one.current)
            if source is None:
                # It is being made anew: what stands there for this moment is no removal.
                return []
            if not any(version.status in _FINAL for version in one.versions):
                rest -= {file_of(to(of, **what)) for of, what in records.addresses(one)}
                continue
            commits += await self._of_record(name, one, rest)
        if commits:
            taken = {path for commit in commits[:-1] for path in commit.paths}
            last = commits[-1]
            commits[-1] = Commit(last.at, last.message, tuple(sorted(rest - taken)))
        else:
            self.along |= rest
        return commits

    def _without_record(self, name: str, paths: list[str]) -> list[Commit]:
        """A planned meeting goes along; a record that is there no more is a removal."""
        pages = [path for path in paths if "/minutes/" in path]
        if not any(self.differing[path] == "gone" for path in pages):
            self.along |= set(paths)
            return []
        message = f"{name}: the record was taken away\n\nIt is not public any more.\n"
        return [Commit(self.visit.now, message, tuple(paths))]

    async def _of_record(self, name: str, found: Record, paths: set[str]) -> list[Commit]:
        pages = {
            file_of(records.place(found, "version", version=one.number or 0)): one
            for one in found.versions
            if one.status in _FINAL
        }
        new = [path for path in pages if self.differing.get(path) == "new"]
        commits = [
            Commit(pages[path].made_at, self._message(name, found, pages[path]), (path,))
            for path in new
        ]
        told = file_of(records.place(found, "minutes json"))
        if not new and await self._lost(told, "log", "line", "text"):
            words = f"{name}: something was taken out of the minutes"
            commits.append(Commit(self.visit.now, self._text(words, found), tuple(sorted(paths))))
        return commits

    def _message(self, name: str, found: Record, version: Version) -> str:
        words = f"{name}: minutes {version.status.value}, version {version.number}"
        why = f": {_line(version.why)}" if version.why else "."
        return self._text(words, found, f"By {_line(version.by_name)}{why}")

    def _text(self, words: str, found: Record, *more: str) -> str:
        title = f"Of “{_line(found.meeting.title)}”, {found.meeting.starts_at:%d %B %Y}."
        # With words before it: a line that begins with “https:” would be a trailer of the commit.
        address = f"The current version: {self.visit.address}{records.place(found, 'minutes')}"
        return "\n".join([_line(words), "", *more, title, "", address, ""])

    async def _registers_lost(self) -> bool:
        """Whether words were taken out of a register of all, or changed."""
        for name in ("decisions", "actions"):
            if await self._lost(file_of(to(f"{name} json")), name, "group", "number", "text"):
                return True
        return False

    async def _lost(self, path: str, of: str, *names: str) -> bool:
        """Whether entries that the last commit has in this file are not there any more."""
        if self.differing.get(path) != "changed":
            return False
        body = (self.repository.folder / path).read_bytes()
        before, after = await self.repository.committed(path), body
        had, has = [
            {tuple(one.get(name) for name in names) for one in _read(file).get(of, ())}
            for file in (before, after)
        ]
        return not had <= has


def meeting_of(path: str) -> str:
    """The record that a file is of, such as dccg/12; empty where it is of no single one."""
    found = _OF_MEETING.match(path)
    return f"{found['group'] or found['kept']}/{found['number']}" if found else ""


def _is_ours(path: str) -> bool:
    """Whether a page stood there, or it tells of the archive's parts."""
    return path.startswith(f"{KEPT_IN}/") or is_file_of_one(path)


def _first(now: datetime) -> str:
    return f"The archive as of {now:%d %B %Y}\n\nAll final records until now.\n"


def _read(body: bytes) -> dict[str, Any]:
    found = json.loads(body) if body else {}
    return found if isinstance(found, dict) else {}


def _line(words: str) -> str:
    """Words of others as one line: nothing hidden in them, and no line of their own."""
    return seen(" ".join(words.split()))[:LONGEST]
