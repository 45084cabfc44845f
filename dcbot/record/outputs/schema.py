"""The JSON Schema of published minutes, made of their shapes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import is_typeddict

from dcbot.record.outputs import shapes

FILE = "minutes.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Untitled(GenerateJsonSchema):
    """Without titles that only say a name again."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema(*, closed: bool = False) -> dict[str, Any]:
    """The schema. It allows names that it does not know, since names may be added; closed, it
    allows no others, so that a test finds what stands in minutes and not in it."""
    config = ConfigDict(use_attribute_docstrings=True, extra="forbid" if closed else "ignore")
    for shape in vars(shapes).values():
        if is_typeddict(shape):
            shape.__pydantic_config__ = config
    made = TypeAdapter(shapes.Minutes).json_schema(schema_generator=_Untitled)
    return {"$schema": _DIALECT, **made, "title": "Minutes published by dcbot"}


def text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
