"""Which: whether a part asks for several coalitions, for which of them, and the list of these."""

from __future__ import annotations

import re

from dcbot.services.enquiries import of_all as lists
from dcbot.services.enquiries.asked_of_one import OF_ONE
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part
from dcbot.services.enquiries.known import Known, framed, told_by
from dcbot.services.enquiries.matters import key, keys, tells
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.wanted import Wanted

_ALL = frozenset(("coalitions", "dcs"))
_EACH = frozenset(("each", "every", "all", "individual", "single", "various", "different"))
_WHICH_ONES = re.compile(
    r"^(?:which|what|any|is there|who|looking|anybody|anyone|some|are there).*"
    r"(?:coalition|dc|group|one)|^(?:which (?:are|were|is|was|have|had)|who|any\w+|some\w+)\b"
)
_COMPARED = frozenset(("after", "since", "before", "until"))
# Of what is asked for by these, the year of a founding says nothing.
_OTHERWISE = frozenset((Asked.MET, Asked.OUTPUTS, Asked.WORK, Asked.JOIN, Asked.RULE))
_INACTIVE = frozenset(("inactive", "dead", "dormant", "closed", "not", "longer"))
_WITHOUT = frozenset(("no", "not", "without", "lack"))
_HAVING = (Asked.ARCHIVE, Asked.LIST, Asked.SITE, Asked.JOIN)
_SHOWN = {Asked.OUTPUTS: "output “", Asked.MET: "meeting elsewhere “"}
_ALWAYS = (Asked.WHOSE_WORD, Asked.WHICH, Asked.WHEN)


def several(part: Part) -> bool:
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


def of_coalitions(part: Part) -> bool:
    """Whether it asks in so many words which coalitions, or who."""
    return _WHICH_ONES.search(part.asked.get(Asked.WHICH, "")) is not None


_NAMED_ONES = re.compile(
    r"\b(?:which|what|name|list)(?: (?:of|the|a|few|some|all|other|early|earliest|first|oldest|new|"
    r"newest|newer|older|old|active|inactive|current|currently|dynamic|one|two|three|four|five|"
    r"\d+))* "
    r"(?:dcs?|coalitions?)\b(?! (?:process|rules?|list|homepage|website))"
)


def wants_names(part: Part) -> bool:
    """Whether only names of coalitions answer it, as in “which early ones still exist”."""
    return _NAMED_ONES.search(part.plain) is not None


def sought(asked: Content) -> list[int]:
    """The places of the words by which coalitions are sought: names, and what no cue says."""
    part = asked.part
    left = set(part.left(names=True))
    # “In common” is of small words, which tell something together.
    together = {at for at in asked.needed if at not in part.cues and len(asked.whole([at])) > 1}
    return asked.whole({at for at in left if at in asked.needed or at in part.names} | together)


async def which(known: Known, asked: Content) -> Reply | None:
    """The coalitions that are asked for; what is not taken in is said before them."""
    part = asked.part
    left = sought(asked)
    if left and asked.wanted not in (None, Wanted.WHO):
        return None
    if left:
        found = await lists.searched(known.store, part, left, prefix=known.prefix)
        if found.kind is not Kind.ANSWERED:
            return found
        shown = [Asked.WORK, Asked.ABOUT, Asked.JOIN, Asked.STATUS]
        shown += [one for one, label in _SHOWN.items() if label in found.text]
        beyond = {*asked.beyond((*shown, *_ALWAYS), found.text), *_unsaid(part, found.text)}
        return framed(asked, found, sorted(beyond))
    told = None if _when_all_began(asked) else await _listed(known, part)
    if told is None:
        return None
    reply, answered = told
    fitting = told_by(answered, asked.wanted) and not _counts_others(part)
    return framed(asked, reply, asked.beyond((*answered, *_ALWAYS), reply.text), fitting=fitting)


def _when_all_began(asked: Content) -> bool:
    """Whether it asks when coalitions began at all, and neither which did nor when each did."""
    part = asked.part
    own = bool(part.years) or Asked.NEW in part.asked or not _EACH.isdisjoint(part.words)
    began = Asked.FOUNDED in part.asked and asked.wanted is Wanted.WHEN
    return began and not own and not wants_names(part)


def _unsaid(part: Part, text: str) -> set[int]:
    """The places of names that a search does not tell of, and of “new” and “first”."""
    told = keys(text)
    names = {at for at in part.names if tells(part.words[at]) and key(part.words[at]) not in told}
    ranks = {at for one in (Asked.NEW, Asked.FIRST) for at in part.places.get(one, ())}
    return names | {at for at in ranks if tells(part.words[at])}


async def _listed(known: Known, part: Part) -> tuple[Reply, tuple[Asked, ...]] | None:
    """The list that is asked for, and the cues that it answers."""
    asked, store, prefix = part.asked, known.store, known.prefix
    # “List all that …” is no list that is asked about.
    listed = Asked.LIST in asked and bool(part.years) and part.words[0] != "list"
    if Asked.ABSENT in asked and (part.years or Asked.LIST in asked):
        absent = await lists.absent(store, (part.years or [""])[0])
        return absent, (Asked.ABSENT, Asked.LIST)
    compared = bool(part.years) and not _COMPARED.isdisjoint(part.words)
    compared = compared and _OTHERWISE.isdisjoint(asked)
    if Asked.NEW in asked or compared or (Asked.FOUNDED in asked and not listed):
        new = Asked.NEW in asked
        began = await lists.began(store, part.years, part.words, new=new, prefix=prefix)
        return began, (Asked.NEW, Asked.FOUNDED, Asked.START, Asked.LIST)
    counting = (Asked.COUNT, Asked.STATUS, Asked.LIST)
    if Asked.STATUS in asked and Asked.COUNT not in asked and _says_inactive(part):
        return await lists.active(store, inactive=True, prefix=prefix), counting
    if part.years:
        return await lists.of_year(store, part.years[0], prefix=prefix), counting
    if Asked.COUNT in asked:
        return await lists.count(store, prefix=prefix), counting
    if Asked.STATUS in asked:
        return await lists.active(store, inactive=False, prefix=prefix), counting
    for one in _HAVING:
        if one in asked:
            without = not _WITHOUT.isdisjoint(part.words)
            return await lists.having(store, one, without=without), (one,)
    if set(asked) & set(OF_ONE):
        return _one_at_a_time(prefix), OF_ONE
    return await lists.count(store, prefix=prefix), counting


def _says_inactive(part: Part) -> bool:
    return not _INACTIVE.isdisjoint(part.words)


def _counts_others(part: Part) -> bool:
    """Whether it asks how many are inactive, or new in no year: which no list says."""
    asked = part.asked
    if Asked.COUNT not in asked:
        return False
    inactive = Asked.STATUS in asked and _says_inactive(part)
    return inactive or (Asked.NEW in asked and not part.years)


def _one_at_a_time(prefix: str) -> Reply:
    text = (
        "That I can tell of one coalition at a time. Ask with the name of one, or say "
        f"`{prefix}coalition list` for all names."
    )
    return Reply(text, Kind.ASKED_BACK)
