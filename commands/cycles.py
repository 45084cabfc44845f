"""Cycles: the dates of the community's year, as they are, were, and move."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import askers, cycle_words, cycles, releases, timing


@command(
    "cycle",
    aliases=("deadlines", "calendar deadlines", "cycle show"),
    examples=(
        Example("cycle 2017", "**IGF 2017** (Geneva), 11 dates:…"),
        Example("cycle 1999", "No cycle is called “1999”. Known are 2015, 2016, 2017,…"),
    ),
)
async def cycle(call: Call, which: Annotated[str, Rest("cycle")] = "") -> Answer:
    """Show the dates of a cycle, which is one year of the community's work; alone, the one now.

    A date with a clock says its zone and UTC; one without is a date and no moment.
    """
    if fold(which) in ("", "now", "this"):
        found = await cycles.current(call.store, now=call.now)
    else:
        found = await cycles.named(call.store, which)
    dates = [one for one in await call.store.cycles.dates(found.id) if not one.withdrawn]
    place = f" ({literal(found.place)})" if found.place else ""
    count = f"{len(dates)} date{'s' if len(dates) != 1 else ''}"
    lines = [f"**{literal(found.name)}**{place}, {count}:"]
    lines += [cycle_words.line(one, call.now) for one in dates]
    whole = "\n".join(lines)
    ahead = [one for one in dates if cycle_words.left_words(one, call.now)]
    if call.private or len(dates) <= 6:
        return Answer(whole)
    shown = [cycle_words.line(one, call.now) for one in (ahead or dates)[:6]]
    more = f"{call.say(f'cycle {found.key}')}, said privately, tells all of them."
    return Answer(whole, brief="\n".join([lines[0], *shown, more]))


@command("cycle list", examples=(Example("cycle list", "- 2015: IGF 2015 (João Pessoa)…"),))
async def cycle_list(call: Call) -> str:
    """List the cycles that are known."""
    lines = []
    for one in await call.store.cycles.all():
        dates = [date for date in await call.store.cycles.dates(one.id) if not date.withdrawn]
        place = f" ({literal(one.place)})" if one.place else ""
        count = f"{len(dates)} date{'s' if len(dates) != 1 else ''}"
        lines.append(f"- {one.key}: {literal(one.name)}{place}, {count}")
    return "\n".join(lines) or "No cycle is known yet."


@command(
    "cycle add",
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("cycle add 2027", "The cycle IGF 2027 begins.…"),),
)
async def cycle_add(call: Call, year: Annotated[str, Rest("year")]) -> str:
    """Begin a cycle, named after its year."""
    made = await cycles.add(call.store, year, by=call.person, now=call.now)
    say = call.say(f"cycle date {made.key} slot requests due: 30 April 2027 at 23:59 UTC")
    return f"The cycle {literal(made.name)} begins. {say} names a date of it."


@command(
    "cycle date",
    aliases=("cycle set", "cycle move"),
    allowed=Role.SECRETARIAT,
    examples=(
        Example(
            "cycle date 2025 call for outputs: 3 March 2027 at 23:59 UTC",
            "“call for outputs” of IGF 2025 is to be Wednesday 3 March 2027, 23:59 UTC.…",
        ),
    ),
)
async def cycle_date(
    call: Call,
    cycle: Annotated[str, Rest("cycle, name of the date: when")],
) -> Answer:
    """Name a date of a cycle, or move one: `cycle date 2027 slot requests due: 30 April 2027 at
    23:59 UTC`.

    One that moves keeps its identity, and its old time stays in the history; say why behind
    “because”. A date without a clock stays a date. The bot says it back, and asks you.
    """
    year, what, when = _parts(call, cycle)
    found = await cycles.named(call.store, year)
    await cycles.require(call.store, by=call.person, now=call.now)
    when, _, why = when.partition(" because ")
    zone = await askers.zone(call, None)
    time = timing.read(when, zone, now=call.now, days=True)
    if isinstance(time, timing.Several):
        ways = "; or ".join(time.words)
        raise BadArgument(f"{quoted(when)} can mean {literal(ways)}. Say it in one way only.")
    if time.has_clock and not time.zone_said and not zone.known:
        raise BadArgument("In which zone is that clock? Say it with its zone, such as 23:59 UTC.")
    shown, was = await cycles.preview(call.store, found, what, time, now=call.now)
    moved = f"It was {was}." if was else "It is new."
    text = f"{quoted(what)} of {literal(found.name)} is to be {shown}.\n{moved}"
    foot = "Is that right? Say `yes` or `no`."
    if call.transport == "mail":
        foot = "Reply “yes” to this mail to confirm; if you did not ask for it, do nothing."
    draft = {"cycle": found.key, "what": what, "time": time.as_document(), "why": why}
    return Answer(f"{text}\n\n{foot}", ask=Ask("cycle date", draft=draft))


@takes_reply("cycle date")
async def cycle_date_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Set the date where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    found = await cycles.named(call.store, draft["cycle"])
    time = timing.Timed.from_document(draft["time"])
    row, was = await cycles.put(
        call.store, found, draft["what"], time, by=call.person, now=call.now, why=draft["why"]
    )
    moved = f" It was {was}." if was else ""
    public = await releases.stays_public(call.store, row, now=call.now)
    stays = f" What is public already ({public}) stays public." if public else ""
    return Answer(
        f"{literal(row.what)} of {literal(found.name)}: {cycle_words.words(row)}.{moved}{stays}"
    )


@command(
    "cycle drop",
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("cycle drop 2017: dinner", "IGF 2017 has no date called “dinner”.…"),),
)
async def cycle_drop(call: Call, cycle: Annotated[str, Rest("cycle: name of the date")]) -> str:
    """Say that a date does not take place; it stays in history and calendars, as cancelled."""
    year, _, what = cycle.partition(" ")
    found = await cycles.named(call.store, year.rstrip(":"))
    row = await cycles.withdraw(call.store, found, what, by=call.person, now=call.now)
    return f"{literal(row.what)} of {literal(found.name)}, {cycle_words.words(row)}, is withdrawn."


@command(
    "cycle history",
    examples=(
        Example("cycle history 2017: dc main session", "“DC main session” of IGF 2017 was…"),
    ),
)
async def cycle_history(call: Call, cycle: Annotated[str, Rest("cycle: name of the date")]) -> str:
    """Tell how a date of a cycle has moved, by whom and why."""
    year, _, what = cycle.partition(" ")
    found = await cycles.named(call.store, year.rstrip(":"))
    row = await cycles.date_named(call.store, found, what)
    changes = await call.store.changes.of("cycle date", row.id)
    head = f"{quoted(row.what)} of {literal(found.name)}"
    if not changes:
        source = f" Read at <{row.address}>." if row.address.startswith("http") else ""
        return f"{head} was not changed: {cycle_words.words(row)}.{source}"
    lines = [
        f"{head}, revision {row.revision}:",
        *(cycle_words.change_line(one) for one in changes),
    ]
    return "\n".join(lines)


def _parts(call: Call, words: str) -> tuple[str, str, str]:
    """The cycle, the name of the date, and what follows the first colon that has a time behind."""
    year, _, rest = words.strip().partition(" ")
    what, colon, when = rest.partition(": ")
    if not colon or not what.strip():
        say = call.say("cycle date 2027 slot requests due: 30 April 2027 at 23:59 UTC")
        raise BadArgument(f"Name the cycle, the date, a colon and the day: {say}.")
    return year.rstrip(":"), what.strip(), when.strip()
