"""The slots of a cycle: the call with its rules, and who requested one and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.addresses import to
from dcbot.calendar.entries import Entry, Instant
from dcbot.calendar.feed import CONTENT_TYPE, feed
from dcbot.services import (
    eligibility,
    eligibility_rules,
    slot_calls,
    slot_entries,
    slot_forms,
    slot_tables,
    slots_told,
)
from dcbot.services.columns import as_csv, safe
from dcbot.services.groups import Title
from dcbot.services.slots_told import NOTHING_SAID, Row
from dcbot.web.content import JSON, TABLE, Content
from dcbot.web.pages import said_local
from dcbot.web.visit import Visit
from dcbot.when.zones import to_utc, zone
from storage.cycles import Cycle
from storage.slots import SlotCall


async def every(visit: Visit) -> Content:
    """All calls for slots that there were."""
    calls = [
        (call, await slot_calls.cycle_of(visit.store, call), await _state(visit, call))
        for call in await visit.store.slots.calls()
    ]
    return visit.page_of_now("slots.html", calls=calls, **(await visit.frame(to("slots"))))


async def page(visit: Visit, cycle: str) -> Content | None:
    """One call: until when, by which rules, and who has requested a slot."""
    found = await _call(visit, cycle)
    if found is None:
        return None
    call, its = found
    rows = await slots_told.table(visit.store, call, now=visit.now)
    rules = await eligibility.rules_of(visit.store, its)
    return visit.page_of_now(
        "slot_call.html",
        cycle=its,
        state=await _state(visit, call),
        conditions=[(rule, eligibility_rules.evaluated(rule)) for rule in rules],
        rows=[row for row in rows if row.state != NOTHING_SAID],
        silent=[row.title for row in rows if row.state == NOTHING_SAID],
        begins=_begins,
        group_word=(await visit.labels()).one,
        fields=slot_forms.FIELDS,
        forms={one: to(f"slots {one}", cycle=its.key) for one in ("table", "json", "feed")},
        **(await visit.frame(to("slots of cycle", cycle=its.key))),
    )


def _begins(row: Row) -> str:
    """When the session begins, by the clock there; empty where it has no place yet."""
    details = row.outcome.details if row.outcome else {}
    if not details.get("starts"):
        return ""
    return f"{said_local(datetime.fromisoformat(details['starts']))} {details.get('zone') or 'UTC'}"


async def of_group(visit: Visit, title: Title) -> list[tuple[Cycle, Row]]:
    """What a coalition said to each call, and what became of it, latest first; only what
    everybody may know."""
    found = []
    for one in reversed(await visit.store.slots.of_group(title.group.id)):
        call = await visit.store.slots.get_call(one.call_id)
        if call is not None and one.is_public(visit.now):
            outcomes = await visit.store.slots.outcomes([one.id], visit.now)
            row = Row(title, one, outcomes.get(one.id))
            found.append((await slot_calls.cycle_of(visit.store, call), row))
    return found


async def as_table(visit: Visit, cycle: str) -> Content | None:
    """The table for spreadsheets; no cell of it can be a formula."""
    found = await _call(visit, cycle)
    if found is None:
        return None
    rows = await slots_told.table(visit.store, found[0], now=visit.now)
    written = [[safe(cell) for cell in slot_tables.public_cells(row)] for row in rows]
    return Content(as_csv([slot_tables.PUBLIC, *written]), TABLE, _now(visit))


async def as_json(visit: Visit, cycle: str) -> Content | None:
    """The table for programs."""
    found = await _call(visit, cycle)
    if found is None:
        return None
    call, its = found
    rows = await slots_told.table(visit.store, call, now=visit.now)
    ends = slot_calls.ends_at(await slot_calls.date_of(visit.store, call)).isoformat()
    text = slot_tables.as_json(rows, cycle=its.key, ends=ends)
    return Content(f"{text}\n".encode(), JSON, _now(visit))


async def calendar(visit: Visit, cycle: str) -> Content | None:
    """The accepted sessions that stand in the programme, as a feed."""
    found = await _call(visit, cycle)
    if found is None:
        return None
    call, its = found
    rows = await slots_told.table(visit.store, call, now=visit.now)
    entries = [entry for row in rows if (entry := _entry(visit, row))]
    body = feed(entries, name=f"Slots at {its.name}", now=visit.now)
    return Content(body, CONTENT_TYPE, _now(visit))


def _entry(visit: Visit, row: Row) -> Entry | None:
    outcome = row.outcome
    if outcome is None or row.request is None or not row.result:
        return None
    details = outcome.details
    if not details.get("starts"):
        return None
    start = to_utc(datetime.fromisoformat(details["starts"]), zone(details.get("zone") or "UTC"))
    minutes = details.get("minutes") or slot_forms.minutes(details.get("length", "")) or 60
    return Entry(
        uid=slot_entries.uid(row.request.id, visit.address),
        when=Instant(start, timedelta(minutes=minutes)),
        changed_at=outcome.at,
        sequence=outcome.id,
        title=f"{row.title.handle}: {outcome.title}",
        text=str(details.get("description", "")),
        place=str(details.get("where", "")),
    )


async def _call(visit: Visit, key: str) -> tuple[SlotCall, Cycle] | None:
    cycle = await visit.store.cycles.by_key(key)
    call = await visit.store.slots.call_of(cycle.id) if cycle else None
    return (call, cycle) if call and cycle else None


async def _state(visit: Visit, call: SlotCall) -> str:
    until = await slot_calls.until_words(visit.store, call)
    open_ = await slot_calls.is_open(visit.store, call, visit.now)
    return f"open until {until}" if open_ else f"ended: {until}"


def _now(visit: Visit) -> datetime:
    return visit.now.replace(microsecond=0)
