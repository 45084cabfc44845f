"""All outputs are made of one model: what it holds stands whole in each, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from dcbot.record.deciding import Vote
from dcbot.record.minutes import ItemKind, LineKind, Minutes
from dcbot.record.outputs import published, schema
from dcbot.record.outputs.brief import brief
from dcbot.record.outputs.publication import Publication
from dcbot.record.outputs.whole import log_alone, whole
from tests.record.outputs.readers import FORMATS, Format, bare
from tests.record.outputs.strategies import PUBLICATIONS, SECRET, minutes
from tests.sizes import Size

EXAMPLES = Size(15, 500)
RELAXED = settings(
    max_examples=EXAMPLES.now,
    deadline=None,
    # Minutes are large, and to make a failing one smaller takes minutes of another kind.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CLOSED = Draft202012Validator(schema.schema(closed=True))
NEVER_SHOWN = (SECRET, "doubt-of-the-scribe", "line-that-was-not-read", "why-it-was-not")


def texts(of: Minutes) -> Iterator[str]:
    """All that minutes must show whole, wherever their log stands."""
    yield from (topic.title for topic in of.topics)
    for topic in of.topics:
        # Where a vote is told with its result, the item that is the vote need not say so again.
        asked = {vote.question for vote in of.votes}
        yield from (
            item.text
            for item in topic.items
            if item.kind is not ItemKind.VOTE or item.text not in asked
        )
    for decision in of.decisions:
        yield from (decision.text, decision.proposal, decision.proposed_by)
        yield from (reserve.text for reserve in decision.reserves)
    for action in (*of.actions, *of.carried):
        yield from (action.text, action.due, *(owner.name for owner in action.owners))
    for vote in of.votes:
        yield from _of_vote(vote)
    yield from (person.name for person in of.attendance.people)
    yield from (point.title for point in of.agenda.points)
    yield from (correction.after for correction in of.corrections)
    yield from (link.words or link.url for link, _ in of.links)
    yield of.next_meeting


def _of_vote(vote: Vote) -> Iterator[str]:
    yield from (vote.question, vote.result, *(tally.option for tally in vote.tallies))
    if not vote.secret:
        yield from (ballot.coalition for ballot in vote.ballots)


def said(of: Minutes) -> Iterator[str]:
    """All that the log says."""
    yield from (line.text for line in of.log if line.kind is not LineKind.GAP)


@pytest.mark.threat("T113")
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_everything_stands_whole_and_nothing_else(form: Format) -> None:
    @RELAXED
    @given(minutes(), PUBLICATIONS)
    def check(of: Minutes, publication: Publication) -> None:
        made = whole(of, publication)
        seen = form.seen(made)
        found = bare(seen)

        assert found == form.expected(made)
        # “a participant” begins a sentence as “A participant”.
        folded = found.casefold()
        for text in (*texts(of), *(said(of) if publication.with_log else ())):
            assert bare(text).casefold() in folded
        for word in NEVER_SHOWN:
            assert word not in seen

    check()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_log_alone_says_all_that_was_said(form: Format) -> None:
    @RELAXED
    @given(minutes(), PUBLICATIONS)
    def check(of: Minutes, publication: Publication) -> None:
        found = bare(form.seen(log_alone(of, publication)))

        assert all(bare(text) in found for text in said(of))

    check()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_brief_form_has_every_step_and_every_decision(form: Format) -> None:
    @RELAXED
    @given(minutes(), PUBLICATIONS)
    def check(of: Minutes, publication: Publication) -> None:
        found = bare(form.seen(brief(of, publication)))

        for decision in of.decisions:
            assert bare(f"Decision {decision.number}") in found
            assert bare(decision.text) in found
            assert all(bare(reserve.text) in found for reserve in decision.reserves)
        for action in of.actions:
            assert bare(action.text) in found

    check()


@RELAXED
@given(minutes(), PUBLICATIONS)
def test_json_keeps_to_its_schema_and_holds_everything(
    of: Minutes, publication: Publication
) -> None:
    found = published.render(of, publication)
    read = json.loads(found)

    CLOSED.validate(read)
    strings = "\n".join(map(bare, _strings(read)))
    assert all(bare(text) in strings for text in (*texts(of), *said(of)))
    assert all(word not in found for word in NEVER_SHOWN)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_same_minutes_are_the_same_bytes(form: Format) -> None:
    @settings(RELAXED, max_examples=10)
    @given(minutes(), PUBLICATIONS)
    def check(of: Minutes, publication: Publication) -> None:
        assert form.write(whole(of, publication)) == form.write(whole(of, publication))

    check()
