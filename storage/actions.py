"""Actions: who is to do what until when, given in meetings or by message, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, LocalTime, Moment, Publishable, Words, choice
from storage.searching import Searchable, holds


class ActionState(StrEnum):
    """What became of an action; the words are those of `dcbot.record`."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    LEFT = "not followed up"
    """Given in a meeting that was imported: what became of it is not known here, and nobody is
    reminded of it unless it is opened again."""


class Action(Publishable, Searchable, Base, kw_only=True):
    """An action of a group. `number` is by what people refer to it, and never changes.

    `due` is until when, in the words in which it was said; where these name a day or a moment,
    `due_local` and `due_zone` say it, and `due_at` is the moment from which on it is overdue.
    """

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        Index("ix_actions_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Words)
    given_at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    """Who wrote it down, as the record names them."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="SET NULL"), default=None, index=True
    )
    """The meeting that gave it; None where it was given by message."""
    journal_id: Mapped[int | None] = mapped_column(
        ForeignKey("journals.id", ondelete="SET NULL"), default=None, index=True
    )
    line: Mapped[int | None] = mapped_column(default=None)
    """The line of that journal that made it."""
    due: Mapped[str] = mapped_column(Words, default="")
    due_local: Mapped[datetime | None] = mapped_column(LocalTime, default=None)
    due_zone: Mapped[str] = mapped_column(default="")
    due_clock: Mapped[bool] = mapped_column(default=False)
    """Whether `due_local` is a moment; else its day counts to its end."""
    due_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    state: Mapped[ActionState] = mapped_column(choice(ActionState), default=ActionState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    closed_by: Mapped[str] = mapped_column(Words, default="")
    closed_why: Mapped[str] = mapped_column(Words, default="")
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When its owners were last told that it is overdue."""
    reminders: Mapped[int] = mapped_column(default=0)
    """How often they were told since it was given or moved."""


class ActionOwner(Publishable, Base, kw_only=True):
    """One owner of an action: a person, a group, or a name that nobody is known by."""

    __tablename__ = "action_owners"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Words)
    """As the record names them."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), default=None, index=True
    )


class Actions:
    """The questions about actions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, action: Action, owners: Sequence[ActionOwner]) -> None:
        """Write it down with its owners, who become those of this action."""
        self.session.add(action)
        await self.session.flush()
        await self.put_owners(action, owners)

    async def put_owners(self, action: Action, owners: Sequence[ActionOwner]) -> None:
        """These own it from now on, and nobody else."""
        await self.session.execute(delete(ActionOwner).where(ActionOwner.action_id == action.id))
        for owner in owners:
            owner.action_id = action.id
            owner.audience, owner.public_from = action.audience, action.public_from
            self.session.add(owner)
        await self.session.flush()

    async def get(self, action_id: int) -> Action | None:
        """The action with this id."""
        return await self.session.get(Action, action_id)

    async def of_ids(self, ids: Collection[int]) -> dict[int, Action]:
        """The actions with these ids, by them."""
        if not ids:
            return {}
        found = await self.session.scalars(select(Action).where(Action.id.in_(ids)))
        return {one.id: one for one in found}

    async def numbered(self, group_id: int, number: int) -> Action | None:
        """The action of the group that people know by this number."""
        return await self.session.scalar(
            select(Action).where(Action.group_id == group_id, Action.number == number)
        )

    async def with_number(self, number: int) -> list[Action]:
        """The actions of all groups with this number, oldest first."""
        found = await self.session.scalars(
            select(Action).where(Action.number == number).order_by(Action.id)
        )
        return list(found)

    async def last_number(self, group_id: int) -> int:
        """The highest number that an action of the group has; 0 where there is none."""
        found = await self.session.scalar(
            select(func.max(Action.number)).where(Action.group_id == group_id)
        )
        return found or 0

    async def of_group(self, group_id: int, *states: ActionState) -> list[Action]:
        """The actions of the group (in these states), by number."""
        asked = select(Action).where(Action.group_id == group_id).order_by(Action.number)
        if states:
            asked = asked.where(Action.state.in_(states))
        return list(await self.session.scalars(asked))

    async def number_open(self, group_id: int) -> int:
        """How many actions of the group are open."""
        asked = select(func.count(Action.id)).where(
            Action.group_id == group_id, Action.state == ActionState.OPEN
        )
        return await self.session.scalar(asked) or 0

    async def lately(
        self,
        group_id: int | None = None,
        span: tuple[datetime, datetime] | None = None,
        *states: ActionState,
    ) -> list[Action]:
        """The actions of the group or of all (in these states), given in this span of time where
        one is given (its end not counted), newest first."""
        asked = select(Action).order_by(Action.given_at.desc(), Action.id.desc())
        if group_id is not None:
            asked = asked.where(Action.group_id == group_id)
        if span is not None:
            asked = asked.where(Action.given_at >= span[0], Action.given_at < span[1])
        if states:
            asked = asked.where(Action.state.in_(states))
        return list(await self.session.scalars(asked))

    async def activity(
        self, group_id: int | None, since: datetime, until: datetime
    ) -> tuple[int, list[datetime], list[datetime]]:
        """How many actions of the group or of all were open when a span of time began, and when in
        it (its end not counted) some were given and some closed. One that is closed without a
        moment counts as closed when it was given."""
        ended = func.coalesce(Action.closed_at, Action.given_at)
        is_closed = Action.state != ActionState.OPEN
        of_group = true() if group_id is None else Action.group_id == group_id
        before = select(func.count(Action.id)).where(
            of_group, Action.given_at < since, or_(~is_closed, ended >= since)
        )
        given = select(Action.given_at).where(
            of_group, Action.given_at >= since, Action.given_at < until
        )
        closed = select(ended).where(of_group, is_closed, ended >= since, ended < until)
        return (
            await self.session.scalar(before) or 0,
            list(await self.session.scalars(given)),
            list(await self.session.scalars(closed)),
        )

    async def changed(self, group_id: int | None, most: int) -> list[Action]:
        """The actions of the group or of all that were given or closed last, newest first."""
        at = func.coalesce(Action.closed_at, Action.given_at)
        asked = select(Action).order_by(at.desc(), Action.id.desc()).limit(most)
        if group_id is not None:
            asked = asked.where(Action.group_id == group_id)
        return list(await self.session.scalars(asked))

    async def ends(self, group_id: int | None = None) -> tuple[datetime, datetime] | None:
        """When the first and the last action was given, of the group or of all."""
        asked = select(func.min(Action.given_at), func.max(Action.given_at))
        if group_id is not None:
            asked = asked.where(Action.group_id == group_id)
        first, last = (await self.session.execute(asked)).one()
        return (first, last) if first else None

    async def owned(
        self, person_id: int | None, group_ids: Collection[int] = (), *states: ActionState
    ) -> list[Action]:
        """The actions that the person or one of the groups owns, group by group, by number."""
        mine = or_(ActionOwner.person_id == person_id, ActionOwner.group_id.in_(group_ids))
        asked = (
            select(Action)
            .where(Action.id.in_(select(ActionOwner.action_id).where(mine)))
            .order_by(Action.group_id, Action.number)
        )
        if states:
            asked = asked.where(Action.state.in_(states))
        return list(await self.session.scalars(asked))

    async def of_journal(self, journal_id: int) -> list[Action]:
        """The actions that were given in the meeting of this journal, by number."""
        found = await self.session.scalars(
            select(Action).where(Action.journal_id == journal_id).order_by(Action.number)
        )
        return list(found)

    async def overdue(self, now: datetime) -> list[Action]:
        """The open actions that were due before now, longest due first."""
        found = await self.session.scalars(
            select(Action)
            .where(Action.state == ActionState.OPEN, Action.due_at <= now)
            .order_by(Action.due_at, Action.id)
        )
        return list(found)

    async def owners(self, action_ids: Collection[int]) -> dict[int, list[ActionOwner]]:
        """Who owns each of these actions, in the order in which they were named."""
        found: dict[int, list[ActionOwner]] = {number: [] for number in action_ids}
        asked = (
            select(ActionOwner)
            .where(ActionOwner.action_id.in_(action_ids))
            .order_by(ActionOwner.id)
        )
        for owner in await self.session.scalars(asked) if found else ():
            found[owner.action_id].append(owner)
        return found

    async def holding(
        self, tokens: Collection[str], group_ids: Collection[int] | None = None
    ) -> list[Action]:
        """The actions (of these groups) whose text holds one of the tokens, newest first."""
        asked = select(Action).where(holds(Action, tokens)).order_by(Action.id.desc())
        if group_ids is not None:
            asked = asked.where(Action.group_id.in_(group_ids))
        return list(await self.session.scalars(asked)) if tokens else []

    async def analysed_otherwise(self, version: int) -> list[Action]:
        """The actions whose tokens another version of the analyser made."""
        found = await self.session.scalars(select(Action).where(Action.analyser != version))
        return list(found)
