"""Actions: who is to do what until when; given, closed, moved and handed on by message."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Annotated

from dcbot.arguments import Rest, listed
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument, NotAllowed
from dcbot.message import Answer, literal
from dcbot.roles import Assurance, Role
from dcbot.services import actions, actions_said, actions_shown, actions_told, owners, striking
from dcbot.services.actions import Action, ActionState

Which = Annotated[str, Rest("action")]
_BECAUSE = re.compile(r"^\s*(?::|,|because\b:?|since\b|–|-)\s*", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:is\s+)?(?:due\s+)?(?:to|until|till|by|for|:)\s*:?\s+", re.IGNORECASE)


@command(
    "action add",
    aliases=("add action", "new action", "action for"),
    assurance=Assurance.MEDIUM,
    changes=True,
)
async def action_add(
    call: Call, action: Annotated[str, Rest("group: who: what until when")]
) -> Answer:
    """Write down who is to do what, and until when.

    For example `action add DC3: Amina and Kofi: draft the letter by Friday`. In a place of the
    group its name may be left out. Who takes part in the group's meetings may. Who is to do it
    may be people, coalitions, or `nobody` yet; each person is told.
    """
    told = await actions_said.read(call, action)
    row = await actions.add(
        call.store, told.group, told.wanted, place=call.place, by=call.person, now=call.now
    )
    await actions_told.to_owners(call.store, row, by=call.person, now=call.now)
    name = literal(await actions.handle(call.store, row))
    to = told.wanted.owners
    who = await owners.words(call.store, to, now=call.now) if to else ""
    doubts = actions_said.doubts(told.wanted.deadline, told.unknown, row.number)
    if not to:
        doubts.append(f"Nobody is to do it yet: {call.say(f'action give {row.number} to …')}.")
    return Answer(" ".join([f"Action {name}{actions_said.told(row, who)}.", *doubts]))


@command(
    "actions",
    aliases=(
        "action list",
        "list actions",
        "open actions",
        "all actions",
        "my actions",
        "overdue actions",
    ),
    examples=(Example("actions DCAD", "Open actions of DCAD: none."),),
)
async def actions_list(
    call: Call, which: Annotated[str, Rest("group, person or words")] = ""
) -> Answer:
    """List the open actions of a group, of a person, or about some words.

    For example `actions`, `actions me`, `actions DC3 overdue`, `actions Amina`, `actions done`,
    `actions calendar`. In a place of a group its own are listed, elsewhere yours.
    """
    said = call.words.casefold()
    more = [word for word in ("my", "all", "overdue") if said.startswith(f"{word} actions")]
    asked = await actions_shown.read(call, " ".join([which, *more]))
    found = await actions_shown.listing(call, asked)
    return Answer("\n".join(found.lines), private=found.secret and not call.private)


@command(
    "action",
    aliases=("action show",),
    changes=True,
    examples=(Example("action DCAD 9", "There is no action 9 of DCAD that you can see.…"),),
)
async def action(call: Call, which: Which) -> Answer:
    """Show an action with its history; or change it, where what is to change follows its number.

    For example `action DCCG 12`, `action 12 done`, `action 12 to Kofi`, `action 12 by Friday`.
    """
    found, rest = await actions_said.find(call, which, example="action DCCG 12")
    if not rest:
        lines = [await actions_shown.whole(call.store, one, now=call.now) for one in found]
        secret = any(actions_shown.is_secret(one, call.place, now=call.now) for one in found)
        text = "\n\n".join("\n".join(one) for one in lines)
        return Answer(text, private=secret and not call.private)
    for verb, act in _ACTS.items():
        if named := re.match(rf"(?:is |was )?(?:{verb})(?!\w)", rest, re.IGNORECASE):
            if call.assurance < Assurance.MEDIUM:
                raise NotAllowed(
                    f"By mail say it with the verb first, such as {call.say('action done 12')}: "
                    "then I can ask whether it was you."
                )
            return await act(call, found, rest[named.end() :])
    raise BadArgument(
        f"“{literal(rest)}” says nothing that I can do with it. Say `done`, `drop`, `to Kofi`, "
        "`by Friday` or `open` behind its number."
    )


@command(
    "action done",
    aliases=("done", "action close", "close action", "action finished", "actions done with"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action done DCAD 9", "There is no action 9 of DCAD that you can see.…"),),
)
async def action_done(call: Call, which: Which) -> Answer:
    """Say that actions are done: `done 12`, `done DCCG 12 and 13: both were sent`.

    Who owns an action may, who gave it, and representatives, chairs and coordinators.
    """
    return await _done(call, *await _found(call, which, "done 12"))


@command(
    "action drop",
    aliases=("drop action",),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action drop DCAD 9", "There is no action 9 of DCAD that you can see.…"),),
)
async def action_drop(call: Call, which: Which) -> Answer:
    """Drop actions that nobody is to do any more; say why behind a colon."""
    return await _drop(call, *await _found(call, which, "action drop 12: the call is over"))


@command(
    "action reopen",
    aliases=("reopen action", "reopen"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action reopen DCAD 9", "There is no action 9 of DCAD that you…"),),
)
async def action_reopen(call: Call, which: Which) -> Answer:
    """Open actions again that were closed by mistake, or too early."""
    return await _reopen(call, *await _found(call, which, "action reopen 12"))


@command(
    "action move",
    aliases=("move action", "action due", "action postpone"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action move DCAD 9 to Friday", "There is no action 9 of DCAD that…"),),
)
async def action_move(call: Call, which: Annotated[str, Rest("action to when")]) -> Answer:
    """Move an action to another day: `action move DCCG 12 to 4 December`."""
    return await _move(call, *await _found(call, which, "action move 12 to 4 December"))


@command(
    "action give",
    aliases=("give action", "action assign", "assign action", "reassign"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action give DCAD 9 to me", "There is no action 9 of DCAD that you…"),),
)
async def action_give(call: Call, which: Annotated[str, Rest("action to whom")]) -> Answer:
    """Hand an action on to others: `action give 12 to Kofi and DC3`. Each person is told."""
    return await _give(call, *await _found(call, which, "action give 12 to Kofi"))


@command(
    "action text",
    aliases=("action say", "action amend"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("action text DCAD 9: call them", "There is no action 9 of DCAD that…"),),
)
async def action_text(call: Call, which: Annotated[str, Rest("action: what")]) -> Answer:
    """Say in other words what is to be done: `action text 12: draft and send the letter`."""
    return await _reword(call, *await _found(call, which, "action text 12: call them"))


@command(
    "action erase",
    aliases=("erase action",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def action_erase(call: Call, which: Which) -> Answer:
    """Take the words of an action out for good; its number stays. Say why behind a colon."""
    found, rest = await _found(call, which, "action erase 12: why")
    why = _BECAUSE.sub("", rest).strip()
    for one in found:
        await striking.action(call.store, one, by=call.person, now=call.now, why=why)
    names = [literal(await actions.handle(call.store, one)) for one in found]
    return Answer(f"The words of action {listed(names)} are taken out.")


async def _found(call: Call, which: str, example: str) -> tuple[list[Action], str]:
    return await actions_said.find(call, which, example=example)


async def _done(call: Call, found: list[Action], rest: str) -> Answer:
    return await _close(call, found, ActionState.DONE, rest)


async def _drop(call: Call, found: list[Action], rest: str) -> Answer:
    return await _close(call, found, ActionState.DROPPED, rest)


async def _close(call: Call, found: list[Action], state: ActionState, rest: str) -> Answer:
    why, lines = _BECAUSE.sub("", rest).strip(), []
    for one in found:
        await actions.close(call.store, one, state, by=call.person, now=call.now, why=why)
        lines.append(await _now(call, one, f"is {state.value}"))
    return Answer("\n".join(lines), acknowledgement="✅")


async def _reopen(call: Call, found: list[Action], rest: str) -> Answer:
    lines = []
    for one in found:
        await actions.reopen(call.store, one, by=call.person, now=call.now)
        lines.append(await _now(call, one, "is open again"))
    return Answer("\n".join(lines))


async def _move(call: Call, found: list[Action], rest: str) -> Answer:
    lines = []
    for one in found:
        deadline = await actions_said.new_deadline(call, one, _TO.sub("", f"{rest} "))
        await actions.move(call.store, one, deadline, by=call.person, now=call.now)
        due = literal(actions_said.due_words(one))
        doubt = " ".join(["", *actions_said.doubts(deadline, (), one.number)])
        lines.append(f"{await _now(call, one, f'is due {due}')}{doubt}")
    return Answer("\n".join(lines))


async def _give(call: Call, found: list[Action], rest: str) -> Answer:
    lines = []
    for one in found:
        to = await actions_said.new_owners(call, _TO.sub("", f"{rest} "))
        await actions.give(call.store, one, to.owners, by=call.person, now=call.now)
        await actions_told.to_owners(call.store, one, by=call.person, now=call.now)
        who = literal(await owners.words(call.store, to.owners, now=call.now))
        unknown = f" {owners.unknown_words(to.unknown)}" if to.unknown else ""
        lines.append(f"{await _now(call, one, f'is for {who} now')}{unknown}")
    return Answer("\n".join(lines))


async def _reword(call: Call, found: list[Action], rest: str) -> Answer:
    if len(found) > 1:
        raise BadArgument("Say the new words of one action at a time.")
    said = rest.lstrip(": ").strip()
    await actions.reword(call.store, found[0], said, by=call.person, now=call.now)
    return Answer(await _now(call, found[0], "is said anew"))


async def _now(call: Call, row: Action, what: str) -> str:
    name = literal(await actions.handle(call.store, row))
    return f"Action {name} {what}: {literal(row.text)}."


_Act = Callable[[Call, list[Action], str], Awaitable[Answer]]
_ACTS: dict[str, _Act] = {
    "done|finished|closed?|complete[d]?": _done,
    "drop(?:ped)?|cancel(?:led)?": _drop,
    "re-?open(?:ed)?|open": _reopen,
    "due|by|until|till|moved? to|move": _move,
    "to|for|give(?:n)? to|assign(?:ed)? to|owner": _give,
    "text|say|says|:": _reword,
}
