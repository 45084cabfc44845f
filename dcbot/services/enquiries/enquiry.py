"""Enquiry: one message with what is asked in it, and how each part is answered."""

from __future__ import annotations

from collections.abc import Sequence

from dcbot import words
from dcbot.errors import Ambiguous, NotFound
from dcbot.message import quoted
from dcbot.services.enquiries import of_all, of_groups, of_rules, subjects, things
from dcbot.services.enquiries.asked_of_one import OF_ONE, asked_of_one
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part, foreign, read
from dcbot.services.enquiries.ordinary import is_ordinary
from dcbot.services.enquiries.replies import Kind, Reply, together
from dcbot.services.enquiries.rulings import is_permission, ruling
from dcbot.services.enquiries.small_words import SMALL
from dcbot.services.enquiries.subjects import Names
from dcbot.services.enquiries.which import first, of_coalitions, several
from storage.groups import Group, GroupKind
from storage.store import PublicStore, Store

_HAVING = (Asked.ARCHIVE, Asked.LIST, Asked.SITE, Asked.JOIN)
_POINTING = frozenset(("it", "its", "they", "their", "them", "that", "this", "one", "there"))
_IT = frozenset(("it", "its"))
_OF_ALL_TOO = frozenset((Asked.RULE, Asked.WHEN, Asked.START, Asked.WORK))
_COMPARED = frozenset(("after", "since", "before", "until"))


