"""Replies to windows: whether what somebody replied is an objection, or a view to be recorded;
pure."""

from __future__ import annotations

import re

from dcbot.lines import own_lines
from storage.decisions import Reservation

_OBJECTS = re.compile(
    r"^(?:(?:i|we|dc\S*)\s+)?(?:must\s+|have to\s+|strongly\s+|do\s+)*"
    r"(?:object|objection|have an objection|disagree|oppose)\b[\s:,;.–-]*"
    r"(?:to\s+(?:this|it|that)\b)?[\s:,;.–-]*",
    re.IGNORECASE,
)
_DISSENTS = re.compile(r"^(?:i\s+|we\s+)?(?P<kind>dissent|minority(?: view)?)\b[\s:,;.–-]*", re.I)
NOT_TAKEN = (
    "I did not take that for an objection. To object, begin with “object:” and say why; “dissent:” "
    "records a view without holding the decision."
)


def read(said: str) -> tuple[Reservation, str] | None:
    """The kind of the reservation and the reason; None where the reply is something else."""
    text = " ".join(line for line in own_lines(said) if line).strip()
    if found := _DISSENTS.match(text):
        minority = found["kind"].casefold().startswith("minority")
        return (Reservation.MINORITY if minority else Reservation.DISSENT), text[found.end() :]
    if found := _OBJECTS.match(text):
        return Reservation.OBJECTION, text[found.end() :]
    return None
