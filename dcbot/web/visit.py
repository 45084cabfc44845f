"""A visit: who looks at the site and when, and what every page says to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from dcbot.config.zones import REGIONS
from dcbot.errors import BadArgument
from dcbot.services import groups
from dcbot.services.community import Details, Labels, labels_in, publishing_in
from dcbot.services.feeds import Listed, listed
from dcbot.services.groups import Title
from dcbot.services.moments import read_zone
from dcbot.web.content import PAGE, Content
from dcbot.web.pages import filled
from dcbot.web.shelf import Shelf
from dcbot.when.zones import VERSION
from storage.annexes import Annex
from storage.groups import Group
from storage.meetings import Meeting
from storage.store import PublicStore

UTC_ZONE = ZoneInfo("UTC")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Visit:
    """Who looks, and where: the moment, the site's own address, and the zone that was asked for.

    `choosing` is off where pages are written out as files: nobody could answer a form there.
    """

    store: PublicStore
    now: datetime
    address: str
    zone_words: str = ""
    choosing: bool = True
    asked: Mapping[str, str] = field(default_factory=dict)
    """What was typed into a form of the page; only search asks for more than a zone."""
    shelf: Shelf = field(default_factory=Shelf)
    of_all: dict[Hashable, Any] = field(default_factory=dict)
    """What every page needs, and other visits may have found: no more than there are groups."""
    made_of: Mapping[tuple[str, int], Mapping[int, str]] | None = None
    """Of what each year of the lists is made, by the list and its group, or 0; None where pages
    are served."""
    _found: dict[Hashable, Any] = field(default_factory=dict)
    _found_in_part: dict[Hashable, Any] = field(default_factory=dict)

    async def once(self, question: Hashable, ask: Callable[[], Awaitable[Found]]) -> Found:
        """The answer to a question, which is asked once in a visit: several pages, and several
        places of one, need the same. Only for what is little, however long the visit is."""
        return await _once(self._found, question, ask)

    async def once_in_part(self, question: Hashable, ask: Callable[[], Awaitable[Found]]) -> Found:
        """The same for what is much; it is forgotten with the next part."""
        return await _once(self._found_in_part, question, ask)

    def next_part(self) -> Visit:
        """This visit, when the next part of the site is looked at."""
        return replace(self, _found_in_part={})

    async def listed(self, group: Group | None = None, since: date | None = None) -> list[Listed]:
        """What stands in the calendar of all or of a group; with `since`, on that day of anybody's
        clock or later."""
        ids = [group.id] if group else None
        first = datetime.combine(since, time(), UTC) - timedelta(days=1) if since else None
        return await self.once(
            ("listed", first, *(ids or ())), lambda: listed(self.store, ids, first)
        )

    async def in_calendars(self) -> list[Group]:
        """The groups that have something in the calendar."""
        return await self.once("in calendars", self.store.calendars.groups)

    async def group(self, key: str) -> Group | None:
        """The group with this key; None where there is none, or none is asked for."""
        if not key or ("group", key) in self._found:
            return None
        found = self.of_all.get(("group", key)) or await self.store.groups.by_key(key)
        # There is no end of keys at which there is none.
        (self._found if found is None else self.of_all)["group", key] = found
        return found

    async def meeting(self, group: Group, number: int) -> Meeting | None:
        """The meeting of the group that people know by this number."""
        return await self.once_in_part(
            ("meeting", group.id, number), lambda: self.store.meetings.numbered(group.id, number)
        )

    async def annexes(self, meeting: Meeting) -> list[Annex]:
        """What was attached to the meeting and published."""
        return await self.once_in_part(
            ("annexes", meeting.id), lambda: self.store.annexes.of(meeting.id)
        )

    async def titles(self) -> list[Title]:
        """All groups with their names, in the order in which they came."""
        return await _once(self.of_all, "titles", lambda: groups.titles(self.store))

    async def details(self) -> Details:
        """What is known of the community."""
        return await _once(self.of_all, "details", self.store.community.details)

    async def labels(self) -> Labels:
        """What the community calls itself, its groups and its office."""
        return labels_in(await self.details())

    @property
    def zone(self) -> tuple[ZoneInfo, str]:
        """The reader's zone, UTC where none is understood, and what to say of the latter."""
        if not self.zone_words:
            return UTC_ZONE, ""
        try:
            return read_zone(self.zone_words), ""
        except BadArgument as wrong:
            return UTC_ZONE, wrong.text.replace("`", "").replace("Say", "Write")

    async def frame(self, here: str = "") -> dict[str, object]:
        """What every page says."""
        zone, trouble = self.zone
        details = await self.details()
        return {
            "site": labels_in(details).name,
            "rules": f"tzdata {VERSION}",
            "address": self.address,
            "here": here,
            "zone": zone,
            "utc": UTC_ZONE,
            "written": self.zone_words if trouble else zone.key,
            "chosen": "" if trouble or not self.zone_words else zone.key,
            "trouble": trouble,
            "terms": publishing_in(details),
            "zones": zone_names() if self.choosing else [],
        }

    def page(self, template: str, changes: Iterable[datetime], **words: object) -> Content:
        """A page, which is as new as what it shows, or as the day on which that is looked at."""
        day = self.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        changed = max([day, *changes])
        return Content(filled(template, **words), PAGE, changed.replace(microsecond=0))

    def page_of_now(self, template: str, **words: object) -> Content:
        """A page of what may change without a date of its own: only its tag tells whether it is
        known."""
        return self.page(template, [self.now], **words)


async def _once(
    found: dict[Hashable, Any], question: Hashable, ask: Callable[[], Awaitable[Found]]
) -> Found:
    if question not in found:
        found[question] = await ask()
    answer: Found = found[question]
    return answer


@cache
def zone_names() -> list[str]:
    """The names that the form offers."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(REGIONS))]
