"""Objections said: what somebody says against a decision is recorded, and what they are told."""

from __future__ import annotations

from typing import Protocol

from dcbot.message import literal
from dcbot.roles import Assurance
from dcbot.services import askers, decisions, decisions_said, objections
from dcbot.services.objections import Said
from storage.decisions import Decision, Reserve
from storage.decisions import Reservation as Reservation


class Spoken(askers.Spoken, Protocol):
    """Who speaks, and how sure that is."""

    @property
    def assurance(self) -> Assurance: ...


async def record(spoken: Spoken, row: Decision, kind: Reservation, said: str) -> str:
    """Record what they say against the decision; returns what they are told."""
    view = await decisions_said.view(spoken, said)
    proven = spoken.assurance >= Assurance.MEDIUM
    told = Said(kind, view.text, view.coalition, view.stakeholders, proven)
    reserve = await objections.add(spoken.store, row, told, by=spoken.person, now=spoken.now)
    return await _recorded(spoken, row, reserve)


async def _recorded(spoken: Spoken, row: Decision, reserve: Reserve) -> str:
    name = literal(await decisions.handle(spoken.store, row))
    said = await objections.words(spoken.store, reserve)
    text = f"Recorded in decision {name}: {said}"
    if reserve.kind is not Reservation.OBJECTION:
        return text
    if reserve.proven:
        return f"{text}\nIt holds the decision until whoever decides settles it."
    confirm = f"`{spoken.manners.prefix}objection confirm {name}`"
    return (
        f"{text}\nIt holds the decision until a person settles it. So that it counts as yours, say "
        f"{confirm}: then I ask back whether it was you."
    )
