"""Leases: which of several processes does what only one may do, by the database's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment
from storage.dialects import alone, database_clock, dialect_of, insert_new, lease_end


class LeaseLost(Exception):
    """What was begun under a lease is undone, since another process has it now."""


class Lease(Base, kw_only=True):
    """One thing that only one process may do at a time, and who does it until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    """The process, in words for people."""
    seat: Mapped[str]
    """What the process sits on as long as it lives, and nobody else meanwhile."""
    term: Mapped[int]
    """Grows each time the lease is taken; whoever took it before does nothing under it any more."""
    until: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Held:
    """Who has a lease, as it was when it was looked at."""

    holder: str
    seat: str
    until: datetime
    lapsed: bool
    """It was not renewed in time, or was given back."""


class Leases:
    """The questions about leases."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def take(self, name: str, holder: str, seat: str, seconds: float) -> int | None:
        """Take the lease for a process that sits on this seat, and return its new term.

        None while a process on another seat holds it. Whoever sat on the same seat has left it,
        so nobody has to wait for their lease to lapse.
        """
        now = await self._clock()
        free = {"name": name, "holder": "", "seat": "", "term": 0, "until": now}
        await insert_new(self.session, Lease, [free], unique=("name",))
        lease = await self.session.get_one(Lease, name)
        if not _is_free(lease, seat, now):
            return None
        if dialect_of(self.session) != "sqlite":
            await self._cut_off(min(lease.until, now))
        # Waits for what was begun under the lease and ends just now.
        await self.session.refresh(lease, with_for_update=True)
        now = await self._clock()
        if not _is_free(lease, seat, now):
            return None
        lease.holder, lease.seat = holder, seat
        lease.term, lease.until = lease.term + 1, lease_end(now, seconds)
        await self.session.flush()
        return lease.term

    async def renew(self, name: str, term: int, seconds: float) -> bool:
        """Hold the lease for so long from now; False where another has taken it since."""
        return await self._end_at(name, term, lease_end(await self._clock(), seconds))

    async def give_back(self, name: str, term: int) -> None:
        """Let the next one have it at once."""
        await self._end_at(name, term, await self._clock())

    async def require(self, name: str, term: int) -> None:
        """Raise LeaseLost where the lease has another term by now; nobody takes it before this
        transaction has ended or was cut off."""
        # The lock lets the lease be renewed, but not taken. That it has lapsed does no harm as
        # long as nobody has taken it.
        found = await self.session.scalar(
            select(Lease.term)
            .where(Lease.name == name, Lease.term == term)
            .with_for_update(read=True, key_share=True)
        )
        if found is None:
            raise LeaseLost(f"another process has the lease “{name}” now")

    async def held(self, name: str) -> Held | None:
        """Who has the lease, or had it last; None where nobody ever had."""
        lease = await self.session.get(Lease, name, populate_existing=True)
        if lease is None or not lease.holder:
            return None
        lapsed = lease.until <= await self._clock()
        return Held(lease.holder, lease.seat, lease.until, lapsed)

    async def alone(self, name: str) -> None:
        """Wait until no other transaction is between this call and its end.

        Nobody has a lease by that: who takes one does not cut this transaction off.
        """
        await alone(self.session, name)

    async def forget(self) -> None:
        """Nobody holds any lease."""
        await self.session.execute(delete(Lease))

    async def _end_at(self, name: str, term: int, until: datetime) -> bool:
        found = await self.session.scalar(
            update(Lease)
            .where(Lease.name == name, Lease.term == term)
            .values(until=until)
            .returning(Lease.term)
        )
        return found is not None

    async def _cut_off(self, before: datetime) -> None:
        """End the transactions that were begun under the lease before then and are still open.

        Their process is dead or stands still. PostgreSQL's own timeouts do not end one whose client
        is silent in the middle of sending a statement.
        """
        # Only `require` and `take` hold this kind of lock; a backup, which reads, is left alone.
        open_ones = """
            SELECT pg_terminate_backend(one.pid) FROM pg_locks AS one
            JOIN pg_stat_activity AS other ON other.pid = one.pid
            WHERE one.locktype = 'relation' AND one.relation = 'leases'::regclass AND one.granted
            AND one.mode = 'RowShareLock' AND one.pid <> pg_backend_pid()
            AND other.datname = current_database() AND other.xact_start < :before
        """
        await self.session.execute(text(open_ones), {"before": before})

    async def _clock(self) -> datetime:
        return await database_clock(self.session)


def _is_free(lease: Lease, seat: str, now: datetime) -> bool:
    return lease.until <= now or lease.seat == seat
