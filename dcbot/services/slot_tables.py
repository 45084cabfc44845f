"""Slot tables: the requests and decisions of a call as rows of words, out and in again; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.config.zones import is_zone
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services import slot_decided, slot_forms
from dcbot.services.slot_decisions import Decided, Placed
from dcbot.services.slots_told import Row
from dcbot.sheets import Row as Cells
from storage.slots import Result

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
    labels = [field.label.casefold() for field in slot_forms.FIELDS.values()]
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
    """One row of a table that came back: what is to be decided of a coalition."""

    number: int
    coalition: str
    result: Result
    why: str
    placed: Placed

    def differs(self, one: Decided) -> bool:
        """Whether that is not decided already."""
        now = one.decision
        if now is None:
            return True
        placed = Placed(now.starts, now.zone, now.minutes, now.where)
        return (now.result, now.why, placed) != (self.result, self.why, self.placed)


def read(rows: Sequence[Cells]) -> tuple[list[Wanted], list[str]]:
    """What the table decides, and a sentence for each row that cannot be taken. Raises BadArgument
    where no row names its columns."""
    start, columns = _header(rows)
    wanted, problems = [], []
    for number, row in rows:
        if number <= start:
            continue
        named = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
        if not named.get(COALITION) or not named.get(DECISION):
            continue
        try:
            wanted.append(_wanted(number, {k: v.removeprefix("'") for k, v in named.items()}))
        except BadArgument as mistake:
            problems.append(f"Row {number} was not taken: {mistake.text}")
    return wanted, problems


def _header(rows: Sequence[Cells]) -> tuple[int, dict[str, int]]:
    for number, row in rows[:10]:
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            name = _ALSO.get(fold(cell), fold(cell))
            if name in _READ and name not in found:
                found[name] = at
        if COALITION in found and DECISION in found:
            return number, found
    raise BadArgument("No row names its columns. Two must be there: coalition and decision.")


def _wanted(number: int, named: dict[str, str]) -> Wanted:
    result = slot_decided.result_of(named[DECISION])
    starts = named.get(STARTS, "").replace(" ", "T")
    zone = named.get(ZONE, "") or ("UTC" if starts else "")
    if starts:
        starts = _local(starts)
        if not is_zone(zone):
            raise BadArgument(f"{quoted(zone)} is no time zone. Write it as Europe/Zurich, or UTC.")
    minutes = named.get(MINUTES, "")
    if minutes and not re.fullmatch(r"\d{1,3}", minutes):
        raise BadArgument(f"{quoted(minutes)} is no number of minutes.")
    placed = Placed(starts, zone if starts else "", int(minutes or 0), named.get(ROOM, ""))
    return Wanted(number, named[COALITION], result, named.get(REASON, ""), placed)


def _local(said: str) -> str:
    try:
        local = datetime.fromisoformat(said)
    except ValueError:
        raise BadArgument(f"{quoted(said)} is no time. Write it as 2017-12-19 10:00.") from None
    if local.tzinfo is not None or "T" not in said:
        raise BadArgument(f"{quoted(said)} is no local time. Write it as 2017-12-19 10:00.")
    return local.isoformat(timespec="minutes")
