"""The register: what it knows of a coalition is added, changed and ended by message."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot import dates
from dcbot.arguments import NameBefore, OneOf, Rest, listed
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.message import literal
from dcbot.roles import Assurance, Role
from dcbot.services import facts, groups, stakeholders, statements, values

_KINDS = tuple(values.KINDS)
CoalitionBeforeKind = Annotated[
    str, NameBefore("coalition", (*_KINDS, *values.ALSO), offered=_KINDS)
]
KindOfFact = Annotated[str, OneOf("kind of fact", _KINDS, values.ALSO)]


@command(
    "coalition set",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example(
            "coalition set DCAD site https://dcad.example.org",
            "Only representatives and the Secretariat can say “!coalition set”.…",
        ),
    ),
)
async def set_(
    call: Call,
    coalition: CoalitionBeforeKind,
    what: KindOfFact,
    value: Annotated[str, Rest("value")],
) -> str:
    """Say what is true of a coalition: founded, site, list, join, archive, output and others.

    The kinds of facts are founded, site, list, join, archive, archive software, about, topic,
    output, report, met, became and stakeholder groups. Topics, outputs, reports and places to
    meet are added; anything else takes the place of what was there, which is kept in the history.
    `unknown` says that it was looked for and not found.

    Behind the value may stand `source: …` and `as of: 2017-04`; without them, you are the source,
    as of today. Where a coalition has several, such as two dates of founding, words in brackets
    tell them apart: `coalition set DC3 founded 2015-11 (idea)`.
    """
    group = await _group(call, coalition)
    put = await facts.put(call.store, group, what, value, by=call.person, now=call.now)
    return _put(await _handle(call, group.key), put)


def _put(handle: str, put: facts.Put) -> str:
    """What is true now, what was before, and what holds beside it."""
    fact, rule = put.fact, values.KINDS[put.fact.what]
    of = f"{rule.label} of {literal(handle)}"
    verb = "are" if rule.label.endswith("groups") else "is"
    if not put.changed:
        return (
            f"The {of} {verb} already {_whole(fact)}; nothing was changed. A newer source can "
            "stand behind it: `source: …`."
        )
    was = listed([_whole(one) for one in put.before])
    before = f" It was {was}." if was else ""
    if rule.many and not fact.unknown:
        count = 1 + sum(not one.unknown for one in put.beside)
        number = "the only one" if count == 1 else f"{count} in all"
        again = any(not one.unknown for one in put.before)
        newer = " It has a newer source now." if again else ""
        among = f"Among the {rule.label}s of {literal(handle)}"
        return f"{among} is now {_whole(fact)}; {number}.{newer}"
    beside = [_value(one) for one in put.beside if not one.unknown]
    besides = f" Recorded beside it: {listed(beside)}." if beside else ""
    return f"The {of} {verb} now {_whole(fact)}.{before}{besides}"


def _value(fact: Any) -> str:
    """A fact as it is said: November 2007 (launched)."""
    kind = _kind(fact)
    return f"{_bare(fact)} ({kind})" if kind else _bare(fact)


def _whole(fact: Any) -> str:
    """A fact with its source: November 2007 (launched), source: igf-dcad.org (as of 2026)."""
    said = "" if fact.source.startswith(("said by", "imported from")) else "source: "
    return f"{_value(fact)}, {said}{statements.source(fact)}"


def _bare(fact: Any) -> str:
    if fact.unknown:
        return "marked as looked for and not found"
    # Within a sentence, the full stop of a description ends nothing.
    return statements.value(fact).rstrip(".")


def _kind(fact: Any) -> str:
    # What kind of address it is can be seen from the address.
    plain = fact.what == "list" and fact.kind == values.kind_of_list(fact.value)
    return "" if plain else literal(fact.kind)


@command(
    "coalition drop",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def drop(
    call: Call,
    coalition: CoalitionBeforeKind,
    what: KindOfFact,
    value: Annotated[str, Rest("value")] = "",
) -> str:
    """Take away something that the register says of a coalition; the history keeps it.

    A part of the value is enough. `reason: …` may stand behind it.
    """
    group = await _group(call, coalition)
    fact = await facts.drop(call.store, group, what, value, by=call.person, now=call.now)
    handle, label = literal(await _handle(call, group.key)), values.KINDS[what].label
    left = [one for one in await call.store.facts.of(group.id, what) if not one.unknown]
    still = f"still has {listed([_value(one) for one in left])}" if left else "knows no other"
    return f"{_value(fact)} is no longer given as {label} of {handle}. The register {still}."


@command(
    "coalition status",
    allowed=Role.COORDINATOR,
    assurance=Assurance.STRONG,
    changes=True,
)
async def status(
    call: Call,
    coalition: Annotated[str, NameBefore("coalition", values.STATES, values.STATES, colon=False)],
    state: Annotated[str, OneOf("status", values.STATES)],
    reason: Annotated[str, Rest("reason")] = "",
) -> str:
    """Say that a coalition is active, inactive, forming, paused, merged or closed, and why.

    It is kept as a sighting with today's date, or that behind `as of:`; earlier ones stay. Only
    the Secretariat says that a coalition is inactive or closed, and only with a reason.
    """
    group = await _group(call, coalition)
    put = await facts.sight(call.store, group, state, reason, by=call.person, now=call.now)
    handle, fact = literal(await _handle(call, group.key)), put.fact
    why = f": {literal(fact.note)}" if fact.note else ""
    text = f"{handle} is {state} as of {dates.said(fact.seen)}{why} ({literal(fact.source)})."
    before = put.before[0] if put.before else None
    return f"{text} Before: {statements.sighting(before)}." if before else text


@command(
    "coalition groups",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def groups_(
    call: Call,
    coalition: Annotated[
        str,
        NameBefore("coalition", stakeholders.WORDS, offered=stakeholders.STAKEHOLDERS),
    ],
    groups: Annotated[str, Rest("stakeholder groups")],
) -> str:
    """Say which stakeholder groups a coalition has members from.

    They are civil society, government, intergovernmental organizations, private sector,
    technical community and academia, with commas between them.
    """
    group = await _group(call, coalition)
    put = await facts.put(call.store, group, values.GROUPS, groups, by=call.person, now=call.now)
    return _put(await _handle(call, group.key), put)


async def _group(call: Call, words: str) -> Any:
    if not words:
        raise BadArgument(f"Say which coalition is meant, as {call.say('coalition set DCAD …')}.")
    return await groups.named(call.store, words, prefix=call.manners.prefix)


async def _handle(call: Call, key: str) -> str:
    group = await call.store.groups.by_key(key)
    assert group is not None
    return (await groups.title(call.store, group)).handle
