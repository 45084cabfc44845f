"""What was taken out of a record, and the name of who is forgotten, is found no more: at once,
after a purge, and in a database that was restored from a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcbot.config import load
from dcbot.operating import open_database
from dcbot.services import public_search, search_index, search_terms
from storage.database import Database
from storage.decisions import Decision, Finality, Outcome
from storage.erasure import Erasure
from tests.command_line import dcbot
from tests.web.small import NOW, OPEN
from tests.web.test_commits import keep, taken_out
from tests.web.test_purge import database as database
from tests.web.test_purge import says
from tests.web.test_purge import site as site

NAME = "Zephyrine Quartermain"
ASKED = ("zeppelin", "zepp*", '"the zeppelin"', "zeppelni", "person:zephyrine")


async def found(database: Database, words: str) -> tuple[int, str]:
    """How much everybody finds by these words, and what is thought to have been meant."""
    async with database.public(NOW) as store:
        asked = await public_search.understand(store, search_terms.read(words))
        told = await public_search.search(store, asked, now=NOW)
    return told.total, told.guess


async def caught_up(database: Database) -> None:
    """Everything that is due is read."""
    async with database.transaction() as store:
        while await search_index.catch_up(store):
            pass


@pytest.mark.threat("T73")
async def test_what_was_taken_out_is_found_nowhere(
    database: Database, site: Path, tmp_path: Path
) -> None:
    await says(database, 5, "we meet on the zeppelin")
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        assert group
        decision = Decision(
            group_id=group.id,
            number=1,
            text="The mast is built",
            outcome=Outcome.AGREED,
            finality=Finality.FINAL,
            decided_at=NOW,
            by_name=NAME,
            **OPEN,  # type: ignore[arg-type]
        )
        await store.decisions.add(decision)
    await caught_up(database)
    assert [await found(database, words) for words in ASKED] == [
        *([(1, "")] * 3),
        (0, "zeppelin"),
        (1, ""),
    ]
    await keep(database, site)

    await taken_out(database, 1, 5)
    async with database.transaction() as store:
        await Erasure(store.session).name_in_words([NAME], "a former participant")
    nothing = [(0, "")] * len(ASKED)
    # Hidden at once, before it is read anew.
    assert [await found(database, words) for words in ASKED] == nothing
    await caught_up(database)
    assert [await found(database, words) for words in ASKED] == nothing

    await keep(database, site, 1)
    purged = dcbot(
        *("purge", "site", "dcx/1", "--why", "x", "--yes"), folder=tmp_path, typed="zeppelin\n"
    )
    kept = dcbot("backup", "kept.tar.gz", folder=tmp_path)
    await database.close()
    assert (purged.returncode, kept.returncode) == (0, 0), purged.stdout + kept.stderr

    elsewhere = tmp_path / "elsewhere-restored"
    elsewhere.mkdir()
    (elsewhere / "bot.toml").write_text((tmp_path / "bot.toml").read_text())
    restored = dcbot("restore", str(tmp_path / "kept.tar.gz"), folder=elsewhere)
    assert restored.returncode == 0, restored.stderr
    again = await open_database(load(elsewhere / "bot.toml", {}))
    assert [await found(again, words) for words in ASKED] == nothing
    async with again.transaction() as store:
        await store.search.make_all_due()
    await caught_up(again)
    assert [await found(again, words) for words in ASKED] == nothing
    assert await found(again, "mast kind:decisions") == (1, "")
    await again.close()
