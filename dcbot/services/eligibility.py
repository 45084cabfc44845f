"""Eligibility: what the rules of a cycle give for a coalition, by what is recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument, NotFound
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import attendance, evaluating, groups, standings
from dcbot.services.attendance import Roll
from dcbot.services.changes import keep
from dcbot.services.evaluating import Evaluation, Known, Verdict
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.cycles import Cycle
from storage.eligibility import EligibilityRule, EligibilityWaiver, RuleKind
from storage.groups import Group
from storage.people import Person
from storage.received_facts import ReceivedFact
from storage.store import PublicStore, Store

DEFAULT_KEY = "default"
_DEFAULT = (
    "No rule of eligibility is known for {cycle}. This is a neutral default of dcbot and nothing "
    "official: what was received is shown, and people judge."
)
_MARKS = {Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.PEOPLE: "people must judge"}


@dataclass(frozen=True)
class Ground:
    """All that the evaluation of a cycle's rules stands on, for every coalition."""

    cycle: Cycle
    rules: Sequence[EligibilityRule]
    facts: Mapping[int, Sequence[ReceivedFact]]
    waivers: Mapping[int, Sequence[EligibilityWaiver]]
    new_in: Mapping[int, Sequence[str]]
    rolls: Sequence[Roll] = ()

    def evaluate(self, group_id: int, handle: str) -> Evaluation:
        """What the rules give for the coalition."""
        known = Known(
            handle,
            facts=self.facts.get(group_id, ()),
            new_in=self.new_in.get(group_id, ()),
            attendance=self._attendance(handle),
            waivers=self.waivers.get(group_id, ()),
        )
        return evaluating.evaluate(self.rules, known)

    def _attendance(self, handle: str) -> str:
        counted = attendance.counted(self.rolls, handle)
        if not counted.of:
            return ""
        return (
            f"{literal(handle)} was present in {counted.words} of the last coordination meetings "
            "with a confirmed roll"
        )


async def rules_of(store: Store | PublicStore, cycle: Cycle) -> list[EligibilityRule]:
    """The rules of the cycle; where none is known, the neutral default, which is no row."""
    return await store.eligibility.rules(cycle.id) or [default(cycle)]


def default(cycle: Cycle) -> EligibilityRule:
    """The rule of a cycle of which no rule is known: people judge."""
    return EligibilityRule(
        cycle_id=cycle.id,
        key=DEFAULT_KEY,
        kind=RuleKind.JUDGED,
        said=_DEFAULT.format(cycle=cycle.name),
        changed_at=cycle.created_at,
    )


async def ground(
    store: Store, cycle: Cycle, *, by: Person, now: datetime, of_one: Group | None = None
) -> Ground:
    """What is recorded now, of all coalitions or `of_one` alone. Only rolls that everybody may read
    count, so that all get the same answer."""
    rules = await rules_of(store, cycle)
    facts: dict[int, list[ReceivedFact]] = {}
    for fact in await (store.received.of(of_one.id) if of_one else store.received.all()):
        facts.setdefault(fact.group_id, []).append(fact)
    waivers: dict[int, list[EligibilityWaiver]] = {}
    for waiver in await store.eligibility.waivers(cycle.id):
        waivers.setdefault(waiver.group_id, []).append(waiver)
    new_in: dict[int, list[str]] = {}
    for one in await (store.facts.of(of_one.id, "new") if of_one else store.facts.all("new")):
        new_in.setdefault(one.group_id, []).append(one.value[:4])
    rolls: Sequence[Roll] = ()
    coordination = await store.groups.coordination()
    if coordination and any(rule.kind is RuleKind.REGULAR for rule in rules):
        rolls = await attendance.rolls(store, coordination, by=by, now=now, aloud=True)
    return Ground(cycle, rules, facts, waivers, new_in, rolls)


async def of(store: Store, cycle: Cycle, group: Group, *, by: Person, now: datetime) -> Evaluation:
    """What the rules of the cycle give for one coalition now."""
    handle = (await groups.title(store, group)).handle
    known = await ground(store, cycle, by=by, now=now, of_one=group)
    return known.evaluate(group.id, handle)


