"""The pages of groups: all of them, and what is known of one, from where and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dcbot import dates
from dcbot.addresses import to
from dcbot.services import (
    portraits,
    public_minutes,
    public_outputs,
    public_registers,
    statements,
)
from dcbot.services.portraits import Portrait, label
from dcbot.web import slots
from dcbot.web.content import Content
from dcbot.web.records import held_line
from dcbot.web.registers import line
from dcbot.web.visit import Visit
from storage.changes import Change
from storage.facts import Fact
from storage.groups import GroupKind, GroupName

_PLACE = {kind: place for place, kind in enumerate(GroupKind)}
MOST = 5
"""So many meetings and decisions are on the page of a group."""
MOST_CHANGES = 30


@dataclass(frozen=True)
class Known:
    """A fact as it is shown."""

    label: str
    value: str
    more: tuple[str, ...]
    source: str
    address: str
    seen: str


async def every(visit: Visit) -> Content:
    """All groups, by what they are; the coordination comes first."""
    titles = await visit.titles()
    order = sorted(titles, key=lambda one: (_PLACE[one.group.kind], one.group.name.casefold()))
    kinds = {
        kind.value: list(them) for kind, them in groupby(order, key=lambda one: one.group.kind)
    }
    words = await visit.labels()
    frame = await visit.frame(to("groups"))
    return visit.page_of_now("groups.html", kinds=kinds, words=words, **frame)


async def page(visit: Visit, group: str) -> Content | None:
    """What is known of a group, and where its meetings, decisions and actions stand."""
    found = await visit.group(group)
    if found is None:
        return None
    portrait = await portraits.portrait(visit.store, found)
    held = await public_minutes.readable(visit.store, found, MOST)
    decided = await public_registers.decisions(visit.store, found, most=MOST)
    changes = await visit.store.changes.of("group", found.id)
    return visit.page_of_now(
        "group.html",
        group=found,
        handle=portrait.title.handle,
        about=[_known(one) for one in portrait.known("about")],
        names=[_called(one) for one in portrait.title.names if one.name != found.name],
        sections=[(name, list(map(_known, facts))) for name, facts in portrait.sections()],
        unknown=_unknown(portrait),
        topics=[one.value for one in portrait.known("topic")],
        recorded=[held_line(found, one) for one in held],
        decided=[line(visit, one) for one in decided],
        open_actions=await visit.store.actions.number_open(found.id),
        outputs=(await public_outputs.of_group(visit.store, found))[:MOST],
        slots=(await slots.of_group(visit, portrait.title))[:MOST],
        history=_history(changes),
        office=(await visit.labels()).office,
        **(await visit.frame(to("group page", group=group))),
    )


def _known(fact: Fact) -> Known:
    return Known(
        label=label(fact),
        value=statements.plain_value(fact) + statements.span(fact),
        more=tuple(statements.remarks(fact)),
        source=statements.by_word(fact) or fact.address,
        address=fact.address if fact.address.startswith("http") else "",
        seen=dates.said(fact.seen),
    )


def _called(name: GroupName) -> tuple[str, str]:
    """A name, and when and as what it is used."""
    since = f"since {dates.said(name.since)}" if name.since else ""
    until = f"until {dates.said(name.until)}" if name.until else ""
    kind = "" if name.kind.value == "alias" else name.kind.value
    return name.name, ", ".join(filter(None, [kind, since, until]))


def _unknown(portrait: Portrait) -> list[tuple[str, str]]:
    """What was looked for and not found, and when that was."""
    return [(label(one), dates.said(one.seen)) for one in portrait.facts if one.unknown]


def _history(changes: list[Change]) -> list[Change]:
    """What was changed by people, newest first."""
    return list(reversed(changes))[:MOST_CHANGES]
