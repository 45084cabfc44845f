"""Questions about rules: the rule's own words answer, never a yes or no; what is beyond is said."""

from __future__ import annotations

import pytest

from dcbot.services import enquiries, groups
from dcbot.services.enquiries import Kind, sayings
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.grammar import parts
from tests.world import World

_OPENS = "open membership, open mailing lists, and open archives"
_REPORT = "submit a yearly report or thematic paper"
_SLOT = "eligible for an individual meeting slot"
_GROUPS = "at least three stakeholder groups"
_ORDER = "in the order they happened"
_MINORITY = "reflect minority or dissenting viewpoints"


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("may the list be closed?", _OPENS),
        ("can our archive be open to everyone?", _OPENS),
        ("is it forbidden to close the archive?", _OPENS),
        ("is the archive open or closed?", _OPENS),
        ("why must the list be open?", _OPENS),
        ("are two stakeholder groups enough?", _GROUPS),
        ("is it enough to have 4 stakeholder groups?", _GROUPS),
        ("how many stakeholder groups do we need?", _GROUPS),
        ("is the yearly report optional?", _REPORT),
        ("must a DC send a report every year?", _REPORT),
        ("no report, can we still get a slot?", _SLOT),
        ("will we lose our slot without a report?", _SLOT),
        ("can a coalition leave out dissenting views", _MINORITY),
        ("can anyone join?", "membership is open"),
        ("can a coalition be hidden?", _OPENS),
        ("do DCs meet only online?", "year-round, virtually and face-to-face"),
        ("what are the 3 opens?", "three ‘opens’"),
        ("who decides about a new DC", "the Secretariat will inform the submitter"),
        ("what is the gender report card and what does it rate?", "to rate how the IGF is doing"),
        ("which dc goes to the WSIS forum", "DCICC"),
        ("who advised governments in italy and new zeeland", "IRPC"),
        ("what is the yearly report and is it optional?", _REPORT),
        ("which 3 of the early DCs still exist", "early coalitions still active"),
        ("which coalition rates the IGF", "to rate how the IGF is doing"),
        ("what is required for an individual slot?", _SLOT),
        ("is DC-NN older than DC3", "Idea: November 2015"),
        ("which dc was founded last", "Foundings recorded here, the newest first"),
        ("is DC-NN older than DC3", "DC-NN (25 October 2013) is older than DC3 (November 2015)"),
        ("was the climate DC there before DC-IoT", "DCICC (November 2007 to 4 December 2008)"),
        ("Climate, IoT or DC3: who is the oldest?", "the oldest first: DCICC (November 2007 to"),
        ("what came first, the terms of reference or the three opens?", _ORDER),
        ("what did they adopt after the terms of reference?", _ORDER),
        ("where was DC-IoT founded?", "At the IGF in Vilnius"),
        ("in what year did YCIG start and where", "At the IGF in Sharm El Sheikh"),
        ("how often do all the DCs talk with each other", "monthly virtual coordination meetings"),
        ("when did the first coalitions come up", "emerged at the Athens IGF in 2006"),
        ("whats the coalition on kids safety called", "Dynamic Coalition on Child Online Safety"),
        ("internet of thing dc, is it active still?", "DC-IoT"),
        ("are there more than 20 active coalitions", "In April 2017, 18 coalitions were active"),
        ("how many dcs in april 2017 and how many today", "are known to this register"),
        ("does the DCICC only hold workshops or is there more to it", "advocacy mission"),
        ("list of rules", "open"),
        ("what does the application require", _GROUPS),
        ("did the DCs meet each other before 2015?", "face-to-face for the first time"),
    ],
)
async def test_the_words_of_the_rule_answer(file_world: World, asked: str, holds: str) -> None:
    async with file_world.database.reading() as store:
        reply = await enquiries.answer(store, asked, now=file_world.now)

    assert reply is not None and holds in reply.text, reply
    assert not reply.text.startswith(("Yes", "No"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("must the report be in latin?", "latin"),
        ("is there a fee to join", "“fee”"),
        ("what is the deadline for a slot?", "“slot” does not stand there."),
        ("when is the next coordination call?", "I find no date for that"),
        ("why did the MAG abolish the DCs?", "no answer recorded here"),
        ("how much does a slot cost?", "“cost”"),
        ("who wrote the briefing?", "briefing”"),
        ("what is the budget of DC-NN?", "On “budget” I find nothing"),
        ("where was DC-PAL founded?", "I find no place for that"),
        ("when was DCCG meeting 55", "On “55” I find nothing"),
        ("who founded the dynamic coalitions?", "I find no name for that"),
        ("who is on the secretariat?", "I find no answer to just that"),
        ("when did DC3 meet at RightsCon?", "I find no date for that"),
        ("can governments start a DC?", "“governments” does not stand there."),
        ("which country hosts the IGF this year?", "I find no"),
        ("which dc met in mexico", "“met” does not stand there."),
        ("is a thematic paper longer than a report", "“longer” does not stand there."),
        ("which coalition is the best one?", "On “best” I find nothing"),
        ("the DC on artificial inteligence, since when does it exist", "not known"),
        ("what do all DCs have in common", "no answer recorded here"),
        ("do outputs of all the coalitions come out on the same day", "I find no answer to just"),
        ("where will we see all the meetings in one place", "I find no answer to just that"),
        ("what do you need the contact person for", "I find no answer to just that"),
        ("is the report public?", "I find no answer to just that"),
        ("how many coalitions were inactive in 2017?", "I find no number for that"),
        ("how many of the 18 DCs are new?", "I find no number for that"),
        ("when did DCAD start publishing its guidelines?", "I find no date for that"),
        ("what score did the IGF get in the gender report card?", "I find no number for that"),
        ("what are the guiding principles about?", "I find nothing on what it says"),
        ("does every DC have to publish a report on blockchain?", "no answer to just that"),
        ("does the net neutrality dc meet at rightscon every year?", "“every year”"),
        ("what is the newest coalition about trade or publicness", "do not say which is older"),
        ("is it true that the first DCs were started in Rio in 2007?", "“Rio 2007”"),
        ("is the gender coalition younger than DC-IoT", "do not say which is older"),
        ("is DC-NN older than DC-DAIG", "Of DC-DAIG no founding is recorded"),
        ("was the first joint main session in Mexico?", "João Pessoa"),
        ("DCs work together since 2006, correct?", "only in 2015"),
        ("is the DC Coordination Group the same as the MAG", "On “MAG” I find nothing"),
        ("did all DCs take part in the first joint session", "“take part” does not stand there"),
        ("does the climate DC do advocacy or research", "“research” does not stand there"),
        ("why are DCs dynamic?", "no answer recorded here"),
        ("which coalitions were at RightsCon but not in Brussels", "I find no answer to just"),
        ("which one is not among the early ones, DCAD or Trade", "I find no"),
        ("how many stakeholder groups are there in total", "I find no number for that"),
        ("is it the MAG or the Secretariat who gives out slots", "approved by the Secretariat"),
        ("what is WSIS", "I find no answer to just that"),
        ("who are the co-facilitators of the DC main session?", "I find no"),
        ("What is the deadline (day + month) for sending the 2017 report?", "I find no"),
        ("how many workshops does the blockchain coalition hold?", "I find no number for that"),
    ],
)
async def test_what_is_beyond_the_words_is_said(file_world: World, asked: str, says: str) -> None:
    async with file_world.database.reading() as store:
        reply = await enquiries.answer(store, asked, now=file_world.now)

    assert reply is not None and reply.kind is Kind.NOT_KNOWN, reply
    assert says in reply.text


