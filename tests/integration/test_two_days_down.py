"""Two days down over a change of clocks: on return, what is of use is said once, late, gathered."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dcbot.config import load
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.operating import open_database
from dcbot.roles import Role
from dcbot.services import meetings, people, places, reminding, standings
from dcbot.services.meetings import Plan
from storage.database import Database
from storage.meetings import MeetingKind
from storage.outbox import LetterState
from tests.integration.conftest import Person
from tests.integration.mailprocess import MailProcess
from tests.integration.receiving import Receiver
from tests.sizes import tell
from tests.stages import put, words_of

DOWN = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
BACK = datetime(2027, 3, 29, 12, 0, tzinfo=UTC)
"""Between them clocks change in Beirut, Dublin and Zurich, and nights before or after elsewhere."""
LIST, JO, LENA = "dc@lists.example.org", "jo@example.net", "lena@example.net"
USUAL = (7 * 24 * 60, 24 * 60, 60, 0)
OWN = (24 * 60, 120)
numbers = itertools.count(1)


@dataclass(frozen=True)
class Weekly:
    """A series, by the local time of its first meeting in its zone."""

    title: str
    zone: str
    first: str

    def starts(self) -> Iterator[datetime]:
        """Its first meetings, in UTC, by the arithmetic of Python's own zones.

        A time that clocks jump over is as much later, which is what fold 0 comes to.
        """
        local = datetime.fromisoformat(self.first)
        for week in range(4):
            one = (local + timedelta(weeks=week)).replace(tzinfo=ZoneInfo(self.zone))
            yield one.astimezone(UTC)


SERIES = (
    # Over when the bot is back; the first two at clock times that there never were.
    Weekly("night call", "Europe/Zurich", "2027-03-28T02:30"),
    Weekly("midnight call", "Asia/Beirut", "2027-03-28T00:30"),
    Weekly("noon call", "Europe/Dublin", "2027-03-29T12:10"),
    # Going on for ten minutes then.
    Weekly("open call", "Europe/Lisbon", "2027-03-29T12:50"),
    # In five minutes, in an hour and a half, and later.
    Weekly("soon call", "Europe/Dublin", "2027-03-29T13:05"),
    Weekly("morning call", "America/New_York", "2027-03-29T09:30"),
    Weekly("island call", "Australia/Lord_Howe", "2027-03-30T09:00"),
    Weekly("Tuesday call", "Asia/Jerusalem", "2027-03-30T12:00"),
    Weekly("late call", "America/Santiago", "2027-03-31T15:00"),
    # A week ahead, of which only rooms are reminded.
    Weekly("Monday call", "Europe/Zurich", "2027-04-05T10:00"),
    Weekly("souk call", "Africa/Casablanca", "2027-04-05T10:00"),
    Weekly("kabul call", "Asia/Kabul", "2027-04-05T10:00"),
)


@dataclass(frozen=True)
class Expected:
    """What is due within the outage, worked out on its own."""

    said: dict[tuple[str, datetime], int]
    """How many minutes ahead the newest one is that is of use, by title and start."""
    over: int
    """How many reminders are of no use any more."""


def expected(thresholds: tuple[int, ...]) -> Expected:
    """What falls due while the bot is down, for somebody with these thresholds."""
    said: dict[tuple[str, datetime], int] = {}
    over = 0
    for series in SERIES:
        for start in series.starts():
            due = [one for one in thresholds if DOWN < start - timedelta(minutes=one) <= BACK]
            if start + timedelta(minutes=15) <= BACK:
                over += len(due)
            elif due:
                said[series.title, start] = min(due)
    return Expected(said, over)


def told_of(text: str) -> dict[tuple[str, datetime], str]:
    """The meetings of which a reminder tells, by title and start, each with its first line."""
    found = {}
    for part in text.replace("**", "").split("\n\n"):
        head = " ".join(re.split(r"\n- ", part)[0].split())
        match = re.fullmatch(
            r"DCCG \d+, (.+?) (?:begins in|began) .+?: \w+ (\d+ \w+ \d{4}), (\d\d:\d\d)–\S+ (\S+) "
            r"\(UTC\S*\).*",
            head,
        )
        assert match, head
        local = datetime.strptime(f"{match[2]} {match[3]} +0000", "%d %B %Y %H:%M %z")
        start = local.replace(tzinfo=ZoneInfo(match[4])).astimezone(UTC)
        assert (match[1], start) not in found
        found[match[1], start] = head
    return found


class Stage:
    """A process with a room on a real homeserver, a list and two people by mail."""

    def __init__(self, bot: MailProcess, user: str, member: Member) -> None:
        self.bot = bot
        self.user = user
        self.member = member
        self.receiver = Receiver(bot.folder / "mail" / "out")
        self.room = ""
        self._seen: set[str] = set()

    async def enter(self) -> None:
        """The bot comes into the room."""
        self.bot.start_at(DOWN - timedelta(hours=1))
        self.room = await self.member.create_room("Coordination", invite=[self.user])
        await self.member.wait_for(
            self.room,
            lambda event: (
                event.get("state_key") == self.user and event["content"]["membership"] == "join"
            ),
            60,
        )
        assert await self.bot.stop() == 0

    async def plan(self) -> None:
        """The series, and who is reminded of them."""
        now = DOWN - timedelta(minutes=1)
        database = await open_database(load(self.bot.settings, {}), lambda: now)
        async with database.transaction() as store:
            group = await store.groups.coordination()
            assert group is not None
            for transport, address in (("matrix", self.room), ("mail", LIST)):
                place = await places.known(store, transport, address, direct=False, now=now)
                place.group_id = group.id
            lena = await people.met(store, "mail", LENA, name="Lena", now=now)
            await standings.give(
                store, lena, Role.COORDINATOR, group, by_name="the operator", now=now
            )
            jo = await people.met(store, "mail", JO, name="Jo", now=now)
            await reminding.put_own(store, jo, group, OWN, now=now)
            for series in SERIES:
                local = datetime.fromisoformat(series.first)
                kind = MeetingKind.COORDINATION
                wanted = Plan(series.title, kind, local, series.zone, 60, "FREQ=WEEKLY")
                await meetings.schedule(store, group, wanted, by=lena, now=now)
        await database.close()

    async def live(self, at: datetime) -> None:
        """The bot runs from that moment on until nothing is left to do; then it is killed."""
        self.bot.start_at(at)
        await self.bot.wait_for_log("dcbot runs", 60)
        await self.quiet()
        self.bot.kill()

    async def quiet(self) -> None:
        """Until nothing that is due waits, and all letters are gone."""
        database = Database(self.bot.database_url)
        async with asyncio.timeout(180):
            while True:
                async with database.reading() as store:
                    due = await store.timetable.next_moment()
                    letters = await store.outbox.count(LetterState.WAITING)
                if not letters and due is not None and due > self.bot.now:
                    break
                await asyncio.sleep(0.1)
        await database.close()
        self.receiver.take()

    async def in_room(self) -> list[str]:
        """What was said in the room since this was asked last."""
        new = []
        for event in await self.member.history(self.room):
            said = event["type"] == "m.room.message" and event["sender"] == self.user
            if said and event["event_id"] not in self._seen:
                self._seen.add(event["event_id"])
                new.append(event["content"]["body"])
        return new

    def mailed(self, address: str) -> list[EmailMessage]:
        """What somebody got by mail since this was asked last."""
        new = [one for one in self.receiver.to(address) if one["Message-ID"] not in self._seen]
        self._seen |= {str(one["Message-ID"]) for one in new}
        return new

    async def live_and_move(self, at: datetime, name: str) -> None:
        """The bot runs once more and has nothing to say; then Lena moves a meeting by mail."""
        self.bot.start_at(at)
        await self.bot.wait_for_log("dcbot runs", 60)
        await self.quiet()
        assert [*await self.in_room(), *self.mailed(LIST), *self.mailed(JO)] == []
        self.write(LENA, f"meeting move {name} to 31 March 2027 at 10:00 UTC")
        echo = await self._mail_with(LENA, "Move it?")
        self.write(LENA, "yes", str(echo["Reply-To"]))
        await self._mail_with(LENA, "is moved")
        await self.quiet()
        self.bot.kill()

    async def _mail_with(self, address: str, words: str) -> EmailMessage:
        async with asyncio.timeout(180):
            while True:
                for one in self.receiver.to(address):
                    if words in words_of(one):
                        return one
                await asyncio.sleep(0.05)

    def write(self, sender: str, text: str, to: str = "dcbot@example.org") -> None:
        """Somebody writes a mail now, by the bot's clock."""
        number = next(numbers)
        raw = f"From: {sender}\nTo: {to}\nMessage-ID: <{number}@example.net>\n\n{text}\n"
        put(self.bot.folder / "mail" / "in", f"{number:05d}", raw.encode(), self.bot.now)


