"""Me: who you are to the bot, how you want to be served, and being forgotten."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import OneOf, Rest, listed
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import addresses, forgetting, moments, naming, people, standings, wishes

_SURE = {
    Assurance.STRONG: "sure, for it was proven here that you are who you say",
    Assurance.MEDIUM: "fairly sure, for your mail server vouches for your address",
    Assurance.WEAK: "not sure, for anybody can write your address above a mail",
}
_BY = {
    "matrix": "sure, for your homeserver has checked your login",
    "console": "sure, for this is the console of the bot itself",
}


@command(
    "whoami",
    aliases=("who am i", "me show"),
    examples=(Example("whoami", "You are Jo, with no standing yet.…"),),
)
async def whoami(call: Call) -> Answer:
    """Tell who you are to the bot: name, addresses, zone, standing, wishes.

    In a room it is told in short, without your addresses; say it privately for all of it.
    """
    return await _who(call)


@command("me", examples=(Example("me wrods", "“wrods” is nothing that `!me` knows.…"),))
async def me(call: Call, what: Annotated[str, Rest("what")] = "") -> Answer:
    """Tell who you are to the bot, like `whoami`; with a word behind it, change it.

    What can stand behind it: words, zone, name, named as, mail, link, confirm, unlink.
    """
    if not what:
        return await _who(call)
    known = [name for name in call.registry.commands if name.startswith("me ")]
    near = [one.name for one in call.registry.near(f"me {what}") if one.name in known]
    offers = listed([call.usage(name) for name in near or known], "or")
    raise BadArgument(f"{quoted(what)} is nothing that {call.say('me')} knows. Say {offers}.")


@command(
    "me words",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("me words on", "From now on every acknowledgement is a full message…"),),
)
async def words(call: Call, on: Annotated[str, OneOf("wish", ("on", "off"))]) -> Answer:
    """Get every acknowledgement as a full message, instead of a reaction.

    A screen reader, for example, reads messages better than reactions. `off` brings the
    reactions back.
    """
    await wishes.put(call.store, call.person, "words", on == "on")
    if on == "on":
        return Answer("From now on every acknowledgement is a full message to you.")
    return Answer("From now on a reaction stands for “done” where it can.", acknowledgement="✅")


@command(
    "me zone",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(
        Example("me zone Europe/Zurich", "Your zone is Europe/Zurich. There it is now…"),
        Example("me zone Zurich", "Your zone is Europe/Zurich. There it is now…"),
        Example("me zone Europe/Zürih", "“Europe/Zürih” is no time zone. Did you mean…"),
    ),
)
async def zone(call: Call, name: Annotated[str, Rest("zone")]) -> str:
    """Set the time zone in which moments are told to you.

    Zones are called after a city, as `Europe/Zurich` or `America/Sao_Paulo`. `off` takes yours
    away, so that the one of the place counts.
    """
    taken = await wishes.put_zone(call.store, call.person, name, now=call.now)
    if taken is None:
        return f"You have no zone of your own any more. Here it is {call.manners.zone}."
    return f"Your zone is {taken.key}. There it is now {moments.minute(call.now, taken)}."


@command(
    "me name",
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("me name Jo Okafor", "You are Jo Okafor here from now on."),),
)
async def name_(call: Call, name: Annotated[str, Rest("name")]) -> str:
    """Say what you want to be called here."""
    bot = (call.manners.name,)
    await people.rename(call.store, call.person, name, now=call.now, taken=bot)
    return f"You are {literal(call.person.name)} here from now on."


@command(
    "me named as",
    aliases=("me name me as",),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("me named as role", "From now on the record names you by your role.…"),),
)
async def named_as(call: Call, way: Annotated[str, OneOf("way", wishes.NAMED_AS)]) -> str:
    """Choose how the record names you: by name, by role, or as a participant.

    It counts from now on; what is written down already stays as it is.
    """
    await wishes.put(call.store, call.person, "named_as", way)
    if way == "a participant":
        return "From now on the record names you as “a participant”."
    if way == "name":
        return f"From now on the record names you as {quoted(call.person.name)}."
    shown = await naming.record_name(call.store, call.person, now=call.now)
    return f"From now on the record names you by your role. At present that is {quoted(shown)}."


@command(
    "me mail",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("me mail weekly", "You get one mail a week that gathers the rest…"),),
)
async def mail(call: Call, how_much: Annotated[str, OneOf("amount", wishes.MAIL)]) -> str:
    """Choose how much mail you get: all, one letter a week, or only what is essential."""
    await wishes.put(call.store, call.person, "mail", how_much)
    return f"{wishes.MAIL_MEANS[how_much]}."


@command("forget me", aliases=("me forget",), assurance=Assurance.STRONG, changes=True)
async def forget_me(call: Call) -> Answer:
    """Be forgotten: see what goes and what stays, and then say yes or no."""
    ahead = await forgetting.prospect(call.store, call.person, now=call.now)
    ends = f"; you are no longer {listed(ahead.standings)}" if ahead.standings else ""
    contact = ", and you are nobody's contact" if ahead.contact_of else ""
    goes = [
        f"your {'address' if ahead.addresses == 1 else f'{ahead.addresses} addresses'}, your name, "
        f"zone and wishes{ends}{contact}",
        "what you said to me, and what I said to you alone",
    ]
    if ahead.meetings:
        goes.append("what you said in recorded meetings beside what was recorded of it")
    count = f" ({ahead.changes} so far)" if ahead.changes else ""
    stays = [
        f"what was decided and changed here, for others rely on it; where you did it{count}, it "
        f"says “{ahead.instead}”",
        *_of_meetings(ahead),
        "that you were forgotten, when, and at your own wish",
        "this last message, my answer to it, and mails of yours as they came, for 30 days",
        "what you wrote in rooms and on lists: their servers keep it, not I",
    ]
    text = "\n".join(
        ["This goes:", *(f"- {one}" for one in goes), "This stays:", *(f"- {one}" for one in stays)]
    )
    ask = Ask("forget me", draft={"instead": ahead.instead})
    return Answer(f"{text}\n\nIt cannot be undone. Say `yes` or `no`.", ask=ask)


def _of_meetings(ahead: forgetting.Prospect) -> list[str]:
    if not ahead.meetings:
        return []
    count = f"{ahead.meetings} meeting{'s' if ahead.meetings != 1 else ''}"
    return [f"what was recorded of you in {count}, such as decisions and actions, under that name"]


@takes_reply("forget me")
async def forget_me_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Forget the person who said yes."""
    if reply != "yes":
        return Answer("Nothing was forgotten.")
    instead = await forgetting.forget(call.store, call.person, now=call.now)
    return Answer(
        f"You are forgotten. Where the record needs somebody, it says “{instead}”. "
        "If you speak to me again, I know you as somebody new."
    )


