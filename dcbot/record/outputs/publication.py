"""What the minutes are as a publication: draft or approved, which version, by whom, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dcbot.record.minutes import Link


class Status(StrEnum):
    """How far the minutes are on their way from notes to record."""

    UNAPPROVED = "unapproved"
    """Made of a log, such as an old one; nobody has approved them."""
    IMPORTED = "imported"
    """Made of a log that others kept; nobody has approved them here."""
    LIVE = "being recorded"
    DRAFT = "draft"
    APPROVED = "approved"
    CORRECTED = "corrected"
    """Changed after they were approved."""
    WITHDRAWN = "withdrawn"
    """Not to be used; what they say stands no more."""


class Speech(StrEnum):
    """Which of what was said stands in the minutes themselves; the log holds all of it."""

    NONE = "none"
    SCRIBED = "scribed"
    """What a scribe wrote down of others, as in a spoken meeting."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What minutes cannot know of themselves. All of it may be left empty.

    `address` is where the minutes stand, `log_address` where the log does. They are written before
    “#line-17”; where they are empty, only a document that holds the place itself links to it.
    """

    status: Status = Status.UNAPPROVED
    version: int | None = None
    as_of: datetime | None = None
    """When this version was made; of live minutes, up to when they tell."""
    address: str = ""
    log_address: str = ""
    with_log: bool = True
    """Whether the log is an annex, or stands elsewhere."""
    speech: Speech = Speech.SCRIBED
    for_scribe: bool = False
    """With doubts and lines that were not read: a view for the scribe, never published."""
    published_by: str = ""
    disclaimer: str = ""
    """Such as “This is not an official UN document.”"""
    licence: str = ""
    licence_address: str = ""
    removal: str = ""
    """Whom to ask for removal, and how."""
    attached: tuple[Link, ...] = ()
    """What was attached to the meeting: a recording, slides, the page of its transcript."""


UNAPPROVED = Publication()
