"""What lines mean in each dialect, and which lines mean nothing."""

from __future__ import annotations

import time

import pytest

from dcbot.record.attendance import Presence
from dcbot.record.deciding import Reservation
from dcbot.record.dialects import Heard, Reader
from dcbot.record.facts import MEETBOTS, USUAL_DIALECTS, Affiliation, Dialect, Standing
from dcbot.record.floor_instructions import (
    AddPoint,
    AskFloor,
    GiveFloor,
    LeavePoint,
    LeaveQueue,
    OrderAgenda,
    QueueRule,
    TakeUp,
    TimePoint,
)
from dcbot.record.instructions import (
    Amend,
    Appoint,
    Assign,
    Attend,
    Begin,
    CallMe,
    Conclude,
    Continue,
    Entitle,
    Finish,
    Heading,
    Insert,
    Instruction,
    Mark,
    Mistaken,
    Move,
    Named,
    NextMeeting,
    Note,
    Nothing,
    Office,
    OffRecord,
    Reach,
    Recording,
    Reserve,
    Speech,
    Substitute,
    Undo,
    Unnamed,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.tasks import ActionState
from dcbot.record.vote_instructions import Cast, CloseVote, Majority, OpenVote

BOTS = ("dcbot",)


def read(
    line: str, *dialects: Dialect, scribe: bool = False, voting: bool = False, reply: bool = False
) -> Instruction | None:
    """The one instruction of a line, or None."""
    reader = Reader(frozenset(dialects) or USUAL_DIALECTS, BOTS)
    found = reader.read(line, Heard(scribe, voting, reply))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("#startmeeting Monthly call", Begin("Monthly call")),
        ("#endmeeting", Finish()),
        ("#TOPIC News", Heading("News")),
        ("#topic: News", Heading("News")),
        ("#info", Note(ItemKind.INFO, "")),
        ("#info   two  spaces", Note(ItemKind.INFO, "two  spaces")),
        ("#agree x", Note(ItemKind.AGREED, "x")),
        ("#accept x", Note(ItemKind.ACCEPTED, "x")),
        ("#halp x", Note(ItemKind.HELP, "x")),
        ("#link see http://a.b for c", Note(ItemKind.LINK, "see http://a.b for c")),
        ("http://a.b/c (d)", Note(ItemKind.LINK, "http://a.b/c (d)")),
        ("see http://a.b", None),
        ("#chair a b, c", Appoint(Office.CHAIR, ("a", "b", "c"))),
        ("#chair", Nothing()),
        ("#unchair a", Appoint(Office.CHAIR, ("a",), add=False)),
        ("#nick a, b", Attend((Named("a"), Named("b")), known=True)),
        ("#meetingname a b", Entitle("a b", name_only=True)),
        ("#meetingtopic none", Entitle("")),
        ("#undo", Undo()),
        ("#timelimit 2 minutes", None),
        ("#save", Nothing()),
        ("#subtopic x", Heading("x", 2)),
        ("[TOPIC] x", Heading("x")),
        ("[note] x", None),
        ("#startvote Go? Option A, Option B", OpenVote("Go?", ("Option A", "Option B"))),
        ("#startvote Go?", OpenVote("Go?", ("Yes", "No", "Abstain"))),
        (
            "#startvote (by coalition, 2/3) Go? a, b",
            OpenVote("Go?", ("a", "b"), by_coalition=True, majority=Majority.TWO_THIRDS),
        ),
        ("#startvote (of Ana) Go? a, b", OpenVote("(of Ana) Go?", ("a", "b"))),
        ("#motion counted: x", OpenVote("x", ("+1", "0", "-1"), closes_motion=True, counted=True)),
        ("#startvote Rules: by coalition? a, b", OpenVote("Rules: by coalition?", ("a", "b"))),
        ("#startvote Go? yes no later", OpenVote("Go?", ("yes", "no", "later"))),
        ("#endvote", CloseVote()),
        ("#here Ana Silva", CallMe("Ana Silva")),
        ("#here", Attend(())),
        ("#motion x", OpenVote("x", ("+1", "0", "-1"), closes_motion=True)),
        ("#failed x", Note(ItemKind.FAILED, "x")),
        ("fixed in #1234", None),
        ("#1234 is fixed", None),
        ("#fedora-meeting is busy", None),
        ("#infra is down", None),
        ("#include <stdio.h>", None),
        ("#", None),
        ("+1", None),
    ],
)
def test_meetbot(line: str, means: Instruction | None) -> None:
    assert read(line, *MEETBOTS) == means


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("2 minutes", 120),
        ("90 seconds", 90),
        ("90 s", 90),
        ("two min. each", 120),
        ("3", 180),
        ("1 minute per speaker.", 60),
        ("off", 0),
        ("none", 0),
        ("soon", None),
        ("", None),
        ("2 hours", None),
        ("99 minutes", None),
    ],
)
def test_how_long_speakers_have(words: str, seconds: int | None) -> None:
    found = read(f"#timelimit {words}")

    if seconds is not None:
        assert found == QueueRule(seconds_each=seconds)
    else:
        assert isinstance(found, Mistaken) and found.suggestion == "#timelimit 2 minutes"


