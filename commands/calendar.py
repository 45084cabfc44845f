"""The calendar: what is to come, in your own zone and in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.lines import fold
from dcbot.message import Answer
from dcbot.services import calendars, groups, listings, meetings, moments

_ME = ("me", "for me", "mine", "my own", "my meetings")
_SOON = 60


@command(
    "calendar",
    aliases=("what is next", "whats next", "next meeting", "next meetings"),
    examples=(
        Example("calendar", "Nothing is planned in the next 60 days.…"),
        Example("calendar DC3", "Nothing is planned for DC3.…"),
        Example("calendar December", "Nothing is planned in December 2026."),
    ),
)
async def calendar(call: Call, what: Annotated[str, Rest("what")] = "") -> Answer:
    """Show what is to come: for all, for me, for a coalition, or in a month.

    For example `calendar`, `calendar for me`, `calendar DC3`, `calendar this month`, `calendar
    December`. Times are in your own zone, with UTC beside it.
    """
    words = fold(what).removeprefix("for ").strip()
    zone = moments.zone_of(call.person.zone, call.place.zone, call.manners.zone)
    month = calendars.read_month(words, call.now, zone)
    if month is not None:
        found = await calendars.in_month(call.store, month, zone, by=call.person, now=call.now)
        return await _told(call, found, f"in {calendars.month_words(month)}")
    if words in _ME or fold(what) in _ME:
        ids = await calendars.of_person(call.store, call.person, now=call.now)
        found = await calendars.coming(
            call.store, ids, by=call.person, now=call.now, days=_SOON * 2
        )
        more = "" if ids else f" {call.say('remind me DCCG: 1 day')} puts a group into your own."
        return await _told(call, found, "for you", more)
    if words and words not in ("all", "everybody", "next"):
        group = await groups.named(
            call.store, what.removeprefix("for "), prefix=call.manners.prefix
        )
        found = await calendars.coming(
            call.store, [group.id], by=call.person, now=call.now, days=400
        )
        return await _told(call, found, f"for {(await groups.title(call.store, group)).handle}")
    found = await calendars.coming(call.store, None, by=call.person, now=call.now, days=_SOON)
    return await _told(call, found, f"in the next {_SOON} days")


async def _told(
    call: Call, found: Sequence[meetings.Meeting], which: str, more: str = ""
) -> Answer:
    if not found:
        return Answer(f"Nothing is planned {which}.{more}")
    zone = call.person.zone or ""
    lines = [await listings.line(call.store, one, zone) for one in found[:20]]
    if len(found) > len(lines):
        lines.append(f"- and {len(found) - len(lines)} more")
    return Answer("\n".join([f"Planned {which}:", *lines]))
