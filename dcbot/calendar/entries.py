"""What can stand in a calendar: an instant, whole days, or local times that come again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from dcbot.when import zones
from dcbot.when.occurrences import Occurrence, Series, between

NO_TIME = timedelta()
_DAYS = timedelta(days=2)


@dataclass(frozen=True)
class Instant:
    """A moment, aware, and how long it lasts; a deadline with a clock lasts no time."""

    at: datetime
    length: timedelta = NO_TIME


@dataclass(frozen=True)
class Days:
    """Whole days, both counted, wherever one is; without `last` one day."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Local:
    """What was planned in the clock time of a zone, once or by a rule, and how long it lasts.

    What is said of single instances stands in the entry, not in the series' own `moved`.
    """

    series: Series
    length: timedelta


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What is otherwise with one instance of a series; empty words and None mean as always.

    `original` is the naive local time that the rule gave, which the instance keeps for ever;
    `start` is the local time instead, in `zone`, or in that of the series. `uid` is what it is
    called on its own, where that is not made of the series' uid and the original time.
    """

    original: datetime
    changed_at: datetime
    sequence: int = 0
    start: datetime | None = None
    zone: str = ""
    length: timedelta | None = None
    cancelled: bool = False
    title: str = ""
    text: str = ""
    place: str = ""
    url: str = ""
    uid: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the calendar.

    `uid` is whole, with a domain, and never changes. `sequence` grows with every change of time,
    rule, place or state; `changed_at` is when what is published of it last changed. A cancelled
    entry stays, so that calendar programs learn of it.
    """

    uid: str
    when: Instant | Days | Local
    changed_at: datetime
    title: str
    sequence: int = 0
    text: str = ""
    place: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
    cancelled: bool = False
    follows: str = ""
    """The uid of the series that this one goes on from."""
    instances: tuple[Instance, ...] = ()

    @property
    def last_change(self) -> datetime:
        """When it, or one of its instances, last changed."""
        return max([self.changed_at, *(one.changed_at for one in self.instances)])


def own_uid(series: str, original: datetime) -> str:
    """What one time of a series is called on its own."""
    return f"{original:%Y%m%dT%H%M%S}-{series}"


@dataclass(frozen=True)
class Sitting:
    """One time that an entry takes place: from when to when in UTC, and what is said of it then.

    `original` names it within its series; None where there is none.
    """

    entry: Entry
    at: datetime
    ends: datetime
    instance: Instance | None = None
    original: datetime | None = None

    @property
    def uid(self) -> str:
        """What it is called on its own; it stays when the sitting moves."""
        if self.original is None:
            return self.entry.uid
        return (self.instance and self.instance.uid) or own_uid(self.entry.uid, self.original)

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.entry.cancelled or bool(self.instance and self.instance.cancelled)

    @property
    def moved(self) -> bool:
        """Whether it takes place at another time than its series says."""
        return bool(self.instance and self.instance.start)

    @property
    def title(self) -> str:
        """What it is called."""
        return (self.instance and self.instance.title) or self.entry.title

    @property
    def text(self) -> str:
        """What is to be known of it."""
        return (self.instance and self.instance.text) or self.entry.text

    @property
    def place(self) -> str:
        """Where it is."""
        return (self.instance and self.instance.place) or self.entry.place

    @property
    def url(self) -> str:
        """Where one reads more."""
        return (self.instance and self.instance.url) or self.entry.url


@dataclass(frozen=True)
class _Known:
    """A series together with what its entry says of its instances."""

    series: Series
    instances: dict[datetime, Instance] = field(default_factory=dict)


def sittings(entry: Entry, since: datetime, until: datetime) -> list[Sitting]:
    """Each time that it takes place and begins in that span (aware), cancelled ones too, in order.

    Whole days are no sittings: they have no moment.
    """
    if isinstance(entry.when, Instant):
        at = entry.when.at.astimezone(UTC)
        return [Sitting(entry, at, at + entry.when.length)] if since <= at < until else []
    if isinstance(entry.when, Days):
        return []
    series = entry.when.series
    if not series.rule and not entry.instances and _is_far(series.start, since, until):
        # What takes place once is most of what an old calendar holds.
        return []
    known = _known(entry, entry.when)
    return [_sitting(entry, entry.when, known, one) for one in between(known.series, since, until)]


def _is_far(local: datetime, since: datetime, until: datetime) -> bool:
    """Whether a local time lies outside of the span, whatever its zone."""
    at = local.replace(tzinfo=UTC)
    return at < since - _DAYS or at > until + _DAYS


def moved_to(entry: Local, instance: Instance) -> datetime | None:
    """The local time, in the zone of the series, to which an instance was moved."""
    if instance.start is None or instance.zone in ("", entry.series.zone):
        return instance.start
    moment = zones.to_utc(instance.start, zones.zone(instance.zone))
    return moment.astimezone(zones.zone(entry.series.zone)).replace(tzinfo=None)


def _known(entry: Entry, local: Local) -> _Known:
    moved = {one.original: moved_to(local, one) for one in entry.instances}
    series = replace(local.series, moved={key: to for key, to in moved.items() if to is not None})
    return _Known(series, {one.original: one for one in entry.instances})


def _sitting(entry: Entry, local: Local, known: _Known, one: Occurrence) -> Sitting:
    instance = known.instances.get(one.original)
    length = local.length if instance is None or instance.length is None else instance.length
    return Sitting(entry, one.at, one.at + length, instance, one.original)
