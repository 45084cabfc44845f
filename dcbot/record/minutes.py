"""Minutes: all that an output shows of a meeting, worked out already, so that it only writes.

    Minutes
    ├── topics ── items          what was recorded, in order, each with its line
    ├── decisions, actions, owners, votes      the same, gathered (deciding.py, tasks.py)
    ├── attendance               who was there, and how that is known (attendance.py)
    ├── agenda, queue            what was planned, who waits to speak (floor.py)
    ├── log, gaps                the lines as they may be published, and what was left out
    └── corrections, doubts, unread            what was changed, is to settle, was not read

A `name` is always what may be published of somebody, and may be “a participant” or a role; `by` is
the identity, which outputs for the public leave out. Moments are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dcbot.record.attendance import Attendance
from dcbot.record.deciding import Decision, Vote
from dcbot.record.floor import Agenda, Queue
from dcbot.record.tasks import Action, OwnerTasks


class ItemKind(StrEnum):
    """What an item is."""

    INFO = "info"
    ACTION = "action"
    AGREED = "agreed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    IDEA = "idea"
    HELP = "help"
    LINK = "link"
    VOTE = "vote"
    PROPOSAL = "proposal"
    QUESTION = "question"
    ISSUE = "issue"
    QUOTE = "quote"

    @property
    def decides(self) -> bool:
        """Whether such an item is a decision."""
        return self in _DECISIONS


_DECISIONS = frozenset(
    {
        ItemKind.AGREED,
        ItemKind.ACCEPTED,
        ItemKind.REJECTED,
        ItemKind.FAILED,
        ItemKind.INCONCLUSIVE,
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text, and the words that name it, which may be empty."""

    url: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something recorded, at the line that made it.

    `text` is whole. `by` and `name` are whose words these are; `made_by` is the name of who made
    them an item where that was somebody else, by a reaction or a reply. `number` is that of the
    action or decision, else None.
    """

    kind: ItemKind
    text: str
    by: str
    name: str
    at: datetime
    line: int
    made_by: str = ""
    made_line: int | None = None
    """The line that made it an item, where that is another one."""
    number: int | None = None
    links: tuple[Link, ...] = ()
    edited: bool = False
    """Its author edited it, or it was corrected or amended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with its items in order; what comes before any topic has an empty title.

    `level` is 1, or 2 for a subtopic. `line` is None for what comes before any topic. `number` is
    as minutes print it, such as “2” or “2.1”, and empty where the title is. `last_line` is the
    last line that was said under it.
    """

    title: str
    level: int = 1
    number: str = ""
    by: str = ""
    name: str = ""
    at: datetime | None = None
    line: int | None = None
    last_line: int | None = None
    items: tuple[Item, ...] = ()
    removed: bool = False
    """Its title was taken back; show a mark in its stead."""
    links: tuple[Link, ...] = ()
    spoken: tuple[int, ...] = ()
    """The lines of `Minutes.log` said under it that are speech, for the full form."""


class LineKind(StrEnum):
    """What a line of the log is."""

    SAID = "said"
    ACTED = "acted"
    NOTICE = "notice"
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    REACTED = "reacted"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line as it may be published. Of a gap there is no text and no name."""

    line: int
    at: datetime
    kind: LineKind
    name: str = ""
    text: str = ""
    by: str = ""
    written_by: str = ""
    """The name of the scribe, where it is somebody else's speech."""
    about: int | None = None
    """The line that it replies to or reacts to."""
    command: bool = False
    """It is an instruction to the record, and no speech."""
    edited: bool = False
    noted: bool = False
    """It is what a scribe noted of a meeting that is held elsewhere, and nobody's speech."""
    continued: bool = False
    """It goes on with what the line before it says, as with “…”."""


class GapReason(StrEnum):
    """Why something is left out."""

    OFF_RECORD = "off the record"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Lines left out, from `line` to `last_line`; `lines` is how many they were."""

    line: int
    last_line: int
    at: datetime
    why: GapReason
    lines: int = 1
    topic: int = 0
    """The place of its topic in `Minutes.topics`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was changed after it was said, as it may be published.

    `how` is “corrected”, “edited”, “amended”, “undone”, “inserted” or “taken back”. Of what was
    taken back no text is kept.
    """

    how: str
    line: int
    """The line that changed it."""
    changed: tuple[int, ...]
    """The lines that it changed."""
    name: str
    at: datetime
    before: str = ""
    after: str = ""


class DoubtKind(StrEnum):
    """What a scribe should look at."""

    NO_OWNER = "action without owner"
    UNKNOWN_OWNER = "unknown owner"
    AMBIGUOUS_OWNER = "several people of that name"
    NO_QUORUM = "vote without quorum"
    UNKNOWN_NAME = "unknown name"
    FAILED_CORRECTION = "failed correction"
    EMPTY_TOPIC = "empty topic"
    EMPTY_ITEM = "item without words"
    NOT_ALLOWED = "not allowed"
    NEAR_MISS = "unknown command"
    BAD_VOTE = "vote that does not count"
    NOTHING_THERE = "nothing there"
    NO_ROLL = "no roll taken"
    OPEN_VOTE = "vote that nobody closed"
    OPEN_OFF_RECORD = "recording never went on"
    NOT_ENDED = "meeting that nobody ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something to settle; `key` stays the same as long as it is the same doubt.

    `text` is one sentence that quotes the words and says what to say instead. `by` is whom it is
    for: the author of the line; a scribe sees all. Where `at_once` it is told as soon as it comes
    up, else at the end.
    """

    kind: DoubtKind
    line: int
    text: str
    by: str = ""
    at_once: bool = False
    suggestion: str = ""
    """What was meant, most likely, as one would say it; empty where nobody can tell."""

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.kind.value} {self.line}"


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that was not understood, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of one meeting, whole."""

    title: str = ""
    group: str = ""
    place: str = ""
    elsewhere: bool = False
    """It was held elsewhere, and a scribe alone wrote it down."""
    zone: str = "UTC"
    dated: bool = True
    """False where only clock times are known."""
    clocked: bool = True
    """False where no times are known at all: show none."""
    started: datetime | None = None
    started_by: str = ""
    """A name, as all that follow."""
    ended: datetime | None = None
    """None while it goes on, or where nobody ended it."""
    ended_by: str = ""
    last_at: datetime | None = None
    """The moment of the last line."""
    chairs: tuple[str, ...] = ()
    scribes: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    """Those that this meeting gave, in order."""
    carried: tuple[Action, ...] = ()
    """Those of earlier meetings, with what became of them."""
    owners: tuple[OwnerTasks, ...] = ()
    """Each owner with theirs, and last, where there are any, those that nobody owns."""
    votes: tuple[Vote, ...] = ()
    attendance: Attendance = field(default_factory=Attendance)
    agenda: Agenda = field(default_factory=Agenda)
    queue: Queue = field(default_factory=Queue)
    next_meeting: str = ""
    """In the words in which it was said."""
    links: tuple[tuple[Link, int], ...] = ()
    """All links that were recorded, with their lines, each address once."""
    log: tuple[LogLine, ...] = ()
    gaps: tuple[Gap, ...] = ()
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def unnamed(self) -> frozenset[str]:
        """Whose notes are nobody's own words: those of the scribes of a meeting held elsewhere."""
        return frozenset(self.scribes) if self.elsewhere else frozenset()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of all topics, in order."""
        return tuple(item for topic in self.topics for item in topic.items)
