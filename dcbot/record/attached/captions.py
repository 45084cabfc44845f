"""Captions and transcripts: WebVTT, SubRip, and text with times and speakers, as tools write it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from dcbot.errors import BadArgument
from dcbot.record.attached.kinds import Captions, Cue, Moment
from dcbot.record.attached.moments import STAMP, moment_of

LONGEST_NAME = 60
"""Characters; what is longer before a colon is a sentence, and no name."""

_SPEAKER = re.compile(
    rf"(?:>>+\s*|-\s+)?(?P<name>[^\W\d_][^:：\n]{{0,{LONGEST_NAME - 1}}})[:：]\s+(?=\S)"
)
_CHEVRONS = re.compile(r"^>>+\s*")
# “No problem: we go on” has a colon, too; names are short, and begin large where letters can.
_MOST_WORDS = 5
_SMALL = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
    ]
)
_ALONE = re.compile(rf"(?P<name>[^\W\d_][^:：\n]*?)\s{{1,}}\(?(?P<at>{STAMP})\)?")
_BEFORE = re.compile(rf"[\[(]?(?P<at>{STAMP})[\])]?\s*[-–—|]?\s*(?P<rest>\S.*)?")


def is_webvtt(text: str) -> bool:
    """Whether the text says of itself that it is WebVTT."""
    return text.lstrip("\ufeff").startswith("WEBVTT")


_SUBRIP = re.compile(r"\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}")


def is_subrip(text: str) -> bool:
    """Whether the text holds the times of SubRip."""
    return bool(_SUBRIP.search(text[:5_000]))


def read_webvtt(text: str) -> Captions:
    """The cues of a WebVTT file. Raises BadArgument."""
    return _captions(text.lstrip("\ufeff"), "vtt", "WebVTT")


def read_subrip(text: str) -> Captions:
    """The cues of a SubRip file. Raises BadArgument."""
    return _captions(text.lstrip("\ufeff").replace("\r\n", "\n"), "srt", "SubRip")


def _captions(text: str, form: str, called: str) -> Captions:
    try:
        found = webvtt.from_buffer(io.StringIO(text), format=form).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BadArgument(
            f"It looks like {called}, but cannot be read as such: {error}. "
            "Save it again from the meeting tool, or send it as plain text."
        ) from None
    cues = (
        _spoken(timedelta(seconds=one.start_in_seconds), one.voice or "", _plain(one.text))
        for one in found
    )
    return _joined(cues, called)


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _spoken(at: Moment, speaker: str, text: str) -> Cue:
    """The cue, with the speaker that the words themselves name where the tool names none."""
    if not speaker and (said := _SPEAKER.match(text)) and is_name(said["name"]):
        return Cue(at, said["name"].strip(), text[said.end() :].strip())
    return Cue(at, speaker.strip(), _CHEVRONS.sub("", text))


def is_name(words: str) -> bool:
    """Whether the words before a colon can be whose words follow, and not their beginning."""
    each = words.split()
    if not 0 < len(each) <= _MOST_WORDS:
        return False
    large = all(word[:1] != word[:1].lower() or word in _SMALL for word in each)
    return large or _uncased(words)


def _uncased(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    plain = [letter for letter in letters if letter.lower() == letter.upper()]
    return bool(letters) and len(plain) == len(letters) and len(words) <= 30


def _joined(cues: Iterable[Cue], called: str) -> Captions:
    """Cues of one speaker that follow each other within a sentence are one; repeats are left out.

    Captions that roll say each line again until it has left the screen.
    """
    kept: list[Cue] = []
    for cue in cues:
        if not cue.text:
            continue
        last = kept[-1] if kept else None
        if last and last.text == cue.text and last.speaker == cue.speaker:
            continue
        if last and _goes_on(last, cue):
            kept[-1] = Cue(last.at, last.speaker, f"{last.text} {cue.text}")
        else:
            kept.append(cue)
    if not kept:
        raise BadArgument(f"The {called} file holds no words.")
    nobody = sum(1 for cue in kept if not cue.speaker)
    notes = ["It does not say who speaks."] if nobody == len(kept) else []
    return Captions(tuple(kept), tuple(notes))


_LONGEST_JOINED = 400
_SENTENCE_ENDS = re.compile(r"[.!?…。！？؟]['\"”’)]?$")


def _goes_on(last: Cue, cue: Cue) -> bool:
    same = cue.speaker in ("", last.speaker)
    short = len(last.text) + len(cue.text) < _LONGEST_JOINED
    return same and short and not _SENTENCE_ENDS.search(last.text)


def read_transcript(text: str) -> Captions | None:
    """The cues of a transcript in plain text; None where most of it has no times.

    Times may stand before the words (`[00:12:34] Ana: …`), or beside a name on a line of its own.
    """
    cues = list(_text_cues(text.splitlines()))
    timed = sum(1 for cue in cues if cue.at is not None)
    return _joined(cues, "transcript") if timed >= 2 else None


def _text_cues(lines: Iterable[str]) -> Iterator[Cue]:
    at: Moment = None
    speaker, said = "", list[str]()
    for line in map(str.strip, lines):
        head = _head(line)
        if head is None:
            said.append(line)
            continue
        if any(said):
            yield _spoken(at, speaker, " ".join(filter(None, said)))
        at, speaker, rest = head
        said = [rest]
    if any(said):
        yield _spoken(at, speaker, " ".join(filter(None, said)))


def _head(line: str) -> tuple[Moment, str, str] | None:
    """The moment, speaker and first words of a line that begins a cue."""
    if before := _BEFORE.fullmatch(line):
        return moment_of(before["at"]), "", before["rest"] or ""
    if (alone := _ALONE.fullmatch(line)) and is_name(alone["name"]):
        return moment_of(alone["at"]), alone["name"].strip(), ""
    return None
