"""Search hits: each thing that was found, with what it is, whose, when, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.addresses import of_record, to
from dcbot.services import decisions_shown, public_registers
from dcbot.services.groups import handle
from dcbot.services.search_terms import Marker, Term
from storage.actions import Action
from storage.annexes import Annex, AnnexKind
from storage.decisions import Decision
from storage.groups import Called
from storage.search_entries import Shown, Subject
from storage.search_queries import EntryKind
from storage.store import PublicStore, Store


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `pieces` are its text, or a part of it, each with whether it is
    what was asked for; `place` is the path of its address, with its place there."""

    kind: EntryKind
    name: str
    """What it is called, such as Decision DCCG 7."""
    pieces: Sequence[tuple[str, bool]]
    at: datetime
    group: Called
    place: str
    who: str = ""
    state: str = ""
    under: str = ""
    """The topic that it stands under, or what of a group it tells."""
    meeting: str = ""
    """The title of the meeting that it is of."""

    @property
    def was_said(self) -> bool:
        """Whether it is of a day; what is known of a group was not said on one."""
        return self.kind is not EntryKind.GROUP

    @property
    def text(self) -> str:
        """What is shown of the text, with nothing marked."""
        return "".join(words for words, _ in self.pieces)


@dataclass(frozen=True)
class _Known:
    """What the entries of a page refer to."""

    groups: Mapping[int, Called]
    decisions: Mapping[int, Decision]
    actions: Mapping[int, Action]
    annexes: Mapping[int, Annex]
    cycles: Mapping[int, str]
    """The keys of the cycles of outputs, by the output."""


async def hits_of(
    store: Store | PublicStore, ids: Sequence[int], terms: Sequence[Term], *, now: datetime
) -> list[Hit]:
    """The entries with these ids, in this order; what is not public any more is left out."""
    entries = await store.search.shown(ids, now)
    rows = [entries[one] for one in ids if one in entries]
    known = await _known(store, rows)
    marker = Marker(terms)
    found = [_hit(row, known, marker, now) for row in rows]
    return [one for one in found if one is not None]


async def _known(store: Store | PublicStore, rows: Sequence[Shown]) -> _Known:
    return _Known(
        groups=await store.groups.called({one.group_id for one in rows if one.group_id}),
        decisions=await store.decisions.of_ids(_subjects(rows, EntryKind.DECISION)),
        actions=await store.actions.of_ids(_subjects(rows, EntryKind.ACTION)),
        annexes=await store.annexes.of_ids(_of(rows, Subject.ANNEX)),
        cycles=await _cycles(store, _of(rows, Subject.OUTPUT)),
    )


async def _cycles(store: Store | PublicStore, outputs: set[int]) -> dict[int, str]:
    found = {}
    for output in (await store.outputs.of_ids(outputs)).values():
        cycle = await store.cycles.get(output.cycle_id)
        if cycle is not None:
            found[output.id] = cycle.key
    return found


def _of(rows: Sequence[Shown], subject: Subject) -> set[int]:
    return {one.subject_id for one in rows if one.subject is subject}


def _subjects(rows: Sequence[Shown], kind: EntryKind) -> set[int]:
    return {one.subject_id for one in rows if one.kind is kind}


def _hit(row: Shown, known: _Known, marker: Marker, now: datetime) -> Hit | None:
    group = known.groups.get(row.group_id or 0)
    if group is None:
        return None
    shown = _shown(row, known, group, now)
    if shown is None:
        return None
    name, place, state = shown
    return Hit(
        kind=row.kind,
        name=name,
        pieces=marker.snippet(row.text),
        at=row.at,
        group=group,
        place=place,
        who=row.who,
        state=state,
        under=row.title,
        meeting=row.meeting_title if row.meeting_id else "",
    )


def _handle(group: Called) -> str:
    return handle(group.name, group.names)


def _shown(row: Shown, known: _Known, group: Called, now: datetime) -> tuple[str, str, str] | None:
    """What it is called, where it stands, and its state; None for what is not there any more."""
    match row.kind:
        case EntryKind.DECISION:
            decision = known.decisions.get(row.subject_id)
            return _decision(row, decision, group) if decision else None
        case EntryKind.ACTION:
            action = known.actions.get(row.subject_id)
            return _action(row, action, group, now) if action else None
        case EntryKind.GROUP:
            place = to("group page", group=group.key)
            return f"{group.kind.value.capitalize()} {_handle(group)}", place, ""
        case EntryKind.OUTPUT:
            year = known.cycles.get(row.subject_id)
            return _output(group, year) if year else None
    if row.meeting_id is None:
        return None
    if row.subject is Subject.ANNEX:
        annex = known.annexes.get(row.subject_id)
        return _annexed(row, annex, group) if annex else None
    return _of_record(row, group)


def _decision(row: Shown, decision: Decision, group: Called) -> tuple[str, str, str]:
    name = f"ecision {_handle(group)} {decision.number}"
    state = ", ".join([decisions_shown.outcome(decision), *decisions_shown.standing(decision)])
    whole = f"D{name}" if not row.title else f"{row.title.capitalize()} to d{name}"
    return whole, _registered(row, decision, "decision", group), state


def _action(row: Shown, action: Action, group: Called, now: datetime) -> tuple[str, str, str]:
    name = f"Action {_handle(group)} {action.number}"
    place = _registered(row, action, "action", group)
    return name, place, public_registers.fate(action, now)


def _registered(row: Shown, one: Decision | Action, kind: str, group: Called) -> str:
    """Where it stands in the minutes; in the register, where it stands in none."""
    key = group.key
    if row.meeting_id and one.journal_id and row.state:
        of = of_record("minutes", sitting=row.sitting, group=key, number=row.meeting_number)
        return f"{of}#{kind}-{one.number}"
    # What was said against a decision has a moment of its own.
    at = one.decided_at if isinstance(one, Decision) else one.given_at
    return f"{to(f'group {kind}s of year', group=key, year=at.year)}#{key}-{one.number}"


def _output(group: Called, year: str) -> tuple[str, str, str]:
    return f"Output of {_handle(group)}, {year}", to("output", group=group.key, year=year), ""


def _annexed(row: Shown, annex: Annex, group: Called) -> tuple[str, str, str]:
    what = "chat" if annex.kind is AnnexKind.CHAT else "transcript"
    place = to("annex", group=group.key, number=row.meeting_number, annex=annex.number)
    name = f"Line {row.line} of the {what} of {_handle(group)} {row.meeting_number}"
    return name, f"{place}#{row.part}", ""


def _of_record(row: Shown, group: Called) -> tuple[str, str, str]:
    meeting = f"{_handle(group)} {row.meeting_number}"
    page = "log" if row.kind is EntryKind.LOG else "minutes"
    of = of_record(page, sitting=row.sitting, group=group.key, number=row.meeting_number)
    state = row.state.value if row.state else ""
    anchor = f"#{row.part}" if row.part else ""
    if row.kind is EntryKind.LOG:
        return f"Line {row.line} of the log of {meeting}", f"{of}{anchor}", ""
    if row.heading:
        what = "Topic in the minutes" if row.part else "Minutes"
        return f"{what} of {meeting}", f"{of}{anchor}", state
    return f"Minutes of {meeting}", f"{of}{anchor}", state
