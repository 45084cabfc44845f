"""What meeting tools leave behind is read by its content, and laid beside the meeting by time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.errors import BadArgument
from dcbot.record.attached import documents
from dcbot.record.attached.kinds import Captions, Chat, ChatLine, Cue, Participants, Presence
from dcbot.record.attached.moments import moment_of
from dcbot.record.attached.placing import placed
from dcbot.record.attached.recognising import read_text
from tests.texts import any_text

WEBVTT = """\ufeffWEBVTT

1 "Ana Silva" (16778240)
00:00:03.120 --> 00:00:05.000
Ana Silva: Good morning &amp; welcome

2
00:00:05.010 --> 00:00:07.500
to everybody.

NOTE made by a machine

3
00:00:08.000 --> 00:00:09.000
<v Bob Lee>Thank you, <i>Ana</i>.</v>

4
01:02.000 --> 01:04.000 align:start
No problem: we go on.
"""


def test_webvtt_with_speakers_of_both_forms() -> None:
    found = read_text(WEBVTT)

    assert found == Captions(
        (
            Cue(timedelta(seconds=3), "Ana Silva", "Good morning & welcome to everybody."),
            Cue(timedelta(seconds=8), "Bob Lee", "Thank you, Ana."),
            Cue(timedelta(seconds=62), "", "No problem: we go on."),
        )
    )


def test_subrip_of_a_captioner_with_chevrons() -> None:
    text = (
        "1\r\n00:00:01,000 --> 00:00:04,000\r\n>> ANA: We begin.\r\n\r\n"
        "2\r\n00:00:05,000 --> 00:00:06,000\r\n>> Hello.\r\n\r\n"
        "3\r\n00:00:05,000 --> 00:00:06,000\r\n>> Hello.\r\n"
    )

    found = read_text(text)

    assert found == Captions(
        (Cue(timedelta(seconds=1), "ANA", "We begin."), Cue(timedelta(seconds=5), "", "Hello."))
    )


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:05] Ana Silva: We begin.\n[00:01:10] Bob Lee: Yes.\n",
        "Ana Silva 0:05\nWe begin.\n\nBob Lee  1:10\nYes.\n",
        "00:00:05 - Ana Silva: We begin.\n00:01:10 - Bob Lee: Yes.\n",
        "0:05\nAna Silva: We begin.\n1:10\nBob Lee: Yes.\n",
    ],
)
def test_transcripts_as_text(text: str) -> None:
    assert read_text(text) == Captions(
        (
            Cue(timedelta(seconds=5), "Ana Silva", "We begin."),
            Cue(timedelta(seconds=70), "Bob Lee", "Yes."),
        )
    )


def test_a_chat_keeps_what_was_for_everybody_and_leaves_out_the_rest() -> None:
    text = (
        "14:03:05 From Ana Silva to Everyone:\n\tHello all\n\tthe agenda: https://example.org/a\n"
        "14:03:30 From Bob Lee to Ana Silva(Direct Message):\n\tsecret\n"
        "14:04:00 From  Chen : +1\n"
        '14:04:10 From Dana To Everyone:\n\tReacted to "Hello all" with 👍\n'
        '14:05:00 From Dana to Everyone:\n\tReplying to "Hello all"\n\n\tI agree\n'
        "14:06:00 From Eve to Bob Lee:\n\talso secret\n"
    )

    found = read_text(text)

    assert isinstance(found, Chat)
    assert found.lines == (
        ChatLine(
            timedelta(hours=14, minutes=3, seconds=5),
            "Ana Silva",
            "Hello all\nthe agenda: https://example.org/a",
        ),
        ChatLine(timedelta(hours=14, minutes=4), "Chen", "+1"),
        ChatLine(timedelta(hours=14, minutes=5), "Dana", "I agree"),
    )
    assert found.left_out == 2
    assert "secret" not in repr(found)
    assert found.notes == ("2 messages were written to single people and left out.",)


def test_the_chat_of_a_recording() -> None:
    found = read_text("00:12:34\tAna Silva:\thello\n00:13:00\tBob:\tyes\n")

    assert isinstance(found, Chat)
    assert [line.sender for line in found.lines] == ["Ana Silva", "Bob"]


def test_a_list_names_each_person_once_and_no_address() -> None:
    text = (
        "Meeting ID,Topic,Start Time\n123,DCCG,11/24/2026 02:00:00 PM\n\n"
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        "Ana Silva (DC3),ana@example.org,11/24/2026 01:58:00 PM,11/24/2026 02:30:00 PM,32,No\n"
        "Bob Lee - DC-IoT (Host),bob@example.org,11/24/2026 02:05:10 PM,,55,Yes\n"
        "Ana Silva (DC3),ana@example.org,11/24/2026 02:40:00 PM,11/24/2026 03:01:00 PM,21,No\n"
        "+41 22 000 00 00,,11/24/2026 02:00:00 PM,11/24/2026 03:00:00 PM,60,Yes\n"
    )

    found = read_text(text)

    assert found == Participants(
        (
            Presence(
                "Ana Silva",
                "DC3",
                datetime(2026, 11, 24, 13, 58),
                datetime(2026, 11, 24, 15, 1),
                53,
            ),
            Presence("Bob Lee", "DC-IoT", datetime(2026, 11, 24, 14, 5, 10), None, 55),
        )
    )
    assert "@" not in repr(found)


def test_a_list_with_other_columns_and_marks() -> None:
    text = (
        "Full Name;First Join;Last Leave;In-Meeting Duration\n"
        "Ana Silva;11/24/26, 2:00:03 PM;11/24/26, 3:00:10 PM;1h 0m 7s\n"
    )

    found = read_text(text)

    assert isinstance(found, Participants)
    assert found.people[0].minutes == 60
    assert found.people[0].joined == datetime(2026, 11, 24, 14, 0, 3)


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("00:12:34", timedelta(minutes=12, seconds=34)),
        ("1:10", timedelta(seconds=70)),
        ("2:03 PM", time(14, 3)),
        ("12:00:05 am", time(0, 0, 5)),
        ("99:10", timedelta(minutes=99, seconds=10)),
        ("1:75:00", None),
        ("13:00 pm", None),
    ],
)
def test_times(stamp: str, moment: object) -> None:
    assert moment_of(stamp) == moment


STARTED = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
ENDED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_offsets_and_clocks_are_told_apart_by_where_they_fit() -> None:
    since = [timedelta(minutes=5), None, timedelta(minutes=50)]
    by_clock = [timedelta(hours=15, minutes=5), timedelta(hours=15, minutes=59)]

    assert placed(since, started=STARTED, ended=ENDED, zones=["Europe/Zurich"]) == [
        STARTED + timedelta(minutes=5),
        None,
        STARTED + timedelta(minutes=50),
    ]
    assert placed(by_clock, started=STARTED, ended=ENDED, zones=["Europe/Zurich"]) == [
        STARTED + timedelta(minutes=5),
        STARTED + timedelta(minutes=59),
    ]


def test_what_fits_in_two_ways_or_in_none_is_not_placed() -> None:
    two_ways = [timedelta(minutes=30)]
    nowhere = [timedelta(hours=9)]
    zones = ["Europe/London", "UTC"]
    midnight = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    ended = midnight + timedelta(hours=1)

    assert placed(nowhere, started=STARTED, ended=ENDED, zones=zones) == [None]
    # Half past midnight by the clock, and half an hour after midnight: that is the same moment.
    assert placed(two_ways, started=midnight, ended=ended, zones=zones) == [
        midnight + timedelta(minutes=30)
    ]
    assert placed(two_ways, started=midnight, ended=ended, zones=["Asia/Tokyo"]) == [
        midnight + timedelta(minutes=30)
    ]
    # Five past by the clock of the Azores is an hour after five minutes from the start.
    early = [timedelta(minutes=5)]
    assert placed(
        early, started=midnight, ended=midnight + timedelta(hours=2), zones=["Atlantic/Azores"]
    ) == [None]


def test_over_midnight_by_the_clock() -> None:
    started = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    clocks = [time(23, 40), time(0, 10)]

    assert placed(
        clocks, started=started, ended=started + timedelta(hours=1), zones=["Europe/Zurich"]
    ) == [
        datetime(2026, 11, 24, 22, 40, tzinfo=UTC),
        datetime(2026, 11, 24, 23, 10, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "Just a few words about the meeting.", "WEBVTT\n\n", "name,colour\nAna,red\n"],
)
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(BadArgument):
        read_text(text)


@given(any_text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    try:
        read_text(text)
    except BadArgument as told:
        assert told.text


@given(st.lists(st.sampled_from(WEBVTT.splitlines()), max_size=30))
def test_no_damage_to_a_file_breaks_it(lines: list[str]) -> None:
    try:
        read_text("WEBVTT\n\n" + "\n".join(lines))
    except BadArgument as told:
        assert told.text


@pytest.mark.parametrize(
    "found",
    [
        Captions((Cue(timedelta(seconds=3.5), "Ana", "Hello"), Cue(time(14, 3), "", "x"))),
        Chat((ChatLine(None, "Ana", "Hello"),), 2),
        Participants((Presence("Ana", "DC3", datetime(2026, 11, 24, 14), None, 3),)),
    ],
)
def test_what_was_read_is_the_same_behind_a_process(found: Captions | Chat | Participants) -> None:
    told = json.loads(json.dumps(documents.as_document(found)))

    assert documents.from_document(told) == found
