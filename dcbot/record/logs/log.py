"""A log as a journal, and what kept it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dcbot.record.facts import Facts
from dcbot.record.journal import Entry
from dcbot.record.minutes import Unread


class LogKind(StrEnum):
    """What kept a log."""

    MEETBOT = "a log of MeetBot"
    W3C = "a log of RRSAgent"
    MATRIX = "a Matrix export"
    CHAT = "a chat log"


@dataclass(frozen=True, slots=True)
class Log:
    """A log as a journal: `facts` hold for each meeting in it; `unread` are lines of no log."""

    kind: LogKind
    facts: Facts
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...] = field(default=())
    lines: int = 0
    """How many lines the file has that are not empty."""
