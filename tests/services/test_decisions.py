"""Decisions: windows told to room and list, objections by reply and mail, and what is final."""

from __future__ import annotations

import pytest

from dcbot.record import deciding
from dcbot.roles import Assurance
from dcbot.services import baseline, groups, people, places, registers, replies_to_windows
from dcbot.services.decisions_said import number_of
from storage.base import Audience
from storage.decisions import Decision, Finality, Outcome, Reservation, ReserveState
from storage.places import PlaceKind
from tests.stages import BOT, LIST, MailStage, put, words_of
from tests.wire import Carried
from tests.world import ROOM, World

MAILS = "dc@lists.example.org"
CALL = "!decision call DCCG: We publish in June"


def test_the_words_are_those_of_the_record() -> None:
    assert {one.value for one in Outcome} == {one.value for one in deciding.Outcome}
    assert {one.value for one in Reservation} == {one.value for one in deciding.Reservation}
    assert {one.value for one in Finality} == {one.value for one in deciding.Finality}


@pytest.fixture
async def dccg(world: World) -> World:
    """The world, in which the room and a list belong to the coordination group."""
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group is not None
        for transport, address in (("matrix", ROOM), ("mail", MAILS)):
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id, place.audience = group.id, Audience.PUBLIC
        await registers.plan(store, now=world.now)
    return world


async def the_decision(world: World, number: int = 1) -> Decision:
    """The decision of the coordination group with this number."""
    async with world.database.reading() as store:
        group = await groups.named(store, "DCCG")
        found = await store.decisions.numbered(group.id, number)
        assert found is not None
        return found


async def told(world: World, minutes: float = 6) -> list[Carried]:
    """What goes to room and list, or to people, in that time."""
    before = len(world.wire.carried), len(world.elsewhere.carried)
    world.pass_time(minutes=minutes)
    for _ in range(3):
        await world.app.settle()
    return [*world.wire.carried[before[0] :], *world.elsewhere.carried[before[1] :]]


async def test_a_call_is_told_to_room_and_list_and_agreed_where_nobody_objects(
    dccg: World,
) -> None:
    (answer,) = await dccg.say("lena", CALL)

    assert "This goes to a room and the list “dc@lists.example.org” of DCCG at 12:05" in answer
    letters = await told(dccg)
    assert [one.place for one in letters] == [ROOM, MAILS]
    assert "until Monday 7 December 2026, 12:00 UTC: reply with “object:”" in letters[0].text
    assert (await the_decision(dccg)).finality is Finality.PROVISIONAL

    dccg.pass_time(days=14)
    ended = await told(dccg)
    decision = await the_decision(dccg)
    assert (decision.outcome, decision.finality) == (Outcome.AGREED, Finality.FINAL)
    after = [*ended, *await told(dccg)]
    assert [one.place for one in after if "agreed and final" in one.text] == [ROOM, MAILS]


@pytest.mark.threat("T108")
async def test_lists_are_told_of_three_in_a_week_and_rooms_of_all(dccg: World) -> None:
    answers = [await dccg.say("lena", f"{CALL} {number}") for number in range(4)]

    letters = await told(dccg)

    assert [one.place for one in letters].count(MAILS) == 3
    assert [one.place for one in letters].count(ROOM) == 4
    assert "This goes to a room of DCCG at" in answers[-1][0]


async def test_a_reply_in_the_room_objects_and_others_are_let_pass(dccg: World) -> None:
    await dccg.say("lena", CALL)
    letter = (await told(dccg))[0]

    thanks = await dccg.happens(dccg.said("mei", "thanks a lot!", about=letter.event_id))
    first = await dccg.happens(
        dccg.said("kofi", "I object: it leaves out mail", about=letter.event_id)
    )
    second = await dccg.happens(
        dccg.said("amina", "Minority view: and plain text", about=letter.event_id)
    )

    assert thanks == []
    assert first[-1].text.startswith("Recorded in decision DCCG 1: Objection 1 by Kofi (DC3)")
    assert second[-1].text.startswith("Recorded in decision DCCG 1: Minority view 2 by Amina")
    assert (await the_decision(dccg)).finality is Finality.DISPUTED


