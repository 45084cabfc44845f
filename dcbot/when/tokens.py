"""A phrase as tokens: each with everything that it can be, in the languages at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dcbot.when import zone_senses
from dcbot.when.lexicon import PIECE, Node, Option, lexicon
from dcbot.when.normal import Normal, normal
from dcbot.when.numerals import ADDRESS, HAN_NUMBER, IANA, NUMERIC, OFFSET, UTC_OFFSET, han_value
from dcbot.when.places import places

ARABIC = re.compile("[\u0600-\u06ff]")
BEFORE = ("و", "ب", "ل", "ف", "ك")


@dataclass(frozen=True)
class Token:
    """A stretch of the phrase; `start` and `end` count letters of its reading form."""

    options: tuple[Option, ...]
    start: int
    end: int
    written: str

    def get(self, *kinds: str) -> Option | None:
        """What the token is among these kinds; the kinds' order decides."""
        for kind in kinds:
            for option in self.options:
                if option.kind == kind:
                    return option
        return None

    @property
    def unknown(self) -> bool:
        return not self.options


class Tokeniser:
    """Reads a phrase from its start, taking the longest entry of the lexicons at each place."""

    def __init__(self, phrase: str, languages: tuple[str, ...]) -> None:
        self.normal: Normal = normal(phrase)
        self.text = self.normal.text
        self.spans = [found.span() for found in PIECE.finditer(self.text)]
        self.pieces = [self.text[start:end] for start, end in self.spans]
        self.trees = [lexicon(language) for language in languages]
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        """All tokens, in order."""
        place = 0
        while place < len(self.pieces):
            place = (
                self._address(place)
                or self._numeric(place)
                or self._zone(place)
                or self._word(place)
            )
        return self.tokens

    def _address(self, place: int) -> int:
        """The address of a page or of a mailbox, which says nothing of time."""
        found = ADDRESS.match(self.text, self.spans[place][0])
        if not found:
            return 0
        return self._take(place, self._piece_at(found.end(), place), Option("filler"))

    def _take(self, place: int, after: int, *options: Option) -> int:
        start, end = self.spans[place][0], self.spans[after - 1][1]
        self.tokens.append(Token(options, start, end, self.normal.said(start, end)))
        return after

    def _piece_at(self, letter: int, place: int) -> int:
        """The first piece that begins at this letter or after it."""
        while place < len(self.spans) and self.spans[place][0] < letter:
            place += 1
        return place

    def _numeric(self, place: int) -> int:
        start = self.spans[place][0]
        if self.pieces[place] in "+-" and self.tokens and self.tokens[-1].get("clock"):
            return self._offset(place, start)
        if not self.pieces[place][0].isdigit():
            return 0
        entry, after, _ = self._entry(place)
        if after - place > 1 and not any(option.kind in ("num",) for option in entry):
            return self._take(place, after, *entry)
        for name, form in NUMERIC:
            found = form.match(self.text, start)
            if found and self._fits(name, found):
                return self._number(name, found, place)
        return self._take(place, place + 1, Option("digits"))

    def _fits(self, name: str, found: re.Match[str]) -> bool:
        """Whether these digits stand for themselves, and not in a longer row such as 1.2.3.4."""
        before = self.text[max(0, found.start() - 2) : found.start()]
        # A Russian 15-30 is a clock time where it can be no range of hours.
        if name == "hyphened" and not (self.tokens and self.tokens[-1].written in ("в", "с", "до")):
            return False
        if name != "num" and len(before) == 2 and before[1] in "./:" and before[0].isdigit():
            return False
        # A year is no clock time.
        return not (name == "military" and 19 <= int(found[1]) <= 21 and int(found[2]) < 60) or (
            self.text[found.end() : found.end() + 3].strip().startswith("h")
        )

    def _number(self, name: str, found: re.Match[str], place: int) -> int:
        after = self._piece_at(found.end(), place)
        numbers = tuple(int(part) for part in found.groups() if part and part.isdigit())
        if name == "isotime":
            self._take(place, place + 1, Option("ymd", numbers[:3]))
            return self._take(place, after, Option("clock", (*(*numbers[3:], 0)[:3], "iso")))
        if name == "ymd":
            return self._take(place, after, Option("ymd", numbers))
        if name == "date3":
            digits = len(found[4])
            return self._take(place, after, Option("date3", (*numbers, found[2], digits)))
        if name == "date2":
            return self._take(place, after, Option("date2", numbers))
        if name == "clock":
            padded = len(found[1]) == 2
            clock = (*(*numbers, 0, 0)[:3], "padded" if padded else "short")
            return self._take(place, after, Option("clock", clock))
        if name in ("hclock", "military"):
            hour = Option("clock", (*(*numbers, 0, 0)[:3], "h"))
            lasts = name == "hclock" and numbers[0] <= (99 if len(numbers) == 1 else 9)
            lasting = [Option("lapse", numbers)] if lasts else []
            options = lasting if lasts and numbers[0] > 24 else [hour, *lasting]
            return self._take(place, after, *options)
        if name == "hyphened":
            return self._take(place, after, Option("clock", (*numbers, 0, "padded")))
        if name == "dotted":
            text = found[0]
            if text.endswith(".") and len(found[2]) == 2 and int(found[2]) > 12:
                after -= 1
            return self._take(place, after, Option("dotted", (*numbers, len(found[2]))))
        return self._plain(place)

    def _plain(self, place: int) -> int:
        """A number by itself, or an ordinal where its ending follows it."""
        number = int(self.pieces[place])
        after = place + 1
        if after < len(self.pieces) and self.pieces[after] == "-" and self._touches(after):
            after += 1
        if after < len(self.pieces) and self._touches(after):
            for tree in self.trees:
                ending = tree.after.get(self.pieces[after])
                if ending and any(option.kind == "ordsuffix" for option in ending.options):
                    return self._take(
                        place, after + 1, Option("ord", (number,)), Option("digitord")
                    )
        return self._take(place, place + 1, Option("num", (number,)), Option("digits"))

    def _touches(self, place: int) -> bool:
        return self.spans[place - 1][1] == self.spans[place][0]

    def _offset(self, place: int, start: int) -> int:
        """An offset behind a clock time; a hyphen may as well say "until"."""
        found = OFFSET.match(self.text, start)
        last = self.tokens[-1].get("clock")
        iso = last is not None and last.value[3] == "iso"
        if not found or (found[1] == "-" and not iso and ":" in found[0]):
            return 0
        zone = zone_senses.from_offset(found[1], found[2], found[3])
        if not zone or (found[1] == "-" and not iso and self._touches(place)):
            return 0
        return self._take(place, self._piece_at(found.end(), place), Option("iana", (zone,)))

    def _zone(self, place: int) -> int:
        """A zone by its IANA name, by an offset from UTC, or by an abbreviation."""
        start = self.spans[place][0]
        found = UTC_OFFSET.match(self.text, start)
        if found and (zone := zone_senses.from_offset(found[1], found[2], found[3])):
            return self._take(place, self._piece_at(found.end(), place), Option("iana", (zone,)))
        found = IANA.match(self.text, start)
        if found and (zone := zone_senses.iana(found[0])):
            return self._take(place, self._piece_at(found.end(), place), Option("iana", (zone,)))
        best = self._longest(zone_senses.zone_names(), place)
        if best[1] > place and best[1] >= self._entry(place)[1]:
            return self._take(place, best[1], *best[0])
        written = self.normal.said(*self.spans[place])
        if self.pieces[place] == "z" and not (self.tokens and self.tokens[-1].get("clock")):
            return 0
        if self.pieces[place].isascii() and self.text[start : start + 5] in ("u.t.c", "g.m.t"):
            return self._take(place, min(place + 6, len(self.pieces)), Option("iana", ("UTC",)))
        if zone_senses.abbreviation(written):
            return self._take(place, place + 1, Option("abbreviation", (written,)))
        return 0

    def _longest(self, tree: Node, place: int) -> tuple[list[Option], int]:
        """The longest entry of the tree from here, and where it ends (here: none)."""
        options: list[Option] = []
        end, node, at = place, tree, place
        while at < len(self.pieces):
            if self.pieces[at] in "-'" and node is not tree:
                at += 1
                continue
            following = node.after.get(self.pieces[at])
            if following is None:
                break
            node, at = following, at + 1
            if node.options:
                options, end = node.options, at
        return options, end

    def _entry(self, place: int) -> tuple[list[Option], int, int]:
        """The longest entry of the first language that has one; the others follow it."""
        best: tuple[list[Option], int, int] = ([], place, 0)
        for rank, tree in enumerate(self.trees):
            options, end = self._longest(tree, place)
            if end > best[1]:
                best = (options, end, rank)
        return best

    def _word(self, place: int) -> int:
        options, end, _ = self._entry(place)
        named, city_end = self._longest(places(), place)
        written = self.normal.said(*self.spans[place])
        capital = written[:1] != written[:1].lower() or not written[:1].isascii()
        if self._han_number(place, end):
            return len(self.tokens) and self._after_han
        if city_end > end or (city_end == end > place and capital):
            marked = [replace(option, weak=not capital) for option in named]
            same = options if city_end == end else []
            return self._take(place, city_end, *same, *marked)
        if end > place:
            return self._take(place, end, *options)
        piece = self.pieces[place]
        if piece == "'" and place and self._touches(place) and place + 1 < len(self.pieces):
            # An elision: l'année, Thursday's.
            return place + 1
        if not piece[0].isalnum():
            dash = (Option("dash"),) if piece == "-" else ()
            return self._take(place, place + 1, Option("sep", (piece,)), *dash)
        return self._arabic(place) or self._take(place, place + 1)

    _after_han = 0

    def _han_number(self, place: int, entry_end: int) -> bool:
        """A number in Chinese characters, where no longer entry stands."""
        found = HAN_NUMBER.match(self.text, self.spans[place][0])
        if not found or place + len(found[0]) < entry_end:
            return False
        if place + len(found[0]) == entry_end and len(found[0]) > 1:
            return False
        value = han_value(found[0])
        if value is None:
            return False
        self._after_han = self._take(place, place + len(found[0]), Option("num", (value,)))
        return True

    def _arabic(self, place: int) -> int:
        """A word with or without its article, or with a letter put before it."""
        word = self.pieces[place]
        if not ARABIC.match(word):
            return 0
        bare = word.removeprefix("ال")
        forms = [bare if bare != word else f"ال{word}"]
        prefixed = [word[1:]] if word[0] in BEFORE and len(word) > 3 else []
        if word.startswith("لل"):
            prefixed += [f"ال{word[2:]}"]
        for form in [*forms, *prefixed, *(self._articles(prefixed))]:
            options, end, _ = self._instead(place, form)
            if end > place:
                if form not in forms and word[0] == "و":
                    self._take(place, place + 1, Option("and"))
                return self._take(place, end, *options)
        return 0

    def _articles(self, words: list[str]) -> list[str]:
        return [word.removeprefix("ال") if word.startswith("ال") else f"ال{word}" for word in words]

    def _instead(self, place: int, word: str) -> tuple[list[Option], int, int]:
        """What would stand here if the piece were this word."""
        kept, self.pieces[place] = self.pieces[place], word
        try:
            options, end, rank = self._entry(place)
            named, city_end = self._longest(places(), place)
            return (named, city_end, 0) if city_end > end else (options, end, rank)
        finally:
            self.pieces[place] = kept
