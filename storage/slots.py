"""Slots: calls for requests, what each coalition requested in every version, and what was decided.

What is decided stands in rows that are never public; with the release, outcomes are written that
become public at its moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Audience, Base, Document, Moment, Publishable, Words, choice


class RequestState(StrEnum):
    """What a coalition has said about a slot."""

    DRAFT = "begun"
    """Something of it is saved; it counts as not requested."""
    REQUESTED = "requested"
    NOT_MEETING = "not meeting"
    WITHDRAWN = "withdrawn"


class Result(StrEnum):
    """What the Secretariat decided of a request."""

    ACCEPTED = "accepted"
    WAITLISTED = "waiting list"
    DECLINED = "declined"
    ASKED = "asked"
    """Something is asked of the coalition; it is decided later."""


class SlotCall(Publishable, Base, kw_only=True):
    """The call of a cycle; it ends with a named date of the cycle, wherever that moves."""

    __tablename__ = "slot_calls"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id", ondelete="CASCADE"), unique=True)
    date_id: Mapped[int] = mapped_column(ForeignKey("cycle_dates.id", ondelete="CASCADE"))
    opens_at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it was closed before its date."""
    released_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """From when on what was decided is public; it may be still to come."""
    releases: Mapped[int] = mapped_column(default=0)


class SlotRequest(Publishable, Base, kw_only=True):
    """What a coalition has said to a call, as far as everybody may know it."""

    __tablename__ = "slot_requests"
    __table_args__ = (UniqueConstraint("call_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("slot_calls.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    requested_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it became whole for the first time."""
    late: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)


class SlotVersion(Base, kw_only=True):
    """The request as it was after one change; the coalition and the Secretariat read it."""

    __tablename__ = "slot_versions"
    __table_args__ = (UniqueConstraint("request_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("slot_requests.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    fields: Mapped[dict[str, Any]] = mapped_column(Document)
    """What was given, by the keys of the form."""
    what: Mapped[str] = mapped_column(Words, default="")
    """What was changed, in words."""
    why: Mapped[str] = mapped_column(Words, default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )


class SlotDecision(Base, kw_only=True):
    """What the Secretariat decided of a request, and its reason; it is never public itself."""

    __tablename__ = "slot_decisions"
    __table_args__ = (Index("ix_slot_decisions_request", "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("slot_requests.id", ondelete="CASCADE"))
    result: Mapped[Result] = mapped_column(choice(Result))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    version: Mapped[int]
    """Of the request, as it was then."""
    why: Mapped[str] = mapped_column(Words, default="")
    starts: Mapped[str] = mapped_column(default="")
    """Where the session stands in the programme, as 2017-12-19T10:00, with `zone`."""
    zone: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=0)
    where: Mapped[str] = mapped_column(Words, default="")
    eligibility: Mapped[list[Any]] = mapped_column(Document, default_factory=list)
    """What the rules gave then, result by result."""
    released_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )


class SlotOutcome(Publishable, Base, kw_only=True):
    """What everybody reads of a decision once it is released; of several, the last counts."""

    __tablename__ = "slot_outcomes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(
        ForeignKey("slot_requests.id", ondelete="CASCADE"), index=True
    )
    result: Mapped[Result] = mapped_column(choice(Result))
    at: Mapped[datetime] = mapped_column(Moment)
    title: Mapped[str] = mapped_column(Words, default="")
    details: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    """Of an accepted session: what it is about, its organisers, its time and room."""


class Slots:
    """The questions about slots."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(
        self, row: SlotCall | SlotRequest | SlotVersion | SlotDecision | SlotOutcome
    ) -> None:
        """Write it down; its number is known afterwards."""
        self.session.add(row)
        await self.session.flush()

    async def calls(self) -> list[SlotCall]:
        """All calls, the latest first."""
        asked = select(SlotCall).order_by(SlotCall.opens_at.desc(), SlotCall.id.desc())
        return list(await self.session.scalars(asked))

    async def call_of(self, cycle_id: int) -> SlotCall | None:
        """The call of a cycle."""
        return await self.session.scalar(select(SlotCall).where(SlotCall.cycle_id == cycle_id))

    async def get_call(self, call_id: int) -> SlotCall | None:
        """The call with this id."""
        return await self.session.get(SlotCall, call_id)

    async def requests(self, call_id: int) -> list[SlotRequest]:
        """What coalitions have said to a call, in the order in which they began."""
        found = await self.session.scalars(
            select(SlotRequest).where(SlotRequest.call_id == call_id).order_by(SlotRequest.id)
        )
        return list(found)

    async def request(self, call_id: int, group_id: int) -> SlotRequest | None:
        """What one coalition has said to a call."""
        return await self.session.scalar(
            select(SlotRequest).where(
                SlotRequest.call_id == call_id, SlotRequest.group_id == group_id
            )
        )

    async def of_group(self, group_id: int) -> list[SlotRequest]:
        """What a coalition has said to all calls, the oldest first."""
        found = await self.session.scalars(
            select(SlotRequest).where(SlotRequest.group_id == group_id).order_by(SlotRequest.id)
        )
        return list(found)

    async def versions(self, request_id: int) -> list[SlotVersion]:
        """The versions of a request, the first one first."""
        found = await self.session.scalars(
            select(SlotVersion)
            .where(SlotVersion.request_id == request_id)
            .order_by(SlotVersion.number)
        )
        return list(found)

    async def latest(self, request_ids: Sequence[int]) -> dict[int, SlotVersion]:
        """The last version of each of these requests."""
        found = await self.session.scalars(
            select(SlotVersion)
            .where(SlotVersion.request_id.in_(request_ids))
            .order_by(SlotVersion.number)
        )
        return {one.request_id: one for one in found}

    async def decisions(self, request_ids: Sequence[int]) -> dict[int, list[SlotDecision]]:
        """What was decided of each of these requests, the first one first."""
        every: dict[int, list[SlotDecision]] = {one: [] for one in request_ids}
        found = await self.session.scalars(
            select(SlotDecision)
            .where(SlotDecision.request_id.in_(request_ids))
            .order_by(SlotDecision.id)
        )
        for one in found:
            every[one.request_id].append(one)
        return every

    async def outcomes(self, request_ids: Sequence[int], by: datetime) -> dict[int, SlotOutcome]:
        """The last outcome of each of these requests that everybody may read by then."""
        found = await self.session.scalars(
            select(SlotOutcome)
            .where(
                SlotOutcome.request_id.in_(request_ids),
                SlotOutcome.audience == Audience.PUBLIC,
                SlotOutcome.public_from <= by,
            )
            .order_by(SlotOutcome.id)
        )
        return {one.request_id: one for one in found}

    async def outcomes_of(self, request_id: int) -> list[SlotOutcome]:
        """Every outcome of a request, the first one first."""
        found = await self.session.scalars(
            select(SlotOutcome).where(SlotOutcome.request_id == request_id).order_by(SlotOutcome.id)
        )
        return list(found)

    async def decision(self, decision_id: int) -> SlotDecision | None:
        """The decision with this id."""
        return await self.session.get(SlotDecision, decision_id)

    async def get_request(self, request_id: int) -> SlotRequest | None:
        """The request with this id."""
        return await self.session.get(SlotRequest, request_id)
