"""Places: what a room or list is: whose, what for, who may read what is recorded there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from dcbot.arguments import AnyGroup, OneOf, Rest, Words, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import NotFound, Stale
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import groups, moments, places, settings

_READ_BY = {
    "public": "everybody may read what is recorded there",
    "group": "the members of the group may read what is recorded there",
    "private": "only those who are there may read what is recorded there",
}


@dataclass(frozen=True)
class PlaceInFront:
    """What stands before a colon; empty where there is none."""

    label: str = "place:"

    def read(self, words: Words, last: bool) -> str:
        return words.until(":") if ":" in words.left else ""


Front = Annotated[str, PlaceInFront()]
Audience = Annotated[str, OneOf("audience", ("public", "group", "private"))]


@command(
    "place",
    examples=(
        Example("place", "This room belongs to no group yet.…"),
        Example("place wrods", "No place that you may know of is called “wrods”.…"),
    ),
)
async def place(call: Call, name: Annotated[str, Rest("place")] = "") -> str:
    """Show what a place is: its group, purpose, language, zone and audience, and who set them.

    Without a name it is the place where you say it. What can be set: `place group`,
    `place purpose`, `place language`, `place zone`, `place audience`.
    """
    here = call.place
    if name:
        found = await places.named(call.store, name, by=call.person, now=call.now)
        if found is None:
            raise _unknown(call, name)
        here = found
    if here.kind == "direct":
        return (
            "This is your own chat with me; only you and I read it. Rooms and lists belong to "
            f"groups: say {call.say('place')} there, or with the name behind it."
        )
    group = await places.group_of(call.store, here)
    if group is None:
        return (
            f"{_called(call, here)} belongs to no group yet. A representative or coordinator of a "
            f"group, or the Secretariat, can say whose it is: {call.say('place group DC3')}. Until "
            f"then it is private: {_READ_BY['private']}."
        )
    by = {
        what: f", set by {literal(change.by_name)} on {moments.day(change.at)}"
        for what, change in (await places.last_changes(call.store, here)).items()
    }
    lines = [f"{_called(call, here)} belongs to {(await groups.title(call.store, group)).line}"]
    lines[0] += f"{by.get('group', '')}."
    for what in ("purpose", "language", "zone"):
        setting, own = settings.SETTINGS[what], str(getattr(here, what))
        of_group = await settings.value_of(call.store, group, what) if what != "purpose" else ""
        usual = call.manners.zone if what == "zone" else ""
        value = own or of_group or usual
        whose = "" if own or not value else ", as for the whole group"
        shown = literal(setting.show(value)) if value else "not set"
        lines.append(f"- {what}: {shown}{whose}{by.get(what, '')}")
    reads = f"{here.audience}, so {_READ_BY[here.audience]}"
    return "\n".join([*lines, f"- audience: {reads}{by.get('audience', '')}"])


@command(
    "place group",
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("place group DC3", "Only representatives of DC3 and the Secretariat can…"),),
)
async def place_group(call: Call, *, place: Front = "", group: AnyGroup) -> str:
    """Say whose this place is. A representative of the group may, and those above."""
    there, _ = await _which(call, place)
    found = await groups.named(call.store, group, prefix=call.manners.prefix)
    narrowed = await places.give_to_group(call.store, there, found, by=call.person, now=call.now)
    title = await groups.title(call.store, found)
    again = " again, until a coordinator of the group says otherwise" if narrowed else ""
    return f"{_called(call, there)} belongs to {title.line} now. It is private{again}."


@command("place purpose", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_purpose(
    call: Call, *, place: Front = "", purpose: Annotated[str, Rest("purpose")]
) -> Answer:
    """Say in a sentence what this place is for."""
    there, front = await _which(call, place, strict=False)
    return await _put(call, there, "purpose", f"{front}: {purpose}" if front else purpose)


@command("place language", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_language(
    call: Call, *, place: Front = "", language: Annotated[str, Rest("language")]
) -> Answer:
    """Say in which language is written here, such as French."""
    there, _ = await _which(call, place)
    return await _put(call, there, "language", language)


@command("place zone", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_zone(
    call: Call, *, place: Front = "", zone: Annotated[str, Rest("zone")]
) -> Answer:
    """Say in which time zone moments are read and shown here, such as Africa/Nairobi."""
    there, _ = await _which(call, place)
    return await _put(call, there, "zone", zone)


@command("place audience", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def place_audience(call: Call, *, place: Front = "", audience: Audience) -> Answer:
    """Say who may read what is recorded here: everybody, the group, or those who are here.

    More readers need a coordinator of the group; `public` is asked back first.
    """
    there, _ = await _which(call, place)
    wanted = places.AUDIENCES[audience]
    group = await places.may_set_audience(call.store, there, wanted, by=call.person, now=call.now)
    if audience == "public":
        handle = (await groups.title(call.store, group)).handle
        at = f"{'on' if there.kind == 'list' else 'in'} this {there.kind} of"
        text = (
            f"Public means: what is recorded {at} {handle} from now on, such "
            "as minutes and decisions, can be read by everybody, with or without an account, "
            "found by searching, and copied. What was recorded before stays as it is. Those who "
            "are there should know of it. Make it public? Say `yes` or `no`."
        )
        draft = {"audience": audience, "transport": there.transport, "address": there.address}
        return Answer(text, ask=Ask("place audience", draft={**draft, "group": group.id}))
    await places.set_audience(call.store, there, wanted, by=call.person, now=call.now)
    return Answer(f"From now on {_READ_BY[audience]}.")


@takes_reply("place audience")
async def place_audience_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Make the place public where the coordinator said yes."""
    there = await call.store.places.at(draft["transport"], draft["address"])
    if there is None or there.group_id != draft["group"]:
        raise Stale("The place belongs to another group since you were asked. Nothing was changed.")
    if reply != "yes":
        return Answer(f"Nothing was changed; the place is {there.audience}.")
    wanted = places.AUDIENCES[draft["audience"]]
    await places.set_audience(call.store, there, wanted, by=call.person, now=call.now)
    return Answer(f"From now on {_READ_BY[draft['audience']]}.")


async def _which(call: Call, front: str, *, strict: bool = True) -> tuple[Any, str]:
    """The place that is meant, and what of the words before the colon did not name one."""
    if not front:
        return call.place, ""
    found = await places.named(call.store, front, by=call.person, now=call.now)
    if found is not None:
        return found, ""
    if strict or call.place.kind == "direct":
        raise _unknown(call, front)
    return call.place, front


def _unknown(call: Call, words: str) -> NotFound:
    known = [name for name in call.registry.commands if name.startswith("place ")]
    offers = listed([call.usage(name) for name in known], "or")
    return NotFound(
        f"No place that you may know of is called {quoted(words)}. What can be said of the place "
        f"where you are: {offers}."
    )


def _called(call: Call, there: Any) -> str:
    return f"This {there.kind}" if there is call.place else f"The {there.kind} {quoted(there.name)}"


async def _put(call: Call, there: Any, what: str, words: str) -> Answer:
    value = await places.put(call.store, there, what, words, by=call.person, now=call.now)
    shown = settings.SETTINGS[what].show(value)
    return Answer(f"The {what} of this {there.kind} is now {literal(shown)}.", acknowledgement="✅")
