"""Minutes: drafted at the end, corrected, approved, held back; and what is published of them."""

from __future__ import annotations

import pytest

from dcbot.errors import NotAllowed
from dcbot.record.deciding import Decision
from dcbot.roles import Assurance, Role
from dcbot.services import doubts, minutes, standings
from storage.base import Audience
from storage.decisions import Finality
from storage.journals import Journal
from storage.minutes import VersionState
from tests.held import LINES, MAILS, belong, hold, told, versions
from tests.world import ROOM, SITE, World


async def test_a_draft_stands_at_once_and_is_told_of(world: World) -> None:
    journal = await hold(world)

    (version,) = await versions(world, journal)
    assert (version.state, version.up_to_line) == (VersionState.DRAFT, len(LINES))
    assert (version.audience, version.by_name) == (Audience.PUBLIC, "Lena")
    room = [one.text for one in world.wire.carried if one.place == ROOM]
    assert room == [
        "**Draft minutes of DCCG 1** (1 decision and 2 next steps) stand at "
        f"{SITE}/groups/dccg/meetings/1/minutes. Corrections until 7 December 2026: reply with one "
        "in each line, or say `!minutes correct DCCG 1: line 12: …`; then they are approved."
    ]
    (letter,) = [one for one in await told(world) if one.place == MAILS]
    lines = letter.text.split("\n")
    assert lines[0] == "**Draft minutes of DCCG 1, dccg call**"
    assert lines.index("**Next steps**") < lines.index("**Decisions**")
    assert "- action 1, Amina: Amina to draft the letter by Friday, due Friday" in lines
    assert "- decision 1 (agreed, provisional): We publish the calendar in June" in lines
    assert "Present: Lena, Kofi (DC3), Amina (DCAD)." in lines


async def test_each_owner_is_told_of_their_own(world: World) -> None:
    await hold(world)

    private = {one.place: one.text for one in world.wire.carried if one.to_person}

    assert private["@amina:example.org"].startswith(
        "Your next steps from DCCG 1:\n- DCCG 1: Amina to draft the letter by Friday (Amina; due "
        "Friday 27 November 2026)"
    )
    assert "book the line" in private["@kofi:example.org"]


async def test_what_the_group_alone_may_read_is_told_apart_in_its_public_room(
    world: World,
) -> None:
    await hold(world, audience=Audience.GROUP)
    asked = ("!minutes DCCG 1", "!decision DCCG 1", "!decisions DCCG", "!actions DCCG")

    for line in asked:
        (carried,) = await world.happens(world.said("lena", line))
        assert not carried.to_person, line
    async with world.database.transaction() as store:
        await belong(store, world, "dccg", Audience.PUBLIC)
    for line in asked:
        (carried,) = await world.happens(world.said("lena", line))
        assert carried.to_person and carried.place == world.address("lena"), line


async def test_the_registers_hold_what_was_given_and_decided(world: World) -> None:
    await hold(world)

    (shown,) = await world.say("jo", "!actions DCCG", direct=True)
    (decided,) = await world.say("jo", "!decision DCCG 1", direct=True)

    assert shown.split("\n")[1:] == [
        "- 1: Amina to draft the letter by Friday (Amina; due Friday 27 November 2026)",
        "- 2: Kofi to book the line (Kofi)",
    ]
    assert "- DCCG 1, 23 November 2026, written down by Lena" in decided
    assert "provisional until Monday 7 December 2026, 12:00 UTC" in decided


async def test_a_chair_corrects_and_the_difference_is_shown_with_its_reason(world: World) -> None:
    journal = await hold(world)

    (done,) = await world.say(
        "lena",
        "!minutes correct DCCG 1: line 4: I would like it in July\naction 2 for Amina\n"
        "present: Mei (DC3)",
    )
    (changes,) = await world.say("jo", "!minutes changes DCCG 1", direct=True)

    assert done.startswith("The minutes of DCCG 1 are corrected: version 2, draft.")
    second = (await versions(world, journal))[1]
    assert second.why == "corrected: line 4, action 2, attendance"
    assert changes.split("\n")[1:] == [
        "- action 2: “Kofi to book the line (Amina; open)”, was “Kofi to book the line (Kofi; "
        "open)”",
        "- Mei: “present (DC3)” added",
        "- line 4: “Kofi: I would like it in July”, was “Kofi: I would like it in June”",
    ]
    (mine,) = await world.say("amina", "!actions me", direct=True)
    assert "DCCG 2: Kofi to book the line (Amina)" in mine


