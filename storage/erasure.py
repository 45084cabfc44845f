"""Erasure: taking somebody's words and name out of every table, while the rows stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionOwner
from storage.annexes import Annex
from storage.changes import Change
from storage.contacts import Contact
from storage.countdowns import Countdown
from storage.decisions import Decision, Reserve
from storage.eligibility import EligibilityWaiver
from storage.facts import Fact
from storage.groups import GroupName, GroupSetting
from storage.inbox import Event, EventState
from storage.journal_lines import JournalLine
from storage.journals import Journal
from storage.meetings import PrivateLink
from storage.milestones import Milestone
from storage.minutes import MinutesVersion, Remark
from storage.outbox import Letter, LetterState
from storage.outputs import Output, OutputTemplate, OutputVersion
from storage.people import Address, Link, Standing
from storage.places import Place, PlaceKind
from storage.polls import Poll, PollAnswer
from storage.postings import Posting
from storage.questions import Question, QuestionState
from storage.received_facts import ReceivedFact
from storage.rehearsals import Rehearsal
from storage.reminders import OwnReminder
from storage.slots import SlotCall, SlotDecision, SlotVersion

NOBODY = "forgotten"
"""Stands in the place of an address that was erased."""

# Columns in which a person stands by name alone.
_NAMED_IN = (
    Standing.given_by,
    Standing.ended_by,
    GroupSetting.set_by,
    Contact.proposed_by,
    Fact.recorded_by,
    PrivateLink.set_by,
    Posting.by_name,
    Posting.recalled_by,
    Journal.opened_by,
    Journal.ended_by,
    JournalLine.removed_by,
    Action.by_name,
    Action.closed_by,
    ActionOwner.name,
    Decision.by_name,
    Decision.settled_by,
    Reserve.name,
    Reserve.settled_by,
    MinutesVersion.by_name,
    Remark.name,
    Remark.settled_by,
    Poll.by_name,
    Annex.added_by,
    Annex.removed_by,
    Countdown.begun_by,
    ReceivedFact.by_name,
    EligibilityWaiver.by_name,
    SlotCall.by_name,
    SlotVersion.by_name,
    SlotDecision.by_name,
    Milestone.set_by,
    Output.withdrawn_by,
    OutputVersion.by_name,
    OutputVersion.taken_by,
    OutputTemplate.set_by,
)


class Erasure:
    """The statements that erase; each leaves the rows of others as they are."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def words_of(self, senders: Collection[str]) -> None:
        """Blank what these addresses said, and the addresses; what still waits is left to run."""
        await self.session.execute(
            update(Event)
            .where(Event.sender.in_(senders), Event.state != EventState.WAITING)
            .values(text="", extra={}, sender=NOBODY)
            .execution_options(synchronize_session=False)
        )

    async def direct_places(self, senders: Collection[str]) -> list[str]:
        """The places in which only the bot and one of these addresses were."""
        found = await self.session.scalars(
            select(Event.place).where(Event.sender.in_(senders), Event.direct).distinct()
        )
        return list(found)

    async def places_of(self, chats: Collection[str]) -> None:
        """Delete what is known of these chats of one person with the bot."""
        await self.session.execute(
            delete(Place)
            .where(Place.address.in_(chats), Place.kind == PlaceKind.DIRECT)
            .execution_options(synchronize_session=False)
        )
        await self.session.execute(
            update(Event)
            .where(Event.place.in_(chats), Event.direct, Event.state != EventState.WAITING)
            .values(place=NOBODY)
            .execution_options(synchronize_session=False)
        )

    async def letters_to(self, places: Collection[str]) -> None:
        """Blank the letters to these addresses and places; those not sent yet never go."""
        mine = Letter.place.in_(places)
        await self.session.execute(
            update(Letter)
            .where(
                mine, Letter.state.in_((LetterState.WAITING, LetterState.HELD, LetterState.DEAD))
            )
            .values(state=LetterState.VOID)
        )
        await self.session.execute(
            update(Letter)
            .where(mine)
            .values(text="", subject=None, extra={}, last_error=None, place=NOBODY)
        )

    async def questions_to(self, person_id: int) -> None:
        """Withdraw what waits for the person, and blank what was drafted with them."""
        mine = Question.person_id == person_id
        await self.session.execute(
            update(Question)
            .where(mine, Question.state == QuestionState.OPEN)
            .values(state=QuestionState.WITHDRAWN)
        )
        await self.session.execute(
            update(Question)
            .where(mine)
            .values(draft={}, answer=None, token_hash=None, place=NOBODY)
        )

    async def ways_to(self, person_id: int) -> None:
        """Delete the person's addresses, the links that wait, their being a contact, what they
        wanted to be reminded of, and what they answered to polls."""
        for record in (Address, Link, Contact, Rehearsal, OwnReminder, PollAnswer):
            await self.session.execute(delete(record).where(record.person_id == person_id))

    async def name_in_journals(self, person_id: int, instead: str) -> None:
        """The lines of the person are those of `instead`."""
        await self.session.execute(
            update(JournalLine)
            .where(JournalLine.person_id == person_id)
            .values(name=instead)
            .execution_options(synchronize_session=False)
        )

    async def name_in_changes(self, person_id: int, instead: str) -> None:
        """What the person changed was changed by `instead`; the history of their name goes."""
        await self.session.execute(
            update(Change).where(Change.person_id == person_id).values(by_name=instead)
        )
        await self.session.execute(
            update(Change)
            .where(Change.subject == "person", Change.subject_id == person_id)
            .values(was="", now="")
        )

    async def name_in_words(self, names: Sequence[str], instead: str) -> None:
        """Where these names stand as those of somebody who gave or set something: `instead`."""
        for column in _NAMED_IN:
            await self.session.execute(
                update(column.class_).where(column.in_(names)).values({column: instead})
            )
        for source in (Fact.source, GroupName.source):
            for name in names:
                await self.session.execute(
                    update(source.class_)
                    .where(
                        or_(source.startswith("said by "), source.startswith("imported from ")),
                        or_(
                            source.endswith(f"by {name}", autoescape=True),
                            source.contains(f"by {name}, ", autoescape=True),
                        ),
                    )
                    .values({source: func.replace(source, f"by {name}", f"by {instead}")})
                )

    async def strangers(self, before: datetime) -> None:
        """Of what came and was settled before, forget the addresses of those whom nobody knows:
        of people who talked to others, too."""
        known = select(Address.address)
        await self.session.execute(
            update(Event)
            .where(
                Event.state != EventState.WAITING,
                func.coalesce(Event.handled_at, Event.received_at) < before,
                Event.sender != NOBODY,
                Event.sender.not_in(known),
            )
            .values(sender=NOBODY)
            .execution_options(synchronize_session=False)
        )
        await self.session.execute(
            update(Letter)
            .where(Letter.sent_at < before, Letter.to_person, Letter.place.not_in(known))
            .values(place=NOBODY)
        )
