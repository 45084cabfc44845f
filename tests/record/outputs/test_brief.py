"""The brief form: next steps and decisions, for a room, for an owner, for whoever came late."""

from __future__ import annotations

from dataclasses import replace

from dcbot.record.outputs import mail
from dcbot.record.outputs.brief import brief
from tests.record.outputs.samples import ACTIONS, AMINA, CARRIED, DRAFT, MEETING, OUTLINE, at


def test_next_steps_come_first_and_nothing_but_decisions_follows() -> None:
    text = mail.written(brief(MEETING, DRAFT))

    assert text.index("NEXT STEPS") < text.index("DECISIONS") < text.index("Decision 7, agreed")
    assert "Minority view" in text
    assert "ATTENDANCE" not in text and "ANNEX" not in text


def test_whoever_came_late_sees_what_they_missed() -> None:
    text = mail.written(brief(MEETING, DRAFT, since=at(11)))

    assert "Since 14:30 UTC:" in text
    # The topic that was open then, and those that followed.
    assert "- 1. Main session" in text and "- 2. Calendar" in text
    assert OUTLINE in text
    assert "Decision 7" not in text and "No decision is recorded." in text


def test_who_came_before_the_first_topic_sees_all() -> None:
    text = mail.written(brief(MEETING, DRAFT, since=at(1)))

    assert "- 1. Main session" in text and "Decision 7" in text


def test_an_owner_gets_their_own_steps() -> None:
    owner = ACTIONS[0].owners[0]
    text = mail.written(brief(MEETING, DRAFT, owner=owner))

    assert "YOUR NEXT STEPS" in text
    assert "Action 12. Amina Diallo and João Silva" in text
    assert "ask the Secretariat for the room" not in text


def test_an_owner_of_old_steps_gets_these_too() -> None:
    mine = MEETING.owners[0]
    old = replace(CARRIED, owners=(mine.owner,) if mine.owner else ())
    owned = replace(MEETING, owners=(replace(mine, actions=(old, *mine.actions)),))
    text = mail.written(brief(owned, DRAFT, owner=mine.owner))

    assert f"From DCCG 96. {AMINA}: collect the reports of 2026" in text
