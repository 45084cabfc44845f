"""The shapes of published minutes: what each name of the JSON means; the schema is made of them."""

from __future__ import annotations

from typing import Literal, NotRequired

# Pydantic, which makes the schema, reads the one of the standard library from Python 3.12 on.
from typing_extensions import TypedDict

Moment = str

_Presence = Literal["present", "regrets", "absent", "unknown"]
_Outcome = Literal["agreed", "accepted", "rejected", "failed", "inconclusive", "open"]
_Kind = Literal[
    "info",
    "action",
    "agreed",
    "accepted",
    "rejected",
    "failed",
    "inconclusive",
    "idea",
    "help",
    "link",
    "vote",
    "proposal",
    "question",
    "issue",
    "quote",
]


class Link(TypedDict):
    """A link, and the words that name it."""

    url: str
    words: str


class Publication(TypedDict):
    """What these minutes are: which version, by whom, under which terms."""

    status: Literal[
        "unapproved", "imported", "being recorded", "draft", "approved", "corrected", "withdrawn"
    ]
    version: int | None
    as_of: Moment | None
    address: str
    """Where the current version stands; items are at #decision-3, #action-12, #item-17."""
    log_address: str
    """Where the log stands; lines are at #line-17. Empty where it is part of the minutes."""
    published_by: str
    disclaimer: str
    licence: str
    licence_address: str
    removal: str
    """Whom to ask for removal."""
    attached: list[Link]
    """What was attached to the meeting, such as a recording or slides."""


class Document(Link):
    """A link that was recorded, and the line that did."""

    line: int


class Item(TypedDict):
    """Something recorded, at the line that made it."""

    kind: _Kind
    text: str
    by: str
    """Whose words these are, by the name that may be published."""
    at: Moment
    line: int
    made_by: str
    """Who made them an item, where that was somebody else."""
    made_line: int | None
    number: int | None
    """That of the decision or action."""
    links: list[Link]
    edited: bool


class Topic(TypedDict):
    """A topic; what comes before any has an empty title and no line."""

    title: str
    level: int
    number: str
    by: str
    at: Moment | None
    line: int | None
    last_line: int | None
    removed: bool
    """Its title was taken back."""
    links: list[Link]
    items: list[Item]


class Reserve(TypedDict):
    """What somebody said against a decision."""

    kind: Literal["objection", "dissent", "minority view", "abstention"]
    text: str
    by: str
    coalition: str
    stakeholders: str
    at: Moment
    line: int
    proven: bool
    """False where it came by a way that does not prove who said it."""
    withdrawn: bool


class Decision(TypedDict):
    """A decision, with all that was said against it."""

    number: int
    """By what people refer to it; 0 for a proposal that is still open."""
    text: str
    outcome: _Outcome
    finality: Literal["final", "provisional", "disputed", "withdrawn"]
    by: str
    at: Moment
    line: int
    topic: int
    """The place of its topic in `topics`, from 0 on."""
    proposal: str
    proposed_by: str
    vote: int | None
    """The line of the vote that it rests on."""
    reservations: list[Reserve]


class Owner(TypedDict):
    """Who is to do something: a person, or a coalition or other body."""

    name: str
    group: bool


class Action(TypedDict):
    """Something to do."""

    number: int
    text: str
    owners: list[Owner]
    due: str
    """In the words in which it was said."""
    state: Literal["open", "done", "dropped"]
    by: str
    at: Moment | None
    line: int | None
    topic: int
    closed_line: int | None
    meeting: str
    """The earlier meeting that gave it; empty for this one."""


class Tasks(TypedDict):
    """The numbers of the actions of an owner; `owner` is null for those that nobody owns."""

    owner: str | None
    actions: list[int]


class Tally(TypedDict):
    """How many voted for an option."""

    option: str
    votes: int
    names: list[str]


class Ballot(TypedDict):
    """One voter's last vote."""

    by: str
    coalition: str
    option: int
    """The place of the option in `options`, from 0 on."""
    at: Moment
    line: int
    changed: bool


