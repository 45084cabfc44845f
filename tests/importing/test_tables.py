"""Tables come in: the meetings of the coordination group, with all that is odd in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from storage.annexes import Annex
from storage.base import Audience
from storage.meetings import Meeting
from tests.importing.taking import CALL, rows, take, written
from tests.web.stage import visiting
from tests.world import MONDAY_NOON, World

# Rows of the table of the coordination group, as they stand there.
TABLE = """\
label_in_archive,date,time_utc,kind,note,address
XX,2017-09-04,,virtual,listed on the page,http://www.intgovforum.org/multilingual/es/content/dc
(coordination session),2016-12-08,,face-to-face,16:30-18:00 local,http://friendsoftheigf.org/s/1475
XXXVIII,2019,,virtual,date not shown,https://www.intgovforum.org/multilingual/content/xxxviii-0
XI (sic; sits between XXXIX and XLI),2020-01-21,,virtual,short notice,https://www.intgovforum.org/xi
(not labelled),2020-06-08,,virtual,listed,http://www.intgovforum.org/multilingual/ar/content/dc
XIII (sic),2020-09-15,14:00-15:00,virtual,midnight in Brisbane,https://review.intgovforum.org/xiii
52,2021-03-19,10:00,virtual,,https://www.intgovforum.org/multilingual/content/dccg-meeting-52
95,2025-02/03,,virtual,exact date not found,https://mail.intgovforum.org/pipermail/dc/002788.html
"""


async def test_each_row_with_a_day_is_a_meeting_in_order_of_time(
    world: World, tmp_path: Path
) -> None:
    table = written(tmp_path, "dccg-meetings.csv", TABLE)
    code, told = await take(world.database, table, group="DCCG", public=True)

    assert code == 1 and "6 taken in, 2 not read." in told
    assert any("line 4: “2019” of “XXXVIII” is no day" in line for line in told)
    assert any("line 9: “2025-02/03” of “95” is no day" in line for line in told)
    found = await rows(world.database, Meeting)
    assert [(one.number, one.title, one.clock_known) for one in found] == [
        (1, "Coordination session", False),
        (2, "Meeting XX in the old count", False),
        (3, "Meeting XI (sic; sits between XXXIX and XLI) in the old count", False),
        (4, "Meeting of 8 June 2020", False),
        (5, "Meeting XIII (sic) in the old count", True),
        (6, "Meeting 52 in the old count", True),
    ]
    assert found[4].starts_at == datetime(2020, 9, 15, 14, tzinfo=UTC)
    assert (await rows(world.database, Annex))[4].link == "https://review.intgovforum.org/xiii"


async def test_of_a_day_no_moment_is_made(world: World, tmp_path: Path) -> None:
    table = written(tmp_path, "dccg-meetings.csv", TABLE)
    await take(world.database, table, group="DCCG", public=True)

    said = (await world.say("lena", "!meeting DCCG 2"))[0]
    async with visiting(world.database, MONDAY_NOON) as site:
        async with site.get("/groups/dccg/meetings/2") as answer:
            page = await answer.text()
        async with site.get("/groups/dccg/meetings/2.ics") as answer:
            file = await answer.text()
    assert "Monday 4 September 2017, at a time that is not known" in said and ":00" not in said
    assert "Monday 4 September 2017</time>; when it began is not known" in page
    assert "UTC" not in page.partition("<main")[2].partition("</dl>")[0]
    assert 'href="http://www.intgovforum.org/multilingual/es/content/dc">listed on the page' in page
    assert "DTSTART;VALUE=DATE:20170904" in file


async def test_twice_is_once_and_a_changed_row_says_so(world: World, tmp_path: Path) -> None:
    table = written(tmp_path, "dccg-meetings.csv", TABLE)
    await take(world.database, table, group="DCCG")
    assert {one.audience for one in await rows(world.database, Meeting)} == {Audience.GROUP}

    _, told = await take(world.database, table, group="DCCG")
    assert "6 known already, 2 not read." in told
    written(tmp_path, "dccg-meetings.csv", TABLE.replace("14:00-15:00", "15:00-16:00"))
    _, told = await take(world.database, table, group="DCCG")

    assert "5 known already, 1 changed since, 2 not read." in told
    assert len(await rows(world.database, Meeting)) == 6


async def test_a_log_of_a_day_that_a_table_knows_is_of_that_meeting(
    world: World, tmp_path: Path
) -> None:
    await take(world.database, written(tmp_path, "dccg-meetings.csv", TABLE), group="DCCG")
    log = written(tmp_path, "call.2020-06-08.txt", CALL)

    code, told = await take(world.database, log, group="DCCG")
    assert code == 0 and any(": DCCG 4, Monday 8 June 2020, 14:00 UTC" in line for line in told)
    found = (await rows(world.database, Meeting))[3]
    assert found.clock_known and found.starts_at == datetime(2020, 6, 8, 14, tzinfo=UTC)

    other = TABLE.replace("(not labelled)", "XLIII")
    _, told = await take(world.database, written(tmp_path, "o.csv", other), group="DCCG")
    assert "5 known already, 1 in conflict, 2 not read." in told


async def test_a_table_of_coalitions_changes_the_register_where_it_is_agreed_to(
    world: World, tmp_path: Path
) -> None:
    table = written(tmp_path, "r.csv", "name,acronym\nDynamic Coalition on Rivers,DC-Rivers\n")

    code, told = await take(world.database, table)
    assert code == 1 and any("left as it is" in line for line in told)
    code, told = await take(world.database, table, agreed=lambda: True)

    assert code == 0 and any("DC-Rivers" in line for line in told)
    assert "Rivers" in (await world.say("jo", "!coalition DC-Rivers"))[0]
    _, told = await take(world.database, table, agreed=lambda: True)
    assert "1 known already." in told
