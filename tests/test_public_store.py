"""The public store shows nothing that is not public yet, whatever is asked of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import (
    exists,
    func,
    inspect,
    select,
)
from sqlalchemy.orm import aliased

from storage.base import Audience, Base
from storage.database import Database
from storage.facts import Fact, Source
from storage.groups import Group
from storage.records import METADATA
from storage.store import NotPublic, PublicStore, Store
from tests.leaks import (
    ASKED,
    HIDDEN,
    NEVER,
    NOW,
    OPEN,
    PUBLISHABLE,
    SECRET,
    FactTable,
    put,
    words_of,
)
from tests.leaks import filled as filled
from tests.servers import PostgreSQL
from tests.templates import databases_on
from tests.test_copy import row_of


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.threat("T73")
async def test_whatever_is_asked_shows_no_secret(filled: Database, asked: Any) -> None:
    async with filled.reading() as store:
        assert SECRET in words_of(await store.session.execute(asked))

    async with filled.public(NOW) as public:
        try:
            shown = words_of(await public.session.execute(asked))
        except NotPublic:
            return

    assert SECRET not in shown


async def test_a_lateral_join_shows_no_secret(
    postgresql: PostgreSQL, server_templates: dict[str, str]
) -> None:
    beside = select(Fact.value).lateral("beside")
    asked = select(Source.key, beside.c.value).where(Source.key != beside.c.value)
    with databases_on(postgresql, server_templates) as databases:
        database = Database(databases.filled("leaks", put))
        async with database.public(NOW) as public:
            shown = words_of(await public.session.execute(asked))
        await database.close()

    assert OPEN in shown and SECRET not in shown


ANSWERED = (
    "a record",
    "a column",
    "two records",
    "an outer join",
    "an outer join from the left",
    "an alias",
    "a subquery as a record",
    "a correlated subquery",
    "a common table",
    "a recursive table",
    "a union",
    "a union within",
    "a bare table beside a record",
    "the greatest",
    "with an option",
)


@pytest.mark.parametrize("name", ANSWERED)
async def test_what_is_public_is_still_shown(filled: Database, name: str) -> None:
    async with filled.public(NOW) as public:
        assert OPEN in words_of(await public.session.execute(ASKED[name]))


async def test_counts_count_only_what_is_public(filled: Database) -> None:
    asked = [
        select(func.count()).select_from(Fact),
        select(func.count(Fact.id)),
        select(func.sum(Fact.id * 0 + 1)),
        select(func.count()).select_from(select(Fact).subquery()),
        select(func.count(Group.id)).where(exists().where(Fact.group_id == Group.id)),
    ]
    async with filled.public(NOW) as public:
        assert [await public.session.scalar(one) for one in asked] == [1] * len(asked)


async def test_what_exists_in_secret_cannot_be_asked_for(filled: Database) -> None:
    conditions = [
        exists().where(Fact.group_id == Group.id, Fact.value.contains(SECRET)),
        Group.id.in_(select(Fact.group_id).where(Fact.value.contains(SECRET))),
        select(func.count(Fact.id)).where(Fact.group_id == Group.id).scalar_subquery() > 1,
        exists(select(FactTable.c.id).where(FactTable.c.value.contains(SECRET))),
    ]
    for condition in conditions:
        asked = select(Group.key).where(condition)
        async with filled.reading() as store:
            assert (await store.session.scalars(asked)).all()
        async with filled.public(NOW) as public:
            assert (await public.session.scalars(asked)).all() == [], str(asked)


@pytest.mark.parametrize("record", PUBLISHABLE, ids=lambda record: record.__name__)
@pytest.mark.threat("T73")
async def test_every_publishable_record_is_narrowed(filled: Database, record: Any) -> None:
    async with filled.reading() as store:
        rows = (await store.session.scalars(select(record))).all()
    hidden = [
        inspect(row).identity
        for row in rows
        if not (row.audience == "public" and row.public_from == NOW)
    ]
    assert len(hidden) >= len(HIDDEN) and len(rows) > len(hidden)

    async with filled.public(NOW) as public:
        found = (await public.session.scalars(select(record))).all()
        assert [row for row in found if inspect(row).identity in hidden] == [] and found
        for identity in hidden:
            assert await public.session.get(record, identity) is None


@pytest.mark.parametrize("record", NEVER, ids=lambda record: record.__name__)
@pytest.mark.threat("T73")
async def test_every_other_record_is_refused(filled: Database, record: Any) -> None:
    table = record.__table__
    asked = [
        select(record),
        select(func.count()).select_from(record),
        select(aliased(record)),
        select(table),
        select(Source.key).where(exists().where(table.c[next(iter(table.c.keys()))].is_not(None))),
    ]
    async with filled.public(NOW) as public:
        for one in asked:
            with pytest.raises(NotPublic):
                await public.session.execute(one)
        key = tuple(1 for _ in table.primary_key)
        with pytest.raises(NotPublic, match=f"{record.__name__} is never public"):
            await public.session.get(record, key if len(key) > 1 else 1)


def test_no_column_is_named_like_a_table() -> None:
    """The public store finds tables in a statement by their names."""
    columns = {column.name for table in METADATA.tables.values() for column in table.columns}

    assert not columns & set(METADATA.tables)


def test_no_record_reaches_another_by_itself() -> None:
    assert not any(mapper.relationships for mapper in Base.registry.mappers)


async def test_a_row_is_public_from_its_moment_on_in_the_same_process(filled: Database) -> None:
    asked = select(func.count()).select_from(Fact)
    counts = []
    for moment in (NOW - timedelta(microseconds=1), NOW, NOW + timedelta(days=1), NOW):
        async with filled.public(moment) as public:
            counts.append(await public.session.scalar(asked))

    # Facts of two groups, the open one's and the one's that comes later, become public later.
    assert counts == [0, 1, 3, 1]


async def test_the_questions_of_the_nouns_show_only_what_is_public(filled: Database) -> None:
    def told(rows: Any) -> str:
        return words_of([row] for row in rows)

    async def everything(store: Store | PublicStore) -> str:
        (group,) = [one for one in await store.groups.all() if one.key == "public"]
        answers = [
            await store.groups.all(),
            await store.groups.names(),
            await store.groups.names(group.id),
            await store.groups.named("public"),
            await store.facts.all(),
            await store.facts.of(group.id),
            (await store.facts.sources()).values(),
            await store.contacts.of(group.id),
            await store.changes.of("group", group.id),
            await store.meetings.all_series(),
            await store.cycles.all(),
            await store.cycles.dates(),
            await store.cycles.between("2026-12-01", "2026-12-02"),
            await store.eligibility.rules(1),
            await store.eligibility.waivers(1),
            await store.received.all(),
            await store.slots.calls(),
            (await store.slots.outcomes([1, 2, 3, 4, 5, 6], NOW)).values(),
            await store.meetings.between(NOW, NOW + timedelta(days=1)),
            await store.meetings.sittings(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        ]
        return "".join(told(rows) for rows in answers)

    async with filled.reading() as store:
        assert SECRET in await everything(store)
    async with filled.public(NOW) as public:
        shown = await everything(public)
        hidden = [await public.groups.by_key(name) for name in HIDDEN]
        with pytest.raises(NotPublic, match="GroupSetting is never public"):
            await public.groups.settings(1)

    assert SECRET not in shown and shown.count(OPEN) >= 16
    assert hidden == [None] * len(HIDDEN)


async def test_the_link_for_participants_never_comes_out(filled: Database) -> None:
    async with filled.reading() as store:
        meetings = await store.meetings.between(NOW, NOW + timedelta(days=1))
        found = [await store.meetings.private_link(one) for one in meetings]
    assert len(meetings) == 11 and {one and one.link for one in found} == {SECRET}

    async with filled.public(NOW) as public:
        (meeting,) = await public.meetings.between(NOW, NOW + timedelta(days=1))
        assert (meeting.title, SECRET in words_of([[meeting]])) == (OPEN, False)
        with pytest.raises(NotPublic, match="PrivateLink is never public"):
            await public.meetings.private_link(meeting)


async def test_refreshing_a_row_shows_no_more_than_reading_it(filled: Database) -> None:
    async with filled.public(NOW) as public:
        (fact,) = await public.facts.all()
        async with filled.transaction() as store:
            row = await store.session.get(Fact, fact.id)
            assert row is not None
            row.value, row.audience = SECRET, Audience.PRIVATE
        await public.session.rollback()
        assert await public.facts.all() == []
        public.session.expire_all()
        with pytest.raises(Exception, match=r"Could not refresh|greenlet|deleted"):
            await public.session.refresh(fact)


async def test_every_record_holds_a_row_that_could_leak(database: Database) -> None:
    """Also the records that are never public: a row in each, and the public store shows none."""
    async with database.transaction() as store:
        for one in METADATA.sorted_tables:
            await store.session.execute(one.insert(), row_of(one, 1))
    async with database.public(NOW) as public:
        for record in NEVER:
            with pytest.raises(NotPublic):
                await public.session.scalars(select(record))
