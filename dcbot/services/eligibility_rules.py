"""Rules of eligibility: as they ship, and as the Secretariat says them for a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dcbot.arguments import listed
from dcbot.data.rules import ShippedRule
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import literal
from dcbot.services import eligibility
from dcbot.services.changes import keep
from dcbot.services.evaluating import NAMES
from storage.base import Audience
from storage.cycles import Cycle
from storage.eligibility import EligibilityRule, RuleKind
from storage.people import Person
from storage.received_facts import FactKind
from storage.store import Store

_FIELDS = ("kind", "said", "accepts", "years", "held", "new_in", "certainty", "address")


@dataclass(frozen=True)
class Worded:
    """A rule as somebody said it, and how it is evaluated; `storage.eligibility` has the fields."""

    kind: RuleKind
    said: str
    accepts: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    held: str = ""
    new_in: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for a yes."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Worded:
        """The rule that was stored."""
        tuples = {name: tuple(document[name]) for name in ("accepts", "years", "new_in")}
        return cls(**{**document, "kind": RuleKind(document["kind"]), **tuples})


async def install(store: Store, shipped: Sequence[ShippedRule], *, now: datetime) -> list[str]:
    """Bring the rules up to what ships, and leave what people changed; returns where the two
    differ, a sentence each. Cycles that are not known are passed over."""
    differences = []
    for one in shipped:
        cycle = await store.cycles.by_key(one.cycle)
        if cycle is None:
            continue
        known = {row.key: row for row in await store.eligibility.rules(cycle.id, withdrawn=True)}
        row = known.get(one.key)
        if row is None:
            await store.eligibility.add(row_of(cycle, one, now))
        elif row.edited and row.said != one.said:
            differences.append(f"{cycle.name}, rule {row.key}: here it was changed by people.")
        elif not row.edited:
            _take(row, one, now)
    await store.flush()
    return differences


def row_of(cycle: Cycle, one: ShippedRule, now: datetime) -> EligibilityRule:
    """The row that a rule becomes in this cycle, as it ships."""
    return EligibilityRule(
        cycle_id=cycle.id,
        key=one.key,
        changed_at=now,
        shipped=True,
        audience=Audience.PUBLIC,
        public_from=now,
        **_fields(one),
    )


def _fields(one: ShippedRule) -> dict[str, Any]:
    fields = {name: _plain(getattr(one, name)) for name in _FIELDS}
    return {**fields, "kind": RuleKind(one.kind)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _take(row: EligibilityRule, one: ShippedRule, now: datetime) -> None:
    fields = _fields(one)
    if any(getattr(row, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.changed_at = now


async def put(
    store: Store, cycle: Cycle, key: str, rule: Worded, *, by: Person, now: datetime, why: str = ""
) -> tuple[EligibilityRule, str]:
    """Set a rule of the cycle, a new one or other words; returns it, and what it said before
    (empty: it is new). Raises NotAllowed or BadArgument."""
    await eligibility.require(store, by=by, now=now, to="say the rules of a cycle")
    known = {row.key: row for row in await store.eligibility.rules(cycle.id, withdrawn=True)}
    row = known.get(key_of(key))
    was = row.said if row and not row.withdrawn else ""
    if row is None:
        row = EligibilityRule(
            cycle_id=cycle.id,
            key=key_of(key),
            kind=rule.kind,
            said=rule.said,
            changed_at=now,
            audience=Audience.PUBLIC,
            public_from=now,
        )
        await store.eligibility.add(row)
    for name, value in asdict(rule).items():
        setattr(row, name, _plain(value))
    row.kind, row.changed_at, row.edited, row.withdrawn = rule.kind, now, True, False
    row.certainty, row.address = "", ""
    what = f"rule {row.key} of {cycle.name} set"
    await keep(
        store, "eligibility rule", row, what, by=by, now=now, was=was, is_now=rule.said, why=why
    )
    return row, was


def key_of(words: str) -> str:
    """The identity that a rule gets from the words by which somebody names it."""
    key = "-".join(fold(words).split()[:4])
    if not key or key.isdigit():
        raise BadArgument("Name the rule by a word before the colon, such as `report: …`.")
    return key


async def withdraw(
    store: Store, cycle: Cycle, which: str, *, by: Person, now: datetime, why: str = ""
) -> EligibilityRule:
    """The rule counts no more; it stays in the history. Raises NotAllowed or NotFound."""
    await eligibility.require(store, by=by, now=now, to="take a rule of a cycle back")
    row = await eligibility.rule_named(store, cycle, which)
    row.withdrawn, row.edited, row.changed_at = True, True, now
    what = f"rule {row.key} of {cycle.name} withdrawn"
    await keep(store, "eligibility rule", row, what, by=by, now=now, was=row.said, why=why)
    return row


def evaluated(rule: EligibilityRule | Worded) -> str:
    """How the rule is evaluated, in a sentence."""
    kinds = listed([_name(kind) for kind in rule.accepts], "or")
    years = listed(list(rule.years), "or")
    new = ""
    if rule.new_in:
        in_years = listed(list(rule.new_in), "or")
        new = f"; of coalitions new in {in_years}, the light report of that year is enough"
    match rule.kind:
        case RuleKind.RECEIVED:
            return f"It is met where a {kinds} of {years} was received{new}."
        case RuleKind.AFTER_SESSION:
            return (
                f"It is asked of coalitions that held a session in {rule.held}: met where a "
                f"{kinds} of {years} was received{new}."
            )
        case RuleKind.REGULAR:
            return "What the rolls of the coordination meetings say is shown, and people judge."
        case _:
            return "People judge it; nothing that is recorded decides it."


def _name(kind: str) -> str:
    return NAMES.get(FactKind(kind), kind)


async def told(store: Store, cycle: Cycle) -> list[str]:
    """The rules of the cycle in lines: each in words, how it is evaluated, and its source."""
    lines = []
    for number, rule in enumerate(await eligibility.rules_of(store, cycle), 1):
        lines.append(f"{number}. (`{rule.key}`) {literal(rule.said)} {evaluated(rule)}")
        if rule.certainty:
            lines.append(f"   - {literal(rule.certainty)}")
        if rule.address:
            lines.append(f"   - Read at <{rule.address}>")
        elif rule.edited:
            lines.append(f"   - {await _said_by(store, rule)}")
    return lines


async def _said_by(store: Store, rule: EligibilityRule) -> str:
    changes = await store.changes.of("eligibility rule", rule.id)
    return f"Said by {literal(changes[-1].by_name)}" if changes else "Said here"