async def _who(call: Call) -> Answer:
    """Who the sender is: in short for rooms, and whole."""
    held = await _held(call)
    rows = await call.store.people.addresses(call.person.id)
    count = f"{len(rows)} address{'es' if len(rows) != 1 else ''}"
    are = listed([words for words, _ in held]) or "with no standing yet"
    zone, more = _zone(call), call.say("whoami")
    brief = (
        f"You are {literal(call.person.name)}, {are}. I know you by {count}; your zone is {zone}. "
        f"{more}, said privately, tells the rest."
    )
    ways = ", ".join(addresses.Way(row.transport, row.address).shown for row in rows)
    lines = [
        f"You are **{literal(call.person.name)}**, {are}.",
        f"- Addresses: {ways or 'none'}",
        f"- Zone: {zone}",
        *(f"- Standing: {words}, {details}" for words, details in held),
        f"- More standing: {await _more(call)}",
        f"- How sure I am that this is you: {_sure(call)}",
        f"- Wishes: {_wishes(call)}",
    ]
    return Answer("\n".join(lines), brief=brief)


async def _held(call: Call) -> list[tuple[str, str]]:
    """Each standing in words, and who gave it when until when."""
    own = wishes.zone(call.person, call.manners.zone)
    return [
        (await standings.words(call.store, one), standings.given_words(one, own))
        for one in await call.store.people.standings(call.now, person_id=call.person.id)
    ]


async def _more(call: Call) -> str:
    """Who can give the person the next higher role, by name where they wish it."""
    held = await call.store.people.standings(call.now, person_id=call.person.id)
    top = held[0] if held else None
    if top and top.role == Role.OPERATOR:
        return "there is none; you can give all"
    group = await call.store.groups.get(top.group_id) if top and top.group_id else None
    role = Role(top.role + 1) if top else Role.MEMBER
    names = await standings.givers(call.store, role, group, now=call.now)
    return f"{listed([literal(one) for one in names])} can give it" if names else "nobody yet"


def _sure(call: Call) -> str:
    if call.assurance is Assurance.STRONG:
        return _BY.get(call.transport, _SURE[Assurance.STRONG])
    return f"{_SURE[call.assurance]}; before I change what others rely on, I ask you back"


def _zone(call: Call) -> str:
    if call.person.zone:
        return call.person.zone
    return f"{call.manners.zone}, since you named none ({call.say('me zone Europe/Zurich')})"


def _wishes(call: Call) -> str:
    wish = wishes.of(call.person)
    words = "full messages" if wish["words"] else "reactions where they suffice"
    named = {"name": "by name", "role": "by role"}.get(wish["named_as"], "as “a participant”")
    return f"{words}, {wish['mail']} mail, named {named}"
