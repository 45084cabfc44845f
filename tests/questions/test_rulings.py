"""Questions about rules: yes and no are said only where the rule says so."""

from __future__ import annotations

import pytest

from dcbot.services import enquiries
from dcbot.services.enquiries import Kind
from dcbot.services.enquiries.grammar import parts, read
from dcbot.services.enquiries.rulings import ruling
from tests.world import World

_RULED = [
    ("may the list be closed?", "No."),
    ("can our archive be open to everyone?", "Yes."),
    ("is it forbidden to close the archive?", ""),
    ("is the archive open or closed?", ""),
    ("why must the list be open?", ""),
    ("are two stakeholder groups enough?", "No."),
    ("is it enough to have 4 stakeholder groups?", "Yes."),
    ("how many stakeholder groups do we need?", ""),
    ("is the yearly report optional?", "No."),
    ("must a DC send a report every year?", "Yes."),
    ("must the report be in latin?", ""),
    ("no report, can we still get a slot?", "No."),
    ("will we lose our slot without a report?", ""),
    ("can a coalition leave out dissenting views", "No."),
    ("can anyone join?", "Yes."),
    ("can a coalition be hidden?", "No."),
    ("do DCs meet only online?", "No."),
    ("must all members write reports?", ""),
    ("can everyone write to the list?", ""),
]


@pytest.mark.parametrize(("asked", "begins"), _RULED)
def test_a_verdict_is_what_the_rule_says(asked: str, begins: str) -> None:
    part = parts(asked)[0]
    read(part)
    found = ruling(part.text)

    assert found is not None and found.cites
    assert found.lead == begins


@pytest.mark.parametrize(
    ("asked", "kind", "holds"),
    [
        ("who decides about a new DC", Kind.ANSWERED, "The Secretariat reviews the application"),
        ("is there a fee to join", Kind.NOT_KNOWN, "Nothing recorded here speaks of a fee"),
        ("what is the deadline for a slot?", Kind.NOT_KNOWN, "No such date is recorded here."),
        ("when is the next coordination call?", Kind.NOT_KNOWN, "every month"),
        ("what are the 3 opens?", Kind.ANSWERED, "Three opens"),
        ("who decides", Kind.ANSWERED, "That depends on what is to be decided:"),
        ("what is the gender report card and what does it rate?", Kind.ANSWERED, "DCGIG"),
        ("which dc goes to the WSIS forum", Kind.ANSWERED, "DCICC"),
        ("who advised governments in italy and new zeeland", Kind.ANSWERED, "IRPC"),
        ("what is the yearly report and is it optional?", Kind.ANSWERED, "No. Each coalition"),
    ],
)
async def test_what_is_known_of_all_is_answered(
    world: World, asked: str, kind: Kind, holds: str
) -> None:
    async with world.database.reading() as store:
        reply = await enquiries.answer(store, asked, now=world.now)

    assert reply is not None and reply.kind is kind and holds in reply.text, reply
    assert "goes by the name" not in reply.text
