"""Things: what coalitions publish and where they meet, asked for by its own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from dcbot.lines import fold
from dcbot.message import literal
from dcbot.services import groups, statements
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part
from dcbot.services.enquiries.ordinary import is_ordinary
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.small_words import SMALL
from dcbot.services.enquiries.wanted import Wanted
from dcbot.services.groups import Title
from storage.facts import Fact
from storage.groups import Group
from storage.store import PublicStore, Store

_LABELS = {"output": "output", "met": "meeting elsewhere", "about": "description"}
_ORDINARY_NAME = 3
"""So many ordinary words, one after the other, are a name, such as “Terms of Reference”."""
_SOURCES = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORK = re.compile(r"(?:chang|achiev|accomplish|contribut|improv|impact|help|done|did$|effect)")
_NOT_OF_THINGS = frozenset(
    (Asked.SITE, Asked.ARCHIVE, Asked.JOIN, Asked.CONTACT, Asked.START, Asked.SAME)
)


async def asked_for(
    store: Store | PublicStore, part: Part, named: Collection[Group], rest: Sequence[str]
) -> Reply | None:
    """What is recorded of an output or meeting whose name stands in the part; None without one.

    Where other coalitions are `named`, it is said that of them nothing such is recorded. `rest`
    are the words in which more is asked: descriptions that hold one of them are told too.
    """
    if not _NOT_OF_THINGS.isdisjoint(part.asked):
        return None
    if Asked.STATUS in part.asked and not part.asked[Asked.STATUS].startswith("exist"):
        return None
    said = [groups.stem(word) for word in part.words]
    facts = [
        fact
        for fact in await store.facts.all("output", "met")
        if not fact.unknown and _stands(fact.value, said)
    ]
    facts = facts or await _by_its_end(store, part.words)
    if not facts:
        return None
    titles = {one.group.id: one for one in await groups.titles(store)}
    of_named = [fact for fact in facts if fact.group_id in {group.id for group in named}]
    lines = [_line(titles[fact.group_id], fact) for fact in of_named or facts]
    about = tuple(
        {fact.group_id: titles[fact.group_id].group for fact in of_named or facts}.values()
    )
    if len(about) == 1:
        told = await holding(store, about[0], rest)
        lines += [_line(titles[about[0].id], fact) for fact in told if fact not in facts]
    head = [] if of_named or not named else [_not_of(titles, named)]
    kind = Kind.NOT_KNOWN if head else Kind.ANSWERED
    return Reply("\n".join([*head, *lines]), kind, about=about)


def tells(reply: Reply, wanted: Wanted | None) -> bool:
    """Whether what is told of an output or a meeting gives this kind of answer."""
    if wanted is Wanted.WHEN:
        # The years of the sources stand in brackets.
        return _YEAR.search(_SOURCES.sub("", reply.text)) is not None
    return wanted in (None, Wanted.WHO, Wanted.WHERE) and (
        wanted is not Wanted.WHERE or _LABELS["met"] in reply.text
    )


def _not_of(titles: dict[int, Title], named: Collection[Group]) -> str:
    handles = ", ".join(literal(titles[group.id].handle) for group in named)
    return f"Of {handles} that is not recorded. Recorded is:"


def _line(title: Title, fact: Fact) -> str:
    note = f" {literal(fact.note.rstrip('.'))}." if fact.note else ""
    value = statements.value(fact).rstrip(".")
    where = statements.dated(fact)
    return f"- **{literal(title.line)}**, {_LABELS[fact.what]}: {value} ({where}).{note}"


def _stands(name: str, said: Sequence[str]) -> bool:
    """Whether the name stands in what is said, word by word; its year and place may be left out."""
    words = [word for word in fold(name.partition(",")[0]).split() if not word.isdigit()]
    telling = any(word not in SMALL and not is_ordinary(word) for word in words)
    if not telling and len(words) < _ORDINARY_NAME:
        return False
    wanted = [groups.stem(word) for word in words if word not in SMALL or not telling]
    size = len(wanted)
    return any(list(said[at : at + size]) == wanted for at in range(len(said) - size + 1))


async def _by_its_end(store: Store | PublicStore, said: Sequence[str]) -> list[Fact]:
    """The one output that is called by its last two words, such as the report card."""
    pairs = set(pairwise(said)) | set(pairwise(word.removesuffix("s") for word in said))
    facts = await store.facts.all("output")
    ends = {}
    for fact in facts:
        words = fold(fact.value).split()
        if not fact.unknown and len(words) > _ORDINARY_NAME - 1:
            ends[fact.id] = (words[-2], words[-1])
    texts = [fold(fact.value) for fact in await store.facts.all("output", "about", "topic")]
    texts += [name.folded for one in await groups.titles(store) for name in one.names]
    held = Counter(word for text in texts for word in set(text.split()))
    # Its last word stands nowhere else, so nothing else is meant.
    return [one for one in facts if ends.get(one.id) in pairs and held[ends[one.id][1]] == 1]


async def holding(store: Store | PublicStore, group: Group, words: Sequence[str]) -> Sequence[Fact]:
    """What is recorded of the group in words of which the most are these; none without any."""
    wanted = {groups.stem(word) for word in words}
    scored = []
    for fact in await store.facts.of(group.id, "about", "output", "met"):
        if not fact.unknown:
            text = fold(f"{fact.value} {fact.note}")
            scored.append((len(wanted & {groups.stem(word) for word in text.split()}), fact))
    best = max((score for score, _ in scored), default=0)
    return [fact for score, fact in scored if score == best and best > 0]


async def told(store: Store | PublicStore, group: Group, words: Sequence[str]) -> Reply | None:
    """What is recorded of the group in these words; None where nothing is."""
    facts = await holding(store, group, words)
    if not facts and any(_WORK.match(word) for word in words):
        # What it has done, or changed, is what is known of its work.
        known = await store.facts.of(group.id, "about", "output")
        facts = [fact for fact in known if not fact.unknown]
    if not facts:
        return None
    title = await groups.title(store, group)
    return Reply("\n".join(_line(title, fact) for fact in facts), Kind.ANSWERED, about=(group,))