@pytest.fixture
async def stage(homeserver: Homeserver, person: Person, quick_folder: Path) -> AsyncIterator[Stage]:
    """A bot with an account and a mail address, in a room; its series are planned."""
    name = f"dcbot-{quick_folder.name[-6:]}"
    account = await homeserver.register(name, "secret of the bot", name="dcbot")
    more = (
        f'[matrix]\nhomeserver = "{homeserver.url}"\nuser = "{account.user_id}"\n'
        f'password_file = "matrix-password"\ninvites_from = ["@*:{homeserver.name}"]\n'
    )
    bot = MailProcess(quick_folder / "bot", more)
    secret = bot.folder / "matrix-password"
    secret.write_text("secret of the bot", encoding="utf-8")
    secret.chmod(0o600)
    stage = Stage(bot, account.user_id, await person("amina"))
    try:
        await stage.enter()
        await stage.plan()
        async with stage.receiver:
            yield stage
    finally:
        bot.kill()


async def test_two_days_down_over_a_change_of_clocks(stage: Stage) -> None:
    await stage.live(DOWN - timedelta(seconds=30))
    assert [*await stage.in_room(), *stage.mailed(LIST), *stage.mailed(JO)] == []
    stage.mailed(LENA)

    await stage.live(BACK)

    rooms, lists, own = (expected(one) for one in (USUAL, (24 * 60,), OWN))
    assert len(rooms.said) > len(own.said) > 3 and rooms.over > 5
    (room,) = await stage.in_room()
    (listed,) = stage.mailed(LIST)
    (private,) = stage.mailed(JO)
    letters = ((room, rooms), (words_of(listed), lists), (words_of(private), own))
    for text, wanted in letters:
        assert told_of(text).keys() == wanted.said.keys()
        assert all("This reminder is late by" in head for head in told_of(text).values())
    counted = [words_of(one) for one in stage.mailed(LENA) if "fell due" in words_of(one)]
    assert len(counted) == 1 and counted[0].startswith(f"{rooms.over} reminders of DCCG ")
    tell(
        f"two days down, {len(SERIES)} series in {len({one.zone for one in SERIES})} zones: "
        f"{len(rooms.said)} reminders of use in one message in the room, {len(lists.said)} in one "
        f"mail to the list, {len(own.said)} to a person; {rooms.over} counted as of no use"
    )

    found = re.search(r"(DCCG \d+), island call", room)
    assert found
    await stage.live_and_move(BACK + timedelta(minutes=1), found[1])
    await stage.in_room()
    stage.mailed(LIST)
    old, new = datetime(2027, 3, 29, 22, tzinfo=UTC), datetime(2027, 3, 31, 10, tzinfo=UTC)
    for at in (old, new - timedelta(days=1)):
        await stage.live(at + timedelta(seconds=1))
        texts = [*await stage.in_room(), *map(words_of, stage.mailed(LIST))]
        said = [" ".join(text.split()) for text in texts if f"{found[0]} begins" in text]
        when = f"{found[0]} begins in 1 day: Wednesday 31 March 2027, 10:00–11:00 UTC."
        assert [when in text for text in said] == ([True, True] if at > old else [])
