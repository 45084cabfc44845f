"""Help: what each may say, in short for rooms; commands as they must be said there."""

from __future__ import annotations

from dcbot.command import Registry
from dcbot.roles import Role
from tests.world import World


async def test_in_a_room_the_list_is_short_and_of_what_the_sender_may_say(world: World) -> None:
    (nobodys,) = await world.say("jo", "!help")
    (operators,) = await world.say("omar", "!help")

    assert len(nobodys.split("\n")) <= 10 and len(operators.split("\n")) <= 10
    assert "`coalition list`" in nobodys and "`coalition set`" not in nobodys
    commands = Registry.from_folder().commands.values()
    more = sum(1 for one in commands if one.allowed > Role.ANYONE)
    assert f"{more} more are for people with more standing." in nobodys
    missing = [name for name in Registry.from_folder().commands if f"`{name}`" not in operators]
    assert missing == []


async def test_privately_each_command_is_explained(world: World) -> None:
    (told,) = await world.say("jo", "help", direct=True)

    assert told.startswith("**Coalitions**\n- `!about`: ")
    assert (
        "\n- `!join <coalition>`: Tell the steps that make you a member of a coalition.\n" in told
    )


async def test_one_command_is_explained_with_commands_as_they_are_said(world: World) -> None:
    (told,) = await world.say("jo", "!help me zone")
    (group,) = await world.say("jo", "!help group set")

    assert told.startswith("`!me zone <zone>`\n\nSet the time zone")
    assert told.endswith("\n\nFor example: `!me zone Europe/Zurich`")
    assert "`!group set language French`" in group
    assert group.endswith("For representatives and those above.")
