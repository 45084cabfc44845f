"""What is said to the bot by name: “dcbot, action for Amina: draft the letter by Friday”."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from dcbot.record.attendance import Presence
from dcbot.record.dialects.heard import Instructions
from dcbot.record.dialects.lengths import WHICH, limit, point_time
from dcbot.record.dialects.replies import MARKS
from dcbot.record.dialects.votes import open_vote
from dcbot.record.dialects.zakim import read_zakim
from dcbot.record.floor_instructions import (
    AddPoint,
    AdoptAgenda,
    AskFloor,
    GiveFloor,
    LeavePoint,
    LeaveQueue,
    QueueRule,
    TakeUp,
)
from dcbot.record.instructions import (
    Amend,
    Appoint,
    Assign,
    Attend,
    Conclude,
    Entitle,
    Finish,
    Heading,
    Instruction,
    Mark,
    Move,
    Named,
    NextMeeting,
    Note,
    Office,
    Recording,
    Undo,
    Unnamed,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import named_people, plain_names
from dcbot.record.tasks import ActionState
from dcbot.record.vote_instructions import Cast, CloseVote

Make = Callable[[re.Match[str]], Instruction | None]

_POLITE = re.compile(r"(?:(?:please|pls|could you|can you|would you)\s+)+", re.I)
_SAYS = {"close": "closed", "skip": "skipped", "drop": "dropped"}


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _note(kind: ItemKind, place: int = 1) -> Make:
    return lambda found: Note(kind, found[place].strip())


def _action(found: re.Match[str]) -> Instruction:
    return Note(ItemKind.ACTION, found[2].strip(), plain_names(found[1] or ""))


def _labelled(found: re.Match[str]) -> Instruction:
    return Note(MARKS[found[1].casefold()], found[2].strip())


def _state(found: re.Match[str]) -> Instruction:
    word = found[2].casefold()
    state = ActionState.DONE if word in ("done", "closed", "finished") else ActionState.DROPPED
    return Conclude(state, _number(found[1]))


def _close_action(found: re.Match[str]) -> Instruction:
    states = {"close": ActionState.DONE, "drop": ActionState.DROPPED, "reopen": ActionState.OPEN}
    return Conclude(states[found[1].casefold()], _number(found[2]))


def _names(words: str) -> tuple[str, ...]:
    """The names of a list; none where it is no list of names."""
    names = plain_names(words)
    alike = all(
        len(name.split()) <= 3 and name.casefold().split()[0] not in _NOBODY.split()
        for name in names
    )
    return names if alike else ()


def _proxy(found: re.Match[str]) -> Instruction | None:
    stands_in, others = _names(found[1]), _names(found[2])
    if len(stands_in) != 1 or len(others) != 1:
        return None
    return Attend((Named(stands_in[0], proxy=others[0]),))


def _office(office: Office, *, add: bool = True) -> Make:
    def make(found: re.Match[str]) -> Instruction | None:
        names = _names(found[1])
        return Appoint(office, names, add) if names else None

    return make


def _move(*, arrived: bool) -> Make:
    def make(found: re.Match[str]) -> Instruction | None:
        names = _names(found[1])
        return Move(names, arrived) if names else None

    return make


def _recording(*, on: bool) -> Make:
    return lambda found: Recording(on)


_NAMES = r"(.{1,200}?)"
# Words with which no name begins: “who is chair” asks, and “the time is late” tells of nobody.
_NOBODY = """
    who what when where which how why is are was were did do does the a an my our your this that
    there it nobody everybody time if we they