async def test_everybody_corrects_their_own_and_what_others_ask_for_waits(world: World) -> None:
    await hold(world)

    (own,) = await world.say("kofi", "!minutes correct DCCG 1: line 4: s/June/May/")
    (row,) = await world.say("kofi", "!minutes correct DCCG 1: present: Mei (DC3)")
    waits = await world.say("kofi", "!minutes correct DCCG 1: action 1 for Jo")
    (shown,) = await world.say("jo", "!minutes DCCG 1", direct=True)
    (taken,) = await world.say("lena", "!minutes accept DCCG 1 1")
    (stranger,) = await world.say("mei", "!minutes correct DCCG 1: line 4: no")

    assert "version 2" in own and "version 3" in row
    assert waits[-1].startswith("This waits for those who decide about the minutes of DCCG 1:")
    assert "- 1, Kofi: “action 1 for Jo”" in shown
    assert taken == "The minutes of DCCG 1 are corrected: version 4."
    assert stranger.startswith("Who was at the meeting, or takes part in DCCG, can ask")
    (mine,) = await world.say("jo", "!actions me", direct=True)
    assert "Amina to draft the letter" in mine


async def test_what_is_taken_out_is_in_no_version_and_nowhere_published(world: World) -> None:
    journal = await hold(world)
    await world.say("lena", "!minutes correct DCCG 1: line 4: I would like it in July")

    await world.say("lena", "!minutes correct DCCG 1: remove line 4")

    async with world.database.reading() as store:
        for version in await store.minutes.versions(journal.id):
            made = await minutes.of_version(store, journal, version)
            assert "like it in" not in str(made)
            row = await store.minutes.published(version.id)
            assert row is not None and "like it in" not in str(row.minutes)


async def test_a_correction_that_changes_nothing_is_refused_and_leaves_nothing(
    world: World,
) -> None:
    journal = await hold(world)

    (answer,) = await world.say("lena", "!minutes correct DCCG 1: line 4: s/August/July/")
    (unknown,) = await world.say("lena", "!minutes correct DCCG 1: line 99: other words")

    assert answer.startswith("No line before this says “August”")
    assert unknown == "The minutes of DCCG 1 have no line 99 with words."
    assert len(await versions(world, journal)) == 1
    async with world.database.reading() as store:
        assert await store.journal_lines.count(journal.id) == len(LINES)


async def test_a_reply_to_the_draft_corrects(world: World) -> None:
    journal = await hold(world)
    (letter,) = [one for one in world.wire.carried if one.place == ROOM]

    thanks = await world.happens(world.said("kofi", "thanks Lena!", about=letter.event_id))
    answers = await world.happens(
        world.said("kofi", "line 4: s/June/May/", about=letter.event_id),
        world.said("amina", "Mei was there too", about=letter.event_id),
    )

    assert thanks == []
    assert "are corrected: version 2" in answers[0].text
    assert "This waits for those who decide" in answers[-1].text
    assert len(await versions(world, journal)) == 2


async def test_by_a_mail_that_proves_nobody_it_waits_as_such(world: World) -> None:
    journal = await hold(world)
    (letter,) = [one for one in world.wire.carried if one.place == ROOM]
    weak = {"about": letter.event_id, "assurance": Assurance.WEAK}

    answers = await world.happens(world.said("lena", "remove decision 1", **weak))

    assert "Lena, by a mail that does not prove who wrote it: “remove decision 1”" in (
        answers[-1].text
    )
    assert len(await versions(world, journal)) == 1


async def test_drafts_are_approved_when_their_window_is_over(world: World) -> None:
    journal = await hold(world)

    world.pass_time(days=14)
    letters = await told(world)

    first, second = await versions(world, journal)
    assert (first.state, second.state) == (VersionState.DRAFT, VersionState.APPROVED)
    assert second.why == "nobody asked for corrections within its window"
    rooms = [one.text for one in letters if one.place == ROOM]
    assert any(one.startswith("The minutes of DCCG 1 are approved") for one in rooms)
    (later,) = await world.say("lena", "!minutes correct DCCG 1: line 4: s/June/July/")
    assert "version 3, corrected" in later


async def test_open_remarks_keep_a_draft_from_being_approved(world: World) -> None:
    journal = await hold(world)
    await world.say("kofi", "!minutes correct DCCG 1: somebody forgot the budget")

    world.pass_time(days=14)
    letters = await told(world)
    waiting = [one.state for one in await versions(world, journal)]
    await world.say("lena", "!minutes decline DCCG 1 1: it was not spoken of")
    world.pass_time(days=7)
    await told(world)

    assert waiting == [VersionState.DRAFT]
    assert any("are not approved yet, since corrections wait" in one.text for one in letters)
    assert (await versions(world, journal))[-1].state is VersionState.APPROVED
    assert any("was declined by Lena" in one.text for one in world.wire.carried)


