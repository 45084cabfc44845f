"""Decisions said: which decision a number means, and what is said for or against it, read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, BadArgument, NotFound
from dcbot.services import decisions, groups, numbered, places, stakeholders
from dcbot.services.askers import Spoken
from storage.decisions import Decision, Finality
from storage.groups import Group

_CALL = "decision call DCCG: We publish the calendar in June"
_DAYS = re.compile(r"^(?P<rest>.*?)[\s,(]+(?:for|within|in)\s+(?P<days>\d{1,2})\s+days?\)?$", re.I)
_FOR = re.compile(r"^\s*(?:for|on behalf of)\s+(?P<group>[^:,]+?)(?=\s*(?:,|\bas\b|:|$))", re.I)
_AS = re.compile(r"^\s*,?\s*(?:as\s+)?(?P<who>[^:]+?)\s*(?=:|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Put:
    """A decision as it was said: whose, in which words, and for how many days it may be objected
    to, where that was said."""

    group: Group
    text: str
    days: int | None = None


async def read(spoken: Spoken, said: str) -> Put:
    """The decision in the words: “DCCG for 14 days: We publish …”. Raises NotFound."""
    head, colon, rest = said.partition(":")
    own = await places.group_of(spoken.store, spoken.place)
    found = _DAYS.match(f"{head} ") or _DAYS.match(f" {head}") if colon else None
    days = int(found["days"]) if found else None
    name = (found["rest"] if found else head).strip()
    if colon:
        group = own if found and not name else await groups.exactly(spoken.store, name)
        if group is not None:
            return Put(group, rest.strip(), days)
        if found:
            raise NotFound(f"No group is called “{name}”. Say `{spoken.manners.prefix}{_CALL}`.")
    if own is None:
        say = f"`{spoken.manners.prefix}{_CALL}`"
        raise NotFound(f"Say which group decides, such as {say}.")
    return Put(own, said.strip())


async def find(spoken: Spoken, words: str, *, example: str) -> tuple[Decision, str]:
    """The decision that the words name by number, and what follows it.

    Raises BadArgument, NotFound or Ambiguous.
    """
    store, prefix = spoken.store, spoken.manners.prefix
    said = await numbered.read(store, words, example=example, prefix=prefix, many=False)
    number = said.numbers[0]
    if said.group is not None:
        one = await decisions.one(store, said.group, number, by=spoken.person, now=spoken.now)
        return one, said.rest
    near = await numbered.here(store, spoken.place, spoken.person, now=spoken.now)
    rows = [await store.decisions.numbered(group.id, number) for group in near]
    seen = [
        one
        for one in rows
        if one and await numbered.may_see(store, one, by=spoken.person, now=spoken.now)
    ]
    waiting = [one for one in seen if one.finality in (Finality.PROVISIONAL, Finality.DISPUTED)]
    found = waiting if len(waiting) == 1 else seen
    if len(found) == 1:
        return found[0], said.rest
    if found:
        names = listed([await decisions.handle(store, one) for one in found], "or")
        raise Ambiguous(f"Which decision {number} do you mean: {names}? Name the group, too.")
    of = f" of {await decisions.handle_of_group(store, near[0])}" if len(near) == 1 else ""
    raise NotFound(
        f"There is no decision {number}{of} that you can see. `{prefix}decisions` lists them."
    )


@dataclass(frozen=True)
class View:
    """What is said against a decision, and for whom."""

    text: str
    coalition: str = ""
    stakeholders: str = ""


async def view(spoken: Spoken, rest: str) -> View:
    """The view behind a decision's number: “for DCAD, as civil society: why”.

    Raises NotFound or BadArgument for whom nobody knows.
    """
    head, colon, text = rest.partition(":")
    if not colon or not head.strip():
        return View((text if colon else rest).strip())
    found, coalition = _FOR.match(head), ""
    if found:
        group = await groups.named(spoken.store, found["group"], prefix=spoken.manners.prefix)
        coalition = (await groups.title(spoken.store, group)).handle
        head = head[found.end() :]
    named = _AS.match(head)
    who = named["who"].strip(" ,") if named else ""
    if not found and not re.match(r"\s*,?\s*as\b", head, re.IGNORECASE):
        # The colon stands within the reason.
        return View(rest.strip())
    return View(text.strip(), coalition, listed(stakeholders.read(who)) if who else "")


def number_of(rest: str) -> tuple[int | None, str]:
    """The number of an objection before a colon or alone, and what follows it."""
    found = re.match(r"^(?:objection\s+)?#?(\d{1,3})\b\s*:?\s*(.*)$", rest, re.I | re.S)
    if found:
        return int(found[1]), found[2].strip()
    return None, rest.lstrip(": ").strip()


def require_text(text: str, example: str) -> str:
    """The text; BadArgument, which shows the example, where there is none."""
    if not text:
        raise BadArgument(f"The new words of the decision are missing. Say it as `!{example}`.")
    return text
