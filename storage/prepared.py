"""Prepared statements: what is asked for each message is put together once, not each time."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any, TypeVar

Built = TypeVar("Built")

_built: dict[CodeType, Any] = {}


def once(build: Callable[[], Built]) -> Built:
    """What `build` makes, made when it is first asked for in this place.

    It knows no values of its surroundings: these are given with each asking, under the names of
    its bound parameters. ValueError where it names one.
    """
    code = build.__code__
    if code not in _built:
        if build.__closure__:
            raise ValueError(f"a prepared statement cannot hold {', '.join(code.co_freevars)}")
        _built[code] = build()
    found: Built = _built[code]
    return found
