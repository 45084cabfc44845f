"""Windows: how long those who could not attend may object to a decision, and what comes then."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.message import literal
from dcbot.services import changes, groups, numbered, places, postings, questions
from dcbot.services.changes import keep
from dcbot.services.moments import minute, zone_of
from storage.decisions import Decision, Finality, Outcome, ReserveState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.postings import Posting as Posting
from storage.postings import PostingKind, PostingState
from storage.store import Store
from storage.timetable import Job

DUTY = "end of window"
USUAL_DAYS = 14
"""So long a call lasts where the group has no window: the coordination group's own procedure of
2017 says two weeks."""
MOST_A_WEEK = 3
"""Of so many decisions that people put or write down, lists are told in seven days; of more the
rooms alone."""
MENDED = timedelta(days=3)
_LOST = "the bot was restored from a backup when it ended"
OBJECTIONS = "objections"
"""The kind of the question in which a place is told of a window; whoever replies may object."""


async def begin(store: Store, decision: Decision, days: int, *, now: datetime) -> None:
    """The window begins, or begins anew, for so many days; with none the decision is final."""
    decision.window += 1
    decision.window_days, decision.began_at = days, now
    if not days:
        await _finish(store, decision, now=now)
        return
    decision.finality, decision.ends_at = Finality.PROVISIONAL, now + timedelta(days=days)
    await _plan(store, decision)


async def _plan(store: Store, decision: Decision) -> None:
    assert decision.ends_at is not None
    at = decision.ends_at.isoformat()
    await store.timetable.add(
        f"end of window {decision.window} of decision {decision.id} at {at}",
        DUTY,
        decision.ends_at,
        {"decision": decision.id, "window": decision.window},
    )
    await store.flush()


async def end(store: Store, job: Job, now: datetime) -> None:
    """The duty: nobody objected, or what was objected is settled, so that it is final."""
    decision = await store.decisions.get(job.arguments["decision"])
    if decision is None or decision.window != job.arguments["window"]:
        return
    await store.decisions.lock(decision)
    if decision.finality is not Finality.PROVISIONAL:
        # Whoever settles the objections ends it.
        return
    if await was_recalled(store, decision):
        # Nobody was told of it, so that nobody could object.
        decision.ends_at = None
        return
    await _finish(store, decision, now=now)
    if decision.call:
        await announce(
            store, decision, await _ended_text(store, decision), "ends", by=None, now=now
        )


async def mend(store: Store, *, now: datetime) -> None:
    """Windows whose end nobody saw, since a backup was restored, last three days more: what was
    objected meanwhile may be lost, and can be said again."""
    for decision in await store.decisions.left_open(now - timedelta(days=1)):
        decision.ends_at = now + MENDED
        await keep(store, "decision", decision, "window lengthened", by=None, now=now, why=_LOST)
        await _plan(store, decision)


async def go_on(store: Store, decision: Decision, *, now: datetime) -> None:
    """No objection is open any more: the window goes on, or ends where its time is over."""
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    if any(one.state is ReserveState.OPEN for one in every):
        return
    decision.finality = Finality.PROVISIONAL
    if decision.ends_at is not None and decision.ends_at <= now:
        await _finish(store, decision, now=now)
    await store.flush()


async def _finish(store: Store, decision: Decision, *, now: datetime) -> None:
    if decision.outcome is Outcome.OPEN:
        decision.outcome = Outcome.AGREED
    decision.finality, decision.settled_at = Finality.FINAL, now
    decision.settled_by = changes.BOT
    if decision.ends_at is not None:
        await keep(store, "decision", decision, "final", by=None, now=now)
    await store.flush()


async def announce(
    store: Store,
    decision: Decision,
    text: str,
    what: str,
    *,
    by: Person | None,
    now: datetime,
) -> Posting | None:
    """Tell the group's rooms and lists; None where it has none that may hear of it."""
    group = await store.groups.get(decision.group_id)
    there = await places_of(store, decision)
    if by is not None and await _enough_for_lists(store, decision, now=now):
        there = [one for one in there if one.kind is not PlaceKind.LIST]
    if group is None or not there:
        return None
    handle = (await groups.title(store, group)).handle
    draft = postings.Draft(
        kind=PostingKind.DECISION,
        group=group,
        places=there,
        text=text,
        subject=f"{handle}: decision {decision.number}",
        key=key_of(decision, what),
        about=f"decision {decision.id}",
    )
    return await postings.hold(store, draft, by=by, now=now)


