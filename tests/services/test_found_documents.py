"""Outputs that were released, and transcripts and chats that were published, are found by their
words; what is not, or was taken away, is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from dcbot.services import public_search, search_index, search_terms
from dcbot.services.search_hits import Hit
from storage.base import Audience
from storage.cycles import Cycle
from storage.database import Database
from storage.outputs import Output, OutputVersion
from storage.store import Store
from tests.conftest import with_world
from tests.templates import Databases
from tests.web import recorded
from tests.world import MONDAY_NOON as NOW

BEFORE = NOW - timedelta(days=5)
OPEN = {"audience": Audience.PUBLIC, "public_from": BEFORE}
HTML = "<p>Before all</p><h2>Principles &amp; paths</h2><p>A zeppelin for each</p><p>moored"


async def with_documents(database: Database) -> None:
    """A released output with a version that is not, and meetings with chats."""
    await with_world(database)
    async with database.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        await recorded.fill(store, group, NOW)
        cycle = Cycle(key="2026", name="IGF 2026", created_at=BEFORE, **OPEN)  # type: ignore[arg-type]
        await store.cycles.add(cycle)
        output = Output(group_id=group.id, cycle_id=cycle.id, begun_at=BEFORE, **OPEN)  # type: ignore[arg-type]
        await store.outputs.add(output)
        await store.outputs.add(version(output, 1, HTML, **OPEN))
        await store.outputs.add(version(output, 2, "<p>A balloon for each</p>"))
        await caught_up(store)


def version(output: Output, number: int, html: str, **shown: Any) -> OutputVersion:
    """A version of the output."""
    common = {"at": BEFORE, "by_name": "Lena", "kind": "html", "title": "On airships"}
    return OutputVersion(output_id=output.id, number=number, html=html, **common, **shown)


async def caught_up(store: Store) -> None:
    """Everything that is due is read."""
    await store.flush()
    while await search_index.catch_up(store):
        pass


@pytest.fixture
async def documents(databases: Databases) -> AsyncIterator[Database]:
    """A database with these documents."""
    database = Database(databases.filled("documents", with_documents))
    yield database
    await database.close()


async def found(database: Database, words: str) -> list[Hit]:
    """What everybody finds."""
    async with database.public(NOW) as store:
        asked = await public_search.understand(store, search_terms.read(words))
        return list((await public_search.search(store, asked, now=NOW)).hits)


async def test_an_output_is_found_by_its_title_and_in_its_sections(documents: Database) -> None:
    (hit,) = await found(documents, "zeppelin moored")
    titles = await found(documents, "airships kind:outputs")
    nothing = await found(documents, "balloon")

    assert (hit.name, hit.place) == ("Output of DCCG, 2026", "/groups/dccg/outputs/2026")
    assert hit.under == "Principles & paths" and hit.text.startswith("Principles & paths A zepp")
    assert [one.text for one in titles] == ["On airships"] and nothing == []


async def test_a_chat_is_found_line_by_line(documents: Database) -> None:
    hits = await found(documents, "captions please kind:logs")
    by_person = await found(documents, "please person:amina kind:logs")

    assert {one.name for one in hits} == {f"Line 1 of the chat of DCCG {n}" for n in (11, 12, 13)}
    assert "/groups/dccg/meetings/12/annexes/3#line-1" in {one.place for one in hits}
    assert {one.who for one in hits} == {"Amina Diallo"}
    assert {one.place for one in hits} <= {one.place for one in by_person}


@pytest.mark.threat("T73")
async def test_what_is_withdrawn_or_taken_away_is_found_no_more(documents: Database) -> None:
    async with documents.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        (output,) = await store.outputs.of_group(group.id)
        output.withdrawn_at = NOW
        for number in (11, 12, 13):
            meeting = await store.meetings.numbered(group.id, number)
            annex = await store.annexes.numbered(meeting.id, 3) if meeting else None
            assert meeting and annex
            if number == 11:
                annex.removed_at, annex.content = NOW, {}
            elif number == 12:
                annex.audience = Audience.GROUP
            else:
                # The meeting is closed to the public; what hangs on it is hidden with it at once.
                meeting.audience = Audience.GROUP
    assert await found(documents, "please kind:logs") == []
    assert await found(documents, "zeppelin") == []
    async with documents.transaction() as store:
        await caught_up(store)
    assert await found(documents, "please kind:logs") == []
    assert await found(documents, "airships") == []