def lines(evaluation: Evaluation) -> list[str]:
    """The evaluation in lines, each rule with its verdict and a sentence."""
    told = []
    for number, one in enumerate(evaluation.results, 1):
        told.append(f"{number}. {literal(one.rule.said)} **{_MARKS[one.verdict]}**: {one.sentence}")
        said = one.sentence.casefold()
        more = [each for each in one.evidence if each.casefold() not in said]
        if more:
            told.append(f"   - recorded: {'; '.join(more)}")
        if one.rule.certainty:
            told.append(f"   - {literal(one.rule.certainty)}")
    return told


def head(cycle: Cycle, handle: str, evaluation: Evaluation) -> str:
    """The whole verdict in a sentence; nothing that the bot decides."""
    name = f"{literal(handle)} by the rules of {literal(cycle.name)}"
    failed = [one for one in evaluation.results if one.verdict is Verdict.FAIL]
    open_ = [one for one in evaluation.results if one.verdict is Verdict.PEOPLE]
    if failed:
        rules = listed([str(_number(evaluation, one)) for one in failed])
        return f"{name}: **fail**, by rule {rules}. The Secretariat can waive a rule."
    if open_:
        missing = [what for one in open_ for what in one.missing]
        what = f" Not recorded: {'; '.join(missing)}." if missing else ""
        return f"{name}: **people must judge**.{what}"
    return f"{name}: **pass**. The Secretariat decides."


def _number(evaluation: Evaluation, result: object) -> int:
    return next(n for n, one in enumerate(evaluation.results, 1) if one is result)


async def require(store: Store, *, by: Person, now: datetime, to: str) -> None:
    """Raise NotAllowed unless `by` is part of the Secretariat."""
    await standings.require(store, by, Role.SECRETARIAT, None, to=to, now=now)


async def waive(
    store: Store,
    cycle: Cycle,
    group: Group,
    which: str,
    why: str,
    *,
    by: Person,
    now: datetime,
) -> EligibilityWaiver:
    """A rule is not held against the coalition in this cycle. Raises NotAllowed, NotFound, or
    BadArgument where no reason is said."""
    await require(store, by=by, now=now, to="waive a rule of eligibility")
    rule = await rule_named(store, cycle, which)
    if not why.strip():
        raise BadArgument("A waiver needs its reason. Say it behind a colon.")
    name = await record_name(store, by, now=now)
    waiver = await store.eligibility.waiver(rule.id, group.id)
    if waiver is None:
        waiver = EligibilityWaiver(
            rule_id=rule.id,
            group_id=group.id,
            at=now,
            by_name=name,
            why=why.strip(),
            audience=Audience.PUBLIC,
            public_from=now,
        )
        await store.eligibility.add(waiver)
    waiver.at, waiver.by_name, waiver.why, waiver.withdrawn = now, name, why.strip(), False
    handle = (await groups.title(store, group)).handle
    said = f"{rule.key} of {cycle.name} waived for {handle}"
    await keep(store, "eligibility waiver", waiver, said, by=by, now=now, why=why.strip())
    return waiver


async def end_waiver(
    store: Store, cycle: Cycle, group: Group, which: str, *, by: Person, now: datetime
) -> EligibilityWaiver:
    """The rule counts again. Raises NotAllowed or NotFound."""
    await require(store, by=by, now=now, to="end a waiver")
    rule = await rule_named(store, cycle, which)
    waiver = await store.eligibility.waiver(rule.id, group.id)
    handle = (await groups.title(store, group)).handle
    if waiver is None or waiver.withdrawn:
        raise NotFound(f"{literal(handle)} was not waived from that rule of {cycle.name}.")
    waiver.withdrawn = True
    said = f"{rule.key} of {cycle.name} counts again for {handle}"
    await keep(store, "eligibility waiver", waiver, said, by=by, now=now)
    return waiver


async def rule_named(store: Store, cycle: Cycle, which: str) -> EligibilityRule:
    """The rule of the cycle with this key or number; the only one where nothing is said."""
    rules = await store.eligibility.rules(cycle.id)
    said = which.strip().casefold()
    for number, rule in enumerate(rules, 1):
        if said in (rule.key, str(number)) or (not said and len(rules) == 1):
            return rule
    if not rules:
        raise NotFound(f"{literal(cycle.name)} has no rule of eligibility here.")
    known = listed([f"{number} (`{rule.key}`)" for number, rule in enumerate(rules, 1)])
    raise NotFound(f"{quoted(which)} is no rule of {literal(cycle.name)}. Its rules are {known}.")
