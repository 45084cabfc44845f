"""Portraits: all that the register knows of one group, told in brief or whole with every source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dcbot import dates
from dcbot.arguments import listed
from dcbot.lines import fold
from dcbot.message import literal
from dcbot.services import groups, statements
from dcbot.services.groups import Title
from dcbot.services.statements import origin, remark, sighting, source, value
from storage.facts import Fact
from storage.groups import Group, GroupName, NameKind
from storage.store import PublicStore, Store

REACHED = ("site", "list", "join")
"""How a group is reached."""
_EXPECTED = ("founded", "site", "list", "archive")
_NAMED = {
    "list": "mailing list",
    "founded": "founding",
    "archive": "archive of the list",
    "archive software": "software of the archive",
    "join": "how to join",
    "met": "met elsewhere",
    "became": "later history",
}
# Kinds that say no more than the value itself does.
_PLAIN = ("address", "page of the list", "group", "later", "form")
# What is named last, where there is room for one.
_LESSER = {"earlier": 3, "earlier address": 3, "older": 3, "page at the IGF": 2}


@dataclass(frozen=True)
class Portrait:
    """One group: how it is called, and what holds of it now."""

    title: Title
    facts: Sequence[Fact]

    def known(self, *what: str) -> list[Fact]:
        """What is known of these kinds, kind by kind, each in the order of its recording."""
        return [one for kind in what for one in self.facts if one.what == kind and not one.unknown]

    def best(self, what: str) -> Fact | None:
        """The one to name where there is room for one: its own and newest before others."""
        return min(self.known(what), key=lambda one: _LESSER.get(one.kind, 0), default=None)

    def looked_for(self, what: str) -> Fact | None:
        """The note that this was looked for and not found, if there is one."""
        unknown = (one for one in self.facts if one.what == what and one.unknown)
        return next(unknown, None)

    @property
    def status(self) -> list[Fact]:
        """All that is known of its status, by date; also that a list does not name it."""
        return sorted((one for one in self.facts if one.what == "status"), key=lambda one: one.seen)

    def brief(self, asked: str = "") -> str:
        """Four or five lines: name, founding, how to reach it, when it was last seen.

        `asked` are the words that it was asked for with; a former name among them is explained.
        """
        lines = [self.heading, *self.renamed(asked), f"Founded: {self.founded()}."]
        return "\n".join([*lines, " · ".join(self.reach()), self.last_seen()])

    def whole(self, asked: str = "", *, office: str, prefix: str = "!") -> str:
        """All that is known, each with source and date; what is not known, and who may add it."""
        parts = [
            [self.heading, *self.renamed(asked), *self._names()],
            [f"{value(fact)} Source: {source(fact)}" for fact in self.known("about")],
            *([f"**{heading}**", *map(self.fact, facts)] for heading, facts in self.sections()),
            list(self._not_known(office, prefix)),
            list(self._topics()),
        ]
        return "\n\n".join("\n".join(part) for part in parts if part)

    @property
    def heading(self) -> str:
        """Its handle and its full name."""
        handle, full = self.title.handle, self.title.group.name
        return (
            f"**{literal(handle)}**: {literal(full)}" if handle != full else f"**{literal(full)}**"
        )

    def renamed(self, asked: str = "") -> Iterator[str]:
        """That it goes by a later name, or that it was asked for by a former one."""
        handle = literal(self.title.handle)
        later = sorted((n for n in self.title.of(NameKind.LATER) if n.since), key=_length)
        if later:
            full = f" ({literal(later[-1].name)})" if len(later) > 1 else ""
            yield f"{handle} has been {literal(later[0].name)}{full} since {_said(later[0].since)}."
        for name in self.title.of(NameKind.FORMER):
            if name.folded == fold(asked):
                since = f" since {_said(name.until)}" if name.until else ""
                yield f"{literal(name.name)} has been {handle}{since}."

    def founded(self) -> str:
        """When it began. There may be several right answers, each with its kind and its source."""
        told = []
        for fact in sorted(self.known("founded"), key=lambda one: one.value):
            kind = literal(fact.kind)
            if kind.endswith(" by"):
                told.append(f"{kind} {value(fact)} ({origin(fact)})")
            else:
                told.append(f"{value(fact)} ({kind}{'; ' if kind else ''}{origin(fact)})")
        if not told:
            return self._not_found("founded")
        return ("not known, but " if self.looked_for("founded") else "") + "; ".join(told)

    def reach(self) -> Iterator[str]:
        """Site, list and way to join, the best of each; unknown said as unknown."""
        for what in REACHED:
            fact = self.best(what)
            if fact:
                yield f"{what.capitalize()}: {value(fact)}{_kind(fact)}"
            elif what != "join":
                yield f"{what.capitalize()}: {self._not_found(what)}"

    def ways_in(self) -> Iterator[str]:
        """What somebody does to join, step by step; what is not known of it is said."""
        ways, lists = self.known("join"), self.known("list")
        for fact in ways:
            form = "Fill in the form: " if fact.kind == "form" else ""
            yield f"{form}{value(fact).rstrip('.')} ({statements.dated(fact)})."
        for fact in lists:
            if fact.kind not in _LESSER:
                yield f"Its mailing list: {value(fact)}{_kind(fact)} ({statements.dated(fact)})."
        if not lists and not ways:
            yield f"Its mailing list: {self._not_found('list')}; its site or its people will say."
        elif not ways:
            yield "How to subscribe is not recorded; the list or its site will say."
        for site in self.known("site"):
            if not site.kind.startswith("earlier"):
                which = site.kind if site.kind.startswith("page") else "site"
                yield f"Its {which}: {value(site)} ({statements.dated(site)})."
        archive = self.best("archive")
        if archive:
            yield f"What was said before stands in the archive: {value(archive)}"

    def last_seen(self) -> str:
        """The latest sighting with its source, and the lists since then that do not name it."""
        seen = statements.seen(self.facts)
        if not seen:
            return "When it was last seen is not known."
        last = seen[-1]
        said = f"{_capital(statements.latest(last))} ({origin(last)})."
        absent = [
            f"the {statements.roll(one)}"
            for one in self.status
            if one.value == statements.ABSENT and one.seen > last.seen
        ]
        if not absent:
            return said
        return f"{said} It is not on {listed(absent, 'or')}; that does not say that it is inactive."

    def _not_found(self, what: str) -> str:
        fact = self.looked_for(what)
        return f"not known (looked for, {_said(fact.seen)})" if fact else "nothing recorded yet"

    def _names(self) -> Iterator[str]:
        shown = (self.title.handle, self.title.group.name)
        others = [_dated(name) for name in self.title.names if name.name not in shown]
        if others:
            yield f"Also called: {'; '.join(others)}."

    def sections(self) -> Iterator[tuple[str, list[Fact]]]:
        """What is known, under the headings by which it is told; none of them is empty."""
        every = {
            "Founded": self.known("founded") or self.known("new"),
            "How to reach it": self.known(*REACHED, "archive", "archive software"),
            "What it does": self.known("output", "report", "met"),
            "What became of it": self.known("became"),
            "When it was seen": [one for one in self.status if not one.unknown],
        }
        yield from ((heading, facts) for heading, facts in every.items() if facts)

    @staticmethod
    def fact(fact: Fact) -> str:
        if fact.what == "status":
            said = _capital(sighting(fact))
            if statements.on_a_list(fact):
                said = f"{_capital(statements.roll(fact))}: {literal(fact.value)}"
            more = literal(fact.note) if statements.on_a_list(fact) else ""
        elif fact.what == "founded":
            said, more = f"{_capital(literal(fact.kind or 'founded'))}: {value(fact)}", remark(fact)
        elif fact.what == "new":
            said, more = f"Called new in {value(fact)}", remark(fact)
        else:
            label = _capital(_NAMED.get(fact.what, fact.what))
            kind = f" ({literal(fact.kind)})" if fact.kind and fact.kind != "form" else ""
            said, more = f"{label}: {value(fact)}{kind}", remark(fact)
        return f"- {said.rstrip('.')}. {more + ' ' if more else ''}Source: {source(fact)}"

    def _not_known(self, office: str, prefix: str) -> Iterator[str]:
        """What was looked for in vain, and what nobody has recorded; and who may add it."""
        unknown = [one for one in self.facts if one.unknown]
        recorded = {one.what for one in self.facts}
        missing = [_NAMED.get(what, what) for what in _EXPECTED if what not in recorded]
        if not unknown and not missing:
            return
        yield "**What is not known**"
        for fact in unknown:
            what = statements.roll(fact) if fact.what == "status" else _NAMED.get(fact.what)
            note = f": {literal(fact.note.rstrip('.'))}" if fact.note else ""
            yield f"- {_capital(what or fact.what)} (looked for, {_said(fact.seen)}){note}."
        if missing:
            yield f"- Nothing is recorded yet of: {', '.join(missing)}."
        first = next((one.what for one in unknown if one.what != "status"), "")
        first = first or next((what for what in _EXPECTED if what not in recorded), "")
        if first:
            how = f"`{prefix}coalition set {groups.sayable(self.title.handle)} {first} …`"
            who = f"A representative of {literal(self.title.handle)} or the {literal(office)}"
            yield f"- {who} can add it: {how}"

    def _topics(self) -> Iterator[str]:
        topics = [literal(fact.value) for fact in self.known("topic")]
        if topics:
            yield f"Words to search by, chosen for this register: {', '.join(topics)}."


async def portrait(store: Store | PublicStore, group: Group) -> Portrait:
    """What the register knows of the group."""
    return Portrait(await groups.title(store, group), await store.facts.of(group.id))


def label(fact: Fact) -> str:
    """What kind of fact it is, in plain words, to stand before its value."""
    if fact.what == "status":
        return statements.plain_roll(fact) if statements.on_a_list(fact) else "seen"
    if fact.what in ("founded", "new"):
        return fact.kind or ("founded" if fact.what == "founded" else "called new")
    kind = f" ({fact.kind})" if fact.kind and fact.kind not in ("form", *_PLAIN) else ""
    return f"{_NAMED.get(fact.what, fact.what)}{kind}"


def _said(date: str) -> str:
    return dates.said(date)


def _length(name: GroupName) -> int:
    return len(name.name)


def _kind(fact: Fact) -> str:
    return f" ({literal(fact.kind)})" if fact.kind and fact.kind not in _PLAIN else ""


def _dated(name: GroupName) -> str:
    since = f"since {_said(name.since)}" if name.since else ""
    until = f"until {_said(name.until)}" if name.until else ""
    when = " ".join(part for part in (since, until) if part)
    return f"{literal(name.name)} ({when})" if when else literal(name.name)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
