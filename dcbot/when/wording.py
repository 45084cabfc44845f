"""What people are told where a phrase has no one reading: why, and what to say instead."""

from __future__ import annotations

from datetime import date

from dcbot.when import saying
from dcbot.when.reading import Context, Reading, Refused, Vague
from dcbot.when.remainder import Left

EXAMPLE = "for example “Tuesday 1 December 2026, 14:00 UTC”"


def _quoted(words: tuple[str, ...]) -> str:
    shown = " … ".join(dict.fromkeys(words[:4]))
    return f"“{shown[:60]}”"


def left_over(left: Left) -> Reading | None:
    """What words that were left over make of a phrase that has a time in it."""
    if left.context:
        return needs_context(left.context)
    if left.vague:
        return Vague(
            f"{_quoted(left.vague)} leaves open when exactly.",
            f"Say the day and the time, {EXAMPLE}.",
        )
    if left.danger:
        return Context(
            f"{_quoted(left.danger)} may turn the time into another. Say the time alone."
        )
    if left.time or left.unknown:
        return Refused(
            f"{_quoted(left.time + left.unknown)} is not understood beside the time.",
            f"Say the time alone, {EXAMPLE}.",
        )
    return None


def needs_context(words: tuple[str, ...]) -> Context:
    return Context(f"{_quoted(words)} depends on something else. Say the day and the time.")


def numbered(said: str) -> Context:
    return Context(f"“{said}” may number something, or be a date. Say the day and the time alone.")


def held(word: str) -> Reading | None:
    """What a word of the past makes of a day that is named without its year."""
    if not word:
        return None
    return Context(f"“{word}” speaks of what is past. Say the day with its month and its year.")


def no_such_day(said: str, language: str) -> Refused:
    return Refused(f"There is no such day as “{said}”.", "Say a day that the calendar has.")


def no_such_hour(said: str) -> Refused:
    return Refused(
        f"There is no such time as “{said}” in that part of the day.",
        "Say it in 24 hours, such as 15:00.",
    )


def contradiction(weekday: int, day: date, language: str) -> Refused:
    """The weekday and the date disagree."""
    named = saying.weekday_name(weekday, language)
    return Refused(
        f"{saying.day(day, language)} is no “{named}”.", "Say the date, or the weekday, anew."
    )


def not_enough() -> Vague:
    return Vague("Which day is meant is left open.", f"Say the day and the time, {EXAMPLE}.")


def part_only() -> Vague:
    return Vague("A part of the day is no clock time.", "Say the time, such as 15:00.")


def open_ended() -> Vague:
    return Vague("Only a beginning or an end is named.", f"Say when it is itself, {EXAMPLE}.")


def gap() -> Refused:
    return Refused(
        "The clocks are put forward that night, and leave this time out.",
        "Say a time an hour earlier or later, or say it in UTC.",
    )


def disagree() -> Refused:
    return Refused(
        "The times that are named for several zones are not the same moment.",
        "Say one of them, with its zone.",
    )


def backwards() -> Refused:
    return Refused("The end is not after the beginning.", "Say both with their days.")


def where(words: str) -> Context:
    return Context(
        f"Whether the time is that of “{words}” is left open. Say the zone behind the time."
    )


def section(said: str) -> Vague:
    return Vague(f"“{said}” can be a date or a time.", f"Say the day and the time, {EXAMPLE}.")


def past(said: str) -> Refused:
    return Refused(f"{said} is over already.", "Say a time that is still to come.")


NOT_IN_FORCE = "the zone's abbreviation is not in force on that day, or has several meanings"


def why(reasons: set[str], doubt: str) -> str:
    """What is doubtful, without a full stop."""
    if "not in force" in reasons:
        return NOT_IN_FORCE
    if "twice" in reasons:
        return "the clocks are put back that night, and show this time twice"
    return doubt