async def test_the_next_meeting_approves_and_closes_actions(world: World) -> None:
    first = await hold(world)
    world.pass_time(days=7)
    await hold(
        world,
        "Lena: #startmeeting",
        "Lena: #agreed The minutes of DCCG 1 are approved",
        "Lena: dcbot, action 1 done",
        "Lena: #action Kofi to count",
        "Lena: #endmeeting",
    )

    (shown,) = await world.say("jo", "!actions DCCG all", direct=True)

    approved = (await versions(world, first))[-1]
    assert (approved.state, approved.why) == (VersionState.APPROVED, "decision 2 of DCCG 2")
    assert [line.rpartition("(")[2] for line in shown.split("\n")[1:]] == [
        "Amina; due Friday 27 November 2026; done)",
        "Kofi)",
        "Kofi)",
    ]
    assert "- 3: Kofi to count (Kofi)" in shown


async def test_what_is_held_back_shows_nothing_before_its_release(world: World) -> None:
    await world.say("lena", "!group set DCCG: draft held back")
    journal = await hold(world)

    heard = [one for one in [*world.wire.carried, *await told(world)] if "June" in one.text]
    to_lena = [one.text for one in world.wire.carried if one.to_person]
    hidden = [
        await world.say("kofi", said, direct=True)
        for said in ("!minutes DCCG 1", "!actions DCCG", "!decisions calendar", "!action DCCG 2")
    ]
    (lenas,) = await world.say("lena", "!minutes DCCG 1", direct=True)
    async with world.database.public(world.now) as public:
        assert await public.minutes.versions(journal.id) == []
        assert await public.journals.get(journal.id) is None

    assert heard == [] and "are held back, as the group wishes" in to_lena[0]
    assert not any("June" in text or "letter" in text for (text,) in hidden)
    assert "We publish the calendar in June" in lenas

    (*_, released) = await world.say("lena", "!minutes release DCCG 1", direct=True)
    assert released == "The draft minutes of DCCG 1 are shown to everybody now."
    assert any("stand at" in one.text for one in world.wire.carried if one.place == ROOM)
    (now_seen,) = await world.say("kofi", "!decision DCCG 1", direct=True)
    assert "provisional until Monday 7 December 2026" in now_seen
    async with world.database.public(world.now) as public:
        (version,) = await public.minutes.versions(journal.id)
        made = await minutes.published(public, journal, version)
    assert made is not None and made.decisions[0].text == "We publish the calendar in June"


async def test_a_draft_of_a_private_place_is_for_its_group(world: World) -> None:
    journal = await hold(world, audience=Audience.PRIVATE)

    (stranger,) = await world.say("jo", "!minutes DCCG 1", direct=True)
    (member,) = await world.say("kofi", "!minutes DCCG 1", direct=True)
    async with world.database.public(world.now) as public:
        assert await public.minutes.versions(journal.id) == []

    assert stranger == "There are no minutes of DCCG 1 that you can see."
    assert "We publish the calendar in June" in member
    assert not any(SITE in one.text for one in world.wire.carried)


async def test_what_is_published_holds_no_identities(world: World) -> None:
    journal = await hold(world)

    async with world.database.public(world.now) as public:
        (version,) = await public.minutes.versions(journal.id)
        made = await minutes.published(public, journal, version)

    assert made is not None
    assert [one.name for one in made.attendance.people][:3] == ["Lena", "Kofi", "Amina"]
    assert {one.by for one in made.attendance.people} == {""}
    assert {one.by for one in made.log} == {""}


async def test_an_objection_stands_in_the_minutes_and_what_became_of_it(world: World) -> None:
    journal = await hold(world)
    await world.say("kofi", "!object DCCG 1 as civil society: it leaves out mail")

    disputed = await _decision(world, journal)
    await world.say("lena", "!objection note DCCG 1 1: it is mailed, too")
    noted = await _decision(world, journal)

    assert disputed.finality == Finality.DISPUTED
    (reserve,) = disputed.reserves
    assert (reserve.text, reserve.coalition) == ("it leaves out mail", "DC3")
    assert noted.finality == Finality.PROVISIONAL
    assert noted.reserves[0].kind.value == "dissent"
    assert (await versions(world, journal))[-1].why == "objection 1 to decision 1"


