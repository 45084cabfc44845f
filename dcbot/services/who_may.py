"""Who may: what a group gives to whom around its meetings, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcbot.record.powers import Power
from dcbot.roles import Role
from dcbot.services import meeting_rules, meetings, numbered, settings
from dcbot.services.meeting_rules import CORRECTING, DECIDING, PUBLISHING
from storage.groups import Group
from storage.store import Store


@dataclass(frozen=True)
class Row:
    """What one may, who that is in words, and the settings of the group that say so."""

    act: str
    who: str
    by: Sequence[str]


async def table(store: Store, group: Group) -> list[Row]:
    """All rows, from the beginning of a meeting to its end."""
    put = {one.setting.name: one.value for one in await settings.all_of(store, group)}
    powers = meeting_rules.powers(put["powers"])
    decide, correct, publish = [
        _words(await numbered.deciding_role(store, group, power))
        for power in (DECIDING, CORRECTING, PUBLISHING)
    ]
    annexes = _words(meeting_rules.decider(put[PUBLISHING]) or meetings.least_role(group))
    shows = publish if annexes == publish else f"{publish} (annexes: {annexes})"
    return [
        Row("start", meeting_rules.show_starter(put["starting"]), ["starting"]),
        Row("chair", f"who starts it; others are named by {powers[Power.CHAIR]}", ["powers chair"]),
        Row(
            "decide",
            f"in a meeting {powers[Power.DECIDE]}, between meetings {decide}",
            ["powers decide", DECIDING],
        ),
        Row(
            "correct",
            f"in a meeting {powers[Power.CORRECT]}, afterwards who chaired it, and {correct}",
            ["powers correct", CORRECTING],
        ),
        Row("approve", f"who chaired it, and {decide}", [DECIDING]),
        Row("publish", f"who chaired it, and {shows}", [PUBLISHING]),
        Row("end", f"{powers[Power.END]}", ["powers end"]),
    ]


def _words(role: Role) -> str:
    return f"{role.labels} and those above"
