"""Journals: numbers stay, each event stands there once, and words can be taken out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from dcbot.record.facts import AgendaPoint, Facts, Participant
from dcbot.record.journal import EntryKind, Source
from dcbot.roles import Assurance
from dcbot.services import forgetting, journals, places
from storage.base import Audience
from storage.database import Database
from storage.journal_lines import LineKind, LineSource, Removal
from storage.journals import Journal, JournalState
from storage.merging import merge_people
from storage.people import Person
from storage.places import Place
from storage.store import Store
from tests.world import MONDAY_NOON, World

NOW = MONDAY_NOON


async def room(store: Store, name: str) -> Place:
    return await places.known(store, "matrix", f"!{name}:example.org", direct=False, now=NOW)


async def opened(store: Store, *rooms: str, by: str = "Lena") -> Journal:
    found = [await room(store, name) for name in rooms]
    return await journals.begin(store, *found, at=NOW, by=None, by_name=by, now=NOW)


def line(text: str, event: str | None = None, **more: Any) -> dict[str, Any]:
    """A row as the intake makes it."""
    return {
        **journals.row(at=NOW, kind=LineKind.SAID, source=LineSource.ROOM, text=text),
        "event_hash": journals.hash_of("matrix", event) if event else None,
        **more,
    }


async def texts(store: Store, journal: Journal) -> list[tuple[int, str]]:
    return [(one.number, one.text) for one in await store.journal_lines.all(journal.id)]


async def test_lines_get_numbers_that_go_on(database: Database) -> None:
    async with database.transaction() as store:
        one, other = await opened(store, "one"), await opened(store, "other")
        assert await journals.append(store, one, [line("a"), line("b")], now=NOW) == 1
        assert await journals.append(store, other, [line("x")], now=NOW) == 1
        assert await journals.append(store, one, [line("c")], now=NOW) == 3

    async with database.reading() as store:
        assert await texts(store, one) == [(1, "a"), (2, "b"), (3, "c")]
        assert await texts(store, other) == [(1, "x")]
        assert [one.number for one in await store.journal_lines.all(one.id, after=1)] == [2, 3]


async def test_a_number_is_not_given_again(database: Database) -> None:
    async with database.transaction() as store:
        journal = await opened(store, "one")
        await journals.append(store, journal, [line("a"), line("b"), line("c")], now=NOW)
        first = await store.journal_lines.first(journal.id)
        assert first
        await store.journal_lines.drop_after(first)
        await journals.append(store, journal, [line("d")], now=NOW)

    async with database.reading() as store:
        assert await texts(store, journal) == [(1, "a"), (4, "d")]


async def test_an_event_stands_there_once(database: Database) -> None:
    async with database.transaction() as store:
        one, other = await opened(store, "one"), await opened(store, "other")
        await journals.append(store, one, [line("a", "$1")], now=NOW)
        await journals.append(store, one, [line("again", "$1"), line("b", "$2")], now=NOW)
        await journals.append(store, other, [line("elsewhere", "$1")], now=NOW)

    async with database.reading() as store:
        assert [text for _, text in await texts(store, one)] == ["a", "b"]
        assert await texts(store, other) == []
        marks = await store.journal_lines.marks([journals.hash_of("matrix", "$1")])
        (mark,) = marks.values()
        assert (mark.journal_id, mark.number, mark.removed) == (one.id, 1, False)


async def test_a_place_has_one_open_journal(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as store:
            await opened(store, "one", "two")
            await opened(store, "two")

    async with database.transaction() as store:
        first = await opened(store, "one", "two")
        await store.journals.end(first, at=NOW, by_name="Lena")
        second = await opened(store, "two")
        found = await store.journals.recorded("matrix", ["!one:example.org", "!two:example.org"])

    assert {address: one.journal.id for address, one in found.items()} == {
        "!two:example.org": second.id
    }


async def test_what_recorded_a_place_at_a_moment(database: Database) -> None:
    async with database.transaction() as store:
        journal = await opened(store, "one")
        await store.journals.end(journal, at=NOW + timedelta(hours=1), by_name="Lena")
        then = [
            await store.journals.recorded_then("matrix", "!one:example.org", NOW + delay)
            for delay in (timedelta(minutes=-1), timedelta(minutes=30), timedelta(hours=2))
        ]

    assert [found[1].id if found else None for found in then] == [None, journal.id, None]


async def test_words_that_are_taken_out_leave_who_did_and_why(database: Database) -> None:
    async with database.transaction() as store:
        journal = await opened(store, "one")
        edit = line("b, edited", kind=LineKind.EDITED, about=2)
        await journals.append(store, journal, [line("a"), line("b"), edit], now=NOW)
        await journals.remove(store, journal.id, 2, Removal(NOW, "Jo", "taken back"))
        await journals.remove(store, journal.id, 2, Removal(NOW, "Mei", "again"))

    async with database.reading() as store:
        assert await texts(store, journal) == [(1, "a"), (2, ""), (3, "")]
        gone = await store.journal_lines.get(journal.id, 3)
        assert gone and (gone.removed_by, gone.removed_why) == ("Jo", "taken back")
        erased = [one.erased for one in await journals.entries(store, journal)]
        assert erased == [False, True, True]


async def test_a_journal_that_is_discarded_leaves_nothing(database: Database) -> None:
    async with database.transaction() as store:
        journal = await opened(store, "one")
        await journals.append(store, journal, [line("a")], now=NOW)
        await store.journals.discard(journal)

    async with database.reading() as store:
        assert await store.journal_lines.count(journal.id) == 0
        assert await store.journals.recorded("matrix", ["!one:example.org"]) == {}


async def test_facts_come_back_as_they_were(world: World) -> None:
    known = Facts(
        title="DCCG call",
        opened_at=NOW,
        opened_by="7",
        people=(Participant(identities=("7",), name="Lena"),),
        agenda=(AgendaPoint(title="Main session", minutes=20),),
    )
    async with world.database.transaction() as store:
        journal = await opened(store, "one")
        group = await store.groups.by_key("dccg")
        assert group and await journals.facts(store, journal) == Facts()
        await store.journals.put_facts(journal.id, journals.as_document(known))

    async with world.database.reading() as store:
        assert await journals.facts(store, journal) == known


def test_the_words_of_storage_are_those_of_the_record() -> None:
    assert [kind.value for kind in LineKind] == [kind.value for kind in EntryKind]
    assert [source.value for source in LineSource] == [source.value for source in Source]


async def test_a_line_holds_no_address(world: World) -> None:
    async with world.database.transaction() as store:
        lena = await store.people.at("matrix", World.address("lena"))
        assert lena
        journal = await opened(store, "one")
        own = {"person_id": lena.id, "name": "Lena", "assurance": int(Assurance.STRONG)}
        await journals.append(store, journal, [line("a", "<1.lena@example.org>", **own)], now=NOW)
        await store.journals.publish(journal, Audience.PUBLIC, NOW)

    async with world.database.public(NOW) as public:
        (found,) = await public.journal_lines.all(journal.id)
        assert "example.org" not in repr(found)
        (entry,) = await journals.entries(public, journal)
        assert (entry.by, entry.name, entry.text) == (str(lena.id), "Lena", "a")
    async with world.database.public(NOW - timedelta(seconds=1)) as public:
        assert await public.journal_lines.all(journal.id) == []


async def test_later_lines_are_seen_by_those_who_see_the_journal(database: Database) -> None:
    async with database.transaction() as store:
        journal = await opened(store, "one")
        await store.journals.publish(journal, Audience.PUBLIC, NOW)
        await journals.append(store, journal, [line("a")], now=NOW)

    async with database.public(NOW) as public:
        assert len(await public.journal_lines.all(journal.id)) == 1


async def test_who_is_forgotten_has_no_name_in_journals(world: World) -> None:
    async with world.database.transaction() as store:
        kofi = await store.people.at("matrix", World.address("kofi"))
        assert kofi
        journal = await opened(store, "one", by="Kofi")
        await journals.append(
            store, journal, [line("a", "$1", person_id=kofi.id, name="Kofi")], now=NOW
        )
        instead = await forgetting.forget(store, kofi, now=NOW)

    async with world.database.reading() as store:
        (found,) = await store.journal_lines.all(journal.id)
        kept = await store.journals.get(journal.id)
        assert kept and (found.name, kept.opened_by) == (instead, instead)


async def test_two_who_become_one_are_one_in_journals(database: Database) -> None:
    async with database.transaction() as store:
        gone, kept = Person(name="A", created_at=NOW), Person(name="B", created_at=NOW)
        await store.people.add(gone)
        await store.people.add(kept)
        journal = await journals.begin(
            store, await room(store, "one"), at=NOW, by=gone, by_name="A", now=NOW
        )
        await journals.append(store, journal, [line("a", person_id=gone.id)], now=NOW)
        await merge_people(store.session, gone, kept)

    async with database.reading() as store:
        again = await store.journals.get(journal.id)
        assert again and again.opener_id == kept.id
        assert again.state is JournalState.OPENING
        assert [one.by for one in await journals.entries(store, again)] == [str(kept.id)]
