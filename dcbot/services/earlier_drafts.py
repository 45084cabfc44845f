"""Earlier drafts: the minutes of which meetings before it a meeting has agreed to."""

from __future__ import annotations

import re

from dcbot.record.minutes import Minutes
from dcbot.services import minutes
from storage.decisions import Outcome
from storage.journals import Journal
from storage.minutes import VersionState
from storage.store import Store

_APPROVES = re.compile(
    r"\b(?:minutes|summary|report)\b.*\b(?:approved|adopted|accepted|agreed|confirmed)\b|"
    r"\b(?:approve|adopt|accept|confirm)\b.*\b(?:minutes|summary report)\b",
    re.IGNORECASE,
)


async def agreed_to(store: Store, journal: Journal, made: Minutes) -> list[tuple[Journal, str]]:
    """The journals whose drafts “Agreed: the minutes of DCCG 6 are approved” makes a record, each
    with that decision in words; where no number is said, that of the last meeting."""
    group = await minutes.group_of(store, journal)
    found: dict[int, tuple[Journal, str]] = {}
    for decision in made.decisions:
        agreed = decision.outcome.value in (Outcome.AGREED, Outcome.ACCEPTED)
        if not agreed or not _APPROVES.search(decision.text):
            continue
        numbers = [int(one) for one in re.findall(r"(?<![\d-])\d{1,4}(?![\d-])", decision.text)]
        earlier = [
            one for one in await _drafts_before(store, journal, group.id) if one[0].id not in found
        ]
        named = [one for one, number in earlier if number in numbers]
        why = f"decision {decision.number} of {await minutes.handle(store, journal)}"
        found |= {one.id: (one, why) for one in named or [one for one, _ in earlier[:1]]}
    return list(found.values())


async def _drafts_before(
    store: Store, journal: Journal, group_id: int
) -> list[tuple[Journal, int]]:
    """The journals of earlier meetings whose minutes are drafts, latest first, with the number of
    the meeting."""
    found = []
    for one, meeting in await store.minutes.latest_of(group_id):
        current = await store.minutes.current(one.id)
        draft = current is not None and current.state is VersionState.DRAFT
        if draft and one.id != journal.id and one.opened_at <= journal.opened_at:
            found.append((one, meeting.number))
    return found
