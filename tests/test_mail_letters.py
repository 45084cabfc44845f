"""Letters as mail programs write them, each with its answer: tests/letters/NAME.eml and NAME.txt.

The answer is written as in conversations: … stands for anything, an empty file for no answer.
“passed: why” and “odd: why” say where the letter went instead.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation import same_words
from tests.stages import BOT, MailStage, put, words_of

LETTERS = sorted((Path(__file__).parent / "letters").glob("*.eml"))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
@pytest.mark.threat("T60")
async def test_letter(mail_stage: MailStage, letter: Path) -> None:
    put(mail_stage.folder / "in", letter.stem, letter.read_bytes())

    answers = await mail_stage.settle()

    expected = letter.with_suffix(".txt").read_text(encoding="utf-8").strip()
    where, colon, why = expected.partition(": ")
    if colon and where in ("passed", "odd"):
        assert (mail_stage.folder / "in" / where / f"{letter.stem}.why").read_text() == f"{why}\n"
        assert (mail_stage.folder / "in" / where / letter.name).exists()
        assert answers == []
        return
    assert (mail_stage.folder / "in" / "done" / letter.name).exists()
    heard = "\n".join(map(words_of, answers))
    assert same_words(heard, expected), heard
    # Never to a list, never to anybody but who wrote it.
    people = {f"{who}@example.org" for who in ("jo", "mei", "amina")}
    assert all(answer["To"] in people and answer["From"].endswith(f"<{BOT}>") for answer in answers)
