"""Of all asked: what is asked of all coalitions, of one by its matter, or of none."""

from __future__ import annotations

import re
from dataclasses import replace

from dcbot.arguments import listed
from dcbot.errors import NotFound
from dcbot.message import literal
from dcbot.services.enquiries import of_all as lists
from dcbot.services.enquiries import of_rules, things
from dcbot.services.enquiries.asked_of_one import OF_ONE, asked_of_one
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part, foreign
from dcbot.services.enquiries.known import Known, framed
from dcbot.services.enquiries.of_these import of_these
from dcbot.services.enquiries.ordinary import number
from dcbot.services.enquiries.passages import Found
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.wanted import Wanted, is_permission
from dcbot.services.enquiries.which import of_coalitions, several, sought, wants_names, which
from storage.groups import Group

_IT = frozenset(("it", "its"))
_ALL = frozenset(("coalitions", "dcs"))
_SOMEONE = frozenset((Asked.MEMBERS, Asked.PEOPLE, Asked.KEEPER))
_ALWAYS = (Asked.WHOSE_WORD, Asked.WHICH, Asked.WHEN)
_WHAT_IS = re.compile(r"(?:what|who)(?: is| are|s)(?: the| an?)? \w+$")
_SOME = 0.34
_MORE = 0.6


async def of_all(known: Known, asked: Content, *, alone: bool, named: bool = False) -> Reply | None:
    """What is asked of none in particular. `alone` where nothing was said before it.

    Where groups are `named`, it is asked which coalitions have to do with such words.
    """
    part = asked.part
    # A name stands in no key: with one, what is asked is in the names alone.
    found = None if named else known.passages.find(asked)
    quoted = _quoted(known, found, part)
    whole = None if named else await _listed(known, asked, quoted)
    if whole:
        return whole
    if several(part):
        told = await which(known, asked)
        listing = of_coalitions(part) or not sought(asked)
        counted = Asked.COUNT in part.asked
        first = (told, quoted) if counted or asked.wanted is None else (quoted, told)
        if told and quoted and listing and told.about and not quoted.about:
            # The quotation speaks of all that is asked, and the list says who.
            text = f"{quoted.text}\n\n{told.told or told.text}"
            return Reply(text, Kind.ANSWERED, index=quoted.index, about=told.about)
        for one in first if listing or part.seeks() else (quoted,):
            if one and one.kind is Kind.ANSWERED:
                return one
        if told and listing:
            near = await known.nearest(asked, found, least=_MORE)
            return near if near and told.kind is Kind.NOT_KNOWN else told
    if part.describes_one() and (told := await _described(known, asked)):
        return told
    if alone and not is_permission(part.plain) and (back := _which_one(known, asked)):
        return back
    if quoted:
        return quoted
    return await _by_matter(known, asked, found)


def _quoted(known: Known, found: Found | None, part: Part) -> Reply | None:
    """The passages where they answer; with the names of their groups, where these are sought."""
    if not found or not found.whole:
        return None
    about = known.about(found)
    if wants_names(part):
        naming = [one for one in found.passages if one.of or one.tells(Wanted.WHO)]
        if not naming:
            return None
        others = [one for one in found.passages if one not in naming]
        found = replace(found, passages=[*naming, *others])
    names = [literal(one.line) for one in known.names.titles if one.group in about]
    who = f"\n{listed(names)}." if part.seeks() and names else ""
    return Reply(f"{found.text()}{who}", Kind.ANSWERED, index=found.index, about=about)


async def _listed(known: Known, asked: Content, quoted: Reply | None) -> Reply | None:
    """What is kept as a list of its own, where no more is asked than that."""
    cues, store = asked.part.asked, known.store
    counted = is_permission(asked.part.plain) and any(map(number, asked.part.words))
    if asked.asks(Asked.START) and asked.wanted is None and not counted:
        told = await of_rules.starting(store)
        if not asked.beyond((Asked.START, *_ALWAYS), *([] if quoted else [told.text])):
            return told
    if asked.asks(Asked.ABOUT) and not asked.beyond((Asked.ABOUT, *_ALWAYS)):
        return await of_rules.about(store)
    joining = asked.asks(Asked.JOIN) and asked.wanted in (None, Wanted.WHERE, Wanted.WHO)
    if joining and Asked.COUNT not in cues and not asked.beyond((Asked.JOIN, *_ALWAYS)):
        return await of_rules.joining(store)
    if cues.get(Asked.RULE, "").startswith("rule") and not asked.beyond((Asked.RULE, *_ALWAYS)):
        return await of_rules.rules(store) if asked.wanted is None else None
    return None


