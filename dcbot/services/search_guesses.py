"""Search guesses: which words may have been meant by some that stand nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dcbot import words
from dcbot.services.search_terms import Term, read
from storage.search_queries import Together, Wanted
from storage.store import PublicStore, Store

_LOOKED_AT = 150
"""So many of the newest entries with words that begin alike are read for one that is near."""
_BEGINNINGS = (3, 2, 1)
_SHORTEST = 4


async def meant(
    store: Store | PublicStore, terms: Sequence[Term], now: datetime
) -> tuple[Term, ...] | None:
    """The terms with what stands nowhere put right; None where nothing near is known.

    The words come from what is public alone, and each is one that stands there so.
    """
    found: list[Term] = []
    for term in terms:
        if await stands(store, Wanted((term.readings,)), now):
            found.append(term)
            continue
        near = await _nearest(store, term, now)
        if near is None:
            return None
        found += read(near).terms
    return tuple(found) if found != list(terms) else None


async def stands(
    store: Store | PublicStore, wanted: Wanted, now: datetime, span: tuple[int, int] | None = None
) -> bool:
    """Whether anything public holds what is wanted."""
    # Of a single one PostgreSQL believes that it comes soon, and reads all entries for a word that
    # stands nowhere.
    return bool(await store.search.newest(wanted, now, _LOOKED_AT, span))


async def _nearest(store: Store | PublicStore, term: Term, now: datetime) -> str | None:
    """The word nearest to a single one that was typed; None for several that stand together."""
    typed = [word for _, _, word in words.spans(term.said)]
    if len(typed) != 1 or len(typed[0]) < _SHORTEST:
        return None
    word = typed[0]
    for letters in _BEGINNINGS:
        wanted = Wanted(((Together((word[:letters],), begins=True),),))
        held: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for text in await store.search.texts(wanted, now, _LOOKED_AT):
            for start, end, one in words.spans(text):
                held[one] += 1
                spelt.setdefault(one, text[start:end].lower())
        found = _near(word, held)
        if found is not None:
            return spelt[found]
    return None


def _near(word: str, held: Counter[str]) -> str | None:
    """Of the words that differ in the fewest letters, the one that stands there most often."""
    # One slip in a short word, two in a longer one.
    most = 1 if len(word) < 6 else 2
    near = process.extract(word, list(held), scorer=OSA.distance, score_cutoff=most, limit=None)
    if not near:
        return None
    least = min(distance for _, distance, _ in near)
    best = [one for one, distance, _ in near if distance == least]
    return min(best, key=lambda one: (-held[one], one))
