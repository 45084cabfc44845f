"""Merging: two rows of one person become one, in every table that names people."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Delete, Table, UniqueConstraint, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.base import Base
from storage.people import Link, Person
from storage.polls import PollAnswer


async def merge_people(session: AsyncSession, gone: Person, kept: Person) -> None:
    """Everything that names the one names the other from now on; the row of `gone` is deleted.

    Every table with a reference to people is found by itself. Where both have a row of which a
    person can have but one (as a contact of a group), that of `kept` stays; of two answers to one
    question the later one does. Links that wait to be confirmed by `gone` are dropped.
    """
    await session.flush()
    await _drop_earlier_answers(session, gone, kept)
    await session.execute(delete(Link).where(Link.person_id == gone.id))
    for table, column in _references():
        for others in _unique_with(table, column):
            await session.execute(_doubled(table, column, others, gone, kept))
        await session.execute(update(table).where(column == gone.id).values({column: kept.id}))
    await session.delete(gone)
    await session.flush()


def _references() -> Iterator[tuple[Table, Column[object]]]:
    """Each column that names a person."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is Person.__table__.c.id:
                yield table, key.parent


def _unique_with(table: Table, column: Column[object]) -> Iterator[list[Column[object]]]:
    """Beside which other columns a person stands but once."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and column in list(constraint.columns):
            yield [one for one in constraint.columns if one is not column]


def _doubled(
    table: Table, column: Column[object], others: list[Column[object]], gone: Person, kept: Person
) -> Delete:
    """Deletes the rows of `gone` that `kept` has as well."""
    theirs = table.alias()
    same = [theirs.c[one.name] == one for one in others]
    there = exists().where(theirs.c[column.name] == kept.id, *same)
    return delete(table).where(column == gone.id, there)


async def _drop_earlier_answers(session: AsyncSession, gone: Person, kept: Person) -> None:
    """Where both answered, what was said last counts."""
    other = aliased(PollAnswer)
    both = PollAnswer.person_id.in_((gone.id, kept.id))
    later = select(other.id).where(
        other.option_id == PollAnswer.option_id,
        other.person_id.in_((gone.id, kept.id)),
        other.at > PollAnswer.at,
    )
    await session.execute(
        delete(PollAnswer).where(both, later.exists()).execution_options(synchronize_session=False)
    )
