"""The guide for operators and the systemd unit say what is so: every metric, command and path."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dcbot.__main__ import app
from dcbot.disk import LITTLE_ROOM
from dcbot.health import SILENT_SECONDS, Readings, metrics
from dcbot.services.figures import Figures
from dcbot.services.watching import STUCK

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = (DOCS / "operators.md").read_text(encoding="utf-8")
UNIT = DOCS / "dcbot.service"


def test_every_metric_stands_in_the_guide_and_no_other() -> None:
    readings = Readings(Figures(0, 0, 0.0, 0, 0, 0), {"matrix": 0.0}, 0, 0, 0, 0.0)

    told = set(re.findall(r"^# TYPE (\w+)", metrics(readings), re.MULTILINE))

    assert told == set(re.findall(r"^\| `(dcbot_\w+)`", GUIDE, re.MULTILINE))


def test_every_command_in_the_guide_is_one() -> None:
    commands = {
        one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands
    }
    commands |= {one.name or "" for one in app.registered_groups}
    said = re.findall(r"(?:^ +|`|/bin/)dcbot ([a-z]+)", GUIDE, re.MULTILINE)

    assert len(set(said)) > 6
    assert set(said) <= commands


def test_the_figures_in_the_guide_are_those_of_the_program() -> None:
    assert f"less than {LITTLE_ROOM // 1_000_000} MB are free" in GUIDE
    assert f"more than {STUCK.seconds // 60} minutes" in GUIDE
    assert SILENT_SECONDS == 120 and "has not answered for two minutes" in GUIDE


@pytest.mark.threat("T84")
def test_the_unit_is_hardened_and_runs_the_bot() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, encoding="utf-8")
    service = unit["Service"]

    assert service["ExecStart"].endswith("dcbot run --settings /var/lib/dcbot/bot.toml")
    assert service["ProtectSystem"] == "strict" and service["UMask"] == "0077"
    assert service["CapabilityBoundingSet"] == "" and service["NoNewPrivileges"] == "yes"
    assert service["RestartPreventExitStatus"] == "2"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    text = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text())
    (tmp_path / "dcbot.service").write_text(text, encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "dcbot.service")],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    said = [line for line in done.stderr.splitlines() if "dcbot.service" in line]
    assert done.returncode == 0 and said == [], done.stderr
