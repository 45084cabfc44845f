"""People: who somebody is here, what standing they have, and handing one's duties over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from dcbot.arguments import AnyGroup, PartialDate, PersonName, Word, Words, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.lines import fold
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import groups, handover, moments, people, places, postings, standings

_ROLES = {role.label: role for role in Role if role is not Role.ANYONE}


@dataclass(frozen=True)
class NameBeforeRole:
    """A name: all words before the first one that is a role."""

    label: str = "person"

    def read(self, words: Words, last: bool) -> str:
        said = words.left.split()
        if words.left[:1] in '"“„«':
            return words.word()
        for place, word in enumerate(said):
            if place and fold(word) in _ROLES:
                words.left = " ".join(said[place:])
                name = said[:place]
                return " ".join(name[:-1] if len(name) > 1 and name[-1] in _LINKING else name)
        raise BadArgument(f"No role stands behind {quoted(words.rest())}: it can be {_CAN_BE}.")


_LINKING = ("as", "is", "a", "an", "the")
_SILENT = "have not spoken to me yet"
_CAN_BE = listed(list(_ROLES), "or")


@dataclass(frozen=True)
class RoleWord:
    """One of the roles."""

    label: str = "role"

    def read(self, words: Words, last: bool) -> Role:
        said = words.word()
        if fold(said) not in _ROLES:
            raise BadArgument(f"{quoted(said)} is no role: it can be {_CAN_BE}.")
        return _ROLES[fold(said)]


@dataclass(frozen=True)
class OfGroup:
    """The group behind “of”, up to “until”; empty where neither word comes."""

    label: str = "of group"

    def read(self, words: Words, last: bool) -> str:
        first, _, rest = words.left.partition(" ")
        if first.casefold() not in ("of", "in", "for"):
            return ""
        said, mark, date = rest.partition(" until ")
        words.left = f"until {date}" if mark else ""
        return said.strip()


@dataclass(frozen=True)
class UntilDay:
    """The day, month or year behind “until”."""

    label: str = "until date"

    def read(self, words: Words, last: bool) -> str:
        if words.left.partition(" ")[0].casefold() in ("until", "till"):
            words.word()
        return PartialDate("date").read(words, last)


@dataclass(frozen=True)
class AllButLast:
    """All words but the last one."""

    label: str

    def read(self, words: Words, last: bool) -> str:
        if words.left[:1] in '"“„«':
            return words.word()
        name, _, words.left = words.left.rpartition(" ")
        return name.strip()


Whom = Annotated[str, NameBeforeRole()]
As = Annotated[Role, RoleWord()]
Of = Annotated[str, OfGroup()]
Until = Annotated[str, UntilDay()]


@command(
    "person",
    examples=(
        Example("person Amina", "**Amina** is a representative of DCAD.…"),
        Example("person amnia", "**Amina** is a representative of DCAD.…"),
        Example("person Wolfgang", "Nobody here goes by the name “Wolfgang”.…"),
    ),
)
async def person(call: Call, name: PersonName) -> Answer:
    """Show what the record has of somebody: name and standing, never addresses."""
    store = call.store
    found = await people.named(store, name, prefix=call.manners.prefix)
    now_held: list[tuple[str, str]] = []
    earlier: list[tuple[str, str]] = []
    for one in await store.people.past_standings(found.id):
        what = await standings.words(store, one)
        over = one.until is not None and one.until <= call.now
        (earlier if over else now_held).append((what, f"{what}, {standings.given_words(one)}"))
    are = listed([what for what, _ in now_held]) or "known here, with no standing"
    lines = [f"**{literal(found.name)}** is {are}."]
    lines += [f"- {details}" for _, details in now_held]
    lines += [f"- earlier: {details}" for _, details in earlier]
    for contact in await store.contacts.for_person(found.id):
        group = await store.groups.get(contact.group_id)
        if group and contact.consented_at:
            lines.append(f"- contact of {(await groups.title(store, group)).handle}")
    if not await store.people.addresses(found.id):
        lines[0] += f" They {_SILENT}."
    return Answer("\n".join(lines), brief=lines[0])


@command(
    "person add",
    allowed=Role.COORDINATOR,
    assurance=Assurance.STRONG,
    changes=True,
)
async def person_add(
    call: Call,
    name: Annotated[str, AllButLast("name")],
    address: Annotated[str, Word("address")],
) -> Answer:
    """Write somebody down who has not spoken to the bot yet, with their address.

    Their first message from that address finds them, with the standing that they got meanwhile.
    """
    if not name:
        raise BadArgument(f"The name is missing. Say: {call.usage('person add')}")
    added, way = await people.add(call.store, name, address, by=call.person, now=call.now)
    give = call.say(f"standing give {_sayable(added.name)} representative of DC3")
    next_step = f"To say what they are: {give}."
    name = literal(added.name)
    return Answer(
        f"{name} is known now, by {way.shown}, which has not spoken yet. {next_step}",
        brief=f"{name} is known now; the address has not spoken yet. {next_step}",
    )


@command(
    "standing",
    aliases=("standings",),
    examples=(Example("standing DCAD", "Standing in DCAD:…"),),
)
async def standing(call: Call, group: AnyGroup = "") -> str:
    """Show who is what in a group, who gave it, and until when.

    In a room of a group, its name may be left out.
    """
    store, prefix = call.store, call.manners.prefix
    found = await places.meant_group(store, group, call.place, prefix=prefix)
    if found is None:
        raise UserError(f"Which group? Say, for example, {call.say('standing DC3')}.")
    title = await groups.title(store, found)
    lines = []
    for one in await call.store.people.standings(call.now, group_ids=[found.id]):
        who = await call.store.people.get(one.person_id)
        given = f"given by {literal(one.given_by)} on {moments.day(one.since)}"
        end = standings.end_words(one)
        lines.append(
            f"- {Role(one.role).label}: {literal(who.name if who else '')}, {given}, {end}"
        )
    names = await standings.givers(call.store, Role.REPRESENTATIVE, found, now=call.now)
    can = f"A representative can be named by {listed([literal(one) for one in names], 'or')}."
    if not lines:
        return f"Nobody has standing in {title.handle} yet. {can}"
    return "\n".join([f"Standing in {title.handle}:", *lines, "", can])


@command(
    "standing give",
    aliases=("person role", "give standing"),
    allowed=Role.MEMBER,
    assurance=Assurance.STRONG,
    changes=True,
)
async def standing_give(
    call: Call, name: Whom, role: As, group: Of = "", until: Until = ""
) -> Answer:
    """Say what somebody is in a group, and until when.

    Everybody may give what is lower than their own role there, the Secretariat all but operator.
    In a room of the group, `of` and its name may be left out.
    """
    store, prefix = call.store, call.manners.prefix
    whom = await people.named(store, name, exact=True, prefix=prefix, say="standing give")
    of = None if role.for_all else await places.meant_group(store, group, call.place, prefix=prefix)
    end = standings.whole_day_end(until, moments.zone_of(call.manners.zone)) if until else None
    given = await standings.grant(store, whom, role, of, by=call.person, now=call.now, until=end)
    what = f"{literal(whom.name)} is now {await standings.words(store, given)}"
    brief = f"{what}, {standings.end_words(given, moments.zone_of(call.manners.zone))}."
    ways = [people.way_of(row) for row in await store.people.addresses(whom.id)]
    known = f"are known by {listed([one.shown for one in ways])}" if ways else _SILENT
    return Answer(f"{brief} They {known}.", brief=brief)


@command(
    "standing end",
    aliases=("end standing",),
    allowed=Role.OBSERVER,
    assurance=Assurance.STRONG,
    changes=True,
)
async def standing_end(call: Call, name: Whom, role: As, group: Of = "") -> str:
    """End somebody's standing; your own you may always end."""
    store, prefix = call.store, call.manners.prefix
    whom = await people.named(store, name, exact=True, prefix=prefix, say="standing end")
    of = None if role.for_all else await places.meant_group(store, group, call.place, prefix=prefix)
    ended = await standings.revoke(store, whom, role, of, by=call.person, now=call.now)
    note = ""
    if role is Role.OPERATOR:
        note = " Whoever stands as an operator in the settings becomes one again at the next start."
    for where in await postings.recall_of_former(store, whom, by=call.person, now=call.now):
        note += f" What they announced to {where} is recalled."
    return f"{literal(whom.name)} is no longer {await standings.words(store, ended)}.{note}"


