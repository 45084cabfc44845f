"""Coalitions: which there are, what is known of one, and which have to do with some words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from rapidfuzz import fuzz

from dcbot import dates
from dcbot.arguments import GroupName, Rest, listed
from dcbot.command import Call, Example, command
from dcbot.errors import NotFound
from dcbot.lines import fold
from dcbot.message import Answer, literal, quoted
from dcbot.services import coalitions, community, groups, portraits, statements
from dcbot.services.coalitions import Entry, Listing, Match
from dcbot.services.groups import Title

_SEARCHED = "names, topics, outputs and descriptions"
_PLACES = {"met": "meeting elsewhere", "about": "description"}
_MOST_BRIEF = 6


@command(
    "coalition list",
    aliases=(
        *("coalitions", "coalitions list", "dcs", "list coalitions", "list dcs", "list"),
        *("which coalitions are there", "what coalitions are there", "how many coalitions"),
    ),
    examples=(
        Example(
            "coalition list 2017",
            "18 coalitions were listed as active in April 2017 "
            "(Dynamic Coalitions Briefing Document)…",
        ),
        Example("coalition list 2019", "No list of 2019 is known.…"),
    ),
)
async def coalition_list(call: Call, year: Annotated[str, Rest("year")] = "") -> Answer:
    """List the coalitions that are known, or those on the list of a year.

    Without a year it is all that are known, each with when it was last seen. With a year it is
    those that a list of that year names; where there is none, you are told which lists there are.
    """
    found = await coalitions.listing(call.store, year, prefix=call.manners.prefix)
    words = await community.labels(call.store)
    say = Lists(call, found, words.many)
    return Answer(say.whole(), brief=say.brief())


@command(
    "coalition",
    aliases=("coalition show", "dc", "show", "what is", "tell me about"),
    examples=(
        Example("coalition DCAD", "**DCAD**: Dynamic Coalition on Accessibility and Disability…"),
        Example("coalition the one on climate", "**DCICC**: …"),
        Example("coalition rights", "“rights” may mean two groups: `DC-COS` (Child Online Saf…"),
    ),
)
async def coalition(call: Call, name: GroupName) -> Answer:
    """Tell what is known of a coalition: names, founding, site, list, outputs, when it was seen.

    Any name will do, also an old or a mistyped one. In a direct chat and by mail you get all of
    it, each fact with its source and date.
    """
    prefix = call.manners.prefix
    try:
        group = await groups.named(call.store, name, prefix=prefix)
    except NotFound as mistake:
        raise NotFound(_other_command(call, name) or mistake.text) from mistake
    portrait = await portraits.portrait(call.store, group)
    words = await community.labels(call.store)
    all_of_it = call.say(f"coalition {groups.sayable(portrait.title.handle)}")
    brief = (
        f"{portrait.brief(name)}\nAll that is known, with sources: {all_of_it} in a direct chat."
    )
    ask = f"To ask its people: {call.say(f'contact {groups.sayable(portrait.title.handle)}')}"
    whole = portrait.whole(name, office=words.office, prefix=prefix)
    return Answer(f"{whole}\n\n{ask}", brief=brief)


@command(
    "coalition search",
    aliases=("search coalitions", "find coalition", "coalition find"),
    examples=(
        Example(
            "coalition search libraries",
            "1 of the 37 coalitions known here has to do with “libraries”…",
        ),
        Example("coalition search whales", "None of the 37 coalitions known here has to do with…"),
    ),
)
async def coalition_search(call: Call, words: Annotated[str, Rest("text")]) -> Answer:
    """Search names, topics, outputs and descriptions of the coalitions for words.

    A coalition is found where they hold all the words, singular or plural.
    """
    found = await coalitions.search(call.store, words)
    many = (await community.labels(call.store)).many
    if not found.matches:
        return Answer(
            f"None of the {found.among} {many} known here has to do with {quoted(words)}. "
            f"Searched were their {_SEARCHED}. {call.say('coalition list')} lists them."
        )
    has = "has" if len(found.matches) == 1 else "have"
    head = (
        f"{len(found.matches)} of the {found.among} {many} known here {has} to do with "
        f"{quoted(found.words)}"
    )
    if fold(found.words) != fold(words):
        head += f" ({quoted(words)} stands nowhere)"
    lines = [_match(one) for one in found.matches]
    more = len(lines) - _MOST_BRIEF
    cut = [f"- and {more} more, which I name in a direct chat"] if more > 0 else []
    brief = [f"{head}:", *(_brief_match(one) for one in found.matches[:_MOST_BRIEF]), *cut]
    about = f"Searched were their {_SEARCHED}; {call.say('coalition …')} with a name tells more."
    return Answer("\n".join([f"{head}:", *lines, "", about]), brief="\n".join(brief))


def _match(one: Match) -> str:
    where = ["its name"] if "name" in one.found else []
    for what, texts in one.found.items():
        if what != "name":
            told = ", ".join(statements.words(text.rstrip(".")) for text in texts)
            where.append(f"{_PLACES.get(what, what)} “{told}”")
    return f"- **{literal(one.title.handle)}**{_about(one.title)}: {'; '.join(where)}"


def _brief_match(one: Match) -> str:
    places = listed([_PLACES.get(what, what) for what in one.found])
    return f"- **{literal(one.title.handle)}**{_about(one.title)}: {places}"


def _about(title: Title) -> str:
    return f" ({literal(title.short)})" if title.line != title.handle else ""


def _other_command(call: Call, name: str) -> str:
    """What was meant, where the first word is a mistyped command rather than a name."""
    first, _, rest = name.partition(" ")
    for words in call.registry.by_words:
        known = words.removeprefix("coalition ")
        if known != words and " " not in known and fuzz.ratio(fold(first), known) >= 80:
            meant = groups.sayable(f"coalition {known} {rest}")
            nothing = f"Nothing known here goes by the name {quoted(name)}."
            return f"{nothing} Did you mean {call.say(meant)}?"
    return ""


class Lists:
    """How a list is said."""

    def __init__(self, call: Call, listing: Listing, many: str) -> None:
        self.call = call
        self.listing = listing
        self.many = many

    def brief(self) -> str:
        """All on the list in one line, and how complete it is."""
        names = ", ".join(self._short(one) for one in self.listing.entries)
        return " ".join([f"{self._head()}: {names}.", *self._completeness()])

    def whole(self) -> str:
        """One line for each, and how complete the list is."""
        lines = [f"{self._head()}:"]
        began = [one for one in self.listing.entries if not one.title.group.later]
        later = [one for one in self.listing.entries if one.title.group.later]
        if self.listing.name or not later:
            lines += [self._line(one) for one in self.listing.entries]
        else:
            lines += ["", *map(self._line, began), "", "**Came later**", *map(self._line, later)]
        if self.listing.rolls:
            lines += ["", f"The lists: {'; '.join(map(literal, self.listing.rolls))}."]
        lines += ["", " ".join(self._completeness())]
        if self.listing.unsure:
            lines += [
                "",
                f"Not told: {', '.join(literal(one.handle) for one in self.listing.unsure)}.",
            ]
        say = self.call.say("coalition DCAD") if self.listing.entries else self.call.say("help")
        return "\n".join([*lines, "", f"{say} tells what is known of one."])

    def _head(self) -> str:
        found, count = self.listing, len(self.listing.entries)
        if not found.name:
            newest = f" as of {dates.said(found.date)}, the newest sighting"
            as_of = newest if found.date else ""
            return f"{count} {self.many} are known here{as_of}"
        least = "At least " if found.gap else ""
        active = " as active" if found.active else ""
        when = found.name.removeprefix("list of ")
        return f"{least}{count} {self.many} were listed{active} in {when} ({literal(found.source)})"

    def _completeness(self) -> Iterator[str]:
        found = self.listing
        if not found.name:
            if found.gap:
                yield f"There may be more, for {literal(found.gap)}."
            return
        if found.gap:
            yield (
                f"How many more there were is not known, for {literal(found.gap)}; of "
                f"{len(found.unsure)} others known here it cannot be told."
            )
        elif found.note:
            yield "That is the whole list."
        yield from found.counts

    def _short(self, one: Entry) -> str:
        new = f" (new in {self.listing.date[:4]})" if one.new else ""
        return f"{literal(self._called(one))}{new}"

    def _called(self, one: Entry) -> str:
        return one.title.at(self.listing.date) if self.listing.date else one.title.handle

    def _line(self, one: Entry) -> str:
        called, title = self._called(one), one.title
        about = _about(title)
        if called != title.handle:
            about = f" ({literal(title.handle)}: {literal(title.short)})"
        line = f"- {literal(called)}{about}"
        if self.listing.name:
            line += f", new in {self.listing.date[:4]}" if one.new else ""
            note = one.sighting.note.rstrip(".") if one.sighting else ""
            # The name it stood there by is said already.
            note = "" if note == f"As {called}" else note
            return f"{line}. {literal(note)}." if note else line
        if one.sighting is None:
            return f"{line}: when it was last seen is not known"
        # Which document each list is, stands below all of them.
        where = f" ({statements.origin(one.sighting)})" * (not statements.on_a_list(one.sighting))
        return f"{line}: {statements.latest(one.sighting)}{where}"
