"""Parts of ballots: which number goes with which answer, where there is one way to read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from typing import TypeAlias

from dcbot.errors import BadArgument
from dcbot.services.ballot_words import Sign
from storage.polls import Suits

HOW = "Say it as “1 yes, 2 if need be, 3 no”, “1 and 3”, “all but 2” or “none”."
UNCLEAR = f"That can be read in two ways. {HOW}"

Ballot: TypeAlias = dict[int, Suits]
"""How each time suits, by its number; what is not in it was not spoken of."""
Token: TypeAlias = frozenset[int] | Suits | Sign
"""A group of numbers, how they suit, or what else stands among them."""

_OPPOSITE = {Suits.YES: Suits.NO, Suits.NO: Suits.YES, Suits.IF_NEED_BE: Suits.NO}


class Which(Enum):
    """Of which times a part speaks."""

    NAMED = auto()
    ALL = auto()
    """All that nothing else is said of, as that is said of all."""
    REST = auto()
    """Those that are not named elsewhere."""


@dataclass
class Part:
    """What is said of some times; one without a mark goes with one beside it, if with one only.

    `left` and `right` say whether numbers before or behind it may be its own too.
    """

    which: Which = Which.NAMED
    numbers: set[int] = field(default_factory=set)
    mark: Suits | None = None
    left: bool = False
    right: bool = False


def parts_of(clause: Sequence[Token]) -> list[Part]:
    """The clause as parts. Raises BadArgument where it can be read in two ways."""
    if Sign.EXCEPT in clause:
        return _excepting(clause)
    if Sign.ONLY in clause:
        return _only([one for one in clause if one is not Sign.ONLY])
    marks = [one for one in clause if isinstance(one, Suits)]
    if not marks:
        return [_part(one) for one in clause]
    if len(marks) == len(clause):
        return [Part(mark=one, left=True, right=True) for one in marks]
    turns = all(
        isinstance(one, Suits) != isinstance(other, Suits) for one, other in pairwise(clause)
    )
    if not turns or len(clause) % 2:
        raise BadArgument(UNCLEAR)
    parts = []
    for one, other in zip(clause[::2], clause[1::2], strict=True):
        if isinstance(one, Suits):
            parts.append(_part(other, one, right=True))
        elif isinstance(other, Suits):
            parts.append(_part(one, other, left=True))
    return parts


def _part(
    token: Token, mark: Suits | None = None, *, left: bool = False, right: bool = False
) -> Part:
    if isinstance(token, frozenset):
        return Part(numbers=set(token), mark=mark, left=left, right=right)
    return Part(Which.ALL if token is Sign.ALL else Which.REST, mark=mark)


def _excepting(clause: Sequence[Token]) -> list[Part]:
    """“all but 2”: what holds of all, and of those that are excepted."""
    place = clause.index(Sign.EXCEPT)
    whole, base = _thing_and_mark(clause[:place])
    behind = clause[place + 1 :]
    but, mark = _thing_and_mark(behind)
    if not isinstance(but, frozenset):
        raise BadArgument(UNCLEAR)
    if base is None and mark is not None and isinstance(behind[-1], Suits):
        # “all but 2 work” is clear; “all but 2 no” is not.
        if mark is not Suits.YES:
            raise BadArgument(UNCLEAR)
        base, mark = mark, None
    base = base or Suits.YES
    first = _part(whole - but if isinstance(whole, frozenset) else whole, base)
    ends = isinstance(behind[-1], frozenset)
    return [first, _part(but, mark or _OPPOSITE[base], right=ends)]


def _only(clause: Sequence[Token]) -> list[Part]:
    """“only 2”: what holds of it, and the opposite of the others."""
    named, mark = _thing_and_mark(clause)
    if not isinstance(named, frozenset):
        raise BadArgument(UNCLEAR)
    ends = isinstance(clause[-1], frozenset)
    mark = mark or Suits.YES
    return [Part(Which.REST, mark=_OPPOSITE[mark]), _part(named, mark, right=ends)]


def _thing_and_mark(clause: Sequence[Token]) -> tuple[Token, Suits | None]:
    """The one thing and the one mark, if any, of which the clause consists."""
    marks = [one for one in clause if isinstance(one, Suits)]
    things = [one for one in clause if not isinstance(one, Suits)]
    named = [one for one in things if isinstance(one, frozenset) or one is Sign.ALL]
    if len(things) != 1 or not named or len(marks) > 1:
        raise BadArgument(UNCLEAR)
    return named[0], marks[0] if marks else None


def attached(parts: Sequence[Part]) -> list[Part]:
    """The parts, with each that has no mark gone to the one beside it that it belongs to.

    Where none has a mark, the times that are named suit and the others do not. Raises BadArgument
    where one may belong to two, or to none.
    """
    if all(part.mark is None for part in parts):
        return _all_bare(parts)
    kept: list[Part] = []
    bare: list[Part] = []
    for part in parts:
        if part.mark is None:
            bare.append(part)
            continue
        _attach(bare, [*kept[-1:], part], last=part)
        bare = []
        kept.append(part)
    _attach(bare, kept[-1:])
    if any(part.which is Which.NAMED and not part.numbers for part in kept):
        raise BadArgument(f"Which times do you mean? {HOW}")
    return kept


def _attach(bare: Sequence[Part], beside: Sequence[Part], last: Part | None = None) -> None:
    """Give the bare parts to the only one beside them that may have them."""
    may = [one for one in beside if (one.left if one is last else one.right)]
    if bare and (len(may) != 1 or any(one.which is not Which.NAMED for one in bare)):
        raise BadArgument(UNCLEAR)
    for one in bare:
        may[0].numbers |= one.numbers


def _all_bare(parts: Sequence[Part]) -> list[Part]:
    if len(parts) == 1 and parts[0].which is Which.ALL:
        return [Part(Which.ALL, mark=Suits.YES)]
    if any(part.which is not Which.NAMED for part in parts):
        raise BadArgument(UNCLEAR)
    named = set().union(*(part.numbers for part in parts))
    return [Part(numbers=named, mark=Suits.YES), Part(Which.REST, mark=Suits.NO)]


def resolved(parts: Sequence[Part], options: int) -> Ballot:
    """How each time suits. Raises BadArgument where two things are said of one time."""
    ballot: Ballot = {}
    for part in parts:
        for number in part.numbers:
            if part.mark is None or ballot.setdefault(number, part.mark) is not part.mark:
                raise BadArgument(f"You say two things of {number}. Say one of them.")
    wide = {part.mark for part in parts if part.which is not Which.NAMED and part.mark}
    if len(wide) > 1:
        raise BadArgument(UNCLEAR)
    for number in range(1, options + 1):
        if wide and number not in ballot:
            ballot[number] = next(iter(wide))
    return dict(sorted(ballot.items()))
