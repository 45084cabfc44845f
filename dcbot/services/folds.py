"""Folds: the minutes of open journals so far, in memory, brought up to date line by line."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from dcbot.record.fold import Fold, Taken
from dcbot.services import journals
from storage.journals import Journal, JournalState
from storage.store import Store

MOST = 50
"""So many journals are kept; of more, those that were asked for longest ago are read anew."""


@dataclass
class Folded:
    """The fold of a journal up to a line, and what became of those lines that said something to
    the record, until they are handled."""

    fold: Fold
    last: int = 0
    taken: dict[int, Taken] = field(default_factory=dict)


class Folds:
    """Reads what is new of a journal and takes it in; a journal is read whole once.

    Only what is kept may be read through it: whoever has added lines in the same transaction,
    which may be undone, asks for a `fresh` one.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Folded] = OrderedDict()

    async def of(self, store: Store, journal: Journal) -> Folded:
        """The journal as it stands."""
        folded = self._kept.get(journal.id)
        if folded is None:
            folded = Folded(Fold(await journals.facts(store, journal)))
            # What has ended changes no more, and is seldom asked for again.
            if journal.state is JournalState.OPEN:
                self._kept[journal.id] = folded
        await _catch_up(store, journal, folded)
        if journal.id in self._kept:
            self._kept.move_to_end(journal.id)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return folded

    @staticmethod
    async def fresh(store: Store, journal: Journal) -> Folded:
        """The journal as it stands in this transaction; nothing of it is remembered."""
        folded = Folded(Fold(await journals.facts(store, journal)))
        await _catch_up(store, journal, folded)
        return folded

    def forget(self, journal: Journal) -> None:
        """It is read anew when it is asked for again."""
        self._kept.pop(journal.id, None)


async def _catch_up(store: Store, journal: Journal, folded: Folded) -> None:
    if folded.last >= journal.last_number:
        return
    for entry in await journals.entries(store, journal, after=folded.last):
        taken = folded.fold.take(entry)
        if taken.understood or taken.doubts or taken.ended:
            folded.taken[entry.number] = taken
        folded.last = entry.number
