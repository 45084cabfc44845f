"""Groups: what is set for each, which places are its own, and who is what there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from dcbot.arguments import AnyGroup, OneOf, Rest, Words, listed
from dcbot.command import Call, Example, command
from dcbot.errors import UserError
from dcbot.message import Answer, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import groups, moments, places, settings, who_may

_NAMES = tuple(settings.SETTINGS)


@dataclass(frozen=True)
class GroupInFront:
    """The group, up to a colon or to the name of a setting; empty where that comes first."""

    label: str = "group:"

    def read(self, words: Words, last: bool) -> str:
        said = words.left.split()
        for place, word in enumerate(said):
            if word.casefold() in _NAMES:
                words.left = " ".join(said[place:])
                return " ".join(said[:place]).removesuffix(":").strip()
        return words.until(":") if ":" in words.left else ""


@command(
    "group",
    examples=(
        Example("group DCAD", "**DCAD (Accessibility and Disability)**…"),
        Example("group", "This place belongs to no group yet.…"),
    ),
)
async def group(call: Call, name: AnyGroup = "") -> Answer:
    """Show a group: its names, what is set for it, its places, and who is what there.

    In a place of the group, its name may be left out.
    """
    store = call.store
    found = await places.meant_group(store, name, call.place, prefix=call.manners.prefix)
    if found is None:
        raise UserError(
            f"This place belongs to no group yet. {call.say('group DC3')} shows that group, "
            f"{call.say('place group DC3')} says that the place is theirs."
        )
    title = await groups.title(store, found)
    parent = await store.groups.get(found.parent_id) if found.parent_id else None
    below = f" of {(await groups.title(store, parent)).handle}" if parent else ""
    others = [one.name for one in title.names if one.name not in (title.acronym, found.name)]
    lines = [f"**{literal(title.line)}**: a {found.kind}{below}", f"- name: {literal(found.name)}"]
    if others:
        lines.append(f"- also called: {literal(listed(others))}")
    put, meetings = [], []
    for held in await settings.all_of(store, found):
        value = held.setting.show(held.value) or _unset(call, held.setting.name)
        by = f", set by {literal(held.by)} on {moments.day(held.at)}" if held.at else ""
        if held.setting.of_meetings and not held.at:
            meetings.append(f"{held.setting.name} {literal(value)}")
            continue
        lines.append(f"- {held.setting.name}: {literal(value)}{by}")
        put.append(f"{held.setting.name} {literal(value)}")
    if meetings:
        lines.append(f"- as usual in meetings: {'; '.join(meetings)}")
    there, who = await _places(call, found.id), await _who(call, found.id)
    lines += [f"- places: {there}", f"- standing: {who}"]
    set_it = call.say(f"group set {title.handle}: language French")
    lines.append(f"\nA representative sets it, for example with {set_it}.")
    brief = f"{literal(title.line)}: {', '.join(put)}; places: {there}; standing: {who}."
    return Answer("\n".join(lines), brief=brief)


@command(
    "group powers",
    aliases=("powers",),
    examples=(
        Example("group powers DCAD", "Who may what around meetings of DCAD:…"),
        Example("group powers", "This place belongs to no group yet.…"),
    ),
)
async def group_powers(call: Call, name: AnyGroup = "") -> Answer:
    """Show who may start, chair and end meetings of a group, and decide, correct, approve, publish.

    Each line names the setting that changes it, such as `group set DCCG: publishing coordinators`.
    """
    found = await places.meant_group(call.store, name, call.place, prefix=call.manners.prefix)
    if found is None:
        raise UserError(
            f"This place belongs to no group yet. Say whose: {call.say('group powers DC3')}."
        )
    handle = literal((await groups.title(call.store, found)).handle)
    rows = await who_may.table(call.store, found)
    lines = [f"- {row.act}: {row.who} ({listed([f'`{one}`' for one in row.by])})" for row in rows]
    change = call.say(f"group set {handle}: publishing coordinators")
    return Answer(
        "\n".join(
            [
                f"Who may what around meetings of {handle}:",
                *lines,
                f"What stands in brackets changes it, such as {change}.",
            ]
        )
    )


@command("group set", allowed=Role.REPRESENTATIVE, assurance=Assurance.STRONG, changes=True)
async def group_set(
    call: Call,
    *,
    group: Annotated[str, GroupInFront()] = "",
    setting: Annotated[str, OneOf("setting", _NAMES)],
    value: Annotated[str, Rest("value")],
) -> Answer:
    """Set something for a group: its language, zone or purpose.

    In a place of the group, its name may be left out: `group set language French`.
    """
    found = await places.meant_group(call.store, group, call.place, prefix=call.manners.prefix)
    if found is None:
        raise UserError(
            f"This place belongs to no group. Say which: {call.say(f'group set DC3: {setting} …')}"
        )
    chosen = settings.find(setting)
    put = await settings.put(call.store, found, chosen, value, by=call.person, now=call.now)
    handle = (await groups.title(call.store, found)).handle
    now = literal(chosen.show(put))
    if chosen.of_meetings:
        return Answer(f"For meetings of {handle}, `{setting}` is now {now}.")
    return Answer(f"The {setting} of {handle} is now {now}.")


def _unset(call: Call, name: str) -> str:
    return call.manners.zone if name == "zone" else "not set"


async def _places(call: Call, group_id: int) -> str:
    """The group's places by name, each with its audience; only counted where it is private."""
    there = [one for one in await call.store.places.of_group(group_id) if one.left_at is None]
    shown = [
        f"the {one.kind} {quoted(one.name)} ({one.audience})"
        for one in there
        if one.name and (one.audience != "private" or one.id == call.place.id)
    ]
    hidden = len(there) - len(shown)
    if hidden:
        shown.append(f"{hidden} private")
    return listed(shown) or "none yet"


async def _who(call: Call, group_id: int) -> str:
    held = await call.store.people.standings(call.now, group_ids=[group_id])
    counts = Counter(Role(one.role) for one in held)
    return (
        listed([f"{n} {role.label if n == 1 else role.labels}" for role, n in counts.items()])
        or "nobody yet"
    )
