"""What ten people say in a meeting: a seeded script of talk, instructions, edits and signs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.demo.content import edited, reaction, said

PEOPLE = ("lena", "amina", "kofi", "sana", "omar", "jo", "mei", "ravi", "nils", "zoe")
CHAIRS = PEOPLE[:2]
TALK, TAKEN_BACK = "m.room.message", "m.room.redaction"
"""The types of what is said, and of what takes it back."""
LATE = PEOPLE[-1]
"""Comes into the room when a third of the meeting is over."""
_SPOKEN = ("{0} is what I think", "I heard of {0}", "what about {0}?", "- one {0}\n- and two")
_ASKED = (
    "#info {0} is so",
    "#action Jo to do {0}",
    "#action Mei to look at {0} by Friday",
    "Action for Kofi: {0}",
    "#idea {0}",
    "#link https://example.org/{0}",
    "#help somebody who knows {0}",
    "#inf {0}",
    "present+",
    "[off] {0} between us",
)
_BY_CHAIRS = (
    "#topic {0} first",
    "#agreed on {0}",
    "Decision: {0}",
    "#undo",
    "#startvote {0}? yes, no",
    "#vote yes",
    "#endvote",
)


@dataclass(frozen=True)
class Move:
    """One event of a room: who sends what, and when."""

    number: int
    at: datetime
    who: str
    kind: str
    """The type of the event; `join` for coming into the room."""
    text: str = ""
    about: int | None = None
    """The move that it replies to, edits, takes back or reacts to."""
    edits: bool = False
    acts: bool = False

    @property
    def word(self) -> str:
        """What stands in this move and in no other."""
        return f"qx{self.number:04}z"

    def content(self, event_ids: list[str]) -> dict[str, Any]:
        """The content of the event, where the moves before it have these ids."""
        target = None if self.about is None else event_ids[self.about]
        if self.kind == TAKEN_BACK:
            # So it stands in rooms of version 11 and later.
            return {"redacts": target}
        if self.kind == "m.reaction":
            return reaction(str(target), self.text)
        if self.edits:
            return edited(str(target), self.text)
        content = said(self.text, reply_to=target)
        return content | {"msgtype": "m.emote"} if self.acts else content


class Script:
    """Writes the moves of a meeting, spread evenly from its begin to its end."""

    def __init__(self, seed: int, title: str, *, begins: datetime, ends: datetime) -> None:
        self._dice = random.Random(seed)
        self._title = title
        self._begins, self._ends = begins, ends
        self._length = 0
        self.moves: list[Move] = []
        self._free: list[Move] = []
        """Talk that was neither taken back, corrected, nor made into anything."""

    def write(self, length: int) -> list[Move]:
        """So many moves; the first begins the meeting and the last ends it."""
        self._length = length
        kinds: list[Callable[[], Move]] = [self._talk] * 14 + [self._ask] * 4 + [self._chair]
        kinds += [self._edit, self._take_back, self._sign, self._mark, self._correct, self._act]
        self._add(PEOPLE[0], f"#startmeeting {self._title}")
        self._add(PEOPLE[0], f"#chair {CHAIRS[1]}")
        for _ in range(4):
            self._free.append(self._talk())
        while len(self.moves) < length - 1:
            if len(self.moves) == length // 3:
                self._add(LATE, kind="join")
            self._dice.choice(kinds)()
        self._add(PEOPLE[0], "#endmeeting")
        return self.moves

    def _add(self, who: str, text: str = "", kind: str = TALK, **more: Any) -> Move:
        number = len(self.moves)
        at = self._begins + (self._ends - self._begins) * number / (self._length - 1)
        whole = at.replace(microsecond=0)
        move = Move(number, whole, who, kind, text.format(f"qx{number:04}z"), **more)
        self.moves.append(move)
        return move

    def _anybody(self) -> str:
        there = PEOPLE if any(one.kind == "join" for one in self.moves) else PEOPLE[:-1]
        return self._dice.choice(there)

    def _recent(self) -> Move:
        return self._dice.choice(self._free[-12:])

    def _talk(self) -> Move:
        move = self._add(self._anybody(), self._dice.choice(_SPOKEN))
        self._free.append(move)
        return move

    def _ask(self) -> Move:
        return self._add(self._anybody(), self._dice.choice(_ASKED))

    def _chair(self) -> Move:
        return self._add(self._dice.choice(CHAIRS), self._dice.choice(_BY_CHAIRS))

    def _act(self) -> Move:
        return self._add(self._anybody(), "thinks of {0}", acts=True)

    def _edit(self) -> Move:
        old = self._recent()
        return self._add(old.who, "#info {0} instead", about=old.number, edits=True)

    def _correct(self) -> Move:
        """A correction, of what is not taken back: who never heard the words that were, could not
        know that a correction quotes them."""
        old = self._recent()
        self._free.remove(old)
        return self._add(self._anybody(), f"s/{old.word}/{{0}}/")

    def _take_back(self) -> Move:
        old = self._recent()
        self._free.remove(old)
        return self._add(old.who, kind=TAKEN_BACK, about=old.number)

    def _mark(self) -> Move:
        """A reply that makes somebody's talk an item; what it marks is not taken back."""
        old = self._recent()
        self._free.remove(old)
        words = self._dice.choice(("action", "info", "I agree with {0}"))
        return self._add(self._anybody(), words, about=old.number)

    def _sign(self) -> Move:
        return self._add(
            self._anybody(), self._dice.choice("📌👍"), "m.reaction", about=self._recent().number
        )
