"""Imported logs: a meeting in a log that others kept becomes what a meeting held here leaves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dcbot.message import quoted
from dcbot.record.facts import Facts
from dcbot.record.journal import Entry
from dcbot.record.logs import Log
from dcbot.record.minutes import Minutes
from dcbot.record.replay import Part
from dcbot.services import actions, decisions, gathering, imports, journals, meetings, minutes
from dcbot.services.imports import Became, Found, Outcome, Terms
from dcbot.services.meetings import Plan
from dcbot.services.moments import minute, zone_of
from dcbot.when.zones import to_utc, zone
from storage.base import Audience
from storage.groups import GroupKind
from storage.journal_lines import LineKind, LineSource, Removal
from storage.journals import Journal
from storage.meetings import Meeting, MeetingKind
from storage.minutes import VersionState
from storage.store import Store

NEAR = timedelta(hours=2)
"""A planned meeting that begins so near to a log's is the one that it is of."""
_A_DAY = timedelta(days=1)
_WITHDRAWN = "taken back where it was said"


@dataclass(frozen=True)
class Held:
    """A meeting as its log has it: the log's facts, its lines and minutes, and when it was."""

    log: Log
    part: Part
    found: Found
    started: datetime
    ended: datetime


def held(log: Log, part: Part, file: str, terms: Terms) -> Held:
    """The meeting of this part of the log in this file."""
    first, last = part.entries[0], part.entries[-1]
    started = part.minutes.started or first.at
    ended = max(started, part.minutes.ended or part.minutes.last_at or last.at)
    found = Found(
        source=f"log of {terms.group.key}, {file}, {started.isoformat()}",
        digest=imports.digest_of(*(_words(one) for one in part.entries)),
        kind=log.kind.value,
        file=file,
        line=first.number,
    )
    return Held(log, part, found, started, ended)


def _words(entry: Entry) -> str:
    """What a line says and where it stands, in whatever zone its clock is read."""
    return f"{entry.number} {entry.kind.value} {entry.name}: {entry.text}"


async def take(store: Store, one: Held, terms: Terms, *, now: datetime) -> Outcome:
    """Take the meeting in, unless it is known, or another one was recorded at that time."""
    if (before := await imports.known(store, one.found, terms, now=now)) is not None:
        return before
    if one.started > now:
        return Outcome(
            Became.UNREADABLE, "", f"it begins on {_at(one.started, terms)}, which is to come"
        )
    clash = await store.journals.held_between(terms.group.id, one.started, one.ended)
    if clash:
        name = await minutes.handle(store, clash[0])
        words = f"{name} was recorded from {_at(clash[0].opened_at, terms)} on, at the same time"
        return Outcome(Became.CONFLICT, name, words)
    meeting = await _meeting(store, one, terms, now=now)
    journal = await _journal(store, meeting, one, terms, now=now)
    made = await _record(store, journal, one, terms, now=now)
    await imports.note(store, one.found, terms, now=now, meeting=meeting, journal_id=journal.id)
    return Outcome(Became.TAKEN, await meetings.handle(store, meeting), _told(meeting, made))


def _at(moment: datetime, terms: Terms) -> str:
    return minute(moment, zone_of(terms.zone))


def _told(meeting: Meeting, made: Minutes) -> str:
    counts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in (
            (len(made.log), "line"),
            (len(made.decisions), "decision"),
            (len(made.actions), "action"),
        )
    ]
    start = minute(meeting.starts_at, zone_of(meeting.zone))
    return f"{start}, {quoted(meeting.title, 60)}: {', '.join(counts)}"


# The meeting


async def _meeting(store: Store, one: Held, terms: Terms, *, now: datetime) -> Meeting:
    """The meeting that was planned then and of which nothing is recorded; else a new one."""
    planned = await _planned(store, one, terms)
    if planned is None:
        plan = _plan(one, terms)
        audience = None if terms.public else Audience.GROUP
        what = f"imported from “{one.found.file}”"
        return await meetings.write_single(
            store, terms.group, plan, by=None, now=now, what=what, audience=audience
        )
    if terms.public and planned.audience is not Audience.PUBLIC:
        planned.audience, planned.public_from = Audience.PUBLIC, now
    if not planned.clock_known:
        plan = _plan(one, terms)
        planned.starts_local = planned.original_local = plan.starts_local
        planned.zone = plan.zone
        planned.starts_at = to_utc(plan.starts_local, zone(plan.zone))
        planned.minutes, planned.clock_known, planned.changed_at = plan.minutes, True, now
        planned.sequence += 1
        is_now = meetings.planned_words(planned)
        await meetings.keep(store, planned, "clock learnt", by=None, now=now, is_now=is_now)
    return planned


