"""Attachments: files that came with messages, named by the hash of what they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Words


class Attachment(Base, kw_only=True):
    """What is known of a stored file; the bytes lie in the folder under the hash."""

    __tablename__ = "attachments"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    """In hexadecimal."""
    name: Mapped[str] = mapped_column(Words)
    media_type: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    came_at: Mapped[datetime] = mapped_column(Moment)


class Attachments:
    """The questions about attachments."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, sha256: str) -> Attachment | None:
        """What is known of the file with this hash."""
        return await self.session.get(Attachment, sha256)

    async def hashes(self) -> set[str]:
        """The hashes of all files that are noted."""
        return set(await self.session.scalars(select(Attachment.sha256)))

    async def put(self, attachment: Attachment) -> None:
        """Note the file; the same bytes twice are one."""
        await self.session.merge(attachment)
