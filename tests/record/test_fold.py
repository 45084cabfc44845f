"""The fold: what a meeting's lines put into its minutes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from dcbot.record.attendance import Presence
from dcbot.record.deciding import Finality, Reservation
from dcbot.record.facts import (
    Affiliation,
    AgendaPoint,
    CarriedAction,
    Facts,
    KnownGroup,
    Participant,
    Quorum,
    RecordedAs,
)
from dcbot.record.floor import PointState
from dcbot.record.minutes import DoubtKind, GapReason
from dcbot.record.tasks import ActionState
from tests.record.meetings import START, entry, folded, items, journal, log, minutes_of


def test_items_stand_under_their_topics_with_who_when_and_where() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting Monthly call
        bob: #info before any topic
        ana: #topic News
        bob: #info the site is up
        ana: #agreed we meet in May
        """
    )

    assert minutes.title == "Monthly call"
    assert items(minutes) == [
        " / info: before any topic (Bob)",
        "News / info: the site is up (Bob)",
        "News / agreed: we meet in May (Ana)",
    ]
    assert [item.line for item in minutes.items] == [2, 4, 5]


def test_who_is_no_chair_sets_no_topic_and_decides_nothing() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: #topic Mine
        bob: #agreed all is mine
        ana: #chair bob
        bob: #topic Ours
        """
    )

    assert [topic.title for topic in minutes.topics] == ["Ours"]
    assert [unread.line for unread in minutes.unread] == [2, 3]
    assert minutes.chairs == ("Ana", "Bob")


def test_a_renamed_chair_stays_one_and_a_namesake_is_none() -> None:
    entries = journal("ana: #startmeeting\nbob: hello")
    entries.append(entry(3, "eve", "#topic Stolen"))
    taken = folded([*entries[:2]])
    taken.take(entry(3, "mallory", "x"))
    # Somebody else now goes by Ana's name; Ana goes by another.
    from dataclasses import replace

    taken.take(replace(entry(4, "mallory", "#topic Stolen"), name="Ana"))
    taken.take(replace(entry(5, "ana", "#topic Hers"), name="Ana (away)"))

    assert [topic.title for topic in taken.minutes().topics if topic.title] == ["Hers"]


def test_undo_takes_back_the_last_item_and_any_item() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #info one
        ana: #info two
        ana: #info three
        ana: #undo
        ana reply 2: undo
        ana: dcbot, undo 3
        ana: #info four
        """
    )

    assert items(minutes) == [" / info: four (Ana)"]
    assert [one.how for one in minutes.corrections] == ["undone"] * 3


def test_an_edit_changes_the_item_its_line_made() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: #info the mony is there
        bob edit 2: #info the money is there
        bob: a plain line
        bob edit 4: #action bob to write
        bob: #idea never mind
        bob edit 6: never mind
        eve: #info mine
        bob edit 8: #info not yours to change
        """
    )

    assert items(minutes) == [
        " / info: the money is there (Bob)",
        " / action: bob to write (Bob)",
        " / info: mine (Eve)",
    ]
    assert [one.edited for one in minutes.items] == [True, True, False]


def test_what_is_taken_back_is_nowhere_and_leaves_a_mark() -> None:
    talk = """
        ana: #startmeeting
        bob: #action Zorbax to pay 5000
        cid: s/Zorbax/Zorbaxa/
        eve reply 2: > #action Zorbax to pay
        bob redact 2:
        ana: hello
        """
    minutes = minutes_of(talk)

    assert "orbax" not in repr(minutes)
    assert not minutes.actions
    assert [gap.why for gap in minutes.gaps] == [GapReason.TAKEN_BACK]
    assert log(minutes)[1] == "— taken back"


def test_off_the_record_lines_leave_a_mark_only() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: [off] the price is 12
        bob: public again
        ana: dcbot, off the record
        bob: #info secret one
        cid: secret two
        ana: dcbot, on the record
        bob: #info public
        """
    )

    assert items(minutes) == [" / info: public (Bob)"]
    assert [(gap.lines, gap.why.value) for gap in minutes.gaps] == [
        (1, "off the record"),
        (2, "off the record"),
    ]
    assert "secret" not in repr(minutes) and "price" not in repr(minutes)


