"""Words: what belongs together is found together, in six languages and in any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.words import ANALYSER_VERSION, folded, tokens, variants
from tests.texts import any_text

# What is searched for, and the text in which it is to be found.
PAIRS = {
    "en": [
        ("library", "Public Access in Libraries"),
        ("coalition", "The Coalitions met in Athens"),
        ("CHARTER", "a charter of rights"),
        ("meetings", "the next meeting"),
        ("naive", "a naïve view"),
        ("ﬁnance", "digital finance"),
    ],
    "fr": [
        ("coalition", "les coalitions dynamiques"),
        ("reunion", "La réunion de Genève"),
        ("geneve", "La réunion de Genève"),
        ("internet", "la gouvernance de l’Internet"),
        ("accessible", "des sites accessibles"),
        ("ÉCOLE", "les écoles"),
    ],
    "es": [
        ("coalicion", "la coalición dinámica"),
        ("redes", "una red comunitaria"),
        ("niño", "los derechos de los ninos"),
        ("biblioteca", "las bibliotecas públicas"),
        ("español", "en Español"),
    ],
    "ru": [
        ("коалиция", "динамические коалиции"),
        ("ребёнок", "ребенок в сети"),
        ("библиотека", "доступ в библиотеках"),
        ("интернет", "управление интернетом"),
        ("ЖУРНАЛИСТИКА", "устойчивость журналистики"),
    ],
    "ar": [
        ("انترنت", "حوكمة الإنترنت"),
        ("الإنترنت", "إدارة الانترنت"),
        ("مكتبة", "المكتبات العامة"),
        ("مكتبه", "مكتبة"),
        ("مسؤول", "مسوول"),
        ("محمد", "مُحَمَّد"),
        ("عربي", "عربى"),
        ("٢٠١٧", "عام 2017"),
    ],
    "zh": [
        ("治理", "互联网治理论坛"),
        ("论坛", "互联网治理论坛"),
        ("联盟", "动态联盟"),
        ("人工智能", "数据与人工智能治理"),
        ("２０１７", "2017年的联盟"),
        ("性别", "性别与互联网治理"),
    ],
}
CASES = [(language, said, text) for language, pairs in PAIRS.items() for said, text in pairs]


@pytest.mark.parametrize(("language", "said", "text"), CASES)
def test_what_belongs_together_is_found(language: str, said: str, text: str) -> None:
    held = set(tokens(text, language))

    assert set(tokens(said, language)) <= held, (tokens(said, language), sorted(held))
    # The language of a query is often not known.
    assert any(set(read) <= held for read in variants(said))


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("trade", "Trust", "en"),
        ("gender", "general", "en"),
        ("理互", "互联网治理", "zh"),
        ("мир", "море", "ru"),
        ("كتب", "قلم", "ar"),
        ("école", "échelle", "fr"),
    ],
)
def test_what_does_not_is_not(said: str, text: str, language: str) -> None:
    assert not set(tokens(said, language)) <= set(tokens(text, language))


def test_scripts_without_stemmer_keep_their_marks() -> None:
    assert tokens("हिन्दी में") == ["हिन्दी", "में"]
    assert tokens("ภาษา") == ["ภา", "าษ", "ษา"]
    assert tokens("DC3の会議, 2024年!") == ["dc3", "の会", "会議", "2024", "年"]


def test_the_version_is_raised_with_what_comes_out() -> None:
    made = tokens("Libraries’ Réunions: коалиции, المكتبات 治理论坛 IS3C")

    assert (ANALYSER_VERSION, made) == (
        1,
        ["librari", "reunion", "коалиц", "مكتب", "治理", "理论", "论坛", "is3c"],
    )


@given(any_text())
def test_any_text_is_folded_once_for_all(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(any_text(), st.sampled_from([None, "en", "fr", "es", "ru", "ar", "zh", "xx"]))
def test_any_text_gives_tokens_that_stand_in_a_line(text: str, language: str | None) -> None:
    made = tokens(text, language)

    assert all(token and not any(letter.isspace() for letter in token) for token in made)
    assert all(folded(token) == token for token in made)
    assert len(" ".join(made).split()) == len(made)


@given(any_text(), any_text())
def test_texts_side_by_side_give_the_tokens_of_both(one: str, other: str) -> None:
    assert tokens(f"{one}\n. {other}") == tokens(one) + tokens(other)
