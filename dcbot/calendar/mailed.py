"""A calendar file as it goes by mail: what it asks of calendar programs, and whom it names; pure.

RFC 5546 says what the methods mean, RFC 6047 how they travel. Nobody counts who accepts, so none is
asked to answer. A list is told of a meeting and not invited to it: its members would answer for it.
"""

from __future__ import annotations

from enum import StrEnum

from icalendar import Calendar, vCalAddress


class Method(StrEnum):
    """What a file asks of a calendar program."""

    PUBLISH = "PUBLISH"
    """Take note of it, or of its being cancelled; for lists, and for several meetings at once."""
    REQUEST = "REQUEST"
    """You are invited; to one person, who is the only one it names."""
    CANCEL = "CANCEL"
    """It does not take place, and goes from your calendar; to one person."""


def mailed(content: bytes, *, organizer: str, attendee: str = "") -> tuple[Method, bytes]:
    """The file as it goes from one mail address to another, with its method; without `attendee` it
    goes to a list, and names nobody but who sends it."""
    calendar = Calendar.from_ical(content)
    method = _method(calendar, bool(attendee))
    calendar.add("method", method.value)
    for event in calendar.events:
        event["ORGANIZER"] = vCalAddress(f"mailto:{organizer}")
        if method is not Method.PUBLISH:
            event["ATTENDEE"] = vCalAddress(f"mailto:{attendee}")
            event["ATTENDEE"].params["RSVP"] = "FALSE"
    written: bytes = calendar.to_ical()
    return method, written


def _method(calendar: Calendar, to_person: bool) -> Method:
    # Of an invitation all parts are about one thing (RFC 5546, 3.2.2).
    if not to_person or len({str(event["UID"]) for event in calendar.events}) != 1:
        return Method.PUBLISH
    off = all(str(event.get("STATUS")) == "CANCELLED" for event in calendar.events)
    return Method.CANCEL if off else Method.REQUEST
