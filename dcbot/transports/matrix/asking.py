"""What a homeserver is asked, and how it says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from dcbot.errors import DcbotError

TROUBLES = (aiohttp.ClientError, OSError, TimeoutError)
"""What a request raises when the homeserver cannot be reached, or breaks off."""


class Refused(DcbotError):
    """The homeserver answered, but not with what was asked for.

    `status` and `errcode` are as in the specification; `after` is how many seconds it wants to be
    left alone.
    """

    def __init__(self, status: int, answer: object) -> None:
        said: Mapping[str, Any] = answer if isinstance(answer, Mapping) else {}
        self.status = status
        self.errcode = str(said.get("errcode", ""))
        session = said.get("session")
        self.proof = session if status == 401 and isinstance(session, str) else None
        """Under this name it waits for a proof that the account's owner asks."""
        self.soft = said.get("soft_logout") is True
        wait = said.get("retry_after_ms")
        self.after = wait / 1000 if isinstance(wait, int | float) else None
        reason = said.get("error")
        words = reason if isinstance(reason, str) else "no reason given"
        super().__init__(f"{status} {self.errcode}: {words}"[:500])

    @property
    def passing(self) -> bool:
        """Whether the same may be granted later."""
        return self.status == 429 or self.status >= 500 or self.status == 200

    @property
    def signed_out(self) -> bool:
        """Whether the token is no longer valid."""
        return self.status == 401 and self.errcode in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")


def path_of(*parts: str) -> str:
    """A path of the client-server API, each part quoted."""
    return "/_matrix/client/v3/" + "/".join(quote(part, safe="") for part in parts)


def event_id_of(answer: Any) -> str:
    """The id in nio's answer; Refused where it holds none."""
    event_id = getattr(answer, "event_id", None)
    if isinstance(event_id, str) and event_id:
        return event_id
    response = answer.transport_response
    refused = Refused(
        response.status if response is not None else 0,
        {
            "errcode": getattr(answer, "status_code", None) or "",
            "error": getattr(answer, "message", ""),
            "retry_after_ms": getattr(answer, "retry_after_ms", None),
            "soft_logout": getattr(answer, "soft_logout", False),
        },
    )
    wait = response.headers.get("Retry-After", "") if response is not None else ""
    if refused.after is None and wait.isdigit():
        refused.after = float(wait)
    raise refused
