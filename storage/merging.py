"""Merging: two rows of one person become one, in every table that names people."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.base import Base
from storage.contacts import Contact
from storage.people import Link, Person
from storage.reminders import OwnReminder


async def merge_people(session: AsyncSession, gone: Person, kept: Person) -> None:
    """Everything that names the one names the other from now on; the row of `gone` is deleted.

    Every table with a reference to people is found by itself. Where both are a contact of one
    group, or want the same reminder of it, the row of `kept` stays; links that wait to be confirmed
    by `gone` are dropped.
    """
    await session.flush()
    groups_of_kept = select(Contact.group_id).where(Contact.person_id == kept.id)
    await session.execute(
        delete(Contact).where(Contact.person_id == gone.id, Contact.group_id.in_(groups_of_kept))
    )
    same = aliased(OwnReminder)
    await session.execute(
        delete(OwnReminder).where(
            OwnReminder.person_id == gone.id,
            exists().where(
                same.person_id == kept.id,
                same.group_id == OwnReminder.group_id,
                same.minutes == OwnReminder.minutes,
            ),
        )
    )
    await session.execute(delete(Link).where(Link.person_id == gone.id))
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is Person.__table__.c.id:
                column = key.parent
                await session.execute(
                    update(table).where(column == gone.id).values({column: kept.id})
                )
    await session.delete(gone)
    await session.flush()
