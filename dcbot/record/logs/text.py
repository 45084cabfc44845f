"""Text logs: MeetBot's, RRSAgent's, and those of IRC programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dcbot.record.facts import MEETBOTS, USUAL_DIALECTS, Dialect, Facts
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.logs.bots import KNOWN_BOTS
from dcbot.record.logs.dating import IN_UTC, Clock, moments
from dcbot.record.logs.log import Log, LogKind
from dcbot.record.logs.raw import Raw, take_apart
from dcbot.record.minutes import Unread
from dcbot.record.powers import OLD_MEETBOT_POWERS, OPEN_POWERS

_CHAIR = re.compile(r"Meeting started .*The chair is (\S+?)\.(?:\s|$)")
_MINUTES = re.compile(r"due to finish in (\d+) minutes")
_HCOOP = re.compile(r"Meeting started at |Current chairs: ")
_W3C_BOTS = frozenset({"rrsagent", "zakim"})


def read_text(lines: Sequence[str], name: str, clock: Clock = IN_UTC) -> Log:
    """The log in these lines; without entries where none of them is a line of a log."""
    raws = [take_apart(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    taken = [raw for raw in raws if raw.kind is not None]
    ats, dated = moments(taken, name, clock)
    kind, facts = _about(taken, dated=dated)
    facts = replace(facts, clocked=any(raw.clock is not None for raw in taken))
    journal = _Journal(facts)
    entries = tuple(journal.entry(raw, at) for raw, at in zip(taken, ats, strict=True))
    unread = tuple(
        Unread(raw.number, raw.whole, "it shows neither who said it nor when")
        for raw in raws
        if raw.kind is None
    )
    return Log(kind, facts, entries, unread, len(raws))


class _Journal:
    """Turns raw lines into entries; who changes the nick stays who they are."""

    def __init__(self, facts: Facts) -> None:
        self._bots = facts.bots
        self._silent = facts.notices
        self._now: dict[str, str] = {}

    def entry(self, raw: Raw, at: object) -> Entry:
        by = self._now.get(raw.nick, raw.nick)
        kind, name = raw.kind or EntryKind.NOTICE, raw.nick
        if kind is EntryKind.RENAMED:
            self._now.pop(raw.nick, None)
            if raw.text != by:
                self._now[raw.text] = by
            name = raw.text
        elif kind is EntryKind.SAID and raw.nick in self._silent:
            kind = EntryKind.NOTICE
        return Entry(
            number=raw.number,
            at=at,  # type: ignore[arg-type]
            by=by,
            name=name,
            text=raw.text,
            kind=kind,
            source=Source.FILE,
        )


def _about(raws: Sequence[Raw], *, dated: bool) -> tuple[LogKind, Facts]:
    """What kept the log, and what that means for reading it."""
    nicks = {raw.nick for raw in raws}
    bots = {nick for nick in nicks if nick.casefold() in KNOWN_BOTS}
    meetbots = {raw.nick for raw in raws if _greets(raw)}
    if meetbots or any(_begins(raw) for raw in raws):
        return LogKind.MEETBOT, Facts(
            dated=dated,
            exact_names=True,
            bots=frozenset(bots | meetbots),
            notices=frozenset(meetbots),
            dialects=frozenset(_dialects(raws, meetbots)),
            powers=OLD_MEETBOT_POWERS,
            end_after_minutes=_minutes(raws, meetbots),
        )
    w3c = {nick for nick in nicks if nick.casefold() in _W3C_BOTS}
    if w3c or sum(raw.text.startswith(("present+", "scribe+", "agenda+")) for raw in raws) > 1:
        return LogKind.W3C, Facts(
            dated=dated,
            exact_names=True,
            bots=frozenset(bots),
            notices=frozenset(w3c),
            dialects=frozenset({Dialect.W3C}),
            powers=OPEN_POWERS,
            agenda_kept_by_bot=any(nick.casefold() == "zakim" for nick in w3c),
        )
    return LogKind.CHAT, Facts(
        dated=dated,
        exact_names=True,
        bots=frozenset(bots),
        dialects=USUAL_DIALECTS | {Dialect.MAUBOT},
        powers=OPEN_POWERS,
    )


def _greets(raw: Raw) -> bool:
    """Whether a MeetBot tells here that a meeting begins."""
    if raw.kind is not EntryKind.SAID:
        return False
    return bool(_CHAIR.match(raw.text) or (_HCOOP.match(raw.text) and "#" not in raw.text[:1]))


def _begins(raw: Raw) -> bool:
    return raw.kind is EntryKind.SAID and raw.text.casefold().startswith("#startmeeting")


def _told(raws: Sequence[Raw], bots: set[str]) -> Iterator[str]:
    return (raw.text for raw in raws if raw.nick in bots)


def _dialects(raws: Sequence[Raw], bots: set[str]) -> frozenset[Dialect]:
    """Which MeetBot it was shows in its greeting; without one, all that any of them knows."""
    if not bots:
        return MEETBOTS
    told = "\n".join(_told(raws, bots))
    found = {Dialect.MEETBOT}
    if "#startvote" in told:
        found.add(Dialect.OPENSTACK)
    if "#motion" in told:
        found.add(Dialect.HCOOP)
    if "wiki.ubuntu.com" in told or "[TOPIC]" in told:
        found.add(Dialect.UBUNTU)
    return frozenset(found)


def _minutes(raws: Sequence[Raw], bots: set[str]) -> int | None:
    for text in _told(raws, bots):
        if found := _MINUTES.search(text):
            return int(found[1])
    return None
