"""What was received comes as a table, is shown, and is recorded by a yes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from dcbot.file_reading import workers
from dcbot.message import Attached
from storage.outbox import Act, Letter
from tests.world import World

TABLE = """Coalition,What,Year,Received,Day,Link,Note,Mood
DC3,yearly report,2016,yes,2 March 2017,https://comconnectivity.org/2016,,good
DCAD,report,2016,no
DC3,yearly report,2016,no
DC-Rivers,report,2016
PAL,papyrus,2016
IRPC,report,16
NN,report,2016,perhaps
IoT,report,2016,yes,31 February 2017
Gender,report,2016,yes,2 March 2037
DCAD,paper,2016,yes,,www.example.org
FoE,=1+1,2016
"""


async def brought(world: World, folder: Path, data: bytes) -> str:
    """What is answered where the Secretariat brings the table."""
    world.app.errands.workers = workers({world.wire.name: world.wire}, folder)
    world.wire.files["mxc://example.org/t"] = data
    file = Attached("facts.csv", "text/csv", len(data), uri="mxc://example.org/t")
    extra = {"attachments": [file.as_document()]}
    (answer,) = await world.happens(world.said("sana", "received import", direct=True, extra=extra))
    return answer.text


async def test_a_table_is_shown_and_recorded_by_a_yes(world: World, tmp_path: Path) -> None:
    await world.say("sana", "!received no report DC3 2016")

    shown = await brought(world, tmp_path, TABLE.encode())

    assert shown.startswith(
        "“facts.csv” would record 2 facts:\n- DC3: **the yearly report of 2016 was received on 2 "
        "March 2017 (<https://comconnectivity.org/2016>)**; before: no yearly report of 2016 was "
        "received\n- DCAD: **no yearly report of 2016 was received**; before: not recorded\n"
    )
    for number in range(4, 13):
        assert f"- Row {number} was not taken: " in shown
    assert "Nobody knows the columns “Mood”" in shown
    await world.say("sana", "yes", direct=True)
    (listed,) = await world.say("jo", "received list DC3", direct=True)
    assert "The yearly report of 2016 was received on 2 March 2017" in listed
    assert "would record nothing new" in await brought(world, tmp_path, TABLE.encode())


async def test_what_goes_out_comes_back_as_it_was(world: World, tmp_path: Path) -> None:
    await world.say("sana", "!received contribution DC3 2023: -1 of 4, it said")
    (said,) = await world.say("jo", "received table", direct=True)
    assert said.startswith("1 fact is recorded.")
    async with world.database.reading() as store:
        asked = select(Letter).where(Letter.act == Act.UPLOAD)
        (letter,) = await store.session.scalars(asked)
        content = Attached.from_document(letter.extra["attachments"][0]).content()
        assert content is not None

    assert "'-1 of 4, it said" in content.decode()
    assert "would record nothing new" in await brought(world, tmp_path, content)


async def test_what_was_recorded_since_is_not_overwritten(world: World, tmp_path: Path) -> None:
    await brought(world, tmp_path, b"coalition,what,year\nDC3,report,2016\n")
    await world.say("sana", "!received no report DC3 2016")

    (answer,) = await world.say("sana", "yes", direct=True)

    assert answer.startswith("Something of it was recorded since it was shown")
    (listed,) = await world.say("jo", "received list DC3", direct=True)
    assert "No yearly report of 2016 was received" in listed
