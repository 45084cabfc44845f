"""Files to and from a real homeserver, within its limits and ours."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.errors import Undeliverable, UserError
from dcbot.message import Attached
from dcbot.transports.matrix.media import ATTACHMENTS
from storage.outbox import Act, Letter
from tests.integration.conftest import PASSWORD, numbers
from tests.integration.sender import Mouth, letter, room_of, said_in
from tests.integration.sender import bot as bot
from tests.servers import run, scratch


def kept(folder: Path, name: str, content: bytes, media_type: str = "text/csv") -> Attached:
    """A file in the bot's folder."""
    digest = hashlib.sha256(content).hexdigest()
    (folder / ATTACHMENTS).mkdir(exist_ok=True)
    (folder / ATTACHMENTS / digest).write_bytes(content)
    return Attached(name, media_type, len(content), sha256=digest)


def upload(room: str, *files: Attached, text: str = "", **more: str) -> Letter:
    extra = {"attachments": [file.as_document() for file in files]}
    return letter(room, text, key="upload", act=Act.UPLOAD, extra=extra, **more)


async def test_files_go_up_and_are_shown_once(bot: Mouth, jo: Member, tmp_path: Path) -> None:
    room = await room_of(jo, bot)
    start = await jo.say(room, "Here")
    table = kept(tmp_path, "../minutes\u202e.csv", b"a;b\n" * 5000)
    picture = kept(tmp_path, "", b"\x89PNG", "image/png")
    files = upload(room, table, picture, text="The **minutes**", thread=start)
    ids = await bot.send(files)
    assert await bot.send(files) == ids
    assert await bot.look_up(files) == ids
    first, second = await said_in(room, jo, bot.user_id)
    assert [first["event_id"], second["event_id"]] == ids
    content = first["content"]
    assert (content["msgtype"], content["filename"]) == ("m.file", "minutes.csv")
    assert content["body"] == "The minutes"
    assert content["info"] == {"mimetype": "text/csv", "size": 20_000}
    assert content["m.relates_to"]["event_id"] == start
    assert second["content"]["msgtype"] == "m.image"
    assert second["content"]["body"] == second["content"]["filename"] == "file"
    assert await jo.download(content["url"]) == b"a;b\n" * 5000


async def test_what_the_bot_wrote_itself_goes_up_without_a_file(bot: Mouth, jo: Member) -> None:
    room = await room_of(jo, bot)
    calendar = Attached.written("dccg-4.ics", "text/calendar", "BEGIN:VCALENDAR\r\nNAME:Ω")
    await bot.send(upload(room, calendar, text="DCCG 4"))

    (sent,) = await said_in(room, jo, bot.user_id)
    assert sent["content"]["filename"] == "dccg-4.ics" and sent["content"]["body"] == "DCCG 4"
    assert sent["content"]["info"] == {"mimetype": "text/calendar", "size": 24}
    assert (await jo.download(sent["content"]["url"])).decode() == "BEGIN:VCALENDAR\r\nNAME:Ω"


async def test_a_file_that_is_not_there_is_said(bot: Mouth, jo: Member) -> None:
    room = await room_of(jo, bot)
    for digest in (None, "0" * 64, "../../secret"):
        lost = Attached("lost.csv", "text/csv", 5, sha256=digest)
        with pytest.raises(Undeliverable, match=r"lost\.csv"):
            await bot.send(upload(room, lost))
    assert await said_in(room, jo, bot.user_id) == []


async def test_what_a_person_sent_is_fetched(bot: Mouth, jo: Member) -> None:
    address = await jo.upload(b"x" * 10_000, "table.csv", "text/csv")
    attached = Attached("table.csv", "text/csv", 1, uri=address)
    assert await bot.fetch(attached, 10_000) == b"x" * 10_000
    with pytest.raises(UserError, match="larger than 10 kB"):
        await bot.fetch(attached, 9_999)


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "https://example.org/table.csv",
        "mxc://demo.local/../../../admin",
        "mxc://demo.local/a?b=c",
        "mxc://demo.local/nothing",
        "mxc://elsewhere.invalid/nothing",
    ],
)
@pytest.mark.threat("T98")
async def test_what_cannot_be_fetched_is_asked_for_again(bot: Mouth, uri: str | None) -> None:
    with pytest.raises(UserError, match=r"“table\.csv”.*Send it again"):
        await bot.fetch(Attached("table.csv", "text/csv", 5, uri=uri), 1000)


async def test_nothing_is_fetched_while_the_homeserver_is_away(bot: Mouth) -> None:
    bot.session.client.homeserver = "http://127.0.0.1:9"
    with pytest.raises(UserError, match="in time"):
        await bot.fetch(Attached("a.csv", "text/csv", 5, uri="mxc://demo.local/abc"), 1000)


@pytest.fixture(scope="module")
def small() -> Iterator[Homeserver]:
    """A homeserver that takes small files only."""
    with scratch() as folder:
        server = Homeserver(folder / "small", settings={"max_upload_size": "100K"})
        run(server.start())
        try:
            yield server
        finally:
            run(server.stop())


@pytest.fixture
async def strict_bot(small: Homeserver, tmp_path: Path) -> AsyncIterator[Mouth]:
    account = await small.register(f"bot-{next(numbers)}", PASSWORD)
    mouth = await Mouth.open(small.url, account, tmp_path)
    yield mouth
    await mouth.close()


async def test_a_file_over_the_homeservers_limit_is_not_sent(
    strict_bot: Mouth, tmp_path: Path
) -> None:
    room = await strict_bot.direct.room_for("@somebody:demo.local")
    large = kept(tmp_path, "large.csv", b"x" * 200_000)
    with pytest.raises(Undeliverable, match="200 kB, and the homeserver takes files of up to 102"):
        await strict_bot.send(upload(room, large))
