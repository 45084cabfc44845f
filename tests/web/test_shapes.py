"""The JSON of a year keeps to the schemas that are published, and those are of the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dcbot.record.outputs import schema
from dcbot.services.slot_tables import PUBLIC
from dcbot.web import outputs, shapes

DOCS = Path(__file__).parents[2] / "docs"
SLOT = dict.fromkeys(PUBLIC, "") | {"coalition": "DC3"}
OUTPUT = dict.fromkeys(outputs.HEADER, "") | {"group": "dc3"}
EXAMPLES = {
    "slots.schema.json": {"cycle": "2027", "ends": "2027-03-30T12:00:00+00:00", "slots": [SLOT]},
    "outputs.schema.json": {"outputs": [OUTPUT]},
}


@pytest.mark.parametrize("name", shapes.SCHEMAS)
def test_each_name_stands_in_the_schema_and_the_schema_is_that_of_the_code(name: str) -> None:
    whole, title = shapes.SCHEMAS[name]
    closed = schema.made_of(whole, shapes, title, closed=True)
    Draft202012Validator.check_schema(closed)

    assert not list(Draft202012Validator(closed).iter_errors(EXAMPLES[name]))
    for one in ("slots", "outputs"):
        for row in EXAMPLES[name].get(one, ()):
            assert isinstance(row, dict)
            for missing in row:
                less = {key: value for key, value in row.items() if key != missing}
                wrong = {**EXAMPLES[name], one: [less]}
                assert list(Draft202012Validator(closed).iter_errors(wrong)), missing
    made = schema.text(schema.made_of(whole, shapes, title))
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run `make reference`"
    assert json.loads(made)["title"] == title
