"""Leases: which of several processes does what only one may do, by the database's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment
from storage.dialects import database_clock, dialect_of, insert_new, lease_end


class LeaseLost(Exception):
    """What was begun under a lease is undone, since another process may hold it now."""


class Lease(Base, kw_only=True):
    """One thing that only one process may do at a time, and who does it until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    """Says of a process that starts whether it held the lease before it ended."""
    term: Mapped[int]
    """Grows each time the lease is taken; whoever took it before does nothing under it any more."""
    until: Mapped[datetime] = mapped_column(Moment)


class Leases:
    """The questions about leases."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def take(self, name: str, holder: str, seconds: float, *, again: bool) -> int | None:
        """Take the lease and return its new term; None while another holds it.

        With `again`, one that this very holder still has from before counts as free.
        """
        now = await self._clock()
        free = {"name": name, "holder": "", "term": 0, "until": now}
        await insert_new(self.session, Lease, [free], unique=("name",))
        lease = await self.session.get_one(Lease, name)
        if not _is_free(lease, holder, now, again):
            return None
        if dialect_of(self.session) != "sqlite":
            await self._cut_off(min(lease.until, now))
        # Waits for what was begun under the lease and ends just now.
        await self.session.refresh(lease, with_for_update=True)
        now = await self._clock()
        if not _is_free(lease, holder, now, again):
            return None
        lease.holder, lease.term, lease.until = holder, lease.term + 1, lease_end(now, seconds)
        await self.session.flush()
        return lease.term

    async def renew(self, name: str, term: int, seconds: float) -> bool:
        """Hold the lease for so long from now; False where it was not renewed in time."""
        now = await self._clock()
        return await self._change(name, term, now, lease_end(now, seconds))

    async def give_back(self, name: str, term: int) -> None:
        """Let the next one have it at once."""
        now = await self._clock()
        await self._change(name, term, now, now)

    async def require(self, name: str, term: int) -> None:
        """Raise LeaseLost unless the lease of this term holds; nobody else has it before this
        transaction has ended or was cut off."""
        mine = (Lease.name == name, Lease.term == term)
        until: datetime | None
        now: datetime | None
        if dialect_of(self.session) == "sqlite":
            until = await self.session.scalar(select(Lease.until).where(*mine))
            now = await self._clock()
        else:
            # One way to the server and back. The lock lets the lease be renewed, but not taken.
            found = await self.session.execute(
                select(Lease.until, func.clock_timestamp())
                .where(*mine)
                .with_for_update(read=True, key_share=True)
            )
            until, now = found.one_or_none() or (None, None)
        if until is None or now is None or until <= now:
            raise LeaseLost(f"another process may hold the lease “{name}” now")

    async def forget(self) -> None:
        """Nobody holds any lease."""
        await self.session.execute(delete(Lease))

    async def holder(self, name: str) -> str | None:
        """Who holds the lease now."""
        lease = await self.session.get(Lease, name)
        return lease.holder if lease and lease.until > await self._clock() else None

    async def _change(self, name: str, term: int, now: datetime, until: datetime) -> bool:
        found = await self.session.scalar(
            update(Lease)
            .where(Lease.name == name, Lease.term == term, Lease.until > now)
            .values(until=until)
            .returning(Lease.term)
        )
        return found is not None

    async def _cut_off(self, before: datetime) -> None:
        """End the transactions that were begun under the lease before then and are still open.

        Their process stands still. PostgreSQL's own timeouts do not end one whose client is silent
        in the middle of sending a statement.
        """
        open_ones = """
            SELECT pg_terminate_backend(one.pid) FROM pg_locks AS one
            JOIN pg_stat_activity AS other ON other.pid = one.pid
            WHERE one.locktype = 'relation' AND one.relation = 'leases'::regclass AND one.granted
            AND one.pid <> pg_backend_pid() AND other.datname = current_database()
            AND other.xact_start < :before
        """
        await self.session.execute(text(open_ones), {"before": before})

    async def _clock(self) -> datetime:
        return await database_clock(self.session)


def _is_free(lease: Lease, holder: str, now: datetime, again: bool) -> bool:
    return lease.until <= now or (again and lease.holder == holder)
