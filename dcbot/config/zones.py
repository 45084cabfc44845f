"""Time zones from the pinned tzdata package alone, and the nearest names for a wrong one."""

from __future__ import annotations

import zoneinfo

from rapidfuzz import fuzz, process, utils

from dcbot.when.zones import pin as pin_zones

__all__ = ["is_zone", "nearest_zones", "pin_zones"]

# Names of places. "Etc/GMT+2" is two hours *behind* UTC, and abbreviations such as "EST" know no
# summer time: both are valid, but neither is ever offered.
REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)


def is_zone(name: str) -> bool:
    """Whether a zone is called exactly so, in upper and lower case too."""
    return name in zoneinfo.available_timezones()


def nearest_zones(name: str) -> list[str]:
    """At most three names that may have been meant, the best first; cities without region too."""
    offered = ["UTC", *sorted(each for each in zoneinfo.available_timezones() if "/" in each)]
    offered = [each for each in offered if each == "UTC" or each.startswith(REGIONS)]
    cities = {each: each.rpartition("/")[2] for each in offered}
    city = name.rpartition("/")[2]
    score: dict[str, float] = {}
    for word, choices in ((name, {each: each for each in offered}), (city, cities)):
        found = process.extract(
            word, choices, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=80
        )
        for _, likeness, zone in found:
            score[zone] = max(likeness, score.get(zone, 0))
    best = sorted(score, key=lambda zone: (-score[zone], zone))
    return [zone for zone in best if score[zone] > score[best[0]] - 10][:3]
