"""Logs of many kinds: what each line is, when it was, and what is wrong with a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dcbot.errors import UserError
from dcbot.record.as_json import as_json
from dcbot.record.journal import EntryKind
from dcbot.record.logs import LogKind, open_log
from dcbot.record.replay import replay


def played(text: str | bytes, name: str = "x.log.txt") -> dict[str, Any]:
    """What replay finds in a log."""
    data = text if isinstance(text, bytes) else text.encode()
    document: dict[str, Any] = json.loads(as_json(replay(data, name)))
    return document


@pytest.mark.parametrize(
    ("line", "kind", "nick", "text"),
    [
        ("13:32:00 <ana> hello", EntryKind.SAID, "ana", "hello"),
        ("13:32 <@ana> hello", EntryKind.SAID, "ana", "hello"),
        ("[13:32] <+ana> hello", EntryKind.SAID, "ana", "hello"),
        ("13:32 < ana> hello", EntryKind.SAID, "ana", "hello"),
        ("13:32:00 <ana|away> a <b> c", EntryKind.SAID, "ana|away", "a <b> c"),
        ("13:32:00 <ana[m]> hi", EntryKind.SAID, "ana[m]", "hi"),
        ("13:32:00 <ana_`^{}\\> hi", EntryKind.SAID, "ana_`^{}\\", "hi"),
        ("13:32:00 <ana> ", EntryKind.SAID, "ana", ""),
        ("13:32:00 <ana> * a bullet", EntryKind.SAID, "ana", "* a bullet"),
        ("2018-05-01T13:32:00 <ana> hi", EntryKind.SAID, "ana", "hi"),
        ("[2018-05-01 13:32:00] <ana> hi", EntryKind.SAID, "ana", "hi"),
        ("2018-05-01 13:32:00+02:00\t<ana>\thi", EntryKind.SAID, "ana", "hi"),
        ("May 01 13:32:00 <ana>\thi", EntryKind.SAID, "ana", "hi"),
        ("2018-05-01 13:32:00\tana\thi", EntryKind.SAID, "ana", "hi"),
        ("13:32 ana: hi", EntryKind.SAID, "ana", "hi"),
        ("13:32:00        ana | hi", EntryKind.SAID, "ana", "hi"),
        ("13:32:00 * ana waves", EntryKind.ACTED, "ana", "waves"),
        ("13:32  * ana left his keys at home", EntryKind.ACTED, "ana", "left his keys at home"),
        ("13:32 -!- ana [~a@b] has joined #x", EntryKind.JOINED, "ana", ""),
        ("13:32:00 *** ana has quit IRC", EntryKind.LEFT, "ana", ""),
        ("13:32:00 <ana> ana has joined #x", EntryKind.JOINED, "ana", ""),
        ("13:32 -!- ana is now known as bea", EntryKind.RENAMED, "bea", "bea"),
        ("--- Log opened Thu Jan 13 00:00:17 2022", EntryKind.NOTICE, "", ""),
        ("<ana> hi", EntryKind.SAID, "ana", "hi"),
    ],
)
def test_one_line(line: str, kind: EntryKind, nick: str, text: str) -> None:
    entry = open_log(line.encode(), "x.txt").entries[0]

    assert (entry.kind, entry.name) == (kind, nick)
    if kind in (EntryKind.SAID, EntryKind.ACTED):
        assert entry.text == text


def test_lines_that_are_none_are_listed() -> None:
    document = played("13:32 <ana> hi\nsomething pasted\n\n13:33 <ana> bye")

    assert [(one["line"], one["text"]) for one in document["unread"]] == [(2, "something pasted")]
    assert [line["line"] for line in document["meetings"][0]["log"]] == [1, 4]


MEETBOT = """
23:50:00 <ana> #startmeeting Night call
23:50:01 <zodbot> Meeting started Tue May  1 23:50:00 2018 UTC.  The chair is ana. Information \
about MeetBot at http://wiki.debian.org/MeetBot.
23:50:01 <zodbot> Useful Commands: #action #agreed #halp #info #idea #link #topic.
23:51:00 <ana> #topic Late
23:59:00 <bob> #info before midnight
23:58:58 <bob> out of order
00:00:10 <bob> #info after midnight
00:01:00 <zodbot> https://bugs.example.org/1
00:01:30 <cid> https://example.org/a (b)
00:02:00 <bob> #topic Not mine
00:02:01 <bob> #agreed nor this
00:02:02 <ana> #chair bob, dee
00:02:03 <bob> #topic  Now mine
00:03:00 <bob> #info
00:03:01 <bob> #action: eva to write
00:03:02 <bob> #action dee to read
00:03:03 <ana> #nick eva
00:04:00 <ana> #endmeeting
00:04:01 <zodbot> Meeting ended Wed May  2 00:04:00 2018 UTC.
00:05:00 <bob> bye
14:00:00 <cid> #startmeeting
14:00:00 <zodbot> Meeting started Wed May  2 14:00:00 2018 UTC.  The chair is cid. Information \
about MeetBot at http://wiki.debian.org/MeetBot.
14:00:05 <cid> #info second meeting
14:00:06 <cid> #startmeeting again
14:00:06 <zodbot> cid: Error: Can't start another meeting, one is in progress.
14:00:07 <cid> #link see https://example.org/x for more
15:30:00 <ana> #startmeeting third
15:30:00 <zodbot> Meeting started Wed May  2 15:30:00 2018 UTC.  The chair is ana. Information \
about MeetBot at http://wiki.debian.org/MeetBot.
15:30:10 <ana> #meetingname third_name
15:31:00 <ana> #subtopic unknown there
"""


def test_meetings_of_one_log_over_midnight() -> None:
    document = played(MEETBOT)
    first, second, third = document["meetings"]

    assert first["title"] == "Night call"
    assert (first["started"], first["ended"]) == ("2018-05-01T23:50:00Z", "2018-05-02T00:04:00Z")
    assert [(topic["title"], topic["by"]) for topic in first["topics"]] == [
        ("Late", "ana"),
        ("Now mine", "bob"),
    ]
    late, mine = first["topics"]
    assert [(item["kind"], item["text"], item["at"]) for item in late["items"]] == [
        ("info", "before midnight", "2018-05-01T23:59:00Z"),
        ("info", "after midnight", "2018-05-02T00:00:10Z"),
        ("link", "https://example.org/a (b)", "2018-05-02T00:01:30Z"),
    ]
    assert [item["text"] for item in mine["items"]] == ["", "eva to write", "dee to read"]
    assert [action["owners"] for action in first["actions"]] == [["eva"], ["dee"]]
    assert {(one["name"], one["present_by"]) for one in first["people"]} == {
        ("ana", "spoke"),
        ("bob", "spoke"),
        ("cid", "spoke"),
        ("dee", "#chair"),
        ("eva", "#nick"),
    }
    assert second["ended"] is None and second["title"] == "again"
    assert [item["kind"] for item in second["topics"][0]["items"]] == ["info", "link"]
    assert third["title"] == "third"
    assert [one["text"] for one in document["outside"]] == [
        "Meeting ended Wed May  2 00:04:00 2018 UTC.",
        "bye",
    ]
    assert [one["text"] for one in document["unread"]] == [
        "#topic Not mine",
        "#agreed nor this",
        "#subtopic unknown there",
    ]


def test_anyone_ends_an_openstack_meeting_after_its_time() -> None:
    log = """
