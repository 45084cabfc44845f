"""A meeting of the coordination group with all that minutes can hold, as outputs are given it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dcbot.record.attendance import Attendance, Attendee, Presence, PresentBy
from dcbot.record.deciding import (
    Ballot,
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
    Tally,
    Vote,
)
from dcbot.record.facts import Affiliation, Standing
from dcbot.record.floor import Agenda, Point, PointState
from dcbot.record.minutes import (
    Correction,
    Doubt,
    DoubtKind,
    Gap,
    GapReason,
    Item,
    ItemKind,
    LineKind,
    Link,
    LogLine,
    Minutes,
    Topic,
    Unread,
)
from dcbot.record.outputs.publication import Publication, Status
from dcbot.record.tasks import Action, ActionState, Owner, OwnerTasks

OPENED = datetime(2026, 12, 1, 14, 0, 12, tzinfo=UTC)
PAPER = "https://www.intgovforum.org/en/content/dc-main-session_(draft)"
LENA, AMINA, JOAO, SAMI = "Lena Fischer", "Amina Diallo", "João Silva", "سامي الحداد"
TEXTS: tuple[tuple[str, str], ...] = (
    (LENA, "#startmeeting DCCG coordination meeting"),
    (LENA, "Welcome, all. This call is recorded and captioned; does anybody object?"),
    (AMINA, "present+"),
    (JOAO, "present+ (DC3)"),
    (SAMI, "مساء الخير للجميع"),
    (LENA, "#topic Main session"),
    (AMINA, "The MAG has granted us 90 minutes on the third day."),
    (LENA, f"#info The first draft is at {PAPER}, comments until Friday."),
    (JOAO, "I think four minutes for each coalition is too short; a <b>round table</b> is better."),
    (LENA, "#agreed The main session is held as a round table of 90 minutes."),
    (SAMI, "نعترض على المدة القصيرة المخصصة للمنطقة العربية"),
    (AMINA, "#action Amina and João to send the outline to the MAG by 11 December"),
    (LENA, ""),
    (LENA, "#topic Calendar"),
    (LENA, "#subtopic Deadlines of 2027"),
    (JOAO, "#idea One calendar feed for all coalitions & observers"),
    (LENA, "#startvote Meet on Tuesdays? yes, no"),
    (LENA, "#endvote"),
    (AMINA, "#help Somebody who reads Chinese: 请帮助翻译日程安排"),
    (LENA, "s/Friday/Thursday/"),
    (LENA, "#endmeeting"),
)


def at(line: int) -> datetime:
    """When the line was said."""
    return OPENED + timedelta(minutes=3 * (line - 1))


def _log() -> tuple[LogLine, ...]:
    found = []
    for number, (name, text) in enumerate(TEXTS, start=1):
        if not text:
            found.append(LogLine(line=number, at=at(number), kind=LineKind.GAP))
            continue
        line = LogLine(
            line=number,
            at=at(number),
            kind=LineKind.SAID,
            name=name,
            text=text,
            by=f"@{number}:example.org",
            written_by=LENA if number in (7, 9) else "",
            command=text.startswith("#"),
        )
        found.append(line)
    found.append(LogLine(line=24, at=at(24), kind=LineKind.REACTED, name=JOAO, text="👍", about=10))
    return tuple(found)


def item(kind: ItemKind, line: int, text: str, number: int | None = None) -> Item:
    """An item made by the line."""
    name = TEXTS[line - 1][0]
    by = f"@{line}:example.org"
    return Item(kind=kind, text=text, by=by, name=name, at=at(line), line=line, number=number)


ROUND_TABLE = "The main session is held as a round table of 90 minutes."
OUTLINE = "send the outline to the MAG"
DECISION = Decision(
    number=7,
    text=ROUND_TABLE,
    outcome=Outcome.AGREED,
    by="@lena:example.org",
    name=LENA,
    at=at(10),
    line=10,
    topic=1,
    finality=Finality.PROVISIONAL,
    proposal="The main session is a round table.",
    proposed_by=JOAO,
    reserves=(
        Reserve(
            kind=Reservation.MINORITY,
            text="The time for the Arab region is too short: نعترض على المدة",
            by="@sami:example.org",
            name=SAMI,
            at=at(11),
            line=11,
            coalition="IRPC",
            stakeholders="civil society",
            proven=False,
        ),
    ),
)
ACTIONS = (
    Action(
        number=12,
        text=OUTLINE,
        owners=(Owner(AMINA, "@amina:example.org"), Owner(JOAO, "@joao:example.org")),
        due="by 11 December",
        by="@amina:example.org",
        name=AMINA,
        at=at(12),
        line=12,
        topic=1,
    ),
    Action(number=13, text="ask the Secretariat for the room", at=at(12), line=12, topic=1),
)
CARRIED = Action(
    number=9,
    text="collect the reports of 2026",
    owners=(Owner("DC3", group=True),),
    state=ActionState.DONE,
    closed_line=8,
    meeting="DCCG 96",
)
VOTE = Vote(
    question="Meet on Tuesdays?",
    options=("yes", "no"),
    by="@lena:example.org",
    name=LENA,
    at=at(17),
    line=17,
    topic=3,
    closed_at=at(18),
    closed_line=18,
    tallies=(Tally("yes", 2, (AMINA, JOAO)), Tally("no", 1, (SAMI,))),
    ballots=(
        Ballot(by="a", name=AMINA, option=0, at=at(17), line=17, coalition="DCAD"),
        Ballot(by="j", name=JOAO, option=0, at=at(17), line=17, changed=True),
        Ballot(by="s", name=SAMI, option=1, at=at(17), line=17),
    ),
    needed=3,
    present=4,
    quorate=True,
    result="2 for yes, 1 for no: carried.",
)
PEOPLE = (
    Attendee(
        by="@lena:example.org",
        name=LENA,
        presence=Presence.PRESENT,
        present_by=PresentBy.CHAIR,
        lines=10,
        first_line=1,
        chair=True,
        scribe=True,
    ),
    Attendee(
        by="@amina:example.org",
        name=AMINA,
        presence=Presence.PRESENT,
        present_by=PresentBy.ROLL,
        lines=3,
        affiliation=Affiliation("DCAD", Standing.REPRESENTATIVE, "civil society"),
    ),
    Attendee(
        by="@joao:example.org",
        name=JOAO,
        presence=Presence.PRESENT,
        present_by=PresentBy.ROLL,
        lines=3,
        affiliation=Affiliation("DC3", Standing.OBSERVER, "technical community"),
        arrived=at(3),
    ),
    Attendee(
        by="@sami:example.org",
        name=SAMI,
        presence=Presence.PRESENT,
        present_by=PresentBy.SPOKE,
        lines=2,
    ),
    Attendee(by="@mei:example.org", name="Mei Lin", presence=Presence.REGRETS, proxy=AMINA),
    Attendee(by="@olu:example.org", name="Olu Ade", presence=Presence.ABSENT),
    Attendee(
        by="@pia:example.org",
        name="Pia Rossi",
        presence=Presence.UNKNOWN,
        present_by=PresentBy.JOINED,
    ),
)
TOPICS = (
    Topic(title=""),
    Topic(
        title="Main session",
        number="1",
        by="@lena:example.org",
        name=LENA,
        at=at(6),
        line=6,
        last_line=13,
        items=(
            item(ItemKind.INFO, 8, f"The first draft is at {PAPER}, comments until Friday."),
            item(ItemKind.AGREED, 10, ROUND_TABLE, 7),
            item(ItemKind.ACTION, 12, OUTLINE, 12),
            item(ItemKind.ACTION, 12, "ask the Secretariat for the room", 13),
        ),
        spoken=(7, 9, 11),
    ),
    Topic(title="Calendar", number="2", name=LENA, at=at(14), line=14, last_line=14),
    Topic(
        title="Deadlines of 2027",
        level=2,
        number="2.1",
        name=LENA,
        at=at(15),
        line=15,
        last_line=21,
        items=(
            item(ItemKind.IDEA, 16, "One calendar feed for all coalitions & observers"),
            item(ItemKind.VOTE, 17, "Meet on Tuesdays?"),
            item(ItemKind.HELP, 19, "Somebody who reads Chinese: 请帮助翻译日程安排"),
        ),
    ),
)
AGENDA = Agenda(
    points=(
        Point(
            number=1,
            title="Main session",
            proposer=LENA,
            minutes=30,
            state=PointState.CLOSED,
            topic=1,
        ),
        Point(number=2, title="Calendar", state=PointState.TAKEN_UP, topic=2, carried_over=True),
        Point(number=3, title="Any other business", proposer=SAMI, added_line=5),
    ),
    adopted=True,
)
ATTENDANCE = Attendance(
    roll_taken=True,
    people=PEOPLE,
    coalitions=(
        ("DC3", Presence.PRESENT),
        ("DCAD", Presence.PRESENT),
        ("IRPC", Presence.UNKNOWN),
        ("YCIG", Presence.ABSENT),
    ),
    counted=2,
    quorum=2,
    quorum_rule="two representatives",
    quorate=True,
)
MEETING = Minutes(
    title="DCCG meeting 97",
    group="Dynamic Coalition Coordination Group",
    place="#dccg:example.org",
    zone="Europe/Zurich",
    started=OPENED,
    started_by=LENA,
    ended=at(21),
    ended_by=LENA,
    last_at=at(24),
    chairs=(LENA,),
    scribes=(LENA,),
    topics=TOPICS,
    decisions=(DECISION,),
    actions=ACTIONS,
    carried=(CARRIED,),
    owners=(
        OwnerTasks(Owner(AMINA, "@amina:example.org"), ACTIONS[:1]),
        OwnerTasks(Owner(JOAO, "@joao:example.org"), ACTIONS[:1]),
        OwnerTasks(None, ACTIONS[1:]),
    ),
    votes=(VOTE,),
    attendance=ATTENDANCE,
    agenda=AGENDA,
    next_meeting="Tuesday 12 January 2027, 14:00 UTC",
    links=((Link(PAPER, "First draft"), 8),),
    log=_log(),
    gaps=(Gap(line=13, last_line=13, at=at(13), why=GapReason.TAKEN_BACK, topic=1),),
    corrections=(
        Correction(
            how="corrected",
            line=20,
            changed=(8,),
            name=LENA,
            at=at(20),
            before="comments until Friday",
            after="comments until Thursday",
        ),
    ),
    doubts=(
        Doubt(
            kind=DoubtKind.NO_OWNER,
            line=12,
            text="Nobody owns “ask the Secretariat for the room”; say `action 13: NAME`.",
            suggestion="action 13: Lena",
        ),
    ),
    unread=(Unread(19, "#hlep", "near “help”"),),
)
DRAFT = Publication(
    status=Status.DRAFT,
    version=2,
    as_of=at(40),
    address="https://dcs.example.org/groups/dccg/meetings/97",
    log_address="https://dcs.example.org/groups/dccg/meetings/97/log",
    published_by="the facilitators of the coordination group",
    disclaimer="This is not an official UN document.",
    licence="CC BY 4.0",
    licence_address="https://creativecommons.org/licenses/by/4.0/",
    removal="write to the Secretariat.",
    attached=(Link("https://video.example.org/97", "the recording"),),
)
