"""W3C's ways: the words of scribe.perl and RRSAgent; those of Zakim stand in `zakim`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dcbot.record.attendance import Presence
from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.dialects.zakim import read_zakim, told_to_zakim
from dcbot.record.instructions import (
    Appoint,
    Attend,
    Entitle,
    Finish,
    Heading,
    Instruction,
    NextMeeting,
    Note,
    Nothing,
    Office,
    OffRecord,
    Recording,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import named_people, plain_names

_COLON = re.compile(r"([A-Za-z][A-Za-z ]{0,20}?)\s?[:：](?!//)\s*(.*)", re.DOTALL)
_SIGN = re.compile(
    r"(present|regrets|guests?|scribe|scribenick|chairs?)\s?([+=-])\s*:?\s*(.*)", re.I
)
_ACTION = re.compile(
    r"action(?:\s+(?:for\s+)?(?!item\b)([^:：]{1,60}?))?\s?[:：]\s*(.+)", re.I | re.DOTALL
)
# Without a comma it is a name that somebody may speak of.
_RRSAGENT = re.compile(
    r"rrsagent(?:\s*[,:]\s*(.*)|\s+((?:please\s+)?(?:(?:make|draft|create|format|generate|publish|"
    r"set|list|show|drop|start)\s.*|off|on|stop|bye|part|leave|stay|pointer|bookmark|here)[.!]?))",
    re.I | re.DOTALL,
)
_OFF = re.compile(r"\[off\]", re.I)
_ARROW = re.compile(r"->\s*\S+", re.DOTALL)
_QUICK = re.compile(
    r"[\w ]{1,30}[:：+=?-]|zakim\b|rrsagent\b|\.\.\.|…|->|\[off|trackbot|ack |next |take |skip |"
    r"close |open |move |clear |vq|agend|item |drop |delete |remove |really |give |allow |time |"
    r"(?:the )?chair |recogni",
    re.I,
)


def _note(kind: ItemKind) -> Callable[[str], Instruction]:
    return lambda rest: Note(kind, rest)


def _roll(presence: Presence) -> Callable[[str], Instruction]:
    return lambda rest: Attend(named_people(rest.replace("_", " ")), presence, anew=True)


def _nothing(rest: str) -> Instruction:
    return Nothing()


_COLONS: Mapping[str, Callable[[str], Instruction]] = {
    "topic": lambda rest: Heading(rest),
    "subtopic": lambda rest: Heading(rest, level=2),
    "resolution": _note(ItemKind.AGREED),
    "resolved": _note(ItemKind.AGREED),
    "proposal": _note(ItemKind.PROPOSAL),
    "proposed": _note(ItemKind.PROPOSAL),
    "proposed resolution": _note(ItemKind.PROPOSAL),
    "issue": _note(ItemKind.ISSUE),
    "summary": _note(ItemKind.INFO),
    "meeting": lambda rest: Entitle(rest),
    "chair": lambda rest: Appoint(Office.CHAIR, plain_names(rest)),
    "chairs": lambda rest: Appoint(Office.CHAIR, plain_names(rest)),
    "scribe": lambda rest: Appoint(Office.SCRIBE, plain_names(rest)),
    "scribenick": lambda rest: Appoint(Office.SCRIBE, plain_names(rest)),
    "present": _roll(Presence.PRESENT),
    "regrets": _roll(Presence.REGRETS),
    "next meeting": lambda rest: NextMeeting(rest),
    "agenda": _nothing,
    "date": _nothing,
    "previous meeting": _nothing,
    "repo": _nothing,
    "repository": _nothing,
    "slideset": _nothing,
    "recording": _nothing,
    "scribeoptions": _nothing,
    "namedanchorhere": _nothing,
    "github": _nothing,
    "github topic": _nothing,
    "github issue": _nothing,
}


class W3C:
    """Reads a line as scribe.perl, RRSAgent and Zakim do."""

    def read(self, line: str, heard: Heard) -> Instructions | None:
        """What it asks; None where it is speech."""
        if not _QUICK.match(line):
            return None
        if line.startswith("\\"):
            return None
        for read in (self._agents, self._signs, self._actions, self._colons):
            found = read(line, heard)
            if found is not None:
                return found
        return None

    def _agents(self, line: str, heard: Heard) -> Instructions | None:
        if _OFF.match(line):
            return (OffRecord(),)
        if _ARROW.match(line):
            return (Note(ItemKind.LINK, line[2:].strip()),)
        told = _RRSAGENT.fullmatch(line)
        if told:
            return (_recording(told[1] or told[2]),)
        if words := told_to_zakim(line):
            # Whatever is said to Zakim by name is no speech.
            return read_zakim(line) or self._signs(words, heard) or (Nothing(),)
        return read_zakim(line)

    def _signs(self, line: str, heard: Heard) -> Instructions | None:
        found = _SIGN.match(line)
        return (signed(found[1].casefold(), found[2], found[3]),) if found else None

    def _actions(self, line: str, heard: Heard) -> Instructions | None:
        found = _ACTION.match(line)
        if not found:
            return None
        owners = plain_names(found[1]) if found[1] else ()
        return (Note(ItemKind.ACTION, found[2], owners),)

    def _colons(self, line: str, heard: Heard) -> Instructions | None:
        found = _COLON.match(line)
        make = _COLONS.get(found[1].casefold().strip()) if found else None
        return (make(found[2].strip()),) if found and make else None


def signed(word: str, sign: str, rest: str) -> Instruction:
    """“present+ Ana”, “regrets- Bob”, “scribe+”, “chair+ Cid”."""
    names = rest.replace("_", " ")
    add, anew = sign != "-", sign == "="
    if word.startswith("scribe"):
        return Appoint(Office.SCRIBE, plain_names(rest), add)
    if word.startswith("chair"):
        return Appoint(Office.CHAIR, plain_names(rest), add)
    presence = Presence.REGRETS if word == "regrets" else Presence.PRESENT
    return Attend(named_people(names), presence, add, guest=word.startswith("guest"), anew=anew)


def _recording(told: str) -> Instruction:
    word = told.strip(" .!").casefold()
    if word in ("off", "stop", "silence", "nolisten"):
        return Recording(on=False)
    if word in ("on", "log", "listen", "record", "start", "begin", "hello"):
        return Recording(on=True)
    return Finish() if word in ("bye", "part", "leave", "excuse us") else Nothing()
