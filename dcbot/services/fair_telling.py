"""Telling of fair times: which take turns, what each zone bears, in a table and in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.services import drawing, groups
from dcbot.services.fair_plans import Fair
from dcbot.services.moments import day, length_words
from dcbot.when import saying
from dcbot.when.fair import Burden, Pain
from dcbot.when.recurring import parts_of
from storage.store import Store

_NUMBERS = "three four five six seven eight nine ten eleven twelve"
_TIMES = {
    1: "once",
    2: "twice",
    **{number: f"{word} times" for number, word in enumerate(_NUMBERS.split(), 3)},
}


async def lines(store: Store, fair: Fair) -> list[str]:
    """The answer, from the times to the rules by which they were weighed."""
    handle = literal((await groups.title(store, fair.group)).handle)
    count, of = len(fair.dates), len(fair.proposal.slots)
    what = f"{of} that take turns" if of > 1 else "one for all"
    dates = f"{count} meeting{'s' if count > 1 else ''} of {length_words(fair.minutes)}"
    spans = f"from {_day(fair, 0)} to {_day(fair, -1)}" if count > 1 else f"on {_day(fair, 0)}"
    said = [
        f"**Fair times for {handle}: {what}**, for {dates}, {_rule(fair)}, {spans}.",
        *[_turn(fair, number) for number in range(of)],
        "",
        *table(fair),
        "",
        *[_sentence(one, fair.names) for one in fair.proposal.burdens],
    ]
    if of == 1 and len(fair.others) > 1:
        clocks = listed([f"{one:%H:%M}" for one in fair.others[1:]])
        said.append(f"Next best alone are {clocks} UTC.")
    return [*said, *_remarks(fair)]


def _day(fair: Fair, number: int) -> str:
    found = fair.dates[number]
    return day(datetime(found.year, found.month, found.day, tzinfo=UTC))


def _rule(fair: Fair) -> str:
    return saying.pattern(parts_of(fair.rule), "en")


def _turn(fair: Fair, number: int) -> str:
    clock, of = fair.proposal.slots[number], len(fair.proposal.slots)
    if of == 1:
        return f"- {clock:%H:%M} UTC"
    first = fair.starts(number)
    again = f", and every {_ORDINAL[of]} meeting after it" if len(first) > 1 else ""
    return f"- {clock:%H:%M} UTC: {first[0]:%A} {first[0].day} {first[0]:%B %Y}{again}"


_ORDINAL = {2: "second", 3: "third"}


def table(fair: Fair) -> list[str]:
    """What each zone bears, as a table of plain text; the worst-off first."""
    rows = [["zone", "burden", "before", "hardest"]]
    for one in fair.proposal.burdens:
        name = fair.names.get(one.party.zone, one.party.zone)
        rows.append([name, str(one.total), str(one.carried), one.worst.words])
    return drawing.table(rows, right=(1, 2))


def _sentence(burden: Burden, names: Mapping[str, str]) -> str:
    """What a zone bears, in words: how often, how hard, and what the clock shows there."""
    by_pain: dict[Pain, list[str]] = defaultdict(list)
    for clock, pain in zip(burden.clocks, burden.pains, strict=True):
        by_pain[pain].append(f"{clock:%H:%M}")
    parts = [
        _how_often(pain, by_pain[pain], len(by_pain)) for pain in sorted(by_pain, reverse=True)
    ]
    zone = burden.party.zone
    name = f"{literal(names[zone])} ({zone})" if zone in names else zone
    before = f", and {burden.carried} from before" if burden.carried else ""
    return f"- {name}: {listed(parts)}. That is a burden of {burden.total}{before}."


def _how_often(pain: Pain, clocks: Sequence[str], of: int) -> str:
    shown = listed(sorted(set(clocks)), "or")
    if of == 1:
        return f"{shown}, {pain.words}"
    often = _TIMES.get(len(clocks), f"{len(clocks)} times")
    return f"{often} {pain.words} ({shown})"


def _remarks(fair: Fair) -> list[str]:
    scale = ", ".join(f"{int(pain)} {pain.words}" for pain in Pain)
    said = [
        f"A meeting counts {scale}. No other choice of hours burdens the worst-off zone less; of "
        "equals, it is the one with the least for all together."
    ]
    if fair.meetings_before:
        number = fair.meetings_before
        meetings = f"the {number} meetings" if number > 1 else "the meeting"
        said.append(f"What {meetings} of the past year cost a zone counts too.")
    if fair.silent:
        one = fair.silent == 1
        who = "1 person concerned has" if one else f"{fair.silent} people concerned have"
        said.append(
            f"{who} not said a zone, and {'is' if one else 'are'} not counted (`!me zone "
            "Europe/Zurich`)."
        )
    if fair.usual:
        said.append(
            "Nothing says on which days, so it is worked out for the first Tuesday of each month; "
            "say others as “every second Thursday of the month”."
        )
    return said
