"""The words that the grammar left over: which are harmless, and what the others do."""

from __future__ import annotations

from dataclasses import dataclass

from dcbot.when.atoms import (
    Atom,
    Clock,
    Date,
    DateRange,
    Dotted,
    Lapse,
    Month,
    Nth,
    Part,
    RelDay,
    TheMonth,
    Weekday,
    Zone,
)
from dcbot.when.row import Row

GLUE = ("at", "on", "of", "the", "and", "in", "plural", "filler", "by", "measure", "yearword")
# Words that speak of time and were understood by no rule: what they say is not ignored.
TIMEISH = (
    *("num", "ord", "month", "weekday", "weekdays", "unit", "dur", "part", "rel", "relpart"),
    *("clock", "ymd", "date3", "date2", "dotted", "digits", "half", "quarter", "zoneword"),
    *("foreignday", "rate", "beside"),
    *("every", "freq", "freq?", "other", "next", "coming", "afternext", "last", "past"),
    *("noon", "midnight", "hourname", "iana", "abbreviation", "zonename", "ampm", "week"),
    *("except", "until", "start", "count", "lasting", "later", "ago", "end", "once", "between"),
    *("monthrel", "yearrel", "inweek", "dueday", "surdeux", "workdays", "everyweekday"),
    *("ownzone", "yourzone", "wkplus", "alternate", "oclock", "place"),
)

HARMLESS_SIGNS = frozenset(",;:.()[]/!?\"'-—*_|&#¿¡؟<>•·…")
# "Dès 14h" is open at its end; without its accent it is "des".
ACCENTED = frozenset({"dès"})
# Between two clock times this is a dash; before one it says "about".
ABOUT = frozenset("~～〜")
STOPS = frozenset(",;:.(!?-\n")


@dataclass(frozen=True)
class Left:
    """What is left beside the atoms, by what it does to the reading."""

    # Words of time that were not understood, as they were written.
    time: tuple[str, ...] = ()
    # Words in the midst of the time, or directly beside it, that no lexicon knows.
    unknown: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    moving: bool = False
    # The places of "or", and of "to" and dashes, between pieces of time.
    ors: tuple[int, ...] = ()
    joints: tuple[int, ...] = ()
    # The places of "and".
    ands: tuple[int, ...] = ()


def numbered(row: Row, atom: Atom) -> bool:
    """Whether digits number something else: "version 2.11.26", "rue du 4 septembre"."""
    place = row.skip(atom.start, "of", "the", most=2)
    named = atom.start - 1
    while row.mark(named, ".", "°", "#"):
        named -= 1
    if row.get(named, "street"):
        return row.get(place, "num") is not None
    figures = row.get(atom.start, "dotted", "date3", "ymd", "date2")
    lone = atom.end == atom.start + 1 and row.get(atom.start, "num")
    return bool(figures or lone) and row.get(named, "numbered") is not None


def held(row: Row, atoms: list[Atom]) -> str:
    """The word by which a day without a year is past: "it was on Monday", "fue el lunes"."""
    days = [atom for atom in atoms if isinstance(atom.value, Date | Weekday)]
    first = min(atoms, key=lambda atom: atom.start)
    if not days or any(_surely_placed(atom.value) for atom in days):
        return ""
    before = [place for place in range(first.start) if not row.get(place, "at", "on", "the", "in")]
    # In Arabic what was held stands between the word and the time.
    near = before[-3:] if row.language == "ar" else before[-1:]
    if any(row.get(place, "moving", "sep") for place in near):
        return ""
    return next((row.written(place) for place in near if row.get(place, "held")), "")


def _surely_placed(value: object) -> bool:
    """Whether a day names its year, or which one of its name it is."""
    if isinstance(value, Weekday):
        return value.mode not in ("bare", "habit")
    return isinstance(value, Date) and value.readings[0][0] is not None


def weak(atom: Atom, row: Row) -> bool:
    """Whether an atom by itself need not speak of time at all ("mar", "room 12", "may")."""
    value = atom.value
    if isinstance(value, Month):
        return value.year is None
    if isinstance(value, Nth):
        return value.weekday is None and not value.every and not value.workdays
    if isinstance(value, Weekday):
        return value.weak and value.mode == "bare"
    return isinstance(value, Dotted | Part | TheMonth | Zone)


