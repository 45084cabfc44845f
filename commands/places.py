"""Places: what a room or list is: whose, what for, who may read what is recorded there."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import AnyGroup, OneOf, Rest, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, Stale
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import groups, moments, places, settings

_READ_BY = {
    "public": "everybody may read what is recorded here",
    "group": "the members of the group may read what is recorded here",
    "private": "only those who are here may read what is recorded here",
}


@command(
    "place",
    examples=(
        Example("place", "This room belongs to no group yet.…"),
        Example("place wrods", "“wrods” is nothing that `!place` knows.…"),
    ),
)
async def place(call: Call, what: Annotated[str, Rest("what")] = "") -> str:
    """Show what this place is: its group, purpose, language, zone and audience, and who set them.

    What can stand behind it: group, purpose, language, zone, audience.
    """
    if what:
        known = [name for name in call.registry.commands if name.startswith("place ")]
        offers = listed([call.usage(name) for name in known], "or")
        raise BadArgument(
            f"{quoted(what)} is nothing that {call.say('place')} knows. Say {offers}."
        )
    here = call.place
    if here.kind == "direct":
        return (
            "This is your own chat with me; only you and I read it. Rooms and lists belong to "
            f"groups: say {call.say('place')} there."
        )
    group = await places.group_of(call.store, here)
    if group is None:
        return (
            f"This {here.kind} belongs to no group yet. A representative or coordinator of a "
            f"group, or the Secretariat, can say whose it is: {call.say('place group DC3')}. "
            f"Until then it is private: {_READ_BY['private']}."
        )
    by = {
        what: f", set by {literal(change.by_name)} on {moments.day(change.at)}"
        for what, change in (await places.last_changes(call.store, here)).items()
    }
    language = await _or_of_group(call, "language", here.language)
    zone = await _or_of_group(call, "zone", here.zone)
    return "\n".join(
        [
            f"This {here.kind} belongs to {(await groups.title(call.store, group)).line}"
            f"{by.get('group', '')}.",
            f"- purpose: {literal(here.purpose) or 'not set'}{by.get('purpose', '')}",
            f"- language: {language}{by.get('language', '')}",
            f"- zone: {zone}{by.get('zone', '')}",
            f"- audience: {here.audience}, so {_READ_BY[here.audience]}{by.get('audience', '')}",
        ]
    )


@command(
    "place group",
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("place group DC3", "Only representatives of DC3 and the Secretariat can…"),),
)
async def place_group(call: Call, group: AnyGroup) -> str:
    """Say whose place this is. A representative of the group may, and those above."""
    found = await groups.named(call.store, group, prefix=call.manners.prefix)
    narrowed = await places.give_to_group(
        call.store, call.place, found, by=call.person, now=call.now
    )
    title = await groups.title(call.store, found)
    again = " again, until a coordinator of the group says otherwise" if narrowed else ""
    return f"This {call.place.kind} belongs to {title.line} now. It is private{again}."


@command("place purpose", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_purpose(call: Call, purpose: Annotated[str, Rest("purpose")]) -> Answer:
    """Say in a sentence what this place is for."""
    return await _put(call, "purpose", purpose)


@command("place language", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_language(call: Call, language: Annotated[str, Rest("language")]) -> Answer:
    """Say in which language is written here, such as French."""
    return await _put(call, "language", language)


@command("place zone", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_zone(call: Call, zone: Annotated[str, Rest("zone")]) -> Answer:
    """Say in which time zone moments are read and shown here, such as Africa/Nairobi."""
    return await _put(call, "zone", zone)


@command("place audience", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_audience(
    call: Call, audience: Annotated[str, OneOf("audience", ("public", "group", "private"))]
) -> Answer:
    """Say who may read what is recorded here: everybody, the group, or those who are here.

    More readers need a coordinator of the group; `public` is asked back first.
    """
    wanted = places.AUDIENCES[audience]
    group = await places.may_set_audience(
        call.store, call.place, wanted, by=call.person, now=call.now
    )
    if audience == "public":
        handle = (await groups.title(call.store, group)).handle
        text = (
            f"Public means: what is recorded in this {call.place.kind} of {handle} from now on, "
            "such as minutes and decisions, can be read by everybody, with or without an account, "
            "found by searching, and copied. What was recorded before stays as it is. "
            "Those who are here should know of it. Make it public? Say `yes` or `no`."
        )
        return Answer(text, ask=Ask("place audience", draft={"audience": audience}))
    await places.set_audience(call.store, call.place, wanted, by=call.person, now=call.now)
    return Answer(f"From now on {_READ_BY[audience]}.")


@takes_reply("place audience")
async def place_audience_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Make the place public where the coordinator said yes."""
    if reply != "yes":
        return Answer(f"Nothing was changed; the place is {call.place.audience}.")
    if call.place.group_id is None:
        raise Stale("This place belongs to no group any more. Say first whose it is.")
    wanted = places.AUDIENCES[draft["audience"]]
    await places.set_audience(call.store, call.place, wanted, by=call.person, now=call.now)
    return Answer(f"From now on {_READ_BY[draft['audience']]}.")


async def _put(call: Call, what: str, words: str) -> Answer:
    value = await places.put(call.store, call.place, what, words, by=call.person, now=call.now)
    shown = settings.SETTINGS[what].show(value)
    return Answer(
        f"The {what} of this {call.place.kind} is now {literal(shown)}.", acknowledgement="✅"
    )


async def _or_of_group(call: Call, what: str, own: str) -> str:
    """What is set for the place; failing that, for its group; failing that, for all."""
    setting = settings.SETTINGS[what]
    if own:
        return setting.show(own)
    group = await places.group_of(call.store, call.place)
    value = await settings.value_of(call.store, group, what)
    return f"{setting.show(value) if value else call.manners.zone}, as for the whole group"
