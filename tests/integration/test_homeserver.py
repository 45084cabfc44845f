"""The private servers hold what the tests build on: they start, remember, come back, and end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import psutil
import pytest

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.demo.timeline import Event
from dcbot.demo.wire import Refused
from dcbot.errors import OperatorError
from tests.servers import PostgreSQL, missing, programs, scratch

Person = Callable[[str], Awaitable[Member]]

# Starts a homeserver, says its process id, and waits to be killed.
STARTER = """
import asyncio, sys, time
from pathlib import Path
from dcbot.demo.homeserver import Homeserver
server = Homeserver(Path(sys.argv[1]))
asyncio.run(server.start())
print(server.pid, flush=True)
time.sleep(600)
"""


def is_gone(pid: int) -> bool:
    """Whether that process has ended, waiting a little for the system to clear it away."""
    try:
        process = psutil.Process(pid)
        psutil.wait_procs([process], timeout=5)
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def texts(events: list[Event]) -> list[object]:
    """What was said in these events, in their order."""
    bodies = (event["content"].get("body") for event in events)
    return [body for body in bodies if body is not None]


async def together(first: Member, *others: Member) -> str:
    """A room in which all of them are."""
    room = await first.create_room("Hall", invite=[other.user_id for other in others])
    for other in others:
        await other.join(room)
    return room


async def test_a_member_talks_to_another(amina: Member, jo: Member) -> None:
    room = await together(amina, jo)
    question = await amina.say(room, "Who is coming?", mentions=[jo.user_id])
    heard = await jo.wait_for(room, lambda event: event["event_id"] == question)
    assert heard["content"]["m.mentions"] == {"user_ids": [jo.user_id]}
    answer = await jo.say(room, "I am.", reply_to=question)
    assert [event["event_id"] for event in await amina.answers_to(room, question)] == [answer]
    assert texts(await amina.history(room)) == ["Who is coming?", "I am."]


async def test_everything_that_people_do(amina: Member, jo: Member) -> None:
    room = await together(amina, jo)
    line = await amina.say(room, "Helo", html="<b>Helo</b>")
    await amina.edit(room, line, "Hello")
    await jo.react(room, line, "👍")
    threaded = await jo.say(room, "In the thread", thread=line)
    await amina.send_file(room, b"minutes", "minutes.txt", "text/plain")
    await jo.redact(room, threaded, "said too soon")
    seen = await amina.wait_for(room, lambda event: event["type"] == "m.room.redaction")
    assert seen["sender"] == jo.user_id
    file = next(e for e in await jo.history(room) if e["content"].get("msgtype") == "m.file")
    assert await jo.download(file["content"]["url"]) == b"minutes"
    await amina.set_power(room, jo.user_id, 50)
    await jo.set_state(room, "m.room.topic", {"topic": "Access"})
    assert (await amina.state(room, "m.room.topic"))["topic"] == "Access"


async def test_rooms_are_entered_left_and_replaced(amina: Member, jo: Member) -> None:
    direct = await amina.direct_room(jo.user_id)
    assert await jo.wait_for_invitation() == direct
    await jo.join(direct)
    alias = f"hall-{amina.user_id[1:].partition(':')[0]}"
    hall = await amina.create_room("Hall", alias=alias, public=True, version="10", encrypted=True)
    assert await jo.join(f"#{alias}:demo.local") == hall
    await amina.kick(hall, jo.user_id)
    await jo.wait_for(hall, lambda event: event["content"].get("membership") == "leave")
    await amina.ban(hall, jo.user_id, "flood")
    with pytest.raises(Refused, match="403 M_BAD_STATE"):
        await jo.join(hall)
    new = await amina.upgrade(hall, "12")
    assert (await amina.state(hall, "m.room.tombstone"))["replacement_room"] == new


async def test_a_silent_room_is_reported_with_what_was_heard(amina: Member) -> None:
    room = await amina.create_room("Hall")
    line = await amina.say(room, "Anybody?")
    with pytest.raises(TimeoutError, match=r"waited 0.3 s for nothing[\s\S]*Anybody\?"):
        await amina.answers_to(room, line, 0.3)


async def test_what_a_limited_timeline_left_out_is_heard(amina: Member, jo: Member) -> None:
    room = await together(amina, jo)
    said = [f"line {number}" for number in range(230)]
    for line in said:
        await amina.say(room, line)
    await jo.wait_for(room, lambda event: event["content"].get("body") == said[-1])
    assert texts(jo.timeline.events[room]) == said


async def test_a_person_survives_a_killed_homeserver(
    homeserver: Homeserver, amina: Member, jo: Member
) -> None:
    room = await together(amina, jo)
    await amina.say(room, "before")
    waiting = asyncio.create_task(
        jo.wait_for(room, lambda event: event["content"].get("body") == "while down", 60)
    )
    await jo.wait_for(room, lambda event: event["content"].get("body") == "before")
    homeserver.kill()
    assert homeserver.pid is None
    saying = asyncio.create_task(amina.say(room, "while down", txn="one"))
    await homeserver.restart()
    line = await saying
    assert await amina.say(room, "while down", txn="one") == line
    assert (await waiting)["event_id"] == line
    assert texts(await jo.history(room)) == ["before", "while down"]


async def test_the_homeserver_leaves_no_process() -> None:
    with scratch() as folder:
        server = Homeserver(folder)
        await server.start()
        account = await server.register("amina", "secret", admin=True)
        again = await server.login("amina", "secret", device_id=account.device_id)
        assert again.device_id == account.device_id
        with pytest.raises(OperatorError, match=f"Another program listens on port {server.port}"):
            await Homeserver(folder / "second", port=server.port).start()
        pid = server.pid
        assert pid
        await server.stop()
        assert is_gone(pid)


async def test_a_homeserver_has_the_limits_that_it_is_given() -> None:
    rate = {"rc_message": {"per_second": 5, "burst_count": 1}}
    with scratch() as folder:
        server = Homeserver(folder, settings=rate)
        await server.start()
        async with await Member.of(server.url, await server.register("amina", "secret")) as amina:
            room = await amina.create_room("Hall")
            began = time.monotonic()
            for number in range(4):
                await amina.say(room, str(number))
            assert time.monotonic() - began > 0.4
        await server.stop()


def test_the_homeserver_goes_with_its_starter() -> None:
    with scratch() as folder:
        starter = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert starter.stdout
        pid = int(starter.stdout.readline())
        os.kill(starter.pid, signal.SIGKILL)
        starter.wait()
        starter.stdout.close()
        assert is_gone(pid)


async def test_a_missing_or_misled_homeserver_says_the_way_out(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    venv.create(bare)
    without = Homeserver(tmp_path / "one", python=str(bare / "bin" / "python"))
    with pytest.raises(OperatorError, match=r"pip install 'dcbot\[demo\]'"):
        await without.start()
    misled = Homeserver(tmp_path / "two", settings={"database": {"name": "paper"}})
    with pytest.raises(OperatorError, match=r"exit code 1[\s\S]*paper[\s\S]*empty folder"):
        await misled.start()
    assert misled.pid is None


async def test_a_database_is_made_and_dropped(postgresql: PostgreSQL) -> None:
    url = await postgresql.create_database()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    assert await connection.fetchval("SELECT lower('ÉCOLE')") == "école"
    await connection.close()
    await postgresql.drop_database(url)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url.replace("+asyncpg", ""))


async def test_a_killed_database_keeps_what_was_committed() -> None:
    if programs() is None:
        missing("PostgreSQL is not installed. On Debian: apt install postgresql")
    with scratch() as folder:
        server = PostgreSQL(folder, fsync=True)
        await server.start()
        first = await server.connect()
        await first.execute("CREATE TABLE line (said text); INSERT INTO line VALUES ('kept')")
        processes = [pid for pid in [server.pid] if pid]
        processes += [child.pid for child in psutil.Process(processes[0]).children(recursive=True)]
        server.kill()
        assert all(is_gone(pid) for pid in processes)
        with pytest.raises((asyncpg.PostgresConnectionError, OSError)):
            await first.fetchval("SELECT said FROM line")
        await server.restart()
        second = await server.connect()
        assert await second.fetchval("SELECT said FROM line") == "kept"
        await second.close()
        pid = server.pid
        assert pid
        await server.stop()
        assert is_gone(pid)
