"""What is asked of one group: where its words could mean two things, the one that fits; pure."""

from __future__ import annotations

from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part

# What can be told of one group.
OF_ONE = (
    *(Asked.MEANING, Asked.FOUNDED, Asked.STATUS, Asked.BECAME, Asked.SITE, Asked.KEEPER),
    *(Asked.LIST, Asked.ARCHIVE, Asked.JOIN, Asked.CONTACT, Asked.OUTPUTS, Asked.MET),
    *(Asked.PEOPLE, Asked.MEMBERS),
)


def asked_of_one(part: Part, named: bool) -> list[Asked]:
    """What is asked of one group: where words could mean two things, the one that fits."""
    asked = dict(part.asked)
    if Asked.LIST in asked and part.years and "mail" not in asked[Asked.LIST]:
        del asked[Asked.LIST]
        asked[Asked.STATUS] = "listed"
    if asked.get(Asked.LIST) == "list" and part.words[0] == "list" and len(asked) > 1:
        # “List the members” asks for no mailing list.
        del asked[Asked.LIST]
    if Asked.NEW in asked and Asked.OUTPUTS not in asked:
        # The latest report is none of its founding.
        asked.setdefault(Asked.FOUNDED, "new")
    if Asked.START in asked:
        asked.setdefault(Asked.FOUNDED, asked[Asked.START])
    if Asked.KEEPER in asked and not {Asked.LIST, Asked.ARCHIVE} & set(asked):
        asked[Asked.PEOPLE] = asked.pop(Asked.KEEPER)
    if Asked.PEOPLE in asked and Asked.KEEPER in asked:
        del asked[Asked.PEOPLE]
    if Asked.JOIN in asked:
        for other in (Asked.MEMBERS, Asked.BECAME):
            asked.pop(other, None)
    if Asked.FOUNDED in asked:
        asked.pop(Asked.STATUS, None)
    if Asked.WHEN in asked and Asked.BECAME in asked and Asked.FOUNDED in asked:
        del asked[Asked.FOUNDED]
    return [one for one in OF_ONE if one in asked]