@command(
    "handover", aliases=("hand over to", "hand over"), assurance=Assurance.STRONG, changes=True
)
async def hand_over(call: Call, name: PersonName) -> Answer:
    """Hand all your duties over to somebody: see what moves, and then say yes or no.

    Both of you then get one brief, privately: what moved, what waits, where things are.
    """
    whom = await people.named(call.store, name, prefix=call.manners.prefix, say="handover")
    duties = await handover.duties(call.store, call.person, whom, now=call.now)
    lines = [f"This goes from you to {literal(whom.name)}:", *(f"- {one}" for one in duties.lines)]
    text = "\n".join(lines) + "\n\nYou keep nothing of it. Hand it over? Say `yes` or `no`."
    return Answer(text, ask=Ask("handover", draft={"to": whom.id, "numbers": duties.numbers}))


@takes_reply("handover")
async def hand_over_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Hand the duties over where the person said yes."""
    if reply != "yes":
        return Answer("Nothing was handed over.")
    whom = await call.store.people.get(draft["to"])
    if whom is None or whom.forgotten_at:
        raise UserError("The one who was to take over is not known here any more.")
    moved = await handover.hand_over(call.store, call.person, whom, draft["numbers"], now=call.now)
    return Answer(
        f"{literal(whom.name)} now has what was yours: {'; '.join(moved.lines)}. "
        "Both of you get the brief privately."
    )


def _sayable(name: str) -> str:
    return " ".join(name.replace("`", "").split())
