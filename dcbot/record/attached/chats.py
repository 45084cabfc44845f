"""The chat of a meeting tool, as it saves it: who wrote what to everybody, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dcbot.errors import BadArgument
from dcbot.record.attached.kinds import Chat, ChatLine, Moment
from dcbot.record.attached.moments import STAMP, moment_of

# “14:03:05 From Ana Silva to Everyone:” and, in older files, “From  Ana : hello” on one line.
_ZOOM = re.compile(
    rf"(?P<at>{STAMP})\s+From\s+(?P<sender>\S.*?)"
    rf"(?:\s+to\s+(?P<to>\S.*?))?\s*:(?:\s+(?P<text>.*))?",
    re.IGNORECASE,
)
# The file that is kept with a recording: time, name with a colon and words, between tabs.
_CLOUD = re.compile(rf"(?P<at>{STAMP})\t+\s*(?P<sender>[^\t]+?)\s*:\t+(?P<text>.*)")
_EVERYBODY = re.compile(
    r"(?:everyone|everybody|all|all (?:panelists|participants).*|tout le monde|todos|todas|"
    r"everyone \(in meeting\)|alle|все|всем|所有人|每个人|الجميع)(?:\s*\([^)]*\))?",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"\((?:direct message|privately|private)\)", re.IGNORECASE)
# What the tool writes down of a tap on somebody's message; it is nobody's words.
_TAPPED = re.compile(r"(?:Reacted to|Removed a .{1,8} reaction from)\s+[\"“].*", re.DOTALL)
_REPLYING = re.compile(r"Replying to\s+[\"“].*?[\"”]\s*\n+", re.DOTALL)


def is_chat(text: str) -> bool:
    """Whether most of the lines that begin with a time are those of a chat."""
    lines = [line.strip("\ufeff ") for line in text.splitlines()[:200] if line.strip()]
    heads = [line for line in lines if _head(line)]
    stamped = [line for line in lines if re.match(STAMP, line)]
    return bool(heads) and 2 * len(heads) > len(stamped)


def read_chat(text: str) -> Chat:
    """The lines that were written to everybody, in order. Raises BadArgument."""
    kept: list[ChatLine] = []
    left_out = 0
    for at, sender, to, words in _messages(text.lstrip("\ufeff").splitlines()):
        said = _REPLYING.sub("", "\n".join(words).strip() + "\n").strip()
        if _is_private(to):
            left_out += 1
        elif said and not _TAPPED.fullmatch(said):
            kept.append(ChatLine(at, sender, said))
    if not kept and not left_out:
        raise BadArgument("The chat holds no words.")
    notes = []
    if left_out:
        count = "1 message was" if left_out == 1 else f"{left_out} messages were"
        notes.append(f"{count} written to single people and left out.")
    return Chat(tuple(kept), left_out, tuple(notes))


def _is_private(to: str) -> bool:
    return bool(to) and (bool(_PRIVATE.search(to)) or not _EVERYBODY.fullmatch(to.strip()))


def _head(line: str) -> re.Match[str] | None:
    return _ZOOM.fullmatch(line) or _CLOUD.fullmatch(line)


def _messages(lines: Iterable[str]) -> Iterable[tuple[Moment, str, str, list[str]]]:
    """Each message: its moment, who wrote it to whom, and its lines."""
    current: tuple[Moment, str, str, list[str]] | None = None
    for line in lines:
        head = _head(line.strip())
        if head is None:
            if current:
                current[3].append(line.strip())
            continue
        if current:
            yield current
        parts = head.groupdict()
        at, sender = moment_of(parts["at"]), parts["sender"].strip()
        current = (at, sender, (parts.get("to") or "").strip(), [parts["text"] or ""])
    if current:
        yield current