def _which_one(known: Known, asked: Content) -> Reply | None:
    """Where it is asked of “it”, and nothing says what that is."""
    if (years := asked.part.years) and not asked.part.asked and len(years) == len(asked.needed):
        # “And for 2024?” asks on about what nobody said.
        text = f"Say what is to be told of {listed(years)}, as in “which were new in 2017?”."
        return Reply(text, Kind.ASKED_BACK)
    cues = asked_of_one(asked.part, False)
    said = set(asked.part.words)
    # Whose chair or members are sought is asked as well: all coalitions have no chair.
    someone = _SOMEONE.issuperset(cues) and _ALL.isdisjoint(said)
    if not cues or asked.beyond((*cues, *_ALWAYS)) or not (someone or said & _IT):
        return None
    text = (
        "Say which coalition is meant, by any of its names, as in “when was DC3 founded?”. "
        f"`{known.prefix}coalition list` names them."
    )
    return Reply(text, Kind.ASKED_BACK)


async def _by_matter(known: Known, asked: Content, found: Found | None) -> Reply | None:
    """Of the groups that the words mean by their matter; else what comes nearest."""
    part = asked.part
    groups, mistake = await _meant(known, asked)
    if groups:
        return await of_these(known, asked, groups)
    thing = await _thing(known, asked)
    if thing and thing.kind is Kind.ANSWERED:
        return thing
    near = await known.nearest(asked, found)
    if mistake and not near and _names_one(asked):
        raise mistake
    if near and (part.question or part.asked):
        return thing or near
    if part.question and asked.wanted is Wanted.WHY and part.speaks_of_any():
        return await known.unknown(asked)
    if not part.question or not asked.needed or foreign(part):
        return None
    if part.telling() and not is_permission(part.plain):
        places = asked.whole(asked.needed)
        told = await lists.searched(known.store, part, places, prefix=known.prefix)
        if told.kind is Kind.ANSWERED:
            fitting = asked.wanted in (None, Wanted.WHO)
            return framed(asked, told, asked.beyond(_ALWAYS, told.text), fitting=fitting)
    return await known.nearest(asked, found, least=_SOME) or await known.unknown(asked)


def _names_one(asked: Content) -> bool:
    """Whether it says “the coalition on …”, or asks what one thing is."""
    return asked.part.calls_one() or _WHAT_IS.match(asked.part.plain) is not None


async def _described(known: Known, asked: Content) -> Reply | None:
    """Of the one that “the coalition on …” describes; that none is found where there is none."""
    groups, mistake = await _meant(known, asked)
    if mistake:
        raise mistake
    return await of_these(known, asked, groups) if groups else None


async def _meant(known: Known, asked: Content) -> tuple[list[Group], NotFound | None]:
    """The groups that words which are no names may mean; or why there is none."""
    part = asked.part
    general = is_permission(part.plain) and not set(OF_ONE) & set(part.asked)
    if general or Asked.START in part.asked:
        return [], None
    try:
        return await known.meant(part, ()), None
    except NotFound as mistake:
        return [], mistake


async def _thing(known: Known, asked: Content) -> Reply | None:
    """What is recorded of an output or a meeting that is named."""
    part = asked.part
    rest = [part.words[at] for at in part.left()]
    told = await things.asked_for(known.store, part, (), rest)
    if told is None:
        return None
    beyond = asked.beyond((*_ALWAYS, Asked.OUTPUTS, Asked.MET, Asked.STATUS), told.text)
    fitting = things.tells(told, asked.wanted)
    return framed(asked, told, beyond, fitting=fitting)