def test_corrections_change_the_nearest_line_and_what_it_recorded() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: #info we meet on Monday
        cid: Monday it is
        bob: s/Monday/Tuesday/
        cid: s/nothing like it/x/
        """
    )

    assert items(minutes) == [" / info: we meet on Tuesday (Bob)"]
    assert log(minutes)[2] == "Cid: Monday it is"
    failed = [doubt for doubt in minutes.doubts if doubt.kind is DoubtKind.FAILED_CORRECTION]
    assert [(doubt.line, doubt.by, doubt.at_once) for doubt in failed] == [(5, "@cid:x", True)]


def test_nobody_makes_a_decision_of_anothers_words() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #agreed we spend 10
        bob: s/10/1000/
        bob: s/we spend/we never spend/g
        """
    )

    assert items(minutes) == [" / agreed: we spend 10 (Ana)"]


def test_a_line_is_inserted_where_it_was_forgotten() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #topic One
        ana: #info about one
        bob: now the budget
        ana: #info about money
        ana: i/now the budget/#topic Budget/
        """
    )

    assert items(minutes) == ["One / info: about one (Ana)", "Budget / info: about money (Ana)"]
    assert minutes.topics[1].line == 6


def test_votes_count_once_for_each_and_the_last() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #startvote Which venue? Option A, Option B
        bob: #vote option a
        cid: #vote Option B
        bob: #vote Option B
        eve: #vote Option C
        ana: #endvote
        bob: #vote Option A
        """
    )

    vote = minutes.votes[0]
    assert vote.options == ("Option A", "Option B")
    assert [(tally.votes, tally.names) for tally in vote.tallies] == [(0, ()), (2, ("Cid", "Bob"))]
    assert [ballot.changed for ballot in vote.ballots] == [False, True]
    assert [doubt.line for doubt in minutes.doubts if doubt.kind is DoubtKind.BAD_VOTE] == [6, 8]
    assert items(minutes) == [' / vote: Voted on "Which venue?" Results are, Option B: 2 (Ana)']


def test_a_motion_is_a_decision_once_it_is_closed() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #motion We adopt the charter
        bob: +1 gladly
        cid: -1
        eve: +1
        ana: #close
        """
    )

    assert minutes.decisions[0].text == (
        "We adopt the charter — Motion accepted: 2 in favor to 1 opposed"
    )
    assert minutes.decisions[0].vote == 2


def test_where_each_coalition_has_one_vote_its_last_counts() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: present+ Bob (DC3), Cid (DC3), Eve (DCAD)
        ana: #startvote (by coalition, two thirds) Go? yes, no, abstain
        bob: #vote yes
        eve: #vote yes
        cid: #vote no
        dee: #vote yes
        ana: #vote abstain
        ana: #endvote
        """
    )

    vote = minutes.votes[0]
    assert [tally.votes for tally in vote.tallies] == [1, 1, 0]
    assert [ballot.coalition for ballot in vote.ballots] == ["DCAD", "DC3"]
    assert (vote.majority, vote.reached, vote.uncounted) == ("two thirds", False, 3)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ("+1 +1 -1", "accepted: 2 in favor to 1 opposed, where it takes two thirds"),
        ("+1 +1 -1 -1 +1", "failed: 3 in favor to 2 opposed, where it takes two thirds"),
        ("+1 0 0 0", "accepted: 1 in favor to 0 opposed, where it takes two thirds"),
        ("0", "failed: 0 in favor to 0 opposed, where it takes two thirds"),
    ],
)
def test_a_motion_needs_the_majority_that_was_set(votes: str, outcome: str) -> None:
    given = "\n".join(f"p{place}: {vote}" for place, vote in enumerate(votes.split()))
    minutes = minutes_of(f"ana: #startmeeting\nana: #motion (2/3) Go\n{given}\nana: #close")

    (item,) = minutes.items
    assert item.text == f"Go — Motion {outcome}"


