"""Evaluating: rules of eligibility held against what is known of a coalition; pure.

A rule passes or fails only by what somebody recorded. What nobody recorded is missing, and missing
is no failure: people must judge, and are told what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dcbot import dates
from dcbot.arguments import listed
from dcbot.message import literal
from storage.eligibility import EligibilityRule, EligibilityWaiver, RuleKind
from storage.received_facts import FactKind, ReceivedFact

NAMES = {
    FactKind.REPORT: "yearly report",
    FactKind.PAPER: "thematic paper or output",
    FactKind.LIGHT: "light report",
    FactKind.SESSION_REPORT: "session report",
}
"""What was received, by its kind."""


class Verdict(StrEnum):
    """What comes of a rule, or of all of them."""

    PASS = "pass"
    FAIL = "fail"
    PEOPLE = "people must judge"


@dataclass(frozen=True)
class Known:
    """What is known of one coalition when its rules are evaluated."""

    handle: str
    facts: Sequence[ReceivedFact] = ()
    new_in: Sequence[str] = ()
    """The years in which the register says that it was new."""
    attendance: str = ""
    """In how many meetings it was present, in a sentence; empty where no roll tells."""
    waivers: Sequence[EligibilityWaiver] = ()

    def fact(self, kind: FactKind | str, year: str) -> ReceivedFact | None:
        """The fact of this kind and year that counts."""
        return next((one for one in self.facts if one.kind == kind and one.year == year), None)

    def is_new(self, years: Sequence[str]) -> str:
        """The first of these years in which it was new; empty where none is known."""
        told = [one.year for one in self.facts if one.kind is FactKind.NEW and one.holds]
        denied = [one.year for one in self.facts if one.kind is FactKind.NEW and not one.holds]
        new = [*told, *(year for year in self.new_in if year not in denied)]
        return next((year for year in years if year in new), "")


@dataclass(frozen=True)
class Result:
    """What comes of one rule: the verdict, a sentence, the evidence, and what is missing."""

    rule: EligibilityRule
    verdict: Verdict
    sentence: str
    evidence: Sequence[str] = ()
    """What was recorded, a sentence each, with links."""
    missing: Sequence[str] = ()
    """What nobody has recorded yet, that would decide it."""

    def as_document(self) -> dict[str, object]:
        """The form in which it is kept with a decision."""
        return {
            "rule": self.rule.key,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "evidence": list(self.evidence),
            "missing": list(self.missing),
        }


@dataclass(frozen=True)
class Evaluation:
    """What comes of all rules of a cycle for one coalition."""

    results: Sequence[Result] = field(default_factory=tuple)

    @property
    def verdict(self) -> Verdict:
        """Fail where a rule fails, else for people where one is for people; without rules too."""
        verdicts = {one.verdict for one in self.results}
        if Verdict.FAIL in verdicts:
            return Verdict.FAIL
        return Verdict.PASS if verdicts == {Verdict.PASS} else Verdict.PEOPLE


def evaluate(rules: Sequence[EligibilityRule], known: Known) -> Evaluation:
    """What each rule gives for the coalition, in their order."""
    return Evaluation(tuple(_result(rule, known) for rule in rules))


def _result(rule: EligibilityRule, known: Known) -> Result:
    waiver = next((one for one in known.waivers if one.rule_id == rule.id), None)
    if waiver is not None:
        sentence = f"Waived for {literal(known.handle)} by {literal(waiver.by_name)}"
        return Result(rule, Verdict.PASS, f"{sentence}: {literal(waiver.why)}")
    return _BY_KIND[rule.kind](rule, known)


def _received(rule: EligibilityRule, known: Known) -> Result:
    wanted = [(kind, year) for kind in rule.accepts for year in rule.years]
    found = [fact for kind, year in wanted if (fact := known.fact(kind, year))]
    given = [fact for fact in found if fact.holds]
    evidence = tuple(words(fact) for fact in found)
    if given:
        return Result(rule, Verdict.PASS, f"{_capital(words(given[0]))}.", evidence)
    name = literal(known.handle)
    new = known.is_new(rule.new_in)
    light = known.fact(FactKind.LIGHT, new) if new else None
    if light and light.holds:
        sentence = f"{name} was new in {new}, and its light report was received."
        return Result(rule, Verdict.PASS, sentence, (*evidence, words(light)))
    if new:
        wanted.append((FactKind.LIGHT, new))
    if light is not None:
        evidence = (*evidence, words(light))
    missing = _whats([(kind, year) for kind, year in wanted if not known.fact(kind, year)])
    if missing:
        sentence = f"It is not recorded whether a {listed(missing, 'or a')} was received."
        return Result(rule, Verdict.PEOPLE, sentence, evidence, tuple(missing))
    kinds = listed(_whats(wanted), "or")
    return Result(rule, Verdict.FAIL, f"Of {name}, no {kinds} was received.", evidence)


def _after_session(rule: EligibilityRule, known: Known) -> Result:
    name, held = literal(known.handle), known.fact(FactKind.SESSION, rule.held)
    if held is not None and not held.holds:
        sentence = f"It does not apply: {name} held no session in {rule.held}."
        return Result(rule, Verdict.PASS, sentence, (words(held),))
    found = _received(rule, known)
    evidence = (*((words(held),) if held else ()), *found.evidence)
    if held is not None or found.verdict is Verdict.PASS:
        return Result(rule, found.verdict, found.sentence, evidence, found.missing)
    missing = (f"session of {name} in {rule.held}", *found.missing)
    sentence = f"It is not recorded whether {name} held a session in {rule.held}."
    if found.missing:
        report = listed(found.missing, "or a")
        sentence = f"{sentence[:-1]}, nor whether a {report} was received."
    return Result(rule, Verdict.PEOPLE, sentence, evidence, missing)


def _regular(rule: EligibilityRule, known: Known) -> Result:
    facts = [fact for fact in known.facts if fact.kind is FactKind.CONTRIBUTION]
    facts = [fact for fact in facts if not rule.years or fact.year in rule.years]
    evidence = [*([known.attendance] if known.attendance else []), *(words(one) for one in facts)]
    if not evidence:
        missing = (f"attendance of {literal(known.handle)} at the coordination meetings",)
        sentence = "No roll and no record tells in how many meetings it took part; people judge."
        return Result(rule, Verdict.PEOPLE, sentence, (), missing)
    sentence = f"{evidence[0].rstrip('.')}; whether that is regular, people judge."
    return Result(rule, Verdict.PEOPLE, _capital(sentence), tuple(evidence))


def _judged(rule: EligibilityRule, known: Known) -> Result:
    evidence = tuple(words(fact) for fact in known.facts)
    return Result(rule, Verdict.PEOPLE, "People judge this; no record decides it.", evidence)


_BY_KIND = {
    RuleKind.RECEIVED: _received,
    RuleKind.AFTER_SESSION: _after_session,
    RuleKind.REGULAR: _regular,
    RuleKind.JUDGED: _judged,
}


def words(fact: ReceivedFact) -> str:
    """The fact in words, with its link and note, without a full stop."""
    day = f" on {dates.said(fact.day)}" if fact.day else ""
    link = f" (<{fact.link}>)" if fact.link else ""
    note = f" ({literal(fact.note)})" if fact.note else ""
    return f"{_said(fact, day)}{link}{note}"


def _said(fact: ReceivedFact, day: str) -> str:
    no = "" if fact.holds else "no "
    match fact.kind:
        case FactKind.SESSION:
            return f"{no}session was held in {fact.year}"
        case FactKind.NEW:
            return f"{'established' if fact.holds else 'not established'} in {fact.year}{day}"
        case FactKind.CONTRIBUTION:
            return f"{no}contribution to coordination meetings in {fact.year} was recorded"
    of = _what(fact.kind, fact.year)
    return f"the {of} was received{day}" if fact.holds else f"no {of} was received{day}"


def _what(kind: FactKind | str, year: str) -> str:
    return f"{NAMES.get(FactKind(kind), str(kind))} of {year}"


def _whats(wanted: Sequence[tuple[FactKind | str, str]]) -> list[str]:
    """What is asked for, once for each kind: a yearly report of 2016 or 2017."""
    years: dict[FactKind, list[str]] = {}
    for kind, year in wanted:
        years.setdefault(FactKind(kind), []).append(year)
    return [_what(kind, listed(of, "or")) for kind, of in years.items()]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
