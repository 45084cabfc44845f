"""Enquiries: what people ask in their own words, answered from the register with its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dcbot import words
from dcbot.errors import Ambiguous, NotFound
from dcbot.message import quoted
from dcbot.services.enquiries import of_all, of_groups, of_rules, subjects
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part, foreign, parts, read
from dcbot.services.enquiries.replies import Kind, Reply, together
from dcbot.services.enquiries.subjects import Names
from storage.groups import Group
from storage.store import PublicStore, Store

__all__ = ["Kind", "Reply", "answer"]

# What can be told of one group.
_OF_ONE = (
    *(Asked.MEANING, Asked.FOUNDED, Asked.STATUS, Asked.BECAME, Asked.SITE, Asked.KEEPER),
    *(Asked.LIST, Asked.ARCHIVE, Asked.JOIN, Asked.CONTACT, Asked.OUTPUTS, Asked.MET),
    *(Asked.PEOPLE, Asked.MEMBERS),
)
_HAVING = (Asked.ARCHIVE, Asked.LIST, Asked.SITE, Asked.JOIN)
_POINTING = frozenset(("it", "its", "they", "their", "them", "that", "this", "one", "there"))
_IT = frozenset(("it", "its"))
_OF_ALL_TOO = frozenset((Asked.RULE, Asked.WHEN, Asked.START, Asked.WORK))
_COMPARED = frozenset(("after", "since", "before", "until"))
_ALL = frozenset(("coalitions", "dcs"))


async def answer(store: Store | PublicStore, text: str, *, prefix: str = "!") -> Reply | None:
    """The answer to all that the text asks; None where nothing in it is understood.

    Reads, and changes nothing. What is not known is said, and what may mean two things is asked.
    """
    names = await subjects.names(store)
    asking = Enquiry(store, names, prefix)
    found = parts(text, names.words, await of_rules.words_of_all(store))
    replies = [reply for part in found if (reply := await asking.reply(part))]
    return together(replies) if replies else None


class Enquiry:
    """One message; what a part is about is remembered for those that follow it."""

    def __init__(self, store: Store | PublicStore, names: Names, prefix: str) -> None:
        self.store = store
        self.names = names
        self.prefix = prefix
        self.before: list[Group] = []

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
        try:
            return await self._of_all(part, bool(named)) or await self._of_groups(part, named)
        except Ambiguous as mistake:
            return Reply(mistake.text, Kind.ASKED_BACK)
        except NotFound as mistake:
            understood = part.question and not foreign(part)
            return Reply(mistake.text, Kind.NOT_KNOWN) if understood else None

    async def _of_all(self, part: Part, named: bool) -> Reply | None:
        """What is asked of all coalitions, or of none in particular."""
        asked, store = part.asked, self.store
        if Asked.START in asked and not (named and asked[Asked.START].startswith("appl")):
            return await of_rules.starting(store)
        if named and not self._plural(part):
            return None
        if Asked.ABOUT in asked:
            return await of_rules.about(store)
        if Asked.FIRST in asked:
            return await of_rules.keeping(store, f"first {' '.join(part.words)}")
        if Asked.JOIN in asked and not (named or part.left() or Asked.COUNT in asked):
            return await of_rules.joining(store)
        if Asked.RULE in asked:
            found = await of_rules.keeping(store, " ".join(part.words), least=0.2)
            if found or asked[Asked.RULE].startswith("rule"):
                return found or await of_rules.rules(store)
        if self._plural(part):
            return await self._which(part)
        return await self._of_any(part)

    async def _of_any(self, part: Part) -> Reply | None:
        """What is asked without naming any, and without asking which."""
        if part.left() or self._points(part):
            return None
        if _IT.isdisjoint(part.words) or _OF_ALL_TOO.issuperset(part.asked):
            return await of_rules.keeping(self.store, " ".join(part.words), least=0.6)
        text = (
            "Say which coalition is meant, by any of its names, as in “when was DC3 founded?”. "
            f"`{self.prefix}coalition list` names them."
        )
        return Reply(text, Kind.ASKED_BACK)

    def _points(self, part: Part) -> bool:
        return bool(self.before) and not _POINTING.isdisjoint(part.words)

    @staticmethod
    def _plural(part: Part) -> bool:
        """Whether it asks which ones, or of all of them."""
        asked = part.asked
        if Asked.SAME in asked:
            return False
        if Asked.COUNT in asked:
            # What else is counted, as the groups that an application needs, is no coalition.
            return Asked.MEMBERS not in asked and (Asked.WHICH in asked or not part.left())
        if Asked.FOUNDED in asked and re.match("since|how", asked[Asked.FOUNDED]):
            return False
        if Asked.WHICH in asked and asked[Asked.WHICH] not in ("which", "what"):
            return True
        several = not _ALL.isdisjoint(part.words)
        return several and (bool(part.years) or Asked.ABSENT in asked or Asked.NEW in asked)

    async def _which(self, part: Part) -> Reply | None:
        asked, store, prefix = part.asked, self.store, self.prefix
        left = part.left(names=True)
        listed = Asked.LIST in asked and bool(part.years)
        if left:
            found = await of_all.searched(store, part.say(left), prefix=prefix)
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
        if not {Asked.COUNT, Asked.STATUS} & set(asked) and set(asked) & set(_OF_ONE):
            text = (
                "That I can tell of one coalition at a time. Ask with the name of one, or say "
                f"`{prefix}coalition list` for all names."
            )
            return Reply(text, Kind.ASKED_BACK)
        return await of_all.count(store, prefix=prefix)

    async def _of_groups(self, part: Part, named: Sequence[subjects.Named]) -> Reply | None:
        asked = self._asked(part, bool(named))
        if not named and part.left() and Asked.PEOPLE not in part.asked:
            told = await self._known_of_all(part)
            if told:
                return told
        found = await subjects.meant(self.store, part, named, prefix=self.prefix)
        if not found:
            if not self._points(part) or not (asked or part.question):
                return None
            found = self.before
        self.before = found
        if Asked.SAME in part.asked:
            return await of_groups.same(self.store, found, part.say(part.left()))
        replies = [
            await of_groups.one(self.store, group, asked, prefix=self.prefix) for group in found
        ]
        reply = together(replies)
        return self._with_left(part, bool(asked), reply) if named else reply

    async def _known_of_all(self, part: Part) -> Reply | None:
        """Where no group goes by the words that are left: what the rules say of them."""
        try:
            await subjects.meant(self.store, part, (), prefix=self.prefix)
        except NotFound:
            return await of_rules.keeping(self.store, " ".join(part.words))
        except Ambiguous:
            return None
        return None

    def _with_left(self, part: Part, asked: bool, reply: Reply) -> Reply:
        """The reply, with the words that were not taken in and do not stand in it."""
        told = set(words.tokens(reply.text))
        left = [at for at in part.left() if not told.issuperset(words.tokens(part.words[at]))]
        if not left:
            return reply
        if foreign(part):
            text = f"{reply.brief or reply.text}\n`{self.prefix}help` lists what can be said."
            return Reply(text, Kind.NOT_KNOWN)
        head = f"Of {quoted(part.say(left))} nothing is recorded by itself; this is what is known:"
        text = reply.text if asked else reply.brief
        return Reply(f"{head}\n{text}", Kind.NOT_KNOWN)

    @staticmethod
    def _asked(part: Part, named: bool) -> list[Asked]:
        """What is asked of one group: where words could mean two things, the one that fits."""
        asked = dict(part.asked)
        if Asked.LIST in asked and part.years and "mail" not in asked[Asked.LIST]:
            del asked[Asked.LIST]
            asked[Asked.STATUS] = "listed"
        if Asked.NEW in asked:
            asked.setdefault(Asked.FOUNDED, "new")
        if Asked.START in asked:
            asked.setdefault(Asked.FOUNDED, asked[Asked.START])
        if Asked.KEEPER in asked and not {Asked.LIST, Asked.ARCHIVE} & set(asked):
            asked[Asked.PEOPLE] = asked.pop(Asked.KEEPER)
        if Asked.PEOPLE in asked and Asked.KEEPER in asked:
            del asked[Asked.PEOPLE]
        if Asked.JOIN in asked:
            for other in (Asked.MEMBERS, Asked.BECAME):
                asked.pop(other, None)
        if Asked.FOUNDED in asked:
            asked.pop(Asked.STATUS, None)
        if Asked.WHEN in asked and Asked.BECAME in asked and Asked.FOUNDED in asked:
            del asked[Asked.FOUNDED]
        return [one for one in _OF_ONE if one in asked]