class Enquiry:
    """One message; what a part is about is remembered for those that follow it."""

    def __init__(self, store: Store | PublicStore, names: Names, prefix: str) -> None:
        self.store = store
        self.names = names
        self.prefix = prefix
        self.before: list[Group] = []
        self.line = ""
        """The words of the part before, which `it` and `they` may point to."""
        self.earlier = ""

    async def reply(self, part: Part) -> Reply | None:
        """The answer to this part; None where it asks nothing that is understood."""
        named = self.names.find(part)
        part.names = {at for one in named for at in one.places}
        read(part)
        talk = not part.left(names=True)
        if talk and Asked.THANKS in part.asked:
            return Reply("You are welcome.", Kind.TALK)
        if talk and {Asked.HELLO, Asked.MYSELF} & set(part.asked):
            return None
        if not (part.question or part.asked):
            return None
        found = await self._found(part, named)
        if found and found.about:
            self.before = list(found.about)
        return found

    async def _found(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        try:
            return (
                await self._of_rules(part, named)
                or await self._of_things(part, named)
                or await self._unruled(part, named)
                or await self._of_all(part, bool(named))
                or await self._of_groups(part, named)
                or await self._not_known(part)
            )
        except Ambiguous as mistake:
            return Reply(mistake.text, Kind.ASKED_BACK)
        except NotFound as mistake:
            understood = part.question and not foreign(part)
            return Reply(mistake.text, Kind.NOT_KNOWN) if understood else None

    async def _of_rules(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        """What a rule answers; what `it` is stands in the part before."""
        # “Coordination” is a name too, and more often a word.
        coordination = all(is_ordinary(part.words[at]) for at in part.names) and all(
            title.group.kind is GroupKind.COORDINATION for one in named for title in one.titles
        )
        line, before = (part.plain if coordination else part.text), self.line
        self.line, self.earlier = line, before
        found = ruling(line, named=not coordination)
        follows = is_permission(line) or not _POINTING.isdisjoint(part.words)
        if not found and not named and before and follows:
            found = ruling(f"{line} {before}")
        return await of_rules.ruled(self.store, found, prefix=self.prefix) if found else None

    async def _unruled(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        """Where no rule says whether something is allowed or required: what is nearest to it."""
        if named or Asked.START in part.asked or not is_permission(part.text):
            return None
        if Asked.WHICH in part.asked or not (part.left() or Asked.RULE in part.asked):
            return None
        found = await of_rules.keeping(self.store, part.plain, least=0.6)
        return await of_rules.unruled(self.store, found, prefix=self.prefix) if found else None

    async def _of_things(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        """What is recorded of an output or a meeting that the part names."""
        if is_permission(part.text):
            return None
        groups = [one.titles[0].group for one in named if len(one.titles) == 1]
        # The name of a thing may hold that of a group, which is then not asked for.
        rest = [part.words[at] for at in part.left()]
        return await things.asked_for(self.store, part, groups, rest)

    async def _not_known(self, part: Part) -> Reply | None:
        """What is said where all words are understood, and nothing recorded answers them."""
        left = part.left() or [at for at in part.cues if part.words[at] not in SMALL]
        if not part.question or not left or foreign(part) or self._points(part):
            return None
        if part.telling() and not is_permission(part.text):
            found = await of_all.searched(self.store, part, left, prefix=self.prefix)
            if found.kind is Kind.ANSWERED:
                return found
        if self.earlier and not _POINTING.isdisjoint(part.words):
            told = await of_rules.keeping(self.store, f"{part.plain} {self.earlier}", least=0.5)
            if told:
                return told
        return await of_rules.unknown(self.store, part.say(left), prefix=self.prefix)

    async def _of_all(self, part: Part, named: bool) -> Reply | None:
        """What is asked of all coalitions, or of none in particular."""
        asked, store = part.asked, self.store
        if Asked.START in asked and not (named and asked[Asked.START].startswith("appl")):
            return await of_rules.starting(store)
        if named and not several(part):
            return None
        if Asked.ABOUT in asked:
            return await of_rules.about(store)
        if Asked.FIRST in asked:
            return await of_rules.keeping(store, first(part))
        if Asked.JOIN in asked and not (named or part.left() or Asked.COUNT in asked):
            return await of_rules.joining(store)
        if Asked.RULE in asked:
            found = await of_rules.keeping(store, part.plain, least=0.2)
            if found or asked[Asked.RULE].startswith("rule"):
                return found or await of_rules.rules(store)
        if several(part):
            return await self._which(part)
        return await self._of_any(part)

    async def _of_any(self, part: Part) -> Reply | None:
        """What is asked without naming any, and without asking which."""
        if part.left() or self._points(part):
            return None
        if _IT.isdisjoint(part.words) or _OF_ALL_TOO.issuperset(part.asked):
            return await of_rules.keeping(self.store, part.plain, least=0.6)
        text = (
            "Say which coalition is meant, by any of its names, as in “when was DC3 founded?”. "
            f"`{self.prefix}coalition list` names them."
        )
        return Reply(text, Kind.ASKED_BACK)

    def _points(self, part: Part) -> bool:
        return bool(self.before) and not _POINTING.isdisjoint(part.words)

    async def _which(self, part: Part) -> Reply | None:
        asked, store, prefix = part.asked, self.store, self.prefix
        left = part.left(names=True)
        listed = Asked.LIST in asked and bool(part.years)
        if left:
            # What is not asked of coalitions in so many words may be asked of all of them.
            if not of_coalitions(part):
                told = await of_rules.keeping(store, part.plain, least=0.5)
                if told:
                    return told
            found = await of_all.searched(store, part, left, prefix=prefix)
            told = None
            if found.kind is Kind.NOT_KNOWN:
                told = await of_rules.keeping(store, part.say(left), least=0.6)
            return told or found
        if Asked.ABSENT in asked and (part.years or Asked.LIST in asked):
            return await of_all.absent(store, (part.years or [""])[0])
        compared = bool(part.years) and not _COMPARED.isdisjoint(part.words)
        if Asked.NEW in asked or compared or (Asked.FOUNDED in asked and not listed):
            new = Asked.NEW in asked
            return await of_all.began(store, part.years, part.words, new=new, prefix=prefix)
        if part.years:
            return await of_all.of_year(store, part.years[0], prefix=prefix)
        if Asked.COUNT in asked:
            return await of_all.count(store, prefix=prefix)
        if Asked.STATUS in asked and not self._points(part):
            inactive = not {"inactive", "dead", "dormant", "closed", "not", "longer"}.isdisjoint(
                part.words
            )
            return await of_all.active(store, inactive=inactive, prefix=prefix)
        for one in _HAVING:
            if one in asked:
                without = not {"no", "not", "without", "lack"}.isdisjoint(part.words)
                return await of_all.having(store, one, without=without)
        if self._points(part):
            return None
        if not {Asked.COUNT, Asked.STATUS} & set(asked) and set(asked) & set(OF_ONE):
            text = (
                "That I can tell of one coalition at a time. Ask with the name of one, or say "
                f"`{prefix}coalition list` for all names."
            )
            return Reply(text, Kind.ASKED_BACK)
        return await of_all.count(store, prefix=prefix)

    async def _of_groups(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        asked = asked_of_one(part, bool(named))
        if not named and part.left() and Asked.PEOPLE not in part.asked:
            told = await self._known_of_all(part)
            if told:
                return told
        # Of what is allowed, no coalition is asked that is only like a word of it.
        ruled = not named and is_permission(part.text, strictly=True)
        found = (
            await subjects.meant(self.store, part, named, prefix=self.prefix) if not ruled else []
        )
        if not found:
            if not self._points(part) or not (asked or part.question):
                return None
            found = self.before
            if part.left() and not asked:
                return await self._told(part, found)
        self.before = found
        if Asked.SAME in part.asked:
            return await of_groups.same(self.store, found, part.say(part.left()))
        replies = [
            await of_groups.one(self.store, group, asked, prefix=self.prefix) for group in found
        ]
        reply = together(replies)
        return await self._with_left(part, bool(asked), reply, found) if named else reply

    async def _told(self, part: Part, found: Sequence[Group]) -> Reply | None:
        """What is recorded of the groups in the words of the part; None where nothing is."""
        said = [word for word in part.text.split() if word not in SMALL]
        told = [await things.told(self.store, group, said) for group in found]
        return together([one for one in told if one]) if any(told) else None

    async def _known_of_all(self, part: Part) -> Reply | None:
        """Where no group goes by the words that are left: what the rules say of them."""
        try:
            found = await subjects.meant(self.store, part, (), prefix=self.prefix)
        except NotFound:
            return await of_rules.keeping(self.store, part.plain)
        except Ambiguous:
            return None
        return None if found else await of_rules.keeping(self.store, part.plain)

    async def _with_left(
        self, part: Part, asked: bool, reply: Reply, found: Sequence[Group]
    ) -> Reply:
        """The reply, with the words that were not taken in and do not stand in it."""
        told = set(words.tokens(reply.text))
        left = [at for at in part.left() if not told.issuperset(words.tokens(part.words[at]))]
        if not left:
            return reply
        if foreign(part):
            text = f"{reply.brief or reply.text}\n`{self.prefix}help` lists what can be said."
            return Reply(text, Kind.NOT_KNOWN)
        if len(found) == 1 and (known := await self._told(part, found)):
            return known
        head = f"Of {quoted(part.say(left))} nothing is recorded by itself; this is what is known:"
        text = reply.text if asked else reply.brief
        return Reply(f"{head}\n{text}", Kind.NOT_KNOWN)
