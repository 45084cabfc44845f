"""The first page reads no more of the calendar than it shows, and shows what all of it would."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from dcbot.web.home import AHEAD
from dcbot.web.showing import Shown, shown
from dcbot.web.visit import Visit
from storage.database import Database
from tests.web.stage import NOW

ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")


async def test_what_is_ahead_is_told_without_what_was(filled: Database) -> None:
    seen = set()
    for step in range(24):
        now = NOW - timedelta(days=50) + timedelta(hours=127) * step
        async with filled.public(NOW) as store:
            visit = Visit(store, now, "")
            every = await visit.listed()
            for name in ZONES:
                today = now.astimezone(zone := ZoneInfo(name)).date()
                ahead = await visit.listed(since=today)
                seen.add(len(ahead))
                whole, part = (shown(one, zone, today, today + AHEAD) for one in (every, ahead))
                assert [_said(one) for one in whole] == [_said(one) for one in part], (now, name)
    # Some of what was had been left out.
    assert len(seen) > 3


def _said(line: Shown) -> tuple[object, ...]:
    """All that a page says of the line, without what it was read from."""
    place = line.listed.group and line.listed.group.key, line.listed.series, line.listed.due
    times = line.order, line.until, line.moved_from, line.clock(ZoneInfo("Asia/Tokyo"))
    return *place, *times, line.title, line.place, line.text, line.cancelled, line.number
