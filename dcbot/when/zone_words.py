"""The grammar of zones: UTC+1, CET/CEST, Geneva time, hora de Ginebra, 日内瓦时间."""

from __future__ import annotations

from dcbot.when import zone_senses
from dcbot.when.abbreviations import CLEAR
from dcbot.when.atoms import Atom, Zone
from dcbot.when.row import Row, remembered

# Behind these a place is the zone of the time; elsewhere it may be where the meeting is.
BEFORE_A_PLACE = ("clock", "ampm", "oclock", "part", "num", "half", "noon", "midnight", "dotted")
# Letters that are a zone may also stand behind a date, or behind another zone.
BEFORE_LETTERS = ("ymd", "date3", "date2", "month", "of", "abbreviation", "iana", "zonename")


def _follows(row: Row, place: int, *kinds: str) -> bool:
    """Whether one of these kinds stands before the place, with at most signs between."""
    before = place - 1
    while before >= 0 and row.get(before, "sep") and not row.get(before, *kinds):
        before -= 1
    return row.get(before, *kinds) is not None


@remembered
def zone(row: Row, start: int) -> Atom | None:
    """A zone by whatever name."""
    place = start + 1 if row.mark(start, "(", ",", "/", "[") else start
    for kind in ("ownzone", "yourzone"):
        own = row.skip(place, "in", "on", "at", most=1)
        # "Local time in Nairobi" names its zone.
        if row.get(own, kind) and not (kind == "yourzone" and _placed(row, own + 1)):
            return Atom(Zone(None, kind), start, own + 1)
    glued = _glued(row, place)
    worded = any(row.get(each, "zoneword", "yourzone") for each in range(place, glued))
    said = _named(row, glued)
    if said:
        local = row.get(glued + 1, "yourzone") is not None
        after = glued + 1 if local else row.skip(glued + 1, "zoneword", most=1)
        return Atom(Zone(said), start, after)
    return _place(row, start, glued, worded)


GLUE = ("in", "of", "at", "on", "zoneword", "yourzone", "the")


def _glued(row: Row, place: int) -> int:
    """Behind the words that lead to a zone, and a colon behind one of them."""
    after = row.skip(place, *GLUE, most=4)
    colon = row.mark(after, ":") and row.get(after - 1, "zoneword") and after > place
    return after + 1 if colon else after


def _placed(row: Row, place: int) -> bool:
    """Whether a place is named there, behind "in" or "of"."""
    after = row.skip(place, "in", "of", "at", "the", "zoneword", most=3)
    return row.get(after, "place") is not None


def _named(row: Row, place: int) -> zone_senses.Said | None:
    if option := row.get(place, "iana"):
        return zone_senses.Said(row.written(place), (zone_senses.Meaning(str(option.value[0])),))
    if option := row.get(place, "offset"):
        ahead = zone_senses.offset_name(60 * int(option.value[0]))
        return zone_senses.Said(row.written(place), (zone_senses.Meaning(ahead),))
    option = row.get(place, "zonename")
    if option and not (option.weak and not _follows(row, place, *BEFORE_A_PLACE)):
        name, form = (str(each) for each in option.value)
        return zone_senses.from_name(name, form, row.written(place))
    if option := row.get(place, "abbreviation"):
        # "The CAT working group" is in no zone.
        clear = row.written(place).upper() in CLEAR
        if not (
            clear or row.get(place - 1, *BEFORE_A_PLACE, "ymd", "date3", "date2", "month", "of")
        ):
            return None
        return zone_senses.abbreviation(row.written(place))
    return None


def _place(row: Row, start: int, place: int, worded: bool) -> Atom | None:
    after = row.skip(place + 1, "zoneword", most=1)
    worded = worded or after > place + 1
    # "Heure suisse", "Kenyan time": such a word is a zone only there.
    option = row.get(place, "place", *(("people",) if worded else ()))
    if option is None:
        return None
    if option.weak and not worded:
        return None
    # "Christmas" is an island too, but first of all another word.
    if not worded and any(each.kind != "place" for each in row.tokens[place].options):
        return None
    said = zone_senses.Said(
        row.written(place), tuple(zone_senses.Meaning(str(each)) for each in option.value)
    )
    near = _follows(row, start, *BEFORE_A_PLACE, "abbreviation", "iana", "zonename")
    return Atom(Zone(said, "sure" if worded else "near" if near else "bare"), start, after)


def together(row: Row, start: int) -> Atom | None:
    """CET/CEST: two abbreviations of one place say its local time."""
    first = row.get(start, "abbreviation") and zone_senses.abbreviation(row.written(start))
    second = row.get(start + 2, "abbreviation") and zone_senses.abbreviation(row.written(start + 2))
    if not first or not second or not row.mark(start + 1, "/"):
        return None
    shared = {each.zone for each in first.meanings} & {each.zone for each in second.meanings}
    if len(shared) != 1 or first == second:
        return None
    said = zone_senses.Said(f"{first.words}/{second.words}", (zone_senses.Meaning(shared.pop()),))
    return Atom(Zone(said), start, start + 3)
