"""Decisions: written down or put to the group, provisional until nobody objects; found by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot import words
from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.message import quoted
from dcbot.services import groups, numbered, settings, standings, windows
from dcbot.services.changes import keep
from dcbot.services.naming import record_name
from storage.decisions import Decision as Decision
from storage.decisions import Finality as Finality
from storage.decisions import Outcome
from storage.groups import Group
from storage.people import Person
from storage.places import Place
from storage.searching import kept
from storage.store import Store

LONGEST = 1000
"""Characters of a decision."""


@dataclass(frozen=True)
class Taken:
    """What was decided, or is put to the group; `days` may differ from the group's window."""

    text: str
    call: bool = False
    days: int | None = None
    meeting_id: int | None = None


def read_text(said: str) -> str:
    """What is decided, on one line; raises BadArgument where it is nothing, or too long."""
    text = " ".join(said.split())
    if not text:
        raise BadArgument("What is decided is missing. Say it behind a colon.")
    if len(text) > LONGEST:
        raise BadArgument(
            f"{quoted(text)} has {len(text)} characters; a decision has {LONGEST} at most. Say it "
            "in fewer words, and link to the rest."
        )
    return text


async def require(store: Store, group: Group, to: str, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, which says who may, unless `by` may decide for the group."""
    least = await numbered.deciding_role(store, group)
    await standings.require(store, by, least, group, to=to, now=now)


async def add(
    store: Store, group: Group, taken: Taken, *, place: Place, by: Person, now: datetime
) -> Decision:
    """Write the decision down, or put it to the group, and begin its window.

    Raises NotAllowed or BadArgument.
    """
    to = "put decisions to the group" if taken.call else "write decisions of the group down"
    await require(store, group, to, by=by, now=now)
    decision = Decision(
        group_id=group.id,
        number=await next_number(store, group),
        text="",
        outcome=Outcome.OPEN if taken.call else Outcome.AGREED,
        finality=Finality.PROVISIONAL,
        decided_at=now,
        by_name=await record_name(store, by, now=now),
        person_id=by.id,
        meeting_id=taken.meeting_id,
        call=taken.call,
        **numbered.seen_by(group, place, now),
    )
    say(decision, read_text(taken.text))
    await store.decisions.add(decision)
    what = "put to the group" if taken.call else "written down"
    await keep(store, "decision", decision, what, by=by, now=now)
    days = await window_days(store, group) if taken.days is None else taken.days
    await windows.begin(store, decision, days, now=now)
    return decision


def say(decision: Decision, text: str) -> None:
    """The decision has these words from now on."""
    decision.text = text
    decision.tokens, decision.analyser = kept(words.tokens(text)), words.ANALYSER_VERSION


async def erase(store: Store, decision: Decision) -> None:
    """Take the words of the decision out for good, also of its history; its number stays."""
    say(decision, "")
    decision.proposal, decision.why = "", ""
    await store.changes.blank("decision", decision.id)
    await store.flush()


async def next_number(store: Store, group: Group) -> int:
    """The number that the group's next decision gets."""
    last = await store.decisions.last_number(group.id)
    return max(last, await numbered.reserved(store, group, "next_decision")) + 1


async def window_days(store: Store, group: Group) -> int:
    """For how many days the decisions of the group are provisional; 0 where they are not."""
    return int(await settings.value_of(store, group, "window") or 0)


async def withdraw(
    store: Store, decision: Decision, *, by: Person, now: datetime, why: str = ""
) -> None:
    """Those who decide take it back; it stays in the record as such.

    Raises NotAllowed, or UserError where it is settled already.
    """
    group = await group_of(store, decision)
    await require(store, group, "withdraw decisions of the group", by=by, now=now)
    await store.decisions.lock(decision)
    if decision.finality in (Finality.FINAL, Finality.WITHDRAWN):
        raise UserError(
            f"Decision {decision.number} is {decision.finality.value}. What is to be changed is "
            f"decided anew: `!decision call {await handle_of_group(store, group)}: …`."
        )
    decision.finality, decision.why, decision.ends_at = Finality.WITHDRAWN, why, None
    decision.settled_at = now
    decision.settled_by = await record_name(store, by, now=now)
    await keep(store, "decision", decision, "withdrawn", by=by, now=now, why=why)


async def group_of(store: Store, decision: Decision) -> Group:
    """The group whose decision it is."""
    found = await store.groups.get(decision.group_id)
    assert found is not None
    return found


async def handle_of_group(store: Store, group: Group) -> str:
    """What people call the group by."""
    return (await groups.title(store, group)).handle


async def handle(store: Store, decision: Decision) -> str:
    """What people call the decision by, behind that word: DCCG 3."""
    group = await group_of(store, decision)
    return f"{await handle_of_group(store, group)} {decision.number}"


async def one(store: Store, group: Group, number: int, *, by: Person, now: datetime) -> Decision:
    """The decision of the group with this number, where the person may see it; or NotFound."""
    found = await store.decisions.numbered(group.id, number)
    if found is None or not await numbered.may_see(store, found, by=by, now=now):
        name = await handle_of_group(store, group)
        raise NotFound(
            f"There is no decision {number} of {name} that you can see. `!decisions {name}` lists "
            "them."
        )
    return found
