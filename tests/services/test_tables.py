"""Tables: what is written reads back, what differs is shown, and a yes does just that."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dcbot import sheets
from dcbot.errors import BadArgument, NotAllowed, Stale
from dcbot.file_reading import workers
from dcbot.message import Attached
from dcbot.services import columns, facts, names, tables
from dcbot.services.differences import Differences
from dcbot.transports.markup import to_plain
from storage.people import Person
from storage.store import Store
from tests.world import MONDAY_NOON, World

FILE = "coalitions.csv"


async def person(store: Store, who: str) -> Person:
    """Somebody of the world."""
    found = await store.people.at("matrix", World.address(who))
    assert found is not None
    return found


def rows(*lines: str) -> list[tuple[int, list[str]]]:
    """Rows as they are read, from lines with commas."""
    return [(number, line.split(",")) for number, line in enumerate(lines, 1)]


async def differences(
    world: World, *lines: str, who: str | None = "sana", file: str = FILE
) -> Differences:
    """What the lines would change."""
    async with world.database.transaction() as store:
        by = await person(store, who) if who else None
        return await tables.differences(store, rows(*lines), file=file, by=by, now=world.now)


async def test_what_is_written_reads_back_without_a_difference(world: World) -> None:
    async with world.database.transaction() as store:
        sana = await person(store, "sana")
        dcad = await store.groups.by_key("dcad")
        assert dcad is not None
        put = await facts.put(store, dcad, "founded", "2005 (idea)", by=sana, now=world.now)
        assert put.changed
        await facts.put(store, dcad, "output", "“Quoted”, with comma; mark", by=sana, now=world.now)
        # What begins like a formula is refused by message, but may come with a release.
        put = await facts.put(store, dcad, "archive software", "x", by=sana, now=world.now)
        put.fact.value = "-5 % of what is known"
        written = columns.as_csv(await tables.table(store))
        read, notes = sheets.read(written)

        found = await tables.differences(store, read, file=FILE, by=None, now=world.now)

    assert b"'-5 %" in written
    assert found.empty and notes == [] and found.unknown_columns == []
    assert [row for row, _ in found.not_understood] == []
    assert found.same == len(read) - 1 > 30


@pytest.mark.threat("T70")
async def test_no_cell_of_the_written_table_is_a_formula(world: World) -> None:
    async with world.database.transaction() as store:
        dc3 = await store.groups.by_key("dc3")
        assert dc3 is not None
        for fact in await store.facts.of(dc3.id, "about", "site"):
            fact.value = "=HYPERLINK(evil)"
        written, _ = sheets.read(columns.as_csv(await tables.table(store)))

    assert all(cell[:1] not in ("=", "+", "-", "@") for _, cells in written for cell in cells)


async def test_each_difference_is_shown_and_nothing_is_changed(world: World) -> None:
    found = await differences(
        world,
        "Coalitions of the IGF",
        "Website,Acronym,founded,Colour,name,also known as",
        "https://dcad.example.org,DCAD,,blue,,A11y",
        "https://rivers.example.org,DC-Rivers,2020-02 (idea),,Dynamic Coalition on Rivers,",
        ",DC3,,,,",
        ",,2017,,,",
        "rivers,DCCOS,last year,,,",
        ",,,,Dynamic Coalition on Gendr and Internet Governance,",
        ",dc ad,,,,",
    )

    assert found.added == ["Dynamic Coalition on Rivers (DC-Rivers)"]
    assert [(one.group, one.what, one.was, one.now) for one in found.changed] == [
        ("DCAD", "also known as", "", "A11y"),
        ("DCAD", "site", "https://igf-dcad.org", "https://dcad.example.org"),
        ("DC-Rivers", "founded", "", "2020-02 (idea)"),
        ("DC-Rivers", "site", "", "https://rivers.example.org"),
    ]
    assert found.unknown_columns == ["Colour"] and found.same == 1
    assert [row for row, _ in found.not_understood] == [6, 7, 7, 8, 9]
    whys = [why for _, why in found.not_understood]
    assert whys[0] == "the row names no coalition that is known, nor a full name to add."
    assert whys[1].startswith("founded: “last year” is no date of founding")
    assert whys[2].startswith("site: “rivers” is no site")
    assert whys[3].startswith("“Dynamic Coalition on Gendr and Internet Governance” is nearly")
    assert whys[4] == "it is about DCAD, as row 3 is."
    async with world.database.reading() as store:
        assert await store.groups.named("dc rivers") == []
        dcad = await store.groups.by_key("dcad")
        assert dcad is not None and await store.changes.of("group", dcad.id) == []


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("=1+1", "“=1+1” is a formula; a value is needed."),
        ("+SUM(A1)", "“+SUM(A1)” is a formula; a value is needed."),
        ("@cmd", "“@cmd” is a formula; a value is needed."),
        ("#REF!", "“#REF!” is what a spreadsheet writes where a formula failed."),
    ],
)
async def test_a_formula_is_no_value(world: World, cell: str, why: str) -> None:
    found = await differences(world, "key,site", f"dcad,{cell}")

    assert found.empty
    assert [(row, to_plain(told)) for row, told in found.not_understood] == [(2, why)]


@pytest.mark.parametrize("nothing", ["", "-", "–", "n/a", "  "])
async def test_an_empty_cell_leaves_things_as_they_are(world: World, nothing: str) -> None:
    found = await differences(world, "key,site,founded", f"dcad,{nothing},")

    assert found.empty and found.same == 1 and not found.not_understood


async def test_an_import_does_what_was_shown_and_the_history_names_the_file(world: World) -> None:
    lines = ("key,name,site,status", "dcad,Dynamic Coalition on Access,https://a.example,active")
    shown = await differences(world, *lines)
    kept = Differences.from_document(shown.as_document())
    assert kept == shown

    async with world.database.transaction() as store:
        await tables.apply(store, kept, by=await person(store, "sana"), now=world.now)

    async with world.database.reading() as store:
        dcad = await store.groups.by_key("dcad")
        assert dcad is not None and dcad.name == "Dynamic Coalition on Access"
        changes = await store.changes.of("group", dcad.id)
        assert [(one.what, one.by_name, one.why) for one in changes] == [
            ("name", "Sana", "imported from coalitions.csv"),
            ("site", "Sana", "imported from coalitions.csv"),
        ]
        site = (await store.facts.of(dcad.id, "site"))[0]
        assert site.source == "imported from coalitions.csv by Sana, Secretariat"
    assert (await differences(world, *lines)).empty


@pytest.mark.threat("T71")
async def test_what_changed_since_is_not_overwritten(world: World) -> None:
    shown = await differences(world, "key,site,founded", "dcad,https://a.example,")
    async with world.database.transaction() as store:
        dcad = await store.groups.by_key("dcad")
        assert dcad is not None
        sana = await person(store, "sana")
        await facts.put(store, dcad, "site", "https://b.example", by=sana, now=world.now)

    with pytest.raises(Stale, match="nothing was done"):
        async with world.database.transaction() as store:
            await tables.apply(store, shown, by=sana, now=world.now)

    async with world.database.reading() as store:
        assert [one.value for one in await store.facts.of(dcad.id, "site")] == ["https://b.example"]


async def test_only_the_secretariat_imports_that_a_coalition_is_inactive(world: World) -> None:
    lines = ("key,status,reason", "trade,inactive,no report since 2018", "pal,inactive,")

    by_lena = await differences(world, *lines, who="lena")
    by_sana = await differences(world, *lines, who="sana")

    assert by_lena.empty and "Only the Secretariat can say" in by_lena.not_understood[0][1]
    assert [one.now for one in by_sana.changed] == ["inactive"]
    assert "needs a reason" in by_sana.not_understood[0][1]
    assert (await differences(world, *lines, who=None)).changed == by_sana.changed


@pytest.mark.threat("T72")
async def test_who_may_not_import_is_told_who_may(world: World) -> None:
    with pytest.raises(NotAllowed, match="Secretariat can import a table"):
        await differences(world, "key,site", "dcad,https://a.example", who="amina")


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["colour,shape", "red,round"], "No row names its columns: the first one holds “colour”"),
        (["key,site", *["x,y"] * 201], "It has 201 rows; up to 200 are compared"),
    ],
)
async def test_what_is_no_table_of_coalitions_is_refused(
    world: World, lines: Sequence[str], complaint: str
) -> None:
    with pytest.raises(BadArgument, match=complaint):
        await differences(world, *lines)


async def test_names_are_changed_only_where_they_are_no_name_of_it_yet(world: World) -> None:
    found = await differences(
        world,
        "key,name,acronym",
        "dcad,accessibility and disability,DC-AD",
        "gender,Dynamic Coalition on Accessibility and Disability,",
        "dc3,,DC-3X",
    )

    assert [(one.group, one.what, one.was, one.now) for one in found.changed] == [
        ("DC3", "acronym", "DC3", "DC-3X")
    ]
    assert [row for row, _ in found.not_understood] == [3] and found.same == 1


async def test_a_rename_in_a_table_that_cannot_be_applied_leaves_the_rest(world: World) -> None:
    async with world.database.transaction() as store:
        sana = await person(store, "sana")
        dc3 = await store.groups.by_key("dc3")
        assert dc3 is not None
        await names.add_alias(store, dc3, "Mesh", by=sana, now=MONDAY_NOON)

    found = await differences(world, "key,also known as,site", "pal,Mesh,https://pal.example")

    assert [one.what for one in found.changed] == ["site"]
    assert found.not_understood[0][1].startswith("also known as: “Mesh” is a name of")


# ------------------------------------------------------------------------------- by message


@pytest.fixture
async def stage(world: World, tmp_path: Path) -> AsyncIterator[World]:
    """The world with the worker that reads tables."""
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    yield world


def attach(world: World, name: str, data: bytes) -> dict[str, Any]:
    """What a message tells of the file that came with it."""
    world.wire.files[f"mxc://example.org/{name}"] = data
    attached = Attached(name, "text/csv", len(data), uri=f"mxc://example.org/{name}")
    return {"attachments": [attached.as_document()]}


CSV = b"key,site,founded\ndcad,https://dcad.example.org,\nnobody,,2017\n"


async def test_an_attached_table_is_asked_about_and_taken_by_yes(stage: World) -> None:
    asked = await stage.say("lena", "!coalition import", extra=attach(stage, "new.csv", CSV))

    assert asked == [
        "“new.csv” would change 1 thing in the register:\n"
        "- DCAD, site: was “https://igf-dcad.org”, now “https://dcad.example.org”\n\n"
        "Besides:\n"
        "- row 3 is not taken: “nobody” is no key, and the row has no name to add it by.\n\n"
        "Change it so? Say `yes` or `no`."
    ]
    assert await stage.say("lena", "yes") == [
        "The register is as “new.csv” said: 1 thing changed. `!coalition history` with the name "
        "of a coalition tells each."
    ]
    (history,) = await stage.say("jo", "coalition history DCAD", direct=True)
    assert "Why: imported from new.csv." in history


async def test_no_leaves_the_register_as_it_was(stage: World) -> None:
    await stage.say("lena", "!coalition import", extra=attach(stage, "new.csv", CSV))

    assert await stage.say("lena", "no") == [
        "Nothing of “new.csv” was taken; the register is as it was."
    ]


@pytest.mark.threat("T71")
async def test_what_changed_before_the_yes_is_told(stage: World) -> None:
    await stage.say("lena", "!coalition import", extra=attach(stage, "new.csv", CSV))
    await stage.say("amina", "!coalition set DCAD site https://other.example.org")

    assert await stage.say("lena", "yes") == [
        "The register has changed since “new.csv” was compared with it; nothing was done. Send "
        "the file again to see what it would change now."
    ]


async def test_an_excel_file_is_read_as_well(stage: World) -> None:
    book = Workbook()
    book.worksheets[0].append(["Acronym", "Founded"])
    book.worksheets[0].append(["DC-SIDS", 2018])
    data = io.BytesIO()
    book.save(data)

    (asked,) = await stage.say(
        "sana", "coalition import", direct=True, extra=attach(stage, "t.xlsx", data.getvalue())
    )

    assert "- DC-SIDS, founded: was “2018-06 (recognised)”, now “2018 (recognised)”" in asked


async def test_a_long_comparison_is_shown_whole_and_privately(stage: World) -> None:
    lines = [f"Dynamic Coalition on {word}" for word in ("Lakes", "Deserts", "Volcanoes", "Snow")]
    data = "\n".join(["name,topics", *(f"{line},{line[-4:]} | nature" for line in lines)])

    carried = await stage.happens(
        stage.said("sana", "!coalition import", extra=attach(stage, "t.csv", data.encode()))
    )

    assert [(one.to_person, one.place) for one in carried] == [(True, World.address("sana"))]
    assert carried[0].text.count("\n- ") == 12
    assert await stage.say("sana", "yes", direct=True) == [
        "The register is as “t.csv” said: 12 things changed. `!coalition history` with the name "
        "of a coalition tells each."
    ]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "“x.csv” could not be read. It is neither a CSV nor an"),
        (b"", "“x.csv” could not be read. The file is empty."),
        (b"PK\x03\x04zzz", "“x.csv” could not be read. It is a damaged Excel file."),
        (b"colour\nred\n", "No row names its columns: the first one holds “colour”."),
    ],
)
async def test_a_file_that_is_no_table_is_answered(stage: World, data: bytes, answer: str) -> None:
    (told,) = await stage.say("sana", "!coalition import", extra=attach(stage, "x.csv", data))

    assert told.startswith(answer)


async def test_a_name_that_is_taken_in_brackets_is_refused(world: World) -> None:
    found = await differences(world, "name", "Dynamic Coalition on Rivers (DC3)")

    assert found.not_understood == [(2, "“DC3” is a name of DC3.")]


async def test_a_reply_to_ones_own_file_brings_the_file(stage: World) -> None:
    file = stage.said("sana", "", direct=True, extra=attach(stage, "new.csv", CSV))
    await stage.happens(file)

    (asked,) = await stage.say("sana", "coalition import", direct=True, about=file.event_id)
    (refused,) = await stage.say("lena", "!coalition import", about=file.event_id)

    assert asked.startswith("“new.csv” would change 1 thing in the register:")
    assert refused.startswith("No table came with the message.")
