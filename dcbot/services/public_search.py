"""Public search: what everybody may read and holds what was asked for, the best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dcbot.services import groups, search_guesses, search_index
from dcbot.services.search_hits import Hit, hits_of
from dcbot.services.search_ranking import Ranking
from dcbot.services.search_terms import FIELDS, Filters, Term, Typed, kind_of
from storage.groups import Group
from storage.search_entries import Candidate
from storage.search_queries import EntryKind, Wanted
from storage.store import PublicStore, Store

MOST = 200
"""So many lines of logs, and so many of all else, the newest, are looked at and ranked."""
PAGE = 20
_FIRST = MOST + MOST // 4
"""So many are asked for first: where that is not all, it is mostly enough of the logs."""
# Compared hundreds of times in a search.
_SPOKEN, _OF_GROUPS = EntryKind.LOG.value, EntryKind.GROUP.value
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `remarks` say which filters were left out, and why."""

    terms: Sequence[Term] = ()
    kind: EntryKind | None = None
    group: Group | None = None
    person: str = ""
    year: int | None = None
    said: str = ""
    """The words, without filters, as they were typed."""
    remarks: tuple[str, ...] = ()

    @property
    def wanted(self) -> Wanted:
        """What the index is asked for."""
        facets = [f"group{self.group.id}"] if self.group else []
        facets += [search_index.facet_of_name(name) for name in search_index.names_in(self.person)]
        # What is said twice is looked for once: PostgreSQL takes twice for twice as seldom.
        terms = dict.fromkeys(term.readings for term in self.terms)
        return Wanted(tuple(terms), tuple(facets), self.kind)

    @property
    def span(self) -> tuple[int, int] | None:
        """The numbers of entries of the year."""
        if self.year is None:
            return None
        first, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (self.year, self.year + 1))
        return search_index.number_at(first), search_index.number_at(end)


@dataclass(frozen=True)
class Found:
    """A page of what was found.

    `total` counts what was ranked, and where `more`, there is older that was not. `partly`: nothing
    holds all that was asked for, these hold the most of it. `guess` is what may have been meant,
    as it can be asked for, where nothing holds all.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    more: bool = False
    page: int = 1
    partly: bool = False
    guess: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


async def understand(
    store: Store | PublicStore, typed: Typed, chosen: Filters | None = None
) -> Asked:
    """What is looked for: by the filters among the words first, then by those of a form."""
    said = typed.filters
    chosen = chosen or Filters()
    kind, group, person, year = (getattr(said, name) or getattr(chosen, name) for name in FIELDS)
    remarks = []
    found = await _group(store, group) if group else None
    if group and found is None:
        remarks.append(f"“{group}” is no group that is known here; all groups were searched.")
    if kind and kind_of(kind) is None:
        remarks.append(f"“{kind}” is no kind of thing; all kinds were searched.")
    if year and not _YEAR.fullmatch(year):
        remarks.append(f"“{year}” is no year; all years were searched.")
    return Asked(
        terms=typed.terms,
        kind=kind_of(kind) if kind else None,
        group=found,
        person=person if search_index.names_in(person) else "",
        year=int(year) if _YEAR.fullmatch(year) else None,
        said=typed.rest,
        remarks=tuple(remarks),
    )


async def _group(store: Store | PublicStore, said: str) -> Group | None:
    return await store.groups.by_key(said) or await groups.exactly(store, said)


async def search(
    store: Store | PublicStore, asked: Asked, *, now: datetime, page: int = 1, size: int = PAGE
) -> Found:
    """What holds all that was asked for, best first; where nothing does, what holds the most."""
    candidates, more = await _candidates(store, asked, now)
    partly = not candidates and len(asked.terms) > 1
    guess = ""
    if not candidates and asked.terms:
        guess = await _guess(store, asked, now)
    if partly:
        candidates, more = await _holding_some(store, asked, now)
    ranked = _ranked(asked, candidates, now)
    last = max(1, -(-len(ranked) // size))
    page = min(max(1, page), last)
    shown = ranked[(page - 1) * size : page * size]
    hits = await hits_of(store, [one.id for one in shown], asked.terms, now=now)
    return Found(hits, len(ranked), more, page, partly and bool(ranked), guess)


async def _candidates(
    store: Store | PublicStore, asked: Asked, now: datetime
) -> tuple[list[Candidate], bool]:
    """The newest that hold what is wanted, and whether there are more."""
    if not (asked.terms or asked.person):
        return [], False
    wanted = asked.wanted
    if asked.kind is not None:
        found = await store.search.newest(wanted, now, 2 * MOST + 1, asked.span)
        return found[: 2 * MOST], len(found) > 2 * MOST
    # Much is said again and again; so what was written down is looked at apart.
    found = await store.search.newest(wanted, now, _FIRST, asked.span)
    spoken = [one for one in found if one.kind == _SPOKEN]
    written = [one for one in found if one.kind != _SPOKEN]
    if len(found) == _FIRST:
        if len(written) <= MOST:
            apart = replace(wanted, spoken=False)
            written = await store.search.newest(apart, now, MOST + 1, asked.span)
        if len(spoken) <= MOST:
            apart = replace(wanted, spoken=True)
            spoken = await store.search.newest(apart, now, MOST + 1, asked.span)
    more = max(len(written), len(spoken)) > MOST
    return [*written[:MOST], *spoken[:MOST]], more


async def _holding_some(
    store: Store | PublicStore, asked: Asked, now: datetime
) -> tuple[list[Candidate], bool]:
    """What holds as many of the terms as anything does."""
    any_of = tuple(reading for term in asked.terms for reading in term.readings)
    wanted = replace(asked.wanted, terms=(any_of,))
    found = await store.search.newest(wanted, now, 2 * MOST + 1, asked.span)
    ranking = Ranking(asked.terms, now)
    held = {one.id: ranking.held(one) for one in found}
    most = max(held.values(), default=0)
    return [one for one in found[: 2 * MOST] if held[one.id] == most], len(found) > 2 * MOST


def _ranked(asked: Asked, candidates: Sequence[Candidate], now: datetime) -> list[Candidate]:
    """Best first; of what tells of one group, the best alone; and no line of a log beside what it
    became."""
    became = {_line(one) for one in candidates if one.kind != _SPOKEN}
    scores = Ranking(asked.terms, now).scores(candidates)
    found: list[Candidate] = []
    groups_told: set[int | None] = set()
    # No two have the same number, so that the entries themselves are never compared.
    for _, _, one in sorted(
        [(-score, -one.id, one) for score, one in zip(scores, candidates, strict=True)]
    ):
        if one.kind == _SPOKEN:
            if _line(one) in became:
                continue
        elif one.kind == _OF_GROUPS:
            if one.group_id in groups_told:
                continue
            groups_told.add(one.group_id)
        found.append(one)
    return found


def _line(one: Candidate) -> tuple[int | None, int, int | None]:
    """The line of a record that it comes from."""
    return one.meeting_id, one.sitting, one.line


async def _guess(store: Store | PublicStore, asked: Asked, now: datetime) -> str:
    """What may have been meant, where there is something to find by it; empty otherwise."""
    terms = await search_guesses.meant(store, asked.terms, now)
    if terms is None:
        return ""
    instead = replace(asked, terms=terms)
    if not await search_guesses.stands(store, instead.wanted, now, asked.span):
        return ""
    return " ".join(term.said for term in terms)
