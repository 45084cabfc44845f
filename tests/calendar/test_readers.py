"""Calendar programs read from the feed the very instants that we mean: the real ones, run here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from dcbot.calendar.feed import feed
from tests.calendar import hard, reading
from tests.calendar.reading import Read

SPAN = hard.SINCE, hard.UNTIL
READERS = ("ical.js", "node-ical", "libical", "recurring-ical-events", "khal")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The readers in JavaScript, installed once."""
    return reading.node_folder(tmp_path_factory.mktemp("readers"))


def read_by(reader: str, request: pytest.FixtureRequest, file: Path) -> list[Read]:
    """What a reader reads in a file."""
    if reader == "ical.js":
        return reading.ical_js(request.getfixturevalue("node"), file, *SPAN)
    if reader == "node-ical":
        return reading.node_ical(request.getfixturevalue("node"), file, *SPAN)
    if reader == "libical":
        return reading.libical(file, *SPAN)
    if reader == "khal":
        return reading.khal(file.parent, file, *SPAN)
    return reading.recurring(file, *SPAN)


@pytest.mark.parametrize("expanded", [False, True], ids=["rules", "expanded"])
@pytest.mark.parametrize("reader", READERS)
def test_no_instant_differs(
    reader: str, expanded: bool, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    entries = hard.everything()
    if reader == "libical" and not expanded:
        # A weekly series that meets a gap stays as much later for one more week, in libical 3.0.16.
        entries = [one for one in entries if one not in hard.at_odd_hours()]
    if reader == "khal" and expanded:
        # khal takes a second over each three hundred events.
        entries = [one for one in entries if one not in hard.in_zones()[4:]]
    file = tmp_path / "feed.ics"
    file.write_bytes(feed(entries, name="Hard", now=hard.NOW, expanded=expanded))

    found = named(read_by(reader, request, file), reader)

    wanted = named(reading.expected(entries, *SPAN), reader)
    assert len(wanted) > 700
    assert (found - wanted, wanted - found) == (set(), set())


def named(found: Iterable[Read], reader: str) -> set[Read]:
    """By the uid of the series, also where each time has a name of its own.

    khal lets what has no length last an hour.
    """
    named = {(re.sub(r"^\d{8}T\d{6}-", "", uid), *rest) for uid, *rest in found}
    if reader == "khal":
        return {
            (uid, start, "" if "deadline" in uid else end, title)
            for uid, start, end, title in named
        }
    return named
