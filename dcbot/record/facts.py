"""Facts as of the opening of a meeting: what its minutes rest on beside the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dcbot.record.powers import MEETBOT_POWERS, Power, Who


class Dialect(StrEnum):
    """A way of speaking to the record."""

    MEETBOT = "meetbot"
    """#topic, #info, #agreed, a line that begins with an address: what each MeetBot knows."""
    UBUNTU = "ubuntu"
    """[TOPIC] in brackets, #subtopic, and +1 while a vote is open."""
    OPENSTACK = "openstack"
    """#startvote, #vote, #endvote."""
    HCOOP = "hcoop"
    """#here, #motion, #close, #failed, #inconclusive."""
    PLAIN = "plain"
    """“dcbot, action for Amina: …”, “Decision: …”."""
    CORRECTIONS = "corrections"
    """s/old/new/ and i/where/new line/."""
    W3C = "w3c"
    """Topic:, ACTION:, present+, q+ and corrections; on after “scribe+” in any case."""
    MAUBOT = "maubot"
    """!topic and ^action."""


MEETBOTS = frozenset({Dialect.MEETBOT, Dialect.UBUNTU, Dialect.OPENSTACK, Dialect.HCOOP})
"""All that one MeetBot or another knows."""
USUAL_DIALECTS = MEETBOTS | {Dialect.PLAIN, Dialect.CORRECTIONS}


class Standing(StrEnum):
    """In which quality somebody takes part for a group."""

    REPRESENTATIVE = "representative"
    OBSERVER = "observer"
    UNKNOWN = ""


class RecordedAs(StrEnum):
    """How somebody is named in minutes."""

    NAME = "name"
    ROLE = "role"
    PARTICIPANT = "a participant"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """For whom somebody takes part: a coalition or another body, and in which quality."""

    group: str = ""
    """The short name by which people know it, such as DC3."""
    standing: Standing = Standing.UNKNOWN
    stakeholders: str = ""
    """The stakeholder group, such as “civil society”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who is known before the meeting begins.

    `identities` are all the values of `Entry.by` that are this one person; the first is the one
    that the minutes use. `aliases` are other names by which actions find them.
    """

    identities: tuple[str, ...]
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    """What stands instead of the name where the person is recorded by role."""
    recorded_as: RecordedAs | None = None
    """Their own wish; None where they have none."""
    affiliation: Affiliation = field(default_factory=Affiliation)
    expected: bool = True
    """Whether a roll that does not name them says nothing of them; False for who is only known."""


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A coalition or another body, by its short name and by its other names."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """A point of the agenda as it stood at the opening."""

    title: str
    proposer: str = ""
    minutes: int | None = None
    carried_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAction:
    """An action of an earlier meeting that is still open; `number` is by what people know it."""

    number: int
    text: str
    owners: tuple[str, ...] = ()
    """Identities, or names where nobody is known by them."""
    due: str = ""
    meeting: str = ""
    """The meeting that gave it, in words."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many it takes: `number` present, of `counted`; no number means that no rule is set."""

    number: int | None = None
    of: str = "participants"
    """What is counted: “participants”, “representatives” or “coalitions”."""
    rule: str = ""
    """The rule in words, as the minutes quote it."""


# What people react with, and what it makes of the message that they react to.
USUAL_REACTIONS: Mapping[str, str] = {
    "📌": "info",
    "🎯": "action",
    "⚖️": "agreed",
    "💬": "quote",
    "💡": "idea",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was so when the meeting was opened."""

    title: str = ""
    group: str = ""
    place: str = ""
    """The room or list, as people know it, such as “#asbroker”."""
    opened_at: datetime | None = None
    """None where only the journal says when it began."""
    opened_by: str = ""
    """The identity of who opened it; a chair, whom nobody can take that from."""
    zone: str = "UTC"
    dated: bool = True
    """False where the journal knows clock times only; the dates of its moments mean nothing."""
    elsewhere: bool = False
    """It was held elsewhere, and a scribe alone wrote it down: what bears no name is not theirs."""
    clocked: bool = True
    """False where it does not even know those; its moments mean nothing."""
    bot_names: tuple[str, ...] = ("dcbot",)
    """By what the record is spoken to in plain words."""
    bots: frozenset[str] = frozenset()
    """Identities of bots: what they say is kept, and they attend nothing."""
    notices: frozenset[str] = frozenset()
    """Those bots that only report what the record does: nothing of theirs is ever recorded."""
    people: tuple[Participant, ...] = ()
    groups: tuple[KnownGroup, ...] = ()
    """The coalitions and other bodies that can own an action or be represented."""
    chairs: tuple[str, ...] = ()
    """Identities."""
    scribes: tuple[str, ...] = ()
    dialects: frozenset[Dialect] = USUAL_DIALECTS
    exact_names: bool = False
    """True where people are known by their nicks alone, letter by letter, as on IRC: whoever is
    made a chair by a nick is one under it."""
    end_after_minutes: int | None = None
    """After how many minutes anyone may end it; None: never."""
    chair_away_minutes: int | None = None
    """After so many minutes without a word of any chair, somebody else may make themselves one;
    None: never."""
    successors: frozenset[str] | None = None
    """The identities of those who may then; None: whoever is there."""
    powers: Mapping[Power, Who] = field(default_factory=lambda: MEETBOT_POWERS)
    attribution: RecordedAs = RecordedAs.NAME
    """How people are named who have no wish of their own."""
    reactions: Mapping[str, str] = field(default_factory=lambda: USUAL_REACTIONS)
    agenda: tuple[AgendaPoint, ...] = ()
    agenda_kept_by_bot: bool = False
    """Another bot keeps the agenda, and says in the log which point is taken up."""
    actions: tuple[CarriedAction, ...] = ()
    quorum: Quorum = field(default_factory=Quorum)
    window_days: int | None = None
    """How long decisions are provisional for those who could not attend; None: they are final."""
    next_action: int = 1
    """The number of the first action that this meeting gives."""
    next_decision: int = 1
