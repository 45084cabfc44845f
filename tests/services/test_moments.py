"""Time zones are read from what people call the places where they are."""

from __future__ import annotations

import pytest

from dcbot.errors import BadArgument
from dcbot.services.moments import read_zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        pytest.param("Europe/Zurich", "Europe/Zurich", id="name"),
        pytest.param("america/new york", "America/New_York", id="spaces-and-case"),
        pytest.param("kathmandu", "Asia/Kathmandu", id="city-of-a-zone"),
        pytest.param("Genève", "Europe/Zurich", id="french"),
        pytest.param("Женева", "Europe/Zurich", id="russian"),
        pytest.param("日内瓦", "Europe/Zurich", id="chinese"),
        pytest.param("القاهرة", "Africa/Cairo", id="arabic"),
        pytest.param("India", "Asia/Kolkata", id="country-with-one-zone"),
        pytest.param("utc", "UTC", id="utc"),
    ],
)
def test_zone_is_read_from_a_place(words: str, zone: str) -> None:
    assert read_zone(words).key == zone


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "San José",
            "“San José” has more than one time zone. Say which: `America/Costa_Rica`, "
            "`America/Los_Angeles` …",
        ),
        ("Zuric", "“Zuric” is no time zone. Did you mean `Europe/Zurich`?"),
        ("Atlantis", "“Atlantis” is no time zone. Say for example `Europe/Zurich`."),
    ],
)
def test_what_names_no_single_zone_is_asked_about(words: str, told: str) -> None:
    with pytest.raises(BadArgument) as refused:
        read_zone(words)

    assert refused.value.text == told
