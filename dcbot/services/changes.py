"""Changes: what was changed of an action or a decision is kept in its history, with who did."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from dcbot.services.naming import record_name
from storage.base import Audience
from storage.changes import Change
from storage.people import Person
from storage.store import Store

BOT = "the bot"
"""Who did what nobody asked for just then, such as at the end of a window."""


class Row(Protocol):
    """What has a history that the same people may see."""

    @property
    def id(self) -> int: ...
    @property
    def audience(self) -> Audience: ...


async def keep(
    store: Store,
    subject: str,
    row: Row,
    what: str,
    *,
    by: Person | None,
    now: datetime,
    was: str = "",
    is_now: str = "",
    why: str = "",
) -> None:
    """Write down what was changed of it; nobody is the bot itself."""
    store.changes.add(
        Change(
            subject=subject,
            subject_id=row.id,
            at=now,
            by_name=await record_name(store, by, now=now) if by else BOT,
            person_id=by.id if by else None,
            what=what,
            was=was,
            now=is_now,
            why=why,
            audience=row.audience,
            public_from=now if row.audience is Audience.PUBLIC else None,
        )
    )
    await store.flush()
