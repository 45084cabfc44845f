"""Tables: the register written as one; what another would change in it, shown before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument, Stale, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import called, entries, facts, groups, names, register, values
from dcbot.services.called import Called
from dcbot.services.columns import (
    ACRONYM,
    ALIASES,
    AS_OF,
    BETWEEN,
    FACTS,
    KEY,
    NAME,
    REASON,
    SOURCE,
    WRITTEN,
    Header,
    header,
    parts,
    safe,
)
from dcbot.services.differences import Cell, Differences
from dcbot.services.entries import Entry
from dcbot.services.register import Hand
from dcbot.services.values import STATUS, UNKNOWN, Said
from storage.groups import Group
from storage.people import Person
from storage.store import PublicStore, Store

MOST_ROWS = 200
MOST_CHANGES = 500

Rows = Sequence[tuple[int, Sequence[str]]]
"""Rows of words with their numbers, as `dcbot.sheets` reads them; the header among the first."""


async def table(store: Store | PublicStore) -> list[list[str]]:
    """The register as rows of words, the header first; read back, it differs in nothing.

    No spreadsheet takes a cell of it for a formula.
    """
    written = await entries.all_of(store)
    return [list(WRITTEN), *([safe(one.cells[name]) for name in WRITTEN] for one in written)]


class _Undone(Exception):
    """Ends the part of a transaction in which it was only tried."""


async def differences(
    store: Store, rows: Rows, *, file: str, by: Person | None, now: datetime
) -> Differences:
    """What the table would change, found by doing it and undoing it; the register stays as it is.

    `by` is None where the machine's own operator asks. Raises UserError where the person may not,
    or where the table cannot be read at all.
    """
    found: Differences | None = None
    try:
        async with store.savepoint():
            found = await _Import(store, file, by, now).run(rows)
            raise _Undone
    except _Undone:
        assert found is not None
        return found


async def apply(
    store: Store, shown: Differences, *, by: Person | None, now: datetime
) -> Differences:
    """Change the register exactly as it was shown.

    Raises Stale where the register has changed since, so that it would be otherwise; the caller's
    transaction must then be undone.
    """
    done = await _Import(store, shown.file, by, now).run(shown.rows)
    rows = {number for number, _ in shown.rows}
    left_out = [one for one in shown.not_understood if one[0] in rows]
    if (done.added, done.changed, done.not_understood) != (shown.added, shown.changed, left_out):
        raise Stale(
            f"The register has changed since {quoted(shown.file)} was compared with it; nothing "
            "was done. Send the file again to see what it would change now."
        )
    return done


@dataclass
class _Import:
    """One table on its way into the register."""

    store: Store
    file: str
    by: Person | None
    now: datetime
    hand: Hand = field(init=False)

    async def run(self, rows: Rows) -> Differences:
        """Take every row; what cannot be taken is told."""
        self.hand = await self._hand()
        top = header(rows)
        found = Differences(self.file, unknown_columns=list(top.unknown))
        body = [(number, cells) for number, cells in rows if number > top.row]
        if len(body) > MOST_ROWS:
            raise BadArgument(
                f"It has {len(body)} rows; up to {MOST_ROWS} are compared. Send it in parts."
            )
        found.rows = [(number, list(cells)) for number, cells in rows if number == top.row]
        there = await entries.all_of(self.store)
        seen: dict[int, int] = {}
        for number, cells in body:
            before = len(found.added), len(found.changed), len(found.not_understood)
            await self._row(number, top, cells, there, seen, found)
            after = len(found.added), len(found.changed), len(found.not_understood)
            if after[:2] != before[:2]:
                found.rows.append((number, list(cells)))
            elif after == before:
                found.same += 1
            if len(found.changed) > MOST_CHANGES:
                raise BadArgument(
                    f"It would change more than {MOST_CHANGES} things at once. Send it in parts."
                )
        return found

    async def _hand(self) -> Hand:
        why = f"imported from {self.file}"
        if self.by is None:
            return Hand("the operator", why=why)
        keeper = await register.keeper(self.store, self.by, to="import a table", now=self.now)
        return Hand(keeper.name, keeper.role, keeper.person_id, why)

    async def _row(
        self,
        number: int,
        top: Header,
        said: Sequence[str],
        there: list[Entry],
        seen: dict[int, int],
        found: Differences,
    ) -> None:
        """Take one row: find its coalition, or add it, and take each cell that differs."""
        try:
            cells = top.cells(said)
            entry = self._matching(cells, there)
            if entry and entry.title.group.id in seen:
                raise BadArgument(
                    f"it is about {literal(entry.handle)}, as row {seen[entry.title.group.id]} is."
                )
            if entry is None:
                entry = await self._added(cells, there, found)
                there.append(entry)
        except UserError as mistake:
            found.not_understood.append((number, mistake.text))
            return
        seen[entry.title.group.id] = number
        for column in WRITTEN:
            if column in cells and cells[column] != entry.cells[column]:
                await self._cell(number, column, cells, entry, found)

    def _matching(self, cells: dict[str, str], there: Sequence[Entry]) -> Entry | None:
        """The coalition that the row is about: by its key, or by a name that is exactly one's."""
        key = cells.get(KEY, "")
        for one in there:
            if key and one.title.group.key == key.casefold():
                return one
        name = cells.get(NAME, "")
        for words in (cells.get(ACRONYM, ""), name, called.without_acronym(name)):
            entry = entries.named(there, words)
            if entry:
                return entry
        if key and NAME not in cells:
            raise BadArgument(f"{quoted(key)} is no key, and the row has no name to add it by.")
        if NAME not in cells:
            said = quoted(cells.get(ACRONYM, "")) if cells.get(ACRONYM) else "the row"
            raise BadArgument(f"{said} names no coalition that is known, nor a full name to add.")
        return None

    async def _added(
        self, cells: dict[str, str], there: Sequence[Entry], found: Differences
    ) -> Entry:
        """Add the coalition of the row, unless its name is nearly another's."""
        wanted = called.read_name(cells[NAME])
        if cells.get(ACRONYM):
            wanted = Called(wanted.name, called.read_acronym(cells[ACRONYM]))
        near = entries.near(there, wanted.name)
        if near:
            like = listed([f"{quoted(one.cells[NAME])} ({one.cells[KEY]})" for one in near[:3]])
            raise BadArgument(
                f"{quoted(wanted.name)} is nearly {like}. Write the key or the exact name in the "
                "row, or add it by message."
            )
        other = entries.named(there, wanted.acronym)
        if other:
            raise BadArgument(f"{quoted(wanted.acronym)} is a name of {literal(other.handle)}.")
        # Its other names are nobody's, or the row would be about them.
        group = await names.write(self.store, wanted, hand=self.hand, now=self.now, checked=True)
        found.added.append(called.whole(wanted))
        title = await groups.title(self.store, group)
        entry = Entry(title, entries.cells_of(title, []))
        # What it was added with is no further difference, however the row writes it.
        entry.cells |= {name: cells[name] for name in (KEY, NAME, ACRONYM) if name in cells}
        return entry

    async def _cell(
        self, number: int, column: str, cells: dict[str, str], entry: Entry, found: Differences
    ) -> None:
        """Take one cell that differs; a mistake in it leaves the other cells alone."""
        group = entry.title.group
        try:
            async with self.store.savepoint():
                pairs = await self._taken(column, cells, entry)
        except UserError as mistake:
            await self.store.session.refresh(group)
            found.not_understood.append((number, f"{column}: {mistake.text}"))
            return
        found.changed += [Cell(number, entry.handle, column, was, now) for was, now in pairs]

    async def _taken(
        self, column: str, cells: dict[str, str], entry: Entry
    ) -> list[tuple[str, str]]:
        """Write what the cell says beyond what is there; returns what was and what is."""
        store, group, words = self.store, entry.title.group, cells[column]
        if column == KEY:
            return []
        if column in (NAME, ACRONYM):
            return await self._name(column, words, entry)
        if column == ALIASES:
            new = [part for part in parts(words) if fold(part) not in entry.folded]
            for part in new:
                await names.write_alias(store, group, part, hand=self.hand, now=self.now)
            return [("", part) for part in new]
        if column == STATUS:
            return await self._status(cells, entry)
        there = {part.casefold() for part in parts(entry.cells[column])}
        pairs = []
        for part in parts(words):
            if part.casefold() not in there:
                pairs += await self._fact(FACTS[column], part, cells, group)
        return pairs

    async def _name(self, column: str, words: str, entry: Entry) -> list[tuple[str, str]]:
        """A name that the group goes or went by already is no difference."""
        if fold(words) in entry.folded:
            return []
        group = entry.title.group
        if column == ACRONYM:
            acronym = called.read_acronym(words)
            was = await names.write_acronym(
                self.store, group, acronym, hand=self.hand, now=self.now
            )
            return [(was, acronym)]
        wanted = called.read_name(words)
        if fold(wanted.name) in entry.folded:
            return []
        was = await names.write_name(
            self.store, group, Called(wanted.name), hand=self.hand, now=self.now
        )
        return [(was, wanted.name)]

    async def _fact(
        self, what: str, part: str, cells: dict[str, str], group: Group
    ) -> list[tuple[str, str]]:
        said = self._said(cells)
        if part.casefold() in UNKNOWN:
            said = Said("", "", True, said.source, said.address, said.seen)
        else:
            value, kind = values.read_value(what, part, now=self.now)
            said = Said(value, kind, False, said.source, said.address, said.seen)
        put = await facts.write(self.store, group, what, said, hand=self.hand, now=self.now)
        was = BETWEEN.join(entries.part(one) for one in put.before)
        return [(was, entries.part(put.fact))] if put.changed else []

    async def _status(self, cells: dict[str, str], entry: Entry) -> list[tuple[str, str]]:
        state = cells[STATUS].casefold()
        if state == entry.cells[STATUS].casefold():
            return []
        if state not in values.STATES:
            raise BadArgument(
                f"{quoted(state)} is no status: it can be {listed(values.STATES, 'or')}."
            )
        said = self._said(cells)
        said = Said(
            state,
            source=said.source,
            address=said.address,
            seen=said.seen,
            reason=cells.get(REASON, ""),
        )
        await facts.write_sighting(
            self.store, entry.title.group, said, by=self.by, hand=self.hand, now=self.now
        )
        return [(entry.cells[STATUS], state)]

    def _said(self, cells: dict[str, str]) -> Said:
        """What the row says of where and when its values were read."""
        source, address = values.read_source(cells.get(SOURCE, ""))
        seen = cells.get(AS_OF, "")
        seen = values.read_date(seen, "date", now=self.now) if seen else ""
        return Said("", source=source, address=address, seen=seen)
