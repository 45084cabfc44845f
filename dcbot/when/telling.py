"""`dcbot when`: what was read of a phrase, and how, as sentences or as one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dcbot.errors import UserError
from dcbot.when.reading import (
    Ambiguous,
    Context,
    Day,
    Days,
    Definite,
    Instant,
    Multi,
    Range,
    Reading,
    Refused,
    Rule,
    Vague,
    read,
)
from dcbot.when.recurring import first
from dcbot.when.saying import say
from dcbot.when.zone_senses import clock_of


def moment_of(words: str, zone: str) -> datetime:
    """A moment in ISO 8601; without an offset, on the clocks of the zone. Raises UserError."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise UserError(
            f"“{words}” is no moment in ISO 8601. Say it like 2026-11-18T10:30:00+00:00."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=clock_of(zone))


def zone_of(name: str) -> str:
    """The zone, where there is such a one. Raises UserError."""
    try:
        clock_of(name)
    except ValueError:
        raise UserError(f"“{name}” is no time zone. Say one like Europe/Zurich.") from None
    return name


def phrases(file: Path) -> Iterator[dict[str, Any]]:
    """What was read of each phrase of a file, with its id. Raises UserError."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))["phrases"]
    except (ValueError, KeyError, TypeError) as trouble:
        raise UserError(
            f"“{file}” is no table of phrases ({trouble}). It is JSON with a list “phrases”."
        ) from None
    for row in table:
        zone = zone_of(row.get("user_zone") or "UTC")
        now = moment_of(row["base"], zone)
        found = read(row["phrase"], now=now, zone=zone, language=row.get("lang"))
        yield {"id": row.get("id"), "phrase": row["phrase"], **facts(found)}


def facts(found: Reading) -> dict[str, Any]:
    """A reading as the keys of a table of phrases."""
    told: dict[str, Any] = {"kind": found.kind, **_own(found)}
    told |= {key: value for key in ("words", "beside") if (value := getattr(found, key))}
    return told


def _own(found: Reading) -> dict[str, Any]:
    if isinstance(found, Ambiguous):
        return {
            "why": found.why,
            "choices": [each.words for each in found.choices],
            "alternatives": [_short(each.reading) for each in found.choices],
        }
    if isinstance(found, Refused | Vague):
        return {"why": found.why, "instead": found.instead}
    if isinstance(found, Context):
        return {"why": found.why}
    if isinstance(found, Multi):
        return {"utcs": [_short(each) for each in found.readings]}
    if isinstance(found, Instant | Range | Day | Days | Rule):
        return _definite(found)
    return {}


def _short(found: Definite) -> str:
    """A reading in one word: its moment, its day, or its rule."""
    told = _definite(found)
    return str(told.get("utc") or told.get("rrule") or told.get("date"))


def _definite(found: Definite) -> dict[str, Any]:
    if isinstance(found, Instant):
        return {"local": _local(found.local), "tz": found.zone, "utc": _utc(found)}
    if isinstance(found, Range):
        return {
            "local": _local(found.start.local),
            "local_end": _local(found.end.local),
            "tz": found.start.zone,
            "utc": _utc(found.start),
            "utc_end": _utc(found.end),
        }
    if isinstance(found, Day):
        zone = {"tz": found.zone} if found.zone else {}
        return {"date": found.date.isoformat(), **zone}
    if isinstance(found, Days):
        return {"date": found.first.date.isoformat(), "date_end": found.last.date.isoformat()}
    return _rule(found)


def _rule(found: Rule) -> dict[str, Any]:
    coming = first(found)
    told: dict[str, Any] = {
        "rrule": found.rrule,
        "dtstart_local": _local(found.start),
        "tz": found.zone,
        "first_local": [_local(each.local) for each in coming],
        "first_utc": [_utc(each) for each in coming],
    }
    if found.all_day:
        told["first_date"] = [each.local.date().isoformat() for each in coming]
    if found.exceptions:
        told["exdate_local"] = [_local(each) for each in found.exceptions]
    if found.minutes:
        told["minutes"] = found.minutes
    return told


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}" if moment.second else f"{moment:%Y-%m-%dT%H:%M}"


def _utc(found: Instant) -> str:
    return f"{found.utc:%Y-%m-%dT%H:%M:%SZ}"


def sentences(found: Reading, language: str) -> list[str]:
    """A reading for people: what it is, and what to do where it is none."""
    if isinstance(found, Ambiguous):
        why = f": {found.why}" if found.why else ""
        return [f"Ambiguous{why}.", *(f"{n}. {c.words}" for n, c in enumerate(found.choices, 1))]
    if isinstance(found, Refused | Vague):
        return [found.why, found.instead]
    if isinstance(found, Context):
        return [found.why]
    if isinstance(found, Multi):
        return ["Several times:", *(f"- {say(each, language)}" for each in found.readings)]
    if isinstance(found, Instant | Range | Day | Days | Rule):
        lines = [say(found, language)]
        if isinstance(found, Rule):
            lines += [f"- {say(each, language)}" for each in first(found)]
        elif isinstance(found, Instant) and found.zone != "UTC":
            lines.append(f"{_utc(found)}")
        return lines
    return ["No time is spoken of."]


def visible(line: str) -> str:
    """The line with what a terminal obeys or hides written out, as \\u001b; JSON stays the same."""
    return "".join(
        each if each.isprintable() else "".join(f"\\u{unit:04x}" for unit in _units(each))
        for each in line
    )


def _units(letter: str) -> list[int]:
    """The letter as UTF-16, as JSON writes it."""
    code = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(code[at : at + 2], "big") for at in range(0, len(code), 2)]


def tell(
    phrase: str,
    file: Path | None = None,
    *,
    now: str,
    zone: str,
    language: str,
    as_json: bool,
    write: Callable[[str], None],
) -> None:
    """Write what a phrase means, or every phrase of a file. Raises UserError and OSError."""
    if file is not None:
        for row in phrases(file):
            write(visible(json.dumps(row, ensure_ascii=False)))
        return
    zone = zone_of(zone)
    moment = moment_of(now, zone) if now else datetime.now(UTC)
    if not phrase.strip():
        raise UserError('Say a phrase, such as: dcbot when "tomorrow at 15:00 Geneva time"')
    found = read(phrase, now=moment, zone=zone, language=language or None)
    if as_json:
        write(visible(json.dumps({"phrase": phrase, **facts(found)}, ensure_ascii=False)))
        return
    for line in sentences(found, language or "en"):
        write(visible(line))
