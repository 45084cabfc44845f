"""The journal of a meeting: what was said, done and changed in it, one numbered entry each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dcbot.record.powers import Who


class EntryKind(StrEnum):
    """What an entry tells of."""

    SAID = "said"
    ACTED = "acted"
    """Said of oneself, as by /me; `text` is what follows the name."""
    NOTICE = "notice"
    """Said by a bot or a server. It is shown in the log, and makes nothing."""
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    """From here on `by` is called `name`."""
    EDITED = "edited"
    """The author changed the entry `about`; `text` is what it says now."""
    REDACTED = "redacted"
    """The entry `about` was taken back, whoever did it; so a reaction is withdrawn, too."""
    REACTED = "reacted"
    """`by` reacted to the entry `about` with `text`, such as an emoji."""
    CLOSED = "closed"
    """The meeting was ended otherwise than by a line: by a command, or because nobody ended it."""


class Source(StrEnum):
    """How an entry came."""

    ROOM = "room"
    MAIL = "mail"
    SCRIBE = "scribe"
    """Notes of somebody who writes down what others say."""
    FILE = "file"
    """A log, a transcript or a list that was attached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. Numbers only grow within a meeting and never change, but some may be left out.

    `at` is aware and in UTC. `by` is who it is, always the same for one person: an account, an
    address, or a number of the register; `name` is what that person was called just then. `about`
    is the number of the entry that it replies to, edits, takes back or reacts to.

    Of an erased entry the text is gone for good; `left` says what of it stays in force, as
    `Fold.left` gave it before the text was erased.
    """

    number: int
    at: datetime
    by: str
    name: str
    text: str = ""
    kind: EntryKind = EntryKind.SAID
    about: int | None = None
    source: Source = Source.ROOM
    proven: bool = True
    """False where it came by a way that does not prove who said it, such as plain mail."""
    correction: Who | None = None
    """Set where it was written to correct the minutes, after the end, by somebody who may as much
    as these; it is read in plain words, whatever way of speaking the meeting had."""
    erased: bool = False
    off_record: bool = False
    """Its text was never kept, because it was off the record; it is erased, too."""
    left: tuple[str, ...] = ()
