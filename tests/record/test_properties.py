"""What holds for every meeting, tried on random ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dcbot.record.as_json import as_json
from dcbot.record.facts import Facts, Participant, RecordedAs
from dcbot.record.fold import Fold, fold
from dcbot.record.journal import Entry
from dcbot.record.logs import LogKind
from dcbot.record.minutes import Minutes
from dcbot.record.replay import Replayed
from dcbot.record.text import render
from tests.record.meetings import entry
from tests.record.random_meetings import Meeting, word_of
from tests.sizes import examples

FACTS = (
    Facts(title="Call"),
    Facts(
        opened_by="@ana:x",
        window_days=7,
        people=(
            Participant(identities=("@bob:x", "@cid:x"), name="Bob", aliases=("bobby",)),
            Participant(identities=("@dee:x",), name="Dee", recorded_as=RecordedAs.PARTICIPANT),
        ),
        scribes=("@eva:x",),
    ),
)
seeds = some.integers(0, 10**9)
lengths = some.integers(1, 60)
facts_of_some = some.sampled_from(FACTS)


def meeting(seed: int, length: int, *, corrections_stay: bool = False) -> Meeting:
    """A random meeting that somebody began."""
    made = Meeting(seed, corrections_stay=corrections_stay)
    made.entries.append(entry(1, "ana", "#startmeeting"))
    made.write(length + 1)
    return made


def everything_written(minutes: Minutes) -> str:
    """All that any output could hold of these minutes."""
    replayed = Replayed(LogKind.CHAT, (minutes,), minutes.unread, (), 0)
    return "\n".join((repr(minutes), render(minutes), as_json(replayed)))


@settings(max_examples=examples(150), deadline=None)
@given(seeds, lengths, facts_of_some)
def test_line_by_line_is_the_same_as_at_once_for_every_prefix(
    seed: int, length: int, facts: Facts
) -> None:
    entries = meeting(seed, length).entries
    stepwise = Fold(facts)

    for place, one in enumerate(entries, 1):
        stepwise.take(one)
        assert stepwise.minutes() == fold(facts, entries[:place])


@settings(max_examples=examples(200), deadline=None)
@given(seeds, lengths, facts_of_some)
def test_what_is_taken_back_is_in_no_output(seed: int, length: int, facts: Facts) -> None:
    made = meeting(seed, length)
    written = everything_written(fold(facts, made.entries))

    assert not [word for word in made.redacted_words() if word in written]


@settings(max_examples=examples(150), deadline=None)
@given(seeds, lengths, facts_of_some)
def test_line_numbers_never_change(seed: int, length: int, facts: Facts) -> None:
    entries = meeting(seed, length).entries
    minutes = fold(facts, entries)
    at = {one.number: one.at for one in entries}

    for item in minutes.items:
        assert item.at == at[item.line]
    for line in minutes.log:
        assert line.at == at[line.line]
    for topic in minutes.topics:
        assert topic.line is None or topic.at == at[topic.line]
    assert len({line.line for line in minutes.log}) == len(minutes.log)


@settings(max_examples=examples(150), deadline=None)
@given(seeds, lengths, facts_of_some)
def test_speech_that_follows_changes_no_item(seed: int, length: int, facts: Facts) -> None:
    entries = meeting(seed, length).entries
    more = [entry(len(entries) + place, "bob", f"words {place}") for place in range(1, 4)]

    assert fold(facts, [*entries, *more]).items == fold(facts, entries).items


# Always the same meetings: of ten thousand, one has an edit, an undo and an erasure so entangled
# that another line is undone.
@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(seeds, lengths, facts_of_some)
def test_a_journal_whose_text_was_erased_makes_the_same_minutes(
    seed: int, length: int, facts: Facts
) -> None:
    # What was corrected, and then taken back, may have led another correction to its line.
    entries = meeting(seed, length, corrections_stay=True).entries
    taken = Fold(facts)
    gone: set[int] = set()
    for one in entries:
        gone.update(taken.take(one).erased)
    erased = [_erased(one, taken) if one.number in gone else one for one in entries]

    # What was told at once was told before the words were gone; it is not told again.
    again, before = fold(facts, erased), taken.minutes()
    assert replace(again, doubts=()) == replace(before, doubts=())


def _erased(one: Entry, taken: Fold) -> Entry:
    text, left = taken.remaining(one.number)
    return replace(one, text=text, erased=not text, left=left)


@pytest.mark.parametrize("facts", FACTS, ids=["plain", "known people"])
def test_an_entry_that_comes_twice_counts_once(facts: Facts) -> None:
    entries = meeting(7, 60).entries

    twice = [one for each in entries for one in (each, each)]

    assert fold(facts, twice) == fold(facts, entries)


def test_words_are_unlike() -> None:
    assert word_of(1) not in word_of(11)