def test_a_vote_is_cast_by_a_bare_sign_while_one_is_open() -> None:
    assert read("+1 awesome", voting=True) == Cast("+1")
    assert read("-1", voting=True) == Cast("-1")
    assert read("#vote yes", voting=True) == Cast("yes")
    assert read("+10 points", voting=True) is None


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("#chairs a b", "#chair a b"),
        ("#topig x", "#topic x"),
        ("#topc x", "#topic x"),
        ("#acrtion a to b", "#action a to b"),
        ("#actions a", "#action a"),
        ("#decision x", "#agreed x"),
        ("#agred x", "#agreed x"),
        ("#stopmeeting", "#endmeeting"),
        ("#linkhttp://a.b", "#link http://a.b"),
        ("# topic x", "#topic x"),
    ],
)
def test_near_misses(line: str, suggestion: str) -> None:
    found = read(line, *MEETBOTS)

    assert isinstance(found, Mistaken) and found.suggestion == suggestion


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Decision: we go", Note(ItemKind.AGREED, "we go", quiet=True)),
        ("action: draft it", Note(ItemKind.ACTION, "draft it", quiet=True)),
        ("Action for Amina: draft it", Note(ItemKind.ACTION, "draft it", ("Amina",), quiet=True)),
        (
            "Action for Amina and Bob: draft it",
            Note(ItemKind.ACTION, "draft it", ("Amina", "Bob"), quiet=True),
        ),
        ("Topic: News", Heading("News", quiet=True)),
        ("Proposal: we go", Note(ItemKind.PROPOSAL, "we go", quiet=True)),
        ("Objection: no", Reserve(Reservation.OBJECTION, "no")),
        (
            "Minority view (DC3, civil society): no",
            Reserve(
                Reservation.MINORITY,
                "no",
                affiliation=Affiliation("DC3", stakeholders="civil society"),
            ),
        ),
        ("Next meeting: 3 May", NextMeeting("3 May")),
        ("present+", Attend(())),
        (
            "present+ Ana (DC3, observer)",
            Attend((Named("Ana", Affiliation("DC3", Standing.OBSERVER)),)),
        ),
        ("Regrets: Bob and Cid", Attend((Named("Bob"), Named("Cid")), Presence.REGRETS)),
        ("scribe+", Appoint(Office.SCRIBE, ())),
        ("[off] secret", OffRecord()),
        ("[no name] I disagree", Unnamed("I disagree")),
        ("I decided: no", None),
        ("well, action: none", None),
        ("the decision: later", None),
        ("https://example.org: a page", Note(ItemKind.LINK, "https://example.org: a page")),
    ],
)
def test_plain_labels(line: str, means: Instruction | None) -> None:
    assert read(line) == means


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("action for Amina: draft it", Note(ItemKind.ACTION, "draft it", ("Amina",))),
        ("action for Amina to draft it", Note(ItemKind.ACTION, "draft it", ("Amina",))),
        ("please note that it rains", Note(ItemKind.INFO, "it rains")),
        ("we agreed to meet", Note(ItemKind.AGREED, "meet")),
        ("decision: we meet", Note(ItemKind.AGREED, "we meet")),
        ("new topic: Money", Heading("Money")),
        ("undo", Undo()),
        ("undo that", Undo()),
        ("undo 17", Undo(17)),
        ("take back action 3", Undo(3, "action")),
        ("amend decision 2: we meet in May", Amend("we meet in May", 2, "decision")),
        ("action 3 is done", Conclude(ActionState.DONE, 3)),
        ("drop action 3", Conclude(ActionState.DROPPED, 3)),
        ("assign action 3 to Ana and Bob", Assign(("Ana", "Bob"), 3)),
        ("off the record", Recording(on=False)),
        ("back on the record", Recording(on=True)),
        ("end the meeting", Finish()),
        ("make Ana chair", Appoint(Office.CHAIR, ("Ana",))),
        ("Ana and Bob are chairs", Appoint(Office.CHAIR, ("Ana", "Bob"))),
        ("who is chair?", None),
        ("who is chair", None),
        ("Ana takes notes", Appoint(Office.SCRIBE, ("Ana",))),
        ("present: Ana, Bob", Attend((Named("Ana"), Named("Bob")))),
        ("Ana stands in for Bob", Attend((Named("Ana", proxy="Bob"),))),
        ("Ana is late", Move(("Ana",), arrived=True)),
        ("Bob left early", Move(("Bob",), arrived=False)),
        ("what did we miss before Bob left", None),
        ("vote on lunch? rice, bread", OpenVote("lunch?", ("rice", "bread"))),
        ("close the vote", CloseVote()),
        ("I vote rice", Cast("rice")),
        ("I'd like to speak about money", AskFloor(note="money")),
        ("next speaker", GiveFloor()),
        ("speakers have 2 minutes", QueueRule(seconds_each=120)),
        ("each speaker has 90 seconds", QueueRule(seconds_each=90)),
        ("everybody gets two minutes", QueueRule(seconds_each=120)),
        ("everybody has a vote", None),
        ("this point has 10 minutes", TimePoint(10)),
        ("give point 3 two minutes", TimePoint(2, 3)),
        ("5 more minutes for this item", TimePoint(5, more=True)),
        ("this item has 90 minutes", TimePoint(90)),
        ("this point has no text", None),
        ("Ana raises her hand", None),
        ("time limit 3 min each", QueueRule(seconds_each=180)),
        ("the time limit is 3 minutes", QueueRule(seconds_each=180)),
        ("the time limit is soon", None),
        ("no time limit", QueueRule(seconds_each=0)),
        ("stop timing", QueueRule(seconds_each=0)),
        ("add to the agenda: Money", AddPoint("Money")),
        ("take up point 2", TakeUp(2)),
        ("skip point 2", LeavePoint("skipped", 2)),
        ("the next meeting is on 3 May", NextMeeting("on 3 May")),
        ("when is the next meeting?", None),
        ("hello", None),
        ("what did we decide about the calendar?", None),
    ],
)
def test_what_is_said_to_the_bot(words: str, means: Instruction | None) -> None:
    assert read(f"dcbot, {words}") == means
    assert read(f"@dcbot: {words}.") == means


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("action", Mark(ItemKind.ACTION)),
        ("#action", Mark(ItemKind.ACTION)),
        ("Decision!", Mark(ItemKind.AGREED)),
        ("action for Ana", Mark(ItemKind.ACTION, ("Ana",))),
        ("undo", Undo()),
        ("amend: better words", Amend("better words")),
        ("no name", Unnamed()),
        ("done", Conclude(ActionState.DONE)),
        ("action is needed here", None),
        ("I agree", None),
    ],
)
def test_replies(words: str, means: Instruction | None) -> None:
    assert read(words, reply=True) == means


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Topic: News", Heading("News")),
        ("topic：News", Heading("News")),
        ("Subtopic: x", Heading("x", 2)),
        ("RESOLVED: x", Note(ItemKind.AGREED, "x")),
        ("ACTION: ana to write", Note(ItemKind.ACTION, "ana to write")),
        ("action ana: write", Note(ItemKind.ACTION, "write", ("ana",))),
        ("Meeting: Call", Entitle("Call")),
        ("scribe: bob", Appoint(Office.SCRIBE, ("bob",))),
        ("chair- bob", Appoint(Office.CHAIR, ("bob",), add=False)),
        ("regrets+ Ana_Silva", Attend((Named("Ana Silva"),), Presence.REGRETS)),
        ("present= a, b", Attend((Named("a"), Named("b")), anew=True)),
        ("guest+ Eve", Attend((Named("Eve"),), guest=True)),
        ("q+", AskFloor()),
        ("q+ to say: no", AskFloor(note="say: no")),
        ("q+ bob", AskFloor(("bob",))),
        ("qq+", AskFloor(first=True)),
        ("q-", LeaveQueue()),
        ("q?", Nothing()),
        ("ack bob", GiveFloor("bob")),
        ("zakim, next speaker", GiveFloor()),
        ("zakim close the queue", QueueRule(closed=True)),
        ("agenda+ Money [bob]", AddPoint("Money", "bob")),
        ("take up agendum 2", TakeUp(2)),
        ("Zakim, take up next", TakeUp()),
        ("move to next agendum", TakeUp()),
        ("close this agendum", LeavePoint("closed")),
        ("agenda- 2", LeavePoint("dropped", 2)),
        ("clear agenda", OrderAgenda(clear=True)),
        ("agenda order is 3,1", OrderAgenda((3, 1))),
        ("Zakim, give this item 10 minutes", TimePoint(10)),
        ("allow agendum 3 ten more minutes", TimePoint(10, 3, more=True)),
        ("give this item 5 more minutes", TimePoint(5, more=True)),
        ("give this item a rest", None),
        ("Zakim, time speakers at 2 minutes", QueueRule(seconds_each=120)),
        ("Zakim, Ana raises hand", AskFloor(("Ana",))),
        ("Zakim, I see Ana, Bob raise hands", AskFloor(("Ana", "Bob"))),
        ("Zakim, Ana lowers hand", LeaveQueue(("Ana",))),
        ("everybody raise hands", None),
        ("chair recognizes bob", GiveFloor("bob")),
        ("Zakim, present+ Ana", Attend((Named("Ana"),))),
        ("Zakim, please end meeting", Finish()),
        ("question+ who pays?", Note(ItemKind.QUESTION, "who pays?")),
        ("rrsagent make minutes", Nothing()),
        ("RRSAgent is away today", None),
        ("RRSAgent, off", Recording(on=False)),
        ("rrsagent, make logs public", Nothing()),
        ("… more", Continue("more")),
        ("-> https://a.b a page", Note(ItemKind.LINK, "https://a.b a page")),
        ("s/a/b/g", Substitute("a", "b", Reach.EARLIER)),
        ("ana: hello", None),
        ("I think: no", None),
        ("\\Topic: not a command", None),
    ],
)
def test_w3c(line: str, means: Instruction | None) -> None:
    assert read(line, Dialect.W3C) == means


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Ana: hello", Speech("Ana", "hello")),
        ("ana_s: hello", Speech("ana_s", "hello")),
        ("Ana Silva: hello: you", Speech("Ana Silva", "hello: you")),
        ("Note: this", None),
        ("https://a.b: hello", Note(ItemKind.LINK, "https://a.b: hello")),
        ("and then she said: no", None),
        ("...and more", Continue("and more")),
    ],
)
def test_a_scribes_lines(line: str, means: Instruction | None) -> None:
    assert read(line, scribe=True) == means


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("s/a/b/", Substitute("a", "b")),
        ("s/a/b", Substitute("a", "b")),
        ("s|a/b|a/c|", Substitute("a/b", "a/c")),
        ("s;a;b;", Substitute("a", "b")),
        (r"s/a\/b/c/", Substitute("a/b", "c")),
        ("s/a/b/G", Substitute("a", "b", Reach.WHOLE)),
        ("s/a//", Substitute("a", "")),
        ("i/where/new line/", Insert("where", "new line")),
        ("s/ /x/", None),
        ("s/he said/she said, and/or left", None),
        ("so/and/so", None),
        ("s;a", None),
    ],
)
def test_corrections(line: str, means: Instruction | None) -> None:
    assert read(line) == means


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("!topic News", Heading("News")),
        ("!sm Call", Begin("Call")),
        ("^action: ana writes", Note(ItemKind.ACTION, "ana writes")),
        ("^Info x", Note(ItemKind.INFO, "x")),
        ("!meeting list", None),
        ("^up", None),
    ],
)
def test_maubot(line: str, means: Instruction | None) -> None:
    assert read(line, Dialect.MAUBOT) == means


@pytest.mark.parametrize(
    "piece",
    ["a and ", "#", "s/a", "a: ", "(", "Action for a, ", "dcbot, a is ", "q+ ", "- ", "agenda "],
)
def test_no_line_takes_long(piece: str) -> None:
    reader = Reader(frozenset(Dialect), BOTS)
    line = (piece * 8000)[:8000]

    begun = time.process_time()
    reader.read(line, Heard(scribe=True, voting=True, reply=True))
    reader.read(f"dcbot, {line}", Heard(scribe=True, voting=True, reply=True))

    assert time.process_time() - begun < 0.5
