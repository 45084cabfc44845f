"""What an attached file is, told by its content: captions, a transcript, a chat or a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dcbot.errors import BadArgument
from dcbot.record.attached.captions import (
    is_subrip,
    is_webvtt,
    read_subrip,
    read_transcript,
    read_webvtt,
)
from dcbot.record.attached.chats import is_chat, read_chat
from dcbot.record.attached.kinds import Attachment
from dcbot.record.attached.participants import find_heads, read_participants

WHAT_CAN_BE_READ = (
    "I can read captions (WebVTT, SubRip), a transcript with times, the chat that the meeting "
    "tool saved, and its list of participants as CSV."
)


def read_text(text: str) -> Attachment:
    """What the file holds. Raises BadArgument, which says what could be read."""
    if not text.strip():
        raise BadArgument("The file is empty.")
    if is_webvtt(text):
        return read_webvtt(text)
    if is_subrip(text):
        return read_subrip(text)
    if is_chat(text):
        return read_chat(text)
    rows = _rows(text)
    if find_heads(rows) is not None:
        return read_participants(rows)
    found = read_transcript(text)
    if found is None:
        raise BadArgument(
            f"It has no times by which it could be laid beside the notes. {WHAT_CAN_BE_READ}"
        )
    return found


def read_rows(rows: Sequence[tuple[int, Sequence[str]]]) -> Attachment:
    """What a workbook holds, which can be nothing but a list of participants."""
    return read_participants(rows)


def _rows(text: str) -> Sequence[tuple[int, Sequence[str]]]:
    """The text as a table, with the mark between cells that most of its head has."""
    head = text[:2_000]
    mark = max(",;\t", key=head.count)
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1))
    except csv.Error:
        return []
