"""Objections: what is said against a decision in its window, and who settles it how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.message import literal, quoted
from dcbot.record.powers import Who
from dcbot.roles import Assurance, Role
from dcbot.services import (
    actions,
    amending,
    decisions,
    groups,
    letters,
    numbered,
    windows,
)
from dcbot.services.changes import keep
from dcbot.services.naming import record_name
from storage.decisions import Decision, Finality, ReserveState
from storage.decisions import Reservation as Reservation
from storage.decisions import Reserve as Reserve
from storage.groups import Group
from storage.journals import Journal
from storage.people import Person
from storage.places import PlaceKind
from storage.store import Store

LONGEST = 2000
"""Characters of a reservation."""


@dataclass(frozen=True)
class Said:
    """What somebody says against a decision, for whom, and whether it is proven that they do."""

    kind: Reservation
    text: str
    coalition: str = ""
    stakeholders: str = ""
    proven: bool = True


def read_text(said: str) -> str:
    """The reason, on one line; raises BadArgument where it is nothing, or too long."""
    text = " ".join(said.split())
    if not text:
        raise BadArgument("Why? The reason is recorded in the decision. Say it behind a colon.")
    if len(text) > LONGEST:
        raise BadArgument(
            f"That has {len(text)} characters; {LONGEST} are recorded. Say it in fewer words, and "
            "link to the rest."
        )
    return text


async def add(
    store: Store, decision: Decision, said: Said, *, by: Person, now: datetime
) -> Reserve:
    """Record it in the decision; an objection holds it until somebody settles that.

    Who takes part in the group's meetings may. Raises NotAllowed, BadArgument, or UserError where
    the decision is settled.
    """
    group, text = await decisions.group_of(store, decision), read_text(said.text)
    await actions.require_part(store, group, "object to decisions of the group", by=by, now=now)
    await store.decisions.lock(decision)
    await _require_window(store, decision)
    if known := await _said_before(store, decision, said, text, by):
        if said.proven and not known.proven:
            known.text = text
            await confirm(store, decision, known, by=by, now=now)
        return known
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    holds = said.kind is Reservation.OBJECTION
    coalition = said.coalition or await _coalition(store, by, group, now=now)
    line = await _in_journal(store, decision, said, coalition, by=by, now=now)
    reserve = Reserve(
        decision_id=decision.id,
        number=max((one.number for one in every), default=0) + 1,
        kind=said.kind,
        text=text,
        name=await record_name(store, by, now=now),
        at=now,
        state=ReserveState.OPEN if holds else ReserveState.RECORDED,
        person_id=by.id,
        coalition=coalition,
        stakeholders=said.stakeholders,
        window=decision.window,
        line=line,
        proven=said.proven,
        audience=decision.audience,
        public_from=decision.public_from,
    )
    await store.decisions.add(reserve)
    await new_version(store, decision, f"{reserve.kind.value} {reserve.number} to", by=by, now=now)
    await _has_come(store, decision, reserve, by=by, now=now)
    return reserve


async def _in_journal(
    store: Store, decision: Decision, said: Said, coalition: str, *, by: Person, now: datetime
) -> int | None:
    """Write it into the journal of the meeting that took the decision, so that it stands in the
    minutes; returns the number of its line."""
    journal = await journal_of(store, decision)
    if journal is None:
        return None
    of = ", ".join(filter(None, [coalition, said.stakeholders]))
    text = f"{said.kind.value.capitalize()}{f' ({of})' if of else ''}: {read_text(said.text)}"
    assurance = Assurance.STRONG if said.proven else Assurance.WEAK
    author = amending.Author(by, Who.ANYONE, by_mail=not said.proven, assurance=assurance)
    lines = [amending.Line(text, decision.line)]
    return await amending.write(store, journal, lines, author, now=now)


async def journal_of(store: Store, decision: Decision) -> Journal | None:
    """The journal whose minutes hold the decision, once there are any."""
    journal = await store.journals.get(decision.journal_id) if decision.journal_id else None
    made = await store.minutes.current(journal.id) if journal else None
    return journal if made is not None and decision.line is not None else None


async def new_version(
    store: Store, decision: Decision, what: str, *, by: Person, now: datetime
) -> None:
    """The minutes that hold the decision have a new version: `what`, such as “objection 1 to”."""
    journal = await journal_of(store, decision)
    if journal is not None:
        why = f"{what} decision {decision.number}"
        await amending.new_version(store, journal, why, by=by, now=now)


async def _require_window(store: Store, decision: Decision) -> None:
    if decision.finality in (Finality.PROVISIONAL, Finality.DISPUTED):
        return
    name = await decisions.handle(store, decision)
    handle = name.rpartition(" ")[0]
    raise UserError(
        f"Decision {name} is {decision.finality.value}; its window is over. What is to be changed "
        f"is decided anew: `!decision call {handle}: …`, or at the next meeting."
    )


async def _said_before(
    store: Store, decision: Decision, said: Said, text: str, by: Person
) -> Reserve | None:
    """What the person has said already: the same words, or an objection that is not proven."""
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    mine = [one for one in every if one.person_id == by.id and one.kind is said.kind]
    # Mails in somebody's name do not pile up in the decision.
    unproven = [one for one in mine if not one.proven and one.state is ReserveState.OPEN]
    same = [one for one in mine if one.text == text and one.state is not ReserveState.WITHDRAWN]
    return next(iter([*unproven, *same]), None)


async def confirm(
    store: Store, decision: Decision, reserve: Reserve, *, by: Person, now: datetime
) -> None:
    """It is proven to be that of `by`. Raises NotFound where it is another's."""
    if reserve.person_id != by.id:
        raise NotFound("That objection is in somebody else's name.")
    if not reserve.proven:
        reserve.proven = True
        what = f"{reserve.kind.value} {reserve.number} proven"
        await keep(store, "decision", decision, what, by=by, now=now)


