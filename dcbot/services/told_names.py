"""Told names: where requests, decisions, outputs and facts name somebody who is forgotten, other
words stand, in every version."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from dcbot.lines import fold
from dcbot.services.journal_erasure import SHORT
from storage.outputs import OutputVersion
from storage.store import Store
from storage.told_texts import COLUMNS, ToldTexts

_LISTED = re.compile(r"\s*[,;/\n]\s*|\s+(?:and|&)\s+")


async def forget(
    store: Store, names: Sequence[str], addresses: Sequence[str], instead: str
) -> None:
    """Where these names and addresses stand, `instead` stands from now on.

    A short name of one word, which may be an ordinary word, goes where it stands alone between
    commas, as in a list of speakers. The file as which a document came, and in whose text such a
    name stood, is no record any more. What stands in a PDF or behind a link is not read.
    """
    telling = [one for one in names if " " in one or len(one) >= SHORT]
    words = sorted({*telling, *addresses} - {""}, key=len, reverse=True)
    short = {fold(one) for one in names} - {""}
    if not (words or short):
        return
    texts, pattern = ToldTexts(store.session), _pattern(words)
    files = set()
    async for row in texts.all():
        for column in COLUMNS[type(row)]:
            was = getattr(row, column)
            is_now = _without(was, pattern, short, instead)
            if is_now != was:
                setattr(row, column, is_now)
                if isinstance(row, OutputVersion) and row.sha256:
                    files.add(row.sha256)
    for sha256 in files:
        await texts.let_go_of_file(sha256)
    await store.flush()


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """The words wherever they stand for themselves, also over lines, and as HTML writes them."""
    forms = []
    for word in words:
        for written in dict.fromkeys((word, html.escape(word), html.escape(word, quote=False))):
            forms.append(r"\s+".join(map(re.escape, written.split())))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE) if forms else None


def _without(value: Any, pattern: re.Pattern[str] | None, short: set[str], instead: str) -> Any:
    if isinstance(value, str):
        text = pattern.sub(lambda _: instead, value) if pattern else value
        parts = _LISTED.split(text)
        if any(fold(part) in short for part in parts):
            between = _LISTED.findall(text)
            parts = [instead if fold(part) in short else part for part in parts]
            text = "".join(f"{a}{b}" for a, b in zip(parts, [*between, ""], strict=True))
        return text
    if isinstance(value, dict):
        return {key: _without(one, pattern, short, instead) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, pattern, short, instead) for one in value]
    return value
