"""What is wrong with a bot.toml, each mistake in a line: the key, the wrong value, the way out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from dcbot.config.kinds import Must
from dcbot.config.secrets import SOURCES
from dcbot.config.settings import Section, Settings
from dcbot.errors import SettingsError

Place = tuple[int | str, ...]

SECTIONS: dict[str, type[Section]] = {
    name: model
    for name, hint in get_type_hints(Settings).items()
    for model in (hint, *get_args(hint))
    if isinstance(model, type) and issubclass(model, Section)
}


def told(file: str, error: ValidationError) -> list[str]:
    """One line for each mistake that the models found, in the order of the models."""
    found = error.errors()
    misspelt = {_meant(each["loc"]) for each in found if each["type"] == "extra_forbidden"}
    return [
        f"{file}: {_line(each['loc'], each)}"
        for each in found
        # What is missing because its key is misspelt is one mistake, and is told as that.
        if not (each["type"] == "missing" and each["loc"] in misspelt)
    ]


def _meant(place: Place) -> Place:
    known = SECTIONS.get(str(place[0]), Settings).model_fields
    near = nearest(str(place[-1]), list(known))
    return (*place[:-1], near) if near else place


def _line(place: Place, mistake: Mapping[str, Any]) -> str:
    key = str(place[-1])
    if mistake["type"] == "extra_forbidden":
        return _unknown(place, mistake["input"])
    if mistake["type"] == "model_type":
        return (
            f"{where(place)} is {shown(mistake['input'])}; it must be a section: a line "
            f"[{key}] with its keys below it."
        )
    if mistake["type"] == "missing":
        return f"{where(place)} is missing; {way_out(place, mistake)}"
    # People put the secret itself where its file should be named, so this value is never shown.
    if key.endswith("_file"):
        return f"{where(place)} cannot be used as it is; {way_out(place, mistake)}"
    return f"{where(place)} is {shown(mistake['input'])}; {way_out(place, mistake)}"


def way_out(place: Place, mistake: Mapping[str, Any]) -> str:
    """What to write instead, as the second half of a sentence, with its full stop."""
    hint = str(mistake["ctx"]["error"]) if mistake["type"] == "value_error" else ""
    said = hint or f"it must be {must_of(place)}"
    return said if said.endswith("?") else f"{said}."


def check(place: Place, text: str) -> None:
    """SettingsError, quoting the text, when it cannot stand at that place of bot.toml."""
    try:
        TypeAdapter(kind_of(place)).validate_python(text)
    except ValidationError as error:
        # As above: what should name a file may be the secret itself.
        word = "This" if str(place[-1]).endswith("_file") else shown(text)
        out = way_out(place, error.errors()[0])
        raise SettingsError(f"{word} cannot be used; {out}") from None


def where(place: Place) -> str:
    """A place in bot.toml as an operator finds it: `[matrix] rooms[2]`."""
    first, *rest = place
    below = bool(rest) and first in SECTIONS
    keys = rest if below else place
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{_key(key)}" for key in keys)[1:]
    return f"[{first}] {text}" if below else text


def must_of(place: Place) -> str:
    """What the value at a place must be, in words that end “it must be …”."""
    kind = kind_of(place)
    words = [each.text for each in getattr(kind, "__metadata__", ()) if isinstance(each, Must)]
    return words[-1] if words else "left out"


def kind_of(place: Place) -> Any:
    """The annotated type of a place; an index stands for any item of its list."""
    kind: Any = Settings
    for step in place:
        kind = _below(kind, step)
    return kind


def _below(hint: Any, step: int | str) -> Any:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    below = get_args(hint)[0] if isinstance(step, int) else _hints(hint)[step]
    # An optional value is described by what it is when it is there.
    if get_origin(below) in (Union, UnionType):
        below = next(each for each in get_args(below) if each is not type(None))
    return below


def _hints(model: Any) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _unknown(place: Place, value: object) -> str:
    *path, key = (str(each) for each in place)
    section = path[0] if path else None
    for source in SOURCES:
        if section == source.section and key == source.pasted:
            return (
                f"{where(place)} is not known: no secret stands in bot.toml. Put the {source.what} "
                f"into a file and name that with {source.key}, or set {source.variable}."
            )
    known = list((SECTIONS[section] if section else Settings).model_fields)
    if section is None and isinstance(value, Mapping):
        return _unknown_section(key)
    at_home = [name for name, model in SECTIONS.items() if key in model.model_fields]
    if at_home:
        return f"{where(place)} is not known there; it belongs below [{'] or ['.join(at_home)}]."
    if section and key in Settings.model_fields:
        return f"{where(place)} is not known there; it belongs above the first section."
    near = nearest(key, known)
    if near:
        return f"{where(place)} is not known; did you mean {near}?"
    return f"{where(place)} is not known; take it out. Known there are {_listed(known)}."


def _unknown_section(key: str) -> str:
    near = nearest(key, list(SECTIONS))
    if near:
        return f"[{_key(key)}] is not known; did you mean [{near}]?"
    known = [f"[{name}]" for name in SECTIONS]
    return f"[{_key(key)}] is not known; take it out. The sections are {_listed(known)}."


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant."""
    found = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=65)
    return found[0] if found else None


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _key(key: object) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else quoted(text)


def shown(value: object) -> str:
    """A value as it stands in TOML, on one line, shortened, with passwords of URLs blanked."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(without_password(value))
        case int() if value.bit_length() > 200:
            return "a very large number"
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return "a section"
        case list() if any(isinstance(each, Mapping) for each in value):
            return "several sections"
        case list():
            return f"[{', '.join(shown(each) for each in value[:3])}{', …' * (len(value) > 3)}]"
        case _:
            return quoted(str(value))[1:-1]


def without_password(text: str) -> str:
    """What stands for a password in a URL is blanked, whatever characters it has."""
    text = re.sub(r"(://[^/:@]*:).*@", r"\1…@", text, flags=re.DOTALL)
    return re.sub(r"(?i)(password=)[^&]*", r"\1…", text)


def quoted(text: str) -> str:
    """In double quotes, at most 60 characters, with nothing in it that moves a cursor."""
    short = text if len(text) <= 60 else f"{text[:57]}…"
    return f'"{plain(short)}"'


def plain(text: str) -> str:
    """The text with an escape for each character that does not print as itself."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