def test_of_a_vote_that_is_counted_nothing_says_who_voted_how() -> None:
    """Neither the log, edited or not, nor doubts, nor the published form."""
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #startvote counted: Who speaks? Lilac, Mauve
        bob: #vote Lilac
        cid: #vote Violet
        cid edit 4: #vote Mauve
        dee: #vote Mauve
        dee: s/Mauve/Lilac/
        ana: #endvote
        """
    )

    vote = minutes.votes[0]
    assert [(tally.option, tally.votes) for tally in vote.tallies] == [("Lilac", 1), ("Mauve", 2)]
    assert (vote.secret, vote.ballots, vote.tallies[0].names) == (True, (), ())
    assert [(line.name, line.text) for line in minutes.log[2:4]] == [
        ("Bob", "(voted)"),
        ("Cid", "(voted)"),
    ]
    without = repr([minutes.doubts, minutes.unread, minutes.corrections, minutes.log[2:]])
    assert not {"Lilac", "Mauve", "Violet"} & set(re.findall(r"\w+", without))


def test_a_vote_without_quorum_is_a_doubt() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #startvote Go? yes, no
        ana: #vote yes
        ana: #endvote
        """,
        quorum=Quorum(3, rule="three people"),
    )

    kinds = {doubt.kind for doubt in minutes.doubts}
    assert minutes.votes[0].quorate is False
    assert {DoubtKind.NO_QUORUM, DoubtKind.NO_ROLL} <= kinds
    assert minutes.attendance.quorate is None, "no roll was taken"


def test_reactions_and_replies_make_items_in_the_authors_words() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: I could write the letter
        ana react 2: 🎯
        cid: the venue has no lift
        ana reply 4: info
        bob: maybe
        eve react 6: 📌
        eve redact 7:
        """
    )

    assert items(minutes) == [
        " / action: I could write the letter (Bob)",
        " / info: the venue has no lift (Cid)",
    ]
    assert [(item.line, item.made_by, item.made_line) for item in minutes.items] == [
        (2, "Ana", 3),
        (4, "Ana", 5),
    ]


def test_actions_have_owners_dates_numbers_and_states() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: hello
        cid: hello
        ana: dcbot, action for Bob and Cid: draft the letter by Friday
        bob: #action bob to ask bobby about cid's paper
        ana: #action somebody finds a room
        ana: dcbot, action 8 is done
        ana: dcbot, assign action 10 to DC3
        ana: dcbot, action 3 is done
        """,
        next_action=8,
        groups=(KnownGroup("DC3"),),
        actions=(CarriedAction(number=3, text="Old one", owners=("@bob:x",), meeting="#12"),),
    )

    assert [action.number for action in minutes.actions] == [8, 9, 10]
    names = [[owner.name for owner in action.owners] for action in minutes.actions]
    assert names == [["Bob", "Cid"], ["Bob", "Cid"], ["DC3"]]
    assert minutes.actions[0].due == "Friday"
    assert minutes.actions[0].state is ActionState.DONE
    assert minutes.carried[0].state is ActionState.DONE
    owners = [tasks.owner.name if tasks.owner else None for tasks in minutes.owners]
    assert owners == ["Bob", "Cid", "DC3"]


def test_what_nobody_owns_is_listed_and_asked_about() -> None:
    minutes = minutes_of("ana: #startmeeting\nana: #action find a room\nwill: we will see")

    assert minutes.owners[-1].owner is None
    assert [doubt.line for doubt in minutes.doubts if doubt.kind is DoubtKind.NO_OWNER] == [2]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("will to call", ["Will"]),
        ("@will please call", ["Will"]),
        ("Will: call", ["Will"]),
        ("bob will call", ["Bob"]),
        ("bob may call in May", ["Bob"]),
        ("bobby to call", []),
        ("bob/cid to call", ["Bob", "Cid"]),
        ("see https://example.org/bob/x", []),
        ("(bob) calls", ["Bob"]),
    ],
)
def test_owners_are_named_as_whole_words(text: str, owners: list[str]) -> None:
    minutes = minutes_of(
        f"""
        ana: #startmeeting
        will: hi
        may: hi
        bob: hi
        cid: hi
        ana: #action {text}
        """
    )

    assert [owner.name for owner in minutes.actions[0].owners] == owners


