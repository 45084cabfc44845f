"""Search queries: what entries must hold, in the languages of SQLite's FTS5 and of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 100
"""So many letters of a token are kept and looked for; PostgreSQL takes no endless ones."""


class EntryKind(StrEnum):
    """What is found."""

    DECISION = "decision"
    ACTION = "action"
    MINUTES = "minutes"
    LOG = "log"
    GROUP = "group"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Together:
    """Tokens that stand one after another; or, where `begins`, how the last one begins."""

    tokens: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What entries must hold: of each of the terms one reading, and all the facets."""

    terms: tuple[tuple[Together, ...], ...]
    facets: tuple[str, ...] = ()
    kind: EntryKind | None = None
    """Of which kind alone; None where they may be of any."""
    spoken: bool | None = None
    """Where they may be of any kind: of logs alone, or of all else alone."""

    @property
    def kinds(self) -> list[EntryKind]:
        """Of which kinds they must be; empty where they may be of any."""
        # By what they are, not by what they are not: of that there is far more to go through.
        kinds = [one for one in EntryKind if self.spoken is (one is EntryKind.LOG)]
        return [self.kind] if self.kind else kinds

    @property
    def is_one_word(self) -> bool:
        """Whether they must hold a single word and nothing else. PostgreSQL meets those of a kind
        soonest among the newest of that kind; where several words stand, its index knows."""
        words = [one for term in self.terms for one in term]
        return (
            len(self.terms) == 1 and not self.facets and all(len(one.tokens) == 1 for one in words)
        )

    @property
    def sort(self) -> Wanted:
        """What stands for all that are asked for in the same statement."""
        if not self.is_one_word:
            return Wanted(())
        return Wanted(_ANY_WORD, kind=self.kind, spoken=self.spoken)


_ANY_WORD = ((Together(("",)),),)


def facet_of_kind(kind: EntryKind) -> str:
    """The facet of what is of this kind."""
    return f"kind{kind.value}"


def query_of(dialect: str, wanted: Wanted) -> str:
    """What is wanted, in the language of the database; on PostgreSQL the kind of what holds
    a single word stands beside it."""
    return fts5(wanted) if dialect == "sqlite" else tsquery(wanted)


def fts5(wanted: Wanted) -> str:
    """The query in the language of FTS5; each token is a string in it, and says nothing else."""
    parts = [_any(map(_fts5, term)) for term in wanted.terms]
    parts += [f"facets : {_quoted(facet)}" for facet in wanted.facets]
    if wanted.kinds:
        parts.append(f"facets : {_any(_quoted(facet_of_kind(one)) for one in wanted.kinds)}")
    return " AND ".join(parts)


def _fts5(one: Together) -> str:
    words = " ".join(token[:LONGEST] for token in one.tokens).replace('"', '""').replace("\0", "")
    if one.begins and len(one.tokens) > 1:
        # The other words have no order, so that they stand in no phrase.
        return f'tokens : "{words}" *'
    if one.begins:
        return f'{{tokens forms}} : "{words}" *'
    return f'tokens : "{words}"'


def _quoted(facet: str) -> str:
    return '"' + facet.replace('"', '""') + '"'


def tsquery(wanted: Wanted) -> str:
    """The query in the language of PostgreSQL; each token is a lexeme in it, and nothing else."""
    parts = [_any(map(_tsquery, term), " | ") for term in wanted.terms]
    parts += [_lexeme(facet, "=") for facet in wanted.facets]
    if wanted.kinds and not wanted.is_one_word:
        parts.append(_any((_lexeme(facet_of_kind(one), "=") for one in wanted.kinds), " | "))
    return " & ".join(parts)


def _tsquery(one: Together) -> str:
    if not one.begins:
        return f"({' <-> '.join(map(_lexeme, one.tokens))})"
    *before, last = one.tokens
    whole = " <-> ".join([*map(_lexeme, before), f"{_lexeme(last)}:*"])
    # The forms have no places, so that they stand in no phrase.
    return f"({whole})" if before else f"({whole} | {_lexeme(last, '-')}:*)"


def _lexeme(token: str, mark: str = "") -> str:
    escaped = mark + token[:LONGEST].replace("\\", "\\\\").replace("'", "''").replace("\0", "")
    return f"'{escaped}'"


def _any(alternatives: Iterator[str], between: str = " OR ") -> str:
    return f"({between.join(alternatives)})"
