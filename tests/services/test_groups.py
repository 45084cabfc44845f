"""Names: whatever people call a coalition finds the one they mean, and none is guessed."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcbot.errors import Ambiguous, NotFound
from dcbot.services import groups
from storage.groups import GroupKind
from storage.store import Store
from tests.sizes import examples
from tests.texts import any_text
from tests.world import World

FOUND = {
    "dcad": "DCAD|dcad|DC-AD|dc ad|the DCAD|accessibility|acessibility|disability"
    "|Accessibility & Disability|Dynamic Coalition on Accessibility and Disabilty|dcda",
    "accountability": "accountability|Accountabilty|DC on Accountability",
    "blockchain": "blockchain|DC-BT|Blockchain Technologies|DC Blockchain|blockchain tecnologies",
    "cos": "COS|dccos|DC COS|children|Childrens rights|DC-Children|DC Children"
    "|child online saftey|Dynamic Coalition on Children's Rights in the Digital Environment",
    "dc3": "DC3|DC-3|dc 3|community|community networks|Connected Communities|Comunity Connectivity",
    "civ": "values|core values|CIV|dc-civ|core internet value",
    "foe": "freedom of expression|FoE|freedom|foe online|expression",
    "gender": "gender|Génder|GENDER|gender DC|DCGIG|dc-gig|gneder"
    "|the Dynamic Coalition on Gender and Internet Governance",
    "cu": "connecting|unconnected|the unconnected|DC-CU|conecting the unconected",
    "dcicc": "the one on climate|climate|climte chnage|DC ICC|dcicc",
    "irpc": "IRP|IRPC|DC-IRP|DC-IRPC|internet rights|internet bill of rights|irp coalition",
    "nn": "net neutrality|network neutralty|NN|neutrality|dcnn|DC-NN",
    "pr": "platforms|platform|CPR|DCPR|plaform responsability",
    "pal": "libraries|libaries|library|PAL|dc-pal|dcpl|public access in libraries",
    "pub": "DC Pub|publicness|dcpub|Publicnes",
    "iot": "IoT|iot coalition|internet of things|things|dc-iot|internet of thing",
    "trade": "trade|DC-Trade|dctrade|Trade and the Internet",
    "ycig": "youth|YCIG|youth coalition|yuoth",
    "is3c": "IS3C|DC-ISSS|internet standards",
    "dtc": "teens|teen|DTC|Dynamic Teen Coalition",
    "daig": "AI|artificial intelligence|Data and AI governance",
    "interplanetary": "interplanetary|space",
    "dccg": "DCCG|coordination|the coordination group|DC Coordination Group",
}
SEVERAL = {
    "internet": {"civ", "irpc", "iot"},
    "interent": {"civ", "irpc", "iot"},
    "rights": {"cos", "irpc"},
    "rihgts": {"cos", "irpc"},
    "access": {"dc3", "cu", "pal"},
    "connectivity": {"dc3", "cu"},
    "connect": {"dc3", "cu"},
    "data": {"dt", "daig", "ddht"},
    "health": {"dh", "ddht"},
    "standards": {"is3c", "bas"},
    "media": {"foe", "journalism"},
}
NOTHING = {
    "xyzzy": "",
    "!!!": "",
    "dc4": "DC3",
    "dcdd": "DCAD",
    "gender equality": "DCGIG",
    "coalition for the protection of whales": "",
    "العربية": "",
}


async def meant(store: Store, words: str) -> str:
    """The key of the group, or what was answered in its place."""
    try:
        return (await groups.named(store, words)).key
    except (Ambiguous, NotFound) as answer:
        return answer.text


async def test_what_people_call_a_coalition_finds_it(world: World) -> None:
    async with world.database.reading() as store:
        found = {
            words: await meant(store, words) for rows in FOUND.values() for words in rows.split("|")
        }

    assert found == {words: key for key, rows in FOUND.items() for words in rows.split("|")}
    assert len(found) > 80


async def test_words_that_several_could_bear_are_asked_about(world: World) -> None:
    async with world.database.reading() as store:
        handles = {one.group.key: one.handle for one in await groups.titles(store)}
        for words, keys in SEVERAL.items():
            answer = await meant(store, words)
            assert answer.startswith(f"“{words}” may mean "), answer
            offered = {key for key in keys if f"`{handles[key]}`" in answer}
            assert offered >= keys or "more, which" in answer, (words, answer)


async def test_what_nothing_is_called_is_said_back_with_the_nearest(world: World) -> None:
    async with world.database.reading() as store:
        for words, near in NOTHING.items():
            answer = await meant(store, words)
            assert answer.startswith(f"Nothing known here goes by the name “{words}”."), answer
            assert f"`{near}`" in answer if near else "nearest" not in answer, answer
            assert "`!coalition list`" in answer


async def test_words_that_every_name_bears_tell_none_apart(world: World) -> None:
    async with world.database.reading() as store:
        assert await meant(store, "dynamic coalition") == (
            "“dynamic coalition” may mean any of them. "
            "`!coalition list` lists those that are known."
        )


async def test_every_name_of_every_group_finds_it_or_is_shared(world: World) -> None:
    async with world.database.reading() as store:
        for title in await groups.titles(store):
            for words in (title.group.name, title.group.key, title.handle):
                assert await meant(store, words) == title.group.key
                assert await meant(store, words.upper()) == title.group.key
            for name in title.names:
                assert await meant(store, name.name) == title.group.key


async def test_a_kind_narrows_the_search(world: World) -> None:
    async with world.database.reading() as store:
        found = await groups.named(store, "coordination", GroupKind.COORDINATION)
        assert found.key == "dccg"
        for words in ("dcad", "accessibility", "acessibility"):
            try:
                await groups.named(store, words, GroupKind.WORKING_GROUP)
            except NotFound:
                continue
            raise AssertionError(f"{words} is no working group")


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=any_text(max_size=80))
async def test_any_words_find_one_group_or_say_what_to_say(world: World, words: str) -> None:
    async with world.database.reading() as store:
        assert await meant(store, words)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_a_slip_in_a_long_name_still_finds_it_or_asks(
    world: World, data: st.DataObject
) -> None:
    async with world.database.reading() as store:
        title = data.draw(st.sampled_from(await groups.titles(store)))
        name = title.group.name
        place = data.draw(st.integers(0, len(name) - 2))
        slip = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        assert await meant(store, slip) == title.group.key
