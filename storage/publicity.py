"""What a public store may be asked, and how every statement it sends is narrowed to public rows.

Each statement is looked at before it is compiled, so that a mistake is told in its own words. What
is sent to the database then begins with a common table expression for every table in it, which
bears the table's name and holds its public rows only. Wherever the statement names the table, in a
join, a subquery, a union or an alias, the database finds those rows and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnClause,
    CompoundSelect,
    Connection,
    Select,
    TableClause,
    TextClause,
    TextualSelect,
    UpdateBase,
    event,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.visitors import ExternallyTraversible

from storage.base import Audience, Base, Publishable
from storage.community import Detail
from storage.facts import Source
from storage.search_index import is_paired, names_index

ALWAYS_PUBLIC = (Detail, Source)
"""The community's own words, and the sources of facts, are public as a whole."""
FUNCTIONS = frozenset({"avg", "coalesce", "count", "length", "lower", "max", "min", "sum", "upper"})
"""The functions that may be asked; some of others read tables by themselves."""

_PERMIT = "public_as_of"
_PERMITTED: set[Any] = set()
"""The keys of statements that were looked at and may be asked."""
_MOST_PERMITTED = 2048
_WRITTEN: dict[tuple[str, str, str, int], tuple[str, int]] = {}
"""Statements as they are sent, with how often the moment stands in each, by their words, the
dialect, its schema and the number of their values."""
_READING = ("SELECT", "WITH", "(SELECT")
_WRITTEN_AS_IT_IS = ("_prefixes", "_suffixes", "_hints", "_statement_hints")
"""The parts of a select that SQLAlchemy copies into the statement."""


class NotPublic(Exception):
    """Something was asked of the public store that it may not show."""


class _Permit:
    """Says that a statement was looked at, and as of when it is narrowed; nobody else makes it."""

    def __init__(self, now: datetime) -> None:
        self.now = now


def permit(state: ORMExecuteState, now: datetime) -> None:
    """Let the statement of a session through, or raise NotPublic."""
    statement = state.statement
    if not state.is_select:
        raise NotPublic("the public store only reads")
    if not isinstance(statement, Select | CompoundSelect):
        raise NotPublic("the public store reads records, not plain SQL")
    # By this key SQLAlchemy finds the words of a statement that it wrote before: statements that
    # have the same are the same words, and differ in values alone.
    known = statement._generate_cache_key()
    if known is None or known.key not in _PERMITTED:
        _look_at_all(statement)
        if known is not None:
            if len(_PERMITTED) >= _MOST_PERMITTED:
                _PERMITTED.clear()
            _PERMITTED.add(known.key)
    state.update_execution_options(**{_PERMIT: _Permit(now)})


def guard(engine: AsyncEngine) -> AsyncEngine:
    """Narrow everything that is sent through the engine; what has no permit raises NotPublic."""
    event.listen(engine.sync_engine, "before_cursor_execute", _narrow, retval=True)
    return engine


def _look_at_all(statement: Select[Any] | CompoundSelect[Any]) -> None:
    parts = list(visitors.iterate(cast("ExternallyTraversible", statement)))
    if any(map(names_index, parts)) and not is_paired(statement):
        raise NotPublic("the public store reads the index of words beside its entries only")
    for part in parts:
        _look_at(part)


def _look_at(part: Any) -> None:
    if isinstance(part, UpdateBase):
        raise NotPublic("the public store only reads")
    if isinstance(part, TableClause):
        # The index was looked at as a whole.
        if not names_index(part):
            _look_at_table(part)
    elif _is_plain_sql(part):
        raise NotPublic("the public store reads records, not plain SQL")
    elif isinstance(part, FunctionElement) and str(getattr(part, "name", "")) not in FUNCTIONS:
        raise NotPublic(f"the public store knows no function {getattr(part, 'name', '')}")


def _look_at_table(table: TableClause) -> None:
    record = _records().get(table.name)
    if record is None or getattr(table, "schema", None):
        raise NotPublic(f"the public store knows no table {table.name}")
    if not issubclass(record, (Publishable, *ALWAYS_PUBLIC)):
        raise NotPublic(f"{record.__name__} is never public")


