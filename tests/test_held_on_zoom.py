"""A meeting held on Zoom: one scribe by mail alone, with what the tool left behind, as minutes.

tests/held_on_zoom/ holds the scribe's mail, the files of the tool, and what comes of them: the
letter to the list, and the minutes as text for mail.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dcbot.services import places
from storage.base import Audience
from tests.stages import BOT, LIST, MailStage
from tests.web.stage import visiting

FOLDER = Path(__file__).parent / "held_on_zoom"
FILES = ("transcript.vtt", "chat.txt", "participants.csv")
PLAN = "!meeting schedule DCCG call 23 November 2026 at 14:00 UTC, 1 hour"


def text(name: str) -> str:
    """What stands in the file of this name."""
    return (FOLDER / name).read_text(encoding="utf-8")


async def send(stage: MailStage, words: str, *files: str) -> str:
    """Lena writes a mail of her own, and proves it where she is asked to; the last answer to her.

    The mails to others that come of it are left for whoever asks the stage.
    """
    mail = stage.letter("lena", words, BOT)
    for name in files:
        data = (FOLDER / name).read_bytes()
        # Many mail programs do not know what captions are.
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    stage._send(mail)
    await stage._hear(None, "lena")
    heard = await stage.heard()
    stage._heard = [one for one in heard if one.to != "lena"]
    return "\n".join(one.text for one in heard if one.to == "lena")


@pytest.fixture
async def planned(mail_stage: MailStage) -> MailStage:
    """The meeting is planned, was held, and is over; a list belongs to the group."""
    async with mail_stage.app.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group is not None
        place = await places.known(store, "mail", LIST, direct=False, now=mail_stage.now)
        place.group_id, place.audience = group.id, Audience.PUBLIC
    for words in (PLAN, "yes"):
        await mail_stage.say("lena", words, direct=True)
    await mail_stage.later(200)
    await mail_stage.heard()
    return mail_stage


async def test_minutes_read_like_those_of_the_secretariat(planned: MailStage) -> None:
    noted = await send(planned, text("notes.txt"))
    attached = await send(planned, "!meeting attach DCCG 1", *FILES)
    link = "https://video.example.org/97"
    await send(planned, f"!meeting attach DCCG 1: {link} the recording")
    # A mail of its own, which answers none of the bot's.
    ended = await send(planned, "end of minutes")
    await planned.later(6)
    heard = [one for one in await planned.heard() if one.to == LIST.partition("@")[0]]

    assert noted.startswith(
        "DCCG 1, DCCG call: 19 new lines; now they hold 2 topics, 1 decision, 3"
    )
    assert "transcript.vtt”: transcript, 3 passages, 14:00–14:07 UTC" in " ".join(attached.split())
    assert "1 message was written to single people and left out" in " ".join(attached.split())
    assert ended.startswith("Recording has ended: DCCG 1, DCCG call, 14:00 UTC to 15:00 UTC")
    assert [one.text for one in heard] == [text("letter.expected.txt").rstrip("\n")]
    async with (
        visiting(planned.app.database, now=planned.now) as site,
        site.get("/groups/dccg/meetings/1/minutes.txt") as answer,
    ):
        assert await answer.text() == text("minutes.expected.txt")
