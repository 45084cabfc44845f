"""Of these: what is asked of groups that are named, from facts, passages and rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dcbot.message import literal
from dcbot.services import community
from dcbot.services.enquiries import ages, of_groups, of_rules, things
from dcbot.services.enquiries.asked_of_one import asked_of_one
from dcbot.services.enquiries.contents import Content, asks_more
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import foreign
from dcbot.services.enquiries.known import Known, framed, told_by
from dcbot.services.enquiries.matters import keys
from dcbot.services.enquiries.replies import Kind, Reply, together
from dcbot.services.enquiries.wanted import Wanted, is_permission, tells_how_often
from storage.groups import Group

# What a cue is taken for, where it is asked of one group.
_TAKEN_FOR = {
    Asked.FOUNDED: (Asked.NEW, Asked.START, Asked.STATUS),
    Asked.PEOPLE: (Asked.KEEPER,),
    Asked.STATUS: (Asked.LIST, Asked.ABSENT),
    Asked.JOIN: (Asked.MEMBERS, Asked.BECAME),
}
# Sources stand in every answer, and what asks for a year or a coalition names nothing else.
_ALWAYS = (Asked.WHOSE_WORD, Asked.WHEN, Asked.WHICH, Asked.ABOUT)


_EVERY = re.compile(
    r"\b(?:every|each|any|all)(?: (?:of the|the|other|single|active))? (?:dynamic )?"
    r"(?:dcs?|coalitions?)\b"
)
_AT_A_PLACE = re.compile(r"\bAt the (?:\w+ )?IGF,? in [A-Z]")
_PARTS = frozenset((Asked.LIST, Asked.ARCHIVE, Asked.SITE, Asked.OUTPUTS, Asked.MET))


def speaks_of_every(line: str) -> bool:
    """Whether it asks of every coalition, of which the facts of one say nothing."""
    return _EVERY.search(line) is not None


def _of_a_part(cues: Sequence[Asked], wanted: Wanted | None) -> bool:
    """Whether it asks when something of the group began, as its list, which is not its founding."""
    began = Asked.FOUNDED in cues and wanted in (Wanted.WHEN, Wanted.PERIOD)
    return began and not _PARTS.isdisjoint(cues)


def asks_of_one(asked: Content) -> bool:
    """Whether it asks what is told of one group, and names nothing else."""
    cues = asked_of_one(asked.part, True)
    return bool(cues) and not asked.beyond((*cues, *_ALWAYS))


async def of_these(
    known: Known, asked: Content, found: Sequence[Group], *, pointed: bool = False
) -> Reply | None:
    """What is asked of these groups. `pointed` where “it” or “they” means them."""
    part = asked.part
    if Asked.SAME in part.asked and not (len(found) > 1 and ages.ranks(part)):
        same = await of_groups.same(known.store, found, part.say(part.left()))
        # Of something else beside the one that is named nothing is told.
        beyond = asked.beyond((Asked.SAME, *_ALWAYS), same.text) if len(found) == 1 else ()
        return framed(asked, same, beyond)
    if Asked.START in part.asked and not part.asked[Asked.START].startswith("appl"):
        return await of_rules.starting(known.store)
    reply = await _Asking(known, asked, found, pointed).reply()
    return replace(reply, about=reply.about or tuple(found)) if reply else None


class _Asking:
    """One part, asked of some groups: the ways to answer it, in the order in which they count."""

    def __init__(self, known: Known, asked: Content, found: Sequence[Group], pointed: bool) -> None:
        self.known = known
        self.asked = asked
        self.groups = found
        self.keys = {group.key for group in found}
        self.cues = asked_of_one(asked.part, True)
        taken = [other for one in self.cues for other in _TAKEN_FOR.get(one, ())]
        self.answered = (*self.cues, *taken, *_ALWAYS)
        self.fitting = told_by(self.cues, asked.wanted)
        self.of_a_part = _of_a_part(self.cues, asked.wanted)
        self.general = speaks_of_every(asked.part.plain)
        self.pointed = pointed

    async def reply(self) -> Reply | None:
        """The first answer that speaks of all that is asked; else the nearest, said as that."""
        if len(self.groups) > 1 and ages.ranks(self.asked.part):
            return await self._ages()
        told = await self._facts() if self.cues else None
        if self.general:
            told = await self._of_all_coalitions() or told or await self._facts()
            return framed(self.asked, told, (), fitting=False)
        if told and self._by_cues(told):
            return told
        found = self.known.passages.find(self.asked, self.keys)
        if found and found.whole:
            about = tuple(self.groups)
            return Reply(found.text(), Kind.ANSWERED, index=found.index, about=about)
        return (
            await self._of_all_coalitions()
            or await self._of_things(sure=True)
            or self._covering(told)
            or (await self.known.nearest(self.asked, found, least=1) if told is None else None)
            or await self._work()
            or await self._holding()
            or await self._of_things(sure=False)
            or await self._framed(told)
        )

    def _by_cues(self, told: Reply) -> bool:
        """Whether no more is asked than the facts tell; a year must stand in them."""
        beyond = self.asked.beyond(self.answered)
        years = [at for at in beyond if self.asked.part.words[at].isdigit()]
        inside = not self.asked.within(years).beyond((), told.text)
        return self._fits(told) and beyond == years and inside and self._of_it(told)

    def _of_it(self, told: Reply) -> bool:
        """Whether it speaks of what “it” is, where that is more than the group."""
        return self.asked.subject <= keys(told.text)

    def _fits(self, told: Reply) -> bool:
        if self.of_a_part:
            return False
        if self.asked.wanted is Wanted.WHERE and self.cues == [Asked.FOUNDED]:
            return _AT_A_PLACE.search(told.text) is not None
        return self.fitting or tells_how_often(told.text, self.asked.wanted)

    async def _ages(self) -> Reply:
        """Which of them is the older, with the foundings that say it."""
        self.cues = [Asked.FOUNDED]
        ranked, clear = await ages.ranked(self.known.store, self.groups)
        told = await self._facts()
        text = f"{ranked}\n\n{told.text}"
        kind = Kind.ANSWERED if clear else Kind.NOT_KNOWN
        return replace(told, text=text, brief="", kind=kind)

    async def _facts(self) -> Reply:
        replies = [
            await of_groups.one(self.known.store, group, self.cues, prefix=self.known.prefix)
            for group in self.groups
        ]
        return together(replies)

    def _covering(self, told: Reply | None) -> Reply | None:
        """The facts, where all words that are not asked for by cues stand in them."""
        if (
            told
            and self._fits(told)
            and self._of_it(told)
            and not self.asked.beyond(self.answered, told.text)
        ):
            return told
        return None

    async def _of_things(self, *, sure: bool) -> Reply | None:
        """What is recorded of an output or a meeting that is named."""
        part = self.asked.part
        # The name of a thing may hold that of a group, which is then not asked for.
        named = () if self.pointed else self.groups
        rest = [part.words[at] for at in part.left()]
        told = await things.asked_for(self.known.store, part, named, rest)
        if told is None or told.kind is Kind.NOT_KNOWN:
            return None if sure else told
        beyond = self.asked.beyond((*_ALWAYS, Asked.OUTPUTS, Asked.MET), told.text)
        fitting = things.tells(told, self.asked.wanted)
        if sure:
            return told if fitting and not beyond else None
        return framed(self.asked, told, beyond, fitting=fitting)

    async def _work(self) -> Reply | None:
        """What a group does, where no more is asked."""
        if Asked.WORK not in self.asked.part.asked or self.cues or self.asked.wanted:
            return None
        if self.asked.beyond((*_ALWAYS, Asked.WORK)):
            return None
        return await of_groups.work(self.known.store, self.groups, self.known.passages)

    async def _holding(self) -> Reply | None:
        """The facts that hold all the words of the question."""
        words = [self.asked.part.words[at] for at in self.asked.needed]
        told = [await things.told(self.known.store, group, words) for group in self.groups]
        kept = [one for one in told if one]
        if not kept or self.asked.wanted not in (None, Wanted.WHO):
            return None
        reply = together(kept)
        return None if self.asked.beyond(_ALWAYS, reply.text) else reply

    async def _of_all_coalitions(self) -> Reply | None:
        """What holds for every coalition, where it is asked what is allowed or required."""
        if not is_permission(self.asked.part.plain):
            return None
        found = self.known.passages.find(self.asked, ())
        if not found or not found.whole:
            return None
        many = literal((await community.labels(self.known.store)).many)
        several = "\n" if len(found.passages) > 1 else " "
        text = f"Of all {many} it is said:{several}{found.text()}"
        return Reply(text, Kind.ANSWERED, index=found.index)

    async def _framed(self, told: Reply | None) -> Reply | None:
        """What is known of the groups, after the words that it does not speak of."""
        if told is None and self.pointed and not self.asked.needed:
            if not asks_more(self.asked.part):
                return None
            return await of_groups.work(self.known.store, self.groups, self.known.passages)
        if told is None:
            told = await self._facts()
            beyond = self.asked.beyond(_ALWAYS, told.text)
            if not beyond and self.asked.wanted is None:
                return told
            told = Reply(told.brief or told.text, told.kind, about=tuple(self.groups))
            fitting = self.asked.wanted is None
        else:
            beyond = self.asked.beyond(self.answered, told.text)
            fitting = self._fits(told) and self._of_it(told)
        if foreign(self.asked.part) and beyond:
            text = f"{told.brief or told.text}\n`{self.known.prefix}help` lists what can be said."
            return Reply(text, Kind.NOT_KNOWN)
        return framed(self.asked, told, beyond, fitting=fitting)