def test_objections_stand_in_the_decision_itself() -> None:
    people = (Participant(identities=("@bob:x",), name="Bob", affiliation=Affiliation("DC3")),)
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: Proposal: we publish the report
        cid: Minority view (DCAD, civil society): it should wait for review
        ana: Decision: we publish the report in June
        bob reply 4: Objection: June is too early
        """,
        people=people,
        window_days=14,
    )

    decision = minutes.decisions[0]
    assert decision.proposal == "we publish the report" and decision.proposed_by == "Ana"
    assert [(one.kind, one.coalition, one.stakeholders) for one in decision.reserves] == [
        (Reservation.MINORITY, "DCAD", "civil society"),
        (Reservation.OBJECTION, "DC3", ""),
    ]
    assert decision.finality is Finality.DISPUTED


def test_absent_unknown_and_no_roll_are_three_facts() -> None:
    people = tuple(
        Participant(identities=(f"@{name.lower()}:x",), name=name)
        for name in ("Ana", "Bob", "Cid", "Dee")
    )
    without = minutes_of("ana: #startmeeting", people=people).attendance
    with_roll = minutes_of(
        """
        ana: #startmeeting
        ana: present+
        ana: regrets+ Bob
        ana: Absent: Cid
        ana: present+ Zoe (DC3, observer, civil society)
        """,
        people=people,
        groups=(KnownGroup("DC3"), KnownGroup("DCAD")),
    ).attendance

    assert not without.roll_taken and [one.name for one in without.people] == ["Ana"]
    assert {one.name: one.presence.value for one in with_roll.people} == {
        "Ana": "present",
        "Zoe": "present",
        "Bob": "regrets",
        "Cid": "absent",
        "Dee": "unknown",
    }
    assert with_roll.coalitions == (("DC3", Presence.PRESENT), ("DCAD", Presence.UNKNOWN))


def test_a_scribes_lines_are_the_speech_of_those_they_name() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: scribe+
        bob: present+ Zoe (DC3)
        bob: Zoe: we need a plan
        bob: … and a budget
        bob: Topic: Plans
        bob: ACTION: Zoe to plan
        bob: … by Friday
        """
    )

    said = [(line.name, line.text, line.written_by) for line in minutes.log[3:5]]
    assert said == [("Zoe", "we need a plan", "Bob"), ("Zoe", "and a budget", "Bob")]
    assert items(minutes) == ["Plans / action: Zoe to plan by Friday (Bob)"]
    assert minutes.actions[0].owners[0].name == "Zoe"


def test_people_stand_as_they_wish() -> None:
    people = (
        Participant(identities=("@bob:x",), name="Bob", recorded_as=RecordedAs.PARTICIPANT),
        Participant(
            identities=("@cid:x",), name="Cid", role="Chair of DC3", recorded_as=RecordedAs.ROLE
        ),
    )
    minutes = minutes_of(
        """
        ana: #startmeeting
        bob: #info one
        cid: #info two
        ana: #info three
        ana reply 4: no name
        """,
        people=people,
    )

    assert [item.name for item in minutes.items] == [
        "a participant",
        "Chair of DC3",
        "a participant",
    ]


def test_agenda_and_queue() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: scribe+
        bob: agenda+ The budget [Bob]
        cid: agenda+ Dates
        ana: take up item 1
        ana: #info we have money
        bob: q+ to ask about rent
        cid: q+
        ana: ack bob
        """
    )

    assert [(one.number, one.title, one.state.value) for one in minutes.agenda.points] == [
        (1, "The budget", "taken up"),
        (2, "Dates", "open"),
    ]
    assert items(minutes) == ["The budget / info: we have money (Ana)"]
    assert minutes.queue.speaking is not None and minutes.queue.speaking.note == "ask about rent"
    assert [one.name for one in minutes.queue.waiting] == ["Cid"]


def test_near_misses_are_told_and_hashtags_are_not() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #topig News
        ana: #acrtion bob to write
        ana: #stopmeeting
        ana: #linkhttps://example.org/x
        ana: fixed in #1234
        ana: #fedora is nice
        """
    )

    assert [doubt.suggestion for doubt in minutes.doubts] == [
        "#topic News",
        "#action bob to write",
        "#endmeeting",
        "#link https://example.org/x",
    ]
    assert [one.line for one in minutes.unread] == [2, 3, 4, 5]
    assert not minutes.items


def test_pasted_blocks_are_no_commands() -> None:
    text = "look:\n```\n#topic No\n#action no\n```\n> #info no\n#info yes"

    minutes = folded([entry(1, "ana", "#startmeeting"), entry(2, "ana", text)]).minutes()

    assert items(minutes) == [" / info: yes (Ana)"]


