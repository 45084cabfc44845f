"""Actions with their owners, as they stand at the end of the walk."""

from __future__ import annotations

from collections.abc import Iterable

from dcbot.lines import fold
from dcbot.record.drafts import Drafts
from dcbot.record.facts import CarriedAction
from dcbot.record.instructions import Assign
from dcbot.record.line import Change
from dcbot.record.minutes import DoubtKind
from dcbot.record.owning import Owners, due_words
from dcbot.record.people import UNKNOWN
from dcbot.record.sections import ItemDraft
from dcbot.record.tasks import Action, Owner, OwnerTasks


class Actions:
    """Makes the actions; owners are looked for among all who were known by the end."""

    def __init__(self, drafts: Drafts, skip: int) -> None:
        self._drafts = drafts
        self._skip = skip
        running = drafts.running
        bots = running.facts.bots
        names = [*running.registry.names(), *drafts.roll.names()]
        self._groups = {
            name.casefold(): group.name
            for group in running.facts.groups
            for name in (group.name, *group.aliases)
        }
        self._owners = Owners([one for one in names if one[1] not in bots], self._groups.items())

    def given(self) -> tuple[Action, ...]:
        """Those that this meeting gave."""
        return tuple(self._action(draft, place) for draft, place in self._drafts.actions)

    def _action(self, draft: ItemDraft, place: int) -> Action:
        change = self._drafts.running.lines[draft.key[0]].changed(draft.key[1]) or Change()
        return Action(
            number=draft.number or 0,
            text=draft.text,
            owners=self._whose(draft, change),
            due=due_words(draft.text),
            state=change.state,
            by=draft.by,
            name=draft.name,
            at=draft.at,
            line=draft.line,
            topic=max(place - self._skip, 0),
            closed_line=change.concluded,
        )

    def _whose(self, draft: ItemDraft, change: Change) -> tuple[Owner, ...]:
        names = self._assigned(change) or draft.owners
        if names:
            return tuple(self._named(name, draft.line) for name in names)
        found, unclear = self._owners.named(draft.text)
        for word in unclear:
            self._drafts.doubt(
                DoubtKind.AMBIGUOUS_OWNER,
                draft.line,
                f"Several people go by “{word}”. Say which one: assign action {draft.number} to …",
            )
        if not found and not unclear:
            self._drafts.doubt(
                DoubtKind.NO_OWNER,
                draft.line,
                f"Nobody owns action {draft.number}. Say: assign action {draft.number} to …",
            )
        return tuple(self._owners.owner(by, self._name(by)) for by in found)

    def _assigned(self, change: Change) -> tuple[str, ...]:
        for number in reversed(change.assigned):
            for one in self._drafts.running.lines[number].instructions:
                if isinstance(one, Assign):
                    return one.owners
        return ()

    def _named(self, name: str, line: int) -> Owner:
        """The owner who was said apart from the text."""
        group = self._groups.get(name.casefold())
        if group:
            return Owner(group, group=True)
        found = self._drafts.running.registry.find(name)
        if len(found) == 1:
            return Owner(self._name(found[0]), found[0])
        by = self._drafts.roll.meant(name)
        if not self._drafts.roll.known(name):
            kind = DoubtKind.AMBIGUOUS_OWNER if found else DoubtKind.UNKNOWN_OWNER
            self._drafts.doubt(kind, line, f"Who is “{name}”, who owns this action?")
            return Owner(name)
        return Owner(self._name(by), by)

    def _name(self, by: str) -> str:
        if by.startswith(UNKNOWN):
            return self._drafts.shown.name(by, self._drafts.roll.name(by))
        return self._drafts.shown.name(by)

    def carried(self) -> tuple[Action, ...]:
        """Those of earlier meetings, with what became of them in this one."""
        running = self._drafts.running
        return tuple(
            self._carried(action, running.carried[action.number])
            for action in running.facts.actions
        )

    def _carried(self, action: CarriedAction, change: Change) -> Action:
        return Action(
            number=action.number,
            text=action.text,
            owners=tuple(self._known(one) for one in action.owners),
            due=action.due,
            state=change.state,
            closed_line=change.concluded,
            meeting=action.meeting,
        )

    def _known(self, one: str) -> Owner:
        by = self._drafts.running.registry.one(one)
        if by in self._drafts.running.registry.called:
            return Owner(self._name(by), by)
        group = self._groups.get(one.casefold())
        return Owner(group or one, group=group is not None)

    def by_owner(self, actions: Iterable[Action]) -> tuple[OwnerTasks, ...]:
        """Each owner with theirs, by name, and at the end what nobody owns."""
        owned: dict[Owner, list[Action]] = {}
        without: list[Action] = []
        for action in actions:
            for owner in dict.fromkeys(action.owners):
                owned.setdefault(owner, []).append(action)
            if not action.owners:
                without.append(action)
        listed = sorted(owned.items(), key=lambda one: (fold(one[0].name), one[0].name))
        tasks = [OwnerTasks(owner, tuple(theirs)) for owner, theirs in listed]
        return (*tasks, OwnerTasks(None, tuple(without))) if without else tuple(tasks)
