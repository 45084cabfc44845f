"""Ballots: which times of a poll suit somebody, read from their own words; pure.

“1 yes, 2 if need be, 3 no”, “1 and 3”, “all but 2”, “none”, “only 2”, “yes to 1, the rest no”.
Every word is taken in, or the whole is asked about; what can be read in two ways is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dcbot.errors import BadArgument
from dcbot.lines import fold, own_lines
from dcbot.message import quoted
from dcbot.services.ballot_parts import HOW, UNCLEAR, Ballot, Token, attached, parts_of, resolved
from dcbot.services.ballot_words import LONGEST, NUMBERS, ORDINALS, PHRASES, SIGNS, Sign
from storage.polls import Suits

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_SHADES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d♂♀]")
_SHORT = (
    (re.compile(r"\bcan['’]t\b", re.IGNORECASE), "cannot"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "wont"),
    (re.compile(r"n['’]t\b", re.IGNORECASE), " not"),
    (re.compile(r"\bI['’](?:m|d|ll|ve)\b", re.IGNORECASE), "I"),
    (re.compile(r"['’]s\b", re.IGNORECASE), " is"),
)
_TOKEN = re.compile(
    r"(?P<range>(?<!\d)\d{1,2}\s*(?:[-–—]|\b(?:to|through|bis)\b)\s*\d{1,2}(?!\d))"
    r"|(?P<number>\d+)|(?P<word>[^\W\d_]+)"
    r"|(?P<end>[,;\n、，；،؛]|(?<!\d)[.。](?=\s|$))|(?P<doubt>\?)",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"\b(?:both|neither)\b", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|bonjour|hola|ola|salut|здравствуйте)"
    r"\b[^\d\n]*",
    re.IGNORECASE,
)


def read(words: str, options: int) -> Ballot:
    """What the words say of the times 1 to `options`. Raises BadArgument, which says how to say it.

    Where only numbers are named, the other times do not suit. Of a message of several lines, what
    stands behind an empty line, such as a signature, may be no answer.
    """
    lines = [_GREETING.sub("", line) for line in own_lines(words)]
    lines = lines[_first(lines) :]
    end = next((place for place, line in enumerate(lines) if not line), len(lines))
    rest = [line for line in lines[end:] if line and _answers(line, options)]
    return _read("\n".join([*lines[:end], *rest]), options)


def _first(lines: Sequence[str]) -> int:
    return next((place for place, line in enumerate(lines) if line), 0)


def of_sign(sign: str, options: int) -> Ballot:
    """What a reaction says: a number that this time suits, “no” that none does; others nothing."""
    if sign == "no":
        return dict.fromkeys(range(1, options + 1), Suits.NO)
    if sign.isdigit() and 1 <= int(sign) <= options:
        return {int(sign): Suits.YES}
    return {}


def as_document(ballot: Ballot) -> dict[str, str]:
    """The form in which a ballot waits for its proof."""
    return {str(number): mark.value for number, mark in ballot.items()}


def from_document(document: dict[str, str]) -> Ballot:
    """The ballot that was stored."""
    return {int(number): Suits(mark) for number, mark in document.items()}


def may_answer(words: str, options: int) -> bool:
    """Whether the words look like an answer, and not like talk about the poll."""
    return any(_answers(line, options) for line in own_lines(words))


def _answers(line: str, options: int) -> bool:
    """Whether a line names a time, or all, or none, and is not long."""
    try:
        tokens = [one for clause in _clauses(line) for one in clause]
    except BadArgument as stray:
        named = [int(one) for one in re.findall(r"(?<![\d:.+/-])\d{1,2}(?![\d:/])", line)]
        marked = any(isinstance(PHRASES.get((word,)), Suits) for word in fold(line).split())
        return bool(stray.text) and marked and any(1 <= one <= options for one in named)
    return any(isinstance(one, frozenset) or one in (Sign.ALL, Sign.NONE) for one in tokens)


def _read(text: str, options: int) -> Ballot:
    clauses = _clauses(text)
    tokens = [one for clause in clauses for one in clause]
    if options != 2 and _OF_TWO.search(text):
        raise BadArgument(UNCLEAR)
    if not tokens:
        raise BadArgument(f"Which times suit you? {HOW}")
    if len(tokens) == options > 1 and all(isinstance(one, Suits) for one in tokens):
        # As many answers as there are times, and no number: they stand in order.
        return {number: one for number, one in enumerate(tokens, 1) if isinstance(one, Suits)}
    parts = [part for clause in clauses for part in parts_of(_joined(clause))]
    for number in sorted(set().union(*(part.numbers for part in parts))):
        if not 1 <= number <= options:
            raise BadArgument(f"There is no time {number}: they have the numbers 1 to {options}.")
    return resolved(attached(parts), options)


# What was said, as tokens


def _clauses(text: str) -> list[list[Token]]:
    """The tokens between commas and ends of lines. Raises BadArgument for a word that is none."""
    clauses: list[list[Token]] = [[]]
    words: list[tuple[str, str]] = []
    text = _plain(text)
    for found in [*_TOKEN.finditer(text), None]:
        if found is not None and found["word"]:
            words.append((fold(found["word"]), found["word"]))
            continue
        clauses[-1] += _meant(words)
        words = []
        if found is None or found["end"]:
            clauses.append([])
        elif found["doubt"]:
            raise BadArgument(f"I did not take in {quoted(_around(text, found))}. {HOW}")
        else:
            clauses[-1].append(_numbers(found[0]))
    return [parted for clause in clauses for parted in _parted(clause) if parted]


def _plain(text: str) -> str:
    text = _KEYCAP.sub(r" \1 ", text).replace("🔟", " 10 ")
    text = _SHADES.sub("", text)
    for sign, word in SIGNS.items():
        text = text.replace(sign, f" {word} ")
    for pattern, whole in _SHORT:
        text = pattern.sub(whole, text)
    return text.replace("'", " ").replace("’", " ")


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 20) : found.end()].strip()


def _numbers(said: str) -> frozenset[int]:
    ends = [int(one) for one in re.findall(r"\d+", said)]
    first, last = min(ends), max(ends)
    return frozenset(range(first, last + 1)) if last - first < 100 else frozenset(ends)


def _meant(words: Sequence[tuple[str, str]]) -> Iterator[Token]:
    """What the words mean, the longest phrases first. Raises BadArgument for one that is none."""
    place, ordinal = 0, False
    while place < len(words):
        folded = [word for word, _ in words[place : place + LONGEST]]
        size = next(
            (size for size in range(len(folded), 0, -1) if tuple(folded[:size]) in PHRASES), 0
        )
        if not size and folded[0] in (NUMBERS | ORDINALS):
            if not (ordinal and folded[0] == "one"):
                yield frozenset({(NUMBERS | ORDINALS)[folded[0]]})
            ordinal, size = folded[0] in ORDINALS, 1
        elif not size:
            raise BadArgument(f"I did not take in {quoted(words[place][1])}. {HOW}")
        else:
            meaning, ordinal = PHRASES[tuple(folded[:size])], False
            if meaning is Sign.UNCLEAR:
                raise BadArgument(UNCLEAR)
            if meaning is not Sign.FILLER:
                yield meaning
        place += size


def _parted(clause: list[Token]) -> Iterator[list[Token]]:
    """The clause, cut at each “but” that does not except something from all."""
    current: list[Token] = []
    for one in clause:
        if one is Sign.BUT and not {Sign.ALL, Sign.NONE} & set(current):
            yield current
            current = []
        else:
            current.append(Sign.EXCEPT if one is Sign.BUT else one)
    yield current


def _joined(clause: Sequence[Token]) -> list[Token]:
    """Numbers beside each other are one group, and marks beside each other one mark; none is all
    with a no."""
    joined: list[Token] = []
    for one in _without_none(clause):
        last = joined[-1] if joined else None
        if isinstance(one, frozenset) and isinstance(last, frozenset):
            joined[-1] = last | one
        elif isinstance(one, Suits) and isinstance(last, Suits):
            joined[-1] = _one_mark(last, one)
        else:
            joined.append(one)
    return joined


def _without_none(clause: Sequence[Token]) -> Iterator[Token]:
    for place, one in enumerate(clause):
        if one is Sign.NONE:
            yield from (Sign.ALL, Suits.NO)
        elif one is not Suits.YES or Sign.NONE not in clause[max(0, place - 1) : place + 2]:
            yield one


def _one_mark(first: Suits, second: Suits) -> Suits:
    """“not good” is no, and “ok if need be” is if need be; “yes no” is neither."""
    if first is second:
        return first
    pair = first, second
    if pair == (Suits.NO, Suits.YES):
        return Suits.NO
    if Suits.NO not in pair:
        return Suits.IF_NEED_BE
    raise BadArgument(UNCLEAR)
