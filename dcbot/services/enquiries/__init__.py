"""Enquiries: what people ask in their own words, answered from the register with its sources."""

from __future__ import annotations

from datetime import datetime

from dcbot.services.enquiries import sayings, subjects
from dcbot.services.enquiries.enquiry import Enquiry
from dcbot.services.enquiries.grammar import parts
from dcbot.services.enquiries.known import Known
from dcbot.services.enquiries.replies import Kind, Reply, together
from storage.store import PublicStore, Store

__all__ = ["Kind", "Reply", "answer"]


async def answer(
    store: Store | PublicStore, text: str, *, prefix: str = "!", now: datetime | None = None
) -> Reply | None:
    """The answer to all that the text asks; None where nothing in it is understood.

    Reads, and changes nothing. What is not known is said, and what may mean two things is asked.
    """
    year = now.year if now else None
    names = await subjects.names(store)
    said = await sayings.passages(store, names.titles)
    asking = Enquiry(Known(store, names, said, prefix))
    found = parts(text, names.words, said.words(), year=year)
    asks = any(part.question for part in found)
    replies = [reply for part in found if (reply := await asking.reply(part, alone=not asks))]
    return together(replies) if replies else None
