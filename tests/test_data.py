"""The shipped data holds what it promises, and its reader names every mistake with the way out."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from dcbot.data.read import (
    Community,
    ShippedFact,
    ShippedGroup,
    fact_key,
    link,
    load,
    read,
)
from dcbot.errors import SettingsError

# Mail addresses that may ship: each is a list.
LISTS = {
    "cpr@listas.altermundi.net",
    "dc3@listas.altermundi.net",
    "dcpr@lists.platformresponsibility.info",
    "nncoalition@mailman.edri.org",
}
# Names that two groups go by on purpose; the bot offers both. None so far.
SHARED_NAMES: set[str] = set()
APPENDIX_A = [
    "dcad",
    "accountability",
    "blockchain",
    "cos",
    "dc3",
    "civ",
    "foe",
    "gender",
    "cu",
    "dcicc",
    "irpc",
    "nn",
    "pr",
    "pal",
    "pub",
    "iot",
    "trade",
    "ycig",
]
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof)\b\.?\s+[A-Z]"
    r"|\b(?:[Cc]hair|[Cc]oordinator|[Ff]acilitator|[Cc]o-lead|[Pp]resident)\s+[A-Z][a-z]+"
    r"|\b[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+"
    r"|\b(?:Anna|Avri|Courtney|Daniel|David|Francesca|Francis|Jeanette|Jeremy|Judith|Jutta|Lisa"
    r"|Luca|Maarten|Maria|Mark|Markus|Michael|Muhammad|Olivier|Robin|Stephen|Wolfgang)\b"
)

SMALL = """
[community]
name = "Rivers"
label_one = "circle"
label_many = "circles"
office = "Desk"
about = [{ text = "We meet.", source = "book" }]
[[sources]]
key = "book"
name = "The Book"
date = "2017-04"
[[groups]]
key = "rivers"
kind = "coalition"
names = [
    { name = "Coalition on Rivers", kind = "official", source = "book" },
    { name = "DC-R", kind = "acronym", source = "book" },
]
facts = [
    { what = "founded", kind = "idea", value = "2008", source = "book" },
    { what = "site", unknown = true, source = "book" },
]
"""


@pytest.fixture(scope="module")
def igf() -> Community:
    return load("igf")


def group(community: Community, key: str) -> ShippedGroup:
    return next(group for group in community.groups if group.key == key)


def facts(group: ShippedGroup, what: str) -> list[ShippedFact]:
    return [fact for fact in group.facts if fact.what == what]


def texts(community: Community) -> list[str]:
    """Every word that people may come to read."""
    statements = (
        *community.about,
        *community.rules,
        *community.practice,
        *community.how_to_join,
        *community.how_to_start,
        *community.passages,
    )
    said = [text for one in statements for text in (one.text, one.address, one.certainty)]
    said += [text for one in community.sources for text in (one.name, one.address, one.note)]
    for one in community.groups:
        said += [name.name for name in one.names]
        for fact in one.facts:
            said += [fact.kind, fact.value, fact.note, fact.address, fact.certainty]
    return said


def test_the_eighteen_of_april_2017(igf: Community) -> None:
    active = [
        one.key
        for one in igf.groups
        for fact in facts(one, "status")
        if fact.value == "active" and fact.seen == "2017-04"
    ]
    assert active == APPENDIX_A
    assert not any(group(igf, key).later for key in APPENDIX_A)
    assert all(one.later for one in igf.groups if one.key not in [*APPENDIX_A, "dccg"])


def test_two_were_new_in_2017(igf: Community) -> None:
    new = {one.key: [fact.value for fact in facts(one, "new")] for one in igf.groups}
    assert {key for key, years in new.items() if years == ["2017"]} == {"pub", "trade"}
    assert sum(map(len, new.values())) == 2


def test_the_list_of_2020_has_21_and_lacks_four_of_the_18(igf: Community) -> None:
    seen = {
        one.key: fact.value
        for one in igf.groups
        for fact in facts(one, "status")
        if fact.source == "list-2020"
    }
    assert sum(value == "listed" for value in seen.values()) == 21
    missing = {key for key, value in seen.items() if value == "not on the list"}
    assert missing == {"accountability", "foe", "dcicc", "trade"}


def test_of_the_list_of_2024_the_first_21_are_known_and_all_others_unknown(igf: Community) -> None:
    sightings = [
        [fact for fact in facts(one, "status") if fact.source == "list-2024"]
        for one in igf.groups
        if one.key != "dccg"
    ]
    assert all(len(found) == 1 for found in sightings)
    assert sum(found[0].value == "active" for found in sightings) == 21
    assert all("cut after number 21" in found[0].note for found in sightings if found[0].unknown)


def test_absence_is_never_called_inactive(igf: Community) -> None:
    values = {fact.value for one in igf.groups for fact in facts(one, "status")}
    assert values == {"active", "listed", "not on the list", ""}


def test_everything_has_a_source_and_a_date(igf: Community) -> None:
    known = {source.key for source in igf.sources}
    for one in igf.groups:
        assert one.names and all(name.source in known and name.seen for name in one.names)
        assert all(fact.source in known and fact.seen for fact in one.facts)
    used = {fact.source for one in igf.groups for fact in one.facts}
    used |= {one.source for one in (*igf.rules, *igf.how_to_start, *igf.how_to_join, *igf.about)}
    assert used == known


def test_each_coalition_says_what_is_known_and_unknown(igf: Community) -> None:
    for key in APPENDIX_A:
        words = {fact.what for fact in group(igf, key).facts}
        assert {"topic", "founded", "site", "list", "archive", "output", "status"} <= words, key
    for one in igf.groups:
        assert facts(one, "founded") and facts(one, "topic"), one.key
        assert one.parent == ("" if one.key == "dccg" else "dccg")


def test_a_founding_may_have_two_right_years(igf: Community) -> None:
    founded = [
        (fact.value, fact.kind.split(",")[0]) for fact in facts(group(igf, "irpc"), "founded")
    ]
    assert founded == [("2008", "merger"), ("2009", "merger")]
    founded = [(fact.value, fact.kind) for fact in facts(group(igf, "iot"), "founded")]
    assert founded == [("2008", "idea"), ("2010", "established")]


def test_only_lists_have_mail_addresses(igf: Community) -> None:
    # In the address of a page, the list's name stands between slashes.
    found = {address for text in texts(igf) for address in ADDRESS.findall(text)}
    assert found == LISTS
    assert not any("@" in ADDRESS.sub("", text) for text in texts(igf))


def test_nobody_is_named(igf: Community) -> None:
    assert [text for text in texts(igf) if PERSON.search(text)] == []


def test_a_name_means_one_group_unless_listed_here(igf: Community) -> None:
    holders = defaultdict(set)
    for one in igf.groups:
        for name in one.names:
            holders[name.name.casefold()].add(one.key)
    assert {name for name, keys in holders.items() if len(keys) > 1} == SHARED_NAMES


def test_fact_keys_are_unique_and_stay(igf: Community) -> None:
    keys = [fact.key for one in igf.groups for fact in one.facts]
    assert len(keys) == len(set(keys))
    launched = facts(group(igf, "dcad"), "founded")[0]
    # Written out: a change here would make every register believe its facts are new.
    assert launched.key == fact_key("dcad", "founded", "launched", "2007-11")
    assert launched.key == "dcad.founded.ea16cc4c4f34"


def test_links_to_the_igf_go_to_its_main_address() -> None:
    assert link("https://whm.intgovforum.org/en/content/x") == (
        "https://www.intgovforum.org/en/content/x"
    )
    assert link("http://intgovforum.org/content/x") == "https://www.intgovforum.org/content/x"
    assert link("https://www.intgovforum.org/ru/node/475").endswith("/ru/node/475")
    for other in (
        "https://mail.intgovforum.org/pipermail/dc_intgovforum.org/2025-April/002907.html",
        "http://intgovforum.org/mailman/listinfo/dc_intgovforum.org",
        "https://notintgovforum.org/content/x",
    ):
        assert link(other) == other


def test_the_empty_community_has_its_coordination_group_only() -> None:
    [only] = load("empty").groups
    assert (only.kind, only.official, only.facts) == ("coordination", "Coordination Group", ())


def test_a_small_file_is_read_whole() -> None:
    community = read(SMALL)
    [rivers] = community.groups
    assert rivers.official == "Coalition on Rivers"
    assert [fact.seen for fact in rivers.facts] == ["2017-04", "2017-04"]
    assert community.source("book").name == "The Book"
    assert [one.text for one in community.about] == ["We meet."]


FACT = 'kind = "idea", value = "2008", source = "book"'
MISTAKES = [
    ("[community]", "[community", "not TOML"),
    ("[community]", "[comunity]", "nothing here is called “comunity”; did you mean “community”"),
    ('office = "Desk"', "", "[community]: “office” is missing; write office = "),
    ('office = "Desk"', "office = 3", "“office” is 3; it must be a text"),
    ('office = "Desk"', 'ofice = "Desk"', "“ofice”; did you mean “office”"),
    ('date = "2017-04"', 'date = "2017-13"', "source 1 “book”: “date” is “2017-13”; it must be"),
    ('date = "2017-04"', "", "source 1 “book”: “date” is missing"),
    ("[[groups]]", '[[sources]]\nkey = "book"\nname = "B"\ndate = "2020"\n[[groups]]', "is taken"),
    ('key = "rivers"', 'key = "The Rivers"', "the key “The Rivers” must be small letters"),
    ('key = "rivers"', 'key = "rivers"\nparent = "seas"', "no parent is called “seas”"),
    ('key = "rivers"', 'key = "rivers"\nlater = "yes"', "“later” is 'yes'; it must be true or"),
    ('kind = "coalition"', 'kind = "colition"', "no kind is called “colition”; did you mean"),
    ('kind = "official"', 'kind = "short"', "group 1 “rivers”: has no official name"),
    ('name = "DC-R"', 'name = "coalition on rivers"', "name 2 “coalition on rivers”: the name st"),
    ("about = [{ text", "about = [3, { text", "about 1 must be a table"),
    ("about = [{", "about = { a = 1 }\nrules = [{", "“about” must be a list of tables"),
    (FACT, FACT + ', colour = "red"', "fact 1 “founded”: nothing here is called “colour”"),
    (FACT, FACT.replace("book", "bok"), "no source is called “bok”; did you mean “book”"),
    (FACT, FACT.replace("2008", "2008-2"), "“value” is “2008-2”; it must be a date such as 2017"),
    (FACT, FACT + ', seen = "soon"', "“seen” is “soon”; it must be a date"),
    (FACT, FACT + ', since = "2017-02-30"', "“since” is “2017-02-30”; it must be a date"),
    (FACT, FACT + ", unknown = true", "a value, or unknown = true in its place"),
    (FACT, FACT.replace('value = "2008", ', ""), "a value, or unknown = true in its place"),
    ('what = "founded"', 'what = "fonded"', "no what is called “fonded”; did you mean “founded”"),
    ('what = "founded"', 'what = "colour"', "it is one of “about”, “topic”, “founded”"),
    (
        "facts = [",
        f'facts = [ {{ what = "founded", {FACT} }},',
        "fact 2 “founded”: the same what, kind and value stand twice",
    ),
    ("[[groups]]", '[[groups]]\nkey = "rivers"\nkind = "coalition"\nnames = [{ name = "R", '
     'kind = "official", source = "book" }]\n[[groups]]', "taken by another group"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_way_out(right: str, wrong: str, said: str) -> None:
    assert SMALL.count(right) >= 1
    with pytest.raises(SettingsError) as caught:
        read(SMALL.replace(right, wrong, 1))
    assert said in caught.value.text
    assert caught.value.text.endswith(".")