async def _planned(store: Store, one: Held, terms: Terms) -> Meeting | None:
    """The group's meeting without a journal that begins nearest, or is known to be on that day."""
    around = await store.meetings.between(
        one.started - _A_DAY, one.started + _A_DAY, group_ids=[terms.group.id]
    )
    taken = {each.meeting_id for each in await store.journals.of_meetings([o.id for o in around])}
    day = one.started.astimezone(zone(terms.zone)).date()
    fitting = [
        (abs(each.starts_at - one.started), each.id, each)
        for each in around
        if each.id not in taken
        and (
            abs(each.starts_at - one.started) <= NEAR
            if each.clock_known
            else each.starts_local.date() == day
        )
    ]
    return min(fitting)[2] if fitting else None


def _plan(one: Held, terms: Terms) -> Plan:
    coordination = terms.group.kind is GroupKind.COORDINATION
    start = one.started.astimezone(zone(terms.zone))
    title = " ".join(one.part.minutes.title.split())[: imports.LONGEST_TITLE]
    return Plan(
        title=title or f"{terms.handle} meeting",
        kind=MeetingKind.COORDINATION if coordination else MeetingKind.OWN,
        starts_local=start.replace(second=0, microsecond=0, tzinfo=None),
        zone=terms.zone,
        minutes=max(1, math.ceil((one.ended - one.started) / timedelta(minutes=1))),
    )


# Its journal


async def _journal(
    store: Store, meeting: Meeting, one: Held, terms: Terms, *, now: datetime
) -> Journal:
    known = _identities(one.part.entries)
    facts = await _facts(store, one, known, terms)
    journal = await journals.begin(
        store,
        at=one.started,
        by=None,
        by_name=one.part.minutes.started_by or one.part.entries[0].name,
        now=now,
        title=one.part.minutes.title[: imports.LONGEST_TITLE],
    )
    journal.is_imported = True
    seen = terms.seen_by(now)
    journal.audience, journal.public_from = seen["audience"], seen["public_from"]
    await journals.confirm(store, journal, facts, meeting_id=meeting.id)
    rows = [_row(entry, known, one.found) for entry in one.part.entries]
    await journals.append(store, journal, rows, now=now)
    await store.journals.end(
        journal,
        at=one.ended,
        by_name=one.part.minutes.ended_by or terms.by_name,
        why="" if one.part.minutes.ended else "its log ends there",
    )
    return journal


async def _facts(store: Store, one: Held, known: Mapping[str, str], terms: Terms) -> Facts:
    """What the log itself knows, with the group and its numbers; nobody is taken for somebody
    whom the bot knows, since a nick proves nothing."""
    facts = one.log.facts
    people = tuple(
        replace(
            each,
            identities=tuple(known.get(by, by) for by in each.identities),
            aliases=(*each.aliases, *each.identities, *(by.lstrip("@") for by in each.identities)),
        )
        for each in facts.people
    )
    return replace(
        facts,
        group=terms.handle,
        zone=terms.zone,
        people=people,
        bots=frozenset(known.get(by, by) for by in facts.bots),
        notices=frozenset(known.get(by, by) for by in facts.notices),
        next_action=await actions.next_number(store, terms.group),
        next_decision=await decisions.next_number(store, terms.group),
    )


def _identities(entries: Iterable[Entry]) -> dict[str, str]:
    """By what the record knows each person of the log, where that is not what the log says: no
    address stands in it, and nothing that looks like the number of somebody in the register."""
    found: dict[str, str] = {}
    for by in dict.fromkeys(entry.by for entry in entries):
        if by.startswith("@") and ":" in by:
            found[by] = f"account {len(found) + 1}"
        elif by.isdecimal():
            found[by] = f"nick {by}"
    return found


def _row(entry: Entry, known: Mapping[str, str], found: Found) -> dict[str, Any]:
    removal = Removal(entry.at, entry.name, _WITHDRAWN) if entry.erased else None
    row = journals.row(
        at=entry.at,
        kind=LineKind(entry.kind.value),
        source=LineSource.FILE,
        text=entry.text,
        name=entry.name,
        nick=known.get(entry.by, entry.by),
        about=entry.about,
        event_hash=journals.hash_of("import", f"{found.digest} {entry.number}"),
        removal=removal,
    )
    return {**row, "number": entry.number}


# Its minutes


async def _record(
    store: Store, journal: Journal, one: Held, terms: Terms, *, now: datetime
) -> Minutes:
    """Make its minutes, and take what was given and decided into the registers; nobody is told."""
    found = one.found
    version = await minutes.make_version(
        store,
        journal,
        VersionState.IMPORTED,
        by=None,
        by_name=terms.by_name,
        now=now,
        why=f"imported from {quoted(found.file)}, {found.kind}; its times are read as {terms.zone}",
    )
    made = await minutes.of_version(store, journal, version)
    await gathering.take_in(store, journal, made, now=now)
    if terms.public:
        # There is one version, and it was just made: a thousand meetings need not be read twice.
        await store.minutes.put_published(version, minutes.nameless(made))
    return made