class Vote(TypedDict):
    """A vote; where it is secret there are no ballots and no names."""

    question: str
    options: list[str]
    by: str
    at: Moment
    line: int
    topic: int
    closed_at: Moment | None
    closed_line: int | None
    tallies: list[Tally]
    ballots: list[Ballot]
    secret: bool
    by_coalition: bool
    majority: str
    reached: bool | None
    uncounted: int
    franchise: list[str]
    needed: int | None
    present: int
    quorate: bool | None
    result: str
    removed: bool


class Person(TypedDict):
    """Somebody of whom the roll or the log says something."""

    name: str
    presence: _Presence
    present_by: Literal["spoke", "present+", "#nick", "#chair", "joined", "list", ""]
    lines: int
    first_line: int | None
    guest: bool
    chair: bool
    scribe: bool
    coalition: str
    standing: Literal["representative", "observer", ""]
    stakeholders: str
    proxy: str
    proxy_for: str
    arrived: Moment | None
    """Set where they came late."""
    departed: Moment | None
    """Set where they left early."""


class Coalition(TypedDict):
    """Whether a coalition was there."""

    name: str
    presence: _Presence


class Attendance(TypedDict):
    """What the roll says; who was there stands in `people`."""

    roll_taken: bool
    """Without a roll, nobody is absent: nothing is known of those who are not named."""
    coalitions: list[Coalition]
    counted: int
    quorum: int | None
    quorum_rule: str
    quorate: bool | None


class Point(TypedDict):
    """A point of the agenda."""

    number: int
    title: str
    proposed_by: str
    minutes: int | None
    state: Literal["open", "taken up", "closed", "skipped", "dropped"]
    carried_over: bool
    added_line: int | None
    topic: int | None


class Agenda(TypedDict):
    """The agenda, and whether the meeting adopted it."""

    adopted: bool
    points: list[Point]


class Line(TypedDict):
    """A line of the log; what is left out of it is empty or false. Of a gap there is no text."""

    line: int
    at: Moment
    kind: Literal["said", "acted", "notice", "joined", "left", "renamed", "reacted", "gap"]
    by: NotRequired[str]
    text: NotRequired[str]
    written_by: NotRequired[str]
    """The scribe, where it is somebody else's speech."""
    about: NotRequired[int]
    """The line that it replies to or reacts to."""
    command: NotRequired[bool]
    edited: NotRequired[bool]
    noted: NotRequired[bool]
    """What the scribe noted of a meeting held elsewhere, and nobody's speech."""
    continued: NotRequired[bool]


class Gap(TypedDict):
    """Lines that were left out; of what they said nothing is told."""

    line: int
    last_line: int
    lines: int
    at: Moment
    why: Literal["off the record", "taken back"]
    topic: int


class Correction(TypedDict):
    """What was changed after it was said."""

    how: str
    line: int
    changed: list[int]
    by: str
    at: Moment
    before: str
    after: str


class Doubt(TypedDict):
    """Something for the scribe to settle."""

    kind: str
    line: int
    text: str
    suggestion: str


class Unread(TypedDict):
    """A line that was not understood, and why."""

    line: int
    text: str
    why: str


class Minutes(TypedDict):
    """The minutes of one meeting. Names are those that may be published. Moments are in UTC, as
    2026-12-01T14:00:12Z, or as 14:00:12 where the day is not known.
    """

    format: Literal["dcbot minutes"]
    format_version: Literal[1]
    """Grows when a name changes its meaning; names may be added without that."""
    publication: Publication
    title: str
    group: str
    place: str
    zone: str
    """The zone in which the meeting was planned."""
    dated: bool
    """False where only clock times are known."""
    started: Moment | None
    started_by: str
    ended: Moment | None
    ended_by: str
    chairs: list[str]
    scribes: list[str]
    topics: list[Topic]
    decisions: list[Decision]
    actions: list[Action]
    carried: list[Action]
    """Actions of earlier meetings, with what became of them."""
    owners: list[Tasks]
    votes: list[Vote]
    people: list[Person]
    attendance: Attendance
    agenda: Agenda
    next_meeting: str
    links: list[Document]
    log: list[Line]
    gaps: list[Gap]
    corrections: list[Correction]
    doubts: NotRequired[list[Doubt]]
    """For the scribe alone, never published."""
    unread: NotRequired[list[Unread]]
    """For the scribe alone, never published."""
