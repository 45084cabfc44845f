"""The JSON Schema of published minutes, made of their shapes."""

from __future__ import annotations

import json
from types import ModuleType
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
    return made_of(shapes.Minutes, shapes, "Minutes published by dcbot", closed=closed)


def made_of(whole: Any, room: ModuleType, title: str, *, closed: bool = False) -> dict[str, Any]:
    """The schema of a whole, with the shapes of the room in which it stands."""
    config = ConfigDict(use_attribute_docstrings=True, extra="forbid" if closed else "ignore")
    for shape in vars(room).values():
        if is_typeddict(shape):
            shape.__pydantic_config__ = config
    made = TypeAdapter(whole).json_schema(schema_generator=_Untitled)
    return {"$schema": _DIALECT, **made, "title": title}


def text(of: Any = None) -> str:
    """A schema as a file: that of minutes, where none is given."""
    return json.dumps(of or schema(), indent=2, ensure_ascii=False) + "\n"
