"""Striking: words of actions, decisions and objections are taken out for good, and by whom is
kept."""

from __future__ import annotations

from datetime import datetime

from dcbot.errors import UserError
from dcbot.services import actions, decisions, numbered, standings
from dcbot.services.changes import keep
from storage.actions import Action
from storage.decisions import Decision, Reserve
from storage.people import Person
from storage.store import Store

_TO = "take words out of its registers"


async def action(store: Store, row: Action, *, by: Person, now: datetime, why: str) -> None:
    """Take its words out. Raises NotAllowed, or UserError where minutes hold them."""
    await _require(store, row, by=by, now=now)
    await actions.erase(store, row)
    await keep(store, "action", row, "words taken out", by=by, now=now, why=why)


async def decision(store: Store, row: Decision, *, by: Person, now: datetime, why: str) -> None:
    """Take the words of the decision out. Raises NotAllowed, or UserError where minutes hold
    them."""
    await _require(store, row, by=by, now=now)
    await decisions.erase(store, row)
    await keep(store, "decision", row, "words taken out", by=by, now=now, why=why)


async def reserve(
    store: Store, row: Decision, said: Reserve, *, by: Person, now: datetime, why: str
) -> None:
    """Take the words out that were said against the decision. Raises NotAllowed, or UserError
    where minutes hold them."""
    await _require(store, row, line=said.line, by=by, now=now)
    said.text, said.why = "", ""
    what = f"words of {said.kind.value} {said.number} taken out"
    await keep(store, "decision", row, what, by=by, now=now, why=why)


async def _require(
    store: Store,
    row: Action | Decision,
    *,
    by: Person,
    now: datetime,
    line: int | None = None,
) -> None:
    group = await store.groups.get(row.group_id)
    assert group is not None
    role = await numbered.deciding_role(store, group)
    await standings.require(store, by, role, group, to=_TO, now=now)
    if row.journal_id is not None:
        meeting = await numbered.meeting_words(store, row.meeting_id)
        at = line or row.line
        raise UserError(
            f"It stands in the minutes of {meeting}. `!minutes correct {meeting}: remove line "
            f"{at}` takes the words out of all of their versions, and so out of here."
        )
