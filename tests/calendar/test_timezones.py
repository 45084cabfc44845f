"""The definitions of zones in the calendar mean what tzdata means, for every zone of the world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import available_timezones

from icalendar import Calendar

from dcbot.calendar.timezones import timezone
from dcbot.when import zones
from tests.calendar import reading

FIRST, LAST = 2026, 2032


def test_every_zone_means_the_same_to_a_reader_that_trusts_it(tmp_path: Path) -> None:
    node = reading.node_folder(tmp_path / "node")
    names = sorted(name for name in available_timezones() if "/" in name)
    calendar = Calendar()
    for name in names:
        calendar.add_component(timezone(name, FIRST, LAST))
    (tmp_path / "zones.ics").write_bytes(calendar.to_ical())
    table = {name: list(moments(name)) for name in names}
    (tmp_path / "table.json").write_text(json.dumps(table))

    order = ["node", "zones.mjs", str(tmp_path / "zones.ics"), str(tmp_path / "table.json")]
    said = reading.run(order, cwd=node)

    assert said == f"compared {sum(map(len, table.values()))}\n"
    assert len(names) > 400


def moments(name: str) -> Iterator[tuple[int, int]]:
    """Moments and offsets: each week, and about each change, but for hours that come twice."""
    where = zones.zone(name)
    begin, end = datetime(FIRST, 1, 2, tzinfo=UTC), datetime(LAST + 1, 1, 1, tzinfo=UTC)
    about = [timedelta(hours=hours) for hours in (-49, -25, -3, -1, 0, 1, 3, 25)]
    asked = [
        begin + timedelta(days=days, hours=days % 24) for days in range(0, (end - begin).days, 7)
    ]
    asked += [
        change.at + near for change in zones.clock_changes(name, begin, end) for near in about
    ]
    for moment in asked:
        local = moment.astimezone(where)
        if not zones.comes_twice(local.replace(tzinfo=None, fold=0), where):
            offset = local.utcoffset() or timedelta()
            yield int(moment.timestamp()), int(offset.total_seconds())


def test_yearly_pattern_is_one_rule_and_others_are_written_out() -> None:
    zurich, cairo, casablanca = (
        timezone(name, FIRST, LAST).to_ical().decode()
        for name in ("Europe/Zurich", "Africa/Cairo", "Africa/Casablanca")
    )

    assert zurich.count("DTSTART") == 3 and zurich.count("RRULE") == 2
    # Cairo's clocks go back after the last Thursday of October: in some years that is November.
    assert "BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31;BYMONTH=10" in cairo
    assert "BYDAY=FR;BYMONTHDAY=1;BYMONTH=11" in cairo
    assert "RRULE" not in casablanca
