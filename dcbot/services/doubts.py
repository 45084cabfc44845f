"""Doubts: what a scribe should look at is asked when the meeting ends, and settled by an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dcbot.errors import BadArgument, NotAllowed
from dcbot.lines import own_lines
from dcbot.message import literal, quoted
from dcbot.record.instructions import Heading, Note
from dcbot.record.minutes import Doubt, DoubtKind, Minutes
from dcbot.record.powers import Who
from dcbot.services import amending, letters, minutes
from dcbot.services.amending import Author, Line
from storage.journals import Journal
from storage.people import Person
from storage.questions import Question, QuestionState
from storage.store import Store

ASK = "doubts of a scribe"
"""The kind of the question in which a scribe is asked; each reply settles some of them."""
OPEN_FOR = timedelta(days=14)
MOST = 20
"""So many doubts are asked about; more than that nobody settles by mail."""
_ANSWER = re.compile(
    r"^(?:(drop|remove|strike|keep|leave|ok)\s+)?#?(\d{1,3})(?!\d)[.:)\s]*(.*)$", re.I
)
_DROP = frozenset(("drop", "remove", "strike", "delete", "undo"))
_KEEP = frozenset(
    ("", "keep", "leave", "ok", "okay", "fine", "nobody", "no one", "none", "as it is")
)
_OWNERS = frozenset((DoubtKind.NO_OWNER, DoubtKind.UNKNOWN_OWNER, DoubtKind.AMBIGUOUS_OWNER))
_NOT_ASKED = frozenset((DoubtKind.NOT_ENDED,))
"""Of these nothing can be settled any more."""


@dataclass(frozen=True)
class Settled:
    """What became of the answers: those doubts that are settled, those that are left, and the
    mistakes in what was said."""

    done: Sequence[int] = ()
    left: Mapping[int, Doubt] = field(default_factory=dict)
    mistakes: Sequence[str] = ()


async def ask(store: Store, journal: Journal, made: Minutes, *, now: datetime) -> None:
    """Ask whoever wrote the meeting down, or else chaired it, what is to be settled."""
    found = [one for one in made.doubts if one.kind not in _NOT_ASKED][:MOST]
    if not found:
        return
    name = literal(await minutes.handle(store, journal))
    numbered = dict(enumerate(found, 1))
    text = "\n".join(
        [
            f"In the minutes of {name} these are to be settled. Reply with one answer in each "
            "line, such as “2 Amina”, “3 nobody”, “drop 4” or “5 ok”:",
            *lines(numbered),
        ]
    )
    for person in await _whom(store, journal, made):
        key = f"doubts of journal {journal.id} → person {person.id}"
        subject = f"{name}: to settle"
        if await letters.if_reachable(store, person, text, key=key, now=now, subject=subject):
            await _wait(store, person, key, journal, numbered, now)


async def _whom(store: Store, journal: Journal, made: Minutes) -> list[Person]:
    people = made.attendance.people
    scribes = [one.by for one in people if one.scribe] or [one.by for one in people if one.chair]
    ids = [int(one) for one in scribes if one.isdecimal()]
    ids = ids or [number for number in (journal.opener_id,) if number is not None]
    found = [await store.people.get(number) for number in ids]
    return [one for one in found if one is not None and one.forgotten_at is None]


async def _wait(
    store: Store,
    person: Person,
    key: str,
    journal: Journal,
    numbered: Mapping[int, Doubt],
    now: datetime,
) -> None:
    letter = await store.outbox.by_key(key)
    assert letter is not None
    store.questions.add(
        Question(
            kind=ASK,
            letter_key=key,
            transport=letter.transport,
            place=letter.place,
            person_id=person.id,
            accepts=[],
            asked_at=now,
            expires_at=now + OPEN_FOR,
            draft={
                "journal": journal.id,
                "letter": key,
                "doubts": {str(number): one.key for number, one in numbered.items()},
            },
        )
    )


def lines(numbered: Mapping[int, Doubt]) -> list[str]:
    """The doubts, each with the number by which it is answered."""
    return [
        f"- {number}: line {one.line}, {one.kind.value}. {literal(one.text)}"
        for number, one in numbered.items()
    ]


async def answer(
    store: Store,
    journal: Journal,
    said: str,
    numbers: Mapping[str, str],
    *,
    by: Person,
    now: datetime,
) -> Settled:
    """Settle those doubts that the lines answer; `numbers` are the doubts' keys by their numbers.

    What one line gets wrong keeps the others from nothing. Raises NotAllowed where they are no
    longer among those whom it is asked of, since minutes can be corrected meanwhile.
    """
    fold = await minutes.so_far(store, journal)
    made = fold.minutes(over=True)
    if by.id not in {person.id for person in await _whom(store, journal, made)}:
        raise NotAllowed(
            "The minutes name others as its scribe or chair now. Say what is wrong with "
            "`!minutes correct`; those who decide about the minutes see it."
        )
    open_still = {one.key: one for one in made.doubts}
    known = {int(n): open_still[key] for n, key in numbers.items() if key in open_still}
    writes: list[Line] = []
    done: list[int] = []
    mistakes = []
    for line in (one for one in own_lines(said) if one.strip()):
        try:
            number, doubt, words = _read(line, known)
            writes += await _lines_for(store, journal, doubt, words, made, fold.reads)
            done.append(number)
        except BadArgument as mistake:
            mistakes.append(mistake.text)
    if writes:
        author = Author(by, Who.CHAIR)
        await amending.write(store, journal, writes, author, now=now)
        which = "doubt" if len(done) == 1 else "doubts"
        await amending.new_version(store, journal, f"{len(done)} {which} settled", by=by, now=now)
    left = {number: doubt for number, doubt in known.items() if number not in done}
    return Settled(done, left, mistakes)


def _read(line: str, known: Mapping[int, Doubt]) -> tuple[int, Doubt, str]:
    found = _ANSWER.match(line.strip())
    if found is None:
        raise BadArgument(f"{quoted(line)} names no number. Say it as “2 Amina” or “drop 4”.")
    number = int(found[2])
    if number not in known:
        raise BadArgument(f"{number} is settled already, or was never asked.")
    return number, known[number], (found[1] or found[3]).strip(" .")


async def _lines_for(
    store: Store,
    journal: Journal,
    doubt: Doubt,
    words: str,
    made: Minutes,
    read: Callable[[str], Sequence[object]],
) -> list[Line]:
    """What is written into the journal for the answer; nothing where all stays as it is."""
    folded = words.casefold()
    if folded in _DROP:
        return [Line("undo", doubt.line)]
    if folded in _KEEP:
        return []
    if doubt.kind in _OWNERS:
        return [Line(f"assign to {words}", doubt.line)]
    if doubt.kind is DoubtKind.NEAR_MISS and folded in ("yes", "y") and doubt.suggestion:
        was = await _said(store, journal, doubt.line)
        return [amending.instead(was, doubt.suggestion, doubt.line)]
    if doubt.kind is DoubtKind.NOT_ALLOWED and folded in ("yes", "y"):
        return [_marked(await _said(store, journal, doubt.line), doubt, read)]
    if doubt.kind in (DoubtKind.NO_ROLL, DoubtKind.UNKNOWN_NAME):
        roll = words if ":" in words or "+" in words else f"present: {words}"
        return [Line(roll)]
    if doubt.kind is DoubtKind.FAILED_CORRECTION and re.match(r"s[/|]", words):
        return [Line(words)]
    if doubt.kind is DoubtKind.EMPTY_ITEM:
        return [Line(f"amend: {words}", doubt.line)]
    raise BadArgument(
        f"{quoted(words)} settles nothing of “{literal(doubt.kind.value)}”. Say “drop”, “ok”, or "
        "what the line says that tells of it."
    )


async def _said(store: Store, journal: Journal, number: int) -> str:
    line = await store.journal_lines.get(journal.id, number)
    return line.text if line else ""


def _marked(said: str, doubt: Doubt, read: Callable[[str], Sequence[object]]) -> Line:
    for one in read(said):
        if isinstance(one, Note):
            return Line(one.kind.value, doubt.line)
        if isinstance(one, Heading):
            break
    raise BadArgument("Topics cannot be set any more. Say “drop” or “ok”.")


async def go_on(store: Store, letter_key: str) -> None:
    """The question is open still: more of it can be answered."""
    question = await store.questions.of_letter(letter_key)
    if question is not None and question.state is QuestionState.ANSWERED:
        question.state = QuestionState.OPEN
        await store.flush()
