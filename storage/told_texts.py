"""Told texts: rows in whose words people may be named by others, so that erasure finds all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.attachments import Attachment
from storage.base import Base
from storage.changes import Change
from storage.eligibility import EligibilityRule, EligibilityWaiver
from storage.outputs import Output, OutputVersion
from storage.received_facts import ReceivedFact
from storage.slots import SlotDecision, SlotOutcome, SlotVersion

Told: TypeAlias = (
    SlotVersion
    | SlotDecision
    | SlotOutcome
    | Output
    | OutputVersion
    | ReceivedFact
    | EligibilityRule
    | EligibilityWaiver
    | Change
)
COLUMNS: Mapping[type[Base], Sequence[str]] = {
    SlotVersion: ("fields", "what", "why"),
    SlotDecision: ("why", "where", "eligibility"),
    SlotOutcome: ("title", "details"),
    Output: ("withdrawn_why",),
    OutputVersion: ("title", "html", "link", "file_name", "findings"),
    ReceivedFact: ("link", "note"),
    EligibilityRule: ("said",),
    EligibilityWaiver: ("why",),
    Change: ("what", "was", "now", "why"),
}
"""The columns with words, or with documents that hold words."""
_SUBJECTS = ("slot call", "output", "received fact", "eligibility rule", "eligibility waiver")
"""The changes that are told of these rows."""


class ToldTexts:
    """All such rows, every version of each."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def all(self) -> AsyncIterator[Told]:
        """One after another. A row that was not changed until the next is asked for is let go, so
        that not all documents are held at once."""
        for record in COLUMNS:
            asked = select(record.__table__.c.id).order_by(record.__table__.c.id)
            if record is Change:
                asked = asked.where(Change.subject.in_(_SUBJECTS))
            for number in list(await self.session.scalars(asked)):
                row: Any = await self.session.get(record, number)
                yield row
                if row not in self.session.dirty:
                    self.session.expunge(row)
                else:
                    await self.session.flush()

    async def let_go_of_file(self, sha256: str) -> None:
        """The file is no record any more, so that it goes from the folder with what is old; it is
        named by no version."""
        for version in await self.session.scalars(
            select(OutputVersion).where(OutputVersion.sha256 == sha256)
        ):
            version.sha256 = ""
        await self.session.execute(delete(Attachment).where(Attachment.sha256 == sha256))
