"""Waiting: what waits for the Secretariat, as numbered items that one reply can answer.

Each part of the work tells its own items: `PARTS` names the functions that do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from dcbot.message import literal, quoted
from dcbot.replies import BY_WORD
from dcbot.services import cycles, eligibility, groups, outputs, slot_calls, slot_decisions
from dcbot.services.evaluating import Evaluation, Verdict
from dcbot.services.moments import minute, zone_of
from dcbot.services.slot_decisions import Decided
from dcbot.services.slot_forms import LATE
from storage.cycles import Cycle
from storage.people import Person
from storage.slots import Result, SlotCall
from storage.store import Store


class Kind(StrEnum):
    """What an item is about."""

    SLOT = "slot"
    FACTS = "facts"
    RELEASE = "release"
    OUTPUT = "output"
    QUESTION = "question"


ANSWERS: Mapping[Kind, str] = {
    Kind.SLOT: "`accept`, `waitlist`, `decline: reason` or `ask: question`",
    Kind.FACTS: "`received report 2026 on 2 March 2026 https://…`, `no report 2026` or "
    "`waive: reason`",
    Kind.RELEASE: "`release`",
    Kind.OUTPUT: "`accept`",
    Kind.QUESTION: "`yes` or `no`",
}
"""What each kind of item can be answered."""


@dataclass(frozen=True)
class Item:
    """One thing that waits. `of` is the id of its row, `state` what it was like when it was listed,
    so that an answer to it as it was is told from one to it as it is."""

    kind: Kind
    of: int
    text: str
    state: Sequence[int] = ()

    def as_document(self) -> dict[str, Any]:
        """The form in which it is kept with the letter that told of it."""
        return {"kind": self.kind.value, "of": self.of, "state": list(self.state)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Item:
        """The item that was kept, without its words."""
        return cls(Kind(document["kind"]), document["of"], "", tuple(document["state"]))


@dataclass(frozen=True)
class Look:
    """Who looks at what waits, and when."""

    by: Person
    now: datetime


Part: TypeAlias = Callable[[Store, Look], Awaitable[Sequence[Item]]]


async def _calls(store: Store, look: Look) -> list[tuple[SlotCall, Cycle]]:
    """The calls of the cycle that goes on and of later ones, the earliest first."""
    rows = await store.slots.calls()
    if not rows:
        return []
    current = await cycles.current(store, now=look.now)
    found = [(row, await slot_calls.cycle_of(store, row)) for row in rows]
    return sorted((one for one in found if one[1].key >= current.key), key=lambda one: one[1].key)


def waits(one: Decided) -> bool:
    """Whether a request waits to be decided: it never was, or was changed since it was asked."""
    decision = one.decision
    if decision is None:
        return True
    return decision.result is Result.ASKED and decision.version < one.version.number


async def of_slots(store: Store, look: Look) -> list[Item]:
    """The requests that wait to be decided, each with what the rules say, and then what nobody has
    recorded that would decide the rules."""
    slots, missing = [], []
    for call, cycle in await _calls(store, look):
        every = [one for one in await slot_decisions.every(store, call) if waits(one)]
        ground = await eligibility.ground(store, cycle, by=look.by, now=look.now)
        for one in every:
            found = ground.evaluate(one.group.id, one.handle)
            number = one.decision.id if one.decision else 0
            state = (number, one.version.number)
            slots.append(Item(Kind.SLOT, one.request.id, _request(one, cycle, found), state))
            lacks = [what for result in found.results for what in result.missing]
            if lacks:
                text = f"{literal(one.handle)}, {literal(cycle.name)}: not recorded: "
                text += "; ".join(lacks)
                missing.append(Item(Kind.FACTS, one.request.id, text))
    return [*slots, *missing]


def _request(one: Decided, cycle: Cycle, found: Evaluation) -> str:
    title = quoted(str(one.version.fields.get("title", "")), 60)
    late = ""
    if one.request.late:
        why = str(one.version.fields.get(LATE, ""))
        late = f", late ({literal(why)})" if why else ", late"
    asked = ""
    if one.decision is not None:
        asked = f"; you asked: {literal(one.decision.why)}; it was changed since"
    rules = found.verdict.value
    if found.verdict is not Verdict.PASS:
        told = [r.sentence for r in found.results if r.verdict is found.verdict]
        rules = f"{rules}: {' '.join(told)}".rstrip(".")
    at = literal(cycle.name)
    return f"{literal(one.handle)} requests a slot at {at}, {title}{late}{asked}. Rules: {rules}."


async def of_releases(store: Store, look: Look) -> list[Item]:
    """What was decided of slots and waits for its release, an item for each call."""
    items = []
    for call, cycle in await _calls(store, look):
        decided = [one for one in await slot_decisions.every(store, call) if one.waits]
        if decided:
            told = "; ".join(
                f"{literal(one.handle)} {one.decision.result.value}"
                for one in decided
                if one.decision
            )
            text = f"Not released of the slots at {literal(cycle.name)}: {told}."
            state = tuple(one.decision.id for one in decided if one.decision)
            items.append(Item(Kind.RELEASE, call.id, text, state))
    return items


async def of_outputs(store: Store, look: Look) -> list[Item]:
    """The outputs of this cycle and of later ones that came after the freeze and are not taken
    in."""
    if not await store.cycles.all():
        return []
    current, items = await cycles.current(store, now=look.now), []
    for cycle in await store.cycles.all():
        if cycle.key < current.key:
            continue
        for output in await store.outputs.of_cycle(cycle.id):
            group = await store.groups.get(output.group_id)
            if group is None or output.withdrawn_at is not None:
                continue
            held = await outputs.held(store, group, cycle)
            if held is not None and held.versions and held.last.held:
                handle = (await groups.title(store, group)).handle
                came = minute(held.last.at, zone_of(look.by.zone))
                text = (
                    f"{outputs.called(held, handle)}: version {held.last.number} came after the "
                    f"freeze, {came}, and is in no release."
                )
                items.append(Item(Kind.OUTPUT, output.id, text, (held.last.number,)))
    return items


async def of_questions(store: Store, look: Look) -> list[Item]:
    """What this person was asked and has to say yes or no to."""
    items = []
    for one in await store.questions.waiting_for(look.by.id, look.now):
        letter = await store.outbox.by_key(one.letter_key)
        if set(one.accepts) != {"yes", "no"} or one.kind == BY_WORD or letter is None:
            continue
        first = next((line for line in letter.text.split("\n") if line.strip()), "")
        asked = minute(one.asked_at, zone_of(look.by.zone))
        text = f"You were asked on {asked}: {quoted(first.replace('*', ''))}"
        items.append(Item(Kind.QUESTION, one.id, text))
    return items


PARTS: tuple[Part, ...] = (of_slots, of_releases, of_outputs, of_questions)


async def items(store: Store, *, by: Person, now: datetime) -> list[Item]:
    """All that waits, in the order of its numbers."""
    look = Look(by, now)
    return [one for part in PARTS for one in await part(store, look)]


def told(waiting: Sequence[Item]) -> str:
    """The items with their numbers, and how they are answered."""
    lines = [f"{number}. {one.text}" for number, one in enumerate(waiting, 1)]
    kinds = [kind for kind in Kind if any(one.kind is kind for one in waiting)]
    by_kind = {kind: [n for n, one in enumerate(waiting, 1) if one.kind is kind] for kind in kinds}
    how = [f"- {spans(numbers)}: {ANSWERS[kind]}" for kind, numbers in by_kind.items()]
    count = f"{len(waiting)} thing{'s wait' if len(waiting) != 1 else ' waits'}"
    return "\n".join(
        [
            f"**{count} for the Secretariat:**",
            *lines,
            "",
            "Answer as many as you like in one reply, each with its number, such as "
            "`1 accept, 2 decline: no report came, 3 ask: which format?`. What can be answered:",
            *how,
        ]
    )


def spans(numbers: Sequence[int]) -> str:
    """The numbers in order, those that follow each other as 1–3."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