async def _coalition(store: Store, by: Person, group: Group, *, now: datetime) -> str:
    """The one group below this one for which the person speaks; empty where it is not plain."""
    below = {one.id: one for one in await store.groups.children(group.id)}
    held = await store.people.standings(now, person_id=by.id)
    theirs = {one.group_id for one in held if one.group_id in below and one.role >= Role.MEMBER}
    found = [below[number] for number in theirs if number is not None]
    return (await groups.title(store, found[0])).handle if len(found) == 1 else ""


async def _has_come(
    store: Store, decision: Decision, reserve: Reserve, *, by: Person, now: datetime
) -> None:
    """Those who decide are told of what has come, and the group's rooms of an objection."""
    if reserve.kind is not Reservation.OBJECTION:
        await keep(store, "decision", decision, reserve.kind.value, by=by, now=now)
        return
    decision.finality = Finality.DISPUTED
    await keep(store, "decision", decision, "objection", by=by, now=now)
    name = literal(await decisions.handle(store, decision))
    text = f"{await words(store, reserve)}\n\n{_ways_out(name, reserve)}"
    group = await decisions.group_of(store, decision)
    held = await store.people.standings(now, group_ids=[group.id])
    least = await numbered.deciding_role(store, group)
    deciding = {one.person_id for one in held if one.role >= least}
    if decision.person_id is not None:
        deciding.add(decision.person_id)
    key = f"objection {reserve.id}"
    head = f"**Decision {name} is held.** "
    for number in sorted(deciding - {by.id}):
        person = await store.people.get(number)
        if person is not None and person.forgotten_at is None:
            await letters.if_reachable(
                store,
                person,
                head + text,
                key=f"{key} → person {number}",
                now=now,
                subject=f"Decision {name}",
            )
    rooms = await windows.places_of(store, decision) if reserve.proven else []
    for room in rooms:
        if room.kind is PlaceKind.ROOM:
            said = head + await words(store, reserve)
            await letters.to_place(store, room, said, key=f"{key} → {room.id}", now=now)


def _ways_out(name: str, reserve: Reserve) -> str:
    which = f"{name} {reserve.number}"
    return (
        f"Who decides settles it: `!objection uphold {which}: ` and new words of the decision, "
        f"where it changes the substance, so that the window begins anew; or `!objection note "
        f"{which}: why`, where it does not, so that it stands in the decision as a dissenting view."
    )


async def words(store: Store, reserve: Reserve) -> str:
    """The reservation in a sentence."""
    # What a scribe wrote down as a coalition's is that coalition's.
    group = "" if reserve.coalition == reserve.name else reserve.coalition
    of = ", ".join(filter(None, [group, reserve.stakeholders]))
    who = f"{literal(reserve.name)}{f' ({literal(of)})' if of else ''}"
    unproven = "" if reserve.proven else ", by a mail that does not prove who wrote it"
    kind = reserve.kind.value.capitalize()
    return f"{kind} {reserve.number} by {who}{unproven}: {quoted(reserve.text, LONGEST)}"
