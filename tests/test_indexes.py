"""Indexes: what is asked for each message never reads a table that grows from end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage.database import Database
from tests.conftest import with_world
from tests.world import World

GROWING = (
    "events",
    "letters",
    "sent_as",
    "questions",
    "errands",
    "jobs",
    "changes",
    "addresses",
    "poll_answers",
)


class Watch:
    """Keeps each statement that the database is asked, with its values."""

    def __init__(self, database: Database) -> None:
        self.asked: dict[str, Any] = {}
        event.listen(database.engine.sync_engine, "before_cursor_execute", self._note)

    def _note(
        self, connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            self.asked.setdefault(statement, values[0] if many else values)


async def talk(world: World) -> None:
    """One message of each kind, and what follows it."""
    said = world.said("jo", "!hepl")
    await world.happens(said)
    await world.happens(world.edited("jo", said.event_id, "!help"))
    await world.happens(world.redacted("jo", said.event_id))
    await world.happens(world.said("jo", "good morning"), world.said("jo", "thanks", direct=True))
    asked = await world.happens(world.said("jo", "!forget me"))
    await world.happens(world.reacted("jo", asked[-1].event_id, "👎"))
    await world.say("mei", "!whoami")
    await world.say("mei", "!coalition DCAD")
    # Where nothing waits, each part is asked for what it would do.
    await world.app.settle()


async def test_no_message_makes_the_database_read_all(quick_folder: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'facts.db'}")
    await with_world(database)
    world, watch = World(database), Watch(database)
    await talk(world)
    asked = dict(watch.asked)

    read_whole = []
    async with database.engine.connect() as connection:
        for statement, values in asked.items():
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            for step in plan:
                words = str(step[-1]).split()
                if words[0] == "SCAN" and words[1] in GROWING:
                    read_whole.append((str(step[-1]), statement))
    await database.close()

    assert len(asked) > 30
    assert read_whole == []
