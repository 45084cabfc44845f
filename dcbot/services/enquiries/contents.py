"""Contents: of which matters an answer to a part must speak, and which only stand beside; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dcbot.services.enquiries.cues import ASKING, Asked
from dcbot.services.enquiries.grammar import Part
from dcbot.services.enquiries.matters import helps, key, keys, phrases, tells
from dcbot.services.enquiries.ordinary import is_ordinary, number
from dcbot.services.enquiries.wanted import Wanted, wanted

_CLAUSE_ENDS = re.compile(r"[,;:…]+[”\"']?$|^[-–—]+$")
_TURNED = re.compile(
    r"\b(?:what|who|whom|whose|where|why|how)\b|"
    r"\b(?:can|may|must|should|could|do|does|did|is|are|was|were|will) "
    r"(?:we|i|they|it|you|there)\b"
)
_TOLD = re.compile(
    r"(?:(?:hi|hello|hey|dear|greetings|good (?:morning|day|afternoon|evening)) (?:(?:all|everyone|"
    r"everybody|there|team|folks|colleagues|friends|secretariat) )?)?"
    r"(?:and |so |but |because )?(?:we|i|our|my|some|the|a|an|they|somebody|someone)\b"
)
_POINTING = frozenset(("it", "its", "they", "their", "them", "that", "this", "one", "there"))
_IT = re.compile(r"\b(?:it|its|this)\b")
# “Is it allowed …” points to nothing.
_DUMMY = re.compile(
    r"\b(?:is|was|would|will) (?:it|this) (?:still |also |not )?(?:possible|true|ok|okay|"
    r"allowed|enough|necessary|mandatory|obligatory|fine|right|correct|required|needed|forbidden)\b"
)
# “What did they do after that?” is answered by no more than what says so.
_WHAT_COMES = re.compile(r"(?:and |so )?(?:what|which)\b")
_ORDER = frozenset(("after", "before", "following"))
_ONE_IN_ORDER = re.compile(r"\bones? (?:after|before|following)\b")
_NOW = re.compile(r"\b(?:now|today|currently|nowadays|these days|at present|at the moment)\b")
_ASKS_OF_IT = re.compile(r"\b(?:does|did|do|is|was|are|were|has|have) (?:it|they)\b")
_AT_A_TIME = frozenset(("in", "since", "until", "before", "after", "by", "from"))
_CALLED_BY_NUMBER = frozenset(
    ("meeting", "call", "session", "workshop", "number", "no", "nr", "section", "paragraph")
)
_MORE = re.compile(r"\b(?:more|else|others?|besides)\b")
_IF = re.compile(r"(?:if|when|unless|without|because)\b")


@dataclass(frozen=True)
class Content:
    """What a part asks, as keys of matters: `needed` by place; `beside` helps to find it."""

    part: Part
    needed: dict[int, str]
    beside: frozenset[str]
    wanted: Wanted | None
    leading: frozenset[str] = frozenset()
    """What was asked before, where “it” or “they” points to it."""
    subject: frozenset[str] = frozenset()
    """Of these an answer must speak, where “it” is what was asked about before."""
    claimed: Mapping[int, Wanted] = field(default_factory=dict)
    """The places of a year or a place name that the part itself says, as “in Mexico”."""
    either: Sequence[int] = ()
    """The places of one word and of another between which stands “or”."""
    asking: frozenset[int] = frozenset()
    """The places of the words that ask; the others tell something beside it."""

    def asks(self, cue: Asked) -> bool:
        """Whether the cue stands in what asks."""
        return not self.asking.isdisjoint(self.part.places.get(cue, ()))

    def aside(self, form: re.Pattern[str]) -> Iterator[int]:
        """The places of words that stand beside what asks, in clauses of this form."""
        for clause in _clauses(self.part):
            said = " ".join(self.part.words[at] for at in clause)
            if self.asking.isdisjoint(clause) and form.match(said):
                yield from clause

    def beyond(self, answered: Iterable[Asked], *texts: str) -> list[int]:
        """The places of needed words that neither these cues nor the texts speak of."""
        by_cues = {at for one in answered for at in self.part.places.get(one, ())}
        told: set[str] = set()
        for text in texts:
            told |= keys(text)
        return [at for at, one in self.needed.items() if at not in by_cues and one not in told]

    def whole(self, places: Iterable[int]) -> list[int]:
        """These places, with all words of the phrases that begin there, as “in common”."""
        found = set(places)
        for at, one in phrases(self.part.words):
            if not one and at - 1 in found:
                found.add(at)
        return sorted(found)

    def say(self, places: Iterable[int]) -> str:
        """The words at these places as they were said, each phrase whole."""
        return self.part.say(self.whole(places))

    def within(self, places: Collection[int]) -> Content:
        """The same, where only the words at these places need be spoken of."""
        kept = {at: one for at, one in self.needed.items() if at in places}
        return replace(self, needed=kept)

    def doubted(self) -> Iterator[tuple[Collection[int], Collection[Wanted]]]:
        """Words that an answer may leave out, and what it must tell in their place: a year or a
        place that is claimed, or one of two between which it is asked."""
        if self.claimed:
            yield self.claimed.keys(), self.claimed.values()
        yield from (((at,), ()) for at in self.either)

    def own(self) -> frozenset[str]:
        """What is needed and no cue says: what the part is about, besides the groups it names."""
        return frozenset(self.needed[at] for at in self.beyond(self.part.places))

    def after(self, earlier: Content | None) -> Content:
        """The same as what follows an earlier part, of which it may leave out what stood there."""
        whole = self.asks(Asked.ABOUT) or (self.part.seeks() and self.part.names)
        if asks_more(self.part) and not self.needed:
            return self
        # “And how many are there today?” asks of no year that was said before.
        whole = whole or (self.asks(Asked.COUNT) and _NOW.search(self.part.plain) is not None)
        if earlier is None or (whole and not self.needed and not points(self.part)):
            # What coalitions are, or whether there is one so called, asks on about nothing.
            return self
        before = frozenset(earlier.needed.values())
        if self.needed:
            leading = before if points(self.part) else frozenset()
            subject = earlier.own() if _IT.search(_DUMMY.sub("", self.part.plain)) else frozenset()
            beside = self.beside | before
            return replace(self, beside=beside, leading=leading, subject=subject)
        return replace(earlier, wanted=self.wanted)


def points(part: Part) -> bool:
    """Whether it holds a word that points to what was said before."""
    return not _POINTING.isdisjoint(part.words)


def asks_more(part: Part) -> bool:
    """Whether it asks what else there is: “or is there more to it”, “what else?”."""
    return _MORE.search(part.plain) is not None


def content(part: Part) -> Content:
    """What the part asks. Names of groups are left out; what is no question stands beside."""
    clauses = list(_clauses(part))
    asking = [
        one
        for before, one in pairwise([[], *clauses])
        if _asks(part, one) or (before and _asks(part, before) and _goes_on(part, before, one))
    ]
    there = frozenset(at for one in asking or clauses for at in one)
    needed = _needed(part, sorted(there))
    cues = {at for one, places in part.places.items() for at in places if one is not Asked.WHICH}
    if not needed and cues.isdisjoint(there):
        needed = _needed(part, (at for one in clauses for at in one))
    beside = frozenset(
        key(word)
        for at, word in enumerate(part.words)
        if at not in needed and at not in part.names and helps(word)
    )
    kind = wanted(part.plain)
    if kind is Wanted.CONTENT and part.names and part.words[-1] == "about":
        # “What is DC3 about?” asks for no document.
        kind = None
    claimed = {} if Asked.WHICH in part.asked else dict(_claimed(part, needed))
    return Content(
        part, needed, beside, kind, claimed=claimed, either=_either(part, needed), asking=there
    )


def _claimed(part: Part, places: Iterable[int]) -> Iterator[tuple[int, Wanted]]:
    """The years and names of places behind “in” and the like, and what kind of answer they are."""
    for at in places:
        before = [word for word in part.words[max(0, at - 2) : at] if word != "the"][-1:]
        if part.words[at] in part.years and _AT_A_TIME.issuperset(before):
            yield at, Wanted.WHEN
        elif before in (["in"], ["at"]) and not is_ordinary(part.words[at]):
            yield at, Wanted.WHERE


def _either(part: Part, needed: Collection[int]) -> Sequence[int]:
    """The places around the one “or” of the part, where both are needed."""
    places = [at for at, word in enumerate(part.words) if word == "or"]
    after = places[0] + 1 if len(places) == 1 else 0
    after += part.words[after : after + 1] in (["the"], ["a"], ["an"])
    sides = [places[0] - 1, after] if len(places) == 1 else []
    return sides if all(at in needed for at in sides) else ()


def is_told(part: Part) -> bool:
    """Whether it tells something of the one who asks, and asks nothing."""
    told = _TOLD.match(part.plain) is not None and not _ASKS_OF_IT.search(part.plain)
    return told and not part.question


def _needed(part: Part, places: Iterable[int]) -> dict[int, str]:
    joined = dict(phrases(part.words))
    found = {}
    for at in places:
        if joined.get(at):
            found[at] = joined[at]
        elif at not in joined and at not in part.names | part.leading and _telling(part.words[at]):
            found[at] = key(part.words[at])
    asking = {*_in_order(part), *_of_requirements(part), *_numbered(part)} - part.names
    return found | {at: key(part.words[at]) for at in asking}


def _in_order(part: Part) -> Iterator[int]:
    """The places of “after” and “before”, where it is asked what comes there."""
    if _WHAT_COMES.match(part.plain) or _ONE_IN_ORDER.search(part.plain):
        yield from (at for at, word in enumerate(part.words) if word in _ORDER)


def _of_requirements(part: Part) -> Iterator[int]:
    """The place of “required”, where it is asked what that is."""
    if _WHAT_COMES.match(part.plain):
        yield from (at for at, word in enumerate(part.words) if word.startswith("require"))


def _numbered(part: Part) -> Iterator[int]:
    """The places of numbers by which one of several is called, as in “meeting 55”."""
    for at, word in enumerate(part.words):
        if word.isdigit() and at and part.words[at - 1] in _CALLED_BY_NUMBER:
            yield at


def _telling(word: str) -> bool:
    # A number alone tells nothing, unless it is a year.
    return tells(word) and (len(word) == 4 or number(word) is None)


def _clauses(part: Part) -> Iterator[list[int]]:
    clause: list[int] = []
    for at in range(len(part.words)):
        clause.append(at)
        last_of_token = at + 1 == len(part.words) or part.tokens[at + 1] != part.tokens[at]
        if last_of_token and _CLAUSE_ENDS.search(part.spoken[at]):
            yield clause
            clause = []
    if clause:
        yield clause


def _goes_on(part: Part, before: Sequence[int], clause: Sequence[int]) -> bool:
    """Whether a clause says what the one before it asks of: after a colon, or as one or another."""
    last = part.spoken[before[-1]]
    return last.rstrip("”\"'").endswith(":") or any(part.words[at] == "or" for at in clause)


def _asks(part: Part, clause: list[int]) -> bool:
    """Whether the clause is a question, or says under which condition something is asked."""
    said = " ".join(part.words[at] for at in clause if at not in part.filler)
    if not said:
        return False
    said = re.sub(r"^(?:and|or|but|so|then|also) ", "", said)
    begins = ASKING.match(said) or _IF.match(said)
    return bool(begins or _TURNED.search(said) or min(clause) - 1 in part.filler)
