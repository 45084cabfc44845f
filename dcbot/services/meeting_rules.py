"""Meeting rules: how a group has its meetings recorded, as settings are read, kept and shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.record.facts import MEETBOTS, Dialect, Quorum, RecordedAs
from dcbot.record.powers import MEETBOT_POWERS, Power, Who
from dcbot.roles import Role

USUAL_IDLE = 60
"""So many minutes nothing may be said before a meeting counts as forgotten."""
USUAL_ABSENCE = 15
"""So many minutes no chair may say anything before another can become one."""
LONGEST = 24 * 60
SHOWN, NOT_SHOWN = "shown", "not shown"
"""Whether the web shows the minutes of a meeting while it is recorded."""
TOLD, NOT_TOLD = "told", "not told"
"""Whether a room is told when the time of a point is nearly over, and over."""
ALLOWED, NOT_ALLOWED = "allowed", "not allowed"
"""Whether search engines may list logs."""

DECIDING, CORRECTING, PUBLISHING = "deciding", "correcting", "publishing"
"""What of the minutes a group gives to a role, by the names of its settings."""

_STARTERS = (
    Role.ANYONE,
    Role.OBSERVER,
    Role.MEMBER,
    Role.REPRESENTATIVE,
    Role.CHAIR,
    Role.COORDINATOR,
)
_ANYONE = ("anyone", "anybody", "everyone", "everybody", "all")
_WHO = {
    **dict.fromkeys(_ANYONE, Who.ANYONE),
    **dict.fromkeys(("scribe", "scribes"), Who.SCRIBE),
    **dict.fromkeys(("chair", "chairs"), Who.CHAIR),
    **dict.fromkeys(("nobody", "no one", "none"), Who.NOBODY),
}
_DECIDERS = (Role.MEMBER, Role.REPRESENTATIVE, Role.CHAIR, Role.COORDINATOR)
_COUNTED = ("participants", "representatives", "coalitions")
_QUORUM = re.compile(
    r"(?:at least )?(?P<number>\d{1,3})\s*"
    r"(?P<of>participants?|people|persons?|representatives?|coalitions?)?(?: present)?"
)
# What people call the ways of speaking; a MeetBot is all MeetBots.
_DIALECTS: Mapping[str, frozenset[Dialect]] = {
    "meetbot": MEETBOTS,
    "plain": frozenset({Dialect.PLAIN, Dialect.CORRECTIONS}),
    "w3c": frozenset({Dialect.W3C}),
    "maubot": frozenset({Dialect.MAUBOT}),
}
_Word = TypeVar("_Word", bound=StrEnum)


def read_starter(words: str) -> str:
    """The least role of those who may begin a recorded meeting; raises BadArgument."""
    said = fold(words)
    for role in _STARTERS:
        if said in (role.label, role.labels) or (role is Role.ANYONE and said in _ANYONE):
            return role.label
    offers = listed(
        [f"`{role.label if role is Role.ANYONE else role.labels}`" for role in _STARTERS], "or"
    )
    raise BadArgument(f"{quoted(words)} does not say who may begin: it can be {offers}.")


def starter(value: str) -> Role:
    """The least role that the setting says."""
    return next((role for role in _STARTERS if role.label == value), Role.ANYONE)


def show_starter(value: str) -> str:
    """Who may begin, in words."""
    role = starter(value)
    return "anyone" if role is Role.ANYONE else f"{role.labels} and those above"


def read_decider(words: str) -> str:
    """The least role of those who decide, correct or publish; empty for what is usual. Raises
    BadArgument."""
    said = fold(words)
    if said in ("usual", "as usual", "default"):
        return ""
    for role in _DECIDERS:
        if said in (role.label, role.labels):
            return role.label
    offers = listed([f"`{one.labels}`" for one in _DECIDERS], "or")
    raise BadArgument(f"{quoted(words)} does not say who may: it can be {offers}, or `usual`.")


def decider(value: str) -> Role | None:
    """The least role that the setting says; None for what is usual."""
    return next((role for role in _DECIDERS if role.label == value), None)


def show_decider(value: str) -> str:
    """Who decides, in words."""
    role = decider(value)
    usual = "a coalition's representatives, elsewhere chairs"
    return f"{role.labels} and those above" if role else usual


def show_corrector(value: str) -> str:
    """Who corrects minutes, in words."""
    role = decider(value)
    return f"{role.labels} and those above" if role else "who decides"


def show_publisher(value: str) -> str:
    """Who publishes, in words."""
    role = decider(value)
    usual = "minutes who decides, annexes who schedules"
    return f"{role.labels} and those above" if role else usual


def read_quorum(words: str) -> str:
    """How many it takes, as “5 coalitions”; empty for no rule. Raises BadArgument."""
    if fold(words) in ("none", "no", "0", "off"):
        return ""
    found = _QUORUM.fullmatch(fold(words))
    if found is None or not int(found["number"]):
        raise BadArgument(
            f"{quoted(words)} is no quorum. Say how many of whom: “5 coalitions”, “7 "
            "representatives” or “10 participants”; `none` where there is no rule."
        )
    of = found["of"] or ""
    counted = next((one for one in _COUNTED if of and one.startswith(of)), _COUNTED[0])
    return f"{int(found['number'])} {counted}"


def quorum(value: str) -> Quorum:
    """The rule that the setting says."""
    number, _, counted = value.partition(" ")
    if not value:
        return Quorum()
    return Quorum(int(number), counted, f"{value} are to be present")


def read_powers(words: str) -> str:
    """Who may do what in a meeting, such as “decide: chairs, topic: anyone”; raises BadArgument.

    What is not said is as with MeetBot; “meetbot” alone is that.
    """
    if fold(words) in ("meetbot", "usual", "default"):
        return ""
    found: dict[Power, Who] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[,;\n]", words))):
        power = next((one for one in _longest(Power) if fold(part).startswith(one.value)), None)
        who = _WHO.get(fold(part)[len(power.value) :].strip()) if power else None
        if power is None or who is None:
            raise BadArgument(_no_power(part, power))
        found[power] = who
    return _powers_words(found)


def _longest(words: type[_Word]) -> Iterable[_Word]:
    """The longest first, since one may begin with another: undo own, undo."""
    return sorted(words, key=lambda one: -len(one.value))


def _no_power(part: str, power: Power | None) -> str:
    who = listed([f"`{one}`" for one in Who], "or")
    if power is not None:
        return f"{quoted(part)} does not say who may: say `{power}:` with {who}."
    known = listed([f"`{one}`" for one in Power])
    return (
        f"{quoted(part)} is nothing that one may in a meeting. There are {known}; each for {who}."
    )


def _powers_words(found: Mapping[Power, Who]) -> str:
    changed = {power: who for power, who in found.items() if MEETBOT_POWERS[power] is not who}
    return ", ".join(f"{power}: {who}" for power, who in sorted(changed.items()))


def powers(value: str) -> Mapping[Power, Who]:
    """The whole table that the setting says."""
    said = (part.split(": ") for part in value.split(", ") if part)
    return {**MEETBOT_POWERS, **{Power(power): Who(who) for power, who in said}}


def show_powers(value: str) -> str:
    """Who may do what, in words."""
    return f"{value}; else as with MeetBot" if value else "as with MeetBot"


def read_dialects(words: str) -> str:
    """The ways of speaking that are read in meetings, such as “meetbot, plain”; raises
    BadArgument."""
    found = [fold(part) for part in re.split(r"[,;+]|\band\b", words) if fold(part)]
    unknown = [part for part in found if part not in _DIALECTS]
    if unknown or not found:
        offers = listed([f"`{name}`" for name in _DIALECTS])
        raise BadArgument(
            f"{quoted(unknown[0] if unknown else words)} is no way of speaking that I read in "
            f"meetings. There are {offers}; several stand with commas between."
        )
    return ", ".join(name for name in _DIALECTS if name in found)


def dialects(value: str) -> frozenset[Dialect]:
    """The ways of speaking that the setting says."""
    return frozenset().union(*(_DIALECTS[name] for name in value.split(", ") if name))


def read_minutes(words: str) -> str:
    """A number of minutes, such as “30 minutes” or “2 hours”; 0 for never. Raises BadArgument."""
    found = re.fullmatch(r"(\d{1,4})\s*(minutes?|mins?|hours?|h)?", fold(words))
    minutes = int(found[1]) * (60 if found[2] and found[2][0] == "h" else 1) if found else -1
    if not 0 <= minutes <= LONGEST:
        raise BadArgument(
            f"{quoted(words)} is no number of minutes. Say it as “30 minutes”; 0 for never."
        )
    return str(minutes)


def show_minutes(value: str) -> str:
    """The minutes in words."""
    return f"{value} minutes" if int(value) else "never"


def read_attribution(words: str) -> str:
    """How people are named who have no wish of their own; raises BadArgument."""
    said = {fold(one.value): one.value for one in RecordedAs} | {
        "participant": RecordedAs.PARTICIPANT.value
    }
    if fold(words) not in said:
        offers = listed([f"`{one}`" for one in RecordedAs], "or")
        raise BadArgument(f"{quoted(words)} does not say how people are named: it can be {offers}.")
    return said[fold(words)]


def read_live(words: str) -> str:
    """Whether minutes so far are shown; raises BadArgument."""
    return _either(
        words,
        {SHOWN: ("show", "public"), NOT_SHOWN: ("hidden", "hide")},
        f"the minutes so far can be `{SHOWN}` on the web while a meeting is recorded, or "
        f"`{NOT_SHOWN}`",
    )


def read_timers(words: str) -> str:
    """Whether a room is told of the time of points; raises BadArgument."""
    return _either(
        words,
        {TOLD: ("tell", "shown"), NOT_TOLD: ("silent",)},
        f"the room can be `{TOLD}` when the time of a point is nearly over and over, or "
        f"`{NOT_TOLD}`",
    )


def read_indexing(words: str) -> str:
    """Whether search engines may list logs; raises BadArgument."""
    return _either(
        words,
        {ALLOWED: ("allow", "shown"), NOT_ALLOWED: ("noindex",)},
        f"it can be `{ALLOWED}` or `{NOT_ALLOWED}` that search engines list the logs of its "
        "meetings",
    )


def _either(words: str, values: Mapping[str, Collection[str]], offer: str) -> str:
    """The value that the words mean: the first by “yes” and “on” too, the second by “no”."""
    said = fold(words)
    usual = (("yes", "on"), ("no", "off", "not"))
    for (value, others), common in zip(values.items(), usual, strict=True):
        if said in (value, *others, *common):
            return value
    raise BadArgument(f"{quoted(words)} does not say whether: {offer}.")
