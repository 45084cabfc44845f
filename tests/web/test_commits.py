"""Each publication of a final record is one commit with its reason, and so is a removal."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from dcbot.errors import OperatorError
from dcbot.web.folder import Folder
from dcbot.web.keeping import Keeper
from dcbot.web.repository import Repository
from dcbot.web.writing import write
from storage.base import Audience
from storage.database import Database
from storage.minutes import MinutesVersion, PublishedMinutes, VersionState
from tests.web.recorded import fill_one
from tests.web.small import ADDRESS, NOW, small

HOSTILE = "Eve\n\nDecision: none\nCo-authored-by: Ana <a@b>\x1b[31m `$(touch pwned)` --amend"


@pytest.fixture
async def database(file_templates: Path, quick_folder: Path) -> AsyncIterator[Database]:
    """The small community."""
    async with small(file_templates, quick_folder) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty git working tree, whose hook would refuse every commit."""
    folder = tmp_path / "archive"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    hook = folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    return folder


def git(folder: Path, *words: str) -> str:
    """What git prints."""
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def log(folder: Path) -> list[str]:
    """The first lines of all commits, oldest first."""
    return git(folder, "log", "--reverse", "--format=%s").splitlines()


async def keep(database: Database, folder: Path, minutes: int = 0) -> None:
    """A keeper that begins so many minutes later, and looks once."""
    moment = NOW + timedelta(minutes=minutes)
    await Keeper(database, folder, lambda: moment, address=ADDRESS).step()


async def approved(database: Database, number: int) -> None:
    """A meeting of Coalition X gets approved minutes."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        assert group
        await fill_one(store, group, number, NOW - timedelta(days=40 - number))


async def of_meeting(database: Database, number: int, **new: object) -> None:
    """The next version of the minutes of that meeting of Coalition X."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, number) if group else None
        assert meeting
        journal = (await store.journals.of_meeting(meeting.id))[0]
        current = await store.minutes.current(journal.id)
        assert current
        row = await store.minutes.published(current.id)
        assert row
        version = MinutesVersion(
            journal_id=journal.id,
            number=current.number + 1,
            state=VersionState.CORRECTED,
            up_to_line=current.up_to_line,
            made_at=NOW,
            by_name=str(new["by"]),
            why=str(new["why"]),
            audience=Audience.PUBLIC,
            public_from=current.public_from,
        )
        await store.minutes.add(version)
        await store.minutes.put_published(version, dict(row.minutes))


async def taken_out(database: Database, number: int, line: int) -> None:
    """That line goes from every version of the minutes."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, number) if group else None
        assert meeting
        journal = (await store.journals.of_meeting(meeting.id))[0]
        for version in await store.minutes.versions(journal.id):
            row = await store.minutes.published(version.id)
            assert isinstance(row, PublishedMinutes)
            kept = [one for one in row.minutes["log"] if one["line"] != line]
            assert len(kept) < len(row.minutes["log"])
            await store.minutes.put_published(version, {**row.minutes, "log": kept})


async def test_each_final_record_is_one_commit_with_its_reason(
    database: Database, folder: Path
) -> None:
    await keep(database, folder)
    first = set(git(folder, "ls-files").split())

    await approved(database, 1)
    await keep(database, folder, 1)
    await of_meeting(database, 1, by="Lena Fischer", why="the name of the paper was wrong")
    await approved(database, 2)
    await keep(database, folder, 2)
    await keep(database, folder, 3)

    assert log(folder) == [
        "The archive as of 23 November 2026",
        "Coalition X 1: minutes approved, version 2",
        "Coalition X 2: minutes approved, version 2",
        "Coalition X 1: minutes corrected, version 3",
    ]
    words = git(folder, "log", "-1", "--format=%b")
    assert words.startswith("By Lena Fischer: the name of the paper was wrong\nOf “DCCG meeting 1”")
    assert f"The current version: {ADDRESS}/groups/dcx/meetings/1/minutes" in words
    # Meeting 13 is a draft; 12 is a record.
    assert "groups/dccg/meetings/12/minutes/index.html" in first
    assert not any(path.startswith("groups/dccg/meetings/13/") for path in first)
    assert git(folder, "remote") == ""


async def test_a_removal_is_a_commit_and_the_page_says_that_clones_keep_the_past(
    database: Database, folder: Path
) -> None:
    await approved(database, 1)
    await keep(database, folder)
    await taken_out(database, 1, 5)
    await keep(database, folder, 1)
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        meeting.audience = Audience.GROUP
    await keep(database, folder, 2)

    assert log(folder)[1:] == [
        "Coalition X 1: something was taken out of the minutes",
        "Coalition X 1: the record was taken away",
    ]
    assert "groups/dcx/meetings/1/" not in git(folder, "ls-files")
    versions = (folder / "groups/dccg/meetings/12/versions/index.html").read_text()
    assert "a copy of the archive" in versions and "still has it" in versions


@pytest.mark.threat("T114")
async def test_hostile_words_stay_words_in_a_message(database: Database, folder: Path) -> None:
    await approved(database, 1)
    await keep(database, folder)
    await of_meeting(database, 1, by=HOSTILE, why=HOSTILE)
    await keep(database, folder, 1)

    message = git(folder, "log", "-1", "--format=%B")
    assert len(log(folder)) == 2
    assert not git(folder, "log", "-1", "--format=%(trailers)").strip()
    assert "\x1b" not in message and "By Eve Decision: none Co-authored-by" in message
    assert not list(folder.rglob("pwned"))
    assert git(folder, "log", "-1", "--format=%an <%ae>").strip() == "dcbot <dcbot@localhost>"


async def test_what_others_put_there_is_theirs(database: Database, folder: Path) -> None:
    (folder / "README").write_text("of the operator")
    git(folder, "add", "README")
    await keep(database, folder)

    assert git(folder, "status", "--porcelain", "README") == "A  README\n"
    assert "README" not in git(folder, "ls-tree", "-r", "--name-only", "HEAD").split()


async def test_a_killed_commit_is_made_by_the_next(database: Database, folder: Path) -> None:
    await keep(database, folder)
    await approved(database, 1)
    await approved(database, 2)
    # Written and added, and killed before the commit.
    await write(database, Folder(folder), now=NOW, address=ADDRESS, only_changed=True)
    await Repository(folder).git("add", "--all", "groups/dcx/meetings/1")

    await keep(database, folder, 1)

    assert log(folder)[1:] == [
        "Coalition X 1: minutes approved, version 2",
        "Coalition X 2: minutes approved, version 2",
    ]
    assert git(folder, "status", "--porcelain", "groups/dcx") == ""


def test_a_missing_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(OperatorError, match="there is no git on this machine: install it"):
        Repository.at(tmp_path)
    assert Repository.at(tmp_path / ".git") is None