@pytest.mark.parametrize(
    "asked", ["who is the chair?", "who are the members of a DC?", "and for 2024?"]
)
async def test_who_or_what_is_meant_is_asked(file_world: World, asked: str) -> None:
    async with file_world.database.reading() as store:
        reply = await enquiries.answer(store, asked, now=file_world.now)

    assert reply is not None and reply.kind is Kind.ASKED_BACK, reply


async def test_every_sentence_of_the_briefing_is_found_by_its_own_words(file_world: World) -> None:
    async with file_world.database.reading() as store:
        said = await sayings.passages(store, await groups.titles(store))
    for one in (passage for passage in said.known if passage.quoted):
        ordered = "order" in one.said.get("tells", "").split()
        part = parts("in which order" if ordered else "nothing")[0]
        asked = Content(part, dict(enumerate(sorted(one.own))), frozenset(), None)
        found = said.find(asked, one.of or None)

        assert found is not None and found.whole, one.said["text"]
        told = [passage.said["text"] for passage in found.passages]
        assert any(one.said["text"] in text for text in told), (one.said["text"], told)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (
            "hi all, I'm new here. what is a dynamic coalition actually?",
            ["A dynamic coalition is an open"],
        ),
        ("Is there something for young people, and something on children?", ["YCIG", "DC-COS"]),
        ("are there coalitions on gender and one on climate?", ["DCGIG", "DCICC"]),
    ],
)
async def test_each_of_two_is_answered_and_a_greeting_is_none(
    file_world: World, asked: str, holds: list[str]
) -> None:
    async with file_world.database.reading() as store:
        reply = await enquiries.answer(store, asked, now=file_world.now)

    assert reply is not None and reply.kind is Kind.ANSWERED
    assert all(one in reply.text for one in holds), reply.text
