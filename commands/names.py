"""Names: coalitions are added and renamed, and get acronyms and aliases; no name gets lost."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Name, Rest, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import called, groups, names, removal

Coalition = Annotated[str, Name("coalition", until=":")]


@command(
    "coalition add",
    allowed=Role.COORDINATOR,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example(
            "coalition add Dynamic Coalition on Rivers (DC-Rivers)",
            "Only coordinators and the Secretariat can say “!coalition add”.…",
        ),
    ),
)
async def add(call: Call, name: Annotated[str, Rest("full name (acronym)")]) -> Answer:
    """Add a coalition to the register, by its full name, with its acronym in brackets.

    Where its name is nearly that of a coalition that is known already, you are asked first.
    """
    wanted = called.read_name(name)
    await names.refuse_taken(call.store, wanted)
    near = await names.near(call.store, wanted.name)
    draft = {"name": wanted.name, "acronym": wanted.acronym}
    if not near:
        return await _added(call, draft)
    like = listed([literal(one.group.name) for one in near[:3]])
    return Answer(
        f"{quoted(wanted.name)} is nearly a name of {like}. Is it another coalition, which is to "
        "be added? Say `yes` or `no`.",
        ask=Ask("add coalition", draft=draft),
    )


@takes_reply("add coalition")
async def add_after_asking(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Add the coalition whose name is nearly that of another, or not."""
    if reply != "yes":
        return Answer("Nothing was added.")
    return await _added(call, draft)


async def _added(call: Call, draft: dict[str, Any]) -> Answer:
    wanted = called.Called(draft["name"], draft["acronym"])
    group = await names.add(call.store, wanted, by=call.person, now=call.now)
    handle = groups.sayable(wanted.acronym or called.short(wanted.name) or wanted.name)
    return Answer(
        f"{literal(called.whole(wanted))} is in the register now, with the key “{group.key}”. "
        f"{call.say(f'coalition set {handle} site https://…')} says what is known of it, one "
        "thing at a time."
    )


@command(
    "coalition remove",
    aliases=("coalition delete",),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(
        Example("coalition remove DCAD", "Only the Secretariat can say “!coalition remove”.…"),
    ),
)
async def remove(call: Call, coalition: Annotated[str, Rest("coalition")]) -> Answer:
    """Remove a coalition that was added by mistake, after a yes.

    It goes only while nothing is known of it but its names. One that has ended is not removed:
    `coalition status` says that it is closed.
    """
    group = await _group(call, coalition)
    words = await removal.check(call.store, group, by=call.person, now=call.now)
    return Answer(
        f"{literal(words)} would be removed from the register, with its names. Say `yes` or `no`.",
        ask=Ask("remove coalition", draft={"key": group.key, "name": group.name}),
    )


@takes_reply("remove coalition")
async def remove_after_asking(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Remove the coalition, or leave it."""
    if reply != "yes":
        return Answer(f"{literal(draft['name'])} stays in the register.")
    words = await removal.remove(
        call.store, draft["key"], draft["name"], by=call.person, now=call.now
    )
    again = call.say(f"coalition add {groups.sayable(words)}")
    return Answer(f"{literal(words)} is not in the register any more. {again} brings it back.")


@command(
    "coalition rename",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def rename(
    call: Call, coalition: Coalition, name: Annotated[str, Rest("new full name")]
) -> Answer:
    """Give a coalition a new full name; the old one still finds it, as its former name.

    A new acronym may stand behind the name, in brackets.
    """
    group = await _group(call, coalition)
    wanted = called.read_name(name)
    await names.refuse_taken(call.store, wanted, but=group)
    near = await names.near(call.store, wanted.name, but=group)
    draft = {"key": group.key, "name": wanted.name, "acronym": wanted.acronym, "was": group.name}
    if not near:
        return await _renamed(call, draft)
    like = listed([literal(one.group.name) for one in near[:3]])
    return Answer(
        f"{quoted(wanted.name)} is nearly a name of {like}. Is it nevertheless the new name of "
        f"{literal(group.name)}? Say `yes` or `no`.",
        ask=Ask("rename coalition", draft=draft),
    )


@takes_reply("rename coalition")
async def rename_after_asking(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Give the coalition the name that is nearly another's, or leave its name."""
    if reply != "yes":
        return Answer(f"{literal(draft['was'])} keeps its name.")
    return await _renamed(call, draft)


async def _renamed(call: Call, draft: dict[str, Any]) -> Answer:
    group = await _group(call, draft["key"])
    wanted = called.Called(draft["name"], draft["acronym"])
    was = await names.rename(call.store, group, wanted, by=call.person, now=call.now)
    if was == group.name:
        return Answer(f"{literal(was)} has the acronym {literal(wanted.acronym)} now.")
    return Answer(
        f"{literal(was)} is now called {literal(called.whole(wanted))}. Its old name still finds "
        "it, as a former one."
    )


@command(
    "coalition acronym",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def acronym(
    call: Call, coalition: Coalition, acronym: Annotated[str, Rest("acronym")]
) -> str:
    """Give a coalition an acronym; one that it had before still finds it."""
    group = await _group(call, coalition)
    was = await names.set_acronym(call.store, group, acronym, by=call.person, now=call.now)
    before = f" It was {literal(was)}, which still finds it." if was else ""
    return f"The acronym of {literal(group.name)} is now {literal(acronym)}.{before}"


@command(
    "coalition alias",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def alias(call: Call, coalition: Coalition, alias: Annotated[str, Rest("alias")]) -> str:
    """Let a coalition be found by one more name."""
    group = await _group(call, coalition)
    row = await names.add_alias(call.store, group, alias, by=call.person, now=call.now)
    return f"{quoted(row.name)} now finds {literal(group.name)} too."


@command(
    "coalition unalias",
    aliases=("coalition alias remove", "coalition alias drop"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def unalias(call: Call, coalition: Coalition, alias: Annotated[str, Rest("alias")]) -> str:
    """Take a name away from a coalition, such as an alias that was wrong."""
    group = await _group(call, coalition)
    row, gone = await names.drop_alias(call.store, group, alias, by=call.person, now=call.now)
    still = "and finds it no more" if gone else "but still finds it, as a former one"
    return f"{quoted(row.name)} is no name of {literal(group.name)} any more, {still}."


async def _group(call: Call, words: str) -> Any:
    if not words:
        raise BadArgument(f"Say which coalition is meant, as {call.say('coalition set DCAD …')}.")
    return await groups.named(call.store, words, prefix=call.manners.prefix)
