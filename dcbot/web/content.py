"""What stands at an address: bytes of a kind, since when; and the headers that go with it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property

from dcbot.calendar.feed import etag

PAGE = "text/html; charset=utf-8"
STYLE = "text/css; charset=utf-8"
PICTURE = "image/svg+xml"
TEXT = "text/plain; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = "text/csv; charset=utf-8; header=present"

_SHORT = 1000

# Pages load nothing but our own style, send forms only to us, and stand in nobody's frame.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SECURE = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True)
class Content:
    """The answer to a question for an address; `modified` is aware, in whole seconds."""

    body: bytes
    kind: str
    modified: datetime
    status: int = 200
    location: str = ""
    """Where it stands instead, by its path."""

    @cached_property
    def tag(self) -> str:
        """Its entity tag, with quotes: another one whenever the bytes are others."""
        return etag(self.body)

    @cached_property
    def packed(self) -> bytes:
        """Its bytes packed by gzip; none where that is not worth it."""
        return b"" if len(self.body) <= _SHORT else gzip.compress(self.body, 6, mtime=0)

    def headers(self, *, secure: bool = False) -> dict[str, str]:
        """All headers but those of the connection; `secure`: people come by https."""
        return self._headers | (SECURE if secure else {})

    @cached_property
    def _headers(self) -> dict[str, str]:
        found = SAFETY | {
            "Content-Type": self.kind,
            "ETag": self.tag,
            "Last-Modified": format_datetime(self.modified, usegmt=True),
            # To be asked for again each time, which costs no more than a 304.
            "Cache-Control": "public, no-cache" if self.status == 200 else "no-store",
            "Vary": "Accept-Encoding",
        }
        if self.kind.startswith(("text/calendar", "application/atom+xml", "application/json")):
            # Calendars and readers on the web fetch feeds from pages of their own.
            found["Access-Control-Allow-Origin"] = "*"
        if self.location and self.status != 200:
            found["Location"] = self.location
        return found

    def is_known(self, tags: str | None, since: str | None) -> bool:
        """Whether who asks has it already, by If-None-Match, or else by If-Modified-Since."""
        if self.status != 200:
            return False
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or self.tag in known
        try:
            moment = parsedate_to_datetime(since) if since else None
        except ValueError:
            return False
        return moment is not None and moment.tzinfo is not None and self.modified <= moment
