"""What can happen to the file of the bot's keys while it does not run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from nio.crypto import Olm
from nio.store import SqliteStore


def keys_of(folder: Path) -> Path:
    """The file of the bot's keys that is in use."""
    return folder / "matrix-keys" / f"{_login(folder)['device']}.db"


def lose(keys: Path) -> None:
    """The keys are gone."""
    keys.unlink()


def break_off(keys: Path) -> None:
    """The keys are no file of keys any more."""
    keys.write_bytes(b"not a database" * 1000)


def replace(keys: Path) -> None:
    """Another bot's keys lie there."""
    keys.unlink()
    login = _login(keys.parent.parent)
    store = SqliteStore(login["user"], login["device"], str(keys.parent), database_name=keys.name)
    machine = Olm(login["user"], login["device"], store)
    machine.account.shared = True
    machine.save_account()
    store.database.close()


def restore(keys: Path) -> None:
    """An older copy lies there."""
    shutil.copy(keys.with_name("copy"), keys)


def _login(folder: Path) -> dict[str, str]:
    return dict(json.loads((folder / "matrix-session.json").read_text(encoding="utf-8")))
