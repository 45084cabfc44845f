"""Search: in six languages, the same on both databases, and never what is not public."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcbot.services import decisions, public_search, search_index, search_terms
from dcbot.services.public_search import Found
from storage.base import Audience
from storage.database import Database
from storage.decisions import Decision, Finality, Outcome
from storage.groups import Group, GroupKind
from storage.store import Store
from tests.sizes import examples
from tests.templates import Databases, Files, OnServer, aside
from tests.texts import any_text
from tests.world import MONDAY_NOON, create_tables

NOW = MONDAY_NOON
SAID: dict[str, str] = {
    "en": "The coalitions agreed that captions are provided at every meeting",
    "fr": "Les réunions de la coordination sont ouvertes aux coalitions dynamiques",
    "es": "Las coaliciones piden que las lenguas indígenas tengan sitio en la red",
    "ru": "Решено, что отчёты коалиций публикуются на всех языках",
    "ar": "قررت الائتلافات نشر المحاضر على شبكة الإنترنت",
    "zh": "互联网治理论坛的动态联盟决定公布会议记录",
}
ASKED = [
    ("en", "caption"),
    ("en", "CAPTIONS"),
    ("en", "provide captions"),
    ("en", '"captions are provided"'),
    ("en", "capti*"),
    ("en", "meetings"),
    ("fr", "reunion"),
    ("fr", "réunions"),
    ("fr", "ouverte"),
    ("fr", '"coalitions dynamiques"'),
    ("fr", "dynami*"),
    ("es", "indigena"),
    ("es", "lengua indígena"),
    ("es", "coalición"),
    ("es", '"lenguas indígenas"'),
    ("ru", "отчет"),
    ("ru", "отчёты"),
    ("ru", "языки"),
    ("ru", "публик*"),
    ("ru", '"на всех языках"'),
    ("ar", "محاضر"),
    ("ar", "المحاضر"),
    ("ar", "انترنت"),
    ("ar", "الإنترنت"),
    ("ar", '"شبكة الإنترنت"'),
    ("zh", "互联网"),
    ("zh", "会议记录"),
    ("zh", "治理"),
    ("zh", "录"),
    ("zh", "互联*"),
    ("zh", '"动态联盟"'),
]


async def put(store: Store, texts: dict[str, str], **more: Any) -> Group:
    """A group, and a decision of each text, each later than the one before."""
    group = Group(
        key="dcx",
        kind=GroupKind.COALITION,
        name="Dynamic Coalition X",
        created_at=NOW,
        audience=Audience.PUBLIC,
        public_from=NOW,
    )
    await store.groups.add(group)
    for number, text in enumerate(texts.values(), 1):
        row = Decision(
            **{
                "group_id": group.id,
                "number": number,
                "text": "",
                "outcome": Outcome.AGREED,
                "finality": Finality.FINAL,
                "decided_at": NOW - timedelta(days=30 * (len(texts) - number)),
                "by_name": "Ana García" if number % 2 else "Jo",
                "audience": Audience.PUBLIC,
                "public_from": NOW,
                **more,
            }
        )
        decisions.say(row, text)
        await store.decisions.add(row)
    while await search_index.catch_up(store):
        pass
    return group


async def look(database: Database, words: str, page: int = 1) -> Found:
    """What everybody finds by these words."""
    async with database.public(NOW) as store:
        asked = await public_search.understand(store, search_terms.read(words))
        return await public_search.search(store, asked, now=NOW, page=page)


def texts_of(found: Found) -> list[str]:
    return [one.text for one in found.hits]


async def with_six_languages(database: Database) -> None:
    await create_tables(database)
    async with database.transaction() as store:
        await put(store, SAID)


@pytest.fixture
async def six(databases: Databases) -> AsyncIterator[Database]:
    """A database with a decision in each of the six languages."""
    database = Database(databases.filled("six_languages", with_six_languages))
    yield database
    await database.close()


async def test_it_is_found_in_each_of_the_six_languages(six: Database) -> None:
    missed = [
        (language, words)
        for language, words in ASKED
        if SAID[language] not in texts_of(await look(six, words))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("words", "languages"),
    [
        ('"provided captions"', []),
        ('"coalitions agreed"', ["en"]),
        ("captions kind:decisions", ["en"]),
        ("captions kind:log", []),
        ("captions in:decision", ["en"]),
        ("captions group:dcx", ["en"]),
        ('captions group:"Dynamic Coalition X"', ["en"]),
        ("captions person:garcia", ["en"]),
        ("captions who:jo", []),
        ("reunion person:Jo", ["fr"]),
        ("captions year:2026", ["en"]),
        ("captions year:2025", []),
        ("person:jo", ["zh", "ru", "fr"]),
    ],
)
async def test_phrases_and_filters(six: Database, words: str, languages: list[str]) -> None:
    found = await look(six, words)
    assert texts_of(found) == [SAID[one] for one in languages]


async def test_filters_that_say_nothing_are_left_out_and_told(six: Database) -> None:
    async with six.public(NOW) as store:
        typed = search_terms.read("captions kind:songs group:nobody year:soon")
        asked = await public_search.understand(store, typed)
        found = await public_search.search(store, asked, now=NOW)
    assert len(found.hits) == 1 and asked.said == "captions"
    assert [one.split("”")[0] for one in asked.remarks] == ["“nobody", "“songs", "“soon"]


async def test_a_slip_is_put_right_and_part_of_it_is_shown(six: Database) -> None:
    slip = await look(six, "captoins")
    part = await look(six, "captions zeppelin")
    nothing = await look(six, "zeppelin")
    assert slip.guess == "captions" and not slip.hits
    assert part.partly and texts_of(part) == [SAID["en"]]
    assert (nothing.total, nothing.guess, nothing.partly) == (0, "", False)


async def test_what_is_marked_are_the_words_that_were_asked_for(six: Database) -> None:
    for words, marked in (
        ("caption meeting", ["captions", "meeting"]),
        ("互联网", ["互联网"]),
        ("публикация", []),
        ("отчет", ["отчёты"]),
        ("аctions", []),
    ):
        found = await look(six, words)
        pieces = [text for one in found.hits for text, is_found in one.pieces if is_found]
        assert pieces == marked, words


async def test_pages_hold_all_once_and_end(database: Database) -> None:
    async with database.transaction() as store:
        await put(store, {str(number): f"calendar {number}" for number in range(45)})
    pages = [await look(database, "calendar", page) for page in (1, 2, 3, 999)]
    texts = [text for page in pages[:3] for text in texts_of(page)]

    assert [len(page.hits) for page in pages] == [20, 20, 5, 5]
    assert pages[3].page == 3 and {page.total for page in pages} == {45}
    assert sorted(texts) == sorted(f"calendar {number}" for number in range(45))
    # What is new comes first where nothing else differs.
    assert texts[0] == "calendar 44"


async def test_more_than_is_ranked_is_said(database: Database) -> None:
    async with database.transaction() as store:
        many = range(public_search.MOST + 5)
        await put(store, {str(number): f"calendar {number}" for number in many})
    found = await look(database, "calendar")

    assert (found.total, found.more) == (public_search.MOST, True)


async def test_what_stands_together_comes_before_what_is_new(database: Database) -> None:
    texts = {
        "a": "The main session is held on the third day",
        "b": "A session was held in the main hall",
        "c": "Main points of the day, and after lunch the last session",
    }
    async with database.transaction() as store:
        await put(store, texts)

    assert texts_of(await look(database, "main session"))[0] == texts["a"]


@pytest.mark.threat("T73")
@pytest.mark.parametrize(
    ("audience", "since"),
    [
        (Audience.PRIVATE, None),
        (Audience.GROUP, NOW),
        (Audience.PUBLIC, None),
        (Audience.PUBLIC, NOW + timedelta(microseconds=1)),
    ],
)
async def test_private_words_are_no_hit_no_count_and_no_guess(
    database: Database, audience: Audience, since: Any
) -> None:
    async with database.transaction() as store:
        shown = {"audience": audience, "public_from": since}
        await put(store, {"a": "The zeppelin lands", "b": "A zeppelin starts"}, **shown)
    for words in ("zeppelin", "zepp*", '"the zeppelin"', "zepelin", "zeppelin x", "person:ana"):
        found = await look(database, words)
        assert (found.hits, found.total, found.guess) == ([], 0, ""), words
        # Who may read more finds no more.
        async with database.reading() as store:
            asked = await public_search.understand(store, search_terms.read(words))
            assert (await public_search.search(store, asked, now=NOW)).total == 0


async def test_words_that_are_taken_out_are_found_nowhere(database: Database) -> None:
    async with database.transaction() as store:
        await put(store, {"a": "The zeppelin lands"})
    async with database.transaction() as store:
        (row,) = await store.decisions.lately()
        await decisions.erase(store, row)
        await search_index.catch_up(store)
        assert await store.search.of("decision", row.id) == {}  # type: ignore[arg-type]
    for words in ("zeppelin", "zepp*", "zepelin", "person:ana"):
        found = await look(database, words)
        assert (found.hits, found.total, found.guess) == ([], 0, "")


INJECTED = (
    *('"', '""', '"""', "'", "''", "\\", "*", "**", "a*b", '*"', "(", ")", "(a", "a)", ":", "::"),
    *("kind:", ":a", "a:b:c", 'kind:"', "group:*", "person:*", "year:*", "tokens:captions"),
    *("NEAR(captions meeting)", "captions AND", "OR", "NOT captions", "captions NOT meeting"),
    *("facets : kindlog", "{tokens} : captions", "^captions", "-captions", "captions + meeting"),
    *("captions'; DROP TABLE decisions; --", "' | '", "a <-> b", "!captions", "a & b", "=kindlog"),
    *("\x00", "cap\x00tions", "\ud83c\udf10", "%", "_", "a%", "\u202e", "\u0301", "Å", "ﬀ"),
    *("x" * 10_000, "captions " * 2000, '"' * 9999, "* " * 5000, "(" * 5000, "NEAR/1 " * 1500),
)