async def test_an_upheld_objection_changes_the_words_in_the_minutes(world: World) -> None:
    journal = await hold(world)
    await world.say("kofi", "!object DCCG 1: it leaves out mail")
    await world.say("lena", "!objection uphold DCCG 1 1: We publish in June and mail it")

    decision = await _decision(world, journal)

    assert decision.text == "We publish in June and mail it"
    assert decision.finality == Finality.PROVISIONAL


async def _decision(world: World, journal: Journal) -> Decision:
    async with world.database.reading() as store:
        version = await store.minutes.current(journal.id)
        assert version is not None
        made = await minutes.of_version(store, journal, version)
        return made.decisions[0]


@pytest.mark.parametrize("said", ["!minutes withdraw DCCG 1: the wrong room", "!minutes DCCG 1"])
async def test_who_may_not_decide_withdraws_nothing(world: World, said: str) -> None:
    journal = await hold(world)
    await world.say("kofi", said)
    assert [one.state for one in await versions(world, journal)] == [VersionState.DRAFT]

    (done,) = await world.say("lena", "!minutes withdraw DCCG 1: the wrong room")

    assert done == "The minutes of DCCG 1 are withdrawn: version 2."


async def test_only_who_kept_the_meeting_settles_its_doubts(world: World) -> None:
    journal = await hold(world)
    before = await versions(world, journal)

    async with world.database.transaction() as store:
        kofi = await store.people.at(world.wire.name, world.address("kofi"))
        kept = await store.journals.get(journal.id)
        assert kofi is not None and kept is not None
        with pytest.raises(NotAllowed, match="name others as its scribe or chair now"):
            await doubts.answer(store, kept, "1 drop", {"1": "any"}, by=kofi, now=world.now)

    assert await versions(world, journal) == before


async def test_a_group_lets_others_correct_all_and_approve_nothing(world: World) -> None:
    journal = await hold(world)
    await a_member(world, "amina")
    correction = "!minutes correct DCCG 1: line 4: s/June/July/"
    waits = await world.say("amina", correction, direct=True)
    await world.say("lena", "!group set DCCG: correcting members")
    settled = await world.say("amina", "!minutes accept DCCG 1 1", direct=True)
    (corrected,) = await world.say("amina", correction.replace("June", "would"), direct=True)
    (refused,) = await world.say("amina", "!minutes approve DCCG 1", direct=True)

    assert any(one.startswith("This waits for those who decide") for one in waits)
    assert any(one.endswith("corrected: version 2.") for one in settled)
    assert "version 3" in corrected
    assert refused.startswith("Only chairs of DCCG and the Secretariat can approve minutes.")
    assert len(await versions(world, journal)) == 3


async def test_a_group_keeps_corrections_to_fewer_than_decide(world: World) -> None:
    journal = await hold(world)
    await a_member(world, "amina")
    await world.say("lena", "!group set DCCG: deciding members")
    await world.say("lena", "!group set DCCG: correcting coordinators")
    correction = "!minutes correct DCCG 1: line 4: s/June/July/"
    waits = await world.say("amina", correction, direct=True)

    assert any(one.startswith("This waits for those who decide") for one in waits)
    assert len(await versions(world, journal)) == 1


async def test_who_publishes_shows_what_is_held_back_and_nobody_else(world: World) -> None:
    await world.say("lena", "!group set DCCG: draft held back")
    await world.say("lena", "!group set DCCG: deciding members")
    await world.say("lena", "!group set DCCG: publishing coordinators")
    await a_member(world, "amina")
    journal = await hold(world)
    refused = [
        (await world.say("amina", f"!minutes {what} DCCG 1", direct=True))[0]
        for what in ("release", "approve")
    ]

    assert refused[0].startswith("Only coordinators of DCCG and the Secretariat can release")
    assert refused[1].startswith(
        "Only coordinators of DCCG and the Secretariat can approve minutes that are held back"
    )
    assert [one.audience for one in await versions(world, journal)] == [Audience.PRIVATE]

    await world.say("lena", "!group set DCCG: deciding coordinators")
    await world.say("lena", "!group set DCCG: publishing members")
    (*_, released) = await world.say("amina", "!minutes release DCCG 1", direct=True)
    assert released == "The draft minutes of DCCG 1 are shown to everybody now."


async def a_member(world: World, who: str) -> None:
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        person = await store.people.at("matrix", World.address(who))
        assert group and person
        await standings.give(
            store, person, Role.MEMBER, group, by_name="the operator", now=world.now
        )
