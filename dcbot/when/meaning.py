"""What the atoms of a phrase mean together: one reading, and never one of two."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dcbot.when import dating, hours, wording
from dcbot.when.atoms import (
    Atom,
    DateList,
    DateRange,
    Dotted,
    Every,
    Except,
    Lapse,
    MomentRange,
    Month,
    MonthRel,
    Nth,
    Part,
    Start,
    TheMonth,
    Times,
    Until,
    Week,
    Weekday,
    Zone,
)
from dcbot.when.dating import NotEnough
from dcbot.when.reading import Context, NotADate, Reading
from dcbot.when.remainder import Left, held, numbered, remainder, weak
from dcbot.when.row import Row
from dcbot.when.sentence import DAYS, Frame
from dcbot.when.several import Several


def mean(row: Row, atoms: list[Atom], frame: Frame) -> Reading:
    """The reading of a whole phrase."""
    aside = [atom for atom in atoms if numbered(row, atom)]
    if aside and len(aside) == len(atoms):
        return NotADate()
    atoms = [atom for atom in atoms if atom not in aside]
    # "Issue 10.12.2026, 15:00" may name the day.
    if aside and not any(isinstance(atom.value, (*DAYS, Lapse, Every)) for atom in atoms):
        return wording.numbered(row.written(aside[0].start))
    left = remainder(row, atoms, aside)
    strong = [atom for atom in atoms if not weak(atom, row)]
    paired = _paired(atoms)
    if not strong and not paired:
        return _without_time(row, atoms, left)
    for trouble in (
        _moved(row, atoms, left),
        wording.left_over(left),
        wording.held(held(row, atoms)),
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
    if kinds & {Nth} and kinds & {Month, MonthRel, TheMonth}:
        return True
    return Weekday in kinds and bool(kinds & {Zone, Dotted})


def _without_time(row: Row, atoms: list[Atom], left: Left) -> Reading:
    """No time that stands by itself: vague where one is meant all the same."""
    if left.context:
        return wording.needs_context(left.context)
    if left.vague and (atoms or _only_vague(row)):
        return wording.left_over(left) or NotADate()
    # "Right after the ceremony": before or after something that has a time of its own.
    beside = [place for place in range(len(row.tokens)) if row.get(place, "refafter", "refbefore")]
    if not atoms and left.danger and any(row.get(place + 1, "the") for place in beside):
        return wording.needs_context(left.danger)
    timed = [atom for atom in atoms if isinstance(atom.value, Weekday | Part | Nth)]
    if timed and not left.unknown and not left.time and not left.danger:
        return wording.not_enough()
    if atoms and isinstance(atoms[0].value, Month) and not (left.unknown or left.time):
        named = len(atoms) > 1 or _surely_month(row, atoms[0])
        return wording.not_enough() if named else NotADate()
    return NotADate()


# What a phrase consists of that says no more than "some time": "in a few days", "next weekend".
SOME_TIME = (
    *("vague", "several", "unit", "num", "begin", "weekbound", "daybound", "month", "next", "this"),
    *("at", "on", "of", "the", "in", "by", "sep", "one", "coming", "past", "monthmark", "later"),
)


def _only_vague(row: Row) -> bool:
    """Whether every word speaks of time, though none says when."""
    named = any(token.get("unit", "weekbound", "daybound", "month") for token in row.tokens)
    return named and all(token.get(*SOME_TIME) for token in row.tokens)


def _surely_month(row: Row, atom: Atom) -> bool:
    """Whether a month stands where no other word could: "in December", "décembre", 12月."""
    led = atom.end - atom.start > 1
    word = row.written(atom.end - 1)
    # "March on!", "may" and the short forms are other words, too.
    return led or (len(word) > 4 and word.casefold() != "march") or not word.isascii()


def _same_day(row: Row, one: Atom, other: Atom) -> bool:
    """Whether a day is named twice over, as in "Thursday 26 November"."""
    parted = any(
        row.get(place, "to", "from", "until", "or") for place in range(one.end, other.start + 1)
    )
    return type(one.value) is not type(other.value) and not parted


def _moved(row: Row, atoms: list[Atom], left: Left) -> Reading | None:
    days = [atom for atom in atoms if isinstance(atom.value, (*DAYS, MomentRange))]
    two = any(isinstance(atom.value, DateRange | DateList | MomentRange) for atom in days) or any(
        not _same_day(row, one, other) for one, other in pairwise(days)
    )
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
        if stretches := self.all(MomentRange):
            return wording.not_enough() if self._repeats() else self._stretch(stretches[0])
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
