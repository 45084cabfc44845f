"""Received: what the Secretariat received of coalitions, as rules of eligibility ask for."""

from __future__ import annotations

from typing import Annotated

from dcbot.arguments import GroupName, Rest
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import (
    applicants,
    cycle_words,
    evaluating,
    groups,
    received_facts,
    received_reading,
)

Fact = Annotated[str, Rest("what, coalition and year")]


@command(
    "received",
    aliases=("fact", "facts", "record received", "received add"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example(
            "received report DC3 2016 on 2 March 2017 https://example.org/dc3-2016",
            "Only the Secretariat can say “!received”.…",
        ),
    ),
)
async def received(call: Call, fact: Fact) -> Answer:
    """Record what was received of a coalition, or that nothing was.

    For example `received report DC3 2016 on 2 March 2017 https://…`, `received no report DC3 2016`,
    `received session DC3 2016` (it held one), `received contribution DC3 2023: spoke in 4 of 10`.
    It can be a report, paper, light report, session report, session, contribution, or new. Said
    again it is corrected, and the history keeps what it was.
    """
    await received_facts.require(call.store, by=call.person, now=call.now)
    read = received_reading.read(fact)
    prefix = call.manners.prefix
    group, handle = await applicants.coalition(call.store, read.group, prefix=prefix)
    row, was = await received_facts.record(
        call.store, group, read.said, by=call.person, now=call.now
    )
    said = f"{literal(handle)}: {evaluating.words(row)}"
    if was == evaluating.words(row):
        return Answer(f"That is recorded already. {said}.")
    before = f" Before, it was: {was}." if was else ""
    then = call.say(f"eligible {groups.sayable(handle)}")
    return Answer(f"Recorded: {said}.{before} {then} tells what the rules say of it.")


@command(
    "received list",
    aliases=("received show", "received of", "reports of", "reports received"),
    examples=(Example("received list DC3", "Nothing was recorded as received of DC3 yet.…"),),
)
async def received_list(call: Call, coalition: GroupName) -> Answer:
    """List what is recorded as received of a coalition."""
    group = await groups.named(call.store, coalition, prefix=call.manners.prefix)
    handle = literal((await groups.title(call.store, group)).handle)
    rows = await call.store.received.of(group.id)
    if not rows:
        return Answer(
            f"Nothing was recorded as received of {handle} yet. That says nothing of what was sent."
        )
    return Answer("\n".join([f"Recorded of {handle}:", *map(received_facts.line, rows)]))


@command(
    "received withdraw",
    aliases=("received drop", "received remove", "withdraw fact", "fact withdraw"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("received withdraw report DC3 2016", "Only the Secretariat can say “!rec…"),),
)
async def received_withdraw(call: Call, fact: Fact) -> str:
    """Take back what was recorded by mistake; the history keeps it. Behind a colon, say why."""
    await received_facts.require(call.store, by=call.person, now=call.now)
    read = received_reading.read(fact)
    prefix = call.manners.prefix
    group, handle = await applicants.coalition(call.store, read.group, prefix=prefix)
    said = read.said
    row = await received_facts.withdraw(
        call.store, group, said.kind, said.year, by=call.person, now=call.now, why=said.note
    )
    return f"Withdrawn: {literal(handle)}: {evaluating.words(row)}. It counts for nothing any more."


@command(
    "received history",
    aliases=("fact history", "history of fact"),
    examples=(
        Example("received history report DC3 2016", "No yearly report of 2016 is recorded for D…"),
    ),
)
async def received_history(call: Call, fact: Fact) -> str:
    """Tell how a recorded fact came about: who recorded, corrected or withdrew it, and when."""
    read = received_reading.read(fact)
    group = await groups.named(call.store, read.group, prefix=call.manners.prefix)
    row = await received_facts.found(call.store, group, read.said.kind, read.said.year)
    changes = await call.store.changes.of(received_facts.SUBJECT, row.id)
    handle = literal((await groups.title(call.store, group)).handle)
    what = evaluating.NAMES.get(row.kind, row.kind.value)
    head = f"The {what} of {row.year}, {handle}, revision {row.revision}:"
    return "\n".join([head, *(cycle_words.change_line(one) for one in changes)])
