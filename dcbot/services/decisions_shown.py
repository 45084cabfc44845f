"""Decisions shown: one with all that was said against it, and those of a group or about words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot import words as analyser
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import decisions, numbered, objections, places, ranking, windows
from dcbot.services.askers import Spoken
from dcbot.services.moments import day
from storage.decisions import Decision, Finality, Outcome, Reserve, ReserveState
from storage.groups import Group
from storage.places import Place
from storage.store import Store

_SMALL_WORDS = """
the a an of for by about on in are is was were did do does we they you i it decide decided decision
decisions agree agreed what which list show that this to regarding concerning with our have has been
any anything something ever already
"""
_SMALL = frozenset(_SMALL_WORDS.split())
MOST = 15
"""So many are listed at once."""


@dataclass(frozen=True)
class Listing:
    """What was found, in lines; `secret` where not everybody in the place may read it."""

    lines: Sequence[str]
    secret: bool = False
    found: int = 0


async def listing(spoken: Spoken, said: str) -> Listing:
    """The decisions of the group that is named, or of the place; about the words, where some are
    left. Only what the person may see is told."""
    store, now = spoken.store, spoken.now
    group, rest = await numbered.take_group(store, said)
    about = " ".join(word for word in rest.split() if fold(word) not in _SMALL).strip(" ?.!,")
    if group is None and not about:
        group = await places.group_of(store, spoken.place) or await store.groups.coordination()
    rows = await _rows(store, group, about)
    seen = [one for one in rows if await numbered.may_see(store, one, by=spoken.person, now=now)]
    head = await _head(store, group, about)
    if not seen:
        return Listing([f"{head}: none."])
    lines = [await line(store, one, of=group is None) for one in seen[:MOST]]
    more = [f"{len(seen) - MOST} older ones are not shown."] if len(seen) > MOST else []
    secret = any(is_secret(one, spoken.place, now=now) for one in seen)
    return Listing([f"{head}: {len(seen)}.", *lines, *more], secret, len(seen))


async def _rows(store: Store, group: Group | None, about: str) -> list[Decision]:
    if not about:
        return await store.decisions.of_group(group.id) if group else []
    readings = analyser.variants(about)
    found = await store.decisions.holding(ranking.every(readings), [group.id] if group else None)
    return ranking.best(found, readings)


async def _head(store: Store, group: Group | None, about: str) -> str:
    of = f" of {literal(await decisions.handle_of_group(store, group))}" if group else ""
    return f"Decisions{of}{f' about {quoted(about)}' if about else ''}"


def is_secret(decision: Decision, place: Place, *, now: datetime) -> bool:
    """Whether others in the place might read it who may not."""
    return not decision.is_public(now) and places.heard_outside(place, decision.group_id)


async def line(store: Store, decision: Decision, *, of: bool = False) -> str:
    """The decision in one line of a list; with its group where that is not plain."""
    name = await decisions.handle(store, decision) if of else str(decision.number)
    state = ", ".join([outcome(decision), *standing(decision)])
    at = day(decision.decided_at)
    return f"- {literal(name)}, {at}: {literal(decision.text)} ({state})"


def outcome(decision: Decision) -> str:
    """How it came out, in words."""
    return "put to the group" if decision.outcome is Outcome.OPEN else decision.outcome.value


def standing(decision: Decision) -> Iterator[str]:
    """Whether it stands, in words; nothing where that is not known."""
    match decision.finality:
        case Finality.PROVISIONAL if decision.ends_at is not None:
            yield f"provisional until {day(decision.ends_at)}"
        case Finality.DISPUTED:
            yield "held by an objection"
        case Finality.FINAL | Finality.WITHDRAWN:
            yield decision.finality.value


async def whole(store: Store, decision: Decision) -> list[str]:
    """All that is known of the decision, with what was said against it and its history."""
    name = literal(await decisions.handle(store, decision))
    taken = f"{day(decision.decided_at)}, written down by {literal(decision.by_name)}"
    if meeting := await numbered.meeting_words(store, decision.meeting_id):
        taken = f"{literal(meeting)}, {taken}"
    lines = [
        f"**Decision {name} ({outcome(decision)})**: {literal(decision.text)}",
        *([f"- proposed: {literal(decision.proposal)}"] if decision.proposal else []),
        f"- {taken}",
        *[f"- {words}" for words in _stands(decision)],
    ]
    if await windows.was_recalled(store, decision):
        lines.append("- what was to tell its places of the window was recalled")
    every = (await store.decisions.reserves([decision.id]))[decision.id]
    return [*lines, *[f"- {await _reserve(store, one)}" for one in every]]


def _stands(decision: Decision) -> Iterator[str]:
    settled = day(decision.settled_at) if decision.settled_at else ""
    match decision.finality:
        case Finality.PROVISIONAL if decision.ends_at is not None:
            until = windows.until_words(decision)
            yield f"provisional until {until}; `!object` and its number holds it"
        case Finality.DISPUTED:
            yield "held by an objection that nobody has settled"
        case Finality.FINAL:
            yield f"final since {settled}"
        case Finality.WITHDRAWN:
            why = f": {literal(decision.why)}" if decision.why else ""
            yield f"withdrawn on {settled} by {literal(decision.settled_by)}{why}"


async def _reserve(store: Store, reserve: Reserve) -> str:
    said = await objections.words(store, reserve)
    if reserve.settled_at is None:
        state = "; nobody has settled it" if reserve.state is ReserveState.OPEN else ""
        return f"{said} ({day(reserve.at)}{state})"
    became = {
        ReserveState.RECORDED: "found not to change the substance",
        ReserveState.UPHELD: "upheld, so that the decision was put anew",
        ReserveState.WITHDRAWN: "withdrawn",
        ReserveState.OPEN: "",
    }[reserve.state]
    why = f": {literal(reserve.why)}" if reserve.why else ""
    by = f"by {literal(reserve.settled_by)} on {day(reserve.settled_at)}"
    return f"{said} ({day(reserve.at)}; {became} {by}{why})"
