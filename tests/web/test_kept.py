"""The archive as files, written anew: only what changed, nothing stale, others' files left alone;
and what differs from the database is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import select

from dcbot.addresses import file_of, to
from dcbot.services import actions
from dcbot.web.folder import KEPT_IN, LISTING, Folder
from dcbot.web.writing import Differences, Memory, Written, compare, write
from storage.actions import Action, ActionState
from storage.base import Audience, Publishable
from storage.database import Database
from storage.groups import Group, GroupKind
from storage.journals import Journal
from storage.meetings import Meeting, MeetingKind, MeetingState, Series
from storage.minutes import MinutesVersion, PublishedMinutes
from storage.public_records import NOT_READ, RECORDS
from storage.records import METADATA
from tests.web.recorded import fill_one
from tests.web.small import ADDRESS, NOW, OPEN, ahead, small

LATER = NOW + timedelta(minutes=5)
PAGE = "groups/dccg/meetings/12/minutes/index.html"


@pytest.fixture
async def database(file_templates: Path, quick_folder: Path) -> AsyncIterator[Database]:
    """The small community."""
    async with small(file_templates, quick_folder) as found:
        yield found


_MEMORIES: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


async def written(database: Database, folder: Path, *, all_of_it: bool = True) -> Written:
    """Write the folder a little later, by somebody who goes on writing."""
    return await write(
        database,
        Folder(folder),
        now=LATER,
        address=ADDRESS,
        only_changed=not all_of_it,
        memory=_MEMORIES.setdefault(database, Memory()),
    )


async def compared(database: Database, folder: Path) -> Differences:
    """What differs between the folder and the database."""
    return await compare(database, Folder(folder), now=LATER, address=ADDRESS)


def stamps(folder: Path) -> dict[str, int]:
    """When each file was written."""
    return {name: (folder / name).stat().st_mtime_ns for name in Folder(folder).standing()}


async def meeting(database: Database, number: int, **new: object) -> None:
    """Change a meeting of the coordination group."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dccg")
        found = await store.meetings.numbered(group.id, number) if group else None
        assert isinstance(found, Meeting)
        for name, value in new.items():
            setattr(found, name, value)


async def test_what_did_not_change_is_not_touched(database: Database, tmp_path: Path) -> None:
    first = await written(database, tmp_path)
    before = stamps(tmp_path)

    again = await written(database, tmp_path)
    await meeting(database, 20, title="The meeting before Christmas")
    changed = await written(database, tmp_path)

    assert len(first.written) == first.files == len(before)
    assert (again.written, again.removed, again.files) == ((), (), first.files)
    assert "groups/dccg/meetings/20/index.html" in changed.written
    assert PAGE not in changed.written
    after = stamps(tmp_path)
    assert {name for name in before if after[name] != before[name]} == set(changed.written)


async def test_only_what_is_made_of_something_else_is_looked_at(
    database: Database, tmp_path: Path
) -> None:
    await written(database, tmp_path)
    (tmp_path / PAGE).write_text("of a stranger")
    await meeting(database, 20, title="The meeting before Christmas")

    await written(database, tmp_path, all_of_it=False)

    # Meeting 12 was not looked at; everything that speaks of meeting 20 was.
    found = await compared(database, tmp_path)
    assert found == Differences(found.files, (), (PAGE,), ())


async def test_what_differs_is_named_and_mended(database: Database, tmp_path: Path) -> None:
    await written(database, tmp_path)
    assert not await compared(database, tmp_path)
    (tmp_path / PAGE).write_text("of a stranger")
    (tmp_path / "decisions.json").unlink()
    planted = tmp_path / "groups/dccg/meetings/99/minutes/index.html"
    planted.parent.mkdir(parents=True)
    planted.write_text("of nobody")
    (tmp_path / "favicon.ico").write_bytes(b"of the operator")

    found = await compared(database, tmp_path)

    assert (found.missing, found.changed) == (("decisions.json",), (PAGE,))
    assert found.extra == ("groups/dccg/meetings/99/minutes/index.html",)
    await written(database, tmp_path)
    assert (await compared(database, tmp_path)).extra == found.extra
    assert (tmp_path / "favicon.ico").exists()


