"""What programs follow and take along: Atom by a real feed reader, JSON by its schema, tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from lxml import etree

from storage.database import Database
from storage.decisions import Decision, Finality, Outcome
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import ADDRESS, NOW, visiting


@pytest.fixture
async def reader(file_templates: Path, quick_folder: Path) -> AsyncIterator[TestClient]:
    """A program that fetches from the site; which database is beneath makes no difference here."""
    files = Files(file_templates, quick_folder)
    database = Database(files.filled("meetings", with_meetings))
    async with visiting(database) as client:
        yield client
    await database.close()


async def got(reader: TestClient, path: str) -> bytes:
    """What stands at the path."""
    async with reader.get(path) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_minutes_can_be_followed(reader: TestClient) -> None:
    feed = feedparser.parse(await got(reader, "/news.atom"))

    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.link == f"{ADDRESS}/" and feed.feed.id == f"{ADDRESS}/news.atom"
    newest = feed.entries[0]
    assert "(sitting 2) (draft, version 1)" in newest.title
    assert newest.link == f"{ADDRESS}/groups/dccg/meetings/13/sittings/2/minutes"
    corrected = next(one for one in feed.entries if "/meetings/12/" in one.link)
    assert corrected.title.endswith("(corrected, version 3)")
    assert corrected.author == "Dynamic Coalition Coordination Group"
    assert "Decision" in corrected.content[0].value and "Action" in corrected.content[0].value
    assert len({one.id for one in feed.entries}) == len(feed.entries)
    moments = [one.updated_parsed for one in feed.entries]
    assert moments == sorted(moments, reverse=True)


async def test_decisions_and_actions_can_be_followed(reader: TestClient) -> None:
    decided = feedparser.parse(await got(reader, "/groups/dccg/decisions.atom"))
    given = feedparser.parse(await got(reader, "/actions.atom"))

    assert not decided.bozo and not given.bozo
    (decision,) = decided.entries
    # Readers take what is no HTML as words, so that nothing in it runs.
    assert decision.title_detail.type == "text/plain"
    assert decision.title == "DCCG 7: We meet on <b>Tuesdays</b>"
    assert decision.link == f"{ADDRESS}/groups/dccg/decisions/2026#dccg-7"
    assert "Dissent of DC3" in decision.summary
    assert {one.title.split(":")[0] for one in given.entries} == {"DCCG 12", "DCCG 13"}


async def test_a_decision_comes_again_when_it_is_settled(
    file_templates: Path, quick_folder: Path
) -> None:
    files = Files(file_templates, quick_folder)
    database = Database(files.filled("meetings", with_meetings))
    async with database.transaction() as store:
        group = await store.groups.by_key("dccg")
        old = await store.decisions.numbered(group.id, 7) if group else None
        assert group and old
        for number in range(100, 125):
            newer = Decision(
                group_id=group.id,
                number=number,
                text="Something else",
                outcome=Outcome.AGREED,
                finality=Finality.FINAL,
                decided_at=old.decided_at + timedelta(days=1),
                by_name="Lena Fischer",
                audience=old.audience,
                public_from=old.public_from,
            )
            await store.decisions.add(newer)
    places = []
    for settled in (None, NOW):
        async with database.transaction() as store:
            row = await store.decisions.numbered(group.id, 7)
            assert row
            row.settled_at = settled
        async with visiting(database) as client:
            feed = feedparser.parse(await got(client, "/decisions.atom"))
        places.append([one.link.partition("#")[2] for one in feed.entries])
    await database.close()

    assert "dccg-7" not in places[0] and places[1][0] == "dccg-7"


async def test_registers_as_json_are_what_their_schema_says(reader: TestClient) -> None:
    schema = json.loads(await got(reader, "/registers.schema.json"))
    Draft202012Validator.check_schema(schema)
    decisions = json.loads(await got(reader, "/decisions.json"))
    actions = json.loads(await got(reader, "/groups/dccg/actions.json"))

    for one in (decisions, actions):
        Draft202012Validator(schema).validate(one)
    (row,) = decisions["decisions"]
    assert (row["group"], row["number"], row["finality"]) == ("dccg", 7, "withdrawn")
    assert row["against"][0]["coalition"] == "DC3"
    assert row["address"] == f"{ADDRESS}/groups/dccg/meetings/12/minutes#decision-7"
    assert datetime.fromisoformat(row["at"]).tzinfo == UTC
    assert [one["owners"] for one in actions["actions"]] == [["Amina Diallo"]] * 2


async def test_tables_open_in_a_spreadsheet_and_hold_no_formula(reader: TestClient) -> None:
    body = await got(reader, "/actions.csv")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))

    assert body.startswith(b"\xef\xbb\xbf")
    assert rows[0][:2] == ["number", "text"]
    assert {row[0] for row in rows[1:]} == {"DCCG 12", "DCCG 13"}
    groups = list(csv.reader(io.StringIO((await got(reader, "/groups.csv")).decode("utf-8-sig"))))
    assert len(groups) > 30
    for cell in (cell for row in [*rows, *groups] for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


async def test_programs_that_search_find_the_minutes_and_no_log(reader: TestClient) -> None:
    found = etree.fromstring(await got(reader, "/sitemap.xml"))
    places = [str(one.text) for one in found.iter("{*}loc")]

    assert f"{ADDRESS}/groups/dccg/meetings/12/minutes" in places
    assert not [one for one in places if one.endswith("/log")]
    for place in places:
        await got(reader, place.removeprefix(ADDRESS))
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (await got(reader, "/robots.txt")).decode()
