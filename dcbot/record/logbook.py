"""The log as it may be published, and the gaps in it."""

from __future__ import annotations

from dataclasses import replace

from dcbot.record.instructions import Continue, Insert
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.line import Line
from dcbot.record.minutes import Gap, GapReason, LineKind, LogLine
from dcbot.record.running import Running

_KINDS = {
    EntryKind.SAID: LineKind.SAID,
    EntryKind.ACTED: LineKind.ACTED,
    EntryKind.NOTICE: LineKind.NOTICE,
    EntryKind.JOINED: LineKind.JOINED,
    EntryKind.LEFT: LineKind.LEFT,
    EntryKind.RENAMED: LineKind.RENAMED,
}


class Logbook:
    """The lines in order, with a mark where some are left out."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.lines: list[LogLine] = []
        self.gaps: list[Gap] = []

    def speech(self, line: Line, name: str, text: str) -> None:
        """A line of plain speech; its record is kept, since it seldom changes."""
        logged = line.logged
        edited = line.versions is not None or line.patches is not None
        if (
            logged is None
            or logged.text != text
            or logged.name != name
            or logged.edited is not edited
            or logged.command
        ):
            self.say(line, name, text, by=line.by, written_by="", continued=False)
            line.logged = self.lines[-1]
        else:
            self.lines.append(logged)

    def say(
        self, line: Line, name: str, text: str, *, by: str, written_by: str, continued: bool
    ) -> None:
        """A line that was said."""
        self.lines.append(
            LogLine(
                line=line.number,
                at=line.entry.at,
                kind=_KINDS[line.entry.kind],
                name=name,
                text=text,
                by=by,
                written_by=written_by,
                about=line.entry.about,
                command=bool(line.instructions) and not written_by and not continued,
                edited=line.versions is not None or line.patches is not None,
                noted=_is_note(line) and not written_by,
                continued=continued,
            )
        )

    def move(self, entry: Entry, name: str) -> None:
        """Somebody came, went or is called otherwise."""
        self.lines.append(
            LogLine(
                line=entry.number,
                at=entry.at,
                kind=_KINDS[entry.kind],
                name=name,
                text=entry.text,
                by=self._running.registry.one(entry.by),
            )
        )

    def leave_out(self, line: Line, topic: int) -> None:
        """A line that is not shown: the mark says why; of those in a row there is one mark."""
        kept = line.gone and not line.entry.off_record
        why = GapReason.TAKEN_BACK if kept else GapReason.OFF_RECORD
        last = self.gaps[-1] if self.gaps else None
        open_mark = bool(self.lines) and self.lines[-1].kind is LineKind.GAP
        if last is not None and open_mark and last.why is why and last.topic == topic:
            self.gaps[-1] = replace(last, last_line=line.number, lines=last.lines + 1)
            return
        gap = Gap(line=line.number, last_line=line.number, at=line.entry.at, why=why, topic=topic)
        self.gaps.append(gap)
        self.lines.append(
            LogLine(line=line.number, at=line.entry.at, kind=LineKind.GAP, text=why.value)
        )

    def words(self, line: Line) -> str:
        """What of a line may be shown: nothing that it quotes of what was taken back."""
        text = line.text
        lines = self._running.lines
        for one in line.instructions:
            if isinstance(one, Insert):
                # Where it was put is told in the words of another line, which may be gone.
                return one.text
        about = line.entry.about
        if about is not None and about in lines and lines[about].hidden:
            return without_quotes(text)
        return text


def _is_note(line: Line) -> bool:
    """Whether a scribe tells in it what happens elsewhere, and gives no instruction."""
    told = all(isinstance(one, Continue) for one in line.instructions)
    return told and line.entry.source is Source.SCRIBE


def without_quotes(text: str) -> str:
    """The text without the lines that quote somebody else."""
    if ">" not in text:
        return text
    return "\n".join(one for one in text.split("\n") if not one.lstrip().startswith(">")).strip()
