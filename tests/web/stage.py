"""The web over a database with meetings of every kind, public and not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from dcbot.web.server import Web
from storage.base import Audience
from storage.cycles import Cycle, CycleDate, DateKind
from storage.database import Database
from storage.groups import Group
from storage.meetings import Meeting, MeetingKind, MeetingState, Series, SeriesState, Sitting
from storage.outputs import Output, OutputVersion
from storage.slots import RequestState, Result, SlotCall, SlotOutcome, SlotRequest
from storage.store import Store
from tests.web import recorded
from tests.world import MONDAY_NOON

NOW = MONDAY_NOON
SECRET = "the secret"
ADDRESS = "https://dcs.example.org"
BEFORE = NOW - timedelta(days=5)
LATER = NOW + timedelta(days=5)
OPEN = {"audience": Audience.PUBLIC, "public_from": BEFORE}
DOCUMENT = f"""<h1>Summary</h1>
<h3>طريقة</h3>
<table><tr><th>{"Coalition" * 4}</th><th>{"Year" * 8}</th></tr>
<tr><td>DCAD</td><td>2026</td></tr></table>
<pre>{"a-long-word-" * 12}</pre>
"""
MONTHLY = "0f3a1c5e7d9b4f0aa1b2c3d4e5f60718"


async def fill(database: Database) -> None:
    """Meetings for the world's groups."""
    async with database.transaction() as store:
        dccg, dcad = [await store.groups.by_key(key) for key in ("dccg", "dcad")]
        assert dccg and dcad
        await _monthly(store, dccg)
        await _singles(store, dcad)
        await _hidden(store, dcad)
        await _dates(store)
        await _outputs(store, dccg, dcad)
        await _slots(store)
        await recorded.fill(store, dccg, NOW)


async def _monthly(store: Store, group: Group) -> None:
    """Every first Tuesday at 14:00 in Zurich; December is moved, January is cancelled."""
    first = datetime(2026, 12, 1, 14)
    series = Series(
        group_id=group.id,
        uid=MONTHLY,
        title="Coordination meeting",
        kind=MeetingKind.COORDINATION,
        starts_local=first,
        zone="Europe/Zurich",
        minutes=60,
        rule="FREQ=MONTHLY;BYDAY=1TU",
        created_at=BEFORE,
        changed_at=BEFORE,
        venue="Online",
        registration="https://register.example/dccg?a=1&b=2.",
        **OPEN,
    )
    await store.meetings.add(series)
    instances = (
        (1, first, datetime(2026, 12, 3, 16), MeetingState.PLANNED),
        (2, datetime(2027, 1, 5, 14), datetime(2027, 1, 5, 14), MeetingState.CANCELLED),
        (3, datetime(2027, 2, 2, 14), datetime(2027, 2, 2, 14), MeetingState.PLANNED),
    )
    for number, original, start, state in instances:
        changed = number < 3
        await store.meetings.add(
            _meeting(group, number, original, start, series=series, state=state, changed=changed)
        )


async def _singles(store: Store, group: Group) -> None:
    """One late in the evening in New York, with a further sitting; one with a hostile title."""
    late = _meeting(group, 1, datetime(2026, 12, 8, 23), title="اجتماع إمكانية الوصول ♿")
    late.zone, late.starts_at = "America/New_York", datetime.fromisoformat("2026-12-09T04:00Z")
    await store.meetings.add(late)
    await store.meetings.add(
        Sitting(
            meeting_id=late.id,
            uid="second-sitting",
            starts_local=datetime(2026, 12, 9, 9),
            zone="Asia/Tokyo",
            starts_at=datetime.fromisoformat("2026-12-09T00:00Z"),
            minutes=45,
            changed_at=BEFORE,
            **OPEN,
        )
    )
    hostile = "<script>alert(1)</script> & 'more'"
    await store.meetings.add(_meeting(group, 2, datetime(2026, 12, 10, 9), title=hostile))


async def _hidden(store: Store, group: Group) -> None:
    """Private ones, ones to come out later, and the link for participants."""
    private = _meeting(group, 3, datetime(2026, 12, 11, 9), title=f"{SECRET} of today")
    private.audience = Audience.PRIVATE
    later = _meeting(group, 4, datetime(2026, 12, 12, 9), title=f"{SECRET} of tomorrow")
    later.public_from = NOW + timedelta(days=1)
    await store.meetings.add(private, later)
    series = Series(
        group_id=group.id,
        uid="hidden-series",
        title=f"{SECRET} series",
        kind=MeetingKind.OWN,
        starts_local=datetime(2026, 12, 2, 9),
        zone="UTC",
        minutes=60,
        rule="FREQ=WEEKLY",
        created_at=BEFORE,
        changed_at=BEFORE,
        state=SeriesState.GOES_ON,
        audience=Audience.GROUP,
    )
    await store.meetings.add(series)
    open_one = await store.meetings.numbered(group.id, 1)
    assert open_one
    await store.meetings.put_private_link(open_one, SECRET, by_name="lena", now=BEFORE)


