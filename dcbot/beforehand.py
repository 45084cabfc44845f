"""Beforehand: what is worked out of words alone is worked out while no transaction is open.

Which words say a time is known in the midst of a message's handling only, since names are looked up
on the way to them. So what was not worked out yet undoes the transaction (`NotYet`), is worked out
with none open, and the transaction begins anew and finds it done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar, cast

from dcbot.errors import UserError
from storage.database import Database
from storage.store import Store

Given = ParamSpec("Given")
Found = TypeVar("Found")
Done = TypeVar("Done")

MOST_ROUNDS = 30
"""So often a transaction is begun anew at most; what is wanted then is worked out within it."""


class NotYet(BaseException):
    """Something is to be worked out before this transaction; whoever runs it does so. It is no
    mistake, and nobody else catches it."""


class Beforehand:
    """What was worked out for one piece of work, and what of it is still wanted."""

    def __init__(self) -> None:
        self.known: dict[Hashable, Any] = {}
        self.wanted: dict[Hashable, Callable[[], Any]] = {}

    @contextmanager
    def within(self) -> Iterator[None]:
        """A transaction is open; raises NotYet at its end where something is wanted, whatever
        came of it so far."""
        token = _WITHIN.set(self)
        try:
            yield
        except Exception as trouble:
            if not self.wanted:
                raise
            raise NotYet from trouble
        finally:
            _WITHIN.reset(token)
        if self.wanted:
            raise NotYet

    def work_out(self) -> None:
        """Work out all that is wanted. No transaction may be open."""
        for key, work in self.wanted.items():
            try:
                self.known[key] = work()
            except UserError as mistake:
                self.known[key] = mistake
        self.wanted.clear()


_WITHIN: ContextVar[Beforehand | None] = ContextVar("within", default=None)


def worked_out(
    function: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
) -> Found:
    """What the function makes of these words; it looks at nothing else, and what it gives is never
    changed. Raises what it raises."""
    within = _WITHIN.get()
    if within is None:
        return function(*given, **named)
    key = (function, given, tuple(sorted(named.items())))
    if key not in within.known:
        within.wanted[key] = lambda: function(*given, **named)
        raise NotYet
    found = within.known[key]
    if isinstance(found, UserError):
        raise found
    return cast(Found, found)


def together(works: Iterable[Callable[[], object]]) -> None:
    """Several pieces of work that each ask for something, so that all is worked out at once."""
    waiting = False
    for work in works:
        try:
            work()
        except NotYet:
            waiting = True
        except UserError:
            # Whoever asks for it by itself is told.
            continue
    if waiting:
        raise NotYet


async def in_transaction(database: Database, work: Callable[[Store], Awaitable[Done]]) -> Done:
    """Do the work in one transaction, begun anew for what must be worked out before it."""
    beforehand = Beforehand()
    for _ in range(MOST_ROUNDS):
        try:
            async with database.transaction() as store:
                with beforehand.within():
                    return await work(store)
        except NotYet:
            beforehand.work_out()
    async with database.transaction() as store:
        return await work(store)