async def test_what_is_not_public_any_more_goes_with_its_folders(
    database: Database, tmp_path: Path
) -> None:
    await written(database, tmp_path)
    await meeting(database, 12, audience=Audience.GROUP)

    done = await written(database, tmp_path, all_of_it=False)

    assert PAGE in done.removed
    assert not (tmp_path / "groups/dccg/meetings/12").exists()
    assert not await compared(database, tmp_path)
    neighbours = (tmp_path / "groups/dccg/meetings/11/minutes/index.html").read_text()
    assert "/groups/dccg/meetings/12/" not in neighbours


async def test_what_is_released_at_a_moment_is_written_then(
    database: Database, tmp_path: Path
) -> None:
    await meeting(database, 20, public_from=LATER + timedelta(minutes=1))
    await written(database, tmp_path)
    assert not (tmp_path / "groups/dccg/meetings/20").exists()

    later = LATER + timedelta(minutes=2)
    await write(database, Folder(tmp_path), now=later, address=ADDRESS, only_changed=True)

    assert (tmp_path / "groups/dccg/meetings/20/index.html").exists()
    assert not await compare(database, Folder(tmp_path), now=later, address=ADDRESS)


async def test_files_of_an_earlier_version_are_taken_over(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / LISTING).write_text("robots.txt\nold/index.html\n../outside\nindex.html\n")
    (tmp_path / "old").mkdir()
    for name in ("robots.txt", "old/index.html", "index.html"):
        (tmp_path / name).write_text("as it was")

    done = await written(database, tmp_path)

    assert set(done.removed) == {"old/index.html", LISTING}
    assert "Sitemap" in (tmp_path / "robots.txt").read_text()
    assert not await compared(database, tmp_path)


