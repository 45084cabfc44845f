"""The grammar of a stretch from one day's clock time to another's: from 14:00 on 3 December to …"""

from __future__ import annotations

from dcbot.when.atoms import Atom, Clock, Date, MomentRange, RelDay, Weekday, Zone
from dcbot.when.clocks import clock
from dcbot.when.day_runs import dated
from dcbot.when.days import relative, weekday
from dcbot.when.row import Row
from dcbot.when.zone_words import zone

LEADS = ("from", "start", "between")
JOINTS = ("to", "dash", "until")


def stretch(row: Row, start: int) -> Atom | None:
    """From one moment to another, each with its day and its clock time."""
    place = row.skip(start, *LEADS, most=1)
    # Without a word that leads to it, two whole moments are told apart by what joins them.
    if place == start:
        return None
    first = _moment(row, place)
    if not first:
        return None
    joint = row.comma(first[-1].end)
    if not row.get(joint, *JOINTS):
        return None
    last = _moment(row, joint + 1)
    return Atom(MomentRange(first, last), start, last[-1].end) if last else None


def _moment(row: Row, place: int) -> tuple[Atom, ...]:
    """A day and a clock time, in either order, and a zone where one is said; else nothing."""
    found: list[Atom] = []
    kinds: set[type] = set()
    for _ in range(4):
        at = row.comma(place) if found else place
        atom = _piece(row, at, kinds)
        if atom is None:
            break
        found.append(atom)
        kinds |= {type(atom.value)}
        place = atom.end
    whole = Clock in kinds and kinds & {Date, RelDay, Weekday}
    return tuple(found) if whole else ()


def _piece(row: Row, place: int, kinds: set[type]) -> Atom | None:
    days = {Date, RelDay, Weekday}
    for grammar, own in ((dated, days), (clock, {Clock}), (relative, days), (weekday, days)):
        if not kinds & own and (atom := grammar(row, place)):
            return Atom(atom.value, place, atom.end)
    return zone(row, place) if Clock in kinds and Zone not in kinds else None
