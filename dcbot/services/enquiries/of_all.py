"""Of all: which coalitions a list names, which are new, how many there are, and which have what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dcbot import dates
from dcbot.arguments import listed
from dcbot.errors import NotFound
from dcbot.message import literal, quoted
from dcbot.services import coalitions, community, groups, statements
from dcbot.services.coalitions import Listing
from dcbot.services.enquiries import searching
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.groups import Title
from storage.facts import Fact
from storage.groups import GroupKind
from storage.store import PublicStore, Store

_MOST = 12
_HAVE = {
    Asked.LIST: ("list", "a mailing list"),
    Asked.ARCHIVE: ("archive", "an archive of its list"),
    Asked.SITE: ("site", "a site"),
    Asked.OUTPUTS: ("output", "outputs"),
    Asked.MET: ("met", "a meeting elsewhere than at the IGF"),
    Asked.JOIN: ("join", "a way to join"),
}
_NOT_INACTIVE = "That a list does not name a coalition does not say that it is inactive."


async def searched(
    store: Store | PublicStore, part: Part, places: Sequence[int], *, prefix: str
) -> Reply:
    """The coalitions that have to do with the words at these places, and where the words stand."""
    many = (await community.labels(store)).many
    words = part.say(places)
    found, nowhere = await searching.search(store, [part.words[at] for at in places], words)
    if not found.matches:
        text = (
            f"I do not find {quoted(words)} in the names, topics, outputs and descriptions of the "
            f"{found.among} {many} known here. `{prefix}coalition list` lists them."
        )
        return Reply(text, Kind.NOT_KNOWN)
    has = "has" if len(found.matches) == 1 else "have"
    head = (
        f"{len(found.matches)} of the {found.among} {many} known here {has} to do with "
        f"{quoted(found.words)}:"
    )
    facts = await store.facts.all("topic", "output", "about", "met")
    lines = []
    for match in found.matches[:_MOST]:
        where = "; ".join(_where(match.title, match.found, facts))
        lines.append(f"- **{literal(match.title.handle)}** ({literal(match.title.short)}): {where}")
    more = len(found.matches) - _MOST
    if more > 0:
        said = groups.sayable(found.words)
        lines.append(f"- and {more} more: `{prefix}coalition search {said}`")
    if nowhere:
        lines.append(f"\nOf {quoted(' '.join(nowhere))} nothing is recorded.")
    one = [match.title.group for match in found.matches] if len(found.matches) == 1 else []
    return Reply("\n".join([head, *lines]), Kind.ANSWERED, about=tuple(one))


def _where(title: Title, found: Mapping[str, Sequence[str]], facts: Sequence[Fact]) -> list[str]:
    told = []
    for what, texts in found.items():
        if what == "name":
            told.append(f"its name ({literal(title.names[0].source)})")
            continue
        first = texts[0]
        held = [one for one in facts if (one.group_id, one.value) == (title.group.id, first)]
        where = f" ({statements.dated(held[0])})" if held else ""
        label = {"met": "meeting elsewhere", "about": "description"}.get(what, what)
        told.append(f"{label} “{statements.words(first.rstrip('.'))}”{where}")
    return told


async def count(store: Store | PublicStore, *, prefix: str) -> Reply:
    """How many are known here, and how many were counted when, by whom."""
    many = (await community.labels(store)).many
    known = await coalitions.listing(store)
    told = await community.statements(store, "about")
    counted = [
        one for one in told if re.search(r"\b\d+ (?:active )?(?:coalitions|were)", one["text"])
    ]
    counted += [
        one for one in told if "coalitions were active" in one["text"] and one not in counted
    ]
    lines = [
        f"{len(known.entries)} {many} are known to this register, as of "
        f"{dates.said(known.date) or 'no date'}; not all of them existed at one time.",
        *(f"- {statements.told(one)}" for one in sorted(counted, key=lambda one: one["seen"])),
        f"`{prefix}coalition list` names them, each with when it was last seen.",
    ]
    return Reply("\n".join(lines), Kind.ANSWERED)


async def of_year(store: Store | PublicStore, year: str, *, prefix: str) -> Reply:
    """Which stood on the list of a year, and how complete that list is."""
    try:
        found = await coalitions.listing(store, year, prefix=prefix)
    except NotFound as mistake:
        return Reply(mistake.text, Kind.NOT_KNOWN)
    many = (await community.labels(store)).many
    names = ", ".join(_entry(found, place) for place in range(len(found.entries)))
    when = found.name.removeprefix("list of ")
    least = "at least " if found.gap else ""
    active = " as active" if found.active else ""
    text = (
        f"In {when}, {least}{len(found.entries)} {many} were listed{active} "
        f"({literal(found.source)}): {names}."
    )
    return Reply(" ".join([text, *_gap(found), *found.counts]), Kind.ANSWERED)


def _entry(found: Listing, place: int) -> str:
    entry = found.entries[place]
    new = f" (new in {found.date[:4]})" if entry.new else ""
    return f"{literal(entry.title.at(found.date))}{new}"


def _gap(found: Listing) -> list[str]:
    if not found.gap:
        return []
    return [f"There may be more, for {literal(found.gap)}; of {len(found.unsure)} it is not known."]


async def absent(store: Store | PublicStore, year: str) -> Reply:
    """Which known ones a list does not name: of a year, or any."""
    facts = [
        fact
        for fact in await store.facts.all("status")
        if fact.value == statements.ABSENT and (not year or year in f"{fact.kind} {fact.seen}")
    ]
    titles = await _titles(store)
    if not facts:
        when = f" of {year}" if year else ""
        text = f"Of no coalition is it recorded that a list{when} does not name it. {_NOT_INACTIVE}"
        return Reply(text, Kind.NOT_KNOWN)
    lines = [
        f"- {literal(titles[fact.group_id].line)}: not on the {statements.roll(fact)} "
        f"({statements.dated(fact)})"
        for fact in facts
        if fact.group_id in titles
    ]
    head = "Known here, and not on that list:" if year else "Known here, and not on a later list:"
    return Reply("\n".join([head, *lines, _NOT_INACTIVE]), Kind.ANSWERED)


async def began(
    store: Store | PublicStore,
    years: Sequence[str],
    words: Sequence[str],
    *,
    new: bool,
    prefix: str,
) -> Reply:
    """Which are called new in a year, or began in it, before or after it; the newest where no
    year is said."""
    titles = await _titles(store)
    facts = [one for one in await store.facts.all("new") if one.value[:4] in years and new]
    if not facts:
        founded = [one for one in await store.facts.all("founded") if not one.unknown]
        facts = [one for one in founded if _in(one.value[:4], years, words)]
        if not years:
            facts = sorted(founded, key=lambda one: one.value)[-6:][::-1]
    lines = [
        f"- {literal(titles[one.group_id].line)}: {literal(one.kind or one.what)} "
        f"{statements.value(one)} ({statements.dated(one)})"
        for one in facts
        if one.group_id in titles
    ]
    when = f" {listed(list(years))}" if years else ""
    which = next((word for word in words if word in _COMPARED and len(years) == 1), "of")
    if not lines and new and years:
        newest = await began(store, (), words, new=False, prefix=prefix)
        already = [one for one in await store.facts.all("new") if one.group_id in titles]
        names = listed([literal(titles[one.group_id].handle) for one in already])
        years_of = listed(sorted({one.value[:4] for one in already}))
        last = (
            f"\nCalled new in {years_of}: {names} ({statements.dated(already[0])})."
            if already
            else ""
        )
        text = f"None is recorded here as new in{when}. {newest.text}{last}"
        return Reply(text, Kind.NOT_KNOWN)
    if not lines:
        text = (
            f"No founding {which}{when} is recorded here. Of many coalitions the founding is not "
            f"known; `{prefix}coalition list` names all that are known."
        )
        return Reply(text, Kind.NOT_KNOWN)
    called = bool(facts) and facts[0].what == "new"
    head = f"Foundings recorded here{f', {which}{when}' if when else ', the newest first'}:"
    if called:
        head = f"Called new in{when}:"
    tail = [] if called else ["Of others the founding is not known."]
    return Reply("\n".join([head, *lines, *tail]), Kind.ANSWERED)


_COMPARED = ("before", "until", "since", "after", "from")


def _in(year: str, years: Sequence[str], words: Sequence[str]) -> bool:
    if not years or not year:
        return False
    before = {"before", "until"} & set(words)
    later = {"since", "after", "from"} & set(words)
    if len(years) > 1:
        return min(years) <= year <= max(years)
    if before:
        return year < years[0]
    if later:
        return year >= years[0] if "after" not in words else year > years[0]
    return year == years[0]


async def having(store: Store | PublicStore, asked: Asked, *, without: bool) -> Reply:
    """Of which something is known, or is not."""
    what, label = _HAVE[asked]
    titles = await _titles(store)
    known = {one.group_id for one in await store.facts.all(what) if not one.unknown}
    have = [literal(title.handle) for key, title in titles.items() if key in known]
    lack = [literal(title.handle) for key, title in titles.items() if key not in known]
    if without:
        text = (
            f"{label[:1].upper()}{label[1:]} is not known here of {len(lack)}: {', '.join(lack)}. "
            "That it is not known does not say that there is none."
        )
    else:
        text = f"{label[:1].upper()}{label[1:]} is known here of {len(have)}: {', '.join(have)}."
    return Reply(text, Kind.ANSWERED)


async def active(store: Store | PublicStore, *, inactive: bool, prefix: str) -> Reply:
    """Which the newest list names; none is called inactive for not standing on one."""
    facts = [one for one in await store.facts.all("status") if not one.unknown]
    titles = await _titles(store)
    said = [one for one in facts if one.value not in ("active", "listed", statements.ABSENT)]
    if inactive:
        lines = [
            f"- {literal(titles[one.group_id].line)}: {statements.latest(one)}"
            for one in said
            if one.group_id in titles
        ]
        head = "Said here:" if lines else "Of no coalition is it recorded that it is inactive."
        away = await absent(store, "")
        return Reply("\n".join([head, *lines, away.text]), Kind.ANSWERED)
    rolls = sorted((one for one in facts if statements.on_a_list(one)), key=lambda one: one.seen)
    if not rolls:
        return Reply(f"No list is known yet. `{prefix}coalition list` says more.", Kind.NOT_KNOWN)
    newest = await of_year(store, rolls[-1].seen[:4], prefix=prefix)
    more = f"{_NOT_INACTIVE} `{prefix}coalition list` says when each was last seen."
    return Reply(f"{newest.text} {more}", newest.kind)


async def _titles(store: Store | PublicStore) -> dict[int, Title]:
    found = await groups.titles(store, GroupKind.COALITION)
    return {title.group.id: title for title in found}
