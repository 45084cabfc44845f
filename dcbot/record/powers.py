"""Who may do what in a meeting: one table, which a group can change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Who(StrEnum):
    """Who may; each may what those before it may."""

    ANYONE = "anyone"
    SCRIBE = "chairs and scribes"
    CHAIR = "chairs"
    NOBODY = "nobody"


class Power(StrEnum):
    """What one may."""

    NOTE = "note"
    """Info, actions, ideas, links, calls for help."""
    TOPIC = "topic"
    DECIDE = "decide"
    TITLE = "title"
    CHAIR = "chair"
    """Make and unmake chairs and scribes."""
    ROLL = "roll"
    """Say who is present, beside oneself."""
    CALL_VOTE = "call vote"
    VOTE = "vote"
    QUEUE = "queue"
    """Give the floor, close the queue; anyone may ask for the floor."""
    AGENDA = "agenda"
    """Take up, skip and order points; anyone may add one."""
    UNDO_OWN = "undo own"
    UNDO = "undo"
    """Take back or change what others recorded."""
    CORRECT = "correct"
    """Correct what others said, where it is no decision."""
    OFF_RECORD = "off the record"
    """Stop and go on recording, beside one's own lines."""
    END = "end"


MEETBOT_POWERS: Mapping[Power, Who] = {
    Power.NOTE: Who.ANYONE,
    Power.TOPIC: Who.SCRIBE,
    Power.DECIDE: Who.SCRIBE,
    Power.TITLE: Who.ANYONE,
    Power.CHAIR: Who.CHAIR,
    Power.ROLL: Who.ANYONE,
    Power.CALL_VOTE: Who.CHAIR,
    Power.VOTE: Who.ANYONE,
    Power.QUEUE: Who.ANYONE,
    Power.AGENDA: Who.ANYONE,
    Power.UNDO_OWN: Who.ANYONE,
    Power.UNDO: Who.SCRIBE,
    Power.CORRECT: Who.ANYONE,
    Power.OFF_RECORD: Who.ANYONE,
    Power.END: Who.CHAIR,
}
"""As in MeetBot: anyone notes, chairs (and here also scribes) set topics and decide."""

OLD_MEETBOT_POWERS: Mapping[Power, Who] = {
    **MEETBOT_POWERS,
    Power.TOPIC: Who.CHAIR,
    Power.DECIDE: Who.CHAIR,
    Power.UNDO_OWN: Who.CHAIR,
    Power.UNDO: Who.CHAIR,
}
"""What MeetBot itself accepted, so that an old log gives the minutes that were made of it."""

OPEN_POWERS: Mapping[Power, Who] = dict.fromkeys(Power, Who.ANYONE)
"""Anyone may anything, as at W3C, and where a log does not show who was chair."""
