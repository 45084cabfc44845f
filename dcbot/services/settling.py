"""Settling: what becomes of an objection: it stands as dissent, changes the decision, or is taken
back."""

from __future__ import annotations

from datetime import datetime

from dcbot.errors import BadArgument, NotAllowed, NotFound, UserError
from dcbot.message import literal
from dcbot.record.powers import Who
from dcbot.services import amending, decisions, objections, windows
from dcbot.services.changes import keep
from dcbot.services.naming import record_name
from storage.decisions import Decision, Finality, Reservation, Reserve, ReserveState
from storage.people import Person
from storage.store import Store


async def find(
    store: Store, decision: Decision, number: int | None, *, by: Person | None = None
) -> Reserve:
    """The objection that is open, or the one with this number; of `by` alone where named.

    Raises NotFound, or BadArgument where several may be meant.
    """
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    if number is not None:
        found = [one for one in every if one.number == number]
    else:
        still = [one for one in every if one.state is ReserveState.OPEN]
        found = [one for one in still if by is None or one.person_id == by.id]
    name = await decisions.handle(store, decision)
    if not found:
        raise NotFound(f"Decision {name} has no such objection. `!decision {name}` shows all.")
    if len(found) > 1:
        numbers = ", ".join(str(one.number) for one in found)
        raise BadArgument(f"Decision {name} has several objections: {numbers}. Say which number.")
    return found[0]


async def note(
    store: Store, decision: Decision, reserve: Reserve, *, by: Person, now: datetime, why: str
) -> None:
    """It does not change the substance: it stands in the decision as dissent, which goes on."""
    await _require_settler(store, decision, reserve, by=by, now=now)
    reserve.kind = Reservation.DISSENT
    await _settle(store, decision, reserve, ReserveState.RECORDED, by=by, now=now, why=why)
    await windows.go_on(store, decision, now=now)


async def uphold(
    store: Store, decision: Decision, reserve: Reserve, text: str, *, by: Person, now: datetime
) -> None:
    """It changes the substance: the decision has new words, and its window begins anew."""
    await _require_settler(store, decision, reserve, by=by, now=now)
    new = decisions.read_text(text)
    await _settle(store, decision, reserve, ReserveState.UPHELD, by=by, now=now, why="")
    was = decision.text
    decision.proposal = decision.proposal or was
    decisions.say(decision, new)
    journal = await objections.journal_of(store, decision)
    if journal is not None:
        line = amending.Line(f"amend: {new}", decision.line)
        author = amending.Author(by, Who.CHAIR)
        await amending.write(store, journal, [line], author, now=now)
        what = f"upheld objection {reserve.number} to"
        await objections.new_version(store, decision, what, by=by, now=now)
    await keep(store, "decision", decision, "said anew", by=by, now=now, was=was, is_now=new)
    await windows.begin(store, decision, decision.window_days, now=now)
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    if any(one.state is ReserveState.OPEN for one in every):
        decision.finality = Finality.DISPUTED
    await store.flush()


async def withdraw(
    store: Store, decision: Decision, reserve: Reserve, *, by: Person, now: datetime, why: str
) -> None:
    """Who objected takes it back; or who decides, where it was never proven to be theirs."""
    await store.decisions.lock(decision)
    if reserve.person_id != by.id or reserve.state is ReserveState.WITHDRAWN:
        await _require_settler(store, decision, reserve, by=by, now=now)
        if reserve.proven:
            raise NotAllowed(
                f"Only {literal(reserve.name)} can take it back. `!objection note` records it as a "
                "dissenting view, `!objection uphold` puts the decision anew."
            )
    await _settle(store, decision, reserve, ReserveState.WITHDRAWN, by=by, now=now, why=why)
    if decision.finality is Finality.DISPUTED:
        await windows.go_on(store, decision, now=now)


async def _require_settler(
    store: Store, decision: Decision, reserve: Reserve, *, by: Person, now: datetime
) -> None:
    group = await decisions.group_of(store, decision)
    to = "settle objections to its decisions"
    await decisions.require(store, group, to, by=by, now=now)
    await store.decisions.lock(decision)
    if reserve.state is not ReserveState.OPEN:
        raise UserError(f"{reserve.kind.value.capitalize()} {reserve.number} is settled already.")


async def _settle(
    store: Store,
    decision: Decision,
    reserve: Reserve,
    state: ReserveState,
    *,
    by: Person,
    now: datetime,
    why: str,
) -> None:
    reserve.state, reserve.settled_at, reserve.why = state, now, why
    reserve.settled_by = await record_name(store, by, now=now)
    what = f"objection {reserve.number} {state.value}"
    await keep(store, "decision", decision, what, by=by, now=now, why=why)
