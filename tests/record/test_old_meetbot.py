"""Random logs with all the odd habits of IRC give what MeetBot itself makes of them."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dcbot.record.as_json import as_json
from dcbot.record.replay import replay
from tests.record.old_meetbot import OldMeetBot
from tests.record.recorded import Recorded, bare
from tests.sizes import examples

NICKS = ("ana", "Ana", "bob|away", "bob_", "cid[m]", "d`e^e", "will", "eve-afk", "x", "Ω_user")
BOT = "zodbot"
GREETING = (
    "Meeting started Tue May  1 23:30:00 2018 UTC.  The chair is {}. Information about MeetBot at "
    "http://wiki.debian.org/MeetBot."
)
LINES = (
    "#topic Topic {0}",
    "#TOPIC   spaced {0}",
    "#topic",
    "#info words {0}",
    "#info",
    "#info\ttabbed {0}",
    "#Action {1} to do {0}",
    "#action",
    "#agreed on {0}",
    "#agree on {0}",
    "#accepted {0}",
    "#accept {0}",
    "#rejected {0}",
    "#idea {0}",
    "#help with {0}",
    "#halp with {0}",
    "#link https://example.org/{0}",
    "#link see https://example.org/{0} (for more).",
    "#link {0}",
    "https://example.org/{0} a page",
    "http://example.org/{0}",
    "ftp://example.org/{0}",
    "see https://example.org/{0}",
    "HTTP://EXAMPLE.ORG/{0}",
    "#chair {1}",
    "#chair {1}, {2}",
    "#chair {1},{2} nobody{0}",
    "#chair",
    "#unchair {1}",
    "#unchair {1} {2}",
    "#nick {1}, someone{0}",
    "#undo",
    "#undo the last",
    "#undo 3",
    "#startmeeting again {0}",
    "#meetingname name_{0}",
    "#meetingtopic {0}",
    "#meetingtopic none",
    "#save",
    "#lurk",
    "#unlurk",
    "#commands",
    "#restrictlogs",
    "#subtopic {0}",
    "#startvote {0}? yes, no",
    "#vote yes",
    "#endvote",
    "#here",
    "#chairs {1}",
    "#infos {0}",
    "#decision {0}",
    "#1234 is {0}",
    "# topic {0}",
    "#{0}",
    "{1}: #topic no {0}",
    "fixed in #1234 {0}",
    "[TOPIC] {0}",
    "!topic {0}",
    "^action {0}",
    "Topic: {0}",
    "Decision: {0}",
    "Action for {1}: {0}",
    "ACTION: {1} to {0}",
    "present+",
    "scribe+ {1}",
    "q+ to say {0}",
    "s/words/letters/",
    "s/words/letters/g",
    "i/words/#topic {0}/",
    "+1",
    "{1}: yes {0}",
    "* a bullet {0}",
    "<b>{0}</b> <i>",
    "13:32:00 <x> #topic pasted {0}",
    "> #info quoted {0}",
    "    #info indented {0}",
    "RRSAgent, off",
    "dcbot, off the record",
    "[off] {0}",
    "#endmeeting soon? no: this ends it",
    "",
    "{0} " * 300,
)


def log_of(seed: int, length: int) -> str:
    """A log as MeetBot keeps it, over midnight, with actions and with the bot's own lines."""
    chance = random.Random(seed)
    owner = chance.choice(NICKS)
    at = 23 * 3600 + 30 * 60
    lines = [f"23:30:00 <{owner}> #startmeeting {chance.choice(['', 'A call'])}"]
    lines.append(f"23:30:00 <{BOT}> {GREETING.format(owner)}")
    for number in range(length):
        at += chance.randrange(40)
        clock = f"{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}"
        # Chairs say most, as in real meetings.
        nick = owner if chance.random() < 0.5 else chance.choice(NICKS)
        text = chance.choice(LINES).format(f"w{number}", chance.choice(NICKS), chance.choice(NICKS))
        if "ends it" in text and chance.random() < 0.9:
            continue
        if chance.random() < 0.05:
            lines.append(f"{clock} * {nick} does {text.strip()}")
        else:
            prefix = chance.choice(["", "", "", "@", "+"])
            lines.append(f"{clock} <{prefix}{nick}> {text.strip()}")
        if text.startswith("#") and chance.random() < 0.3:
            lines.append(f"{clock} <{BOT}> {nick}: Error: no valid command.")
    return "\n".join(lines)


def ours(log: str) -> tuple[list[Recorded], dict[str, int]]:
    """What replay makes of it, in the same form; where one was ended, another may begin."""
    meeting, *_ = json.loads(as_json(replay(log.encode(), "x.log.txt")))["meetings"]
    found: list[Recorded] = []
    for topic in meeting["topics"]:
        title = bare(topic["title"])
        if topic["line"]:
            found.append(Recorded("topic", title, title, topic["by"], topic["at"][11:19]))
        for item in topic["items"]:
            text, at = bare(item["text"]), item["at"][11:19]
            found.append(Recorded(item["kind"], title, text, item["by"], at))
    return found, {one["name"]: one["lines"] for one in meeting["people"]}


@settings(max_examples=examples(200), deadline=None)
@given(some.integers(0, 10**9), some.integers(1, 80))
def test_the_same_items_and_people(seed: int, length: int) -> None:
    log = log_of(seed, length)
    theirs = OldMeetBot(BOT).read(log)
    attendees = {nick: lines for nick, lines in theirs.attendees.items() if nick != BOT}

    items, people = ours(log)

    assert items == theirs.recorded()
    assert people == attendees


@pytest.mark.parametrize("length", [1100])
def test_a_long_meeting(length: int) -> None:
    log = log_of(5, length)

    items, _ = ours(log)

    assert items == OldMeetBot(BOT).read(log).recorded()
