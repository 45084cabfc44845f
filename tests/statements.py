"""Statements: each is put into SQL once for the whole run, not once for each test's database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import Dialect

_DIALECTS: dict[str, Dialect] = {}
_COMPILED: dict[Any, Any] = {}


@event.listens_for(Engine, "engine_connect", propagate=True)
def share(connection: Connection) -> None:
    """What a statement is in SQL is kept by dialect, so all engines of one kind have the same."""
    connection.dialect = _DIALECTS.setdefault(connection.dialect.name, connection.dialect)
    connection.execution_options(compiled_cache=_COMPILED)


@pytest.fixture
def asked_once() -> Iterator[None]:
    """What is put into SQL in the test is forgotten: it names tables that are looked up each time,
    so that it comes never again, and would be kept with them to the end of the run."""
    known = set(_COMPILED)
    yield
    for key in _COMPILED.keys() - known:
        del _COMPILED[key]
