"""Journal erasure: somebody who is forgotten is taken out of journals, and the record is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dcbot.services import drafts, journals, live
from dcbot.services.folds import Folds
from storage.erasure import Erasure
from storage.journal_lines import JournalLine, LineKind, LineSource, Removal
from storage.people import Person
from storage.store import Store

SHORT = 6
"""A shorter name of one word is left where others said it: it may be an ordinary word, as May."""
_TALK = (LineKind.SAID, LineKind.ACTED)


async def forget(
    store: Store, person: Person, names: Sequence[str], instead: str, *, why: str, now: datetime
) -> None:
    """Take the person out of all journals.

    What they said beside the record goes; what was recorded of it (decisions, actions, notes on
    others) stays, as that of `instead`. Where others name them by one of `names`, `instead` stands.
    What is published of these journals is made anew.
    """
    mine: dict[int, list[JournalLine]] = {}
    for line in await store.journal_lines.by_person(person.id):
        mine.setdefault(line.journal_id, []).append(line)
    for journal_id, lines in mine.items():
        await _forget_talk(store, journal_id, lines, Removal(now, instead, why))
    await Erasure(store.session).name_in_journals(person.id, instead)
    telling = [name for name in names if " " in name or len(name) >= SHORT]
    touched = set(mine)
    for line in await store.journal_lines.naming(telling):
        touched.add(line.journal_id)
        text = _without(line.text, telling, instead)
        await store.journal_lines.trim(line.journal_id, line.number, text, line.stays)
    identity = journals.identity(person.id)
    for journal_id, known in (await store.journals.all_facts()).items():
        changed = _without_person(known, identity, instead)
        if changed != known:
            touched.add(journal_id)
            await store.journals.put_facts(journal_id, changed)
    await _published_anew(store, sorted(touched), now=now)


async def _published_anew(store: Store, journal_ids: Sequence[int], *, now: datetime) -> None:
    for journal_id in journal_ids:
        journal = await store.journals.get(journal_id)
        assert journal is not None
        await live.taken_back(store, journal, now=now)
        await drafts.changed(store, journal, now=now)


async def _forget_talk(
    store: Store, journal_id: int, lines: Sequence[JournalLine], removal: Removal
) -> None:
    journal = await store.journals.get(journal_id)
    assert journal is not None
    folded = await Folds.fresh(store, journal)
    items = {item.line for item in folded.fold.minutes().items}
    for line in lines:
        recorded = line.number in items or line.number in folded.taken
        if line.kind in _TALK and line.source is LineSource.ROOM and not recorded:
            await journals.remove(store, journal_id, line.number, removal)


def _without(text: str, names: Sequence[str], instead: str) -> str:
    whole = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{whole})(?!\w)", lambda _: instead, text)


def _without_person(known: dict[str, Any], identity: str, instead: str) -> dict[str, Any]:
    """The facts without the person's name, accounts and role."""
    people = [
        {**one, "name": instead, "aliases": [], "role": ""}
        if identity in one.get("identities", ())
        else one
        for one in known.get("people", ())
    ]
    return {**known, "people": people}
