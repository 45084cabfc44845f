"""Tells an outage of the database, which passes, from a mistake, which does not."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

# PostgreSQL's classes of states: connection exception, operator intervention (shutting down,
# starting up), insufficient resources (too many connections, disk full).
_PASSING = ("08", "57", "53")


def is_outage(trouble: BaseException) -> bool:
    """Whether the same statement may work later, without anybody mending anything in the code."""
    if isinstance(trouble, OSError | TimeoutError | OperationalError | InterfaceError):
        return True
    if isinstance(trouble, DBAPIError):
        return trouble.connection_invalidated or _state_passes(trouble.orig)
    return _state_passes(trouble)


def _state_passes(trouble: BaseException | None) -> bool:
    state = getattr(trouble, "sqlstate", None) or getattr(trouble, "pgcode", None)
    return str(state or "").startswith(_PASSING)
