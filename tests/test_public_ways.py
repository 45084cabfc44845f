"""The public store cannot be got around: by a connection, by writing, or by pieces of SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    TextClause,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Audience
from storage.database import Database
from storage.facts import Fact, Source
from storage.store import NotPublic
from tests.leaks import NOW, FactTable
from tests.leaks import filled as filled

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
@pytest.mark.threat("T74")
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


@pytest.mark.threat("T74")
async def test_what_was_permitted_once_lets_nothing_else_through(filled: Database) -> None:
    """Statements are known again by what they are, not by what they look like."""
    secret = "(SELECT max(name) FROM people)"
    pairs: list[tuple[Any, Any]] = [
        (select(Source.key).where(Source.key.op("=")("s")), Source.key.op(f"= {secret} OR 's' =")),
        (select(Source.key).order_by(Source.key), text(secret)),
        (select(Source.key, func.lower(Source.name)), func.query_to_xml(Source.name)),
        (select(Source.key), literal_column(secret)),
    ]
    async with filled.public(NOW) as public:
        for permitted, other in pairs:
            for _ in range(2):
                await public.session.execute(permitted)
            for _ in range(2):
                with pytest.raises(NotPublic):
                    await public.session.execute(_with(other))


def _with(other: Any) -> Any:
    """The same, with something in it that was not looked at."""
    if callable(other):
        return select(Source.key).where(other("s"))
    if isinstance(other, TextClause):
        return select(Source.key).order_by(other)
    return select(Source.key, other)


@pytest.mark.parametrize("way", ["add", "merge", "change", "delete"])
@pytest.mark.threat("T74")
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
