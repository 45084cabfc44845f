"""What MeetBot 0.1.4 makes of a log, as its source says it: the measure for logs of its time.

Read from `ircmeeting/meeting.py` of MeetBot (R. Darst) as of 2010; written anew and much smaller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.record.recorded import Recorded, bare

_SAID = re.compile(r"([0-9:]+) <[@+]?([^>]+)> ?(.*)")
_ACTED = re.compile(r"([0-9:]+) \* *([^ ]+) *(.*)")
_COMMAND = re.compile(r"#([\w]+)[ \t]*(.*)")
_PROTOCOLS = ("http:", "https:", "irc:", "ftp:", "mailto:", "ssh:")
_BY_CHAIRS = {
    "agreed": "agreed",
    "agree": "agreed",
    "accepted": "accepted",
    "accept": "accepted",
    "rejected": "rejected",
}
_BY_ANYONE = {
    "info": "info",
    "action": "action",
    "idea": "idea",
    "help": "help",
    "halp": "help",
    "link": "link",
}


@dataclass
class OldMeetBot:
    """A meeting as that bot keeps it; `bot` is its own nick, whose lines it never obeys."""

    bot: str
    owner: str = ""
    chairs: set[str] = field(default_factory=set)
    minutes: list[tuple[str, str, str, str]] = field(default_factory=list)
    attendees: dict[str, int] = field(default_factory=dict)
    over: bool = False

    def read(self, log: str) -> OldMeetBot:
        """Take the whole log in."""
        for line in log.split("\n"):
            said = _SAID.match(line)
            acted = None if said else _ACTED.match(line)
            if self.over or not (said or acted):
                continue
            if said:
                self._said(said[1], said[2].strip(), said[3].strip())
            elif acted:
                self._spoke(acted[2])
        return self

    def recorded(self) -> list[Recorded]:
        """Its minutes in the form of a recorded summary."""
        found: list[Recorded] = []
        topic = ""
        for kind, text, by, at in self.minutes:
            if kind == "topic":
                topic = bare(text)
            found.append(Recorded(kind, topic, bare(text), by, at))
        return found

    def _spoke(self, nick: str, lines: int = 1) -> None:
        self.attendees[nick] = self.attendees.get(nick, 0) + lines

    def _said(self, at: str, nick: str, line: str) -> None:
        self._spoke(nick)
        if nick == self.bot:
            return
        found = _COMMAND.match(line)
        if found:
            self._command(found[1].lower(), found[2], nick, at)
        elif line.split("//")[0] in _PROTOCOLS:
            self.minutes.append(("link", line, nick, at))

    def _command(self, word: str, rest: str, nick: str, at: str) -> None:
        chair = nick == self.owner or nick in self.chairs
        if word == "startmeeting" and not self.owner:
            self.owner = nick
        elif word in _BY_ANYONE:
            self.minutes.append((_BY_ANYONE[word], rest, nick, at))
        elif word == "nick":
            for one in filter(None, re.split("[, ]+", rest.strip())):
                self._spoke(one, 0)
        elif chair:
            self._by_chair(word, rest, nick, at)

    def _by_chair(self, word: str, rest: str, nick: str, at: str) -> None:
        if word in _BY_CHAIRS or word == "topic":
            self.minutes.append((_BY_CHAIRS.get(word, word), rest, nick, at))
        elif word == "undo" and self.minutes:
            del self.minutes[-1]
        elif word == "chair":
            for one in filter(None, re.split("[, ]+", rest.strip())):
                self._spoke(one, 0)
                self.chairs.add(one)
        elif word == "unchair":
            self.chairs -= set(rest.strip().split())
        elif word == "endmeeting":
            self.over = True
