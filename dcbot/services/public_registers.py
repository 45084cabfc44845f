"""The registers that everybody may read: decisions and actions, each with where it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dcbot.services.groups import Title
from dcbot.services.moments import day
from storage.actions import Action, ActionOwner, ActionState
from storage.decisions import Decision, Reserve
from storage.groups import Group
from storage.meetings import Meeting
from storage.store import PublicStore


@dataclass(frozen=True)
class Taken:
    """Where a decision was taken or an action given; `sitting` is None where no minutes of it are
    public, and `meeting` where it was by message."""

    title: Title
    meeting: Meeting | None = None
    sitting: int | None = None


@dataclass(frozen=True)
class Decided:
    """A decision, where it was taken, and what was said against it."""

    row: Decision
    taken: Taken
    reserves: Sequence[Reserve]

    @property
    def taken_at(self) -> datetime:
        """When it was taken."""
        return self.row.decided_at


@dataclass(frozen=True)
class Given:
    """An action, where it was given, and whose it is."""

    row: Action
    taken: Taken
    owners: Sequence[ActionOwner]

    @property
    def taken_at(self) -> datetime:
        """When it was given."""
        return self.row.given_at


async def decisions(
    store: PublicStore, group: Group | None = None, year: int | None = None, most: int | None = None
) -> list[Decided]:
    """The decisions of the group or of all, of a year where one is given, newest first."""
    rows = await store.decisions.lately(group.id if group else None, _span(year), most)
    return await with_places(store, rows)


async def changed_decisions(
    store: PublicStore, group: Group | None = None, *, most: int
) -> list[Decided]:
    """The decisions that were taken, became final or were withdrawn last, newest first."""
    return await with_places(
        store, await store.decisions.changed(group.id if group else None, most)
    )


async def with_places(store: PublicStore, rows: Sequence[Decision]) -> list[Decided]:
    """These decisions, each with where it was taken and what was said against it."""
    reserves = await store.decisions.reserves([one.id for one in rows])
    taken = await _taken(store, rows)
    return [
        Decided(row, where, reserves[row.id])
        for row, where in zip(rows, taken, strict=True)
        if where
    ]


async def actions(
    store: PublicStore, group: Group | None = None, year: int | None = None
) -> list[Given]:
    """The actions of the group or of all: those of a year, newest first, or those that are open,
    whose due dates come first."""
    states = (ActionState.OPEN,) if year is None else ()
    rows = await store.actions.lately(group.id if group else None, _span(year), *states)
    if year is None:
        rows.sort(key=lambda one: (one.due_at is None, one.due_at or one.given_at))
    return await with_owners(store, rows)


async def all_actions(store: PublicStore, group: Group | None = None) -> list[Given]:
    """All actions of the group or of all, newest first."""
    return await with_owners(store, await store.actions.lately(group.id if group else None))


async def changed_actions(
    store: PublicStore, group: Group | None = None, *, most: int
) -> list[Given]:
    """The actions that were given or closed last, newest first."""
    return await with_owners(store, await store.actions.changed(group.id if group else None, most))


async def with_owners(store: PublicStore, rows: Sequence[Action]) -> list[Given]:
    """These actions, each with where it was given and whose it is."""
    owners = await store.actions.owners([one.id for one in rows])
    taken = await _taken(store, rows)
    return [
        Given(row, where, owners[row.id]) for row, where in zip(rows, taken, strict=True) if where
    ]


async def years(store: PublicStore, of: str, group: Group | None = None) -> list[int]:
    """The years from the first to the last of the decisions or actions (`of`), newest first."""
    ends = await getattr(store, of).ends(group.id if group else None)
    return list(range(ends[1].year, ends[0].year - 1, -1)) if ends else []


def fate(row: Action, now: datetime) -> str:
    """What has become of the action, in words: open, due 1 December 2026."""
    due = f"due {row.due}" if row.due else ""
    if row.due_local is not None:
        due = f"due {day(row.due_local)}"
    if row.state is ActionState.OPEN:
        late = row.due_at is not None and row.due_at <= now
        return ", ".join(filter(None, ["overdue" if late else "open", due]))
    closed = f" on {day(row.closed_at)}" if row.closed_at else ""
    return f"{row.state.value}{closed}"


def _span(year: int | None) -> tuple[datetime, datetime] | None:
    if year is None:
        return None
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


async def _taken(
    store: PublicStore, rows: Sequence[Decision] | Sequence[Action]
) -> list[Taken | None]:
    """Where each was taken; None for one of a group that is not public."""
    named = await store.groups.with_names({one.group_id for one in rows})
    titles = {number: Title(*group_and_names) for number, group_and_names in named.items()}
    ids = {one.meeting_id for one in rows if one.meeting_id is not None}
    meetings = {one.id: one for one in await store.meetings.of_ids(ids)}
    journals = await store.recorded.sittings(ids)
    recorded = {meeting for _, meeting, _, minuted in journals if minuted}
    sittings = {journal: number for journal, _, number, _ in journals}

    def where(row: Decision | Action) -> Taken | None:
        title = titles.get(row.group_id)
        meeting = meetings.get(row.meeting_id or 0)
        if title is None:
            return None
        if meeting is None:
            return Taken(title)
        with_minutes = meeting.id in recorded and row.journal_id is not None
        return Taken(title, meeting, sittings.get(row.journal_id or 0) if with_minutes else None)

    return [where(row) for row in rows]
