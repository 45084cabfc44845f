"""Hostile visitors: whatever they ask for and send along, they see a page, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient

from storage.database import Database
from tests.web.stage import visiting

ODD = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "../../etc/passwd",
    "' OR 1=1 --",
    "\x00",
    "\u202e",
    "Europe/Paris\r\nSet-Cookie: a=b",
    "x" * 2000,
]
PATHS = ["/", "/calendar", "/calendar/2026-12", "/groups/dcad/calendar"]


@pytest.mark.parametrize("words", ODD, ids=[ascii(one[:14]) for one in ODD])
@pytest.mark.threat("T95")
async def test_what_comes_with_an_address_is_shown_and_never_run(
    site: TestClient, words: str
) -> None:
    for path in PATHS:
        async with site.get(f"{path}?zone={quote(words)}&other={quote(words)}") as answer:
            text = await answer.text()
        assert answer.status == 200
        assert "<script" not in text and "<img" not in text
        assert "Set-Cookie" not in answer.headers
        assert "\u202e" not in text and "\x00" not in text
        assert len(text) < 200_000


@pytest.mark.parametrize(
    "path",
    [
        "/%2e%2e/%2e%2e/etc/passwd",
        "/groups/%00/calendar",
        "/groups/" + "a" * 6000 + "/calendar",
        "/calendar/9999-12",
        "/calendar/0000-01",
        "/groups/dcad/meetings/999999999",
        "/series/%3Cscript%3E.ics",
        "/health",
        "/metrics",
    ],
    ids=lambda path: path[:24],
)
@pytest.mark.threat("T95")
async def test_an_address_that_is_none_leads_nowhere(site: TestClient, path: str) -> None:
    async with site.get(path, allow_redirects=False) as answer:
        assert answer.status == 404
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "header", ["If-None-Match", "If-Modified-Since", "Accept-Encoding", "Host"]
)
@pytest.mark.parametrize("value", ["", '*,,"', "Mon, 99 Foo 99999", "x" * 4000, "evil.example"])
@pytest.mark.threat("T95")
async def test_no_header_breaks_a_page(site: TestClient, header: str, value: str) -> None:
    async with site.get("/calendar", headers={header: value}) as answer:
        text = await answer.text()
        assert answer.status in (200, 304)
        assert "evil.example" not in text


@pytest.mark.threat("T96")
async def test_what_breaks_says_nothing_of_itself(filled: Database) -> None:
    async with visiting(filled) as site:
        async with filled.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE community")
        async with site.get("/calendar") as answer:
            page = await answer.text()
            assert answer.status == 503 and "This page cannot be shown now" in page
            assert "community" not in page and "Error" not in page
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
