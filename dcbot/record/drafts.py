"""What is written down of a meeting while its journal is walked through."""

from __future__ import annotations

from dcbot.record.decided import Decided
from dcbot.record.deciding import Vote
from dcbot.record.instructions import Amend
from dcbot.record.line import Line
from dcbot.record.logbook import Logbook
from dcbot.record.minutes import Doubt, DoubtKind, ItemKind, Unread
from dcbot.record.numbers import Key
from dcbot.record.roll import Roll
from dcbot.record.running import Running
from dcbot.record.sections import ItemDraft, Sections, TopicDraft
from dcbot.record.shown import Shown, unnamed_lines
from dcbot.record.voted import Votes


class Drafts:
    """Topics, decisions, actions, the roll and the log, as far as the walk has come."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.shown = Shown(running.facts, running.registry)
        self.unnamed = unnamed_lines(running.ordered)
        self.sections = Sections()
        self.decided = Decided()
        self.roll = Roll(running.facts, running.registry)
        self.votes = Votes(running.facts, self.roll, self.shown.name)
        self.log = Logbook(running)
        self.actions: list[tuple[ItemDraft, int]] = []
        self.polled: list[Vote] = []
        self.doubts: list[Doubt] = []
        self.unread: list[Unread] = []
        self.title = self.name = self.next_meeting = ""
        self.begun: Line | None = None
        self.last: dict[str, ItemDraft | TopicDraft | str] = {}
        """What each person wrote down last: an item, a topic, or the speech of this name."""

    def speaker(self, line: Line) -> str:
        """The name under which a line stands."""
        return self.shown.speaker(line, self.unnamed)

    def say(
        self,
        line: Line,
        name: str,
        text: str,
        *,
        by: str | None = None,
        written_by: str = "",
        continued: bool = False,
    ) -> None:
        """Put a line into the log; `by` is given where it is somebody else's speech."""
        said_by = line.by if by is None else by
        self.log.say(line, name, text, by=said_by, written_by=written_by, continued=continued)

    def undone(self, line: Line, slot: int) -> bool:
        """Whether what is in this slot was taken back."""
        change = line.changed(slot)
        return change is not None and change.undone is not None

    def topic(self, line: Line, slot: int, title: str, level: int = 1) -> None:
        """Open a topic with this title, as it was amended."""
        draft = TopicDraft(
            self._amended(line, slot, title),
            level,
            line.by,
            self.speaker(line),
            line.entry.at,
            line.number,
            last_line=line.number,
        )
        self.sections.drafts.append(draft)
        self.last[line.by] = draft

    def item(self, line: Line, slot: int, kind: ItemKind, text: str) -> ItemDraft:
        """An item of this line, as it was amended; it stands in no topic yet."""
        key = (line.number, slot)
        amended = self._amended(line, slot, text)
        return ItemDraft(
            kind,
            amended,
            line.by,
            self.speaker(line),
            line.entry.at,
            line.number,
            key,
            number=self._number(kind, key),
            edited=line.versions is not None or bool(line.patches) or amended != text,
        )

    def _number(self, kind: ItemKind, key: Key) -> int | None:
        if kind is ItemKind.ACTION:
            return self.running.actions.of(key)
        return self.running.decisions.of(key) if kind.decides else None

    def _amended(self, line: Line, slot: int, text: str) -> str:
        change = line.changed(slot)
        for number in reversed(change.amended) if change else ():
            for one in self.running.lines[number].instructions:
                if isinstance(one, Amend):
                    return one.text
        return text

    def put(self, draft: ItemDraft, place: int | None = None, vote: int | None = None) -> None:
        """Put an item under the topic at this place, or under the one that is talked about."""
        place = self.sections.place if place is None else place
        self.sections.drafts[place].items.append(draft)
        if draft.kind is ItemKind.ACTION:
            self.actions.append((draft, place))
        elif draft.kind is ItemKind.PROPOSAL:
            self.decided.propose(draft, place)
        elif draft.kind.decides:
            self.decided.decide(draft, place, vote)
        if not draft.text:
            self.doubt(
                DoubtKind.EMPTY_ITEM, draft.line, f"This {draft.kind.value} has no words. Amend it."
            )

    def doubt(self, kind: DoubtKind, line: int, text: str, suggestion: str = "") -> None:
        """Note something for the scribe to settle at the end."""
        self.doubts.append(Doubt(kind=kind, line=line, text=text, suggestion=suggestion))

    def unheard(self, line: Line, why: str) -> None:
        """Note a line that was not understood or not obeyed, and why."""
        self.unread.append(Unread(line.number, self.log.words(line), why))
