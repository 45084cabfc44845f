"""What was recorded, as paragraphs in reported speech: who noted, suggested, asked or decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dcbot.record.deciding import Decision
from dcbot.record.minutes import Item, ItemKind, LogLine, Minutes
from dcbot.record.outputs.blocks import Foreign, Jump, Run, Web, Words
from dcbot.record.outputs.deciding import jump_to, reserved
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.speaking import DECIDED, closed, did, said
from dcbot.record.outputs.tasks import given
from dcbot.record.tasks import Action


@dataclass(frozen=True, slots=True)
class Items:
    """Says items, with the decisions and actions that they are."""

    places: Places
    decisions: dict[int, Decision]
    actions: dict[int, Action]
    unnamed: frozenset[str] = frozenset()
    """Who only wrote down what others said."""

    @classmethod
    def of(cls, minutes: Minutes, places: Places) -> Items:
        """The items of a meeting."""
        decisions = {one.number: one for one in minutes.decisions}
        actions = {one.number: one for one in minutes.actions}
        return cls(places, decisions, actions, minutes.unnamed)

    def words(self, item: Item) -> Words:
        """The item as a paragraph."""
        more = list(self._more(item))
        quote = item.kind is ItemKind.QUOTE
        begins, ends = (("“",), ("”",)) if quote else ((), ())
        text = closed(item.text) if more else (Foreign(item.text),)
        lines = self.places.line(item.line, item.made_line)
        return (*self._beginning(item), *begins, *text, *ends, *more, *lines)

    def jump(self, item: Item, paragraph: int, anchor: str) -> Jump:
        """From the log to what its line made."""
        if (decision := self._decision(item)) is not None:
            return jump_to(decision)
        if self._action(item) is not None:
            return Jump(f"action {item.number}", f"action-{item.number}")
        return Jump(f"paragraph {paragraph}", anchor)

    def _beginning(self, item: Item) -> Words:
        name = "" if item.name in self.unnamed else item.name
        if item.kind in DECIDED:
            decision = self._decision(item)
            if decision is None:
                return (f"{DECIDED[item.kind]}: ",)
            return (f"{DECIDED[item.kind]} (", jump_to(decision), "): ")
        if item.kind is ItemKind.ACTION:
            action = self._action(item)
            return given(action) if action else said(name, "recorded an action")
        return did(item.kind, name)

    def _more(self, item: Item) -> Iterator[Run]:
        if item.edited:
            yield " This was corrected."
        if item.made_by:
            yield from (" Recorded by ", *closed(item.made_by))
        for link in item.links:
            if link.url not in item.text:
                yield from (" Link: ", Web(link.url, link.words))
        decision = self._decision(item)
        if decision is not None and decision.reserves:
            yield f" {reserved(decision)}"

    def _decision(self, item: Item) -> Decision | None:
        if not item.kind.decides or item.number is None:
            return None
        return self.decisions.get(item.number)

    def _action(self, item: Item) -> Action | None:
        if item.kind is not ItemKind.ACTION or item.number is None:
            return None
        return self.actions.get(item.number)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one person said, in lines that go on with each other."""

    lines: tuple[LogLine, ...]

    @property
    def line(self) -> int:
        """Its first line."""
        return self.lines[0].line

    def words(self, places: Places) -> Words:
        """The speech as a paragraph."""
        first, text = self.lines[0], Foreign("\n".join(line.text for line in self.lines))
        # What a scribe tells of a meeting is told in the scribe's own words.
        who = () if first.noted else said(first.name)
        return (*who, text, *places.line(*(one.line for one in self.lines)))
