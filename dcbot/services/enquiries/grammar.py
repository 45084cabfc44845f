"""The grammar of questions: how a text falls into parts, and what each part asks for; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from dcbot.lines import fold
from dcbot.services.enquiries.cues import ASKING, CUES, FILLER, Asked
from dcbot.services.enquiries.small_words import MISTYPED, SMALL, VOCABULARY

MOST_PARTS = 6
"""So many parts of one message are read; what follows them is talk."""
_ENDS = re.compile(r"(?<=[?!;])\s*|(?<=\.)\s+|\n+")
_AND = re.compile(
    r",?\s+(?:and|also|plus|or|but)\s+(?=(?:then\s+|also\s+|if\s+so,?\s+)?(?:by\s+whom|at\s+what|"
    r"how|what|when|where|who|whom|which|is|are|was|were|do|does|did|has|have|can|could|since"
    r")\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


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

    @property
    def years(self) -> list[str]:
        return [word for word in self.words if _YEAR.fullmatch(word)]

    @property
    def text(self) -> str:
        """The words, without those that name a group: what the cues are read from."""
        return " ".join("§" if at in self.names else word for at, word in enumerate(self.words))

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

    def say(self, places: Sequence[int]) -> str:
        """These words as they were said; those of one spoken word once."""
        said: list[str] = []
        for at in places:
            if at == 0 or at - 1 not in places or self.spoken[at] != self.spoken[at - 1]:
                said.append(self.spoken[at].strip('.,;:!?()"“”'))
        return " ".join(said)


def parts(text: str, known: Collection[str] = (), common: Collection[str] = ()) -> list[Part]:
    """What the text asks, part by part.

    `known` are words of the register, which are no slips; to `common` ones slips are mended.
    """
    targets = VOCABULARY.union(word for word in common if len(word) > 5)
    found = []
    for sentence in _ENDS.split(text):
        for piece in _AND.split(sentence):
            part = _part(piece, known, targets)
            if part.words:
                found.append(part)
    return found[:MOST_PARTS]


def _part(piece: str, known: Collection[str], targets: Collection[str]) -> Part:
    words: list[str] = []
    spoken: list[str] = []
    for one in piece.replace("’", "'").replace("n't", " not").split():
        for word in fold(
            re.sub(r"'s\b", " is" if fold(one)[:2] in ("wh", "ho") else "", one)
        ).split():
            words.append(_mended(word, known, targets))
            spoken.append(one)
    line = " ".join(words)
    filler = FILLER.match(line)
    question = "?" in piece or bool(ASKING.match(line[filler.end() :] if filler else line))
    part = Part(words, spoken, question or bool(filler and filler["asks"]))
    if filler:
        part.cues |= _places(line, filler.start(), filler.end())
    return part


def _mended(word: str, known: Collection[str], targets: Collection[str]) -> str:
    """The word, a slip of the finger mended where it is clearly a word of questions."""
    if word in MISTYPED:
        return MISTYPED[word]
    if len(word) < 5 or word in targets or word in known or not word.isalpha():
        return word
    slips = 1 if len(word) < 8 else 2
    near = [(OSA.distance(word, one), one) for one in targets if abs(len(one) - len(word)) < 3]
    best = min(near, default=(99, word))
    return best[1] if best[0] <= slips and best[1][0] == word[0] else word


def foreign(part: Part) -> bool:
    """Whether hardly a word of it is known here: another language, or talk."""
    left = part.left()
    return len(part.words) > 3 and 2 * len(left) > len(part.words) - len(part.names)


def read(part: Part) -> None:
    """Find what the part asks for, once the words that name groups are known."""
    line = part.text
    for asked, cue in CUES:
        for match in cue.finditer(line):
            part.asked.setdefault(asked, match[0])
            part.cues |= _places(line, match.start(), match.end())
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
