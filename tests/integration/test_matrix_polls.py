"""Polls in a room of the real homeserver: the signs that people set and take away, and our own."""

from __future__ import annotations

from pathlib import Path

from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from dcbot.demo.timeline import Event
from dcbot.services import places
from storage.database import Database
from storage.polls import Suits
from tests.integration.matrixstage import SERVER, MatrixStage, matrix_stage
from tests.templates import Files
from tests.world import EVERYBODY, MONDAY_NOON, create_tables, settle

ASKED = (
    "!meeting poll DCCG call: 1 December 14:00 UTC, 2 December 15:00 UTC; closes 30 November "
    "18:00 UTC"
)


async def fill(database: Database) -> None:
    """The world, with its people at their addresses on the homeserver."""
    await create_tables(database)
    await settle(database, "matrix", {who: f"@{who}:{SERVER}" for who in EVERYBODY})


async def answers(stage: MatrixStage) -> list[tuple[int, Suits]]:
    """What was said of the poll: the number of the time, and how it suits."""
    async with stage.bot.database.reading() as store:
        numbers = {one.id: one.number for one in await store.polls.options(1)}
        said = await store.polls.answers(1)
        return sorted((numbers[one.option_id], one.suits) for one in said)


async def signs(member: Member, room: str, poll: str) -> list[str]:
    """The signs below the poll, in their order."""

    def below(event: Event) -> bool:
        relation = event["content"].get("m.relates_to", {})
        return event["type"] == "m.reaction" and relation.get("event_id") == poll

    await member.wait_for(room, lambda event: below(event) and "❌" in str(event["content"]))
    found = [event for event in await member.history(room) if below(event)]
    return [event["content"]["m.relates_to"]["key"] for event in found]


async def test_signs_of_people_count_and_those_of_the_bot_do_not(
    homeserver: Homeserver, accounts: dict[str, Account], file_templates: Path, quick_folder: Path
) -> None:
    database = Database(Files(file_templates, quick_folder).filled("homeserver_world", fill))
    names = ["lena", "amina"]
    async with matrix_stage(homeserver, accounts, names, database, quick_folder / "bot") as stage:
        amina, bot = stage.people["amina"], stage.bot
        async with database.transaction() as store:
            group = await store.groups.by_key("dccg")
            place = await places.known(store, "matrix", stage.room, direct=False, now=MONDAY_NOON)
            assert group is not None
            place.group_id = group.id
        await stage.say("lena", ASKED, True)
        await stage.say("lena", "yes", True)
        poll = await amina.wait_for(
            stage.room, lambda event: "Poll 1" in str(event["content"].get("body", ""))
        )

        assert await signs(amina, stage.room, poll["event_id"]) == ["1️⃣", "2️⃣", "❌"]
        await bot.app.settle()
        assert await answers(stage) == []
        sign = await amina.react(stage.room, poll["event_id"], "2️⃣")
        await bot.heard(sign)
        await bot.app.settle()
        assert await answers(stage) == [(2, Suits.YES)]
        await amina.redact(stage.room, sign)

        async def taken_back() -> bool:
            return await answers(stage) == []

        await bot.until(taken_back)
    await database.close()
