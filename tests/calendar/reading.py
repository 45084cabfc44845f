"""The real readers of calendars, each run as itself; what they read, in one form."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import recurring_ical_events
from icalendar import Calendar

from dcbot.calendar.entries import Days, Entry, sittings
from dcbot.when import zones
from tests.servers import missing

Read = tuple[str, str, str, str]
"""uid, start, end and title; moments as 2026-12-01T13:00Z, days as 2026-12-01."""
HERE = Path(__file__).parent / "readers"
SYSTEM_PYTHON = Path("/usr/bin/python3")


def expected(entries: Iterable[Entry], since: datetime, until: datetime) -> set[Read]:
    """What every reader must read."""
    found: set[Read] = set()
    for entry in entries:
        if isinstance(entry.when, Days) and not entry.cancelled:
            after = (entry.when.last or entry.when.first) + timedelta(days=1)
            found.add((entry.uid, f"{entry.when.first}", f"{after}", entry.title))
        for one in sittings(entry, since, until):
            if not one.cancelled:
                found.add((entry.uid, moment(one.at), moment(one.ends), one.title))
    return found


def moment(at: datetime) -> str:
    """A moment in the form of all readers."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def node_folder(folder: Path, source: Path = HERE, needs: str = "ical.js") -> Path:
    """A folder with programs in JavaScript and what they need, installed from their lock file."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("Node is not installed. On Debian: apt install nodejs npm")
    shutil.copytree(source, folder, dirs_exist_ok=True)
    told = run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=False
    )
    if not (folder / "node_modules" / needs).is_dir():
        missing(f"npm could not install {needs}:\n{told}")
    return folder


def ical_js(node: Path, file: Path, since: datetime, until: datetime) -> list[Read]:
    """ical.js, which trusts the calendar's own definitions of zones."""
    return _lines(run(["node", "icaljs.mjs", str(file), _js(since), _js(until)], cwd=node))


def node_ical(node: Path, file: Path, since: datetime, until: datetime) -> list[Read]:
    """node-ical, which looks zones up, here in our tzdata."""
    rules = file.with_suffix(".zones.json")
    rules.write_text(json.dumps(_rules(file)))
    order = ["node", "nodeical.mjs", str(file), _js(since), _js(until), str(rules)]
    return _lines(run(order, cwd=node))


def libical(file: Path, since: datetime, until: datetime) -> list[Read]:
    """libical, which trusts the calendar's own definitions of zones."""
    probe = "import gi; gi.require_version('ICalGLib', '3.0')"
    if (
        not SYSTEM_PYTHON.exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True, check=False).returncode
    ):
        missing("libical is not installed. On Debian: apt install gir1.2-ical-3.0 python3-gi")
    order = [str(SYSTEM_PYTHON), str(HERE / "libical.py"), str(file)]
    return _lines(run([*order, since.isoformat(), until.isoformat()]))


def recurring(file: Path, since: datetime, until: datetime) -> list[Read]:
    """recurring-ical-events, which looks zones up in our tzdata."""
    calendar = Calendar.from_ical(file.read_bytes())
    found = recurring_ical_events.of(calendar).between(since, until)
    return [
        (str(event["UID"]), _said(event.start), _said(event.end), str(event["SUMMARY"]))
        for event in found
        if event.get("STATUS") != "CANCELLED" and _within(event.start, since, until)
    ]


def khal(folder: Path, file: Path, since: datetime, until: datetime) -> list[Read]:
    """khal, which looks zones up in pytz; that is to be of the same release as our tzdata."""
    config = folder / "khal.conf"
    config.write_text(
        f"[calendars]\n[[all]]\npath = {folder / 'khal'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "longdateformat = %Y-%m-%d\nlongdatetimeformat = %Y-%m-%dT%H:%MZ\n"
        "dateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%MZ\ntimeformat = %H:%M\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n"
    )
    order = [sys.executable, "-m", "khal", "--config", str(config)]
    run([*order, "import", "--batch", "--include-calendar", "all", str(file)])
    form = "{uid}\t{start-long}\t{end-long}\t{title}\t{status}\t{all-day}"
    days = [f"{since:%Y-%m-%d}", f"{until:%Y-%m-%d}"]
    said = run([*order, "list", "--day-format", "", "--format", form, "--notstarted", *days])
    return [one for one in _of_khal(said) if one[1] < moment(until)]


def _of_khal(said: str) -> Iterable[Read]:
    for line in said.splitlines():
        if line.count("\t") < 4:
            continue
        uid, start, end, title, status, whole = [*line.split("\t"), ""][:6]
        if "CANCELLED" in status:
            continue
        if whole == "True":
            # khal names the last day, calendars the day after it.
            end = f"{date.fromisoformat(end[:10]) + timedelta(days=1)}"
        yield uid, start, end, title


def run(order: list[str | Path], *, cwd: Path | None = None, check: bool = True) -> str:
    """What a program says; its complaint as an error where it fails."""
    done = subprocess.run(
        [str(word) for word in order],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env=os.environ | {"TZ": "UTC", "PYTHONWARNINGS": "ignore", "PYTHONTZPATH": ""},
    )
    if check and done.returncode:
        raise AssertionError(f"{order[:3]} failed:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
    return done.stdout if check else done.stdout + done.stderr


def _lines(said: str) -> list[Read]:
    return [tuple(json.loads(line)) for line in said.splitlines() if line]


def _js(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def _rules(file: Path) -> dict[str, list[tuple[float, float]]]:
    """Our rules of the zones that a calendar names: changes and offsets, in seconds."""
    begin, end = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    found: dict[str, list[tuple[float, float]]] = {}
    for zone in Calendar.from_ical(file.read_bytes()).timezones:
        first = begin.astimezone(zones.zone(zone.tz_name)).utcoffset() or timedelta()
        changes = zones.clock_changes(zone.tz_name, begin, end)
        found[zone.tz_name] = [
            (begin.timestamp(), first.total_seconds()),
            *((one.at.timestamp(), one.after.total_seconds()) for one in changes),
        ]
    return found


def _said(at: date | datetime) -> str:
    return moment(at) if isinstance(at, datetime) else at.isoformat()


def _within(at: date | datetime, since: datetime, until: datetime) -> bool:
    return not isinstance(at, datetime) or since <= at < until
