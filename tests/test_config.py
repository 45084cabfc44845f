"""bot.toml: the manual says what the models say, and what is written is what is read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticUndefined
from sqlalchemy.engine import make_url

from dcbot.config import load, shipped
from dcbot.config.zones import nearest_zones, pin_zones
from tests.settings_files import MATRIX, SECRET, Key, keep, keys_of_models, switched_on, write


def lines_of_manual() -> Iterator[tuple[Key, list[str]]]:
    """Every key of the manual with the comment right above it."""
    section, comment = None, list[str]()
    for line in shipped().splitlines():
        header, key = re.match(r"#?\[(\w+)\]", line), re.match(r"#?(\w+) = ", line)
        if header:
            section = header[1]
        elif key:
            yield (section, key[1]), comment
        comment = [*comment, line[2:]] if line.startswith("# ") else []


# The manual


def test_the_manual_has_every_key_of_the_models_and_no_other() -> None:
    assert {key for key, _ in lines_of_manual()} == set(keys_of_models())


def test_the_manual_explains_every_key_right_above_it() -> None:
    short = [key for key, comment in lines_of_manual() if len(" ".join(comment)) < 20]

    assert short == []


def test_the_manual_shows_the_defaults_of_the_models() -> None:
    shown = tomllib.loads(switched_on())

    for (section, name), default in keys_of_models().items():
        if default not in (None, PydanticUndefined):
            value = (shown[section] if section else shown)[name]
            plain = TypeAdapter(type(default)).dump_python(default, mode="json")
            assert (section, name, value) == (section, name, plain)


def test_only_keys_without_a_default_and_optional_sections_are_switched_off() -> None:
    on = tomllib.loads(shipped())
    off = [
        (section, name)
        for (section, name) in keys_of_models()
        if name not in (on.get(section, {}) if section else on)
    ]

    assert {section for section, _ in off} == {
        *("database", "matrix", "mail", "health", "web", "archive", "webhook", "log")
    }
    assert [key for key in off if key[0] in ("database", "log")] == [
        ("database", "password_file"),
        ("log", "file"),
    ]


def test_the_manual_loads_as_it_is_and_says_nothing_but_defaults(tmp_path: Path) -> None:
    assert load(write(tmp_path, shipped()), {}) == load(write(tmp_path, ""), {})


def test_the_manual_loads_with_everything_switched_on(tmp_path: Path) -> None:
    for name in ("matrix-token", "matrix-password", "database-password", "webhook-secret"):
        keep(tmp_path / name, SECRET)

    settings = load(write(tmp_path, switched_on()), {})

    assert settings.matrix is not None and settings.mail is not None
    assert settings.mail.own_domain == "example.org"
    assert settings.log.file == tmp_path / "dcbot.log"


# What is read


def test_paths_are_found_from_the_folder_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, '[mail]\naddress = "a@b.org"\nincoming = "/srv/in"\n')

    settings = load(Path("bot.toml"), {})

    assert settings.folder == tmp_path / "dcbot-data"
    assert settings.mail and settings.mail.incoming == Path("/srv/in")
    assert settings.mail.outgoing == tmp_path / "mail/out"
    assert settings.database.url == f"sqlite+aiosqlite:///{tmp_path}/dcbot.db"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db"),
        ("sqlite+aiosqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db"),
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgresql://bot@db.example.org/igf", "postgresql+asyncpg://bot@db.example.org/igf"),
        ("postgres://bot@localhost:5433/igf", "postgresql+asyncpg://bot@localhost:5433/igf"),
        ("postgresql+asyncpg:///igf", "postgresql+asyncpg:///igf"),
    ],
)
def test_the_database_url_names_its_driver(tmp_path: Path, written: str, read: str) -> None:
    settings = load(write(tmp_path, f'[database]\nurl = "{written}"\n'), {})

    assert settings.database.url == read


@pytest.mark.parametrize("name", ["a b", "50% off", "what?", "#1", "ünï", "a%20b", "a+b"])
def test_a_database_is_found_below_any_folder_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()

    settings = load(write(tmp_path / name, ""), {})

    url = make_url(settings.database_url().get_secret_value())
    assert url.database == str(tmp_path / name / "dcbot.db")


def test_a_file_from_another_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bot.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "clerk"\r\n[log]\r\nlevel = "INFO"\r\n')

    settings = load(path, {})

    assert (settings.name, settings.log.level) == ("clerk", "info")


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = load(write(tmp_path, shipped()), {})

    with pytest.raises(ValidationError):
        settings.name = "other"
    with pytest.raises(ValidationError):
        settings.log.level = "debug"


@pytest.mark.parametrize(
    ("patterns", "user", "followed"),
    [
        ("[]", "@ana:example.org", False),
        ('["*"]', "@ana:example.org", True),
        ('["@*:example.org"]', "@ana:example.org", True),
        ('["@*:example.org"]', "@ana:example.org.evil.net", False),
        ('["@*:example.org"]', "@ana:exampleXorg", False),
        ('["@*:*.example.org"]', "@ana:chat.example.org", True),
        ('["@ana:example.org"]', "@ana:example.org", True),
        ('["@ana:example.org"]', "@anna:example.org", False),
    ],
)
def test_whose_invitations_are_followed(
    tmp_path: Path, patterns: str, user: str, followed: bool
) -> None:
    path = write(tmp_path, f"{MATRIX}invites_from = {patterns}\n")

    settings = load(path, {"DCBOT_MATRIX_TOKEN": SECRET})

    assert settings.matrix and settings.matrix.invites_follow(user) is followed


# Zones


def test_zones_come_from_the_pinned_package_and_never_from_the_machine(tmp_path: Path) -> None:
    tzdata = pytest.importorskip("tzdata")
    wrong = tmp_path / "zones" / "Europe"
    wrong.mkdir(parents=True)
    tokyo = Path(tzdata.__file__).parent / "zoneinfo" / "Asia" / "Tokyo"
    shutil.copy(tokyo, wrong / "Berlin")
    program = (
        "import zoneinfo, datetime\n"
        "def hours():\n"
        "    zone = zoneinfo.ZoneInfo('Europe/Berlin')\n"
        "    moment = datetime.datetime(2026, 1, 15, tzinfo=zone)\n"
        "    return moment.utcoffset() // datetime.timedelta(hours=1)\n"
        "before = hours()\n"
        "from dcbot.config import pin_zones\n"
        "pin_zones()\n"
        "print(before, hours(), zoneinfo.TZPATH)\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path / "zones")},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == "9 1 ()"


def test_loading_pins_the_zones_and_keeps_them_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, 'timezone = "Asia/Kathmandu"\n')

    first = load(path, {}).zone
    pin_zones()

    assert zoneinfo.TZPATH == ()
    assert load(path, {}).zone is first


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("Europe/Berln", ["Europe/Berlin"]),
        ("berlin", ["Europe/Berlin"]),
        ("New York", ["America/New_York"]),
        ("Europe/Kiew", ["Europe/Kiev", "Europe/Kyiv"]),
        ("Asia/Calcuta", ["Asia/Calcutta"]),
        ("utc", ["UTC"]),
        ("Narnia", []),
        ("GMT+2", []),
        ("", []),
    ],
)
def test_the_nearest_zones_are_offered(word: str, offered: list[str]) -> None:
    pin_zones()

    assert nearest_zones(word) == offered
