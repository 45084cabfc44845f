"""Recording: what of a batch belongs into journals; `taking_down` then writes it there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dcbot.lines import Line, said_to_bot
from dcbot.message import Attended, Edited, Gone, Incoming, Redacted, Said, Tone
from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.dialects.reading import Reader
from dcbot.record.facts import USUAL_DIALECTS, Dialect
from dcbot.record.instructions import (
    Appoint,
    Begin,
    Continue,
    Instruction,
    Mark,
    Office,
    OffRecord,
    Recording,
    Speech,
)
from dcbot.roles import Assurance
from storage.inbox import EventState
from storage.journals import Recorded
from storage.store import Store

ANYHOW = {reply: Heard(scribe=True, voting=True, reply=reply) for reply in (True, False)}
"""How lines are heard, by whether they reply: what may be an instruction is taken for one; what it
comes to is seen when it is handled."""
STARTS = (
    "startmeeting",
    "start meeting",
    *(
        f"{verb} {which} meeting"
        for verb in ("start", "begin", "open")
        for which in ("the", "a", "our")
    ),
)
"""What is said to the bot to begin a meeting; its title follows."""
_START = re.compile(
    rf"(?:please\s+)?(?:{'|'.join(STARTS)})\b[\s:,.!]*(?:(?:of|for|called)\s+)?(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MAY_START = re.compile("meeting", re.IGNORECASE)
_HASHED = re.compile(r"#[a-z]*meeting", re.IGNORECASE)


@lru_cache(maxsize=64)
def reader(dialects: frozenset[Dialect], names: tuple[str, ...]) -> Reader:
    """What reads lines in these ways of speaking, where the bot is called so."""
    return Reader(dialects, names)


def start_in(text: str, *, prefix: str, names: tuple[str, ...]) -> str | None:
    """The title of the meeting that the message, said where others are, begins; else None."""
    said = said_to_bot(text, prefix=prefix, names=names, direct=False, addressed=False)
    return start_of(text, said, names)


def start_of(text: str, said_to_us: Sequence[Line], names: tuple[str, ...]) -> str | None:
    """The title of the meeting that the message begins, which may be empty; else None."""
    for line in said_to_us:
        if found := _START.fullmatch(line.words):
            return " ".join(found["title"].split())
    if _HASHED.search(text):
        asked = reader(USUAL_DIALECTS, names).read(text, ANYHOW[False])
        return next((one.title for one in asked if isinstance(one, Begin)), None)
    return None


def is_shared(event: Incoming) -> bool:
    """Whether others read along where it was said: neither a chat of one person, nor a mail."""
    return not event.direct and event.place != event.sender


@dataclass(frozen=True, slots=True)
class Noted:
    """An event that may belong into a journal."""

    event: Incoming
    kept: bool = True
    """Its words are; else only that something was said."""
    title: str | None = None
    """How the meeting is called that it begins; None where it begins none."""
    late: bool = False
    """It was sealed, and takes the place of its own moment."""


@dataclass(slots=True)
class Meeting:
    """What must be known of a meeting while its lines are heard, one after another."""

    dialects: frozenset[Dialect] = USUAL_DIALECTS
    off: bool = False
    """What is said now is not kept."""

    def hear(self, asked: Instructions) -> bool:
        """Take note of what a line asks; returns whether its words are kept."""
        kept = not self.off
        for one in asked:
            match one:
                case Recording(on=on):
                    kept, self.off = True, not on
                case OffRecord():
                    return False
                case Appoint(office=Office.SCRIBE, add=True):
                    # Scribes speak as they do at W3C.
                    self.dialects |= {Dialect.W3C}
        return kept


class Recorder:
    """Hears the events of one batch in their order; `noted` are those that may be lines.

    `recorded` are the places of the batch that are recorded already, `stored` those of its events
    that were stored before, and `names` what the bot is called.
    """

    def __init__(
        self,
        transport: str,
        names: Iterable[str],
        recorded: Mapping[str, Recorded],
        stored: Mapping[str, EventState],
        prefix: str = "!",
    ) -> None:
        self.transport = transport
        self.prefix = prefix
        self.names = tuple(sorted(names))
        self.recorded = dict(recorded)
        self.stored = stored
        self.noted: list[Noted] = []
        of_journal = {one.journal.id: _meeting(one) for one in recorded.values()}
        self.meetings = {at: of_journal[one.journal.id] for at, one in recorded.items()}
        """By the addresses of their places, also those that begin in this batch."""

    @classmethod
    async def of(
        cls,
        store: Store,
        transport: str,
        names: Iterable[str],
        events: Sequence[Incoming],
        *,
        prefix: str,
    ) -> Recorder:
        """The recorder of a batch with these events."""
        addresses = {event.place for event in events if is_shared(event)}
        recorded = await store.journals.recorded(transport, addresses)
        stored: Mapping[str, EventState] = {}
        if recorded or any(_MAY_START.search(getattr(event, "text", "")) for event in events):
            ids = [event.event_id for event in events]
            stored = await store.inbox.states(transport, ids)
        return cls(transport, names, recorded, stored, prefix)

    def overhears(self, event: Incoming) -> bool:
        """Whether the event is stored at all: what is no talk any more, and who comes and goes,
        counts in meetings alone."""
        aside = isinstance(event, Attended | Gone) or (
            isinstance(event, Said | Edited) and event.tone is not Tone.TALK
        )
        return not aside or event.place in self.meetings

    def hears(self, event: Incoming, said_to_us: Sequence[Line], *, late: bool = False) -> bool:
        """Take note of the event; returns whether it says something to the record.

        What came in clear where it should not is nobody's, and what was stored before was heard.
        """
        known = self.stored.get(event.event_id, EventState.SEALED) is not EventState.SEALED
        if known or event.extra.get("in_clear"):
            return False
        if isinstance(event, Redacted):
            # Somebody's notes on a meeting stand in a chat of their own.
            self.noted.append(Noted(event))
            return False
        if not is_shared(event):
            return False
        asked = self._asked(event)
        meeting = self.meetings.get(event.place)
        if isinstance(event, Attended | Gone):
            self.noted.append(Noted(event))
            return isinstance(event, Attended) and meeting is not None and event.change == "joined"
        if meeting is not None:
            kept = meeting.hear(asked)
            self.noted.append(Noted(event, kept, late=late))
            return kept and any(is_answered(one, _is_reply(event)) for one in asked)
        title = self._begins(event, said_to_us)
        if title is not None:
            self.meetings[event.place] = Meeting()
        if title is not None or late:
            # What was sealed may belong to a meeting that has ended since.
            self.noted.append(Noted(event, title=title, late=late))
        return title is not None

    def _asked(self, event: Incoming) -> Instructions:
        meeting = self.meetings.get(event.place)
        if meeting is None or not isinstance(event, Said | Edited) or event.tone is not Tone.TALK:
            return ()
        return reader(meeting.dialects, self.names).read(event.text, ANYHOW[_is_reply(event)])

    def _begins(self, event: Incoming, said_to_us: Sequence[Line]) -> str | None:
        if not isinstance(event, Said | Edited) or event.tone is not Tone.TALK:
            return None
        if event.assurance < Assurance.MEDIUM:
            # Said as a command, it is answered with how to be sure who speaks.
            return None
        return start_of(event.text, said_to_us, self.names)


def _meeting(recorded: Recorded) -> Meeting:
    journal = recorded.journal
    return Meeting(frozenset(map(Dialect, journal.dialects)), journal.off_record)


def _is_reply(event: Incoming) -> bool:
    return isinstance(event, Said) and event.about is not None


def is_answered(asked: Instruction, reply: bool) -> bool:
    """Whether an instruction is one that is answered: speech is not, and a mark needs a message
    that it marks."""
    if isinstance(asked, Mark):
        return reply
    return not isinstance(asked, Speech | Continue)