@pytest.mark.threat("T77")
def test_a_folder_from_elsewhere_does_not_lead_out_of_itself(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("of somebody else")
    site = tmp_path / "site"
    (site / KEPT_IN).mkdir(parents=True)
    told = f'{{"made_of": "", "files": {{"../outside": "", "{outside}": ""}}}}'
    (site / KEPT_IN / "dccg.json").write_text(told)

    folder = Folder(site)
    folder.put("dccg", "", {"index.html": b"new"})
    folder.drop("dccg")

    assert outside.read_text() == "of somebody else"


async def test_a_new_group_and_its_removal(database: Database, tmp_path: Path) -> None:
    await written(database, tmp_path)
    async with database.transaction() as store:
        kind = GroupKind.COALITION
        group = Group(key="dcy", kind=kind, name="Coalition Y", created_at=NOW, **OPEN)
        await store.groups.add(group)
    await written(database, tmp_path, all_of_it=False)
    assert "Coalition Y" in (tmp_path / "groups/dcy/index.html").read_text()
    assert not await compared(database, tmp_path)

    async with database.transaction() as store:
        found = await store.groups.by_key("dcy")
        assert found
        await store.groups.remove(found)
    await written(database, tmp_path, all_of_it=False)

    assert not (tmp_path / "groups/dcy").exists()
    assert not await compared(database, tmp_path)


def test_every_record_that_can_be_public_has_a_fingerprint() -> None:
    known = {record.__tablename__ for record in (*RECORDS, *NOT_READ)}
    public = {one.__tablename__ for one in Publishable.__subclasses__() if one.__name__ != "Base"}

    assert public <= known <= set(METADATA.tables)


async def recorded(database: Database, number: int, start: datetime) -> None:
    """A meeting of the coordination group with minutes, and an action that it gave."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        held = await fill_one(store, group, number, start)
        given = Action(
            group_id=group.id,
            number=number,
            text="Tell all that we meet",
            given_at=start,
            by_name="Lena Fischer",
            state=ActionState.OPEN,
            meeting_id=held.id,
            audience=Audience.PUBLIC,
            public_from=start,
        )
        actions.say(given, given.text)
        await store.actions.add(given, [])


async def test_years_that_are_over_are_left_alone(database: Database, tmp_path: Path) -> None:
    then = NOW - timedelta(days=800)
    await recorded(database, 500, then)
    await written(database, tmp_path)
    lists = [("group actions of year", "dccg"), ("meetings of year", "dccg")]
    old = sorted(file_of(to(name, group=key, year=then.year)) for name, key in lists)
    said = {file: (tmp_path / file).read_bytes() for file in old}
    for file in old:
        (tmp_path / file).write_text("of a stranger")

    await recorded(database, 501, NOW - timedelta(days=1))
    await written(database, tmp_path, all_of_it=False)

    # Nothing of that year was looked at, and all else is as it should be.
    found = await compared(database, tmp_path)
    assert (found.missing, sorted(found.changed), found.extra) == ((), old, ())
    for file, body in said.items():
        (tmp_path / file).write_bytes(body)
    await meeting(database, 500, title="The meeting of long ago")
    await written(database, tmp_path, all_of_it=False)
    assert not await compared(database, tmp_path)
    # The first year that is listed stands on every other.
    await recorded(database, 502, then - timedelta(days=800))
    await written(database, tmp_path, all_of_it=False)
    assert not await compared(database, tmp_path)


def test_a_file_that_stands_for_another_part_by_now_stays(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put("dccg", "before", {"decisions.html": b"1", "index.html": b"2"})
    folder.put("dccg/year-2026", "now", {"decisions.html": b"1"})

    done = folder.put("dccg", "now", {"index.html": b"2"})

    assert done.removed == ()
    assert folder.body("decisions.html") == b"1"


async def test_a_series_of_which_nothing_is_written_yet_is_seen(
    database: Database, tmp_path: Path
) -> None:
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        assert group
        series = Series(
            group_id=group.id,
            uid="weekly",
            title="Weekly call",
            kind=MeetingKind.OWN,
            starts_local=NOW.replace(tzinfo=None),
            zone="UTC",
            minutes=60,
            rule="FREQ=WEEKLY;COUNT=3",
            created_at=NOW,
            changed_at=NOW,
            **OPEN,
        )
        await store.meetings.add(series)
    await written(database, tmp_path)
    async with database.transaction() as store:
        found = await store.meetings.series(series.id)
        assert found
        found.title = "Call of each week"

    await written(database, tmp_path, all_of_it=False)

    page = (tmp_path / "groups/dcx/calendar/index.html").read_text()
    assert "Call of each week" in page
    assert not await compared(database, tmp_path)


async def test_a_group_may_be_called_as_what_is_of_all(database: Database, tmp_path: Path) -> None:
    await written(database, tmp_path)
    async with database.transaction() as store:
        group = Group(
            key="all", kind=GroupKind.COALITION, name="Coalition for All", created_at=NOW, **OPEN
        )
        await store.groups.add(group)
        await store.meetings.add(ahead(group, 1, NOW))

    await written(database, tmp_path, all_of_it=False)

    assert not await compared(database, tmp_path)
    again = await written(database, tmp_path, all_of_it=False)
    assert (again.written, again.removed) == ((), ())


async def test_what_was_called_off_after_it_was_held_shows_its_neighbours(
    database: Database, tmp_path: Path
) -> None:
    await meeting(database, 12, state=MeetingState.CANCELLED)
    await written(database, tmp_path)
    await meeting(database, 11, title="The meeting before")

    await written(database, tmp_path, all_of_it=False)

    assert not await compared(database, tmp_path)


async def test_a_further_sitting_that_goes_on_is_linked_by_its_neighbours(
    database: Database, tmp_path: Path
) -> None:
    await written(database, tmp_path)
    async with database.transaction() as store:
        found = await store.session.execute(
            select(Journal, PublishedMinutes.minutes)
            .join(MinutesVersion, MinutesVersion.journal_id == Journal.id)
            .join(PublishedMinutes, PublishedMinutes.version_id == MinutesVersion.id)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .where(Meeting.number == 12)
            .limit(1)
        )
        journal, minutes = found.one()
        row = {"journal_id": journal.id, "meeting_id": journal.meeting_id, "sitting": 2}
        shown = {"audience": Audience.PUBLIC, "public_from": NOW, "minutes": minutes}
        await store.live.put(row | shown | {"up_to_line": 1, "made_at": NOW})

    changed = await written(database, tmp_path, all_of_it=False)

    assert "groups/dccg/meetings/11/minutes/index.html" in changed.written
    assert not await compared(database, tmp_path)
