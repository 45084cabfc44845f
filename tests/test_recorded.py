"""Meetings that are recorded: who begins and ends them, and what is answered while they go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from dcbot.message import Attended, Gone, Incoming, Membership
from dcbot.record.minutes import Minutes
from dcbot.services import baseline, journals, meetings, settings
from dcbot.services.folds import Folds
from dcbot.services.meetings import Plan
from storage.inbox import EventState
from storage.journal_lines import LineKind
from storage.journals import Journal, JournalState
from storage.meetings import Meeting, MeetingKind
from storage.outbox import Act
from tests.wire import Carried
from tests.world import MONDAY_NOON, ROOM, World

OTHER = "!other:example.org"
START = "#startmeeting DCCG call"


@pytest.fixture
async def room(world: World) -> World:
    """The world, in which the room is that of the coordination group."""
    await world.say("sana", "!place group DCCG")
    return world


async def the_journals(world: World) -> list[Journal]:
    async with world.database.reading() as store:
        return list(await store.session.scalars(select(Journal).order_by(Journal.id)))


async def texts(world: World, journal: Journal) -> list[str]:
    async with world.database.reading() as store:
        return [line.text for line in await store.journal_lines.all(journal.id)]


async def minutes(world: World) -> Minutes:
    """Those of the only journal."""
    (journal,) = await the_journals(world)
    async with world.database.reading() as store:
        return (await Folds.fresh(store, journal)).fold.minutes()


async def put(world: World, name: str, value: str) -> None:
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        lena = await store.people.at("matrix", World.address("lena"))
        assert group and lena
        await settings.put(store, group, settings.find(name), value, by=lena, now=world.now)


async def planned(world: World, at: str, minutes: int = 60) -> Meeting:
    """A meeting of the coordination group on that Monday, in UTC."""
    hour, minute = map(int, at.split(":"))
    start = MONDAY_NOON.replace(hour=hour, minute=minute, tzinfo=None)
    plan = Plan("DCCG call", MeetingKind.COORDINATION, start, "UTC", minutes)
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        lena = await store.people.at("matrix", World.address("lena"))
        assert group and lena
        return await meetings.write_single(store, group, plan, by=lena, now=world.now)


def reactions(carried: list[Carried]) -> list[tuple[str | None, str]]:
    return [(one.about, one.text) for one in carried if one.act is Act.REACT]


# Beginning


async def test_a_meeting_begins_and_its_place_is_told(room: World) -> None:
    (told,) = await room.say("lena", START)

    assert told.startswith("Recording begins: **DCCG 1, DCCG call**, begun by Lena.")
    (journal,) = await the_journals(room)
    assert (journal.state, journal.opened_at) == (JournalState.OPEN, room.now)
    async with room.database.reading() as store:
        known = await journals.facts(store, journal)
        meeting = await store.meetings.get(journal.meeting_id or 0)
    assert (known.title, known.group, known.opened_at) == ("DCCG call", "DCCG", room.now)
    assert "Amina" in {one.name for one in known.people}
    # Nobody reads of it in the calendar, since the room is private.
    assert meeting and (meeting.audience, meeting.starts_at) == ("private", room.now)


async def test_a_planned_meeting_is_the_one_that_begins(room: World) -> None:
    await planned(room, "08:00")
    await planned(room, "12:30")
    await planned(room, "18:00")
    (told,) = await room.say("lena", "#startmeeting")

    assert "**DCCG 2, DCCG call**, planned for Monday 23 November 2026, 12:30–13:30 UTC" in told
    await room.say("lena", "#endmeeting")
    room.pass_time(minutes=20)
    # While it is not over by plan, it may go on.
    (again,) = await room.say("lena", "#startmeeting")
    assert "DCCG 2" in again
    await room.say("lena", "#endmeeting")
    room.pass_time(hours=2)
    (new,) = await room.say("lena", "#startmeeting")
    assert "**DCCG 4, DCCG meeting**" in new


async def test_a_meeting_of_another_room_is_not_begun_again(room: World) -> None:
    await planned(room, "12:00")
    await room.say("sana", "!place group DCCG", place=OTHER)
    await room.say("lena", "#startmeeting")
    (told,) = await room.say("lena", "#startmeeting", place=OTHER)

    assert "DCCG 2" in told
    assert len(await the_journals(room)) == 2


async def test_a_place_of_no_group_is_not_recorded(world: World) -> None:
    begin = "#startmeeting our call"
    start, talk, topic = (world.said("jo", text) for text in (begin, "secret", "#topic secret"))
    carried = await world.happens(start, talk, topic)

    assert [one.text for one in carried] == [
        "This place belongs to no group yet, so nothing is recorded. A representative says whose "
        "it is, such as `!place group DC3`; then begin again."
    ]
    assert await the_journals(world) == []
    async with world.database.reading() as store:
        found = await store.inbox.by_event("matrix", topic.event_id)
        assert found and (found.state, found.text) == (EventState.HANDLED, "")


async def test_a_representative_records_for_the_group_in_any_place(world: World) -> None:
    (told,) = await world.say("kofi", "#startmeeting DC3 call")
    assert told.startswith("Recording begins: **DC3 1, DC3 call**")

    (refused,) = await world.say("amina", "#startmeeting DC3 call", place=OTHER)
    assert refused.startswith("Only representatives of DC3 and the Secretariat can record")


@pytest.mark.threat("T109")
async def test_who_may_not_begin_leaves_nothing(room: World) -> None:
    await put(room, "starting", "members")
    (told,) = await room.say("jo", START)

    assert told.startswith("Only members of DCCG and the Secretariat can begin")
    await room.say("jo", "the secret")
    assert await the_journals(room) == []


async def test_the_next_who_begins_may(room: World) -> None:
    await put(room, "starting", "members")
    await room.hand_in(
        room.said("jo", START),
        room.said("jo", "said to Jo's meeting"),
        room.said("lena", "#startmeeting The call"),
        room.said("jo", "#info said to Lena's meeting"),
    )
    before = len(room.wire.carried)
    await room.app.settle()

    (journal,) = await the_journals(room)
    assert (journal.opened_by, journal.title) == ("Lena", "The call")
    assert await texts(room, journal) == ["#startmeeting The call", "#info said to Lena's meeting"]
    said = [one.text for one in room.wire.carried[before:]]
    assert [text.split(":")[0].split(" of ")[0] for text in said] == [
        "Only members",
        "Recording begins",
        "✅",
    ]


async def test_a_start_taken_back_before_it_is_handled_begins_nothing(room: World) -> None:
    start = room.said("lena", START)
    await room.hand_in(start, room.said("jo", "the secret"))
    await room.hand_in(room.redacted("lena", start.event_id))
    await room.app.settle()

    assert await the_journals(room) == []


async def test_a_second_start_is_told_that_it_is_recorded(room: World) -> None:
    await room.say("lena", START)
    (told,) = await room.happens(room.said("jo", "dcbot, start the meeting"))

    assert told.to_person
    assert told.text.startswith("**DCCG 1, DCCG call** is being recorded here already.")
    assert len(await the_journals(room)) == 1


async def test_kill_between_intake_and_handling(room: World) -> None:
    await room.hand_in(room.said("lena", START), room.said("jo", "#info one"))
    again = World(room.database)
    await again.hand_in(again.said("jo", "two", event_id="$two"))
    await again.app.settle()

    (journal,) = await the_journals(again)
    assert (journal.state, await texts(again, journal)) == (
        JournalState.OPEN,
        [START, "#info one", "two"],
    )
    assert [one.text for one in again.wire.carried if one.act is Act.REACT] == ["✅"]


# While it goes on


async def test_what_is_recorded_gets_a_reaction(room: World) -> None:
    await room.say("lena", START)
    topic = room.said("lena", "#topic One")
    talk = room.said("jo", "talk, and a #hashtag")
    bare = room.said("jo", "#action Amina: write\n#info so be it")

    assert reactions(await room.happens(topic, talk, bare)) == [
        (topic.event_id, "✅"),
        (bare.event_id, "✅"),
    ]
    found = await minutes(room)
    assert [(item.kind, item.text) for item in found.items] == [
        ("action", "Amina: write"),
        ("info", "so be it"),
    ]


async def test_who_wishes_words_gets_a_line(room: World) -> None:
    await room.say("lena", START)
    await room.say("jo", "me words on", direct=True)

    assert await room.say("jo", "#action Amina: write") == ["Recorded: action 1."]


async def test_the_record_reads_first_and_commands_work(room: World) -> None:
    await room.say("lena", START)

    assert await room.say("jo", "dcbot, action for Amina: write") == ["✅"]
    (answer,) = await room.say("jo", "!coalition DC3")
    assert answer.startswith("**DC3**")
    done = await room.say("jo", "#info one\n!coalition DC3")
    assert done[0] == "✅" and done[1].startswith("**DC3**")


async def test_did_you_mean_is_told_once_and_privately(room: World) -> None:
    await room.say("lena", START)
    (first,) = await room.happens(room.said("jo", "#topc one"))
    again = await room.happens(room.said("jo", "#inof two"), room.said("mei", "just a #hashtag"))

    assert first.to_person and "Did you mean" in first.text
    assert again == []


async def test_what_one_may_not_is_told_privately(room: World) -> None:
    await room.say("lena", START)
    (told,) = await room.happens(room.said("jo", "#agreed we meet again"))

    assert told.to_person and told.text.startswith("Only chairs")
    assert (await minutes(room)).decisions == ()


async def test_the_groups_own_table_says_who_may(room: World) -> None:
    await put(room, "powers", "decide: anyone")
    await room.say("lena", START)

    assert await room.say("jo", "#agreed we meet again") == ["✅"]


async def test_ways_of_speaking_are_the_groups(room: World) -> None:
    await put(room, "dialects", "w3c, maubot")
    await room.say("lena", START)

    assert await room.say("lena", "Topic: One") == ["✅"]
    assert await room.say("lena", "!topic Two") == ["✅"]
    assert [topic.title for topic in (await minutes(room)).topics if topic.title] == ["One", "Two"]


async def test_an_edit_changes_what_its_message_recorded(room: World) -> None:
    await room.say("lena", START)
    slip = room.said("jo", "#inof one")
    await room.happens(slip)
    mended = await room.happens(room.edited("jo", slip.event_id, "#info one"))
    again = await room.happens(room.edited("jo", slip.event_id, "#info two"))

    assert reactions(mended) == [(slip.event_id, "✅")] and again == []
    assert [item.text for item in (await minutes(room)).items] == ["two"]


async def test_a_reaction_makes_a_message_an_action(room: World) -> None:
    await room.say("lena", START)
    said = room.said("jo", "I will write the letter")
    await room.happens(said, room.reacted("lena", said.event_id, "🎯"))

    (action,) = (await minutes(room)).actions
    assert (action.text, action.name) == ("I will write the letter", "Jo")


async def test_what_is_taken_back_is_gone_and_its_chair_stays(room: World) -> None:
    await room.say("lena", START)
    await room.say("jo", "I am here")
    chair = room.said("lena", "#chair jo")
    secret = room.said("mei", "the secert")
    mended = room.said("mei", "s/secert/secret/")
    inserted = room.said("mei", "i/secert/#info This was left out/")
    await room.happens(chair, secret, inserted, mended)
    await room.happens(room.redacted("lena", chair.event_id), room.redacted("mei", secret.event_id))

    (journal,) = await the_journals(room)
    assert "sec" not in "".join(await texts(room, journal))
    assert "#info This was left out" in await texts(room, journal)
    # Read anew from what is stored, Jo is a chair still, and may decide.
    again = World(room.database)
    assert await again.say("jo", "#agreed we meet again", event_id="$agreed") == ["✅"]


async def test_a_restart_changes_nothing(room: World) -> None:
    await room.say("lena", START)
    await room.say("lena", "#topic One")
    await room.say("jo", "#action Amina: write")
    again = World(room.database)

    assert await again.say("jo", "#action Kofi: read", event_id="$later") == ["✅"]
    assert [action.number for action in (await minutes(again)).actions] == [1, 2]


# The end


async def test_what_comes_after_the_end_is_no_part(room: World) -> None:
    await room.say("lena", START)
    await room.hand_in(
        room.said("lena", "#agreed we meet again"),
        room.said("lena", "#endmeeting"),
        room.said("jo", "the secret"),
        room.said("jo", "#action a secret of mine"),
    )
    before = len(room.wire.carried)
    await room.app.settle()

    (journal,) = await the_journals(room)
    assert (journal.state, journal.ended_by) == (JournalState.ENDED, "Lena")
    assert await texts(room, journal) == [START, "#agreed we meet again", "#endmeeting"]
    said = [one.text for one in room.wire.carried[before:]]
    assert said == [
        "✅",
        "Recording has ended: **DCCG 1, DCCG call**, 12:00 UTC to 12:00 UTC, ended by Lena.\n"
        "- agreed: we meet again",
        "**Draft minutes of DCCG 1** (1 decision and no next steps) are shown by `!minutes DCCG "
        "1`. Corrections until 7 December 2026: reply with one in each line, or say `!minutes "
        "correct DCCG 1: line 12: …`; then they are approved.",
    ]
    async with room.database.reading() as store:
        assert await store.journals.recorded("matrix", [ROOM]) == {}


async def test_not_everybody_ends_a_meeting(room: World) -> None:
    await room.say("lena", START)
    (told,) = await room.happens(room.said("jo", "#endmeeting"))

    assert told.to_person and told.text.startswith("Only chairs end the meeting.")
    (journal,) = await the_journals(room)
    assert journal.state is JournalState.OPEN


# Who comes and goes


def came(world: World, who: str, change: str = "joined", place: str = ROOM) -> Attended:
    """Somebody comes into the room, or leaves it."""
    said = world.said(who, "")
    common = {name: getattr(said, name) for name in Incoming.__slots__}
    return Attended(**{**common, "place": place}, change=change)


async def test_a_late_comer_is_told_once_and_alone(room: World) -> None:
    assert await room.happens(came(room, "mei")) == []
    await room.say("lena", START)
    (told,) = await room.happens(came(room, "jo"))
    again = await room.happens(came(room, "jo", "left"), came(room, "jo"))

    assert told.to_person and told.place == World.address("jo")
    assert told.text.startswith("**DCCG 1, DCCG call** goes on since 12:00 UTC and is recorded:")
    assert again == []
    (journal,) = await the_journals(room)
    async with room.database.reading() as store:
        kinds = [one.kind for one in await store.journal_lines.all(journal.id)]
    assert kinds == [LineKind.SAID, LineKind.JOINED, LineKind.LEFT, LineKind.JOINED]


async def test_who_comes_where_nothing_is_recorded_is_not_even_noted(room: World) -> None:
    event = came(room, "jo")
    await room.happens(event)

    async with room.database.reading() as store:
        assert await store.inbox.by_event("matrix", event.event_id) is None


async def test_what_was_taken_back_before_it_was_heard_keeps_its_number(room: World) -> None:
    def gone() -> Gone:
        said = room.said("jo", "")
        common = {name: getattr(said, name) for name in Incoming.__slots__}
        return Gone(**{**common, "place": ROOM})

    early, late = gone(), gone()
    assert await room.happens(early) == []
    await room.say("lena", START)
    heard = await room.happens(late, room.redacted("jo", late.event_id))
    await room.say("jo", "#info one")

    (journal,) = await the_journals(room)
    async with room.database.reading() as store:
        lines = await store.journal_lines.all(journal.id)
        assert await store.inbox.by_event("matrix", early.event_id) is None
    assert heard == [] and [line.removed_why for line in lines[1:]] == ["taken back", "", ""]
    assert [line.kind for line in lines[1:3]] == [LineKind.SAID, LineKind.REDACTED]
    assert [item.line for item in (await minutes(room)).items] == [4]


async def test_another_room_is_recorded_too(room: World) -> None:
    await room.say("sana", "!place group DCCG", place=OTHER)
    await room.say("lena", START)
    (told, here) = await room.say("jo", "!record here too", place=OTHER)
    await room.say("jo", "#action Jo: write", place=OTHER)
    ended = [
        one
        for one in await room.happens(room.said("lena", "#endmeeting"))
        if one.text.startswith("Recording has ended")
    ]

    assert told.startswith("Another room of the group") and here.startswith("What is said here")
    assert {one.place for one in ended} == {ROOM, OTHER}
    assert all("action 1, Jo: Jo: write" in one.text for one in ended)
    assert await room.say("jo", "#action Jo: too late", place=OTHER) == []


async def test_a_room_that_moves_is_recorded_in_its_new_place(room: World) -> None:
    await room.say("lena", START)
    moved = room.said("lena", "")
    common = {name: getattr(moved, name) for name in Incoming.__slots__}
    extra = {"moved_to": OTHER, "kind": "room"}
    await room.happens(Membership(**{**common, "extra": extra}, change="moved"))

    assert await room.say("jo", "#info here now", place=OTHER) == ["✅"]


async def test_off_the_record_is_for_whom_the_group_says(room: World) -> None:
    await put(room, "powers", "off the record: chairs")
    await room.say("lena", START)
    (told,) = await room.happens(room.said("jo", "dcbot, off the record"))
    await room.say("jo", "this is kept")

    assert told.to_person and told.text.startswith("Only chairs")
    (journal,) = await the_journals(room)
    assert "this is kept" in await texts(room, journal)


# What is left


async def test_who_is_forgotten_leaves_what_was_recorded(room: World) -> None:
    await room.say("kofi", "me name Kofi Mensahquist", direct=True)
    await room.say("lena", START)
    for text in ("I am tired of it", "#action Kofi Mensahquist to write the letter"):
        await room.say("kofi", text)
    await room.say("jo", "thank you, Kofi Mensahquist")
    await room.say("lena", "#endmeeting")
    (asked,) = await room.say("kofi", "forget me", direct=True)
    await room.say("kofi", "yes", direct=True)

    assert "what was recorded of you in 1 meeting" in asked
    (journal,) = await the_journals(room)
    assert (await texts(room, journal))[1:4] == [
        "",
        "#action a former representative of DC3 to write the letter",
        "thank you, a former representative of DC3",
    ]
    async with room.database.reading() as store:
        kept = repr(await journals.facts(store, journal))
        names = {line.name for line in await store.journal_lines.all(journal.id)}
    assert "Mensahquist" not in kept and "@kofi:" not in kept
    assert names == {"Lena", "Jo", "a former representative of DC3"}


async def test_a_restored_bot_records_nothing_that_it_missed(room: World) -> None:
    await room.say("lena", START)
    await room.hand_in(room.said("jo", "#startmeeting there", place=OTHER))
    async with room.database.transaction() as store:
        told = await baseline.begin(store, transports=["matrix"], made_at=room.now, now=room.now)
    old = room.said("jo", "#startmeeting said before the restore")
    await room.happens(old)

    assert "1 meetings were being recorded; they end with what the backup holds of them." in told
    (journal,) = await the_journals(room)
    assert (journal.state, journal.ended_by) == (JournalState.ENDED, "the bot")


# A meeting that nobody ends


async def test_a_forgotten_meeting_is_warned_about_and_ends(room: World) -> None:
    await room.say("lena", START)
    room.pass_time(minutes=20)
    await room.say("jo", "I have to go")
    told: list[tuple[int, str]] = []
    for minute in range(90):
        room.pass_time(minutes=1)
        told += [(minute, text) for text in await settled(room)]

    assert [minute for minute, _ in told] == [59, 74]
    assert told[0][1].startswith("Nothing has been said for 1 hour,")
    assert "otherwise it ends by itself at 13:35 UTC" in told[0][1]
    assert told[1][1].startswith(
        "Recording has ended: **DCCG 1, DCCG call**, 12:00 UTC to 12:20 UTC, ended by the bot "
        "(nobody had said anything more)."
    )
    (journal,) = await the_journals(room)
    async with room.database.reading() as store:
        *_, last = await store.journal_lines.all(journal.id)
    assert (last.kind, last.at) == (LineKind.CLOSED, MONDAY_NOON + timedelta(minutes=20))


async def settled(world: World) -> list[str]:
    before = len(world.wire.carried)
    await world.app.settle()
    return [one.text for one in world.wire.carried[before:]]


async def test_a_word_lets_it_go_on(room: World) -> None:
    await room.say("lena", START)
    await passing(room, 61)
    await room.say("jo", "still here")
    told = await passing(room, 59)

    assert told == []
    (journal,) = await the_journals(room)
    assert journal.state is JournalState.OPEN


async def passing(world: World, minutes: int) -> list[str]:
    told: list[str] = []
    for _ in range(minutes):
        world.pass_time(minutes=1)
        told += await settled(world)
    return told


async def test_nothing_is_ended_that_the_bot_did_not_hear(room: World) -> None:
    await room.say("lena", START)
    await passing(room, 61)
    # The bot is away for hours, while people talk.
    room.pass_time(hours=5)
    assert await settled(room) == []
    await room.hand_in(room.said("jo", "we are still talking"))
    assert await passing(room, 30) == []

    (journal,) = await the_journals(room)
    assert journal.state is JournalState.OPEN


async def test_where_it_is_set_so_meetings_never_end_by_themselves(room: World) -> None:
    await put(room, "idle", "0")
    await room.say("lena", START)

    assert await passing(room, 200) == []
