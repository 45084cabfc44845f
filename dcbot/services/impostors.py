"""Impostors: names by which somebody could be taken for somebody else, or for an office."""

from __future__ import annotations

from datetime import datetime

from dcbot.lines import fold
from dcbot.roles import Role
from dcbot.services.naming import NOBODY
from storage.people import Person
from storage.store import Store

# Small Cyrillic and Greek letters, and what they are taken for.
_LOOK_LATIN = str.maketrans("аерсухіјѕԁһкмтвноαεικνορτυχ", "aepcyxijsdhkmtbhoaeiknoptux")


def looks(name: str) -> str:
    """The name as the eye takes it: letters of other alphabets that look Latin count as such."""
    return fold(fold(name).translate(_LOOK_LATIN))


def is_office(name: str) -> bool:
    """Whether the name is said of others here: “the Secretariat”, “a participant”."""
    words = looks(name).removeprefix("the ").removesuffix("s")
    offices = {role.label for role in Role if role >= Role.REPRESENTATIVE}
    return words in offices or looks(name) == NOBODY


async def taken_for(
    store: Store, name: str, *, now: datetime, but: Person | None = None
) -> Person | None:
    """Somebody with standing, but this person, whose name looks the same."""
    wanted = looks(name)
    for other in await store.people.all():
        same = looks(other.name) == wanted and (but is None or other.id != but.id)
        if same and await store.people.standings(now, person_id=other.id):
            return other
    return None
