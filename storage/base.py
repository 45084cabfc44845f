"""What all records share: moments in UTC, choices as words, documents, and who may see a row."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be kept: {value!r}")
        moment = value.astimezone(UTC)
        # SQLite has no zones: it would keep the offset as letters and compare those.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalTime(TypeDecorator[datetime]):
    """A time as a clock on the wall shows it, without a zone, to the minute; an aware one is
    refused with ValueError. Kept as text, such as 2026-12-01T14:00, which sorts as times do."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is not None:
            raise ValueError(f"a local time has no zone of its own: {value!r}")
        return value.isoformat(timespec="minutes")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text from outside, without what a database cannot hold (NUL and lone surrogates)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NUL and lone surrogates replaced by the replacement character."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Document(TypeDecorator[Any]):
    """A small structure kept as JSON, without what a database cannot hold; None is no value."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _storable_document(value)


def _storable_document(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _storable_document(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_document(one) for one in value]
    # JSON has no word for infinity; PostgreSQL refuses it.
    return None if isinstance(value, float) and not math.isfinite(value) else value


class Base(MappedAsDataclass, DeclarativeBase):
    """A row with names and types; the one model of its noun."""

    # Any text may come from outside: a hostile event id must not break the statement that keeps it.
    type_annotation_map: ClassVar = {str: Words, datetime: Moment}
    # Alembic can only change a constraint that has a name, so every kind gets one.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def choice(kind: type[StrEnum]) -> Enum:
    """A column that holds one of the words of `kind`, as the word itself."""

    def values(members: Iterable[Any]) -> list[str]:
        return [member.value for member in members]

    return Enum(kind, native_enum=False, values_callable=values, length=24)


class Audience(StrEnum):
    """Who may see a row."""

    PUBLIC = "public"
    """Everybody, from the row's `public_from` on."""
    GROUP = "group"
    """The members of the row's group."""
    PRIVATE = "private"
    """Those whom it concerns."""


class Publishable(MappedAsDataclass, kw_only=True):
    """A row that can be published; a `PublicStore` returns it only where it is.

    A release is a moment in the data, not a job: the row is public once `public_from` has come.
    """

    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.PRIVATE)
    public_from: Mapped[datetime | None] = mapped_column(Moment, default=None)

    def is_public(self, now: datetime) -> bool:
        """Whether everybody may read it by now."""
        since = self.public_from
        return self.audience is Audience.PUBLIC and since is not None and since <= now
