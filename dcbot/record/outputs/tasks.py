"""Actions in words: who is to do what by when, and what became of those of earlier meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dcbot.record.outputs.blocks import Foreign, Jump, Point, Run, Strong, Words, joined
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.speaking import closed
from dcbot.record.tasks import Action, ActionState, Owner, OwnerTasks

NO_OWNER = "No owner yet"
_STATES: Mapping[ActionState, str] = {
    ActionState.OPEN: "",
    ActionState.DONE: "Done",
    ActionState.DROPPED: "Dropped",
}


@dataclass(frozen=True, slots=True)
class Tasks:
    """Says actions."""

    places: Places

    def action(self, action: Action) -> Point:
        """“Action 12. Amina and Ben: draft the letter. Due: Friday. (line 17)”"""
        anchor = f"action-{action.number}"
        words: list[Run] = [Strong(f"Action {action.number}."), " "]
        if action.meeting:
            words += ["From ", Foreign(action.meeting), ". "]
        if not _names_its_owner(action):
            words += [*owners(action.owners), ": "]
        more: list[Words] = []
        if action.due and not _says_when(action):
            more.append((" Due: ", *closed(action.due)))
        if action.state is not ActionState.OPEN:
            more.append(
                (" ", Strong(_STATES[action.state]), *self.places.line(action.closed_line), ".")
            )
        elif action.meeting:
            more.append((" Still open.",))
        words += closed(action.text) if more else (Foreign(action.text),)
        words += [run for part in more for run in part]
        words += self.places.line(action.line)
        return Point(tuple(words), anchor)


def given(action: Action) -> Words:
    """As a paragraph of the minutes begins: “Action 12 was given to Amina: ”."""
    jump = Jump(f"Action {action.number}", f"action-{action.number}")
    if not action.owners:
        return (jump, ", which nobody owns yet: ")
    if _names_its_owner(action):
        return (jump, ": ")
    return (jump, " was given to ", *owners(action.owners), ": ")


def _says_when(action: Action) -> bool:
    """Whether its text ends with when it is due, as “draft the letter by Friday”."""
    return action.text.rstrip(" .").casefold().endswith(f"by {action.due.casefold()}")


def _names_its_owner(action: Action) -> bool:
    """Whether its text begins with who is to do it, as “Amina to draft the letter”."""
    if len(action.owners) != 1 or not action.owners[0].name:
        return False
    name, text = action.owners[0].name.casefold(), action.text.casefold()
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def owners(who: tuple[Owner, ...]) -> Words:
    """Those who are to do it."""
    if not who:
        return (NO_OWNER,)
    return joined([(Foreign(owner.name, strong=True),) for owner in who])


def by_owner(tasks: OwnerTasks) -> Point:
    """An owner, with the numbers of what is theirs."""
    jumps: list[Words] = [
        (Jump(f"action {one.number}", f"action-{one.number}"),) for one in tasks.actions
    ]
    who = owners((tasks.owner,) if tasks.owner else ())
    return Point((*who, ": ", *joined(jumps)))