10:00:00 <ana> #startmeeting nova
10:00:00 <openstack> Meeting started Tue May  1 10:00:00 2018 UTC and is due to finish in 60 \
minutes.  The chair is ana. Information about MeetBot at http://wiki.debian.org/MeetBot.
10:00:01 <openstack> Useful Commands: #action #agreed #help #info #idea #link #topic #startvote.
10:01:00 <ana> #startvote Colour? Red, Yellow
10:01:01 <bob> #vote red
10:01:02 <ana> #endvote
10:10:00 <bob> #endmeeting
11:00:01 <bob> #endmeeting
"""
    meeting = played(log)["meetings"][0]

    assert meeting["ended"] == "2018-05-01T11:00:01Z"
    assert [(item["kind"], item["text"]) for item in meeting["topics"][0]["items"]] == [
        ("vote", 'Voted on "Colour?" Results are, Red: 1')
    ]


def test_an_ubuntu_meeting_with_brackets_and_bare_votes() -> None:
    log = """
10:00:00 <ana> #startmeeting
10:00:00 <meetingology> Meeting started Tue May  1 10:00:00 2018 UTC.  The chair is ana. \
Information about MeetBot at http://wiki.ubuntu.com/meetingology.
10:01:00 <ana> [TOPIC] News
10:01:10 <ana> #subtopic Good ones
10:01:20 <bob> [LINK] https://example.org
10:02:00 <ana> #vote Adopt it
10:02:01 <bob> +1
10:02:02 <cid> -1 for now
10:02:03 <dee> +1
10:02:04 <ana> #endvote
"""
    meeting = played(log)["meetings"][0]

    assert [topic["title"] for topic in meeting["topics"]] == ["News", "Good ones"]
    assert [item["text"] for item in meeting["topics"][1]["items"]] == [
        "https://example.org",
        "Adopt it — Motion accepted: 2 in favor to 1 opposed",
    ]


W3C = """
14:00:10 <RRSAgent> RRSAgent has joined #x
14:00:10 <RRSAgent> logging to https://www.w3.org/2021/04/27-x-irc
14:00:20 <ana> ana has joined #x
14:00:30 <ana> Meeting: Accessibility call
14:00:40 <ana> scribe+ bob
14:00:50 <cid> present+
14:01:00 <ana> agenda+ Tables
14:01:10 <ana> Zakim, take up item 1
14:01:11 <Zakim> agendum 1 -- Tables -- taken up [from ana]
14:02:00 <bob> ana: we need tables
14:02:10 <bob> … with heads
14:02:20 <bob> cid: yes!
14:02:30 <cid> s/heads/headers/
14:03:00 <bob> RESOLUTION: tables have headers
14:03:10 <bob> ACTION: cid to write it
14:03:15 <bob> ... by Friday
14:03:20 <ana> s/nothing/like it/
14:04:00 <ana> [off] not for the record
14:05:00 <dee> rrsagent, make logs public
"""


def test_a_w3c_log() -> None:
    document = played(W3C)
    meeting = document["meetings"][0]

    assert meeting["title"] == "Accessibility call"
    assert meeting["started"] == "2021-04-27T14:00:10Z"
    assert [topic["title"] for topic in meeting["topics"]] == ["Tables"]
    assert [(item["kind"], item["text"]) for item in meeting["topics"][0]["items"]] == [
        ("agreed", "tables have headers"),
        ("action", "cid to write it by Friday"),
    ]
    said = {line["line"]: (line["by"], line["text"]) for line in meeting["log"]}
    assert said[11] == ("ana", "we need tables") and said[12] == ("ana", "with headers")
    assert "not for the record" not in json.dumps(document)
    assert {one["name"] for one in meeting["people"]} == {"ana", "bob", "cid", "dee"}


def event(number: int, sender: str, body: str, **content: Any) -> dict[str, Any]:
    """A message of a Matrix export."""
    return {
        "type": "m.room.message",
        "event_id": f"${number}",
        "sender": sender,
        "origin_server_ts": 1_700_000_000_000 + 1000 * number,
        "content": {"msgtype": "m.text", "body": body, **content},
    }


def relation(kind: str, about: int, **more: Any) -> dict[str, Any]:
    """What an event is about."""
    return {"m.relates_to": {"rel_type": kind, "event_id": f"${about}", **more}}


def export() -> dict[str, Any]:
    """An export with an edit, a reply, a reaction, a redaction and a name."""
    ana, bob = "@ana:x.org", "@bob:x.org"
    new = {"m.new_content": {"body": "#info three lifts"}}
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$5"}}}
    reaction = {
        "type": "m.reaction",
        "event_id": "$7",
        "sender": ana,
        "origin_server_ts": 1_700_000_007_000,
        "content": relation("m.annotation", 5, key="🎯"),
    }
    redacted = event(8, bob, "") | {"content": {}, "unsigned": {"redacted_because": {}}}
    member = {
        "type": "m.room.member",
        "event_id": "$0",
        "sender": ana,
        "state_key": ana,
        "origin_server_ts": 1_700_000_000_000,
        "content": {"membership": "join", "displayname": "Ana Silva"},
    }
    return {
        "room_name": "DC3",
        "messages": [
            member,
            event(1, ana, "!startmeeting Venue"),
            event(2, ana, "!topic Lifts"),
            event(3, bob, "#info two lifts"),
            event(4, bob, "* #info three lifts", **relation("m.replace", 3), **new),
            event(5, bob, "I can ask"),
            event(6, ana, "> <@bob:x.org> I can ask\n\n#info agreed", **reply),
            reaction,
            redacted,
            event(9, bob, "^action Ana to ask"),
        ],
    }


@pytest.mark.parametrize("indent", [None, 2])
def test_a_matrix_export(indent: int | None) -> None:
    text = json.dumps(export(), indent=indent)
    document = played(text, "export.json")
    meeting = document["meetings"][0]

    assert meeting["title"] == "Venue"
    items = [(item["kind"], item["text"], item["by"]) for item in meeting["topics"][0]["items"]]
    assert items == [
        ("info", "three lifts", "bob"),
        ("action", "I can ask", "bob"),
        ("info", "agreed", "Ana Silva"),
        ("action", "Ana to ask", "bob"),
    ]
    assert meeting["actions"][1]["owners"] == ["Ana Silva"]
    if indent:
        line = meeting["topics"][0]["items"][0]["line"]
        assert '"$3"' in text.split("\n")[line - 1]


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("5/13/2024, 1:32:00 PM", "2024-05-13T13:32:00Z"),
        ("13/05/2024, 13:32:00", "2024-05-13T13:32:00Z"),
        ("13.5.2024, 13:32:00", "2024-05-13T13:32:00Z"),
        ("2024-05-13 13:32:00", "2024-05-13T13:32:00Z"),
        # Nobody can tell the day from the month here, so no date is given.
        ("03/05/2024, 13:32:00", "13:32:00"),
    ],
)
def test_a_plain_matrix_export(stamp: str, at: str) -> None:
    text = (
        f"{stamp} - Ana Silva: Topic: Lifts\n"
        f"{stamp} - Bob: Action: Ana to ask\nin writing\n"
        f"{stamp} - * Bob waves\n"
    )
    meeting = played(text, "export.txt")["meetings"][0]

    assert meeting["topics"][0]["at"] == at
    assert meeting["actions"][0]["owners"] == ["Ana Silva"]
    assert [(line["line"], line["kind"]) for line in meeting["log"]] == [
        (1, "said"),
        (2, "said"),
        (4, "acted"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x7fELF\x00\x00\x01\x02\x00abc", "is no text"),
        (b"{}", "no “messages”"),
        (b'{"messages": [', "no whole JSON"),
        (b"just some words\nand more", "holds no line of a log"),
        (b"a" * (64 * 1024 * 1024 + 1), "64 MB"),
    ],
)
def test_what_is_no_log_is_told(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words.replace("“", "“")):
        replay(data, "x.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "13:32:00 <josé> #info déjà vu\r\n13:33:00 <ana> ok"

    items = played(text.encode(encoding))["meetings"][0]["topics"][0]["items"]

    assert [(item["by"], item["text"]) for item in items] == [("josé", "déjà vu")]


def test_wrong_bytes_in_one_line_spoil_no_other() -> None:
    data = "13:32:00 <ana> #info naïve\n".encode() + "13:33:00 <bob> #info œuvre".encode("cp1252")

    items = played(data)["meetings"][0]["topics"][0]["items"]

    assert [item["text"] for item in items] == ["naïve", "œuvre"]


def test_a_log_keeps_its_kind() -> None:
    assert open_log(W3C.encode(), "x").kind is LogKind.W3C
    assert open_log(MEETBOT.encode(), "x").kind is LogKind.MEETBOT
    assert open_log(b"10:00 <a> hi", "x").kind is LogKind.CHAT
    assert open_log(json.dumps(export()).encode(), "x").kind is LogKind.MATRIX


def test_who_changes_the_nick_stays_one_person() -> None:
    log = "10:00 <ana> hi\n10:01 -!- ana is now known as ana_\n10:02 <ana_> #action ana_ to eat"
    meeting = played(log)["meetings"][0]

    assert [(one["name"], one["lines"]) for one in meeting["people"]] == [("ana", 2)]
