"""Of groups: what a question about one coalition is answered, fact by fact, with the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dcbot import dates
from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.services import community, groups, portraits, statements
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.passages import Passages
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.portraits import Portrait
from storage.facts import Fact
from storage.groups import Group, NameKind
from storage.store import PublicStore, Store

# What is asked for, which facts answer it, how it is called, and what is said to add it.
_FACTS: dict[Asked, tuple[tuple[str, ...], str, str]] = {
    Asked.FOUNDED: (("founded", "new"), "founding", "founded"),
    Asked.LIST: (("list",), "mailing list", "list"),
    Asked.ARCHIVE: (("archive",), "archive of its list", "archive"),
    Asked.SITE: (("site",), "site", "site"),
    Asked.OUTPUTS: (("output", "report"), "outputs and reports", "output"),
    Asked.MET: (("met",), "meetings", "met"),
}
_UNRECORDED = {
    Asked.KEEPER: "Who keeps it is not recorded",
    Asked.PEOPLE: "Who leads, founded or represents it is not told: nobody is named here who has "
    "not agreed to it",
    Asked.MEMBERS: "Who its members are, and how many, is not recorded",
}


class OfGroup:
    """One group, and what is said of it. `year` leaves out what is of other years."""

    def __init__(self, portrait: Portrait, office: str, prefix: str) -> None:
        self.portrait = portrait
        self.office = office
        self.prefix = prefix
        self.handle = literal(portrait.title.handle)
        self.line = literal(portrait.title.line)
        self.known = False

    def answer(self, asked: Sequence[Asked]) -> Reply:
        """All that is asked for, one paragraph each."""
        told = [self._told(one, asked) for one in asked]
        text = "\n\n".join(one for one in told if one)
        return Reply(text, Kind.ANSWERED if self.known else Kind.NOT_KNOWN)

    def _told(self, one: Asked, asked: Sequence[Asked]) -> str:
        if one in _FACTS:
            return self._facts(one)
        if one in _UNRECORDED:
            return self._unrecorded(one, asked)
        self.known = True
        if one is Asked.MEANING:
            return self._meaning()
        if one is Asked.JOIN:
            steps = [f"{place}. {way}" for place, way in enumerate(self.portrait.ways_in(), 1)]
            return "\n".join([f"How to join {self.line}:", *steps])
        if one is Asked.CONTACT:
            return self._contact()
        if one is Asked.STATUS:
            return self._status()
        return self._became() if one is Asked.BECAME else ""

    def _facts(self, one: Asked) -> str:
        what, label, key = _FACTS[one]
        facts = self.portrait.known(*what)
        if one is Asked.MET:
            facts += [fact for fact in self.portrait.known("about") if fact.kind == "meetings"]
        absent = self.portrait.looked_for(what[0])
        lines = [self.portrait.fact(fact) for fact in facts]
        self.known = self.known or bool(facts)
        if lines and not absent:
            return "\n".join([f"{self.line}, {label}:", *lines])
        if absent is None:
            said = f"nothing is recorded of its {label} yet."
        else:
            note = f": {literal(absent.note.rstrip('.'))}" if absent.note else ""
            said = f"{label} not known (looked for, {dates.said(absent.seen)}){note}."
        head = f"{self.line}: {said}" + (" What is known:" if lines else "")
        return "\n".join([head, *lines, self._who_may(key)])

    def _who_may(self, key: str) -> str:
        how = f"`{self.prefix}coalition set {groups.sayable(self.portrait.title.handle)} {key} …`"
        return f"A representative of {self.handle} or the {literal(self.office)} can add it: {how}"

    def _unrecorded(self, one: Asked, asked: Sequence[Asked]) -> str:
        which = "Who keeps it" if one is Asked.KEEPER else ""
        head = _UNRECORDED[one]
        if which and Asked.LIST not in asked and Asked.ARCHIVE not in asked:
            head = _UNRECORDED[Asked.PEOPLE]
        return f"{self.line}: {head}. {self._to_ask()}"

    def _to_ask(self) -> str:
        how = f"`{self.prefix}contact {groups.sayable(self.portrait.title.handle)}`"
        return f"To ask its people, without anybody's address being told: {how}"

    def _contact(self) -> str:
        ways = [way for way in self.portrait.reach() if not way.startswith("Site: nothing")]
        return "\n".join([f"{self.line}: {self._to_ask()}", *(f"- {way}" for way in ways)])

    def _meaning(self) -> str:
        title = self.portrait.title
        official = title.of(NameKind.OFFICIAL) or list(title.names)
        source = literal(official[0].source) if official and official[0].source else ""
        where = f" ({source})" if source else ""
        acronyms = [name.name for name in title.of(NameKind.ACRONYM) if name.name != title.handle]
        lines = [f"{self.handle} stands for {literal(title.group.name)}{where}."]
        if title.handle == title.group.name:
            lines = [f"It is called {literal(title.group.name)}{where}."]
        if acronyms:
            lines.append(f"It is also written {literal(listed(acronyms))}.")
        return " ".join([*lines, *self.portrait.renamed()])

    def _status(self) -> str:
        lines = [f"{self.line}: {self.portrait.last_seen()}"]
        lines += [self.portrait.fact(one) for one in self.portrait.status if not one.unknown]
        cut = [one for one in self.portrait.status if one.unknown]
        lines += [
            f"- Whether it stood on the {statements.roll(one)} is not known: {literal(one.note)}."
            for one in cut
        ]
        return "\n".join(lines)

    def _became(self) -> str:
        facts = self.portrait.known("became")
        names = [*self.portrait.renamed(), *self._former()]
        self.known = bool(facts or names)
        if not self.known:
            return f"{self.line}: no change of its name is recorded. {self.portrait.last_seen()}"
        return "\n".join([f"{self.line}:", *(f"- {one}" for one in names), *self._lines(facts)])

    def _former(self) -> Iterator[str]:
        for name in self.portrait.title.of(NameKind.FORMER):
            until = f" until {dates.said(name.until)}" if name.until else " before"
            yield f"It was called {literal(name.name)}{until} ({literal(name.source)})."

    def _lines(self, facts: Sequence[Fact]) -> list[str]:
        return [self.portrait.fact(fact) for fact in facts]


async def one(
    store: Store | PublicStore, group: Group, asked: Sequence[Asked], *, prefix: str
) -> Reply:
    """What is asked of one group; all that is known of it where nothing special is asked."""
    portrait = await portraits.portrait(store, group)
    office = (await community.labels(store)).office
    if not asked:
        whole = portrait.whole(office=office, prefix=prefix)
        return Reply(whole, Kind.ANSWERED, brief=portrait.brief())
    return OfGroup(portrait, office, prefix).answer(asked)


async def work(store: Store | PublicStore, found: Sequence[Group], said: Passages) -> Reply:
    """What the groups do: how they are described, what they published, what is said of them."""
    lines = []
    for group in found:
        portrait = await portraits.portrait(store, group)
        known = [one for one in portrait.known("about") if one.kind != "meetings"]
        lines.append(portrait.heading)
        lines += [portrait.fact(fact) for fact in [*known, *portrait.known("output")]]
        lines += [f"- {one.told()}" for one in said.about(group.key)]
    return Reply("\n".join(lines), Kind.ANSWERED, about=tuple(found))


async def same(store: Store | PublicStore, found: Sequence[Group], words: str) -> Reply:
    """Whether two groups that were named are one, and what is told of each."""
    if len(found) == 1:
        portrait = await portraits.portrait(store, found[0])
        names = [literal(name.name) for name in portrait.title.names]
        said = " ".join(portrait.renamed())
        text = (
            f"One coalition goes by these names: {portrait.heading}. {said}".rstrip()
            + f"\nIts names here: {', '.join(names)}."
        )
        return Reply(text, Kind.ANSWERED)
    lines = [f"They are {'two' if len(found) == 2 else str(len(found))} coalitions here:"]
    for group in found:
        portrait = await portraits.portrait(store, group)
        about = [
            f"{statements.value(fact).rstrip('.')} ({statements.dated(fact)})."
            for fact in portrait.known("about")[:1]
        ]
        founded = f"Founded: {portrait.founded()}."
        lines.append(" ".join([f"- {portrait.heading}.", *about, founded]))
    return Reply("\n".join(lines), Kind.ANSWERED)