async def _enough_for_lists(store: Store, decision: Decision, *, now: datetime) -> bool:
    """Whether the group's lists were told of as many decisions as they are in a week."""
    since = now - timedelta(days=7)
    used = await store.postings.to_lists(decision.group_id, PostingKind.DECISION, since)
    return len([one for one in used if one.person_id is not None]) >= MOST_A_WEEK


def key_of(decision: Decision, what: str) -> str:
    """What a posting about the decision is known by."""
    return f"decision {decision.id}, window {decision.window} {what}"


async def places_of(store: Store, decision: Decision) -> list[Place]:
    """The rooms and lists of the group in which the bot is and that may hear of it."""
    found = await places.shared_of(store, decision.group_id)
    return [one for one in found if numbered.may_hear(one, decision.audience)]


async def invite(store: Store, decision: Decision, *, by: Person, now: datetime) -> Posting | None:
    """Tell the group's places of the window, and take their replies as long as it is open."""
    assert decision.ends_at is not None
    text = await _begun_text(store, decision)
    posting = await announce(store, decision, text, "begins", by=by, now=now)
    if posting is None:
        return None
    for place in await places_of(store, decision):
        questions.ask_place(
            store,
            place,
            OBJECTIONS,
            {"decision": decision.id},
            key=f"{posting.key} → {place.transport} {place.address}",
            until=decision.ends_at,
            now=now,
        )
    await store.flush()
    return posting


async def was_recalled(store: Store, decision: Decision) -> bool:
    """Whether whoever opened the window recalled what was to tell of it."""
    found = await store.postings.about(f"decision {decision.id}")
    begun = [one for one in found if key_of(decision, "begins") in one.key]
    return bool(begun) and begun[-1].state is PostingState.RECALLED


async def _begun_text(store: Store, decision: Decision) -> str:
    name = await _name(store, decision)
    until = until_words(decision)
    by, text = literal(decision.by_name), literal(decision.text)
    if decision.call:
        again = "put to the group again" if decision.window > 1 else "put to the group"
        head = f"**Decision {name}, {again} by {by}:** {text}"
        then = "If nobody does, it is agreed."
    else:
        again = ", in new words" if decision.window > 1 else ""
        head = f"**Decision {name} ({decision.outcome.value}{again}):** {text}"
        then = "Then it is final."
    return (
        f"{head}\n\nWho has an objection to its substance says so until {until}: reply with "
        f"“object:” and the reason, or say `!object {name}: why`. A view that is to stand in it "
        f"without holding it is said with `!dissent {name}: …`. {then}"
    )


async def _ended_text(store: Store, decision: Decision) -> str:
    name, every = await _name(store, decision), await store.decisions.reserves([decision.id])
    stand = [one for one in every[decision.id] if one.state is ReserveState.RECORDED]
    views = f" {len(stand)} dissenting view{'s' if len(stand) > 1 else ''} stand" if stand else ""
    with_views = f"{views}{'s' if len(stand) == 1 else ''} in it." if stand else ""
    return (
        f"**Decision {name} is agreed and final:** {literal(decision.text)}\n\nNo objection is "
        f"open.{with_views} `!decision {name}` shows all of it."
    )


async def _name(store: Store, decision: Decision) -> str:
    group = await store.groups.get(decision.group_id)
    assert group is not None
    return f"{literal((await groups.title(store, group)).handle)} {decision.number}"


def until_words(decision: Decision) -> str:
    """When the window ends, in words."""
    assert decision.ends_at is not None
    return minute(decision.ends_at, zone_of("UTC"))
