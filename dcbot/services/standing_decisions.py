"""Decisions in minutes as they stand now: what came of objections and of their windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dcbot.record import deciding
from dcbot.record.minutes import Minutes
from storage.decisions import Decision, Reserve, ReserveState
from storage.journals import Journal
from storage.store import PublicStore, Store


async def in_minutes(store: Store | PublicStore, journal: Journal, minutes: Minutes) -> Minutes:
    """The minutes, with what became of their decisions since."""
    rows = await store.decisions.of_journal(journal.id)
    reserves = await store.decisions.reserves([row.id for row in rows])
    by_number = {row.number: row for row in rows}
    return put(minutes, by_number, {row.number: reserves[row.id] for row in rows})


def put(
    minutes: Minutes,
    rows: Mapping[int, Decision],
    reserves: Mapping[int, Sequence[Reserve]],
) -> Minutes:
    """The minutes with the finality of these decisions, and the state of what was said against
    them; both are by number of the decision."""
    decisions = tuple(
        _standing(one, rows[one.number], reserves.get(one.number, ()))
        if one.number in rows
        else one
        for one in minutes.decisions
    )
    return replace(minutes, decisions=decisions)


def _standing(
    made: deciding.Decision, row: Decision, reserves: Sequence[Reserve]
) -> deciding.Decision:
    known = {one.line: one for one in reserves if one.line is not None}
    return replace(
        made,
        finality=deciding.Finality(row.finality.value),
        reserves=tuple(_settled(one, known.get(one.line)) for one in made.reserves),
    )


def _settled(said: deciding.Reserve, row: Reserve | None) -> deciding.Reserve:
    if row is None:
        return said
    return replace(
        said,
        kind=deciding.Reservation(row.kind.value),
        proven=row.proven,
        withdrawn=row.state is ReserveState.WITHDRAWN,
    )
