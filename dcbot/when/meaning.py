"""What the atoms of a phrase mean together: one reading, and never one of two."""

from __future__ import annotations

from dataclasses import replace

from dcbot.when import dating, hours, wording
from dcbot.when.atoms import (
    Atom,
    DateRange,
    Dotted,
    Except,
    Lapse,
    Month,
    Nth,
    Part,
    Start,
    Times,
    Until,
    Week,
    Weekday,
    Zone,
)
from dcbot.when.dating import NotEnough
from dcbot.when.reading import Context, NotADate, Reading
from dcbot.when.remainder import Left, remainder, weak
from dcbot.when.row import Row
from dcbot.when.sentence import DAYS, Frame
from dcbot.when.several import Several


def mean(row: Row, atoms: list[Atom], frame: Frame) -> Reading:
    """The reading of a whole phrase."""
    left = remainder(row, atoms)
    strong = [atom for atom in atoms if not weak(atom, row)]
    paired = _paired(atoms)
    if not strong and not paired:
        return _without_time(atoms, left)
    for trouble in (
        _moved(atoms, left),
        wording.left_over(left),
    ):
        if trouble:
            return trouble
    try:
        return Meaning(atoms, left, frame).reading()
    except dating.NoSuchDay as trouble:
        return wording.no_such_day(trouble.said, frame.language)
    except hours.NoSuchHour as trouble:
        return wording.no_such_hour(trouble.said)
    except dating.Contradiction as trouble:
        return wording.contradiction(trouble.weekday, trouble.day, frame.language)
    except (NotEnough, OverflowError):
        return wording.not_enough()


def _paired(atoms: list[Atom]) -> bool:
    """Weak words that make each other strong: "Mon" beside a clock time, or a dotted date."""
    kinds = {type(atom.value) for atom in atoms}
    days = kinds & {Weekday, Dotted}
    return bool(days and (kinds & {Zone}) and Weekday in kinds) or (
        Weekday in kinds and Dotted in kinds
    )


def _without_time(atoms: list[Atom], left: Left) -> Reading:
    """No time that stands by itself: vague where one is meant all the same."""
    if left.context:
        return wording.needs_context(left.context)
    if left.vague and atoms:
        return wording.left_over(left) or NotADate()
    timed = [atom for atom in atoms if isinstance(atom.value, Weekday | Part | Nth)]
    if timed and not left.unknown and not left.time and not left.danger:
        return wording.not_enough()
    if atoms and isinstance(atoms[0].value, Month) and not (left.unknown or left.time):
        return NotADate() if len(atoms) == 1 else wording.not_enough()
    return NotADate()


def _moved(atoms: list[Atom], left: Left) -> Reading | None:
    days = [atom for atom in atoms if isinstance(atom.value, DAYS)]
    two = len(days) > 1 or any(isinstance(atom.value, DateRange) for atom in days)
    if left.moving and two:
        return Context(
            "Two days are named, one of which a meeting is moved from. "
            "Say which meeting is moved, and when it is to be."
        )
    return None


class Meaning(Several):
    """The atoms of one phrase; asked once for their reading."""

    def reading(self) -> Reading:
        if any(zone.kind == "yourzone" for zone in self.all(Zone)):
            return Context("The time is given in somebody else's zone. Name the zone.")
        if any(isinstance(each, Weekday) and each.mode == "habit" for each in self.all(Weekday)):
            self._habits()
        if self._repeats():
            return self._rule()
        if self.any(Until, Start, Except, Times):
            return wording.open_ended()
        lapses = [lapse for lapse in self.all(Lapse) if not _only_days(lapse)]
        if lapses:
            return self._from_now(lapses)
        if self._many_days():
            return self._several()
        return self._one()

    def _habits(self) -> None:
        """ "Le jeudi 3 décembre" is one day; "le jeudi" alone may be every one."""
        others = [each for each in self.atoms if isinstance(each.value, (*DAYS, Week, Lapse))]
        if len(others) > 1 or self._repeats():
            self.atoms = [
                replace(atom, value=replace(atom.value, mode="bare"))
                if isinstance(atom.value, Weekday) and atom.value.mode == "habit"
                else atom
                for atom in self.atoms
            ]


def _only_days(lapse: Lapse) -> bool:
    return all(unit not in ("hour", "minute") for _, unit in lapse.amount.parts)
