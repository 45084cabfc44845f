"""An import from beginning to end: each thing in a transaction of its own, so that it goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dcbot.calendar import reading
from dcbot.errors import DcbotError, OperatorError, UserError
from dcbot.file_reading import read_file
from dcbot.importing.report import Advance, Report, Say, quoted_line
from dcbot.importing.sources import Kind, Source, sources
from dcbot.record.logs import Clock, Log, open_log
from dcbot.record.logs.summaries import missing
from dcbot.record.replay import Part, parts
from dcbot.services import imported_calendars, imported_logs, imported_tables, imports, tables
from dcbot.services.imports import Became, Outcome, Terms
from dcbot.transports.markup import to_plain
from dcbot.when.zones import zone
from storage.database import Database
from storage.outage import is_outage
from storage.store import Store

log = logging.getLogger("dcbot.importing")


@dataclass(frozen=True)
class Wish:
    """What is to be taken in, and how."""

    paths: Sequence[Path]
    group: str
    zone: str = "UTC"
    day: date | None = None
    public: bool = False
    by_name: str = "an operator"
    dry: bool = False
    report: Path | None = None
    agreed: Callable[[], bool] = lambda: False
    """Whether the register may be changed as it was shown; asked only then."""


class _Undone(Exception):
    """What was tried is undone."""


class Importing:
    """One import into a database."""

    def __init__(
        self, database: Database, wish: Wish, say: Say, clock: Callable[[], datetime]
    ) -> None:
        self.database, self.wish, self.say, self.clock = database, wish, say, clock
        self.report = Report()
        self.terms: Terms
        self.advance: Advance

    async def run(self) -> int:
        """Take everything in; 0 where all of it was read, else 1. Raises DcbotError where nothing
        can be."""
        wish = self.wish
        found = await asyncio.to_thread(sources, wish.paths)
        if not found:
            raise OperatorError("There is no file in it. Name the folder that holds the archive.")
        async with self.database.reading() as store:
            self.terms = await imports.terms(
                store, wish.group, zone=wish.zone, public=wish.public, by_name=wish.by_name
            )
        self.say(self._begins(found))
        with Advance(len(found), self.say) as self.advance:
            for source in found:
                self.advance.file(source.name)
                await self._source(source)
        for line in self.report.summary(dry=wish.dry, file=wish.report):
            self.say(line)
        if wish.report is not None:
            await asyncio.to_thread(self.report.write, wish.report)
        return 0 if self.report.is_whole else 1

    def _begins(self, found: Sequence[Source]) -> str:
        terms, number = self.terms, len(found)
        files = "1 file" if number == 1 else f"{number} files"
        who = "everybody" if terms.public else "the group alone (`--public`: everybody)"
        tried = " Nothing is kept: this only tries." if self.wish.dry else ""
        return (
            f"{files} for {terms.handle}. Times without a zone are read as {terms.zone} "
            f"(`--zone`); what is taken in can be read by {who}.{tried}"
        )

    async def _source(self, source: Source) -> None:
        name = source.name
        try:
            if source.kind is Kind.LOG:
                await self._log(source)
            elif source.kind is Kind.SUMMARY:
                self.report.tell(name, 0, f"{source.kind.value}, which is not beside them")
            elif source.kind is Kind.TABLE:
                await self._table(source)
            elif source.kind is Kind.CALENDAR:
                await self._calendar(source)
            else:
                self.report.tell(name, 0, "nothing that is read here", only_told=True)
        except UserError as mistake:
            self.report.became[Became.UNREADABLE] += 1
            self.report.tell(name, 0, mistake.text)

    # Logs

    async def _log(self, source: Source) -> None:
        clock = Clock(zone(self.terms.zone), self.wish.day)
        data = await asyncio.to_thread(source.path.read_bytes)
        read = open_log(data, source.name, clock)
        _require_times(read, source.name)
        found, outside = parts(read)
        for one in read.unread:
            self.report.tell(source.name, one.line, f"{quoted_line(one.text)}: {one.why}")
        if outside:
            words = f"{len(outside)} lines from here on belong to no meeting"
            self.report.tell(source.name, outside[0].number, words, only_told=True)
        for part in found:
            await self._part(source, read, part)
        await self._compare(source, found)

    async def _part(self, source: Source, read: Log, part: Part) -> None:
        one = imported_logs.held(read, part, source.name, self.terms)

        async def take(store: Store) -> Outcome:
            return await imported_logs.take(store, one, self.terms, now=self.clock())

        outcome = await self.kept(take, source.name, one.found.line)
        if outcome.became is Became.TAKEN:
            for unread in part.minutes.unread:
                words = f"{quoted_line(unread.text)}: {unread.why}"
                self.report.tell(source.name, unread.line, words, only_told=True)

    async def _compare(self, source: Source, found: Sequence[Part]) -> None:
        """Lay the minutes that a MeetBot wrote beside those that its log makes."""
        if not found:
            return
        for path in source.beside:
            text = (await asyncio.to_thread(path.read_bytes)).decode("utf-8", "replace")
            for one in missing(text, found[0].minutes, zone(self.terms.zone)):
                words = (
                    f"{quoted_line(one.text)} ({one.name}, {one.clock}) stands in these minutes, "
                    f"and {source.name} does not make it"
                )
                self.report.tell(path.name, 0, words)

    # Tables

    async def _table(self, source: Source) -> None:
        found = await read_file(source.path)
        rows = [(number, cells) for number, cells in found["rows"]]
        for note in found.get("notes", ()):
            self.report.tell(source.name, 0, str(note), only_told=True)
        if not rows or not imported_tables.is_of_meetings(rows[0][1]):
            await self._register(source, rows)
            return
        names = [one.strip().casefold() for one in rows[0][1]]
        every = [
            imported_tables.Row(number, dict(zip(names, cells, strict=False)))
            for number, cells in rows[1:]
        ]
        # So that numbers run as the meetings did.
        for row in sorted(every, key=lambda one: one.cells["date"]):

            async def take(store: Store, row: imported_tables.Row = row) -> Outcome:
                now = self.clock()
                return await imported_tables.take(store, row, source.name, self.terms, now=now)

            await self.kept(take, source.name, row.number)

    async def _register(self, source: Source, rows: Sequence[tuple[int, list[str]]]) -> None:
        """A table of coalitions: what it would change is shown, and agreed to, before it does."""
        name, now = source.name, self.clock()
        async with self.database.transaction() as store:
            shown = await tables.differences(store, rows, file=name, by=None, now=now)
        for line in [*shown.lines, *shown.remarks]:
            self.say(f"- {to_plain(line)}")
        if shown.empty:
            self.report.became[Became.KNOWN] += 1
        elif self.wish.dry or not self.wish.agreed():
            words = "the register was left as it is (`--yes` changes it as the table says)"
            self.report.tell(name, 0, words)
        else:
            async with self.database.transaction() as store:
                await tables.apply(store, shown, by=None, now=now)
            self.report.became[Became.TAKEN] += len(shown.lines)

    # Calendars

    async def _calendar(self, source: Source) -> None:
        if source.path.stat().st_size > reading.MOST_BYTES:
            raise UserError(f"It has more than {reading.MOST_BYTES // 1_000_000} MB.")
        data = await asyncio.to_thread(source.path.read_bytes)
        events, unread = await asyncio.to_thread(reading.read, data, self.terms.zone)
        for one in unread:
            self.report.tell(source.name, one.line, one.why)
        for dated in imported_calendars.together(events):

            async def take(store: Store, dated: imported_calendars.Dated = dated) -> Outcome:
                now = self.clock()
                return await imported_calendars.take(store, dated, source.name, self.terms, now=now)

            await self.kept(take, source.name, dated.event.line)

    # What all have in common

    async def kept(
        self, take: Callable[[Store], Awaitable[Outcome]], name: str, line: int
    ) -> Outcome:
        """Do it in a transaction of its own, and tell what became of it."""
        outcome = await self._tried(take, name, line)
        self.report.add(name, line, outcome)
        self.advance.tell(name, outcome)
        return outcome

    async def _tried(
        self, take: Callable[[Store], Awaitable[Outcome]], name: str, line: int
    ) -> Outcome:
        outcome: Outcome | None = None
        try:
            async with self.database.transaction() as store:
                outcome = await take(store)
                if self.wish.dry:
                    raise _Undone
        except _Undone:
            assert outcome is not None
        except DcbotError as mistake:
            outcome = Outcome(Became.UNREADABLE, "", mistake.text)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            # One broken meeting must not keep a thousand others out.
            log.exception("%s, line %d: importing it broke", name, line)
            outcome = Outcome(Became.UNREADABLE, "", "something broke; the bot's log has it")
        return outcome


def _require_times(read: Log, name: str) -> None:
    if not read.facts.clocked:
        raise UserError(
            "No line of it shows a clock, so that nobody can tell when it was. Put the time before "
            "each line, such as “14:05 <ana> hello”."
        )
    if not read.facts.dated:
        raise UserError(
            "It shows clocks and no day, and neither does its name. Say the day of its first line, "
            "such as `--date 2018-05-01`."
        )
