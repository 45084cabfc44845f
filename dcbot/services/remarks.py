"""Remarks: what people want changed in minutes waits for those who decide, and is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.errors import NotFound, UserError
from dcbot.message import literal, quoted
from dcbot.services import drafts_told, letters, minutes
from dcbot.services.meeting_rules import CORRECTING
from dcbot.services.naming import record_name
from storage.journals import Journal
from storage.minutes import Remark, RemarkState
from storage.people import Person
from storage.store import Store

MOST = 20
"""So many remarks of one person are kept on the minutes of one meeting."""
LONGEST = 2000
"""Characters of one remark."""


async def keep(
    store: Store, journal: Journal, words: str, by: Person, proven: bool, *, now: datetime
) -> Remark:
    """Keep what somebody wants changed, each wish once."""
    text = " ".join(words.split())[:LONGEST]
    every = await store.minutes.remarks(journal.id)
    for known in every:
        same = known.person_id == by.id and known.text == text
        if same and known.state is RemarkState.OPEN:
            known.proven = known.proven or proven
            return known
    if len([one for one in every if one.person_id == by.id]) >= MOST:
        raise UserError(
            f"{MOST} remarks of yours on these minutes are kept already. Write the rest to those "
            "who decide, in one letter."
        )
    remark = Remark(
        journal_id=journal.id,
        number=await store.minutes.next_remark(journal.id),
        text=text,
        name=await record_name(store, by, now=now),
        at=now,
        person_id=by.id,
        proven=proven,
    )
    await store.minutes.add(remark)
    return remark


async def tell(store: Store, journal: Journal, kept: Sequence[Remark], *, now: datetime) -> None:
    """Those who decide are told of remarks, all of one message in one letter."""
    name = literal(await minutes.handle(store, journal))
    lines = [drafts_told.remark_line(one) for one in kept]
    text = "\n".join(
        [
            f"Corrections are asked for in the minutes of {name}:",
            *lines,
            f"`!minutes accept {name} {kept[0].number}` takes one in, `!minutes decline {name} "
            f"{kept[0].number}: why` does not.",
        ]
    )
    for person in await drafts_told.deciders(store, journal, CORRECTING, now=now):
        if person.id != kept[0].person_id:
            key = f"remark {kept[0].id} → person {person.id}"
            subject = f"{name}: corrections"
            await letters.if_reachable(store, person, text, key=key, now=now, subject=subject)


async def find(store: Store, journal: Journal, number: int) -> Remark:
    """The open remark with this number; raises NotFound."""
    for one in await store.minutes.remarks(journal.id, RemarkState.OPEN):
        if one.number == number:
            return one
    name = await minutes.handle(store, journal)
    raise NotFound(f"No remark {number} on the minutes of {name} is open.")


async def decline(
    store: Store, journal: Journal, remark: Remark, *, by: Person, now: datetime, why: str
) -> None:
    """The remark changes nothing, for this reason; its author may so take it back."""
    if remark.person_id != by.id:
        to = "settle remarks on minutes"
        await minutes.require_deciding(store, journal, to, CORRECTING, by=by, now=now)
        await settle(store, remark, RemarkState.DECLINED, by=by, now=now, why=why)
        await _answered(store, journal, remark, now=now)
        return
    await settle(store, remark, RemarkState.WITHDRAWN, by=by, now=now, why=why)


async def settle(
    store: Store, remark: Remark, state: RemarkState, *, by: Person, now: datetime, why: str
) -> None:
    """That is what became of the remark, and whose word it is."""
    remark.state, remark.settled_at, remark.why = state, now, why
    remark.settled_by = await record_name(store, by, now=now)
    await store.flush()


async def _answered(store: Store, journal: Journal, remark: Remark, *, now: datetime) -> None:
    author = await store.people.get(remark.person_id) if remark.person_id else None
    if author is None or author.forgotten_at is not None:
        return
    name = literal(await minutes.handle(store, journal))
    why = f": {literal(remark.why)}" if remark.why else ""
    text = (
        f"Your remark on the minutes of {name} was declined by {literal(remark.settled_by)}{why}. "
        f"It was: {quoted(remark.text, 300)}"
    )
    key = f"remark {remark.id} declined"
    subject = f"{name}: your remark"
    await letters.if_reachable(store, author, text, key=key, now=now, subject=subject)