def remainder(row: Row, atoms: list[Atom], aside: list[Atom]) -> Left:
    """Every token that no atom holds, judged by its kinds and by where it stands.

    `aside` are atoms that number something else; they are no time, and harmless.
    """
    row.atoms = atoms
    taken = {place for atom in (*atoms, *aside) for place in range(atom.start, atom.end)}
    first = min((atom.start for atom in atoms), default=len(row.tokens))
    last = max((atom.end for atom in atoms), default=0)
    found: dict[str, list[str]] = {
        kind: [] for kind in ("time", "unknown", "vague", "context", "danger")
    }
    tail = _tail(row, last)
    dated = any(isinstance(atom.value, Date | DateRange | Weekday | Nth | RelDay) for atom in atoms)
    known = any(isinstance(atom.value, Date) and atom.value.readings[0][0] for atom in atoms)
    moving = False
    ors: list[int] = []
    joints: list[int] = []
    ands = [place for place in range(first, last) if row.get(place, "and")]
    for place, token in enumerate(row.tokens):
        if place in taken:
            continue
        moving = moving or token.get("moving") is not None
        inside = first < place < last
        if inside and token.get("or"):
            ors.append(place)
        elif inside and token.get("to", "dash"):
            joints.append(place)
        if (token.get("event") and dated) or _numbered(row, place, place < first and known):
            continue
        kind = _kind(row, place, inside, after=place >= last, tail=tail, first=first)
        if kind:
            found[kind].append(token.written)
    return Left(
        time=tuple(found["time"]),
        unknown=tuple(found["unknown"]),
        vague=tuple(found["vague"]),
        context=tuple(found["context"]),
        danger=tuple(found["danger"]),
        moving=moving,
        ors=tuple(ors),
        joints=tuple(joints),
        ands=tuple(place for place in ands if place not in taken),
    )


def _tail(row: Row, last: int) -> int:
    """Where the words behind the time begin that are no more of it: a comma, "to discuss", …"""
    for place in range(last, len(row.tokens)):
        if row.get(place, "topic") and not row.get(place, "zoneword"):
            return place
        if row.mark(place, ",", ";", ":", ".", "!", "?", "؟", "-"):
            ended = row.mark(place, ".", "!", "?", "؟") and row.spaced(place + 1)
            return place if ended or _is_prose(row, place + 1) else len(row.tokens)
        if not row.get(place, *GLUE, "sep"):
            break
    return len(row.tokens)


def _is_prose(row: Row, place: int) -> bool:
    """Whether what follows is a text of its own, and not the name of a place that is not known."""
    words = [token for token in row.tokens[place:] if not token.get("sep")]
    return len(words) >= 3 or all(word.get(*GLUE, "topic") for word in words)