"""
_NUMBER = r"(?:number |no\.? ?|#)?(\d+)"
_WHAT = r"(?:(action|decision|line) )?"
_PATTERNS: tuple[tuple[str, Make], ...] = (
    (r"(?:new )?action(?: item| point)?(?: for ([^:]{1,80}?))?\s*[:,]\s*(.+)", _action),
    (r"action(?: item| point)? for ([^:]{1,40}?) to (.+)", _action),
    (r"(?:we (?:have )?)?(?:agreed|decided)(?: that| to)? (?!:)(.+)", _note(ItemKind.AGREED)),
    (
        r"(decision|decided|agreed|accepted|rejected|info|idea|link|quote|proposal|resolved)"
        r"\s*[:,]\s*(.+)",
        _labelled,
    ),
    (r"(?:note|record|minute) that (.+)", _note(ItemKind.INFO)),
    (r"(?:note|for the record)\s*[:,]\s*(.+)", _note(ItemKind.INFO)),
    (r"help(?: is)? wanted\s*(?:with|[:,])?\s*(.+)", _note(ItemKind.HELP)),
    (r"(?:new |next |the )?topic(?: is)?\s*[:,]?\s+(.+)", lambda f: Heading(f[1])),
    (r"subtopic\s*[:,]?\s+(.+)", lambda f: Heading(f[1], level=2)),
    (r"(?:the )?title(?: is)?\s*[:,]?\s+(.+)", lambda f: Entitle(f[1])),
    (
        rf"(?:undo|take back|strike){' '}?{_WHAT}{_NUMBER}",
        lambda f: Undo(int(f[2]), f[1] or "line"),
    ),
    (r"(?:undo|take back|strike)(?: that| it| the last(?: one| item)?)?", lambda f: Undo()),
    (
        rf"(?:amend|change) {_WHAT}{_NUMBER}\s*(?::|to)\s*(.+)",
        lambda f: Amend(f[3], int(f[2]), f[1] or "line"),
    ),
    (r"(?:amend|change)(?: that| it)?\s*(?::|to)\s*(.+)", lambda f: Amend(f[1])),
    (rf"action {_NUMBER}(?: is| has been)? (done|closed|finished|dropped|void)", _state),
    (rf"(close|drop|reopen) action {_NUMBER}", _close_action),
    (rf"(?:give|assign) action {_NUMBER} to (.+)", lambda f: Assign(plain_names(f[2]), int(f[1]))),
    (rf"action {_NUMBER} is for (.+)", lambda f: Assign(plain_names(f[2]), int(f[1]))),
    (r"(?:we are |go |this is )?off the record(?: please)?", _recording(on=False)),
    (r"(?:stop|pause) (?:the )?record(?:ing)?", _recording(on=False)),
    (r"(?:we are |go |back )?on the record(?: again)?", _recording(on=True)),
    (r"(?:resume|continue|go on)(?: the)? record(?:ing)?", _recording(on=True)),
    (r"(?:end|close|finish) (?:the |this )?meeting", lambda f: Finish()),
    (r"the meeting is (?:over|closed|adjourned)", lambda f: Finish()),
    (
        rf"(?:make )?{_NAMES} (?:is |are |as |a )*(?:our |the |a )?(?:co-?)?chairs?",
        _office(Office.CHAIR),
    ),
    (r"(?:co-?)?chairs?\s*[:,]\s*(.+)", _office(Office.CHAIR)),
    (rf"{_NAMES} is no longer (?:a |the )?chair", _office(Office.CHAIR, add=False)),
    (
        rf"{_NAMES} (?:takes notes|takes the notes|is (?:the )?scribe|scribes)",
        _office(Office.SCRIBE),
    ),
    (r"scribes?\s*[:,]\s*(.+)", _office(Office.SCRIBE)),
    (r"present\s*[:,]\s*(.+)", lambda f: Attend(named_people(f[1]))),
    (
        r"(?:regrets|apologies)(?: from)?\s*[:,]?\s+(.+)",
        lambda f: Attend(named_people(f[1]), Presence.REGRETS),
    ),
    (r"absent\s*[:,]\s*(.+)", lambda f: Attend(named_people(f[1]), Presence.ABSENT)),
    (r"guests?\s*[:,]\s*(.+)", lambda f: Attend(named_people(f[1]), guest=True)),
    (rf"{_NAMES} (?:stands in|is (?:the )?proxy) for {_NAMES}", _proxy),
    (rf"{_NAMES} (?:came|arrived|is|was) late", _move(arrived=True)),
    (rf"{_NAMES} (?:left|leaves|has left)(?: early)?", _move(arrived=False)),
    (
        r"(?:a )?(counted|secret) vote(?: on)?\s*[:,]?\s+(.+\?.*)",
        lambda f: open_vote(f"counted: {f[2]}"),
    ),
    (r"(?:vote|a vote)(?: on)?\s*[:,]?\s+(.+\?.*)", lambda f: open_vote(f[1])),
    (r"(?:close|end) the vote", lambda f: CloseVote()),
    (r"(?:i vote|my vote(?: is)?)\s*:?\s*(.+)", lambda f: Cast(f[1].strip(" ."))),
    (
        r"(?:i(?:'d| would) like to speak|hand up|queue me)(?:[:,]? (?:to|about) (.+))?",
        lambda f: AskFloor(note=f[1] or ""),
    ),
    (r"(?:i am done|hand down|never mind)", lambda f: LeaveQueue()),
    (r"(?:next(?: speaker)?|who is next)(?: please)?\??", lambda f: GiveFloor()),
    (r"(?:give )?the floor (?:to|is) (.+)", lambda f: GiveFloor(f[1].strip(" ."))),
    (r"(close|open|reopen) the queue", lambda f: QueueRule(closed=f[1].casefold() == "close")),
    (
        r"(?:speakers (?:have|get)|(?:everybody|everyone|each speaker) (?:has|gets)) (.+)",
        lambda f: limit(f[1]),
    ),
    (r"(?:the )?time ?limit(?: for speakers)?(?: is)?\s*[:,]?\s+(.+)", lambda f: limit(f[1])),
    (r"(?:no|stop the|end the) time ?limit|stop timing", lambda f: QueueRule(seconds_each=0)),
    (r"add to the agenda\s*[:,]?\s+(.+)", lambda f: AddPoint(f[1])),
    (r"(?:take up|next) (?:point|item)(?: (\d+))?", lambda f: TakeUp(_number(f[1]))),
    (
        rf"(?:give |allow )?(?:(?:this|the) )?(?:point|item){WHICH}(?: has| gets)? (.+)",
        lambda f: point_time(f[2], _number(f[1])),
    ),
    (r"(.+?) for (?:this|the) (?:point|item)", lambda f: point_time(f[1])),
    (
        r"(close|skip|drop) point(?: (\d+))?",
        lambda f: LeavePoint(_SAYS[f[1].casefold()], _number(f[2])),
    ),
    (r"(?:the )?agenda is adopted|adopt the agenda", lambda f: AdoptAgenda()),
    (r"(?:the )?next meeting(?: is)?\s*[:,]?\s+(.+)", lambda f: NextMeeting(f[1])),
    (r"(?:without|no) name", lambda f: Unnamed()),
)


@cache
def _compiled() -> Sequence[tuple[re.Pattern[str], Make]]:
    return [(re.compile(pattern, re.I | re.DOTALL), make) for pattern, make in _PATTERNS]


def read_addressed(words: str) -> Instructions | None:
    """What it asks of the record; None where it is said to the rest of the bot."""
    words = _POLITE.sub("", words, count=1).strip()
    folded = words.strip(" .!").casefold()
    if folded in MARKS:
        return (Mark(MARKS[folded]),)
    asks = words.endswith("?") and not folded.startswith(
        ("vote", "a vote", "counted vote", "secret vote", "next", "who is next")
    )
    if asks:
        # A question is for the rest of the bot.
        return None
    for pattern, make in _compiled():
        found = pattern.fullmatch(words.rstrip(" .!") if len(words) < 60 else words)
        made = make(found) if found else None
        if made is not None:
            return (made,)
    return read_zakim(words, named=True)
