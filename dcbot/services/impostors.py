"""Impostors: names by which somebody could be taken for somebody else, or for an office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime

from dcbot.lines import fold
from dcbot.roles import Role
from dcbot.services.naming import NOBODY
from storage.people import Person
from storage.store import Store

# Letters of other alphabets, and other forms of Latin ones, with what they are taken for.
_LOOK_LATIN = str.maketrans(
    "аерсухіјѕԁһкмтвногпѡԛԝӏαεικνορτυχօոսհցзᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢøđłħıɡꜱꜰ01|",
    "aepcyxijsdhkmtbhornwqwlaeiknoptuxonuhgeabcdeghijklmnoprtuvwyzodlhigsfoll",
)
# Letters that stand for one another to a quick eye.
_LOOK_ALIKE = (("rn", "m"), ("vv", "w"), ("i", "l"))
_BRACKETS = re.compile(r"[(\[{|/,–—-].*")


def looks(name: str) -> str:
    """The name as the eye takes it: letters of other alphabets that look Latin count as such."""
    return fold(fold(_seen(name)).translate(_LOOK_LATIN))


def glance(name: str) -> str:
    """The name as a quick eye takes it: “Ornar”, “0mar” and “0 m a r” are “omar”."""
    found = looks(name.translate(_LOOK_LATIN)).replace(" ", "")
    for letters, taken_for_it in _LOOK_ALIKE:
        found = found.replace(letters, taken_for_it)
    return found


def _seen(name: str) -> str:
    """The name without what cannot be seen in it."""
    return "".join(one for one in name if unicodedata.category(one) not in ("Cf", "Cc", "Mn", "Me"))


def is_office(name: str) -> bool:
    """Whether the name is said of others here: “the Secretariat”, “a participant”."""
    words = looks(name).removeprefix("the ").removesuffix("s")
    return words in _offices() or looks(name) == NOBODY


def _offices() -> set[str]:
    return {role.label for role in Role if role >= Role.REPRESENTATIVE}


def claims_office(name: str) -> bool:
    """Whether an office is part of the name, as in “IGF Secretariat” or “Jo (operator)”."""
    offices = {glance(office) for office in _offices()}
    words = [glance(word).removesuffix("s") for word in re.split(r"[\W_]+", name)]
    return is_office(name) or any(word in offices for word in words)


def without_claim(name: str) -> str:
    """The name without an office that stands behind it: “Sana (IGF Secretariat)” is Sana."""
    bare = _BRACKETS.sub("", name).strip()
    return bare if bare and claims_office(name) and not claims_office(bare) else name


def is_called(name: str, others: Collection[str]) -> bool:
    """Whether the name looks like one of these."""
    return glance(name) in {glance(other) for other in others}


async def taken_for(
    store: Store, name: str, *, now: datetime, but: Person | None = None
) -> Person | None:
    """Somebody with standing, but this person, whose name looks the same."""
    wanted = glance(name)
    # Strangers may be many; those with standing are few.
    for person_id in {one.person_id for one in await store.people.standings(now)}:
        other = await store.people.get(person_id)
        if other and (but is None or other.id != but.id) and glance(other.name) == wanted:
            return other
    return None
