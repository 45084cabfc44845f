"""Searching: rows that are found by the words in them, the same on every database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from storage.base import Words


class Searchable(MappedAsDataclass, kw_only=True):
    """A row whose words were made tokens when they were written (dcbot/words)."""

    tokens: Mapped[str] = mapped_column(Words, default="")
    """Each token between two spaces."""
    analyser: Mapped[int] = mapped_column(default=0)
    """Which version of the analyser made them; what another one made is made anew."""


def kept(tokens: Collection[str]) -> str:
    """The form in which tokens are kept."""
    return f" {' '.join(dict.fromkeys(tokens))} " if tokens else ""


def holds(record: type[Any], tokens: Collection[str]) -> ColumnElement[bool]:
    """Whether a row of this searchable record holds one of the tokens, which have letters, marks
    and digits only; one that ends in % stands for all that begin so."""
    return or_(*(record.tokens.like(f"% {token} %") for token in tokens))
