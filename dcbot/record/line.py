"""A line of the journal as it stands now: its words after edits and corrections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dcbot.record.dialects import Heard
from dcbot.record.instructions import Instruction
from dcbot.record.journal import Entry
from dcbot.record.minutes import ItemKind, LogLine
from dcbot.record.powers import Who
from dcbot.record.tasks import ActionState


@dataclass(frozen=True, slots=True)
class Patch:
    """A correction of one line: by the line of that number, old words for new."""

    number: int
    old: str
    new: str
    everywhere: bool

    def on(self, text: str) -> str:
        """The text with it; as it is where the old words are gone."""
        return text.replace(self.old, self.new, -1 if self.everywhere else 1)


@dataclass(frozen=True, slots=True)
class Marked:
    """That somebody made a line an item, by a reaction or a reply; `gone` where the reply was
    erased, until the entry comes that took it back."""

    number: int
    kind: ItemKind
    by: str
    name: str
    owners: tuple[str, ...] = ()
    gone: bool = False


@dataclass(slots=True)
class Change:
    """What later lines did to one thing that a line recorded; numbers are those of such lines.

    Of those that amended or assigned it, the last counts that says so still.
    """

    undone: int | None = None
    amended: list[int] = field(default_factory=list)
    assigned: list[int] = field(default_factory=list)
    state: ActionState = ActionState.OPEN
    concluded: int | None = None


class Line:
    """One entry of what was said, with all that became of it.

    `slots` of things recorded are 0, 1, 2 … for its own instructions, and the negative number of
    the entry for what a reaction or a reply made of it.
    """

    __slots__ = (
        "after_end",
        "by",
        "changes",
        "entry",
        "failed",
        "gone",
        "heard",
        "instructions",
        "left",
        "logged",
        "marks",
        "number",
        "off",
        "origins",
        "patches",
        "place",
        "private",
        "rank",
        "targets",
        "text",
        "versions",
    )

    def __init__(self, entry: Entry, by: str) -> None:
        self.entry = entry
        self.number = entry.number
        self.by = by
        self.text = entry.text
        self.place = (entry.number, 1, entry.number)
        self.versions: list[tuple[int, str]] | None = None
        self.patches: list[Patch] | None = None
        self.instructions: tuple[Instruction, ...] = ()
        self.heard = Heard()
        self.rank = Who.ANYONE
        self.off = False
        self.private = False
        self.after_end = False
        self.gone = entry.erased
        self.left: tuple[str, ...] = entry.left
        self.marks: dict[int, Marked] | None = None
        self.changes: dict[int, Change] | None = None
        self.failed = ""
        self.logged: LogLine | None = None
        self.targets: tuple[int, ...] = ()
        # The lines whose words a correction says: those that it changes, or others that put the
        # words there.
        self.origins: tuple[int, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether something is to be done with it beside showing what was said."""
        return self.gone or self.off or self.private or self.after_end or self.marks is not None

    def change(self, slot: int) -> Change:
        """What was done to the thing in this slot, made where nothing was yet."""
        if self.changes is None:
            self.changes = {}
        return self.changes.setdefault(slot, Change())

    def changed(self, slot: int) -> Change | None:
        """What was done to the thing in this slot."""
        return self.changes.get(slot) if self.changes else None

    def origin(self, words: str) -> int:
        """The number of the line by which these words stand in this one."""
        text = self.versions[-1][1] if self.versions else self.entry.text
        if words in text:
            return self.number
        for patch in self.patches or ():
            text = patch.on(text)
            if words in text:
                return patch.number
        return self.number

    def reword(self) -> None:
        """Work its words out anew from the last edit and the corrections."""
        text = self.versions[-1][1] if self.versions else self.entry.text
        for patch in self.patches or ():
            text = patch.on(text)
        self.text = text

    def erase(self, left: tuple[str, ...]) -> None:
        """Forget its words for good; `left` is what of it stays in force."""
        self.gone, self.left = True, left
        self.entry = replace(self.entry, text="")
        self.text, self.versions, self.patches = "", None, None
        self.instructions, self.failed = (), ""

    def cut(self, text: str) -> None:
        """Forget its words but for these."""
        self.entry = replace(self.entry, text=text)
        self.text, self.versions, self.patches = text, None, None

    @property
    def hidden(self) -> bool:
        """Whether nothing of it may be shown."""
        return self.gone or self.off or self.private
