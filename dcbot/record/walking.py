"""Walking through a journal once, and writing down what each line says."""

from __future__ import annotations

from dcbot.record.doubting import doubts_of
from dcbot.record.drafts import Drafts
from dcbot.record.instructions import (
    AFTER_THE_END,
    Begin,
    Continue,
    Entitle,
    Heading,
    Note,
    Speech,
    Unnamed,
)
from dcbot.record.journal import Entry, EntryKind
from dcbot.record.line import Line, Marked
from dcbot.record.logbook import without_quotes
from dcbot.record.minutes import DoubtKind, ItemKind
from dcbot.record.people import UNKNOWN
from dcbot.record.polls import Poll
from dcbot.record.running import Running
from dcbot.record.sections import ItemDraft, TopicDraft
from dcbot.record.writers import write

BALLOT = "(voted)"
"""What the log has instead of the words of a vote that is only counted."""


class Walk:
    """Goes through the lines in order, once."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.drafts = Drafts(running)
        self._closed = {poll.closed_line: poll for poll in running.polls}
        self._unknown: set[str] = set()

    def all(self) -> Drafts:
        """Walk through the whole journal."""
        moves = iter(self.running.moves)
        move = next(moves, None)
        for line in self.running.ordered:
            while move is not None and move.number < line.number:
                self._moved(move)
                move = next(moves, None)
            # Most lines are speech and nothing else; they go the short way.
            if line.instructions or line.apart or line.number in self._closed:
                self._line(line)
            else:
                self._spoken(line)
        while move is not None:
            self._moved(move)
            move = next(moves, None)
        return self.drafts

    def _moved(self, entry: Entry) -> None:
        running, drafts = self.running, self.drafts
        drafts.roll.moved(entry, entry.name)
        if running.ended is None or entry.number < running.ended.number:
            drafts.log.move(entry, drafts.shown.name(running.registry.one(entry.by), entry.name))

    def _attends(self, line: Line) -> bool:
        return line.entry.kind is not EntryKind.NOTICE and line.by not in self.running.registry.bots

    def _line(self, line: Line) -> None:
        if line.after_end:
            self._late(line)
            return
        if line.hidden:
            self._hidden(line)
        else:
            self._shown(line)
        if line.number in self._closed:
            self._vote_closed(line, self._closed[line.number])
        if not line.hidden:
            self.drafts.sections.now.last_line = line.number

    def _shown(self, line: Line) -> None:
        drafts = self.drafts
        place = drafts.sections.place
        if not line.instructions:
            self._spoken(line)
        else:
            if self._attends(line):
                drafts.roll.spoke(line.by, line.entry.name, line.number)
            self._instructed(line)
        for marked in line.marks.values() if line.marks else ():
            self._marked(line, marked, place)

    def _hidden(self, line: Line) -> None:
        drafts = self.drafts
        drafts.log.leave_out(line, drafts.sections.place)
        if line.gone and self._attends(line):
            drafts.roll.spoke(line.by, line.entry.name, line.number)
        for what in line.left:
            words = what.split(" ")
            if words[-2:-1] in (["topic"], ["subtopic"]) and not drafts.undone(line, int(words[1])):
                level = 2 if words[-2] == "subtopic" else 1
                drafts.sections.drafts.append(
                    TopicDraft("", level, at=line.entry.at, line=line.number, removed=True)
                )

    def _spoken(self, line: Line) -> None:
        drafts, entry = self.drafts, line.entry
        now = drafts.sections.drafts[-1]
        if entry.kind is not EntryKind.NOTICE and line.by not in self.running.registry.bots:
            drafts.roll.spoke(line.by, entry.name, line.number)
            now.spoken.append(line.number)
            if drafts.last:
                drafts.last.pop(line.by, None)
        now.last_line = line.number
        name = drafts.shown.speaker(line, drafts.unnamed)
        drafts.log.speech(line, name, line.text if entry.about is None else drafts.log.words(line))

    def _instructed(self, line: Line) -> None:
        drafts = self.drafts
        drafts.doubts += doubts_of(self.running, line)
        if self.running.is_sealed(line.number, *line.targets):
            drafts.say(line, drafts.speaker(line), BALLOT)
            return
        first = line.instructions[0]
        if isinstance(first, Speech) and len(line.instructions) == 1:
            self._speech(line, first)
        elif isinstance(first, Continue):
            self._continued(line, first)
        else:
            own = first.text if isinstance(first, Unnamed) else ""
            drafts.say(line, drafts.speaker(line), own or drafts.log.words(line))
            drafts.last.pop(line.by, None)
        for slot, instruction in enumerate(line.instructions):
            write(drafts, line, slot, instruction)

    def _speech(self, line: Line, speech: Speech) -> None:
        """What somebody else said; whoever nobody knows is asked about, and attends nothing."""
        drafts = self.drafts
        scribe = drafts.speaker(line)
        by = drafts.roll.meant(speech.name)
        if drafts.roll.known(speech.name):
            name = drafts.shown.name(by, drafts.roll.name(by) if by.startswith(UNKNOWN) else "")
            drafts.roll.spoke(by, name, line.number)
        else:
            name = drafts.shown.name(by, speech.name)
            if speech.name not in self._unknown:
                self._unknown.add(speech.name)
                drafts.doubt(
                    DoubtKind.UNKNOWN_NAME,
                    line.number,
                    f"Who is “{speech.name}”? Say “present+ {speech.name} (coalition)”.",
                )
        drafts.sections.now.spoken.append(line.number)
        drafts.say(line, name, speech.text, by=by, written_by=scribe)
        drafts.last[line.by] = name

    def _continued(self, line: Line, more: Continue) -> None:
        drafts = self.drafts
        last, scribe = drafts.last.get(line.by), drafts.speaker(line)
        if isinstance(last, ItemDraft):
            last.text = f"{last.text} {more.text}".strip()
        elif isinstance(last, TopicDraft):
            last.title = f"{last.title} {more.text}".strip()
        else:
            drafts.sections.now.spoken.append(line.number)
            written_by = scribe if last else ""
            drafts.say(line, last or scribe, more.text, written_by=written_by, continued=True)
            return
        drafts.say(line, scribe, drafts.log.words(line))

    def _marked(self, line: Line, marked: Marked, place: int) -> None:
        """What a reaction or a reply made of a line, unless the line says so itself."""
        drafts, slot = self.drafts, -marked.number
        same = any(isinstance(one, Note) and one.kind is marked.kind for one in line.instructions)
        if same or marked.gone or drafts.undone(line, slot):
            return
        draft = drafts.item(line, slot, marked.kind, words_of(line))
        draft.made_line, draft.owners = marked.number, marked.owners
        if marked.by != line.by:
            draft.made_by = drafts.shown.name(marked.by, marked.name)
        drafts.put(draft, place)

    def _vote_closed(self, line: Line, poll: Poll) -> None:
        drafts = self.drafts
        opener = self.running.lines[poll.line]
        vote = drafts.votes.vote(
            poll, opener, drafts.speaker(opener), drafts.sections.place, drafts.roll.present()
        )
        drafts.polled.append(vote)
        if vote.quorate is False:
            drafts.doubt(
                DoubtKind.NO_QUORUM,
                line.number,
                "This vote had no quorum. Take it again, or say so.",
            )
        if poll.opened is None or drafts.undone(line, 0):
            return
        kind, text = ItemKind.VOTE, vote.result
        if poll.motion:
            kind, outcome = drafts.votes.outcome(poll)
            text = f"{poll.opened.question} — {outcome}"
        drafts.put(drafts.item(line, 0, kind, text), vote=poll.line)

    def _late(self, line: Line) -> None:
        """After the end, only what changes the record counts; it is no part of the log."""
        if line.hidden:
            return
        self.drafts.doubts += doubts_of(self.running, line)
        for slot, instruction in enumerate(line.instructions):
            if isinstance(instruction, AFTER_THE_END):
                write(self.drafts, line, slot, instruction)


def words_of(line: Line) -> str:
    """The words of a line that a mark records: what it says, without a command before it."""
    for instruction in line.instructions:
        if isinstance(instruction, Note | Speech | Unnamed) and instruction.text:
            return instruction.text
        if isinstance(instruction, Heading | Entitle | Begin) and instruction.title:
            return instruction.title
    return without_quotes(line.text)
