"""Enquiry: one message with what is asked in it, and how each part is answered."""

from __future__ import annotations

from collections.abc import Sequence

from dcbot.errors import Ambiguous, NotFound
from dcbot.services.enquiries.ages import compares
from dcbot.services.enquiries.contents import Content, content, is_told, points
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part, foreign, read
from dcbot.services.enquiries.guard import guarded
from dcbot.services.enquiries.known import Known
from dcbot.services.enquiries.of_all_asked import of_all
from dcbot.services.enquiries.of_these import asks_of_one, of_these
from dcbot.services.enquiries.ordinary import is_ordinary
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.subjects import Named
from dcbot.services.enquiries.which import several
from storage.groups import Group, GroupKind

_CLEAR = 2
"""So many words that tell something make a question of what is no sentence."""


class Enquiry:
    """One message; what a part is about is remembered for those that follow it."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.before: list[Group] = []
        self.earlier: Content | None = None

    async def reply(self, part: Part, *, alone: bool = True) -> Reply | None:
        """The answer to this part; None where it asks nothing that is understood.

        Where it is not `alone`, another part is a question, and this one may only lead to it.
        """
        named = self._named(part)
        part.names = {at for one in named for at in one.places}
        read(part)
        talk = not part.left(names=True)
        if talk and Asked.THANKS in part.asked:
            return Reply("You are welcome.", Kind.TALK)
        if talk and {Asked.HELLO, Asked.MYSELF} & set(part.asked):
            return None
        own = content(part)
        if self.earlier and not own.needed and {Asked.WHOSE_WORD} == set(part.asked):
            # Sources stand in every answer.
            return None
        if not alone and is_told(part):
            self.earlier = self.earlier or (own if own.needed else None)
            self.before = await self._spoken_of(part, named) or self.before
            return None
        if not (part.question or part.asked):
            return guarded(own, await self._of_words(own))
        sure = [one.titles[0].group for one in named if len(one.titles) == 1]
        if not named and points(part) and not several(part):
            sure = self.before
        found = guarded(own, await self._found(part, own, named), sure, self.earlier)
        self.earlier = own if own.needed else self.earlier
        if found and found.about:
            self.before = list(found.about)
        return found

    async def _of_words(self, own: Content) -> Reply | None:
        """What is no question in its form, such as “slot request address”, where it is clear."""
        self.earlier = self.earlier or (own if own.needed else None)
        found = self.known.passages.find(own) if not own.part.names else None
        if found is None or len(own.needed) < _CLEAR:
            return None
        if not found.whole:
            return await self.known.nearest(own, found) if own.wanted else None
        about = self.known.about(found)
        return Reply(found.text(), Kind.ANSWERED, index=found.index, about=about)

    async def _spoken_of(self, part: Part, named: Sequence[Named]) -> list[Group]:
        """The groups of which a part tells that asks nothing; none where that is not clear."""
        if not named and not part.asks_of_one():
            return []
        try:
            return await self.known.meant(part, named)
        except (Ambiguous, NotFound):
            return []

    def _named(self, part: Part) -> list[Named]:
        named = self.known.names.find(part)
        # “Coordination” is a name too, and more often a word.
        words = [part.words[at] for one in named for at in one.places]
        kinds = {title.group.kind for one in named for title in one.titles}
        if kinds == {GroupKind.COORDINATION} and all(is_ordinary(word) for word in words):
            after = max(at for one in named for at in one.places) + 1
            return named if "group" in (*words, *part.words[after : after + 1]) else []
        return named

    async def _found(self, part: Part, own: Content, named: Sequence[Named]) -> Reply | None:
        asked = own.after(self.earlier)
        try:
            if named and (not several(part) or (len(named) > 1 and compares(part))):
                return await of_these(self.known, asked, await self.known.meant(part, named))
            follows = points(part) or not own.needed or asks_of_one(own)
            # “For what?” asks on about what was said, where that holds an answer.
            on = not own.needed and not points(part) and self.known.answers(asked)
            # What was asked of the groups alone is asked of them again.
            on = on and bool(asked.own() or not asked.part.names)
            if self.before and follows and not on and not named and not several(part):
                return await of_these(self.known, asked, self.before, pointed=True)
            alone = self.earlier is None
            return await of_all(self.known, asked, alone=alone, named=bool(named))
        except Ambiguous as mistake:
            return Reply(mistake.text, Kind.ASKED_BACK)
        except NotFound as mistake:
            understood = part.question and not foreign(part)
            return Reply(mistake.text, Kind.NOT_KNOWN) if understood else None
