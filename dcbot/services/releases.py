"""Releases: from when on each version of an output is public, as its cycle's dates have it.

No job releases anything: what is to be public holds the moment from which on it is, so that it is
public then whether the bot runs or not. What is public stays so, wherever the date moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import countdown_plans
from storage.base import Audience
from storage.cycles import CycleDate
from storage.milestones import Stage
from storage.outputs import Output, OutputVersion
from storage.store import Store

DUTY, OUTSTANDING = "tell of a release", "tell of what is outstanding"
AHEAD = (7, 1)
"""So many days ahead those are told who have not sent what is due."""
SENT = (Stage.DRAFT, Stage.SECOND_DRAFT, Stage.FREEZE)
"""The stages at which a coalition is to have sent something."""


@dataclass(frozen=True)
class Ends:
    """When each stage of a cycle is over; without those of which that is not known."""

    dates: dict[Stage, CycleDate]

    def at(self, stage: Stage) -> datetime | None:
        """The moment; of a day without a clock its end, but a release needs a moment."""
        row = self.dates.get(stage)
        if row is None or row.withdrawn:
            return None
        return row.at if stage is Stage.RELEASE else countdown_plans.ends_at(row)


async def ends(store: Store, cycle_id: int) -> Ends:
    """When the stages of the cycle are over, as its dates stand by now."""
    return Ends({one.stage: row for one, row in await store.milestones.of_cycle(cycle_id)})


async def settle(store: Store, cycle_id: int, *, now: datetime) -> None:
    """Let every version of the cycle's outputs be public from when it is to be. Whoever moves a
    date or sends a version at this moment waits for it, or is waited for."""
    await store.cycles.lock(cycle_id)
    dates = await ends(store, cycle_id)
    for output in await store.outputs.of_cycle(cycle_id):
        await _settle(store, output, dates, now)
    await _plan(store, cycle_id, dates, now)
    await store.flush()


async def settle_one(store: Store, output: Output, *, now: datetime) -> None:
    """The same of one output alone, where no date has moved."""
    await store.cycles.lock(output.cycle_id)
    await _settle(store, output, await ends(store, output.cycle_id), now)
    await store.flush()


async def _settle(store: Store, output: Output, dates: Ends, now: datetime) -> None:
    versions = await store.outputs.versions(output.id)
    _unhold(versions, dates.at(Stage.FREEZE))
    _publish(output, versions, dates.at(Stage.RELEASE), now)


async def _plan(store: Store, cycle_id: int, dates: Ends, now: datetime) -> None:
    """What is to be told of the dates as they are now is due in its time; jobs of dates as they
    were are void."""
    row, at = dates.dates.get(Stage.RELEASE), dates.at(Stage.RELEASE)
    if row is not None and at is not None and at > now:
        key = f"{DUTY}: cycle {cycle_id} rev {row.revision} at {at.isoformat()}"
        await store.timetable.add(key, DUTY, at, {"cycle": cycle_id, "revision": row.revision})
    for stage in SENT:
        row = dates.dates.get(stage)
        if row is None or row.withdrawn:
            continue
        given = {"cycle": cycle_id, "stage": stage.value, "revision": row.revision}
        key = f"{OUTSTANDING}: {stage} of cycle {cycle_id}, date {row.id} rev {row.revision}"
        for days in AHEAD:
            due = countdown_plans.moment(row, days)
            if due is not None and due > now:
                await store.timetable.add(f"{key}, {days} days", OUTSTANDING, due, given)


def _unhold(versions: Sequence[OutputVersion], freeze: datetime | None) -> None:
    """What came before the freeze as it is now is held no more."""
    for one in versions:
        if one.held and (freeze is None or one.at <= freeze):
            one.held = False


def _publish(
    output: Output, versions: Sequence[OutputVersion], release: datetime | None, now: datetime
) -> None:
    released = released_version(versions)
    for one in versions:
        if one.is_public(now) and output.withdrawn_at is None:
            continue
        shown = one is released and output.withdrawn_at is None and release is not None
        one.audience = Audience.PUBLIC if shown else Audience.PRIVATE
        one.public_from = max(release, one.taken_at or one.at) if shown and release else None
    if not output.is_public(now):
        open_ = released if released is not None and output.withdrawn_at is None else None
        output.audience = open_.audience if open_ else Audience.PRIVATE
        output.public_from = open_.public_from if open_ else None


def released_version(versions: Sequence[OutputVersion]) -> OutputVersion | None:
    """The version that a release shows: the last that is not held."""
    counted = [one for one in versions if not one.held]
    return counted[-1] if counted else None


async def follow(store: Store, row: CycleDate, *, now: datetime) -> None:
    """A date has moved or was withdrawn: what it says of outputs holds as it is now."""
    if await store.milestones.at_date(row.id):
        await settle(store, row.cycle_id, now=now)


async def require_to_come(
    store: Store, row: CycleDate, at: datetime | None, *, now: datetime
) -> None:
    """Raise BadArgument where the date is that of a release and the new moment would release at
    once, or is no moment."""
    if not any(one.stage is Stage.RELEASE for one in await store.milestones.at_date(row.id)):
        return
    if at is None:
        raise BadArgument(
            f"{quoted(row.what)} is when outputs become public, so it needs a clock and a zone, "
            "such as 12:00 UTC."
        )
    if at <= now and (row.at is None or row.at > now):
        raise BadArgument(
            f"{quoted(row.what)} is when outputs become public; at a moment that is past they "
            "would be public at once. Say one that is to come."
        )


async def stays_public(store: Store, row: CycleDate, *, now: datetime) -> int:
    """How many outputs are public already of the cycle whose release this date is; none for any
    other date."""
    if not any(one.stage is Stage.RELEASE for one in await store.milestones.at_date(row.id)):
        return 0
    return sum(one.is_public(now) for one in await store.outputs.of_cycle(row.cycle_id))