def _is_plain_sql(part: Any) -> bool:
    if isinstance(part, TextClause | TextualSelect):
        return True
    if isinstance(part, ColumnClause):
        # count(*) is written with a literal star.
        return part.is_literal and part.name != "*"
    operator = getattr(part, "operator", None)
    if isinstance(operator, custom_op) and re.search(r"[\w(]", operator.opstring):
        return True
    return any(getattr(part, name, None) for name in _WRITTEN_AS_IT_IS)


def _narrow(
    connection: Connection,
    _cursor: object,
    statement: str,
    parameters: Any,
    context: Any,
    _many: bool,
) -> tuple[str, Any]:
    permit = context.execution_options.get(_PERMIT) if context is not None else None
    # SQLite is told when the transaction begins (storage/database.py).
    if statement == "BEGIN":
        return statement, parameters
    if not isinstance(permit, _Permit):
        raise NotPublic("the public store reads records, not plain SQL")
    dialect = connection.dialect
    key = (statement, dialect.name, str(dialect.default_schema_name), len(parameters))
    if key not in _WRITTEN:
        if len(_WRITTEN) >= _MOST_PERMITTED:
            _WRITTEN.clear()
        _WRITTEN[key] = _written(statement, len(parameters), dialect)
    narrowed, moments = _WRITTEN[key]
    moment = permit.now.astimezone(UTC)
    if dialect.name == "postgresql":
        return narrowed, (*parameters, *[moment][:moments])
    return narrowed, (*[moment.strftime("%Y-%m-%d %H:%M:%S.%f")] * moments, *parameters)


def _written(statement: str, values: int, dialect: Dialect) -> tuple[str, int]:
    """The statement with its tables narrowed, and how often the moment stands in it. The same
    statements come again and again, and this takes longer than to run a short one."""
    names = tuple(_records())
    every = "|".join(names)
    # A table behind its schema would not be found among the narrowed ones.
    behind_schema = re.search(rf'\.\s*"?(?:{every})\b', statement) is not None
    if behind_schema or not statement.startswith(_READING):
        raise NotPublic("the public store reads records, not plain SQL")
    said = set(re.findall(rf"\b(?:{every})\b", statement))
    tables = list(_narrowed([name for name in names if name in said], dialect, values + 1))
    if not tables:
        return statement, 0
    # The statement may begin with tables of its own.
    own = re.match(r"WITH (RECURSIVE )?", statement)
    first = f"WITH {(own and own[1]) or ''}{', '.join(tables)}"
    narrowed = f"{first}, {statement[own.end() :]}" if own else f"{first} {statement}"
    return narrowed, sum("<=" in table for table in tables)


def _narrowed(named: list[str], dialect: Dialect, number: int) -> Iterator[str]:
    quote = dialect.identifier_preparer.quote
    # The schema leads past the narrowed table, which has the same name, to the table itself.
    if dialect.name == "postgresql":
        schema, moment = str(dialect.default_schema_name), f"${number}::TIMESTAMP WITH TIME ZONE"
    else:
        schema, moment = "main", "?"
    for name in named:
        record = _records()[name]
        if issubclass(record, ALWAYS_PUBLIC):
            continue
        rule = f"audience = '{Audience.PUBLIC}' AND public_from <= {moment}"
        if not issubclass(record, Publishable):
            rule = "1 = 0"
        # A table that a statement names twice would be read whole first, as a table of its own.
        source = f"{quote(schema)}.{quote(name)}"
        yield f"{quote(name)} AS NOT MATERIALIZED (SELECT * FROM {source} WHERE {rule})"


def _records() -> dict[str, type[Any]]:
    """All records, by the name of their table."""
    return _named(len(Base.metadata.tables))


@lru_cache(maxsize=8)
def _named(_tables: int) -> dict[str, type[Any]]:
    return {str(mapper.local_table.name): mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
