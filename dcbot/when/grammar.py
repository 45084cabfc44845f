"""One grammar over the kinds of tokens, for all languages: a phrase's tokens become atoms."""

from __future__ import annotations

from collections.abc import Callable

from dcbot.when import bounds, clocks, dates, days, lapses, repeats, zone_words
from dcbot.when.atoms import Atom
from dcbot.when.row import Row

# The longest match wins; among equals, the first of these.
GRAMMARS: tuple[Callable[[Row, int], Atom | None], ...] = (
    bounds.exception,
    bounds.until,
    bounds.begin,
    repeats.every,
    repeats.frequency,
    repeats.on_weekdays,
    bounds.times,
    clocks.clock_range,
    clocks.clock,
    zone_words.together,
    zone_words.zone,
    dates.dates,
    days.nth,
    days.end,
    lapses.lapse,
    dates.date,
    days.week,
    days.relative,
    days.weekday,
    dates.day_number,
    days.the_month,
    dates.month,
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
