"""Cities and countries as people name them in seven languages, and the zones that they keep.

The names are CLDR's, through babel: the exemplar city of every zone, and the territories. The
places where the field meets, and large cities that no zone is named for, stand in `gazetteer`.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import get_global

from dcbot.when.cities import CITIES
from dcbot.when.gazetteer import PEOPLES, PLACES
from dcbot.when.lexicon import LANGUAGES, Node, Option, pieces_of
from dcbot.when.normal import folded
from dcbot.when.zone_senses import all_zones

# Names of zones' cities that are first of all words or other things.
NO_PLACES = frozenset(
    {
        *("easter", "center", "troll", "male", "currie", "davis", "casey", "vostok", "mawson"),
        *("palmer", "rothera", "syowa", "midway", "wake", "central", "eastern", "pacific"),
        *("mountain", "gulf", "new", "nuuk", "eire", "gb", "navajo", "world", "asia", "europe"),
        *("africa", "america", "antarctica"),
    }
)
# Countries whose people, asked for the time, mean that of the mainland or the capital.
MAIN = {
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "PT": "Europe/Lisbon",
    "NZ": "Pacific/Auckland",
    "MY": "Asia/Kuala_Lumpur",
    "AR": "America/Argentina/Buenos_Aires",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "CY": "Asia/Nicosia",
    "VN": "Asia/Ho_Chi_Minh",
    "EC": "America/Guayaquil",
    "CL": "America/Santiago",
}
RUSSIAN = {
    "а": ("ы", "и", "е", "у", "ой"),
    "я": ("и", "е", "ю", "ей"),
    "ь": ("я", "ю", "е", "и", "ем"),
    "й": ("я", "ю", "е", "ем"),
    "ы": ("", "ам", "ах"),
}


@lru_cache(maxsize=1)
def _zones_of_territories() -> dict[str, tuple[str, ...]]:
    known = all_zones()
    alias = get_global("zone_aliases")
    found: dict[str, tuple[str, ...]] = {}
    for territory, zones in get_global("territory_zones").items():
        kept = dict.fromkeys(alias.get(zone, zone) for zone in zones)
        found[territory] = tuple(zone for zone in kept if zone in known)
    for territory, zone in MAIN.items():
        found[territory] = (zone,)
    return found


def _forms(name: str, language: str) -> set[str]:
    """The name and, where the language bends names, its forms."""
    forms = {name}
    if language == "ru" and " " not in name and len(name) > 3:
        last = name[-1]
        if last in RUSSIAN:
            forms |= {name[:-1] + ending for ending in RUSSIAN[last]}
        elif last not in "оеиуэюё":
            forms |= {name + ending for ending in ("а", "у", "е", "ом")}
        if name.endswith("ия"):
            forms.add(name[:-1] + "и")
        stem = name.rstrip("аеёиоуыэюяйь") if last != "ь" else name
        stem = stem.removesuffix("ск")
        forms |= {stem + ending for ending in ("скому", "ское", "ского", "ским")}
        # Астанинскому, софийскому, стамбульскому, дубайскому.
        longer = [stem + part for part in ("ин", "ий", "ь", "й")] + [name] * (last == "й")
        forms |= {each + ending for each in longer for ending in ("скому", "ское")}
    if language == "ar":
        bare = name.removeprefix("ال")
        forms |= {bare, f"ال{bare}"} if len(bare) > 2 else set()
    return forms


def _names(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every name of the language, and the zones it may mean."""
    locale = Locale(language)
    named: list[tuple[str, tuple[str, ...]]] = [
        (str(data["city"]), (zone,)) for zone, data in locale.time_zones.items() if "city" in data
    ]
    zones = _zones_of_territories()
    for code, name in locale.territories.items():
        if zones.get(code):
            named += [(part, zones[code]) for part in (name, name.partition(" (")[0])]
    return named


def _letters_of(name: str) -> str:
    """The language whose forms the name has, by its letters."""
    return "ru" if "Ѐ" <= name[0] <= "ӿ" else "ar" if "؀" <= name[0] <= "ۿ" else "en"


@lru_cache(maxsize=1)
def places() -> Node:
    """The tree of names of places, each a `place` with the zones it may mean; and of `people`."""
    root = Node()
    known = all_zones()
    alias = get_global("zone_aliases")
    meant: dict[str, dict[str, None]] = {}

    def enter(name: str, language: str, zones: tuple[str, ...]) -> None:
        kept = [alias.get(zone, zone) for zone in zones]
        for form in _forms(name, language):
            if folded(form) not in NO_PLACES and len(folded(form)) > 1:
                found = meant.setdefault(folded(form), {})
                found.update(dict.fromkeys(each for each in kept if each in known))

    for zone in sorted(known):
        region, _, city = zone.rpartition("/")
        if region and not region.startswith(("Etc", "SystemV", "US", "Canada", "Brazil", "Mexico")):
            enter(city.replace("_", " "), "en", (zone,))
    for language in LANGUAGES:
        for name, zones in _names(language):
            enter(name, language, zones)
    # Where the field means one place by a name, it is that one.
    for line in (*CITIES.splitlines(), *PLACES.splitlines()):
        zone_names, _, names = line.partition(": ")
        for name in filter(None, names.split(", ")):
            for form in _forms(name, _letters_of(name)):
                meant[folded(form)] = dict.fromkeys(zone_names.split("|"))
    for name, found in meant.items():
        root.put(pieces_of(name), Option("place", tuple(found)))
    for line in PEOPLES.splitlines():
        zone, _, names = line.partition(": ")
        for name in filter(None, names.split(", ")):
            root.put(pieces_of(name), Option("people", (zone,)))
    return root


def zones_of(name: str) -> tuple[str, ...]:
    """The zones that the whole name of a place may mean, in any of the languages; often one."""
    node = places()
    for piece in pieces_of(name):
        if piece not in node.after:
            return ()
        node = node.after[piece]
    places_there = (option for option in node.options if option.kind == "place")
    found = (str(zone) for option in places_there for zone in option.value)
    return tuple(dict.fromkeys(found))
