"""Eligibility: the rules of 2017, 2022 and 2024 held against facts, every branch in a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.data.rules import ACCEPTED, KINDS, load, read
from dcbot.errors import SettingsError
from dcbot.services import eligibility_rules, evaluating
from dcbot.services.evaluating import Evaluation, Known, Verdict, evaluate
from storage.base import Audience
from storage.cycles import Cycle
from storage.eligibility import EligibilityRule, EligibilityWaiver, RuleKind
from storage.received_facts import FactKind, ReceivedFact

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PASS, FAIL, PEOPLE = Verdict.PASS, Verdict.FAIL, Verdict.PEOPLE
SHIPPED = load("igf")


def rules(year: str) -> list[EligibilityRule]:
    """The rules of a year as they ship, numbered as rows are."""
    cycle = Cycle(key=year, name=f"IGF {year}", created_at=NOW)
    cycle.id = 1
    rows = [eligibility_rules.row_of(cycle, one, NOW) for one in SHIPPED if one.cycle == year]
    for number, row in enumerate(rows, 1):
        row.id = number
    return rows


def fact(said: str) -> ReceivedFact:
    """A fact written as “report 2016” or “no session 2021”."""
    holds = not said.startswith("no ")
    kind, year = said.removeprefix("no ").split()
    day, link = ("2017-03-02", "https://example.org/r") if holds else ("", "")
    if kind in ("session", "new", "contribution"):
        day = link = ""
    note = "spoke in 4 of 10" if kind == "contribution" else ""
    return ReceivedFact(
        group_id=1,
        kind=FactKind(kind),
        year=year,
        recorded_at=NOW,
        by_name="Sana",
        holds=holds,
        day=day,
        link=link,
        note=note,
        audience=Audience.PUBLIC,
        public_from=NOW,
    )


@dataclass(frozen=True)
class Case:
    """A year, what is recorded, the verdicts of its rules, and a sentence among theirs."""

    year: str
    facts: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    says: str
    new_in: tuple[str, ...] = ()
    waived: int = 0
    attendance: str = ""


CASES = [
    Case("2017", (), (PEOPLE,), "not recorded whether a yearly report of 2016 or 2017 or a them"),
    Case("2017", ("report 2016",), (PASS,), "The yearly report of 2016 was received on 2 March"),
    Case("2017", ("report 2017",), (PASS,), "The yearly report of 2017 was received"),
    Case("2017", ("no report 2016", "paper 2016"), (PASS,), "The thematic paper or output of 2016"),
    Case("2017", ("report 2015",), (PEOPLE,), "It is not recorded"),
    Case("2017", ("no report 2016", "no report 2017"), (PEOPLE,), "whether a thematic paper or ou"),
    Case(
        "2017",
        ("no report 2016", "no report 2017", "no paper 2016", "no paper 2017"),
        (FAIL,),
        "Of DC3, no yearly report of 2016 or 2017 or thematic paper or output of 2016 or 2017 was",
    ),
    Case("2017", ("light 2017", "new 2017"), (PEOPLE,), "It is not recorded"),
    Case("2017", (), (PASS,), "Waived for DC3 by Sana: it was founded in March", waived=1),
    Case("2022", (), (PEOPLE, PEOPLE), "held a session in 2021, nor whether a session report of"),
    Case("2022", ("report 2021",), (PEOPLE, PEOPLE), "whether a yearly report of 2020 was rece"),
    Case("2022", ("report 2020", "no session 2021"), (PASS, PASS), "It does not apply: DC3 held n"),
    Case("2022", ("report 2020", "session 2021"), (PASS, PEOPLE), "whether a session report of 20"),
    Case("2022", ("session 2021", "session-report 2021"), (PEOPLE, PASS), "session report of 2021"),
    Case("2022", ("session-report 2021",), (PEOPLE, PASS), "The session report of 2021 was receiv"),
    Case(
        "2022", ("session 2021", "no session-report 2021"), (PEOPLE, FAIL), "no session report of"
    ),
    Case("2022", ("no session-report 2021",), (PEOPLE, PEOPLE), "not recorded whether DC3 held a"),
    Case("2022", ("no report 2020", "no session 2021"), (FAIL, PASS), "Of DC3, no yearly report o"),
    Case("2022", ("new 2021", "light 2021"), (PASS, PEOPLE), "DC3 was new in 2021, and its light"),
    Case("2022", ("light 2022",), (PASS, PEOPLE), "was new in 2022", new_in=("2022",)),
    Case("2022", ("no new 2022", "light 2022"), (PEOPLE, PEOPLE), "yearly", new_in=("2022",)),
    Case(
        "2022", ("new 2022", "no report 2020"), (PEOPLE, PEOPLE), "whether a light report of 2022"
    ),
    Case("2022", ("new 2022", "no report 2020", "no light 2022"), (FAIL, PEOPLE), "or light repor"),
    Case("2022", ("report 2020",), (PASS, PASS), "Waived for DC3 by Sana", waived=2),
    Case("2024", (), (PEOPLE, PEOPLE, PEOPLE), "No roll and no record tells in how many meetings"),
    Case("2024", ("report 2023", "no session 2023"), (PASS, PASS, PEOPLE), "people judge"),
    Case("2024", ("new 2023", "light 2023"), (PASS, PEOPLE, PEOPLE), "new in 2023, and its light"),
    Case(
        "2024", ("session 2023", "no session-report 2023"), (PEOPLE, FAIL, PEOPLE), "no session r"
    ),
    Case("2024", ("no report 2023",), (FAIL, PEOPLE, PEOPLE), "no yearly report of 2023 was rece"),
    Case(
        "2024",
        ("report 2023", "no session 2023"),
        (PASS, PASS, PEOPLE),
        "DC3 was present in 4 of 10 of the last meetings; whether that is regular, people judge",
        attendance="DC3 was present in 4 of 10 of the last meetings",
    ),
    Case(
        "2024", ("contribution 2023",), (PEOPLE, PEOPLE, PEOPLE), "recorded (spoke in 4 of 10); w"
    ),
    Case("2024", ("contribution 2021",), (PEOPLE, PEOPLE, PEOPLE), "No roll and no record"),
    Case("2024", ("report 2023", "no session 2023"), (PASS, PASS, PASS), "Waived", waived=3),
]


def evaluated(case: Case) -> Evaluation:
    waivers = [
        EligibilityWaiver(
            rule_id=case.waived, group_id=1, at=NOW, by_name="Sana", why="it was founded in March"
        )
    ]
    known = Known(
        "DC3",
        facts=[fact(one) for one in case.facts],
        new_in=case.new_in,
        attendance=case.attendance,
        waivers=waivers if case.waived else (),
    )
    return evaluate(rules(case.year), known)


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.year} {', '.join(one.facts)}")
def test_every_branch_of_the_rules(case: Case) -> None:
    found = evaluated(case)

    assert tuple(one.verdict for one in found.results) == case.verdicts
    assert any(case.says in one.sentence for one in found.results), [
        one.sentence for one in found.results
    ]
    for one in found.results:
        assert one.sentence.endswith((".", "March", "judge")) and one.rule.said
        undecided = one.verdict is PEOPLE and one.rule.kind is not RuleKind.REGULAR
        assert not undecided or one.missing
        waived = one.sentence.startswith("Waived")
        assert one.verdict is not PASS or one.evidence or waived


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.year} {', '.join(one.facts)}")
def test_the_whole_is_as_good_as_its_worst_rule(case: Case) -> None:
    verdicts = {one.verdict for one in evaluated(case).results}
    worst = FAIL if FAIL in verdicts else PEOPLE if PEOPLE in verdicts else PASS

    assert evaluated(case).verdict is worst


def test_without_rules_people_judge() -> None:
    assert evaluate([], Known("DC3")).verdict is PEOPLE


def test_evidence_names_the_day_and_the_link() -> None:
    found = evaluated(Case("2017", ("report 2016",), (PASS,), ""))

    assert found.results[0].evidence == (
        "the yearly report of 2016 was received on 2 March 2017 (<https://example.org/r>)",
    )


FACTS = st.sets(
    st.tuples(st.sampled_from(ACCEPTED), st.sampled_from(("2020", "2021", "2022", "2023")))
)


@given(FACTS, FACTS, st.sampled_from(("2017", "2018", "2022", "2024")))
def test_a_fact_more_never_takes_a_pass_away(
    some: set[tuple[str, str]], more: set[tuple[str, str]], year: str
) -> None:
    """Positive facts other than sessions and being new only help."""
    helping = {one for one in more if one[0] not in ("session", "new")}
    before = evaluate(rules(year), Known("DC3", [fact(" ".join(one)) for one in some]))
    after = evaluate(rules(year), Known("DC3", [fact(" ".join(one)) for one in some | helping]))

    for old, new in zip(before.results, after.results, strict=True):
        assert old.verdict is not PASS or new.verdict is PASS
        assert old.verdict is not FAIL and new.verdict is not FAIL


def test_the_data_and_the_records_know_the_same_words() -> None:
    assert {kind.value for kind in RuleKind} == set(KINDS)
    assert {kind.value for kind in FactKind} == set(ACCEPTED)
    assert {one.cycle for one in SHIPPED} == {"2016", "2017", "2018", "2019", "2022", "2024"}
    assert all(one.address.startswith("http") for one in SHIPPED) and load("empty") == ()
    assert evaluating.NAMES[FactKind.REPORT] == "yearly report"


GOOD = '[[rules]]\ncycle = "2027"\nkey = "a"\nkind = "%s"\nsaid = "A."\naccepts = "%s"\n%s'


@pytest.mark.parametrize(
    ("kind", "accepts", "more", "complaint"),
    [
        ("received", "reports", 'years = "2026"', "“reports” in accepts is none of"),
        ("received", "report", "", "“years” is missing"),
        ("received", "report", 'years = "26"', "“26” in years is no year"),
        ("after-session", "session-report", 'years = "2026"', "“held” is missing"),
        ("recieved", "report", 'years = "2026"', "did you mean “received”"),
    ],
)
def test_a_mistake_in_the_file_is_named(kind: str, accepts: str, more: str, complaint: str) -> None:
    assert len(read(GOOD % ("received", "report", 'years = "2026"'))) == 1
    with pytest.raises(SettingsError, match=complaint):
        read(GOOD % (kind, accepts, more))
