"""Old logs come in: thirteen real meetings, and logs of other programs, on both databases."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dcbot.errors import UserError
from dcbot.record.attendance import Presence
from dcbot.services import journals, minutes
from storage.actions import Action, ActionState
from storage.base import Audience
from storage.decisions import Decision, Finality
from storage.imports import Import
from storage.journal_lines import JournalLine
from storage.journals import Journal
from storage.meetings import Meeting
from storage.minutes import VersionState
from storage.outbox import Letter
from storage.timetable import Job
from tests.importing.taking import CALL, MEETBOT, logs, recorded, rows, take, written
from tests.world import MONDAY_NOON, World

W3C = """\
14:00:00 <RRSAgent> RRSAgent has joined #rivers
14:00:00 <RRSAgent> logging to http://www.w3.org/2020/02/03-rivers-irc
14:00:02 <ana> present+
14:00:03 <ana> present+ bob
14:00:04 <ana> regrets+ carl
14:00:05 <ana> Topic: The calendar
14:00:06 <ana> RESOLVED: we meet in June
14:00:07 <ana> ACTION: bob to write by Friday
"""


async def test_thirteen_real_meetings_are_there_with_every_line(world: World) -> None:
    code, told = await take(world.database, MEETBOT, public=True)

    # Of one meeting the minutes are there, and its log is not.
    assert code == 1
    assert "13 taken in." in told
    assert (
        "- asbroker.2018-06-26-13.34.txt: minutes without their log, which is not beside them"
        in told
    )
    async with world.database.reading() as store:
        found = await recorded(store)
        assert [meeting.number for meeting, _ in found] == list(range(1, 14))
        for (meeting, journal), log in zip(found, logs(), strict=True):
            lines = log.read_text(encoding="utf-8").split("\n")
            kept = await store.journal_lines.all(journal.id)
            assert len(kept) == sum(bool(line) for line in lines)
            assert all(lines[one.number - 1].endswith(one.text) for one in kept)
            assert f"{meeting.starts_at:%Y-%m-%d-%H.%M}" in log.name
            version = await store.minutes.current(journal.id)
            assert version is not None and version.state is VersionState.IMPORTED
            assert version.why.startswith(f"imported from “{log.name}”, a log of MeetBot")
            made = await minutes.of_version(store, journal, version)
            assert not made.attendance.roll_taken
            assert await store.minutes.published(version.id) is not None


async def test_nobody_is_told_and_nobody_reminded(world: World) -> None:
    jobs = len(await rows(world.database, Job))
    await take(world.database, MEETBOT, public=True)
    await world.app.settle()

    assert world.wire.carried == [] and await rows(world.database, Letter) == []
    assert len(await rows(world.database, Job)) == jobs
    given = await rows(world.database, Action)
    assert len(given) == 61 and {one.state for one in given} == {ActionState.LEFT}
    assert (await world.say("kofi", "!actions of DC3"))[0].endswith("none.")
    assert "61" in (await world.say("kofi", "!actions of DC3 imported"))[0]


async def test_twice_is_once(world: World) -> None:
    await take(world.database, MEETBOT)
    tables = (Meeting, Journal, JournalLine, Action, Import)
    before = [len(await rows(world.database, one)) for one in tables]

    code, told = await take(world.database, MEETBOT, zone="Europe/Paris")

    assert code == 1 and "13 known already." in told
    assert [len(await rows(world.database, one)) for one in tables] == before


async def test_only_trying_keeps_nothing(world: World) -> None:
    code, told = await take(world.database, *logs(), dry=True)

    assert code == 0 and "Would be: 13 taken in." in told
    assert await rows(world.database, Meeting, Journal, Import) == []


async def test_a_changed_file_says_so_and_changes_nothing(world: World, tmp_path: Path) -> None:
    first = written(tmp_path, "call.2020-05-06.txt", CALL)
    await take(world.database, first)
    written(tmp_path, "call.2020-05-06.txt", CALL.replace("in June", "in July"))

    code, told = await take(world.database, first)

    assert code == 1 and "1 changed since." in told
    assert [one.text for one in await rows(world.database, Decision)] == ["We meet in June"]


async def test_a_log_that_grew_gives_what_is_new_in_it(world: World, tmp_path: Path) -> None:
    log = written(tmp_path, "room.2020-05-06.txt", CALL)
    await take(world.database, log)
    more = CALL.replace("14:", "16:").replace("Monthly call", "Another call")
    log.write_text(CALL + more, encoding="utf-8")

    code, told = await take(world.database, log)

    assert code == 0 and "1 taken in, 1 known already." in told
    assert [one.title for one in await rows(world.database, Meeting)] == [
        "Monthly call",
        "Another call",
    ]


async def test_the_group_alone_reads_it_until_it_is_taken_in_as_public(
    world: World, tmp_path: Path
) -> None:
    log = written(tmp_path, "call.2020-05-06.txt", CALL)
    code, told = await take(world.database, log)
    assert code == 0 and "the group alone" in told[0]
    async with world.database.public(MONDAY_NOON) as public:
        assert await recorded_by(public) == (0, 0, 0, 0)
    async with world.database.reading() as store:
        assert {one.audience for one, _ in await recorded(store)} == {Audience.GROUP}

    code, told = await take(world.database, log, public=True)

    assert code == 0 and "1 made public." in told
    async with world.database.public(MONDAY_NOON) as public:
        assert await recorded_by(public) == (1, 1, 1, 1)
    code, told = await take(world.database, log, public=True)
    assert "1 known already." in told


async def recorded_by(store: object) -> tuple[int, int, int, int]:
    """How many meetings, versions of minutes, decisions and actions a public store shows."""
    from storage.store import PublicStore

    assert isinstance(store, PublicStore)
    group = await store.groups.by_key("dc3")
    assert group is not None
    held = await store.meetings.of_group(group.id)
    versions = await store.minutes.current_of_meetings([one.id for one in held])
    decided = await store.decisions.lately(group.id)
    given = await store.actions.lately(group.id)
    return len(held), len(versions), len(decided), len(given)


async def test_what_was_decided_elsewhere_stands_and_waits_for_nobody(
    world: World, tmp_path: Path
) -> None:
    await take(world.database, written(tmp_path, "call.2020-05-06.txt", CALL))

    (decision,) = await rows(world.database, Decision)
    (action,) = await rows(world.database, Action)
    assert decision.finality is Finality.FINAL and decision.line == 4
    assert decision.settled_at == decision.decided_at
    assert action.due_local == datetime(2020, 5, 8)  # noqa: DTZ001
    world.now = datetime(2026, 12, 9, tzinfo=UTC)
    await world.app.settle()
    assert world.wire.carried == []


async def test_rrsagents_log_says_who_came_and_who_sent_regrets(
    world: World, tmp_path: Path
) -> None:
    code, told = await take(world.database, written(tmp_path, "03-rivers-irc.txt", W3C))

    assert code == 0, told
    async with world.database.reading() as store:
        ((meeting, journal),) = await recorded(store)
        version = await store.minutes.current(journal.id)
        assert version is not None
        made = await minutes.of_version(store, journal, version)
    assert meeting.starts_at == datetime(2020, 2, 3, 14, tzinfo=UTC)
    assert journal.ended_why == "its log ends there"
    assert made.attendance.roll_taken
    assert {one.name: one.presence for one in made.attendance.people} == {
        "ana": Presence.PRESENT,
        "bob": Presence.PRESENT,
        "carl": Presence.REGRETS,
    }
    assert [one.text for one in made.decisions] == ["we meet in June"]


async def test_clocks_are_read_in_the_zone_that_is_said(world: World, tmp_path: Path) -> None:
    log = written(tmp_path, "call.txt", CALL)
    code, told = await take(world.database, log, zone="America/New_York")
    assert code == 1 and any("--date 2018-05-01" in line for line in told)

    day = datetime(2020, 5, 6, tzinfo=UTC).date()
    code, told = await take(world.database, log, zone="America/New_York", day=day)

    assert code == 0 and "read as America/New_York" in told[0]
    (meeting,) = await rows(world.database, Meeting)
    assert meeting.starts_at == datetime(2020, 5, 6, 18, tzinfo=UTC)
    assert meeting.zone == "America/New_York"


async def test_what_a_meetbot_recorded_and_its_log_has_not_is_told(
    world: World, tmp_path: Path
) -> None:
    stem = "asbroker.2018-11-27-15.03"
    for end in (".log.txt", ".txt"):
        shutil.copy(MEETBOT / (stem + end), tmp_path)
    summary = tmp_path / f"{stem}.txt"
    text = summary.read_text(encoding="utf-8")
    changed = text.replace("* Open Discussion  (", "* AGREED: ship it  (")
    assert changed != text
    summary.write_text(changed, encoding="utf-8")

    code, told = await take(world.database, tmp_path)

    assert code == 1 and "1 taken in." in told
    assert [line for line in told if "ship it" in line] == [
        f"- {stem}.txt: “ship it” (jmrodri, 15:16:57) stands in these minutes, and "
        f"{stem}.log.txt does not make it"
    ]


async def test_no_nick_is_taken_for_somebody_whom_the_bot_knows(
    world: World, tmp_path: Path
) -> None:
    log = CALL.replace("<ana>", "<1>").replace("<bob>", "<amina>")
    await take(world.database, written(tmp_path, "call.2020-05-06.txt", log))

    lines = await rows(world.database, JournalLine)
    (decision,) = await rows(world.database, Decision)
    assert {one.person_id for one in lines} == {None}
    assert decision.person_id is None and decision.by_name == "1"
    assert {one.nick for one in lines} == {"nick 1", "amina"}


async def test_two_logs_of_one_time_are_told_and_not_doubled(world: World, tmp_path: Path) -> None:
    log = written(tmp_path, "call.2020-05-06.txt", CALL)
    await take(world.database, log)
    again = written(tmp_path, "copy.2020-05-06.txt", CALL.replace("June", "July"))

    code, told = await take(world.database, again)

    assert code == 1 and "1 in conflict." in told
    assert any("was recorded from" in line for line in told)
    assert len(await rows(world.database, Meeting)) == 1


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"group": "Foo"}, "“Foo” is no group here. Say one of DCCG, DCAD,"),
        ({"zone": "Mars"}, "“Mars” is no time zone."),
    ],
)
async def test_a_wrong_word_is_quoted_and_nothing_is_done(
    world: World, wish: dict[str, str], words: str
) -> None:
    with pytest.raises(UserError) as mistake:
        await take(world.database, *logs(), **wish)

    assert words in mistake.value.text
    assert await rows(world.database, Import) == []


async def test_an_imported_meeting_is_no_reason_to_know_somebody(world: World) -> None:
    """Who spoke in a group's last meetings is known in its next one: those of an archive are long
    past, and have no people."""
    await take(world.database, *logs())

    async with world.database.reading() as store:
        found = await recorded(store)
        facts = await journals.facts(store, found[-1][1])
    assert facts.people == () and facts.actions == ()
