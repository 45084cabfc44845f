"""Rows that everybody may see, beside everything that could leak; and asking for the latter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import (
    column,
    func,
    literal_column,
    select,
    table,
    text,
    union,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from storage.actions import Action, ActionOwner
from storage.annexes import Annex, AnnexKind
from storage.base import Audience, Base, Publishable
from storage.changes import Change
from storage.community import Detail
from storage.contacts import Contact
from storage.cycles import Cycle, CycleDate, DateKind
from storage.database import Database
from storage.decisions import Decision, Finality, Outcome, Reservation, Reserve, ReserveState
from storage.eligibility import EligibilityRule, EligibilityWaiver, RuleKind
from storage.facts import Fact, Source
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.journal_lines import JournalLine, LineKind, LineSource
from storage.journals import Journal, JournalState
from storage.live_minutes import LiveMinutes
from storage.meetings import Meeting, MeetingKind, PrivateLink, Series, Sitting
from storage.milestones import Milestone, Stage
from storage.minutes import MinutesVersion, Remark, VersionState
from storage.outputs import Output, OutputVersion
from storage.people import Person
from storage.publicity import ALWAYS_PUBLIC
from storage.received_facts import FactKind, ReceivedFact
from storage.search_entries import Subject
from storage.search_queries import EntryKind
from storage.slots import RequestState, Result, SlotCall, SlotOutcome, SlotRequest
from storage.store import Store
from tests.templates import Databases
from tests.world import MONDAY_NOON, create_tables

NOW = MONDAY_NOON
SECRET = "the secret"
OPEN = "open to all"
RECORDS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda one: one.__name__)
PUBLISHABLE = [record for record in RECORDS if issubclass(record, Publishable)]
NEVER = [r for r in RECORDS if not issubclass(r, Publishable) and r not in ALWAYS_PUBLIC]

# The audience of each kind of row that may not be seen, and from when.
HIDDEN = {
    "private": (Audience.PRIVATE, None),
    "private with a date": (Audience.PRIVATE, NOW - timedelta(days=1)),
    "for its group": (Audience.GROUP, NOW - timedelta(days=1)),
    "from the next moment on": (Audience.PUBLIC, NOW + timedelta(microseconds=1)),
    "public without a date": (Audience.PUBLIC, None),
}


def of_group(group: Group, words: str, audience: Audience, since: Any) -> list[Base]:
    """Rows of a group that say these words."""
    shown = {"audience": audience, "public_from": since}
    return [
        Fact(group_id=group.id, what="site", value=words, recorded_at=NOW, **shown),
        GroupName(
            group_id=group.id,
            name=words,
            folded=f"{words} {audience} {since}",
            kind=NameKind.ALIAS,
            **shown,
        ),
        Change(
            subject="group",
            subject_id=group.id,
            at=NOW,
            by_name="Jo",
            what=words,
            was=words,
            **shown,
        ),
    ]


async def put_meetings(store: Store, group: Group, words: str, audience: Any, since: Any) -> None:
    """A series of the group, a meeting of it and its second sitting, which say these words."""
    shown = {"audience": audience, "public_from": since, "changed_at": NOW, "zone": "UTC"}
    start = NOW.replace(tzinfo=None)
    number = await store.meetings.next_number(group.id)
    common: dict[str, Any] = {"title": words, "kind": MeetingKind.OWN, "minutes": 60, **shown}
    series = Series(
        **common,
        group_id=group.id,
        uid=f"{group.key} {number}",
        starts_local=start,
        rule="FREQ=DAILY",
        created_at=NOW,
    )
    await store.meetings.add(series)
    meeting = Meeting(
        **common,
        group_id=group.id,
        number=number,
        series_id=series.id,
        original_local=start,
        starts_local=start,
        starts_at=NOW,
        created_at=NOW,
        agenda=words,
    )
    await store.meetings.add(meeting)
    sitting = Sitting(
        meeting_id=meeting.id,
        uid=f"{words} {number} {group.key}",
        starts_local=start,
        starts_at=NOW,
        minutes=60,
        **shown,
    )
    await store.meetings.add(sitting)
    await put_journal(store, meeting, words, audience, since)
    # The link for participants is secret whoever may see the meeting.
    await store.meetings.put_private_link(series, SECRET, by_name="Jo", now=NOW)


async def put_journal(
    store: Store, meeting: Meeting, words: str, audience: Any, since: Any
) -> None:
    """The journal of the meeting and a line of it, which say these words; what was known at its
    opening is secret whoever may read it."""
    shown = {"audience": audience, "public_from": since}
    journal = Journal(
        state=JournalState.ENDED,
        opened_at=NOW,
        opened_by=words,
        last_at=NOW,
        dialects=[],
        meeting_id=meeting.id,
        **shown,
    )
    await store.journals.add(journal)
    await store.journals.put_facts(journal.id, {"people": SECRET})
    line = JournalLine(
        journal_id=journal.id,
        number=1,
        at=NOW,
        kind=LineKind.SAID,
        source=LineSource.ROOM,
        text=words,
        **shown,
    )
    annex = Annex(
        meeting_id=meeting.id,
        number=1,
        kind=AnnexKind.CHAT,
        title=words,
        added_at=NOW,
        added_by=words,
        content={"kind": "chat", "lines": [[None, words, words]], "left_out": 0},
        **shown,
    )
    store.session.add_all([line, annex])
    version = MinutesVersion(
        journal_id=journal.id,
        number=1,
        state=VersionState.DRAFT,
        up_to_line=1,
        made_at=NOW,
        by_name=words,
        why=words,
        **shown,
    )
    await store.minutes.add(version)
    await store.minutes.put_published(version, {"title": words})
    so_far = LiveMinutes(
        journal_id=journal.id,
        meeting_id=meeting.id,
        sitting=1,
        up_to_line=1,
        made_at=NOW,
        minutes={"title": words},
        **shown,
    )
    store.session.add(so_far)
    remark = Remark(journal_id=journal.id, number=1, text=SECRET, name=SECRET, at=NOW)
    await store.minutes.add(remark)


async def put_registers(store: Store, group: Group, words: str, audience: Any, since: Any) -> None:
    """An action with its owner, and a decision with what was said against it, in these words."""
    shown = {"audience": audience, "public_from": since}
    number = await store.actions.last_number(group.id) + 1
    told: dict[str, Any] = {"number": number, "text": words, "by_name": words, **shown}
    action = Action(**told, group_id=group.id, given_at=NOW, due=words, closed_why=words)
    await store.actions.add(action, [ActionOwner(action_id=0, name=words)])
    decision = Decision(
        **told,
        group_id=group.id,
        outcome=Outcome.AGREED,
        finality=Finality.FINAL,
        decided_at=NOW,
        proposal=words,
        why=words,
    )
    await store.decisions.add(decision)
    reserve = Reserve(
        decision_id=decision.id,
        number=1,
        kind=Reservation.DISSENT,
        text=words,
        name=words,
        at=NOW,
        state=ReserveState.RECORDED,
        **shown,
    )
    await store.decisions.add(reserve)


async def put_cycle(store: Store, key: str, words: str, audience: Any, since: Any) -> None:
    """A cycle and its date, which say these words."""
    shown = {"audience": audience, "public_from": since}
    cycle = Cycle(key=key, name=words, created_at=NOW, **shown)
    await store.cycles.add(cycle)
    date = CycleDate(
        cycle_id=cycle.id,
        key="a-date",
        uid=f"{key} a date",
        what=words,
        kind=DateKind.EVENT,
        day="2026-12-01",
        changed_at=NOW,
        **shown,
    )
    await store.cycles.add(date)
    rule = EligibilityRule(
        cycle_id=cycle.id, key="a", kind=RuleKind.JUDGED, said=words, changed_at=NOW, **shown
    )
    await store.eligibility.add(rule)
    group = await store.groups.by_key(key)
    assert group is not None
    await store.eligibility.add(
        EligibilityWaiver(
            rule_id=rule.id, group_id=group.id, at=NOW, by_name=words, why=words, **shown
        )
    )
    received = ReceivedFact(
        group_id=group.id,
        kind=FactKind.REPORT,
        year="2026",
        recorded_at=NOW,
        by_name=words,
        note=words,
        **shown,
    )
    await store.received.add(received)
    call = SlotCall(cycle_id=cycle.id, date_id=date.id, opens_at=NOW, by_name=words, **shown)
    await store.slots.add(call)
    state = RequestState.REQUESTED
    request = SlotRequest(call_id=call.id, group_id=group.id, state=state, changed_at=NOW, **shown)
    await store.slots.add(request)
    result = Result.ACCEPTED
    await store.slots.add(
        SlotOutcome(request_id=request.id, result=result, at=NOW, title=words, **shown)
    )
    await put_output(store, cycle, date, group, words, shown)


async def put_output(
    store: Store, cycle: Cycle, date: CycleDate, group: Group, words: str, shown: dict[str, Any]
) -> None:
    """A milestone of the cycle, and an output of the group with a version, in these words."""
    await store.milestones.put(
        Milestone(
            cycle_id=cycle.id,
            stage=Stage.DRAFT,
            date_id=date.id,
            set_at=NOW,
            set_by=words,
            **shown,
        )
    )
    output = Output(
        group_id=group.id, cycle_id=cycle.id, begun_at=NOW, withdrawn_why=words, **shown
    )
    await store.outputs.add(output)
    await store.outputs.add(
        OutputVersion(
            output_id=output.id,
            number=1,
            title=words,
            at=NOW,
            by_name=words,
            kind="text",
            html=words,
            findings=[words],
            **shown,
        )
    )


async def put_entries(store: Store) -> None:
    """What can be found by its words, for each audience: all of it holds the word “word”."""
    cases = {"public": (Audience.PUBLIC, NOW), **HIDDEN}
    for number, (name, (audience, since)) in enumerate(cases.items(), 1):
        words = OPEN if name == "public" else SECRET
        row = {
            "id": number,
            "subject": Subject.GROUP,
            "subject_id": 1000 + number,
            "part": "",
            "kind": EntryKind.GROUP,
            "at": NOW,
            "sitting": 1,
            "heading": True,
            "who": words,
            "title": words,
            "text": words,
            "tokens": f"word {words}",
            "forms": "",
            "facets": "kindgroup",
            "analyser": 1,
            "audience": audience,
            "public_from": since,
        }
        await store.search.add([row])


async def put(database: Database) -> None:
    """Something that everybody may see, and beside it everything that could leak."""
    await create_tables(database)
    async with database.transaction() as store:
        store.session.add(Detail(name="office", value={"is": OPEN}))
        store.session.add(Source(key="s", name=OPEN))
        cases = {"public": (Audience.PUBLIC, NOW), **HIDDEN}
        for name, (audience, since) in cases.items():
            words = OPEN if name == "public" else SECRET
            group = Group(
                key=name,
                kind=GroupKind.COALITION,
                name=words,
                created_at=NOW,
                audience=audience,
                public_from=since,
            )
            await store.groups.add(group)
            person = Person(name=SECRET, created_at=NOW)
            await store.people.add(person)
            contact = Contact(
                group_id=group.id,
                person_id=person.id,
                proposed_by=words,
                proposed_at=NOW,
                audience=audience,
                public_from=since,
            )
            store.session.add(contact)
            store.session.add_all(of_group(group, words, audience, since))
            await put_meetings(store, group, words, audience, since)
            await put_registers(store, group, words, audience, since)
            await put_cycle(store, name, words, audience, since)
        open_group = await store.groups.by_key("public")
        assert open_group is not None
        for name, (audience, since) in HIDDEN.items():
            store.session.add_all(of_group(open_group, f"{SECRET} {name}", audience, since))
            await put_meetings(store, open_group, f"{SECRET} {name}", audience, since)
            await put_registers(store, open_group, f"{SECRET} {name}", audience, since)
        await store.flush()
        await put_entries(store)


@pytest.fixture
async def filled(databases: Databases) -> AsyncIterator[Database]:
    """A database with public rows and others."""
    database = Database(databases.filled("leaks", put))
    yield database
    await database.close()


def words_of(rows: Any) -> str:
    """Everything that can be read in what came back."""

    def told(value: Any) -> Any:
        if isinstance(value, Base):
            return {key: one for key, one in vars(value).items() if not key.startswith("_")}
        return value

    return repr([[told(value) for value in row] for row in rows])


FactTable: Any = Fact.__table__
PersonTable: Any = Person.__table__
SourceTable: Any = Source.__table__
Other = aliased(Fact)
OtherGroup = aliased(Group, name="other")
part = select(Fact.value).where(Fact.value.contains(SECRET)).subquery()
of_facts = select(Fact).subquery()
FactOfPart = aliased(Fact, of_facts)
named = select(Fact.value, Fact.group_id).cte("named")
top = select(Group.id, Group.name).where(Group.parent_id.is_(None)).cte("climb", recursive=True)
climbing = top.union_all(select(Group.id, Group.name).join(top, Group.parent_id == top.c.id))

# Each of these shows a secret to a store that is not public.
ASKED: dict[str, Any] = {
    "a record": select(Fact),
    "a column": select(Fact.value),
    "two records": select(Group, Fact).join(Fact, Fact.group_id == Group.id),
    "a product": select(Source.name, Fact.value).where(Source.key != Fact.value),
    "an outer join": select(Group.key, Fact.value).outerjoin(Fact, Fact.group_id == Group.id),
    "an outer join from the left": select(Fact.value)
    .select_from(Source)
    .outerjoin(Fact, Fact.group_id > 0),
    "a full join": select(Fact.value)
    .select_from(Source)
    .outerjoin(Fact, Fact.value == Source.name, full=True),
    "a full join of tables": select(Fact.value).select_from(
        SourceTable.outerjoin(FactTable, FactTable.c.value == SourceTable.c.name, full=True)
    ),
    "an alias": select(Other.value),
    "an alias beside the record": select(Fact.value, Other.value).where(Fact.id < Other.id),
    "a subquery": select(part.c.value),
    "a subquery as a record": select(FactOfPart),
    "a subquery beside a record": select(Group.key, part.c.value).where(Group.key != part.c.value),
    "a scalar subquery": select(select(func.max(Fact.value)).scalar_subquery()),
    "a correlated subquery": select(
        Source.key,
        select(func.max(Fact.value)).where(Fact.what != Source.key).scalar_subquery(),
    ),
    "a subquery of a subquery": select(select(part).subquery()),
    "a common table": select(named.c.value),
    "a common table joined": select(Group.key, named.c.value).join(
        named, named.c.group_id == Group.id
    ),
    "a recursive table": select(climbing.c.name),
    "a union": union_all(select(Fact.value), select(Group.name)),
    "a union of records": select(Fact).from_statement(union(select(Fact), select(Fact))),
    "a union within": select(union(select(Fact.value), select(Change.was)).subquery()),
    "a difference": select(Fact.value).except_(select(Source.name)),
    "a bare table": select(FactTable),
    "a bare column": select(FactTable.c.value),
    "a bare table beside a record": select(Source.key, FactTable.c.value).where(
        SourceTable.c.key != FactTable.c.value
    ),
    "a bare alias": select(FactTable.alias("x").c.value),
    "a table by its name": select(table("facts", column("value")).c.value),
    "a private table by its name": select(table("people", column("name")).c.name),
    "a private table beside a record": select(Source.key, PersonTable.c.name).where(
        SourceTable.c.key != PersonTable.c.name
    ),
    "a private record joined": select(Contact.id, Person.name).join(
        Person, Person.id == Contact.person_id
    ),
    "the link of a meeting": select(Meeting.title, PrivateLink.link).join(
        PrivateLink, PrivateLink.series_id == Meeting.series_id
    ),
    "the link of a meeting in a subquery": select(
        Meeting.title, select(func.max(PrivateLink.link)).scalar_subquery()
    ),
    "a private record in a subquery": select(
        Source.key, select(func.max(Person.name)).scalar_subquery()
    ),
    "plain SQL": text("SELECT value FROM facts"),
    "plain SQL as a record": select(Fact).from_statement(text("SELECT * FROM facts")),
    "plain SQL as columns": text("SELECT value FROM facts").columns(value=Fact.value.type),
    "plain SQL as a column": select(Source.key, text("(SELECT max(name) FROM people)")),
    "literal SQL as a column": select(Source.key, literal_column("(SELECT max(name) FROM people)")),
    "an operator that is SQL": select(
        Source.key.op("|| (SELECT max(name) FROM people) ||")(Source.name)
    ),
    "the greatest": select(func.max(Group.name)),
    "an aggregate by group": select(func.max(Change.was)).group_by(Change.subject_id),
    "its own condition": select(Fact.value).where(Fact.audience == Audience.PRIVATE),
    "either condition": select(Fact.value).where(
        (Fact.audience == Audience.PUBLIC) | (Fact.audience == Audience.PRIVATE)
    ),
    "with an option": select(Fact).options(joinedload("*")),
    "with an execution option": select(Fact).execution_options(public_as_of=True),
}
