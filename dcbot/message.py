"""What comes in and what goes out, in words that no transport owns."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from dcbot.roles import Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing that happened in a place. `event_id` is unique within its transport.

    `place` and `sender` are addresses in the transport's own form; `sent_at` is what the sender's
    server says, `about` the event that this one refers to.
    """

    transport: str
    event_id: str
    place: str
    sender: str
    sent_at: datetime
    assurance: Assurance = Assurance.STRONG
    about: str | None = None
    thread: str | None = None
    direct: bool = False
    """Said where only the bot and the sender are."""
    extra: dict[str, Any] = field(default_factory=dict)
    """What else is known: `name` of the sender, `subject`, `attachments` (see `Attached`), and
    `in_clear` where it should have come encrypted, so that it is not obeyed."""


class Tone(Enum):
    """How something is said."""

    TALK = "talk"
    ACTED = "acted"
    """Told of oneself, as by /me."""
    NOTICE = "notice"
    """Said by a bot, as bots do to one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Incoming):
    """Somebody said something; quoted text and pasted blocks are left out of `text` already
    where the transport can tell them from the sender's own words.

    What is no talk is said to nobody; it is heard where a meeting is recorded, and let pass
    anywhere else.
    """

    text: str
    addressed: bool = False
    """The transport itself says that the bot was meant, as by a mention."""
    tone: Tone = Tone.TALK
    whole: str | None = None
    """All of the message, where it shows more than the sender's own words; what is shown begins
    with ">" or stands in a fence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Incoming):
    """The sender changed the message `about`; `text` is what it says now."""

    text: str
    addressed: bool = False
    tone: Tone = Tone.TALK
    whole: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted(Incoming):
    """The message `about` was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone(Incoming):
    """Somebody said something and took it back before it was heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(Incoming):
    """Somebody reacted to the message `about` with `text`, such as an emoji."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended(Incoming):
    """Somebody else came into the place or left it: `change` is joined or left."""

    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Incoming):
    """Somebody said something that cannot be read until its key comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Incoming):
    """The bot's own being in a place changed: `change` is joined, sent away, banned or moved.

    `extra` may hold `name`, `kind` (room, list or direct), `why`, and `moved_to`.
    """

    change: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message or goes with a letter, as kept in `extra["attachments"]`.

    `sha256` where its bytes lie in the folder already, else `uri`, from which its transport
    fetches it. What the bot wrote itself stands in `text`, and nowhere else.
    """

    name: str
    media_type: str
    size: int
    sha256: str | None = None
    uri: str | None = None
    text: str | None = None
    packed: bool = False
    """Its text is Base64 of its bytes, as that of a file which is no text itself."""

    def as_document(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def written(cls, name: str, media_type: str, text: str) -> Attached:
        """A file that the bot writes."""
        return cls(name, media_type, len(text.encode()), text=text)

    @classmethod
    def made(cls, name: str, media_type: str, data: bytes) -> Attached:
        """A file that the bot makes and that is no text."""
        text = base64.b64encode(data).decode()
        return cls(name, media_type, len(data), text=text, packed=True)

    def content(self) -> bytes | None:
        """The bytes of what the bot wrote or made; None of any other file."""
        if self.text is None:
            return None
        return base64.b64decode(self.text) if self.packed else self.text.encode()

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Attached:
        """The attachment that was stored."""
        return cls(**document)


ANY = "…"
"""Among the words that a question accepts: any short words that are said to the bot next."""
LABELS = "…:"
"""Among the words that a question accepts: lines that begin with labels, as those of a form. It
waits on until it runs out, since a form is filled in little by little."""


NUMBERED = "…#"
"""Among the words that a question accepts: answers that begin with the numbers of what was listed.
It waits on as a form does, and what each answer is about is told by its draft."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that an answer asks: `kind` names who takes the reply, `accepts` what words do.

    Where it accepts none, any reply to the message itself does. `draft` is kept until the reply
    comes. Only the person who is asked can answer, as long as it waits: `within`, or else as long
    as is usual there.
    """

    kind: str
    accepts: tuple[str, ...] = ("yes", "no")
    draft: dict[str, Any] = field(default_factory=dict)
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command returns: small Markdown, and how it is to be said; without text nothing is.

    In a room `brief` is said where there is one, elsewhere always the whole `text`. `private` is
    said to the sender alone. `acknowledgement` is a reaction that may stand for the text where
    the transport knows reactions and the person has not asked for words.
    """

    text: str
    brief: str | None = None
    private: bool = False
    ask: Ask | None = None
    acknowledgement: str | None = None
    files: tuple[Attached, ...] = ()
    """What goes with it, where files can."""
    invitation: Attached | None = None
    """A calendar file that stands within the mail, where it is one; elsewhere it is asked for."""


# What small Markdown gives a meaning to, wherever it stands in a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")
# What it gives a meaning to only at the start of a line.
_LEADING = re.compile(r"^(\d+(?=[.)])|(?=[#+-]))")


def literal(words: str) -> str:
    """Somebody's own words, on one line, so that they stand in small Markdown as they are."""
    one_line = " ".join(words.split())
    return _LEADING.sub(r"\1\\", _SPECIAL.sub(r"\\\1", one_line))


def quoted(words: str, limit: int = 80) -> str:
    """Somebody's own words in quotation marks, cut where they are long."""
    one_line = " ".join(words.split())
    if len(one_line) > limit:
        one_line = one_line[: limit - 1].rstrip() + "…"
    return f"“{literal(one_line)}”"