async def test_an_objection_holds_it_past_its_window(dccg: World) -> None:
    await dccg.say("lena", CALL)
    await dccg.say("kofi", "!object 1: it leaves out mail")
    dccg.pass_time(days=20)
    await told(dccg)
    held = await the_decision(dccg)

    (answer,) = await dccg.say("lena", "!objection note 1: mail is sent by the list anyway")
    settled = await the_decision(dccg)

    assert held.finality is Finality.DISPUTED and held.outcome is Outcome.OPEN
    assert answer.endswith("stands in it as a dissenting view. It is final.")
    assert (settled.finality, settled.outcome) == (Finality.FINAL, Outcome.AGREED)
    async with dccg.database.reading() as store:
        ((reserve,),) = (await store.decisions.reserves([settled.id])).values()
    assert (reserve.kind, reserve.state) == (Reservation.DISSENT, ReserveState.RECORDED)


async def test_an_upheld_objection_begins_the_window_anew(dccg: World) -> None:
    await dccg.say("lena", CALL)
    await told(dccg)
    dccg.pass_time(days=10)
    await dccg.say("kofi", "!object 1: it leaves out mail")
    await dccg.say("lena", "!objection uphold 1 1: We publish in June, also by mail")

    letters = await told(dccg)
    dccg.pass_time(days=5)
    await told(dccg)
    still = await the_decision(dccg)
    dccg.pass_time(days=9)
    await told(dccg)
    done = await the_decision(dccg)

    assert "put to the group again by Lena:** We publish in June, also by mail" in letters[0].text
    assert (still.finality, still.window) == (Finality.PROVISIONAL, 2)
    assert done.finality is Finality.FINAL and done.proposal == "We publish in June"


async def test_whoever_objected_takes_it_back_and_nobody_else_does(dccg: World) -> None:
    await dccg.say("lena", CALL)
    await dccg.say("kofi", "!object 1: it leaves out mail")

    (refused,) = await dccg.say("lena", "!objection withdraw 1")
    (taken,) = await dccg.say("kofi", "!objection withdraw 1: it is sent by mail")

    assert refused.startswith("Only Kofi can take it back.")
    assert "is withdrawn. It is provisional until" in taken
    assert (await the_decision(dccg)).finality is Finality.PROVISIONAL


async def test_what_was_to_tell_of_it_is_recalled_and_said_so(dccg: World) -> None:
    await dccg.say("lena", CALL)
    await dccg.say("lena", "stop")

    (shown,) = await dccg.say("jo", "!decision 1")

    assert await told(dccg) == []
    assert "- what was to tell its places of the window was recalled" in shown
    dccg.pass_time(days=15)
    await told(dccg)
    assert (await the_decision(dccg)).finality is Finality.PROVISIONAL


async def test_after_a_restore_a_window_that_was_over_lasts_three_days_more(dccg: World) -> None:
    await dccg.say("lena", CALL)
    dccg.pass_time(days=16)
    async with dccg.database.transaction() as store:
        await baseline.begin(store, transports=["matrix"], made_at=dccg.now, now=dccg.now)
        await registers.plan(store, now=dccg.now)

    dccg.pass_time(days=1)
    await told(dccg)
    lengthened = await the_decision(dccg)
    dccg.pass_time(days=3)
    await told(dccg)

    assert lengthened.finality is Finality.PROVISIONAL
    assert (await the_decision(dccg)).finality is Finality.FINAL


