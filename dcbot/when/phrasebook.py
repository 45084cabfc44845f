"""What a language needs to say times back: one book of phrases a language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Book:
    """One language's phrases, with what stands in braces filled in."""

    date: str
    instant: str
    clock: str
    daily: str
    days: str
    weekly: str
    weeks: str
    monthly: str
    months: str
    yearly: str
    years: str
    of: str
    of_year: str
    nth: str
    in_month: str
    day_of: str
    day_number: str
    last_day: str
    working_day: str
    workdays: str
    within: str
    without: str
    times: str
    start: str
    until: str
    ordinals: dict[int, str]
    and_: str
    comma: str = ", "
    first_day: str = "1"
    # Weekdays (0 is Monday) before which ordinals take the other gender, with those forms.
    feminine: tuple[int, ...] = ()
    ordinals_feminine: tuple[tuple[int, str], ...] = ()
    # Forms of the weekdays in "each …", where they differ from those in a date.
    weekly_names: tuple[str, ...] = ()

    # The months' names by themselves, where they differ from those in a date.
    lone_months: tuple[str, ...] = ()

    def ordinal(self, number: int, weekday: int) -> str:
        """First, last … as it stands before that weekday."""
        if weekday in self.feminine:
            return dict(self.ordinals_feminine)[number]
        return self.ordinals[number]

    def weekday(self, name: str) -> str:
        """The weekday's name behind an ordinal."""
        return name.removeprefix("ال")

    def each(self, day: int, name: str) -> str:
        """The weekday's name behind "each"."""
        return self.weekly_names[day] if self.weekly_names else name.removeprefix("ال")
