"""The hard calendar of the tests: zones that readers get wrong, exceptions, and every script."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dcbot.calendar.entries import Days, Entry, Instance, Instant, Local
from dcbot.when.occurrences import Series

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
UNTIL = datetime(2028, 4, 1, tzinfo=UTC)
CHANGED = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)

ZONES = {
    "Africa/Casablanca": "اجتماع التحالف الشهري",
    "Africa/El_Aaiun": "لقاء أسبوعي، مع جدول الأعمال؛ والترجمة",
    "Africa/Cairo": "حوكمة الإنترنت",
    "Europe/Dublin": "Winter is the other time",
    "Australia/Lord_Howe": "Half an hour 🏝️",
    "America/Santiago": "Coalición: «derechos», género; y más",
    "Asia/Jerusalem": "ישיבה שבועית",
    "Asia/Tehran": "نشست هفتگی",
    "Antarctica/Troll": "Two hours ❄️",
    "Pacific/Chatham": "Kōrero o te wiki",
    "Pacific/Apia": "Fono faalevaiaso",
    "Asia/Kathmandu": "साप्ताहिक बैठक",
    "America/Vancouver": "Rules that changed in 2026",
    "America/Havana": "Reunión en La Habana",
    "America/Nuuk": "Clocks that change on a Saturday evening",
    "America/New_York": "互联网治理论坛动态联盟协调小组每周会议，讨论议程和时间表以及下次会议",
    "Europe/Zurich": "Совещание координаторов 🌍🌎🌏",
    "Etc/GMT+12": "Anywhere on Earth",
}


def weekly(zone: str, start: datetime, rule: str = "FREQ=WEEKLY", **more: object) -> Local:
    """A weekly hour there."""
    return Local(Series(start, zone, rule, **more), HOUR)  # type: ignore[arg-type]


def entry(uid: str, when: Local | Days | Instant, title: str, **more: object) -> Entry:
    """An entry of the hard calendar."""
    return Entry(uid=f"{uid}@tests.dcbot", when=when, changed_at=CHANGED, title=title, **more)  # type: ignore[arg-type]


def in_zones() -> list[Entry]:
    """A weekly series in each zone, at a clock time that nobody's clock change touches."""
    return [
        entry(zone.replace("/", "-"), weekly(zone, datetime(2026, 9, 3, 14, 30)), title)
        for zone, title in ZONES.items()
    ]


def with_exceptions() -> list[Entry]:
    """A series with every kind of exception, one at UTC, one that ended, one in other words."""
    first = datetime(2026, 10, 6, 14)
    week = timedelta(weeks=1)
    return [
        entry(
            "exceptions",
            weekly(
                "Europe/Zurich",
                first,
                "FREQ=WEEKLY;UNTIL=20271001T000000Z",
                skipped=frozenset({first + 11 * week, first + 12 * week}),
            ),
            "Coordination; with, marks \\ and: all",
            sequence=3,
            text="Agenda:\n1. 议程\n2. جدول الأعمال\n" + "A long line with an é in it. " * 12,
            place="Room XXVII, Palais des Nations",
            url="https://meetings.example/dccg?next=1,2;3",
            categories=("Coordination Group", "a, b"),
            language="en",
            instances=(
                Instance(
                    original=first + 2 * week,
                    changed_at=CHANGED,
                    sequence=1,
                    start=first + 2 * week + timedelta(days=1, hours=2),
                ),
                # Moved from summer time over the change into winter time, and back.
                Instance(
                    original=first + 3 * week,
                    changed_at=CHANGED,
                    sequence=4,
                    start=first + 2 * week + timedelta(hours=3),
                    length=2 * HOUR,
                ),
                Instance(original=first + 5 * week, changed_at=CHANGED, cancelled=True),
                Instance(
                    original=first + 6 * week,
                    changed_at=CHANGED,
                    start=datetime(2026, 11, 18, 9),
                    zone="Asia/Kathmandu",
                    title="特别会议 🎉",
                ),
            ),
        ),
        entry("monthly", weekly("UTC", datetime(2026, 9, 1, 14), "FREQ=MONTHLY;BYDAY=1TU"), "UTC"),
        entry(
            "but-august",
            weekly(
                "Europe/Paris",
                datetime(2026, 9, 25, 15),
                "FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,2,3,4,5,6,7,9,10,11,12",
            ),
            "Dernier vendredi, sauf en août",
        ),
        entry(
            "fortnight",
            weekly("America/New_York", datetime(2026, 9, 3, 21), "FREQ=WEEKLY;INTERVAL=2;COUNT=9"),
            "Every other Thursday, after midnight in UTC",
        ),
        entry(
            "called-off",
            weekly("Asia/Tokyo", datetime(2026, 12, 2, 10), "FREQ=WEEKLY;COUNT=3"),
            "Called off as a whole",
            cancelled=True,
        ),
    ]


def single_ones() -> list[Entry]:
    """Instants, days, and meetings that happen once."""
    return [
        entry("once", weekly("America/Vancouver", datetime(2026, 12, 1, 9), ""), "Once"),
        entry(
            "deadline", Instant(datetime(2026, 12, 1, 11, 59, tzinfo=UTC)), "Slots, 23:59 AoE ⏰"
        ),
        entry("instant", Instant(datetime(2026, 12, 9, 23, 30, tzinfo=UTC), HOUR), "Over midnight"),
        entry("day", Days(date(2026, 11, 30)), "Reports are due 📄"),
        entry("days", Days(date(2026, 12, 14), date(2026, 12, 18)), "IGF 2026 · 互联网治理论坛"),
        entry("off", Instant(datetime(2026, 12, 3, 9, tzinfo=UTC), HOUR), "Off", cancelled=True),
    ]


def at_odd_hours() -> list[Entry]:
    """Series at clock times that are left out once a year and come twice once a year."""
    return [
        entry("odd-zurich", weekly("Europe/Zurich", datetime(2026, 9, 6, 2, 30)), "02:30"),
        entry("odd-cairo", weekly("Africa/Cairo", datetime(2026, 9, 4, 0, 30)), "00:30"),
        entry("odd-howe", weekly("Australia/Lord_Howe", datetime(2026, 9, 6, 2, 15)), "02:15"),
        entry("odd-santiago", weekly("America/Santiago", datetime(2026, 8, 30, 0, 15)), "00:15"),
        entry("odd-york", weekly("America/New_York", datetime(2026, 9, 6, 1, 30)), "01:30"),
    ]


def everything() -> list[Entry]:
    """All of it."""
    return [*in_zones(), *with_exceptions(), *single_ones(), *at_odd_hours()]
