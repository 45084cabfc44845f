"""The shapes of the JSON of a year: what each name in it means; its schemas are made of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

# Pydantic, which makes the schemas, reads the one of the standard library from Python 3.12 on.
from typing_extensions import TypedDict


class Slot(TypedDict):
    """A coalition in the call. Words are empty where they do not apply, or are not public yet."""

    coalition: str
    name: str
    state: str
    """What it said: requested, not requested, not meeting or withdrawn."""
    since: str
    """The day since which it says so, as 2017-07-21."""
    late: str
    """“late” where the request came after the call had ended."""
    result: str
    """What was decided, once it is released: accepted, waiting list or declined."""
    title: str
    starts: str
    """When an accepted session begins, by the clock there, as 2017-12-19T10:00."""
    zone: str
    """The IANA zone of that clock."""
    room: str


class Slots(TypedDict):
    """The slots of a cycle."""

    cycle: str
    """The year by which the cycle is called."""
    ends: str
    """The moment at which the call ends or ended."""
    slots: list[Slot]


Output = TypedDict(
    "Output",
    {
        "group": Annotated[str, Field(description="Its key, as it stands in addresses.")],
        "cycle": str,
        "title": str,
        "state": Annotated[
            str, Field(description="released, or withdrawn, which it was after its release.")
        ],
        "version": Annotated[str, Field(description="The number of the one that stands.")],
        "public since": Annotated[str, Field(description="The moment of its release.")],
        "sent": Annotated[str, Field(description="The moment at which that version came.")],
        "by": Annotated[str, Field(description="Who sent it, as the record names them.")],
        "in the capacity of": Annotated[
            str, Field(description="As what, such as “a coordinator of DC3”; empty if not kept.")
        ],
        "came as": Annotated[
            str, Field(description="markdown, text, html, docx, pdf or link; empty if withdrawn.")
        ],
        "link": str,
        "address": Annotated[str, Field(description="Where it can be read.")],
    },
)
"""An output that is public."""


class Outputs(TypedDict):
    """The public outputs of a cycle."""

    outputs: list[Output]


SCHEMAS = {
    "slots.schema.json": (Slots, "Slots published by dcbot"),
    "outputs.schema.json": (Outputs, "Outputs published by dcbot"),
}
"""The files of the schemas, what each is of, and its title."""
