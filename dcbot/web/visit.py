"""A visit: who looks at the site and when, and what every page says to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from dcbot.config.zones import REGIONS
from dcbot.errors import BadArgument
from dcbot.services.community import labels_in, publishing_in
from dcbot.services.feeds import Listed, listed
from dcbot.services.moments import read_zone
from dcbot.web.content import PAGE, Content
from dcbot.web.pages import filled
from dcbot.web.shelf import Shelf
from dcbot.when.zones import VERSION
from storage.groups import Group
from storage.store import PublicStore

UTC_ZONE = ZoneInfo("UTC")


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
    _found: dict[int, list[Listed]] = field(default_factory=dict)

    async def listed(self, group: Group | None = None) -> list[Listed]:
        """What stands in the calendar of all or of a group; asked for once in a visit."""
        key = group.id if group else 0
        if key not in self._found:
            self._found[key] = await listed(self.store, [group.id] if group else None)
        return self._found[key]

    async def group(self, key: str) -> Group | None:
        """The group with this key; None where there is none, or none is asked for."""
        return await self.store.groups.by_key(key) if key else None

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
        details = await self.store.community.details()
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


def zone_names() -> list[str]:
    """The names that the form offers."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(REGIONS))]