async def _dates(store: Store) -> None:
    """A deadline, an event of several days, and a date that nobody may know of yet."""
    cycle = Cycle(key="2099", name="IGF 2099", created_at=BEFORE, **OPEN)
    await store.cycles.add(cycle)
    for key, what, kind, day, until in (
        ("papers", "Papers are due", DateKind.DEADLINE, "2026-12-10", ""),
        ("igf", "IGF 2099 in 日内瓦", DateKind.EVENT, "2026-12-14", "2026-12-18"),
        ("secret", SECRET, DateKind.DEADLINE, "2026-12-20", ""),
    ):
        row = CycleDate(
            cycle_id=cycle.id,
            key=key,
            uid=f"date-{key}",
            what=what,
            kind=kind,
            day=day,
            until=until,
            changed_at=BEFORE,
            **OPEN,
        )
        if what == SECRET:
            row.audience = Audience.GROUP
        await store.cycles.add(row)


async def _outputs(store: Store, released: Group, waiting: Group) -> None:
    """An output that is released, with a version before it that is not, and one that waits."""
    cycle = Cycle(key="2026", name="IGF 2026", created_at=BEFORE, **OPEN)
    await store.cycles.add(cycle)
    for group, opens in ((released, BEFORE), (waiting, NOW + timedelta(days=1))):
        shown = {"audience": Audience.PUBLIC, "public_from": opens}
        output = Output(group_id=group.id, cycle_id=cycle.id, begun_at=BEFORE, **shown)
        await store.outputs.add(output)
        title = "Paths & principles" if group is released else SECRET
        await store.outputs.add(_version(output, 1, title, DOCUMENT, **shown))
        await store.outputs.add(_version(output, 2, SECRET, f"<p>{SECRET}</p>"))


def _version(output: Output, number: int, title: str, html: str, **shown: Any) -> OutputVersion:
    return OutputVersion(
        output_id=output.id,
        number=number,
        title=title,
        at=BEFORE,
        by_name="Lena",
        capacity="a coordinator of DCAD",
        kind="markdown",
        html=html,
        **shown,
    )


async def _slots(store: Store) -> None:
    """A call for slots: one request is accepted for all to read, another one only later."""
    cycle = await store.cycles.by_key("2099")
    assert cycle is not None
    date = (await store.cycles.dates(cycle.id))[0]
    call = SlotCall(cycle_id=cycle.id, date_id=date.id, opens_at=BEFORE, by_name="Sana", **OPEN)
    await store.slots.add(call)
    for key, title, since in (("dcad", "Access ♿ for all", BEFORE), ("dc3", SECRET, LATER)):
        group = await store.groups.by_key(key)
        assert group is not None
        request = SlotRequest(
            call_id=call.id,
            group_id=group.id,
            state=RequestState.REQUESTED,
            changed_at=BEFORE,
            **OPEN,
        )
        await store.slots.add(request)
        placed = {"starts": "2099-12-14T10:00", "zone": "Europe/Zurich", "description": title}
        outcome = SlotOutcome(
            request_id=request.id,
            result=Result.ACCEPTED,
            at=since,
            title=title,
            details=placed,
            audience=Audience.PUBLIC,
            public_from=since,
        )
        await store.slots.add(outcome)


def _meeting(
    group: Group,
    number: int,
    original: datetime,
    start: datetime | None = None,
    *,
    title: str = "Coordination meeting",
    series: Series | None = None,
    state: MeetingState = MeetingState.PLANNED,
    changed: bool = False,
) -> Meeting:
    start = start or original
    return Meeting(
        group_id=group.id,
        number=number,
        original_local=original,
        starts_local=start,
        zone="Europe/Zurich",
        # All of them lie in winter time.
        starts_at=datetime.fromisoformat(f"{start.isoformat()}+01:00"),
        minutes=60,
        title=title,
        kind=MeetingKind.OWN,
        created_at=BEFORE,
        changed_at=BEFORE,
        series_id=series.id if series else None,
        uid=None if series else f"meeting-{group.key}-{number}",
        state=state,
        changed=changed,
        **OPEN,
    )


@asynccontextmanager
async def visiting(database: Database, now: datetime = NOW) -> AsyncIterator[TestClient]:
    """Somebody who looks at the site."""
    site = Web(database, lambda: now, address=ADDRESS)
    async with TestClient(TestServer(site.application())) as client:
        yield client
