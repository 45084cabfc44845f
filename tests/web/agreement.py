"""A monthly meeting said by message, changed step by step: room, feeds and pages say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import recurring_ical_events
from aiohttp.test_utils import TestClient
from icalendar import Calendar

from storage.database import Database
from tests.conversation import Stage
from tests.web.stage import visiting
from tests.world import MONDAY_NOON

MONTHS = ("2026-12", "2027-01", "2027-02")
SINCE, UNTIL = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
_ROW = re.compile(
    r'<tr(?P<off> class="off")?>(?:(?!<tr).)*?<time datetime="(?P<at>[^"]+)"', re.DOTALL
)


@dataclass(frozen=True)
class Step:
    """What a coordinator says; what the answer must hold; and when meetings are from then on.

    Moments are in UTC, as 12-01T13:00; those that are cancelled end in “off”.
    """

    said: tuple[str, ...]
    told: str
    then: frozenset[str]


STEPS = (
    Step(
        (
            "dcbot, please schedule the DCCG call for the first Tuesday of each month at 14:00 "
            "Geneva time, 1 hour",
            "yes",
        ),
        "DCCG 2: Tuesday 5 January 2027, 14:00–15:00 Europe/Zurich (UTC+1), which is 13:00 UTC",
        frozenset({"12-01T13:00", "01-05T13:00", "02-02T13:00"}),
    ),
    Step(
        ("!meeting move DCCG 2 to 12 January 2027 at 15:00 UTC", "yes"),
        "Tuesday 12 January 2027, 15:00–16:00 UTC",
        frozenset({"12-01T13:00", "01-12T15:00", "02-02T13:00"}),
    ),
    Step(
        ("!meeting cancel DCCG 3 because of the holidays", "yes"),
        "is cancelled",
        frozenset({"12-01T13:00", "01-12T15:00", "02-02T13:00 off"}),
    ),
    Step(
        ("!meeting skip DCCG 1", "yes"),
        "left out",
        frozenset({"01-12T15:00", "02-02T13:00 off"}),
    ),
    Step(
        ("!meeting restore DCCG 3",),
        "Tuesday 2 February 2027, 14:00–15:00 Europe/Zurich",
        frozenset({"01-12T15:00", "02-02T13:00"}),
    ),
    Step(
        ("!meeting restore DCCG 2",),
        "Tuesday 5 January 2027, 14:00–15:00 Europe/Zurich",
        frozenset({"01-05T13:00", "02-02T13:00"}),
    ),
)


async def all_agree(stage: Stage, database: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """Play the steps; after each, all that can be read says the same."""
    tags: set[str] = set()
    for step in steps:
        said = ""
        for words in step.said:
            await stage.say("lena", words, False)
            said = "\n".join(one.text for one in await stage.heard())
        assert step.told in " ".join(said.split()), said
        # The database's own moments are those of the stage; the site is looked at a little later.
        async with visiting(database, MONDAY_NOON + timedelta(hours=1)) as site:
            assert await on_pages(site) == step.then, step
            for path in ("/calendar.ics", "/calendar-utc.ics", "/groups/dccg/calendar.ics"):
                tag, found = await in_feed(site, path)
                assert found == step.then, (path, step)
                tags.add(f"{path} {tag}")
    # No state of a feed passes for another one.
    assert len(tags) == 3 * len(steps)


async def on_pages(site: TestClient) -> set[str]:
    """What the pages of the months show."""
    found: set[str] = set()
    for month in MONTHS:
        async with site.get(f"/calendar/{month}") as answer:
            page = await answer.text()
        for row in _ROW.finditer(page):
            found.add(_words(datetime.fromisoformat(row["at"]), bool(row["off"])))
    return found


async def in_feed(site: TestClient, path: str) -> tuple[str, set[str]]:
    """The tag of a feed, and what a calendar program reads in it."""
    async with site.get(path) as answer:
        calendar = Calendar.from_ical(await answer.read())
        tag = answer.headers["ETag"]
    events = recurring_ical_events.of(calendar).between(SINCE, UNTIL)
    return tag, {_words(one.start, one.get("STATUS") == "CANCELLED") for one in events}


def _words(at: datetime, cancelled: bool) -> str:
    return f"{at.astimezone(UTC):%m-%dT%H:%M}{' off' if cancelled else ''}"
