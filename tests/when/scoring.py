"""What was read of a table of phrases, judged by what the table expects of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dcbot.when.recurring import parts_of
from dcbot.when.telling import phrases

DEFINITE = ("instant", "range", "date", "rrule")


@dataclass
class Score:
    """How many were right; what was asked about needlessly; what was silently wrong."""

    right: int = 0
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / max(1, self.right + len(self.asked) + len(self.wrong))


def _moments(words: list[str] | str | None) -> list[datetime]:
    told = [words] if isinstance(words, str) else words or []
    return [datetime.fromisoformat(each.replace("Z", "+00:00")) for each in told]


def _right(got: dict[str, Any], want: dict[str, Any]) -> bool:
    """Right is the kind, and every moment, date and rule that the table gives."""
    kind = want["kind"]
    if kind not in DEFINITE:
        return got["kind"] not in DEFINITE
    if got["kind"] != kind:
        return False
    if kind == "date":
        return bool(got["date"] == want["date"])
    if kind == "rrule":
        return _same_rule(got, want)
    if any(got.get(each) != want[each] for each in ("date", "date_end") if each in want):
        return False
    ends = "utc_end" not in want or _moments(got.get("utc_end")) == _moments(want["utc_end"])
    return _moments(got.get("utc")) == _moments(want.get("utc")) and ends


def _same_rule(got: dict[str, Any], want: dict[str, Any]) -> bool:
    """The next three times are the same, and so are its end and its exceptions."""
    parts, wanted = parts_of(got["rrule"]), parts_of(want["rrule"])
    ended = all(parts.get(each) == wanted.get(each) for each in ("COUNT", "UNTIL"))
    coming = _moments(got["first_utc"])[:3] == _moments(want["first_utc"])[:3]
    return (coming or (parts == wanted and got["tz"] == want["tz"])) and (
        ended and got.get("exdate_local", []) == want.get("exdate_local", [])
    )


def score(table: Path) -> Score:
    """Everything that the table asks for, read and judged."""
    wanted = json.loads(table.read_text(encoding="utf-8"))["phrases"]
    found = Score()
    for got, want in zip(phrases(table), wanted, strict=True):
        line = f"{want['id']} {want['phrase']!r}: {want['kind']}, read as {got}"
        if _right(got, want):
            found.right += 1
        elif got["kind"] in DEFINITE:
            found.wrong.append(line)
        else:
            found.asked.append(line)
    return found
