"""Eligibility: the rules of a cycle in words, what they give for a coalition, and waivers."""

from __future__ import annotations

import re
from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import applicants, cycles, eligibility, eligibility_rules, rule_reading
from dcbot.services.applicants import Applicant
from dcbot.services.eligibility_rules import Worded


@command(
    "eligible",
    aliases=("eligibility", "is eligible", "eligible for slot", "slot eligible"),
    examples=(
        Example("eligible DC3 2017", "DC3 by the rules of IGF 2017: **people must judge**.…"),
        Example("eligible DC3 1999", "No cycle is called “1999”. Known are 2015, 2016, 2017,…"),
    ),
)
async def eligible(call: Call, coalition: Annotated[str, Rest("coalition and cycle")]) -> Answer:
    """Tell what the rules of a cycle say of a coalition's slot, rule by rule, with the evidence.

    For example `eligible DC3 2017`; without a year, the cycle that goes on. A rule passes or fails
    by what was recorded; what nobody recorded is named, and people judge.
    """
    store, prefix, now = call.store, call.manners.prefix, call.now
    who = await applicants.meant(store, coalition, prefix=prefix, now=now)
    found = await eligibility.of(store, who.cycle, who.group, by=call.person, now=now)
    head = eligibility.head(who.cycle, who.handle, found)
    return Answer("\n".join([head, *eligibility.lines(found)]), brief=_brief(call, head))


def _brief(call: Call, head: str) -> str:
    return f"{head} Said privately, {call.say('eligible')} tells it rule by rule."


@command(
    "slot rules",
    aliases=("eligibility rules", "rules of eligibility", "slots rules", "rules for slots"),
    examples=(
        Example("slot rules 2017", "To have a slot of its own at IGF 2017:…"),
        Example("slot rules 2025", "To have a slot of its own at IGF 2025:…"),
    ),
)
async def slot_rules(call: Call, cycle: Annotated[str, Rest("cycle")] = "") -> str:
    """Tell the rules of eligibility of a cycle, how each is evaluated, and where it was read."""
    now = call.now
    found = await (
        cycles.named(call.store, cycle) if cycle else cycles.current(call.store, now=now)
    )
    head = f"To have a slot of its own at {literal(found.name)}:"
    return "\n".join([head, *await eligibility_rules.told(call.store, found)])


@command(
    "slot rule",
    aliases=("eligibility rule", "slot rule set"),
    allowed=Role.SECRETARIAT,
    examples=(
        Example("slot rule 2025 report: A yearly report of 2024", "Only the Secretariat can say …"),
    ),
)
async def slot_rule(call: Call, rule: Annotated[str, Rest("cycle, name: rule")]) -> Answer:
    """Say a rule of eligibility of a cycle in words, or change one.

    For example `slot rule 2027 report: A yearly report of 2026 is received; of coalitions new in
    2026, a light report`. The bot says how it would evaluate it, and asks. What it cannot evaluate
    is left to people.
    """
    await eligibility.require(call.store, by=call.person, now=call.now, to="say the rules")
    year, key, words = _rule_said(call, rule)
    cycle = await cycles.named(call.store, year)
    read = rule_reading.read(words, str(int(cycle.key) - 1))
    known = {one.key: one for one in await call.store.eligibility.rules(cycle.id)}
    was = f"It said: {literal(known[key].said)}" if key in known else "It is new."
    foot = "Is that right? Say `yes` or `no`."
    text = (
        f"Rule `{key}` of {literal(cycle.name)} is to be: {literal(read.said)}\n"
        f"{eligibility_rules.evaluated(read)}\n{was}\n\n{foot}"
    )
    draft = {"cycle": cycle.key, "key": key, "rule": read.as_document()}
    return Answer(text, ask=Ask("slot rule", draft=draft))


def _rule_said(call: Call, rule: str) -> tuple[str, str, str]:
    year, _, rest = rule.strip().partition(" ")
    key, colon, words = rest.partition(":")
    if not colon or not words.strip() or not key.strip():
        say = call.say("slot rule 2027 report: A yearly report of 2026 is received")
        raise BadArgument(f"Say the cycle, a name for the rule, a colon and the rule: {say}.")
    return year.rstrip(":"), eligibility_rules.key_of(key), words.strip()


@takes_reply("slot rule")
async def slot_rule_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Set the rule where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    cycle = await cycles.named(call.store, draft["cycle"])
    rule = Worded.from_document(draft["rule"])
    row, _ = await eligibility_rules.put(
        call.store, cycle, draft["key"], rule, by=call.person, now=call.now
    )
    then = call.say(f"slot rules {cycle.key}")
    return Answer(f"Rule `{row.key}` of {literal(cycle.name)} is set. {then} tells all of them.")


@command(
    "slot rule drop",
    aliases=("eligibility rule drop", "drop slot rule"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("slot rule drop 2017 report", "Only the Secretariat can say “!slot rule d…"),
    ),
)
async def slot_rule_drop(call: Call, rule: Annotated[str, Rest("cycle and rule")]) -> str:
    """Take a rule of a cycle back; it stays in the history. Behind a colon, say why."""
    year, _, rest = rule.strip().partition(" ")
    which, _, why = rest.partition(":")
    cycle = await cycles.named(call.store, year)
    row = await eligibility_rules.withdraw(
        call.store, cycle, which, by=call.person, now=call.now, why=why.strip()
    )
    return f"Rule `{row.key}` of {literal(cycle.name)} counts no more: {literal(row.said)}"


@command(
    "slot waive",
    aliases=("waive", "eligibility waive"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("slot waive DC3 2017: it is new", "Only the Secretariat can say “!slot w…"),),
)
async def slot_waive(
    call: Call, waiver: Annotated[str, Rest("coalition, cycle, rule: why")]
) -> str:
    """Say that a rule is not held against a coalition, and why; everybody can read both.

    For example `slot waive DC3 2017 report-or-output: it was founded in March`. Where the cycle has
    one rule, its name can be left out.
    """
    who, which, why = await _waiver(call, waiver)
    row = await eligibility.waive(
        call.store, who.cycle, who.group, which, why, by=call.person, now=call.now
    )
    where = f"{literal(who.handle)} at {literal(who.cycle.name)}"
    return f"Waived for {where} by {literal(row.by_name)}: {literal(row.why)}"


@command(
    "slot unwaive",
    aliases=("unwaive", "waiver end", "slot waiver end"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("slot unwaive DC3 2017", "Only the Secretariat can say “!slot unwaive”.…"),),
)
async def slot_unwaive(call: Call, waiver: Annotated[str, Rest("coalition, cycle, rule")]) -> str:
    """End a waiver: the rule counts again."""
    who, which, _ = await _waiver(call, waiver)
    by, now = call.person, call.now
    await eligibility.end_waiver(call.store, who.cycle, who.group, which, by=by, now=now)
    return f"The rule counts again for {literal(who.handle)} at {literal(who.cycle.name)}."


async def _waiver(call: Call, words: str) -> tuple[Applicant, str, str]:
    said, _, why = words.partition(": ")
    found = re.fullmatch(r"(?P<named>.+?\s\d{4})(?:\s+(?P<rule>\S+))?", said.strip().rstrip(":"))
    if found is None:
        raise BadArgument(
            f"{quoted(said)} names no cycle. Say the coalition, the cycle and why: "
            f"{call.say('slot waive DC3 2017: it was founded in March')}."
        )
    prefix = call.manners.prefix
    who = await applicants.meant(call.store, found["named"], prefix=prefix, now=call.now)
    return who, found["rule"] or "", why
