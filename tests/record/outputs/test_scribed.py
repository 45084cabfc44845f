"""A meeting held elsewhere, of which one scribe writes by mail: its minutes are a whole account."""

from __future__ import annotations

from dcbot.record.facts import Affiliation, Facts, Participant, RecordedAs, Standing
from dcbot.record.journal import Source
from dcbot.record.outputs import mail
from dcbot.record.outputs.publication import Publication
from tests.record.meetings import entry, folded

NOTES = (
    "scribe+",
    "present+ Ana Souza (DC3)",
    "The call was recorded and captioned; nobody objected.",
    "Topic: Main session",
    "Ana: four minutes for each coalition are too short",
    "... a round table is better",
    "The MAG has granted 90 minutes on the third day.",
    "RESOLVED: the session is a round table",
    "ACTION: Ana to send the outline",
)
ANA = Participant(
    identities=("ana",),
    name="Ana Souza",
    aliases=("Ana",),
    affiliation=Affiliation("DC3", Standing.REPRESENTATIVE, "civil society"),
)


def text_of(attribution: RecordedAs) -> str:
    """The minutes of these notes, without the log."""
    facts = Facts(title="DCCG 97", people=(ANA,), attribution=attribution, scribes=("lena",))
    entries = [
        entry(number, "lena", text, source=Source.SCRIBE)
        for number, text in enumerate(NOTES, start=1)
    ]
    minutes = folded(entries, facts).minutes()
    return " ".join(mail.render(minutes, Publication(with_log=False)).split())


def test_notes_and_speech_are_paragraphs() -> None:
    text = text_of(RecordedAs.NAME)

    assert "The MAG has granted 90 minutes on the third day. (line 7)" in text
    assert "Lena said: The MAG" not in text
    assert (
        "Ana Souza said: four minutes for each coalition are too short a round table is better "
        "(line 5, line 6)" in text
    )
    assert "Decision 1, agreed: the session is a round table" in text
    assert "Ana Souza (DC3, representative, civil society)" in text


def test_views_can_stand_without_names() -> None:
    text = text_of(RecordedAs.PARTICIPANT)

    assert "A participant said: four minutes for each coalition are too short" in text
