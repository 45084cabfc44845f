"""How many statements a message takes: their cost is measured, their number is tested."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database
from tests.world import World

NOTED = 4
"""Open questions of the place, whether it is recorded, the event itself, and its redactions."""
ANSWERED = 24
"""From the event to the answer that was carried, with all else that is looked for then."""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; where transactions begin is none."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_what_is_only_noted_takes_few_statements_however_much_was_said(
    file_world: World,
) -> None:
    await file_world.say("lena", "!place group DCCG")
    for _ in range(20):
        await file_world.hand_in(file_world.said("jo", "good morning"))
    with counted(file_world.database) as sent:
        await file_world.hand_in(file_world.said("jo", "and good day"))

    assert len(sent) <= NOTED, "\n".join(sent)


async def test_what_is_answered_takes_few_statements(file_world: World) -> None:
    await file_world.say("lena", "!place group DCCG")
    with counted(file_world.database) as sent:
        answers = await file_world.say("lena", "!time")

    assert answers
    assert len(sent) <= ANSWERED, "\n".join(sent)
