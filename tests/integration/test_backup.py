"""A backup of a running bot under load, restored into empty places on either database."""

from __future__ import annotations

import asyncio
import stat
import tarfile
from pathlib import Path

import pytest

from tests.command_line import dcbot
from tests.integration.mailprocess import MailProcess
from tests.servers import PostgreSQL

MAILS = 40
ASKED = (
    "coalition DCAD",
    "coalition DC3",
    "coalition list 2017",
    "coalition search libraries",
    "contact gender",
    "help coalition",
    "coalition history DC-Rivers",
    "coalition nosuchthing",
    "me",
    "group list",
)
CHANGE = "me zone Europe/Zurich"


async def place(postgresql: PostgreSQL, kind: str) -> str:
    """The first lines of a settings file, that name an empty database of this kind."""
    if kind == "sqlite":
        return '[database]\nurl = "sqlite:///dcbot.db"\n'
    url = (await postgresql.create_database()).replace("+asyncpg", "")
    return f'[database]\nurl = "{url}"\n'


async def ask_all(bot: MailProcess, first: int) -> list[str]:
    """What the bot answers to all that is asked."""
    answers = []
    for number, text in enumerate(ASKED, first):
        bot.receive(number, text, "p1@example.net")
    for number, _ in enumerate(ASKED, first):
        answers.append(await bot.answered(number))
    return answers


@pytest.mark.parametrize(
    ("source", "target"),
    [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")],
)
@pytest.mark.threat("T87")
async def test_what_is_restored_answers_the_same_and_repeats_nothing(
    quick_folder: Path, postgresql: PostgreSQL, source: str, target: str
) -> None:
    old = MailProcess(quick_folder / "old", await place(postgresql, source))
    new = MailProcess(quick_folder / "new", await place(postgresql, target))
    kept = quick_folder / "backup.tar.gz"
    old.start()
    try:
        await old.wait_for_log("dcbot runs")
        old.receive(9000, CHANGE, "p1@example.net")
        await old.answered(9000)
        (old.folder / "dcbot-data" / "attachments").mkdir(exist_ok=True)
        (old.folder / "dcbot-data" / "attachments" / "abc").write_bytes(b"a file")
        for number in range(MAILS):
            old.receive(number)
        await old.answered(0)
        made = await asyncio.to_thread(dcbot, "backup", str(kept), folder=old.folder)
        # After the backup; and this, which changes something, must not be done again.
        old.receive(9001, "me zone Asia/Tokyo", "p2@example.net")
        await old.answered(9001)
        async with asyncio.timeout(180):
            while len(old.answers()) < MAILS + 2:
                await asyncio.sleep(0.2)
        before = await ask_all(old, 5000)
    finally:
        await old.stop()
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    restored = await asyncio.to_thread(dcbot, "restore", str(kept), folder=new.folder)
    assert restored.returncode == 0, restored.stderr
    assert (new.folder / "dcbot-data" / "attachments" / "abc").read_bytes() == b"a file"
    # The mail server delivers again all that it ever had for the bot.
    (new.folder / "mail").mkdir()
    (old.folder / "mail" / "in" / "done").rename(new.folder / "mail" / "in")
    new.start()
    try:
        await new.wait_for_log("dcbot runs")
        async with asyncio.timeout(180):
            while not any("me zone Asia/Tokyo" in one for one in listed(new)):
                await asyncio.sleep(0.2)
        after = await ask_all(new, 6000)
        changed = await ask_who(new)
    finally:
        code = await new.stop()

    assert after == before
    assert code == 0 and "UTC" in changed and "Tokyo" not in changed
    answered = {int(one.strip("<").partition("@")[0]) for one in new.answers() if one != "None"}
    assert answered == {*range(6000, 6000 + len(ASKED)), 7000}
    lines = "\n".join(listed(new))
    assert "coalition search libraries" in lines and CHANGE not in lines


def listed(bot: MailProcess) -> list[str]:
    """The letters that list what was said since the backup."""
    every = [" ".join(one.split()) for one in bot.letters_to("omar@example.org")]
    return [one for one in every if "between the backup and the restore" in one]


async def ask_who(bot: MailProcess) -> str:
    """What the bot knows of the one whose change was made after the backup."""
    bot.receive(7000, "whoami", "p2@example.net")
    return await bot.answered(7000)


@pytest.mark.threat("T88")
async def test_what_is_no_empty_place_or_no_whole_backup_is_left_as_it_is(
    quick_folder: Path,
) -> None:
    old = MailProcess(quick_folder / "old")
    new = MailProcess(quick_folder / "new")
    old.start()
    await old.wait_for_log("dcbot runs")
    await old.stop()
    kept = quick_folder / "backup.tar.gz"
    assert dcbot("backup", str(kept), folder=old.folder).returncode == 0

    again = dcbot("backup", str(kept), folder=old.folder)
    assert again.returncode == 2 and "is there already" in again.stderr
    over = dcbot("restore", str(kept), folder=old.folder)
    assert over.returncode == 2 and "is not empty, and was left as it is" in over.stderr

    cut = quick_folder / "cut.tar.gz"
    cut.write_bytes(kept.read_bytes()[:-2000])
    changed = quick_folder / "changed.tar.gz"
    with tarfile.open(kept) as source, tarfile.open(changed, "w:gz") as target:
        for entry in source:
            if entry.name == "bot.toml":
                entry.size = 0
            target.addfile(entry, source.extractfile(entry) if entry.isfile() else None)
    for file, words in ((cut, "is no whole backup"), (changed, "is damaged: bot.toml")):
        done = dcbot("restore", str(file), folder=new.folder)
        assert done.returncode == 2 and words in done.stderr, done.stderr
        left = sorted(one.name for one in new.folder.iterdir())
        assert left in (["bot.toml"], ["bot.toml", "dcbot-data"])
        assert not (new.folder / "dcbot.db").exists()

    assert dcbot("restore", str(kept), folder=new.folder).returncode == 0