async def test_of_a_private_place_it_is_told_to_nobody_outside(world: World) -> None:
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dc3")
        assert group is not None
        for transport, address, audience in (
            ("matrix", ROOM, Audience.PRIVATE),
            ("mail", MAILS, Audience.PUBLIC),
        ):
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id, place.audience = group.id, audience
            assert place.kind is not PlaceKind.DIRECT

    await world.say("kofi", "!decision call We leave the list")
    (found,) = await world.say("jo", "!decisions leaving lists", direct=True)
    letters = await told(world)

    assert found == "Decisions about “leaving lists”: none."
    assert [one.place for one in letters] == [ROOM]


@pytest.mark.threat("T107")
async def test_an_objection_by_mail_holds_the_outcome_until_a_person_settles_it(
    mail_stage: MailStage,
) -> None:
    """A reply on the list, whose sender nothing proves; the rooms are not told of such."""
    async with mail_stage.app.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        place = await places.known(store, "mail", LIST, direct=False, now=mail_stage.now)
        assert group is not None
        place.group_id, place.audience = group.id, Audience.PUBLIC
        lena = await people.met(store, "mail", "lena@example.org", name=None, now=mail_stage.now)
        assert lena.name == "Lena"
    await mail_stage.say("lena", CALL, True)
    await mail_stage.heard()
    mail_stage.now = mail_stage.now.replace(minute=6)
    await mail_stage.app.settle()
    (letter,) = [one for one in await mail_stage.settle() if str(one["To"]) == LIST]

    reply = mail_stage.letter("kofi", "I object: it leaves out\npeople without a browser.", LIST)
    reply["In-Reply-To"] = letter["Message-ID"]
    put(mail_stage.folder / "in", "reply", reply.as_bytes(), mail_stage.now)
    answers = await mail_stage.settle()

    to_kofi = [words_of(one) for one in answers if "kofi" in str(one["To"])]
    assert len(to_kofi) == 1
    assert "by a mail that does not prove who wrote it" in " ".join(to_kofi[0].split())
    async with mail_stage.app.database.reading() as store:
        group = await groups.named(store, "DCCG")
        decision = await store.decisions.numbered(group.id, 1)
        assert decision is not None
        (reserve,) = (await store.decisions.reserves([decision.id]))[decision.id]
    assert decision.finality is Finality.DISPUTED
    assert reserve.text == "it leaves out people without a browser." and not reserve.proven
    assert BOT not in reserve.text


@pytest.mark.threat("T107")
async def test_mails_in_somebodys_name_do_not_pile_up_in_a_decision(dccg: World) -> None:
    await dccg.say("lena", CALL)
    for number in range(3):
        await dccg.say("kofi", f"!object 1: reason {number}", assurance=Assurance.WEAK)
    async with dccg.database.reading() as store:
        decision = await the_decision(dccg)
        found = (await store.decisions.reserves([decision.id]))[decision.id]
    assert [one.text for one in found] == ["reason 0"]

    (answer,) = await dccg.say("lena", "!objection withdraw 1 1: Kofi says it is not his")

    assert "is withdrawn. It is provisional until" in answer


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        ("object: too late", Reservation.OBJECTION, "too late"),
        ("I object to this: too late", Reservation.OBJECTION, "too late"),
        ("We strongly object, it is too late", Reservation.OBJECTION, "it is too late"),
        ("> We publish in June\nI disagree. Too late.", Reservation.OBJECTION, "Too late."),
        ("Minority view: too late", Reservation.MINORITY, "too late"),
        ("dissent – too late", Reservation.DISSENT, "too late"),
        ("No objection from us", None, ""),
        ("thanks", None, ""),
    ],
)
def test_what_replies_say(said: str, kind: Reservation | None, reason: str) -> None:
    found = replies_to_windows.read(said)

    assert found == ((kind, reason) if kind else None)


def test_the_number_of_an_objection_and_what_follows() -> None:
    assert number_of("1: why") == (1, "why")
    assert number_of("objection 2 because") == (2, "because")
    assert number_of(": why") == (None, "why")
