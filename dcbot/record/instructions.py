"""What a line can ask of the record, in words that no dialect owns.

Some instructions are *timed*: they are done once, when they are said, and an edit of their line
neither repeats nor undoes them (a chair, a vote, the end). All others say what the minutes hold,
and follow their line when it is edited, corrected or taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dcbot.record.attendance import Presence
from dcbot.record.deciding import Reservation
from dcbot.record.facts import Affiliation
from dcbot.record.minutes import ItemKind
from dcbot.record.powers import Power
from dcbot.record.tasks import ActionState


@dataclass(frozen=True, slots=True)
class Instruction:
    """The root: which power it takes, and whether it is done once only."""

    power: ClassVar[Power] = Power.NOTE
    timed: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Note(Instruction):
    """Record this. `owners` are names that were said apart from the text.

    Where it is `quiet` it is ordinary speech of those who may not record it, and nobody is told.
    """

    kind: ItemKind
    text: str
    owners: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Heading(Instruction):
    """A new topic, or with level 2 a part of the one before; `quiet` as in `Note`."""

    power: ClassVar[Power] = Power.TOPIC
    title: str
    level: int = 1
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Begin(Instruction):
    """The meeting begins; the title may be empty."""

    title: str


@dataclass(frozen=True, slots=True)
class Entitle(Instruction):
    """The title of the meeting. A name is one for files, and the title where there is none."""

    power: ClassVar[Power] = Power.TITLE
    title: str
    name_only: bool = False


@dataclass(frozen=True, slots=True)
class Finish(Instruction):
    """The meeting is over."""

    power: ClassVar[Power] = Power.END
    timed: ClassVar[bool] = True


class Office(StrEnum):
    """What somebody can be made for a meeting."""

    CHAIR = "chair"
    SCRIBE = "scribe"


@dataclass(frozen=True, slots=True)
class Appoint(Instruction):
    """Make these chairs or scribes, or no longer; without names, whoever says it."""

    power: ClassVar[Power] = Power.CHAIR
    timed: ClassVar[bool] = True
    office: Office
    names: tuple[str, ...]
    add: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as the roll names them."""

    name: str
    affiliation: Affiliation = Affiliation()  # noqa: RUF009 -- it is frozen
    proxy: str = ""
    """Who stands in for them, or for whom they stand in, as the instruction says."""


@dataclass(frozen=True, slots=True)
class Attend(Instruction):
    """Who is here, sends regrets or is absent; without people, whoever says it.

    `known` are names that are only made known, as by #nick. `anew` forgets what was said before.
    """

    people: tuple[Named, ...]
    presence: Presence = Presence.PRESENT
    add: bool = True
    guest: bool = False
    anew: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Move(Instruction):
    """Somebody came late or left early; without names, whoever says it."""

    names: tuple[str, ...]
    arrived: bool


@dataclass(frozen=True, slots=True)
class CallMe(Instruction):
    """Whoever says it is here, and is called so."""

    alias: str


@dataclass(frozen=True, slots=True)
class Undo(Instruction):
    """Take back what a line recorded: the one that is replied to, or of that number, or the last.

    `what` is “line”, “action” or “decision” where a number is said.
    """

    power: ClassVar[Power] = Power.UNDO_OWN
    timed: ClassVar[bool] = True
    number: int | None = None
    what: str = "line"


@dataclass(frozen=True, slots=True)
class Amend(Instruction):
    """Say it anew in these words; which one as in `Undo`."""

    power: ClassVar[Power] = Power.UNDO_OWN
    timed: ClassVar[bool] = True
    text: str
    number: int | None = None
    what: str = "line"


@dataclass(frozen=True, slots=True)
class Assign(Instruction):
    """Give an action to these owners; which one as in `Undo`."""

    timed: ClassVar[bool] = True
    owners: tuple[str, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Conclude(Instruction):
    """An action is done, dropped, or open again."""

    timed: ClassVar[bool] = True
    state: ActionState
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OffRecord(Instruction):
    """This line is off the record."""

    power: ClassVar[Power] = Power.NOTE


@dataclass(frozen=True, slots=True)
class Recording(Instruction):
    """Recording stops, or goes on."""

    power: ClassVar[Power] = Power.OFF_RECORD
    timed: ClassVar[bool] = True
    on: bool


class Reach(StrEnum):
    """Which lines a correction changes."""

    NEAREST = ""
    EARLIER = "g"
    WHOLE = "G"


@dataclass(frozen=True, slots=True)
class Substitute(Instruction):
    """What was said so is to be read otherwise."""

    power: ClassVar[Power] = Power.CORRECT
    timed: ClassVar[bool] = True
    old: str
    new: str
    reach: Reach = Reach.NEAREST


@dataclass(frozen=True, slots=True)
class Insert(Instruction):
    """A line that was forgotten, before the nearest earlier one that holds `where`."""

    power: ClassVar[Power] = Power.CORRECT
    timed: ClassVar[bool] = True
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark(Instruction):
    """Make the line that is replied to an item of this kind, in its author's words."""

    timed: ClassVar[bool] = True
    kind: ItemKind
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unnamed(Instruction):
    """Record this line, or the one that is replied to, without the name of who said it."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Reserve(Instruction):
    """Something against a decision: the one replied to, of that number, or the last."""

    kind: Reservation
    text: str
    number: int | None = None
    affiliation: Affiliation = Affiliation()  # noqa: RUF009 -- it is frozen


@dataclass(frozen=True, slots=True)
class Speech(Instruction):
    """What somebody else said, as a scribe writes it down."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Continue(Instruction):
    """It goes on with what the same person said before."""

    text: str


@dataclass(frozen=True, slots=True)
class NextMeeting(Instruction):
    """When the next meeting is, in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Nothing(Instruction):
    """An instruction to another bot, or one that asks for nothing: understood, and no speech."""


@dataclass(frozen=True, slots=True)
class Mistaken(Instruction):
    """It looks like an instruction and is none; `suggestion` is what was meant, most likely."""

    word: str
    suggestion: str
    why: str


AFTER_THE_END = (
    Undo,
    Amend,
    Assign,
    Conclude,
    Substitute,
    Mark,
    Unnamed,
    Reserve,
    Attend,
    Move,
)
"""What counts still when the meeting is over: it changes what was recorded, and adds no speech."""
