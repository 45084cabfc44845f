"""Minutes as JSON: the published schema is that of the code, and what is secret stays so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from dcbot.record.deciding import Ballot, Tally
from dcbot.record.minutes import Minutes
from dcbot.record.outputs import published, schema
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from tests.record.outputs.samples import DRAFT, MEETING, VOTE, at

FILE = Path(__file__).parents[3] / "docs" / schema.FILE


def read(of: Minutes, publication: Publication = UNAPPROVED) -> dict[str, Any]:
    """The minutes as JSON, which keep to the schema that is published."""
    found: dict[str, Any] = json.loads(published.render(of, publication))
    Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8"))).validate(found)
    return found


def test_the_published_schema_is_that_of_the_code() -> None:
    assert FILE.read_text(encoding="utf-8") == schema.text(), "run `make reference`"
    Draft202012Validator.check_schema(schema.schema())


def test_all_is_there_by_its_name() -> None:
    found = read(MEETING, DRAFT)

    assert found["started"] == "2026-12-01T14:00:12Z"
    assert found["publication"]["status"] == "draft"
    assert found["decisions"][0]["reservations"][0]["kind"] == "minority view"
    assert found["actions"][0]["owners"][0] == {"name": "Amina Diallo", "group": False}
    assert found["owners"][-1] == {"owner": None, "actions": [13]}
    assert [one["presence"] for one in found["people"]][-3:] == ["regrets", "absent", "unknown"]
    assert found["log"][12] == {"line": 13, "at": "2026-12-01T14:36:12Z", "kind": "gap"}
    assert "doubts" not in found and "unread" not in found


def test_the_scribe_has_what_is_to_settle() -> None:
    found = read(MEETING, replace(DRAFT, for_scribe=True))

    assert found["doubts"][0]["suggestion"] == "action 13: Lena"
    assert found["unread"][0]["text"] == "#hlep"


def test_of_a_secret_vote_nobody_is_named() -> None:
    ballot = Ballot(by="x", name="Nobody may know", option=0, at=at(17), line=17)
    vote = replace(
        VOTE, secret=True, ballots=(ballot,), tallies=(Tally("yes", 1, ("Nobody may know",)),)
    )
    text = published.render(replace(MEETING, votes=(vote,)))

    assert "Nobody may know" not in text
    assert json.loads(text)["votes"][0]["tallies"][0]["votes"] == 1


def test_where_no_day_is_known_none_is_told() -> None:
    found = read(replace(MEETING, dated=False))

    assert found["started"] == "14:00:12" and "2026-12-01T" not in json.dumps(found["log"])
