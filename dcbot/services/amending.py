"""Amending: what is written into a journal after its end, and the version that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import UserError
from dcbot.record.fold import Fold
from dcbot.record.journal import Entry
from dcbot.record.powers import Who
from dcbot.roles import Assurance
from dcbot.services import gathering, journals, minutes
from dcbot.services.naming import record_name
from storage.journal_lines import JournalLine, LineKind, LineSource, Removal
from storage.journals import Journal
from storage.minutes import MinutesVersion
from storage.people import Person
from storage.store import Store

WHOLE = 400
"""Characters of a line that are replaced as a whole."""


@dataclass(frozen=True)
class Line:
    """A line to be written: its words as the record reads them, and which line it is about."""

    text: str
    about: int | None = None


@dataclass(frozen=True)
class Author:
    """Whose lines they are, how much they may, and how they came."""

    person: Person
    may: Who
    by_mail: bool = False
    assurance: Assurance = Assurance.STRONG


async def write(
    store: Store, journal: Journal, lines: Sequence[Line], author: Author, *, now: datetime
) -> int:
    """Write the lines down; returns the number of the first.

    Raises UserError, which says what the record does not take; nothing is written then.
    """
    await store.journals.lock(journal)
    name = await record_name(store, author.person, now=now)
    rows = [
        journals.row(
            at=now,
            kind=LineKind.SAID,
            source=LineSource.MAIL if author.by_mail else LineSource.ROOM,
            text=line.text,
            person_id=author.person.id,
            name=name,
            about=line.about,
            assurance=author.assurance,
            correction=author.may,
        )
        for line in lines
    ]
    fold = await minutes.so_far(store, journal)
    for number, row in enumerate(rows, journal.last_number + 1):
        known = {"journal_id": journal.id, "number": number, **row}
        _try(fold, journals.entry_of(JournalLine(**known)), row["text"])
    return await journals.append(store, journal, rows, now=now)


def _try(fold: Fold, entry: Entry, said: str) -> None:
    taken = fold.take(entry)
    if taken.doubts:
        raise UserError(taken.doubts[0].text)
    if not taken.understood:
        raise UserError(f"“{said}” corrects nothing that can be corrected.")


def instead(was: str, words: str, number: int) -> Line:
    """A line that has these words stand for all that the line of this number said."""
    mark = next((one for one in "/|#~" if one not in was + words), None)
    if mark is None or len(was) > WHOLE:
        raise UserError(
            f"Line {number} is long. Say which of its words are wrong, such as "
            f"`line {number}: s/old words/new words/`."
        )
    return Line(f"s{mark}{was}{mark}{words}{mark}", number)


async def remove(
    store: Store, journal: Journal, number: int, *, by: Person, now: datetime, why: str
) -> None:
    """Take the words of a line out for good, and all that quotes them alone; what they put in
    force stays so."""
    fold = await minutes.so_far(store, journal)
    removal = Removal(now, await record_name(store, by, now=now), why)
    await journals.take_out(store, journal.id, fold, [number], removal)
    store.journal_lines.read_anew()


async def new_version(
    store: Store, journal: Journal, why: str, *, by: Person, now: datetime
) -> MinutesVersion:
    """The version that holds what was just written; registers and what is published follow it."""
    current = await store.minutes.current(journal.id)
    assert current is not None
    before = await minutes.of_version(store, journal, current)
    state = minutes.state_of_next(current)
    version = await minutes.make_version(store, journal, state, by=by, now=now, why=why)
    made = await minutes.of_version(store, journal, version)
    await gathering.take_in(store, journal, made, now=now, before=before)
    await minutes.publish(store, journal)
    return version
