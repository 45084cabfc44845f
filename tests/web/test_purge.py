"""`dcbot purge`: what was removed is in no object of the repository, and that is public."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dcbot.config import load
from dcbot.operating import open_database
from dcbot.web.rewriting import holds
from storage.database import Database
from tests.command_line import dcbot
from tests.web import small
from tests.web.test_commits import git, keep, log, of_meeting, taken_out
from tests.web.test_keeping import publish

WORD = "Tuésday <night>"


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    """The small community in the database of a bot.toml."""
    settings = tmp_path / "bot.toml"
    settings.write_text(
        'data = "empty"\n[web]\naddress = "https://dcs.example.org"\n', encoding="utf-8"
    )
    found = await open_database(load(settings, {}))
    await small.fill(found)
    await publish(found, 1, 2)
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A git working tree that is pushed elsewhere."""
    site = tmp_path / "site"
    subprocess.run(["git", "init", "--quiet", site], check=True)
    git(site, "remote", "add", "origin", str(tmp_path / "elsewhere"))
    return site


async def says(database: Database, line: int, text: str) -> None:
    """That line of every version of the minutes of the first meeting of Coalition X says this."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        journal = (await store.journals.of_meeting(meeting.id))[0]
        for version in await store.minutes.versions(journal.id):
            row = await store.minutes.published(version.id)
            assert row
            lines = [
                one | ({"text": text} if one["line"] == line else {}) for one in row.minutes["log"]
            ]
            await store.minutes.put_published(version, {**row.minutes, "log": lines})


@pytest.mark.threat("T115")
async def test_what_was_removed_is_in_no_object_any_more_and_that_is_public(
    database: Database, site: Path, tmp_path: Path
) -> None:
    await says(database, 5, f"we meet on {WORD}")
    await keep(database, site)
    await of_meeting(database, 1, by="Lena Fischer", why=f"said {WORD}, meant Monday")
    await keep(database, site, 1)
    await taken_out(database, 1, 5)
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        for version in await store.minutes.versions(
            (await store.journals.of_meeting(meeting.id))[0].id
        ):
            version.why = ""
    await keep(database, site, 2)
    assert found_in(site) > 5
    other = git(site, "log", "--format=%H", "--", "groups/dcx/meetings/2/minutes.json").split()

    order = ("purge", "site", "dcx/1", "--why", "somebody asked")
    no = dcbot(*order, folder=tmp_path, typed=f"{WORD}\nn\n")
    done = dcbot(*order, folder=tmp_path, typed=f"{WORD}\ny\n")

    assert (no.returncode, "Nothing was changed." in no.stdout) == (0, True), no.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert "clones that others have keep the past" in done.stdout
    assert found_in(site) == 0
    assert not git(site, "fsck", "--unreachable", "--no-reflogs").strip()
    # All else has its past: the other meeting, and that the reasons were these.
    assert log(site)[1:] == [
        "Coalition X 1: minutes corrected, version 3",
        "Coalition X 1: something was taken out of the minutes",
        "The past states of dcx/1 were taken out of the history",
    ]
    assert "said [removed], meant Monday" in git(site, "log", "--format=%B")
    assert len(other) == 1
    assert git(site, "log", "--format=%s", "--", "groups/dcx/meetings/2/minutes.json")
    assert git(site, "remote", "get-url", "origin").strip() == str(tmp_path / "elsewhere")
    page = (site / "history/index.html").read_text()
    assert "dcx/1" in page and "somebody asked" in page and "clones keep the past" in page
    verified = dcbot("verify", "site", folder=tmp_path)
    assert verified.returncode == 0, verified.stdout
    await database.close()


async def test_words_that_still_stand_are_told_and_nothing_else_is_lost(
    database: Database, site: Path, tmp_path: Path
) -> None:
    await says(database, 5, f"we meet on {WORD}")
    await keep(database, site)

    done = dcbot(
        "purge", "site", "dcx/1", "--why", "x", "--yes", folder=tmp_path, typed=f"{WORD}\n"
    )

    assert done.returncode == 1
    assert "still there today  groups/dcx/meetings/1/log/index.html" in done.stdout
    assert (site / "groups/dcx/meetings/1/log/index.html").exists()
    # What waits uncommitted, such as a draft, stands there too.
    assert (site / "groups/dccg/meetings/13/minutes/index.html").exists()
    verified = dcbot("verify", "site", folder=tmp_path)
    assert verified.returncode == 0, verified.stdout
    await database.close()


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (("purge", "site", "DCCG-12", "--why", "x"), "“DCCG-12” names no record"),
        (("purge", ".", "dcx/1", "--why", "x"), "is no git working tree with commits"),
    ],
)
def test_what_cannot_be_purged_is_said(words: tuple[str, ...], trouble: str, site: Path) -> None:
    (site.parent / "bot.toml").write_text('data = "empty"\n', encoding="utf-8")

    done = dcbot(*words, folder=site.parent)

    assert done.returncode == 2 and trouble in done.stderr


def found_in(site: Path) -> int:
    """How many objects of the repository, reachable or not, hold the word."""
    every = ["git", "cat-file", "--batch-all-objects", "--batch"]
    told = subprocess.run(every, cwd=site, check=True, capture_output=True).stdout
    count = 0
    while told:
        about, _, rest = told.partition(b"\n")
        size = int(about.split()[2])
        count += holds(rest[:size], [WORD, "uésday"])
        told = rest[size + 1 :]
    return count
