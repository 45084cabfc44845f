"""Reading a line: which dialects are asked, in which order, and which lines are asked at all."""

from __future__ import annotations

from collections.abc import Iterator

from dcbot.lines import own_lines
from dcbot.record.dialects import corrections, maubot
from dcbot.record.dialects.heard import Heard, Instructions, Read
from dcbot.record.dialects.meetbot import MeetBot, read_address, read_plus_minus
from dcbot.record.dialects.plain import Plain
from dcbot.record.dialects.replies import read_reply
from dcbot.record.dialects.speech import read_more, read_speech, read_spoken
from dcbot.record.dialects.w3c import W3C
from dcbot.record.facts import MEETBOTS, Dialect

_CORRECTS = frozenset({Dialect.CORRECTIONS, Dialect.W3C})
_PLUS_MINUS = frozenset({Dialect.UBUNTU, Dialect.W3C})


class Reader:
    """Reads lines in those dialects that are on."""

    def __init__(self, dialects: frozenset[Dialect], bot_names: tuple[str, ...]) -> None:
        self.dialects = dialects
        self._bot_names = bot_names
        self._by_first: dict[str, list[Read]] = {}
        self._always: list[Read] = []
        self._fill()

    def _fill(self) -> None:
        if self.dialects & MEETBOTS:
            meetbot = MeetBot(self.dialects)
            self._first("#", meetbot.read)
            self._first("hifms", read_address)
            if Dialect.UBUNTU in self.dialects:
                self._first("[", meetbot.read_brackets)
        if self.dialects & _PLUS_MINUS:
            self._first("+-0", read_plus_minus)
        if Dialect.MAUBOT in self.dialects:
            self._first("!^", maubot.read)
        if self.dialects & _CORRECTS:
            self._first("si", corrections.read)
        if Dialect.W3C in self.dialects:
            self._always.append(W3C().read)
        if Dialect.PLAIN in self.dialects:
            self._always.append(Plain(self._bot_names).read)
        # What a label says in any dialect is no name of a speaker.
        if Dialect.W3C in self.dialects:
            self._always += [read_more, read_speech]
        elif Dialect.PLAIN in self.dialects:
            self._always.append(read_spoken)

    def _first(self, letters: str, read: Read) -> None:
        for letter in letters:
            self._by_first.setdefault(letter, []).append(read)

    def read(self, text: str, heard: Heard) -> Instructions:
        """What a message asks, line by line; quotes and pasted blocks ask nothing."""
        if "\n" not in text:
            return self._line(text.strip(), heard)
        return tuple(one for line in own_lines(text) for one in self._line(line, heard))

    def _line(self, line: str, heard: Heard) -> Instructions:
        if heard.reply and (found := read_reply(line)) is not None:
            return found
        for read in self._reads(line[:1]):
            found = read(line, heard)
            if found is not None:
                return found
        return ()

    def _reads(self, first: str) -> Iterator[Read]:
        yield from self._by_first.get(first, ())
        yield from self._always

    def with_w3c(self) -> Reader:
        """The same, with W3C's words as well."""
        return Reader(self.dialects | {Dialect.W3C}, self._bot_names)
