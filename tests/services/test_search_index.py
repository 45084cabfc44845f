"""The entries of search: whatever was said and taken back, they are those of a whole reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text

from dcbot.services import search_index
from dcbot.words import ANALYSER_VERSION
from storage.groups import Group, GroupKind
from storage.search_entries import SearchDue, SearchEntry, Subject
from storage.store import Store
from tests.conversation import FOLDER, WireStage, play, read
from tests.world import MONDAY_NOON, World

ENTRIES: Any = SearchEntry.__table__
FILES = [
    pytest.param(path, id=path.stem)
    for path in sorted(FOLDER.glob("*.txt"))
    if any(
        word in path.read_text(encoding="utf-8")
        for word in ("!decision", "!action", "#startmeeting", "!forget", "!minutes", "!coalition ")
    )
][::4]
"""Each fourth of the conversations in which something that can be found is written down."""


async def entries(store: Store) -> set[tuple[Any, ...]]:
    """All entries, as they are."""
    return {tuple(row) for row in await store.session.execute(select(ENTRIES))}


async def read_anew(store: Store) -> None:
    """All entries are made of their subjects."""
    await store.session.execute(delete(SearchEntry))
    await store.search.make_all_due()
    while await search_index.catch_up(store):
        pass


@pytest.mark.parametrize("path", FILES)
async def test_after_a_conversation_nothing_is_missing_and_nothing_too_much(
    file_world: World, path: Path
) -> None:
    await play(read(path), WireStage(file_world))

    async with file_world.database.transaction() as store:
        assert await store.search.due_count() == 0
        kept = await entries(store)
        await read_anew(store)
        assert kept == await entries(store)


async def test_what_another_analyser_made_is_made_anew(world: World) -> None:
    async with world.database.transaction() as store:
        before = await entries(store)
        first = await store.session.scalar(select(func.min(SearchEntry.id)))
        await store.session.execute(
            text("UPDATE search_entries SET analyser = 0, tokens = 'old' WHERE id = :id"),
            {"id": first},
        )
        await search_index.begin(store, now=world.now)
        assert await store.search.due_count() == 1
        await search_index.begin(store, now=world.now)
    await world.app.settle()

    async with world.database.reading() as store:
        assert await store.search.due_count() == 0
        assert await entries(store) == before
        assert len(await store.timetable.waiting(search_index.DUTY)) == 1


async def test_all_is_read_anew_where_an_operator_says_so(world: World) -> None:
    async with world.database.transaction() as store:
        before = await entries(store)
        await store.search.make_all_due()
        await store.search.make_all_due()
        while await search_index.catch_up(store):
            pass
        assert await entries(store) == before


async def test_much_that_is_due_is_read_in_parts(world: World) -> None:
    async with world.database.transaction() as store:
        await store.session.execute(text("UPDATE search_entries SET analyser = 0"))
        await store.search.make_due(ANALYSER_VERSION)
        due = await store.search.due_count()
        assert due > search_index.AT_ONCE

        left = [await search_index.catch_up(store)]
        assert 0 < left[0] < due
        while left[-1]:
            left.append(await search_index.catch_up(store))

        assert left == sorted(left, reverse=True)
        assert await store.session.scalar(select(func.count()).select_from(SearchDue)) == 0


async def test_what_cannot_be_read_is_left_out_and_stops_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.database.transaction() as store:
        group = Group(key="x", kind=GroupKind.OTHER, name="Broken", created_at=MONDAY_NOON)
        await store.groups.add(group)
        # No moment of any calendar: its number cannot be reckoned.
        bad = "'0001-01-01 00:00:00'" if world.database.is_sqlite else "'-infinity'"
        await store.session.execute(text(f"UPDATE groups SET created_at = {bad} WHERE key = 'x'"))
        store.session.expire(group)
        await search_index.catch_up(store)
        assert await store.search.due_count() == 0
        assert await store.search.of(Subject.GROUP, group.id) == {}

    assert "cannot be found until it changes" in caplog.text


async def test_numbers_follow_the_moments_and_meet_nobody(world: World) -> None:
    async with world.database.reading() as store:
        rows = (await store.session.execute(select(ENTRIES.c.id, ENTRIES.c.at))).all()
    assert len({row.id for row in rows}) == len(rows) > 50
    by_number = [row.at.replace(microsecond=0) for row in sorted(rows)]
    assert by_number == sorted(by_number)
    assert all(
        search_index.number_at(row.at) <= row.id < search_index.number_at(row.at) + (1 << 28)
        for row in rows
    )
