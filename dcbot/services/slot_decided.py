"""Slot decided: decisions as the Secretariat says and reads them; pure."""

from __future__ import annotations

from collections.abc import Mapping

from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services.slot_decisions import Decided
from dcbot.services.slot_letters import when_words
from storage.places import Place, PlaceKind
from storage.slots import Result

RESULTS: Mapping[str, Result] = {
    "accept": Result.ACCEPTED,
    "waitlist": Result.WAITLISTED,
    "decline": Result.DECLINED,
    "ask": Result.ASKED,
}
_ALSO = {
    "accepted": "accept",
    "yes": "accept",
    "waiting list": "waitlist",
    "waitlisted": "waitlist",
    "declined": "decline",
    "reject": "decline",
    "rejected": "decline",
    "no": "decline",
    "asked": "ask",
}


def said_alone(place: Place, *, private: bool) -> bool:
    """Whether nobody else read what was said: a mail to a list is answered to its sender alone,
    but the list has read it."""
    return private and place.kind is PlaceKind.DIRECT


def result_of(words: str) -> Result:
    """The decision that the words are; raises BadArgument."""
    said = fold(words)
    found = RESULTS.get(_ALSO.get(said, said))
    if found is None:
        raise BadArgument(
            f"{quoted(words)} is no decision: it is accept, waitlist, decline or ask."
        )
    return found


def read(head: str, whole: str) -> tuple[str, Result]:
    """The coalition, and the decision behind it."""
    words = head.split()
    for count in (2, 1):
        said = fold(" ".join(words[-count:]))
        if len(words) > count and (said in RESULTS or said in _ALSO):
            return " ".join(words[:-count]), result_of(said)
    raise BadArgument(
        f"{quoted(whole, 60)} says no decision. Say the coalition and then accept, waitlist, "
        "decline with a reason, or ask with a question: `!slot decide DC3 decline: no report came`."
    )


def line(one: Decided) -> str:
    """A request in one line, with what is decided and whether it is released."""
    late = ", late" if one.request.late else ""
    title = quoted(str(one.version.fields.get("title", "")), 60)
    decision = one.decision
    if decision is None:
        return f"- {literal(one.handle)}{late}, {title}: not decided"
    why = f" ({literal(decision.why)})" if decision.why else ""
    at = f", {when_words(decision)}" if decision.starts else ""
    state = "" if not one.waits else ", not released"
    was = f", was {one.before.result.value}" if one.before else ""
    newer = ", changed since" if decision.version < one.version.number else ""
    return (
        f"- {literal(one.handle)}{late}, {title}: **{decision.result.value}**{was}{at}{why}{state}"
        f"{newer}"
    )


def told(one: Decided, prefix: str) -> list[str]:
    """What is answered to a decision: what it is, and that nobody knows yet."""
    assert one.decision is not None
    lines = [line(one)[2:]]
    failed = [each for each in one.decision.eligibility if each["verdict"] != "pass"]
    lines += [f"- by the rules: {each['verdict']}: {each['sentence']}" for each in failed]
    if one.waits:
        lines.append(f"Nobody else knows until you say `{prefix}slot release`.")
    return lines
