"""Invitations: meetings as calendar files, which people take along or get by mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from dcbot.calendar.feed import file
from dcbot.lines import fold
from dcbot.message import Attached
from dcbot.services import feeds, meetings
from storage.meetings import Meeting
from storage.store import Store

MEDIA_TYPE = "text/calendar"


async def of(
    store: Store, wanted: Sequence[Meeting], *, now: datetime, starts: Sequence[datetime] = ()
) -> Attached | None:
    """The meetings with their further sittings as one file, named by the first; only those of their
    times that are among `starts`, where any are given. None where there is nothing to write."""
    entries = []
    for meeting in wanted:
        known = await feeds.of_meeting(store, meeting)
        entries += [one for at, one in known.items() if not starts or at in starts]
    if not entries:
        return None
    name = fold(await meetings.handle(store, wanted[0]))
    slug = re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "meeting"
    return Attached.written(f"{slug}.ics", MEDIA_TYPE, file(entries, now=now).decode())