def _kind(row: Row, place: int, inside: bool, *, after: bool, tail: int, first: int) -> str:
    """What a token that was left over does: the name of a list of `Left`, or nothing."""
    token = row.tokens[place]
    if (judged := _by_place(row, place)) is not None:
        return judged
    for kind, others in (("context", ("event",)), ("vague", ("several",))):
        if token.get(kind, *others) and not token.get("filler"):
            return kind
    # "بعد" is "in" before a length of time, and "after" before a day.
    if token.get("danger", "refbefore") and not token.get("filler", "or", "to", "from"):
        return "danger"
    if token.get("every", "other") and not token.get("filler"):
        return "time"
    # "In room 5"; but "room 14:00" is no time.
    room = token.get("room") or (token.get("num") and row.get(place - 1, "room"))
    if room and place > first:
        return ""
    if token.written.casefold() in ACCENTED:
        return "danger"
    if token.get("either"):
        return "" if row.names_several() else "danger"
    if token.written in ABOUT and not (row.parts_clocks(place) or row.parts_days(place)):
        return "vague"
    if token.get(*GLUE, "moving", "options", "numbered", "nohour", "street", "held"):
        return ""
    if token.get("num") and row.get(place + 1, "options"):
        return ""
    # "Time: 15:00", "会议时间：".
    if token.get("zoneword") and row.mark(place + 1, ":"):
        return ""
    if token.get("sep"):
        return (
            ""
            if str((token.get("sep") or token.options[0]).value[0]) in HARMLESS_SIGNS
            else "unknown"
        )
    if token.get("or"):
        return "" if row.parts_days(place) or row.parts_clocks(place) else "danger"
    if token.get("to", "dash", "from"):
        # "Move it to Thursday" leads to a time; "from Thursday" alone is open at its end.
        led = place < first and token.get("to") is not None and not token.get("until")
        parting = row.parts_days(place) or (inside and token.get("dash") is not None)
        return "" if parting or led or (after and place >= tail) else "danger"
    if token.get("topic") and place >= tail:
        return ""
    # "The next 24 November" is what the date alone means.
    if token.get("next") and row.begins(place + 1, Date):
        return ""
    # "The next meeting", "الاجتماع القادم".
    noun = _noun(row, place + 1) or (token.get("next", "past") and _noun(row, place - 1))
    if token.get("ord", "num", "next", "last") and noun and not inside:
        return "" if not token.get("digits") else "time"
    if token.get(*TIMEISH):
        return "time"
    if token.get("begin", "daybound", "weekbound"):
        return "vague"
    if token.get("topic"):
        return "unknown" if inside else ""
    if token.options and not token.get("people"):
        return "" if token.get("this", "one", "andhour", "per", "moving") else "time"
    return _unknown(row, place, inside, after=after, tail=tail, first=first)


def _by_place(row: Row, place: int) -> str | None:
    """What words do that say another thing elsewhere; nothing where it is not theirs to say."""
    if row.get(place, "closing"):
        # "Tuesday at 10:00 instead?" and "Alors mardi" say nothing of the time.
        opened = place == 0 and row.language != "en"
        closed = all(row.get(each, "sep") for each in range(place + 1, len(row.tokens)))
        return "" if opened or closed else "context"
    if row.get(place, "more"):
        return "danger" if row.begins(place + 1, Lapse) else ""
    if row.get(place, "meal") and any(isinstance(atom.value, Clock) for atom in row.atoms):
        return ""
    # "Page 12 December" may be page 12.
    figure = row.get(place + 1, "num") and row.begins(place + 1, Date)
    return "danger" if row.get(place, "numbered") and figure else None


def _numbered(row: Row, place: int, headed: bool) -> bool:
    """The 12 of "meeting #12" and "page 12"; before a date with its year, that of "IGF 2026"."""
    year = headed and row.number(place, 1900, 2200) is not None
    figure = row.get(place, "num", "digits", "dotted") is not None
    return year or (figure and (row.mark(place - 1, "#") or bool(row.get(place - 1, "numbered"))))


def _noun(row: Row, place: int) -> bool:
    """Whether a known word that is no part of a time stands there."""
    return bool(row.get(place, "filler")) and not row.get(place, "and", "on", "of", "the")


def _unknown(row: Row, place: int, inside: bool, *, after: bool, tail: int, first: int) -> str:
    """A word of no lexicon: harmless in front, where something leads to the time, and in prose."""
    if inside:
        return "unknown"
    if after:
        return "" if place >= tail else "unknown"
    # Directly before a clock time it may be the name of a zone; before a date, a noun if long.
    apart = row.skip(place + 1, "sep", most=1) if row.written(place + 1) == "-" else place + 1
    begun = place == 0 or (row.get(place - 1, "sep") and not row.mark(place - 1, "-"))
    noun = begun and apart == place + 1 and row.begins(first, Date, DateRange)
    harmless = _leads(row, first) or (noun and len(row.written(place)) > 4)
    return "unknown" if apart == first and not harmless else ""


def _leads(row: Row, first: int) -> bool:
    """Whether the time begins with a word that leads to it ("on", "le", "в")."""
    leads = ("on", "at", "the", "every", "in", "from", "plural", "start", "by", "dayword")
    return row.get(first, *leads) is not None
