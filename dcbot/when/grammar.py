"""One grammar over the kinds of tokens, for all languages: a phrase's tokens become atoms."""

from __future__ import annotations

from collections.abc import Callable

from dcbot.when import (
    bounds,
    clocks,
    dates,
    day_runs,
    days,
    lapses,
    moments,
    rates,
    repeats,
    zone_words,
)
from dcbot.when.atoms import Atom
from dcbot.when.row import Row

# The longest match wins; among equals, the first of these.
GRAMMARS: tuple[Callable[[Row, int], Atom | None], ...] = (
    bounds.exception,
    bounds.until,
    bounds.begin,
    repeats.every,
    rates.frequency,
    rates.rate,
    repeats.on_weekdays,
    moments.stretch,
    bounds.times,
    clocks.clock_range,
    clocks.clock,
    zone_words.together,
    zone_words.zone,
    day_runs.dates,
    day_runs.listed,
    day_runs.weekdays,
    days.nth,
    days.end,
    lapses.lapse,
    lapses.beside,
    lapses.week_later,
    dates.date,
    days.week,
    days.relative,
    days.weekday,
    dates.day_number,
    days.the_month,
    dates.month,
    dates.year_alone,
    dates.dotted,
    lapses.lasting,
    clocks.part,
)


def parse(row: Row) -> list[Atom]:
    """The atoms of the row, in order; tokens that none of them takes are left over."""
    found: list[Atom] = []
    place = 0
    while place < len(row.tokens):
        best: Atom | None = None
        for grammar in GRAMMARS:
            atom = grammar(row, place)
            if atom is not None and (best is None or atom.end > best.end):
                best = atom
        if best is None:
            place += 1
            continue
        found.append(best)
        place = best.end
    return found
