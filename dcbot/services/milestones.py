"""Milestones: what the dates of a cycle mean for its outputs, as the Secretariat said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import countdown_plans, cycle_words, cycles, releases, standings
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.changes import Change
from storage.cycles import Cycle, CycleDate, DateKind
from storage.milestones import Milestone, Stage
from storage.outputs import OutputVersion
from storage.people import Person
from storage.store import Store

MEANS = {
    Stage.DRAFT: "a first version of each output is due",
    Stage.SECOND_DRAFT: "a second version is due",
    Stage.FREEZE: "outputs are frozen: what came until then is released",
    Stage.RELEASE: "all outputs become public at once",
}
_ALSO = {
    "first draft": Stage.DRAFT,
    "drafts": Stage.DRAFT,
    "second": Stage.SECOND_DRAFT,
    "second drafts": Stage.SECOND_DRAFT,
    "frozen": Stage.FREEZE,
    "publication": Stage.RELEASE,
}


def read_stage(words: str) -> Stage:
    """The stage that the words name; raises BadArgument."""
    said = fold(words)
    known = {fold(one.value): one for one in Stage} | _ALSO
    if said in known:
        return known[said]
    offers = listed([f"`{one}`" for one in Stage], "or")
    raise BadArgument(f"{quoted(words)} is no milestone: it can be {offers}.")


async def put(
    store: Store, cycle: Cycle, stage: Stage, what: str, *, by: Person, now: datetime
) -> CycleDate:
    """The stage of the cycle is at the date of that name, which is a deadline from then on.

    Raises NotAllowed, NotFound, Ambiguous or BadArgument.
    """
    to = "say what the dates of a cycle mean for outputs"
    await standings.require(store, by, Role.SECRETARIAT, None, to=to, now=now)
    row = await cycles.date_named(store, cycle, what)
    end = countdown_plans.ends_at(row)
    if row.withdrawn or end is None:
        raise BadArgument(f"{quoted(row.what)} is withdrawn, or its day is not known yet.")
    await _require_order(store, cycle, stage, row, now)
    name = await record_name(store, by, now=now)
    await store.milestones.put(
        Milestone(
            cycle_id=cycle.id,
            stage=stage,
            date_id=row.id,
            set_at=now,
            set_by=name,
            audience=Audience.PUBLIC,
            public_from=now,
        )
    )
    row.kind, row.edited = DateKind.DEADLINE, True
    store.changes.add(
        Change(
            subject="cycle date",
            subject_id=row.id,
            at=now,
            by_name=name,
            person_id=by.id,
            what=f"milestone of outputs: {stage}",
            audience=Audience.PUBLIC,
            public_from=now,
        )
    )
    await store.flush()
    await releases.settle(store, cycle.id, now=now)
    return row


async def _require_order(
    store: Store, cycle: Cycle, stage: Stage, row: CycleDate, now: datetime
) -> None:
    """Raise BadArgument where stages would not come in their order, or something would be released
    at once."""
    end = countdown_plans.ends_at(row)
    if stage is Stage.RELEASE and (row.at is None or row.at <= now):
        is_past = row.at is not None
        raise BadArgument(
            f"{quoted(row.what)} is {'past' if is_past else 'a day without a clock'}, and outputs "
            "become public at a moment that is to come. "
            f"`!cycle date {cycle.key} {row.what}: …` gives it one."
        )
    if stage is Stage.RELEASE and any(
        one.is_public(now) for one in await store.outputs.of_cycle(cycle.id)
    ):
        raise BadArgument(f"The outputs of {literal(cycle.name)} are public already.")
    order = list(Stage)
    for other, date in await store.milestones.of_cycle(cycle.id):
        its = countdown_plans.ends_at(date)
        if other.stage is stage or date.withdrawn or its is None or end is None:
            continue
        if (order.index(other.stage) < order.index(stage)) != (its <= end):
            raise BadArgument(
                f"{quoted(row.what)} is {cycle_words.words(row)}, and the {other.stage} is "
                f"{cycle_words.words(date)}; {listed([one.value for one in order])} come in this "
                "order."
            )


async def in_words(store: Store, cycle: Cycle, now: datetime) -> list[str]:
    """Each stage that has a date, a line each: when, what it means, and how long it still is."""
    lines = []
    for milestone, row in await store.milestones.of_cycle(cycle.id):
        left = countdown_plans.left_words(row, now)
        off = " (withdrawn)" if row.withdrawn else f" ({left})" if left else " (over)"
        lines.append(
            f"- {milestone.stage}: {cycle_words.words(row)}{off}. {literal(row.what)}: "
            f"{MEANS[milestone.stage]}."
        )
    return lines


def met_at(stage: Stage, versions: Sequence[OutputVersion], ends: releases.Ends) -> datetime | None:
    """When the versions of an output met the stage; None where they have not."""
    draft = ends.at(Stage.DRAFT)
    if stage is Stage.SECOND_DRAFT:
        met = [one for one in versions if one.number > 1 or (draft is not None and one.at > draft)]
    elif stage is Stage.DRAFT:
        met = list(versions)
    else:
        met = [one for one in versions if not one.held]
    return (met[0].taken_at or met[0].at) if met else None
