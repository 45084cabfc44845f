"""The grammar of questions: how a text falls into parts, and what each part asks for; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from dcbot.lines import fold
from dcbot.services.enquiries.cues import (
    ASKED_WITHIN,
    ASKING,
    CUES,
    FILLER,
    INTENDING,
    TO_BE_TOLD,
    WISHING,
    Asked,
)
from dcbot.services.enquiries.mending import Mending
from dcbot.services.enquiries.openings import confirms, unwrapped
from dcbot.services.enquiries.ordinary import as_word, is_ordinary
from dcbot.services.enquiries.pieces import pieces
from dcbot.services.enquiries.small_words import SMALL

MOST_PARTS = 6
"""So many parts of one message are read; what follows them is talk."""
_POLITE_END = frozenset(("please", "thanks", "thx", "thank", "urgent", "sir", "madam", "asap"))
_MAILING_LIST = re.compile(r"\b(mailing)(lists?)\b", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"\b(what|where|when|who|how)s\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKED = re.compile(r"[“”\"«»]|[A-Z].*[A-Z]|[A-Z]\w*\d")


_CALLED = re.compile(r"\b(?:coalition|dc|group) (?:on|for|about|of|called|named)(?: the)?$")
_CALLING = re.compile(r"\b(?:coalition|dc|group) (?:on|for|about|of|called|named)\b")
_DESCRIBING = re.compile(r"\bthe (?:dynamic )?(?:coalition|dc|group|one) (?:on|for|about|of)\b")
_ANY = frozenset(("dc", "dcs", "coalition", "coalitions", "we", "our"))
_SEEKS = re.compile(
    r"(?:which|what|any|some|is there|are there|who|looking|name|list|show|give|many)\b|any|some"
)
_OF_ONE = frozenset(("coalition", "dc", "group", "one"))
_ABOUT_ONE = frozenset(
    (
        *(Asked.FOUNDED, Asked.LIST, Asked.ARCHIVE, Asked.SITE, Asked.JOIN, Asked.MEANING),
        *(Asked.CONTACT, Asked.STATUS, Asked.OUTPUTS, Asked.PEOPLE, Asked.MEMBERS, Asked.WORK),
    )
)
_IF_THEN = re.compile(
    r"(?:if|when|once|unless) .+ (?:can|may|must|should|do|does|did|is|are|will|would|could) "
    r"(?:we|i|they|it|you|he|she|the|a|our|all|there)\b"
)
"""A condition, and what is asked under it."""
_SHORT = 12
"""In so many words, a “who” or “when” anywhere makes a question, with or without its mark."""


@dataclass
class Part:
    """One thing that is asked, as words; `spoken` has them as they were said."""

    words: list[str]
    spoken: list[str]
    question: bool
    """It has the form of a question, or of a wish to be told something."""
    asked: dict[Asked, str] = field(default_factory=dict)
    """What it asks for, each with the words that say so."""
    cues: set[int] = field(default_factory=set)
    """The places of words that say what is asked, or say nothing."""
    names: set[int] = field(default_factory=set)
    """The places of words that name a group."""
    filler: set[int] = field(default_factory=set)
    """The places of words with which somebody wishes to be told: “could you tell me”."""
    leading: set[int] = field(default_factory=set)
    """The places of those words, and of greetings and the like that stand before them."""
    places: dict[Asked, set[int]] = field(default_factory=dict)
    """Where the words stand that say what it asks for."""
    tokens: list[int] = field(default_factory=list)
    """For each word, which of the tokens between spaces it stood in."""

    @property
    def years(self) -> list[str]:
        return [word for word in self.words if _YEAR.fullmatch(word)]

    @property
    def text(self) -> str:
        """The words, without those that name a group: what the cues are read from."""
        return " ".join(
            "§" if at in self.names else as_word(word) for at, word in enumerate(self.words)
        )

    @property
    def plain(self) -> str:
        """All its words, with small numbers as words."""
        return " ".join(as_word(word) for word in self.words)

    def left(self, *, names: bool = False) -> list[int]:
        """The places of words that neither say what is asked nor (unless wanted) name a group."""
        return [
            at
            for at, word in enumerate(self.words)
            if at not in self.cues
            and (names or at not in self.names)
            and (at in self.names or word not in SMALL)
            and not _YEAR.fullmatch(word)
        ]

    def telling(self) -> list[int]:
        """Those of the words left that may tell of something: no word of any question."""
        return [at for at in self.left() if not is_ordinary(self.words[at])]

    def seeks(self) -> bool:
        """Whether it seeks coalitions that are not named, and does not only speak of all."""
        return _SEEKS.match(self.asked.get(Asked.WHICH, "")) is not None

    def speaks_of_one(self) -> bool:
        """Whether it says “coalition”, “group” or “one”."""
        return not _OF_ONE.isdisjoint(self.words)

    def speaks_of_any(self) -> bool:
        """Whether it speaks of coalitions, whichever they are, and does not seek which."""
        return not _ANY.isdisjoint(self.words) and not self.seeks()

    def calls_one(self) -> bool:
        """Whether it says “coalition on …”, or the like."""
        return _CALLING.search(self.plain) is not None

    def describes_one(self) -> bool:
        """Whether it speaks of one coalition by its matter, as “the one on climate”."""
        return _DESCRIBING.search(self.plain) is not None

    def asks_of_one(self) -> bool:
        """Whether it speaks of a coalition, so that ordinary words may name it."""
        return bool(self.speaks_of_one() or _ABOUT_ONE.intersection(self.asked))

    def marked(self, places: Sequence[int]) -> bool:
        """Whether one of these was written as a name: in quotes, with several capitals, or after
        “the coalition on”."""
        if any(_CALLED.search(" ".join(self.words[:at])) for at in places):
            return True
        shouted = not any(letter.islower() for one in self.spoken for letter in one)
        return not shouted and any(_MARKED.search(self.spoken[at]) for at in places)

    def say(self, places: Sequence[int]) -> str:
        """These words as they were said; those of one spoken word once."""
        said: list[str] = []
        for at in places:
            if at == 0 or at - 1 not in places or self.spoken[at] != self.spoken[at - 1]:
                said.append(self.spoken[at].strip('.,;:!?()"“”'))
        return " ".join(said)


def parts(
    text: str,
    known: Collection[str] = (),
    common: Collection[str] = (),
    *,
    year: int | None = None,
) -> list[Part]:
    """What the text asks, part by part.

    `known` are words of the register, which are no slips; to `common` ones slips are mended.
    `year` is the one that it is now, which people call this year.
    """
    mending = Mending(known, common)
    found: list[Part] = []
    for piece in pieces(text):
        said, wishes = unwrapped(piece.strip())
        part = _part(said, mending)
        part.question = part.question or wishes
        _name_year(part, year)
        if found and confirms(" ".join(part.words)):
            # “My colleague says … Is this correct?” asks what was said before.
            found[-1].question = True
        elif part.words:
            found.append(part)
    return found[:MOST_PARTS]


def _part(piece: str, mending: Mending) -> Part:
    words: list[str] = []
    spoken: list[str] = []
    tokens: list[int] = []
    piece = _RUN_TOGETHER.sub(r"\1 is", piece)
    piece = _MAILING_LIST.sub(r"\1 \2", piece.replace("’", "'").replace("n't", " not"))
    for number, one in enumerate(piece.split()):
        for word in fold(
            re.sub(r"'s\b", " is" if fold(one)[:2] in ("wh", "ho") else "", one)
        ).split():
            words.append(mending.mended(word))
            spoken.append(one)
            tokens.append(number)
    while len(words) > 1 and words[-1] in _POLITE_END:
        words.pop(), spoken.pop(), tokens.pop()
    line = " ".join(words)
    filler = FILLER.match(line)
    rest = line[filler.end() :] if filler else line
    asks = (
        ASKING.match(rest)
        or _IF_THEN.match(line)
        or (len(words) <= _SHORT and ASKED_WITHIN.search(rest))
    )
    question = "?" in piece or bool(asks)
    wishes = bool(filler and _wishes(filler["asks"] or "", rest, asked=question))
    part = Part(words, spoken, question or wishes)
    part.tokens = tokens
    if filler and filler.end():
        part.leading = _places(line, filler.start(), filler.end())
        part.cues |= part.leading
    if filler and filler["asks"]:
        part.filler = _places(line, filler.start("asks"), filler.end("asks"))
    return part


def _wishes(said: str, rest: str, *, asked: bool) -> bool:
    """Whether these words before the rest wish to be told something, and tell of no plan."""
    if not said or asked:
        return bool(said)
    plan = INTENDING.search(said) and not TO_BE_TOLD.match(rest)
    return bool(WISHING.search(said)) and not plan


def _name_year(part: Part, year: int | None) -> None:
    """Put the year for “this year” and “last year”."""
    for at, word in enumerate(part.words[1:], 1):
        before = part.words[at - 1]
        if year and word == "year" and before in ("this", "last"):
            part.words[at] = str(year - (before == "last"))
            part.spoken[at] = f"{before} year"
            part.words[at - 1] = "the"


def foreign(part: Part) -> bool:
    """Whether hardly a word of it is known here: another language, or talk."""
    left = part.telling()
    return len(part.words) > 3 and 2 * len(left) > len(part.words) - len(part.names)


def read(part: Part) -> None:
    """Find what the part asks for, once the words that name groups are known."""
    line = part.text
    for asked, cue in CUES:
        for match in cue.finditer(line):
            part.asked.setdefault(asked, match[0])
            places = _places(line, match.start(), match.end())
            part.places.setdefault(asked, set()).update(places)
            part.cues |= places
    part.cues -= part.names


def _places(line: str, start: int, end: int) -> set[int]:
    """The places of the words between two letters of the line."""
    return set(range(line.count(" ", 0, start), line.count(" ", 0, max(start, end - 1)) + 1))


def spans(part: Part) -> Iterator[tuple[int, int]]:
    """Every run of words, the longest first."""
    count = len(part.words)
    for length in range(min(count, 14), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length
