"""Fair plans: the fairest times for a group's meetings, with what its zones bore before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from dcbot.errors import UserError
from dcbot.message import quoted
from dcbot.services import concerned, groups, timing
from dcbot.services.fair_wishes import Wish
from dcbot.services.timing import Timed, Zone
from dcbot.when import occurrences
from dcbot.when.fair import Pain, Party, Proposal, borne, fair_times, fairest
from storage.base import Audience
from storage.groups import Group
from storage.meetings import SeriesState
from storage.people import Person
from storage.store import Store

USUAL_RULE = "FREQ=MONTHLY;BYDAY=1TU"
"""On the first Tuesday of each month, where nothing says on which days."""
USUAL_MINUTES = 60
REMEMBERED = timedelta(days=366)
"""So long back, what a zone bore in the group's meetings counts."""
MOST_DATES = 60


@dataclass(frozen=True)
class Fair:
    """The fairest times for these dates: what was asked, and what it comes to for each zone.

    `others` are the three fairest single times; `silent` is how many of those concerned have not
    said their zone; `usual` is whether nobody said on which days.
    """

    group: Group
    proposal: Proposal
    others: Sequence[time]
    dates: Sequence[date]
    rule: str
    minutes: int
    silent: int = 0
    meetings_before: int = 0
    usual: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    """How zones were called by who asked."""

    def starts(self, turn: int) -> list[datetime]:
        """When the meetings of that turn are, counted from 0, as the clock shows it in UTC."""
        clock, of = self.proposal.slots[turn], len(self.proposal.slots)
        return [datetime.combine(day, clock) for day in self.dates[turn::of]]

    def as_document(self) -> dict[str, Any]:
        """What a next step needs of it."""
        turns = range(len(self.proposal.slots))
        return {
            "group": self.group.id,
            "minutes": self.minutes,
            "rule": self.rule,
            "turns": [[one.isoformat() for one in self.starts(turn)] for turn in turns],
            "others": [datetime.combine(self.dates[0], clock).isoformat() for clock in self.others],
        }


async def work_out(
    store: Store, group: Group, wish: Wish, zone: Zone, *, by: Person, now: datetime
) -> Fair:
    """The fairest times. Raises UserError where nobody's zone is known, or no time suits."""
    public = group.audience is Audience.PUBLIC
    if not public and not await concerned.takes_part(store, by, group, now=now):
        raise UserError("What suits that group is for those who take part in its meetings.")
    parties, silent = await _parties(store, group, wish, now=now)
    rule, dates, minutes, usual = await _days(store, group, wish, zone, now=now)
    before = await _past(store, group, now=now)
    carried = borne(before, [one.zone for one in parties])
    length = timedelta(minutes=wish.minutes or minutes)
    proposal = fair_times(parties, dates, slots=wish.slots, length=length, carried=carried)
    if proposal is None:
        raise UserError(
            "At every hour it is night somewhere among them: no time spares everybody. Leave that "
            "out, or hold meetings in two sittings (`!meeting sitting`)."
        )
    return Fair(
        group=group,
        proposal=proposal,
        others=fairest(parties, dates, length=length, carried=carried),
        dates=dates,
        rule=rule,
        minutes=wish.minutes or minutes,
        silent=silent,
        meetings_before=len(before),
        usual=usual,
        names={place.zone: place.name for place in wish.places if place.name != place.zone},
    )


async def _parties(
    store: Store, group: Group, wish: Wish, *, now: datetime
) -> tuple[list[Party], int]:
    """Whose hours count: the places that were named, else the zones of those concerned."""
    spared = Pain.HARD if wish.awake else Pain.NIGHT
    named: Mapping[str, int] = {place.zone: place.people for place in wish.places}
    silent = 0
    if not named:
        people = await concerned.participants(store, group, now=now)
        zones = await concerned.zones(store, group, now=now)
        silent = sum(1 for one in people if not one.zone)
        # Where nobody said theirs, the zones of the group and its places stand in.
        named = {name: count for name, count in zones.items() if count} or dict.fromkeys(zones, 1)
    if not named:
        handle = (await groups.title(store, group)).handle
        raise UserError(
            f"Nobody concerned has said their zone yet: `!me zone Europe/Zurich` says one's own. "
            f"Or name places, such as `!meeting fair {handle} for Geneva, Nairobi and Suva`."
        )
    return [Party(name, count, spared) for name, count in sorted(named.items())], silent


async def _days(
    store: Store, group: Group, wish: Wish, zone: Zone, *, now: datetime
) -> tuple[str, list[date], int, bool]:
    """The rule, its days, how long a meeting is, and whether nothing said so: as was said, else as
    the group's only series goes, else on the first Tuesday of each month."""
    known = await store.meetings.all_series([group.id], SeriesState.GOES_ON)
    rule, minutes, usual = USUAL_RULE, USUAL_MINUTES, True
    start = now.astimezone(UTC).replace(tzinfo=None, hour=12, minute=0, second=0, microsecond=0)
    if len(known) == 1:
        rule, minutes, usual = known[0].rule, known[0].minutes, False
        start = known[0].starts_local
    if wish.rule:
        found = timing.read(wish.rule, zone, now=now)
        if not isinstance(found, Timed) or not found.rule:
            raise UserError(
                f"{quoted(wish.rule)} does not say on which days, such as “every second Thursday "
                "of the month”."
            )
        rule, start, usual = found.rule, found.starts_local, False
    rule = endless(rule)
    series = occurrences.aligned(occurrences.Series(start, "UTC", rule))
    # Not today: the hour may be over.
    tomorrow = datetime.combine(now.astimezone(UTC) + timedelta(days=1), time(), UTC)
    coming = occurrences.occurrences(series, after=tomorrow, limit=MOST_DATES)
    until = now + relativedelta(months=wish.months)
    dates = [one.at.date() for one in coming if one.at < until]
    return rule, dates or [coming[0].at.date()], minutes, usual


def endless(rule: str) -> str:
    """The rule without an end of its own."""
    parts = [one for one in rule.split(";") if not one.startswith(("UNTIL=", "COUNT="))]
    return ";".join(parts)


async def _past(
    store: Store, group: Group, *, now: datetime
) -> list[list[tuple[datetime, timedelta]]]:
    """The group's meetings of the past year, each with its sittings."""
    held = await store.meetings.between(now - REMEMBERED, now, group_ids=[group.id])
    sittings = await store.meetings.sittings(*(one.id for one in held))
    found = {one.id: [(one.starts_at, timedelta(minutes=one.minutes))] for one in held}
    for more in sittings:
        found[more.meeting_id].append((more.starts_at, timedelta(minutes=more.minutes)))
    return list(found.values())
