"""Slot tables: the requests and decisions of a call as rows of words, out and in again; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.config.zones import is_zone
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services import slot_decided, slot_forms
from dcbot.services.columns import refuse_formula
from dcbot.services.slot_decisions import Decided, Placed
from dcbot.services.slots_told import Row
from dcbot.sheets import Row as Cells
from storage.slots import Result, SlotDecision

PUBLIC = (
    "coalition",
    "name",
    "state",
    "since",
    "late",
    "result",
    "title",
    "starts",
    "zone",
    "room",
)
COALITION, DECISION, REASON = "coalition", "decision", "reason"
STARTS, ZONE, MINUTES, ROOM = "starts", "zone", "minutes", "room"
UID = "uid"
_READ = (COALITION, DECISION, REASON, STARTS, ZONE, MINUTES, ROOM)
_ALSO = {
    "dc": COALITION,
    "result": DECISION,
    "why": REASON,
    "start": STARTS,
    "begins": STARTS,
    "time zone": ZONE,
    "length": MINUTES,
    "where": ROOM,
    "place": ROOM,
}
_SAID = {result: said for said, result in slot_decided.RESULTS.items()}


def public_cells(row: Row) -> list[str]:
    """What everybody may know of a coalition in the call, by the columns of `PUBLIC`."""
    request, outcome = row.request, row.outcome if row.result else None
    details = outcome.details if outcome else {}
    return [
        row.title.handle,
        row.title.group.name,
        request.state.value if request else "not requested",
        request.changed_at.date().isoformat() if request else "",
        "late" if request and request.late else "",
        row.result,
        outcome.title if outcome else "",
        str(details.get("starts", "")),
        str(details.get("zone", "")),
        str(details.get("where", "")),
    ]


def as_json(rows: Sequence[Row], *, cycle: str, ends: str) -> str:
    """The public table as JSON."""
    every = [dict(zip(PUBLIC, public_cells(row), strict=True)) for row in rows]
    return json.dumps({"cycle": cycle, "ends": ends, "slots": every}, ensure_ascii=False, indent=1)


def header() -> list[str]:
    """The columns of the Secretariat's table."""
    labels = [one.label.casefold() for one in slot_forms.FIELDS.values()]
    return [*_READ, "state", "late because", "rules", *labels]


def cells(one: Decided) -> list[str]:
    """A request as a row of the Secretariat's table."""
    decision, fields = one.decision, one.version.fields
    decided = [
        _SAID[decision.result] if decision else "",
        decision.why if decision else "",
        decision.starts if decision else "",
        decision.zone if decision else "",
        str(decision.minutes or "") if decision else "",
        decision.where if decision else "",
    ]
    rules = "; ".join(f"{each['rule']}: {each['verdict']}" for each in _rules(one))
    late = str(fields.get(slot_forms.LATE, "")) if one.request.late else ""
    given = [str(fields.get(key, "")) for key in slot_forms.FIELDS]
    return [one.handle, *decided, one.request.state.value, late, rules, *given]


def _rules(one: Decided) -> Sequence[dict[str, str]]:
    return one.decision.eligibility if one.decision else ()


@dataclass(frozen=True)
class Wanted:
    """One row of a table that came back: what is to be decided of a coalition. None is what the
    table has no column for, so that it stays as it is."""

    number: int
    coalition: str
    result: Result
    why: str | None = None
    starts: str | None = None
    zone: str | None = None
    minutes: int | None = None
    where: str | None = None
    uid: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the row says of the request itself, by the keys of the form."""

    def decided(self, before: SlotDecision | None) -> tuple[str, Placed]:
        """The reason and the place in the programme, as they would be then."""
        was = before if before and before.result is self.result else None
        why = self.why if self.why is not None else (was.why if was else "")
        starts = self.starts if self.starts is not None else (before.starts if before else "")
        zone = self.zone if self.zone is not None else (before.zone if before else "")
        minutes = self.minutes if self.minutes is not None else (before.minutes if before else 0)
        where = self.where if self.where is not None else (before.where if before else "")
        return why, Placed(starts, (zone or "UTC") if starts else "", minutes, where)

    def differs(self, one: Decided) -> bool:
        """Whether that is not decided already."""
        now = one.decision
        if now is None:
            return True
        placed = Placed(now.starts, now.zone, now.minutes, now.where)
        return (now.result, now.why, placed) != (self.result, *self.decided(now))


@dataclass(frozen=True)
class Read:
    """What a table decides, a sentence for each row that cannot be taken, and columns that nobody
    knows."""

    wanted: Sequence[Wanted]
    problems: Sequence[str]
    unknown: Sequence[str] = ()


def read(rows: Sequence[Cells]) -> Read:
    """What the table decides. Raises BadArgument where no row names its columns."""
    start, columns, unknown = _header(rows)
    wanted, problems = [], []
    for number, row in rows:
        if number <= start:
            continue
        named = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not named[COALITION] and not any(named.values()):
            continue
        try:
            taken = _wanted(number, named)
        except BadArgument as mistake:
            problems.append(f"Row {number} was not taken: {mistake.text}")
            continue
        wanted += [taken] if taken else []
    return Read(wanted, problems, unknown)


def _header(rows: Sequence[Cells]) -> tuple[int, dict[str, int], list[str]]:
    """Its number, which column is which, and those that nobody knows."""
    known = {*map(fold, header()), *_READ, UID}
    for number, row in rows[:10]:
        found: dict[str, int] = {}
        unknown = []
        for at, cell in enumerate(row):
            name = _ALSO.get(fold(cell), fold(cell))
            if name in found or (name not in known and name):
                unknown.append(cell)
            elif name:
                found[name] = at
        if COALITION in found and DECISION in found:
            return number, found, unknown
    raise BadArgument("No row names its columns. Two must be there: coalition and decision.")


def _wanted(number: int, named: Mapping[str, str]) -> Wanted | None:
    """What the row decides; None where it decides nothing."""
    for cell in named.values():
        if cell:
            refuse_formula(cell)
    said = {name: cell.removeprefix("'") for name, cell in named.items()}
    if not said[COALITION]:
        raise BadArgument("it names no coalition.")
    if not said[DECISION]:
        if any(said.get(name) for name in (REASON, STARTS, ROOM)):
            raise BadArgument("it has a reason, a time or a room, and no decision.")
        return None
    starts, zone = said.get(STARTS), said.get(ZONE)
    if starts:
        starts = _local(starts.replace(" ", "T"))
        if zone and not is_zone(zone):
            raise BadArgument(f"{quoted(zone)} is no time zone. Write it as Europe/Zurich, or UTC.")
    minutes = said.get(MINUTES)
    if minutes and not re.fullmatch(r"\d{1,3}", minutes):
        raise BadArgument(f"{quoted(minutes)} is no number of minutes.")
    labels = {fold(one.label): key for key, one in slot_forms.FIELDS.items()}
    return Wanted(
        number,
        said[COALITION],
        slot_decided.result_of(said[DECISION]),
        said.get(REASON),
        starts,
        zone,
        None if minutes is None else int(minutes or 0),
        said.get(ROOM),
        said.get(UID, ""),
        {labels[name]: cell for name, cell in said.items() if name in labels and cell},
    )


def _local(said: str) -> str:
    try:
        local = datetime.fromisoformat(said)
    except ValueError:
        raise BadArgument(f"{quoted(said)} is no time. Write it as 2017-12-19 10:00.") from None
    if local.tzinfo is not None or "T" not in said:
        raise BadArgument(f"{quoted(said)} is no local time. Write it as 2017-12-19 10:00.")
    return local.isoformat(timespec="minutes")
