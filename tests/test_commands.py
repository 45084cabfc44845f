"""Every command as it is declared: its examples are true, its help is whole, its usage derives."""

from __future__ import annotations

import pytest

from dcbot.command import Command, Example, Registry
from dcbot.roles import Role
from dcbot.transports.markup import to_plain
from tests.conversation import fits, plain
from tests.world import World

COMMANDS = list(Registry.from_folder().commands.values())
LEAST = {
    Role.ANYONE: "jo",
    Role.OBSERVER: "amina",
    Role.MEMBER: "amina",
    Role.REPRESENTATIVE: "amina",
    Role.CHAIR: "lena",
    Role.COORDINATOR: "lena",
    Role.SECRETARIAT: "sana",
    Role.OPERATOR: "omar",
}
"""Who plays an example: somebody with no more standing than the command asks for."""
EXAMPLES = [
    pytest.param(command, example, id=example.said)
    for command in COMMANDS
    for example in command.examples
]


@pytest.mark.parametrize(("command", "example"), EXAMPLES)
async def test_example_is_true(world: World, command: Command, example: Example) -> None:
    # An example that shows a refusal is played by somebody who is refused.
    refused = example.answer.startswith("Only ")
    who = "jo" if refused else LEAST[command.allowed]

    # Of a place, one speaks in it.
    direct = command.subject != "places"
    answers = await world.say(who, f"!{example.said}", direct=direct)

    said = to_plain(answers[0]) if answers else "nothing"
    assert fits(said, to_plain_pattern(example.answer)), f"{who}> !{example.said}\nbot> {said}"


def to_plain_pattern(pattern: str) -> str:
    """An answer as a declaration writes it, in plain text; its … stay what they are."""
    return to_plain(pattern) if "`" in pattern or "**" in pattern else pattern


async def test_every_command_can_be_looked_up(world: World) -> None:
    for command in COMMANDS:
        # Nobody looks up all of them in one minute.
        world.pass_time(seconds=2)
        (answer,) = await world.say("jo", f"help {command.name}", direct=True)

        unprefixed = answer.replace("`!", "`")
        assert unprefixed.startswith(f"`{command.usage('')}`\n\n{command.summary}")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_usage_names_each_parameter(command: Command) -> None:
    usage = plain(command.usage())

    assert usage.startswith(f"!{command.name}")
    assert usage.count("<") == sum(parameter.required for parameter in command.parameters)
    assert usage.count("[") >= sum(not parameter.required for parameter in command.parameters)
