"""Fingerprints: a digest of all public rows of each meeting, of each group and its calendar, and of
what is of all, so that it can be told what changed since without keeping the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Moment
from storage.known_rows import KnownRows, Moved
from storage.prepared import once
from storage.public_records import DIGESTED, OWNERS, RECORDS, Owner

_ROWS = 500


@dataclass(frozen=True)
class Face:
    """What others show of a meeting: the group, the number in it, and what to sort it by."""

    group_id: int
    number: int
    order: tuple[datetime, int]
    recorded: bool
    """There are minutes of it, and it was not called off."""
    series_id: int | None
    text: str


@dataclass(frozen=True)
class Years:
    """The years of a list: whose rows each shows or counts, and the first and the last that have a
    page; both are 0 where none has."""

    owners: Mapping[int, Collection[Owner]]
    first: int
    last: int


@dataclass(frozen=True)
class Fingerprints:
    """The digests by owner, the keys of the groups, and the faces of the meetings."""

    digests: Mapping[Owner, str]
    keys: Mapping[int, str]
    faces: Mapping[int, Face]
    years: Mapping[tuple[str, int], Years]
    """The years of each list, by its table and the group, or 0 for that of all."""


class Digests:
    """The questions about what changed."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def taken(
        self,
        now: datetime,
        known: KnownRows | None = None,
        touched: Collection[tuple[str, str]] = (),
    ) -> Fingerprints:
        """The fingerprints of all rows that the store shows. A moment that passes counts as a
        change of its row.

        Of rows that are known already only those are read that were touched since, by table and
        key; at the first time of a day all are, whatever may have been missed.
        """
        known = known or KnownRows()
        if known.now is None or not _is_later_in_day(known.now, now):
            await self._read_all(known, now)
        else:
            try:
                await self._read_again(known, now, touched)
            except Moved:
                await self._read_all(known, now)
        return _told(known)

    async def _read_all(self, known: KnownRows, now: datetime) -> None:
        known.forget()
        for record in OWNERS:
            await self._read(known, record, now, select(*_columns(record)))
        known.now = now

    async def _read_again(
        self, known: KnownRows, now: datetime, touched: Collection[tuple[str, str]]
    ) -> None:
        since, known.now = known.now, None
        passed = await self.session.execute(once(_passed), {"since": since, "now": now})
        again = {*touched, *known.orphans, *((table, key) for table, key in passed)}
        keys = {
            table: [key for _, key in them]
            for table, them in groupby(sorted(again), lambda one: one[0])
        }
        for record in OWNERS:
            mine = keys.get(record.__tablename__, [])
            column = _key(record)
            for some in (mine[at : at + _ROWS] for at in range(0, len(mine), _ROWS)):
                found = [int(key) if isinstance(column.type, Integer) else key for key in some]
                asked = select(*_columns(record)).where(column.in_(found))
                there = await self._read(known, record, now, asked)
                for key in set(some) - there:
                    known.drop(record.__tablename__, key)
        known.now = now

    async def _read(
        self, known: KnownRows, record: type[Any], now: datetime, asked: Select[Any]
    ) -> set[str]:
        """Take the rows; returns their keys."""
        columns = _columns(record)
        state = known.of(record.__tablename__, columns, now)
        keys = set()
        # Many at a time: one by one, fetching them takes longer than all else.
        for rows in (await self.session.execute(asked)).partitions(_ROWS):
            for row in rows:
                state.take(tuple(row))
                keys.add(str(row[state.key]))
        return keys


def _columns(record: type[Any]) -> Sequence[Column[Any]]:
    table: Table = record.__table__
    return [one for one in table.columns if (table.name, one.name) not in DIGESTED]


def _key(record: type[Any]) -> Column[Any]:
    (key,) = record.__table__.primary_key
    found: Column[Any] = key
    return found


def _passed() -> CompoundSelect[Any]:
    """The rows of which a moment passed since."""
    since, now = (bindparam(name, type_=Moment()) for name in ("since", "now"))
    asked = []
    for record in RECORDS:
        moments = [one for one in record.__table__.columns if isinstance(one.type, Moment)]
        if moments:
            passed = or_(*(and_(one > since, one <= now) for one in moments))
            name = literal(record.__tablename__)
            asked.append(select(name, cast(_key(record), Text)).where(passed))
    return union_all(*asked)


def _is_later_in_day(before: datetime, now: datetime) -> bool:
    return before <= now and before.astimezone(UTC).date() == now.astimezone(UTC).date()


def _told(known: KnownRows) -> Fingerprints:
    return Fingerprints(
        {owner: f"{digest:x}" for owner, digest in known.digests.items()},
        known.keys,
        dict(_faces(known)),
        {
            of: Years(one.owners, min(one.held, default=0), max(one.held, default=0))
            for of, one in known.lists.items()
        },
    )


def _faces(known: KnownRows) -> Iterator[tuple[int, Face]]:
    live = {meeting: sitting for meeting, sitting in known.live.values()}
    for number, row in known.meetings.items():
        sitting = known.sittings.get(number)
        recorded = sitting is not None and row.state == "planned"
        text = repr((row.number, row.title, sitting, live.get(number)))
        order = (row.starts_at, number)
        yield number, Face(row.group_id, row.number, order, recorded, row.series_id, text)
