"""Minutes shown: in short with what state they are in, their versions, and what these changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from dcbot.message import literal, quoted
from dcbot.record.differences import Difference, differences
from dcbot.record.minutes import Minutes
from dcbot.services import drafts_told, meetings, minutes, places, telling
from dcbot.services.moments import day
from storage.base import Audience
from storage.journals import Journal
from storage.minutes import MinutesVersion, RemarkState, VersionState
from storage.places import Place
from storage.store import Store

MOST = 40
"""So many differences are told."""


async def whole(
    store: Store, journal: Journal, version: MinutesVersion, *, site: str, now: datetime
) -> list[str]:
    """The minutes in short: their state, next steps, decisions, who was there."""
    made = await minutes.of_version(store, journal, version)
    meeting, group = (
        await minutes.meeting_of(store, journal),
        await minutes.group_of(store, journal),
    )
    name = literal(await meetings.handle(store, meeting))
    lines = [
        f"**Minutes of {name}, {literal(meeting.title)}** ({state_words(version)})",
        telling.of_meeting(meeting),
        *_body(made),
    ]
    waiting = await store.minutes.remarks(journal.id, RemarkState.OPEN)
    if waiting:
        lines += ["Corrections that wait:", *map(drafts_told.remark_line, waiting)]
    public = version.audience is Audience.PUBLIC
    where = drafts_told.address(site, group, meeting, journal) if public else ""
    if where:
        lines.append(f"All of it, with the log: {where}")
    if version.state is VersionState.DRAFT:
        lines.append(f"`!minutes correct {name}: line 12: …` corrects them.")
    return lines


def _body(made: Minutes) -> Iterator[str]:
    yield "**Next steps**"
    yield from [drafts_told.step(one) for one in made.actions] or ["None was recorded."]
    yield "**Decisions**"
    for decision in made.decisions:
        yield from drafts_told.decided(decision)
    if not made.decisions:
        yield "None was recorded."
    yield from drafts_told.attended(made.attendance)


def state_words(version: MinutesVersion) -> str:
    """What the version is, in words: draft, version 2 of 3 December 2026."""
    why = f": {literal(version.why)}" if version.why else ""
    return f"{version.state.value}, version {version.number} of {day(version.made_at)}{why}"


def is_secret(version: MinutesVersion, place: Place, group_id: int) -> bool:
    """Whether others in the place might read it who may not: what is held back always."""
    if version.audience is Audience.PRIVATE:
        return True
    return version.audience is Audience.GROUP and places.heard_outside(place, group_id)


async def versions(store: Store, journal: Journal) -> list[str]:
    """The versions of the minutes, oldest first, each with who brought it about and why."""
    name = literal(await minutes.handle(store, journal))
    every = await store.minutes.versions(journal.id)
    lines = [f"The minutes of {name} have {len(every)} version{'s' if len(every) > 1 else ''}:"]
    for one in every:
        why = f": {literal(one.why)}" if one.why else ""
        by = literal(one.by_name)
        lines.append(f"- {one.number}, {day(one.made_at)}, {one.state.value}, by {by}{why}")
    if len(every) > 1:
        lines.append(f"`!minutes changes {name} {every[-1].number}` tells what the last changed.")
    return lines


async def changes(
    store: Store, journal: Journal, version: MinutesVersion, before: MinutesVersion
) -> list[str]:
    """What the version says otherwise than the one before, with the reason."""
    name = literal(await minutes.handle(store, journal))
    found = differences(
        await minutes.of_version(store, journal, before),
        await minutes.of_version(store, journal, version),
    )
    why = f" ({literal(version.why)})" if version.why else ""
    head = (
        f"Version {version.number} of the minutes of {name}, {version.state.value} on "
        f"{day(version.made_at)} by {literal(version.by_name)}{why}, against version "
        f"{before.number}:"
    )
    if not found:
        return [head, "Nothing in them differs."]
    more = [f"{len(found) - MOST} more."] if len(found) > MOST else []
    return [head, *_lines(found[:MOST]), *more]


def _lines(found: Sequence[Difference]) -> Iterator[str]:
    for one in found:
        what = literal(one.what)
        if one.was and one.now:
            yield f"- {what}: {quoted(one.now, 300)}, was {quoted(one.was, 300)}"
        elif one.now:
            yield f"- {what}: {quoted(one.now, 300)} added"
        else:
            yield f"- {what}: {quoted(one.was, 300)} taken out"
