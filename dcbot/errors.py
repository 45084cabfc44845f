"""What can go wrong in someone's hands, and what they are told.

    DcbotError
    ├── UserError            the sender can mend it; its text is the answer
    │   ├── UnknownCommand   no command begins like that
    │   ├── BadArgument      a word is not what it should be
    │   ├── NotFound         nothing goes by that name; the nearest are offered
    │   ├── Ambiguous        several things go by that name; they are offered
    │   ├── NotAllowed       the sender's standing does not suffice; says who may
    │   └── Stale            what was asked about has changed or has been settled since
    ├── OperatorError        the operator can mend it; its text goes to the terminal and the log
    │   ├── SettingsError    bot.toml or the environment is wrong
    │   └── DatabaseError    the database cannot be used as it is; it was left as it was
    └── DeliveryError        a letter could not be carried
        ├── PutOff           it may go later
        │   └── Unreachable  the server does not answer at all; no letter's fault
        ├── Undeliverable    it will never go; it becomes a dead letter
        └── OutcomeUnknown   nobody can say whether it went; it is looked up first

Every text says what is wrong with the sender's own word, quoted, and what to say instead.
"""

from __future__ import annotations


class DcbotError(Exception):
    """The root: everything here has a text that a person can read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UserError(DcbotError):
    """The sender can mend it; the text is the answer."""


class UnknownCommand(UserError):
    """No command begins with these words."""


class BadArgument(UserError):
    """A word is not what it should be."""


class NotFound(UserError):
    """Nothing goes by that name."""


class Ambiguous(UserError):
    """Several things go by that name."""


class NotAllowed(UserError):
    """The sender's standing or assurance does not suffice."""


class Stale(UserError):
    """What was asked about has changed or has been settled since."""


class OperatorError(DcbotError):
    """The operator can mend it."""


class SettingsError(OperatorError):
    """bot.toml, a secret file or the environment is wrong."""


class DatabaseError(OperatorError):
    """The database cannot be used as it is; it was left as it was."""


class DeliveryError(DcbotError):
    """A letter could not be carried."""


class PutOff(DeliveryError):
    """The letter may go later; `after` is a lower bound in seconds that the server named."""

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


class Unreachable(PutOff):
    """The server does not answer at all: the whole transport pauses, no letter is to blame."""


class Undeliverable(DeliveryError):
    """The letter will never go as it is."""


class OutcomeUnknown(DeliveryError):
    """Whether the letter went cannot be told; the transport looks it up before it tries again."""
