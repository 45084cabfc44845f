"""Minutes of any kind, with texts that could mean something in one format or another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from dcbot.record.attendance import Attendance, Attendee, Presence, PresentBy
from dcbot.record.deciding import (
    Ballot,
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
    Tally,
    Vote,
)
from dcbot.record.facts import Affiliation, Standing
from dcbot.record.floor import Agenda, Point, PointState
from dcbot.record.minutes import (
    Correction,
    Doubt,
    DoubtKind,
    Gap,
    GapReason,
    Item,
    ItemKind,
    LineKind,
    Link,
    LogLine,
    Minutes,
    Topic,
    Unread,
)
from dcbot.record.outputs.publication import Publication, Speech, Status
from dcbot.record.tasks import Action, ActionState, Owner, OwnerTasks

BASE = datetime(2026, 3, 28, 22, 58, tzinfo=UTC)
# What only some may know: no output may ever show it.
SECRET = "identity-of-somebody"

_NASTY = st.one_of(
    st.sampled_from("\\`*_[]()<>~|#+-.!&;:=1@\"' \t\n\r\x00\x0b\x1c\x85"),
    st.sampled_from("\u2028\u202e\u2066\ud800\ufffeé。ا”—漢"),
    st.sampled_from(["https://x.org/a_(b)", "javascript:x", "</li><script>", "&amp;", "]]>"]),
    st.sampled_from(["\n> ", "\n-- \n", "\nFrom x", "\n===\n", "\n    x", "- ", "1. ", "**"]),
    st.sampled_from(["שלום", "مرحبا", "word", "\U0001f44d\ufe0f", "|---|", "```\n", "::"]),
)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.lists(_NASTY, max_size=14).map("".join),
    st.sampled_from(["", "Plain words.", "word " * 40, "x" * 200, "漢" * 90]),
)
NAMES = st.one_of(st.sampled_from(["Ana", "a participant", "the Secretariat", ""]), TEXTS)
LINES = st.integers(min_value=1, max_value=30)
MAYBE_LINE = st.none() | LINES
MOMENTS = st.integers(min_value=0, max_value=200_000).map(lambda s: BASE + timedelta(seconds=s))
SOMEBODY = st.just(SECRET)
LINKS = st.builds(
    Link,
    url=st.sampled_from(["https://x.org/?a=1&b=2", "javascript:alert(1)", "mailto:a@x.org"])
    | TEXTS,
    words=TEXTS,
)


def some(strategy: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    """A few of them."""
    return st.lists(strategy, max_size=most).map(tuple)


_RESERVES = st.builds(
    Reserve,
    kind=st.sampled_from(Reservation),
    text=TEXTS,
    by=SOMEBODY,
    name=NAMES,
    at=MOMENTS,
    line=LINES,
    coalition=st.sampled_from(["", "DC3"]),
    stakeholders=st.sampled_from(["", "civil society"]),
    proven=st.booleans(),
    withdrawn=st.booleans(),
)
_DECISIONS = st.builds(
    Decision,
    number=st.integers(1, 99),
    text=TEXTS,
    outcome=st.sampled_from(Outcome),
    by=SOMEBODY,
    name=NAMES,
    at=MOMENTS,
    line=LINES,
    finality=st.sampled_from(Finality),
    proposal=TEXTS,
    proposed_by=NAMES,
    reserves=some(_RESERVES, 2),
    vote=MAYBE_LINE,
)
_OWNERS = st.builds(Owner, name=NAMES, by=SOMEBODY, group=st.booleans())
_ACTIONS = st.builds(
    Action,
    number=st.integers(1, 99),
    text=TEXTS,
    owners=some(_OWNERS, 2),
    due=TEXTS,
    state=st.sampled_from(ActionState),
    by=SOMEBODY,
    name=NAMES,
    at=st.none() | MOMENTS,
    line=MAYBE_LINE,
    closed_line=MAYBE_LINE,
    meeting=st.sampled_from(["", "DCCG 96"]),
)
_ITEMS = st.builds(
    Item,
    kind=st.sampled_from(ItemKind),
    text=TEXTS,
    by=SOMEBODY,
    name=NAMES,
    at=MOMENTS,
    line=LINES,
    made_by=NAMES,
    made_line=MAYBE_LINE,
    number=st.none() | st.integers(1, 99),
    links=some(LINKS, 1),
    edited=st.booleans(),
)
_TOPICS = st.builds(
    Topic,
    title=TEXTS,
    level=st.sampled_from([1, 2]),
    number=st.sampled_from(["", "1", "2.1"]),
    by=SOMEBODY,
    name=NAMES,
    at=st.none() | MOMENTS,
    line=MAYBE_LINE,
    last_line=MAYBE_LINE,
    items=some(_ITEMS),
    links=some(LINKS, 1),
    spoken=some(LINES),
)
_VOTES = st.builds(
    Vote,
    question=TEXTS,
    options=st.just(("yes", "no")),
    by=SOMEBODY,
    name=NAMES,
    at=MOMENTS,
    line=LINES,
    topic=st.integers(0, 5),
    closed_at=st.none() | MOMENTS,
    closed_line=MAYBE_LINE,
    tallies=st.tuples(
        st.builds(Tally, option=TEXTS, votes=st.integers(0, 9), names=some(NAMES)),
        st.builds(Tally, option=TEXTS, votes=st.integers(0, 9), names=some(NAMES)),
    ),
    ballots=some(
        st.builds(
            Ballot,
            by=SOMEBODY,
            name=NAMES,
            option=st.sampled_from([0, 1]),
            at=MOMENTS,
            line=LINES,
            changed=st.booleans(),
            coalition=TEXTS,
        )
    ),
    secret=st.booleans(),
    franchise=some(NAMES, 2),
    needed=st.none() | st.integers(1, 9),
    present=st.integers(0, 9),
    quorate=st.none() | st.booleans(),
    result=TEXTS,
)
_PEOPLE = st.builds(
    Attendee,
    by=SOMEBODY,
    name=NAMES,
    presence=st.sampled_from(Presence),
    present_by=st.sampled_from(PresentBy),
    lines=st.integers(0, 30),
    guest=st.booleans(),
    proxy_for=NAMES,
    proxy=NAMES,
    arrived=st.none() | MOMENTS,
    departed=st.none() | MOMENTS,
    affiliation=st.builds(
        Affiliation, group=TEXTS, standing=st.sampled_from(Standing), stakeholders=TEXTS
    ),
    chair=st.booleans(),
    scribe=st.booleans(),
)
_POINTS = st.builds(
    Point,
    number=st.integers(1, 9),
    title=TEXTS,
    proposer=NAMES,
    minutes=st.none() | st.integers(1, 90),
    state=st.sampled_from(PointState),
    carried_over=st.booleans(),
    added_line=MAYBE_LINE,
    topic=st.none() | st.integers(0, 3),
)
_SAID = st.builds(
    LogLine,
    line=LINES,
    at=MOMENTS,
    kind=st.sampled_from([kind for kind in LineKind if kind is not LineKind.GAP]),
    name=NAMES,
    text=TEXTS,
    by=SOMEBODY,
    written_by=NAMES,
    about=MAYBE_LINE,
    command=st.booleans(),
    edited=st.booleans(),
    continued=st.booleans(),
    noted=st.booleans(),
)
_EMPTY = st.builds(LogLine, line=LINES, at=MOMENTS, kind=st.just(LineKind.GAP))
_GAPS = st.builds(
    Gap,
    line=LINES,
    last_line=LINES,
    at=MOMENTS,
    why=st.sampled_from(GapReason),
    lines=st.integers(1, 9),
    topic=st.integers(0, 5),
)
_CORRECTIONS = st.builds(
    Correction,
    how=st.sampled_from(["corrected", "edited", "amended", "undone", "inserted", "taken back"]),
    line=LINES,
    changed=some(LINES, 2),
    name=NAMES,
    at=MOMENTS,
    before=TEXTS,
    after=TEXTS,
)
_ATTENDANCE = st.builds(
    Attendance,
    roll_taken=st.booleans(),
    people=some(_PEOPLE),
    coalitions=some(st.tuples(TEXTS, st.sampled_from(Presence)), 2),
    counted=st.integers(0, 9),
    quorum=st.none() | st.integers(1, 9),
    quorum_rule=TEXTS,
    quorate=st.none() | st.booleans(),
)


def _by_number(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    """A few of them, each with a number of its own."""
    return st.lists(strategy, max_size=3, unique_by=lambda one: one.number).map(tuple)  # type: ignore[attr-defined]


def _by_line(strategy: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    """A few of them, each at a line of its own."""
    return st.lists(strategy, max_size=most, unique_by=lambda one: one.line).map(tuple)  # type: ignore[attr-defined]


@st.composite
def minutes(draw: st.DrawFn) -> Minutes:
    """Minutes that hold together as far as their model promises."""
    actions = draw(_by_number(_ACTIONS))
    owners = [OwnerTasks(owner, (one,)) for one in actions for owner in one.owners]
    free = tuple(one for one in actions if not one.owners)
    known = {one.number for one in actions}
    carried = [one for one in draw(_by_number(_ACTIONS)) if one.number not in known]
    return Minutes(
        title=draw(TEXTS),
        group=draw(TEXTS),
        place=draw(TEXTS),
        zone=draw(st.sampled_from(["UTC", "Europe/Zurich", "Nowhere/At all"])),
        dated=draw(st.booleans()),
        started=draw(st.none() | MOMENTS),
        started_by=draw(NAMES),
        ended=draw(st.none() | MOMENTS),
        ended_by=draw(NAMES),
        chairs=draw(some(NAMES, 2)),
        scribes=draw(some(NAMES, 2)),
        topics=draw(some(_TOPICS)),
        decisions=draw(_by_number(_DECISIONS)),
        actions=actions,
        carried=tuple(carried),
        owners=(*owners, *([OwnerTasks(None, free)] if free else [])),
        votes=draw(_by_line(_VOTES, 2)),
        attendance=draw(_ATTENDANCE),
        agenda=draw(st.builds(Agenda, points=some(_POINTS), adopted=st.booleans())),
        next_meeting=draw(TEXTS),
        links=draw(some(st.tuples(LINKS, LINES), 2)),
        log=draw(_by_line(st.one_of(_SAID, _SAID, _EMPTY), 8)),
        gaps=draw(_by_line(_GAPS, 2)),
        corrections=draw(some(_CORRECTIONS, 2)),
        doubts=(Doubt(kind=DoubtKind.NO_ROLL, line=1, text="doubt-of-the-scribe", by=SECRET),),
        unread=(Unread(1, "line-that-was-not-read", "why-it-was-not"),),
    )


PUBLICATIONS = st.builds(
    Publication,
    status=st.sampled_from(Status),
    version=st.none() | st.integers(1, 9),
    as_of=st.none() | MOMENTS,
    address=st.sampled_from(["", "https://dcs.example.org/groups/dccg/meetings/3"]),
    log_address=st.sampled_from(["", "https://dcs.example.org/groups/dccg/meetings/3/log"]),
    with_log=st.booleans(),
    speech=st.sampled_from(Speech),
    published_by=TEXTS,
    disclaimer=TEXTS,
    licence=TEXTS,
    licence_address=st.sampled_from(["", "https://creativecommons.org/licenses/by/4.0/"]),
    removal=TEXTS,
)