def test_after_the_end_only_changes_count() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #info one
        ana: #endmeeting
        ana: #info two
        bob: bye
        ana: dcbot, amend 2: one and a half
        """
    )

    assert items(minutes) == [" / info: one and a half (Ana)"]
    assert minutes.ended_by == "Ana" and len(minutes.log) == 3


def test_what_an_edit_cannot_do() -> None:
    talk = """
        ana: #startmeeting
        bob: hello
        bob edit 2: #endmeeting
        ana: hello
        ana edit 4: #chair bob
        """
    fold = folded(journal(talk))

    assert not fold.ended and fold.chairs == ("@ana:x",)


def test_edits_of_votes_count_until_the_vote_is_closed() -> None:
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #startvote Go? yes, no
        bob: #vote yes
        bob edit 3: #vote no
        cid: #vote yes
        ana: #endvote
        cid edit 5: #vote no
        cid redact 5:
        """
    )

    assert [tally.votes for tally in minutes.votes[0].tallies] == [1, 1]


def test_facts_are_the_default_of_what_is_not_said() -> None:
    minutes = minutes_of("ana: hello", title="Call 12", group="DCCG")

    assert (minutes.title, minutes.group, minutes.ended) == ("Call 12", "DCCG", None)
    assert Facts().window_days is None


def test_a_topic_takes_up_the_point_of_the_agenda_that_it_names() -> None:
    """Whole, numbered, or by its beginning; what is left stands open."""
    titles = ("Main session planning", "Budget", "AOB")
    minutes = minutes_of(
        """
        ana: #startmeeting
        ana: #topic 1. Main session
        ana: #topic Budgets and more
        ana: #topic AOB
        """,
        agenda=tuple(AgendaPoint(title=title) for title in titles),
    )
    assert [(one.title, one.state) for one in minutes.agenda.points] == [
        ("Main session planning", PointState.CLOSED),
        ("Budget", PointState.OPEN),
        ("AOB", PointState.TAKEN_UP),
    ]
    assert [one.topic for one in minutes.agenda.points] == [0, None, 2]


def test_a_point_is_given_time_from_there_on() -> None:
    """Also where the words that gave it were taken back since."""
    text = """
        ana: #startmeeting
        ana: #topic Budget
        bob: a minute passes
        ana: dcbot, this point has 3 minutes
        ana: dcbot, give this point 5 more minutes
        ana: dcbot, give point 2 ten minutes
        ana: dcbot, give point 7 ten minutes
        """
    agenda = tuple(AgendaPoint(title=title) for title in ("Budget", "AOB"))
    for taken_back in ("", "\nana redact 5:"):
        said = journal(text.rstrip() + taken_back)
        slowly = [replace(one, at=START + timedelta(minutes=4 * one.number)) for one in said]
        minutes = folded(slowly, Facts(agenda=agenda)).minutes()

        # Eight were over when it was given three.
        assert [one.minutes for one in minutes.agenda.points] == [16, 10]
        assert "The agenda has no such point" in " ".join(one.text for one in minutes.doubts)


@pytest.mark.parametrize("nick", ["[m]bob-_", "bob[m]", "{bob}", "`bob|away^", "bob_", "_bob_"])
@pytest.mark.parametrize(
    "said", ["{}: write", "{}, please write", "({}) write", "ask {}.", "{} to"]
)
def test_an_owner_is_found_whatever_signs_the_nick_has(nick: str, said: str) -> None:
    entries = [
        entry(1, "ana", "#startmeeting"),
        replace(entry(2, "bob", "hello"), by=nick, name=nick),
        entry(3, "ana", f"#action {said.format(nick)}"),
    ]
    minutes = folded(entries).minutes()

    assert [one.name for one in minutes.actions[0].owners] == [nick]


def test_a_beginning_within_a_meeting_is_no_other_title() -> None:
    """MeetBot asks for a name where none was said, so the first name that is said counts."""
    for talk in ("#startmeeting\nana: #startmeeting First", "#startmeeting First"):
        minutes = minutes_of(f"ana: {talk}\nana: #startmeeting Second\nbob: #startmeeting Third")

        assert minutes.title == "First"
        assert [one.text for one in minutes.unread] == [
            "#startmeeting Second",
            "#startmeeting Third",
        ]
