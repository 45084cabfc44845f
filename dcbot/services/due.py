"""Due dates: what a cycle's named dates are in calendars; read, never written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dcbot.calendar.entries import Days, Entry, Instant
from storage.cycles import Cycle, CycleDate, DateKind


def entry_of(row: CycleDate, cycle: Cycle) -> Entry | None:
    """The date as an entry; None where not even its day is known.

    A clock without a zone is no moment, so that it stands for its whole day. A deadline's moment
    says its clock and zone in the title, since programs show it in the reader's own.
    """
    when = _when(row)
    if when is None:
        return None
    clock = f", {row.clock} {row.zone}" if isinstance(when, Instant) and is_due(row) else ""
    return Entry(
        uid=row.uid,
        when=when,
        changed_at=row.changed_at,
        sequence=row.revision - 1,
        title=f"{row.what}{clock}",
        text=_text(row),
        categories=(cycle.name,),
        cancelled=row.withdrawn,
    )


def is_due(row: CycleDate) -> bool:
    """Whether something is due by then."""
    return row.kind is DateKind.DEADLINE


def _when(row: CycleDate) -> Days | Instant | None:
    if row.at is not None:
        return Instant(row.at, _length(row))
    first = _day(row.day)
    return None if first is None else Days(first, _day(row.until) if row.until else None)


def _length(row: CycleDate) -> timedelta:
    """Until the clock at which it ends, which may be after midnight; a deadline lasts no time."""
    if not row.end or is_due(row):
        return timedelta()
    begins, ends = (datetime.strptime(each, "%H:%M") for each in (row.clock, row.end))  # noqa: DTZ007 -- clocks
    return (ends - begins) % timedelta(days=1)


def _day(words: str) -> date | None:
    """A whole date; None for a month."""
    return date.fromisoformat(words) if len(words) == 10 else None


def _text(row: CycleDate) -> str:
    said = row.said and f"The source says: {row.said}"
    source = row.address if row.address.startswith("http") else ""
    return "\n\n".join(filter(None, [row.note, said, row.certainty, source]))