@pytest.mark.threat("T26")
async def test_no_query_is_read_as_the_language_of_a_database(six: Database) -> None:
    for words in INJECTED:
        found = await look(six, words)
        assert found.total <= len(SAID) + 1, words
    assert texts_of(await look(six, "cap\x00tions")) == []


class Both:
    """The same rows in both databases."""

    def __init__(self, urls: list[str]) -> None:
        self.urls = urls

    def found(self, words: str) -> list[Any]:
        """What each of them finds, as far as it is shown."""

        async def ask() -> list[Any]:
            every = []
            for url in self.urls:
                database = Database(url)
                found = await look(database, words)
                told = [(one.name, one.pieces, one.place, one.at, one.who) for one in found.hits]
                every.append((told, found.total, found.more, found.partly, found.guess))
                await database.close()
            return every

        result: list[Any] = aside(ask)
        return result


@pytest.fixture(scope="module")
def words_of_all() -> list[str]:
    """Words that stand in the texts, and some that do not."""
    found = {word.strip(",.") for text in SAID.values() for word in text.split()}
    return [*sorted(found), "互联", "会议", "zeppelin", "captoins", "ملفات"]


async def test_both_databases_find_the_same_in_the_same_order(
    file_templates: Path, quick_folder: Path, on_server: OnServer, words_of_all: list[str]
) -> None:
    kinds = (Files(file_templates, quick_folder), on_server)
    both = Both([one.filled("six_languages", with_six_languages) for one in kinds])
    word = st.sampled_from(words_of_all)
    one = st.one_of(
        word,
        st.builds(lambda text, end: f"{text[:end]}*", word, st.integers(1, 6)),
        st.builds(lambda first, second: f'"{first} {second}"', word, word),
        st.builds(lambda first, second: f'"{first} {second[:3]}*"', word, word),
        st.sampled_from(["kind:decision", "kind:groups", "person:ana", "year:2026", "group:dcx"]),
        any_text(max_size=8),
    )

    @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(one, min_size=1, max_size=4).map(" ".join))
    def same(words: str) -> None:
        first, second = both.found(words)
        assert first == second

    same()
