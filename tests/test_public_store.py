"""The public store shows nothing that is not public yet, whatever is asked of it and however."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import (
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from storage.base import Audience, Base, Publishable
from storage.changes import Change
from storage.community import Detail
from storage.contacts import Contact
from storage.database import Database
from storage.facts import Fact, Source
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.people import Person
from storage.publicity import ALWAYS_PUBLIC
from storage.records import METADATA
from storage.store import NotPublic, PublicStore, Store
from tests.servers import PostgreSQL
from tests.templates import Databases, databases_on
from tests.test_copy import row_of
from tests.world import MONDAY_NOON, create_tables

NOW = MONDAY_NOON
SECRET = "the secret"
OPEN = "open to all"
RECORDS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda one: one.__name__)
PUBLISHABLE = [record for record in RECORDS if issubclass(record, Publishable)]
NEVER = [r for r in RECORDS if not issubclass(r, Publishable) and r not in ALWAYS_PUBLIC]

# The audience of each kind of row that may not be seen, and from when.
HIDDEN = {
    "private": (Audience.PRIVATE, None),
    "private with a date": (Audience.PRIVATE, NOW - timedelta(days=1)),
    "for its group": (Audience.GROUP, NOW - timedelta(days=1)),
    "from the next moment on": (Audience.PUBLIC, NOW + timedelta(microseconds=1)),
    "public without a date": (Audience.PUBLIC, None),
}


def of_group(group: Group, words: str, audience: Audience, since: Any) -> list[Base]:
    """Rows of a group that say these words."""
    shown = {"audience": audience, "public_from": since}
    return [
        Fact(group_id=group.id, what="site", value=words, recorded_at=NOW, **shown),
        GroupName(
            group_id=group.id,
            name=words,
            folded=f"{words} {audience} {since}",
            kind=NameKind.ALIAS,
            **shown,
        ),
        Change(
            subject="group",
            subject_id=group.id,
            at=NOW,
            by_name="Jo",
            what=words,
            was=words,
            **shown,
        ),
    ]


async def put(database: Database) -> None:
    """Something that everybody may see, and beside it everything that could leak."""
    await create_tables(database)
    async with database.transaction() as store:
        store.session.add(Detail(name="office", value={"is": OPEN}))
        store.session.add(Source(key="s", name=OPEN))
        cases = {"public": (Audience.PUBLIC, NOW), **HIDDEN}
        for name, (audience, since) in cases.items():
            words = OPEN if name == "public" else SECRET
            group = Group(
                key=name,
                kind=GroupKind.COALITION,
                name=words,
                created_at=NOW,
                audience=audience,
                public_from=since,
            )
            await store.groups.add(group)
            person = Person(name=SECRET, created_at=NOW)
            await store.people.add(person)
            contact = Contact(
                group_id=group.id,
                person_id=person.id,
                proposed_by=words,
                proposed_at=NOW,
                audience=audience,
                public_from=since,
            )
            store.session.add(contact)
            store.session.add_all(of_group(group, words, audience, since))
        open_group = await store.groups.by_key("public")
        assert open_group is not None
        for name, (audience, since) in HIDDEN.items():
            store.session.add_all(of_group(open_group, f"{SECRET} {name}", audience, since))


@pytest.fixture
async def filled(databases: Databases) -> AsyncIterator[Database]:
    """A database with public rows and others."""
    database = Database(databases.filled("leaks", put))
    yield database
    await database.close()


def words_of(rows: Any) -> str:
    """Everything that can be read in what came back."""

    def told(value: Any) -> Any:
        if isinstance(value, Base):
            return {key: one for key, one in vars(value).items() if not key.startswith("_")}
        return value

    return repr([[told(value) for value in row] for row in rows])


FactTable: Any = Fact.__table__
PersonTable: Any = Person.__table__
SourceTable: Any = Source.__table__
Other = aliased(Fact)
OtherGroup = aliased(Group, name="other")
part = select(Fact.value).where(Fact.value.contains(SECRET)).subquery()
of_facts = select(Fact).subquery()
FactOfPart = aliased(Fact, of_facts)
named = select(Fact.value, Fact.group_id).cte("named")
top = select(Group.id, Group.name).where(Group.parent_id.is_(None)).cte("climb", recursive=True)
climbing = top.union_all(select(Group.id, Group.name).join(top, Group.parent_id == top.c.id))

# Each of these shows a secret to a store that is not public.
ASKED: dict[str, Any] = {
    "a record": select(Fact),
    "a column": select(Fact.value),
    "two records": select(Group, Fact).join(Fact, Fact.group_id == Group.id),
    "a product": select(Source.name, Fact.value).where(Source.key != Fact.value),
    "an outer join": select(Group.key, Fact.value).outerjoin(Fact, Fact.group_id == Group.id),
    "an outer join from the left": select(Fact.value)
    .select_from(Source)
    .outerjoin(Fact, Fact.group_id > 0),
    "a full join": select(Fact.value)
    .select_from(Source)
    .outerjoin(Fact, Fact.value == Source.name, full=True),
    "a full join of tables": select(Fact.value).select_from(
        SourceTable.outerjoin(FactTable, FactTable.c.value == SourceTable.c.name, full=True)
    ),
    "an alias": select(Other.value),
    "an alias beside the record": select(Fact.value, Other.value).where(Fact.id < Other.id),
    "a subquery": select(part.c.value),
    "a subquery as a record": select(FactOfPart),
    "a subquery beside a record": select(Group.key, part.c.value).where(Group.key != part.c.value),
    "a scalar subquery": select(select(func.max(Fact.value)).scalar_subquery()),
    "a correlated subquery": select(
        Source.key,
        select(func.max(Fact.value)).where(Fact.what != Source.key).scalar_subquery(),
    ),
    "a subquery of a subquery": select(select(part).subquery()),
    "a common table": select(named.c.value),
    "a common table joined": select(Group.key, named.c.value).join(
        named, named.c.group_id == Group.id
    ),
    "a recursive table": select(climbing.c.name),
    "a union": union_all(select(Fact.value), select(Group.name)),
    "a union of records": select(Fact).from_statement(union(select(Fact), select(Fact))),
    "a union within": select(union(select(Fact.value), select(Change.was)).subquery()),
    "a difference": select(Fact.value).except_(select(Source.name)),
    "a bare table": select(FactTable),
    "a bare column": select(FactTable.c.value),
    "a bare table beside a record": select(Source.key, FactTable.c.value).where(
        SourceTable.c.key != FactTable.c.value
    ),
    "a bare alias": select(FactTable.alias("x").c.value),
    "a table by its name": select(table("facts", column("value")).c.value),
    "a private table by its name": select(table("people", column("name")).c.name),
    "a private table beside a record": select(Source.key, PersonTable.c.name).where(
        SourceTable.c.key != PersonTable.c.name
    ),
    "a private record joined": select(Contact.id, Person.name).join(
        Person, Person.id == Contact.person_id
    ),
    "a private record in a subquery": select(
        Source.key, select(func.max(Person.name)).scalar_subquery()
    ),
    "plain SQL": text("SELECT value FROM facts"),
    "plain SQL as a record": select(Fact).from_statement(text("SELECT * FROM facts")),
    "plain SQL as columns": text("SELECT value FROM facts").columns(value=Fact.value.type),
    "plain SQL as a column": select(Source.key, text("(SELECT max(name) FROM people)")),
    "literal SQL as a column": select(Source.key, literal_column("(SELECT max(name) FROM people)")),
    "an operator that is SQL": select(
        Source.key.op("|| (SELECT max(name) FROM people) ||")(Source.name)
    ),
    "the greatest": select(func.max(Group.name)),
    "an aggregate by group": select(func.max(Change.was)).group_by(Change.subject_id),
    "its own condition": select(Fact.value).where(Fact.audience == Audience.PRIVATE),
    "either condition": select(Fact.value).where(
        (Fact.audience == Audience.PUBLIC) | (Fact.audience == Audience.PRIVATE)
    ),
    "with an option": select(Fact).options(joinedload("*")),
    "with an execution option": select(Fact).execution_options(public_as_of=True),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
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
async def test_every_publishable_record_is_narrowed(filled: Database, record: Any) -> None:
    async with filled.reading() as store:
        rows = (await store.session.scalars(select(record))).all()
    hidden = [row.id for row in rows if not (row.audience == "public" and row.public_from == NOW)]
    assert len(hidden) >= len(HIDDEN) and len(rows) > len(hidden)

    async with filled.public(NOW) as public:
        found = (await public.session.scalars(select(record))).all()
        assert [row for row in found if row.id in hidden] == [] and found
        for number in hidden:
            assert await public.session.get(record, number) is None


@pytest.mark.parametrize("record", NEVER, ids=lambda record: record.__name__)
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


CONNECTED: dict[str, Callable[[AsyncSession], Any]] = {
    "a connection": lambda session: _on_connection(session, text("SELECT name FROM people")),
    "a connection, a record": lambda session: _on_connection(session, select(Fact.value)),
    "a connection, the driver's SQL": lambda session: _driver(session, "SELECT name FROM people"),
    "the engine": lambda session: _on_engine(session, text("SELECT name FROM people")),
    "the engine in plain Python": lambda session: session.run_sync(
        lambda one: one.connection().execute(text("SELECT name FROM people")).all()
    ),
    "a stream": lambda session: session.stream(text("SELECT name FROM people")),
    "rows at once": lambda session: session.run_sync(
        lambda one: (
            one.bulk_insert_mappings(Fact, [])  # nothing is asked of the database
            or one.bulk_save_objects([Source(key="new", name="x")])
        )
    ),
    "an insert": lambda session: session.execute(insert(Source).values(key="new", name="x")),
    "an insert of rows": lambda session: session.execute(
        insert(Source), [{"key": "new", "name": "x", "date": "", "address": ""}]
    ),
    "an insert that tells": lambda session: session.execute(
        insert(Source).values(key="new", name="x").returning(Source.key)
    ),
    "an update": lambda session: session.execute(update(Fact).values(audience=Audience.PUBLIC)),
    "an update that tells": lambda session: session.execute(
        update(Fact).values(audience=Audience.PUBLIC).returning(Fact.value)
    ),
    "a delete": lambda session: session.execute(delete(Fact)),
    "a delete within a select": lambda session: session.execute(
        select(delete(FactTable).returning(FactTable.c.value).cte("gone").c.value)
    ),
    "a function": lambda session: session.execute(
        select(Source.key, func.query_to_xml("SELECT * FROM people", True, True, ""))
    ),
    "a prefix": lambda session: session.execute(
        select(Source.key).prefix_with("(SELECT max(name) FROM people),")
    ),
    "a hint": lambda session: session.execute(
        select(Source.key).with_statement_hint("UNION SELECT name FROM people")
    ),
    "a schema": lambda session: session.execute(
        select(table("people", column("name"), schema="public").c.name)
    ),
}


async def _on_connection(session: AsyncSession, asked: Any) -> Any:
    return (await (await session.connection()).execute(asked)).all()


async def _driver(session: AsyncSession, asked: str) -> Any:
    return (await (await session.connection()).exec_driver_sql(asked)).all()


async def _on_engine(session: AsyncSession, asked: Any) -> Any:
    assert session.bind is not None
    async with session.bind.connect() as connection:  # type: ignore[union-attr]
        return (await connection.execute(asked)).all()


@pytest.mark.parametrize("doing", CONNECTED.values(), ids=CONNECTED)
async def test_every_way_around_is_refused(
    filled: Database, doing: Callable[[AsyncSession], Any]
) -> None:
    async with filled.public(NOW) as public:
        with pytest.raises(NotPublic):
            await doing(public.session)
            await public.session.flush()
    async with filled.reading() as store:
        assert await store.session.get(Source, "new") is None
        assert await store.session.scalar(select(func.count()).select_from(Fact)) == 11


@pytest.mark.parametrize("way", ["add", "merge", "change", "delete"])
async def test_nothing_is_written(filled: Database, way: str) -> None:
    async with filled.public(NOW) as public:
        found = await public.session.get(Source, "s")
        assert found is not None
        match way:
            case "add":
                public.session.add(Source(key="new", name="x"))
            case "merge":
                await public.session.merge(Source(key="new", name="x"))
            case "change":
                found.name = "x"
            case _:
                await public.session.delete(found)
        with pytest.raises(NotPublic, match="only reads"):
            await public.session.flush()


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
        ]
        return "".join(told(rows) for rows in answers)

    async with filled.reading() as store:
        assert SECRET in await everything(store)
    async with filled.public(NOW) as public:
        shown = await everything(public)
        hidden = [await public.groups.by_key(name) for name in HIDDEN]
        with pytest.raises(NotPublic, match="GroupSetting is never public"):
            await public.groups.settings(1)

    assert SECRET not in shown and shown.count(OPEN) >= 9
    assert hidden == [None] * len(HIDDEN)


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
