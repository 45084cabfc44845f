"""Writes the next migration from the difference between the records and the migrations so far.

python -m storage.migrations.make "minutes and their lines"
python -m storage.migrations.make --again        writes the last one anew, before its release
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum, create_engine

from storage import public_marks, search_index
from storage.base import Document, LocalTime, Moment, Words
from storage.records import METADATA
from storage.schema import PACKAGED, Migrations


def make(words: str, migrations: Migrations = PACKAGED) -> Path:
    """Write the migration that is missing, named by these words; returns its file."""
    number = len(versions(migrations)) + 1
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        if number > 1:
            migrations.apply(connection)
        # SQLite cannot change a column: Alembic makes the table anew and moves the rows over.
        options = {
            "render_item": render,
            "render_as_batch": number > 1,
            "include_name": is_record,
        }
        config = migrations.config(connection, METADATA, **options)
        config.set_section_option("post_write_hooks", "hooks", "sort, format")
        for hook, order in (("sort", "check --fix --select I"), ("format", "format")):
            config.set_section_option("post_write_hooks", f"{hook}.type", "module")
            config.set_section_option("post_write_hooks", f"{hook}.module", "ruff")
            config.set_section_option(
                "post_write_hooks", f"{hook}.options", f"{order} --quiet REVISION_SCRIPT_FILENAME"
            )
        command.revision(config, words, rev_id=f"{number:04d}", autogenerate=True)
    engine.dispose()
    return versions(migrations)[-1]


def make_again(migrations: Migrations = PACKAGED) -> Path:
    """Write the last migration anew under its old name; never after it was released."""
    last = versions(migrations)[-1]
    words = last.stem.split("_", 1)[1].replace("_", " ")
    last.unlink()
    return make(words, migrations)


def versions(migrations: Migrations) -> list[Path]:
    """The files of the migrations, oldest first."""
    return sorted((migrations.folder / "versions").glob("[0-9]*.py"))


def is_record(name: str | None, kind: str, _of: object) -> bool:
    """Whether the migrations look after it; the index of words and the public marks are made by
    themselves."""
    return kind != "table" or not (name or "").startswith((search_index.NAME, public_marks.NAME))


def render(kind: str, item: object, context: AutogenContext) -> str | bool:
    """Our own types as plain ones: a migration must not change when our code does."""
    if kind != "type":
        return False
    match item:
        case Moment():
            return "sa.DateTime(timezone=True)"
        case Words() | LocalTime():
            return "sa.Text()"
        case Document():
            context.imports.add("from sqlalchemy.dialects import postgresql")
            return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
        case Enum(native_enum=False):
            return f"sa.String(length={item.length})"
    return False


def main(arguments: Sequence[str]) -> int:
    """The command line; returns its exit code."""
    match arguments:
        case ["--again"]:
            written: Any = make_again()
        case [words] if not words.startswith("-"):
            written = make(words)
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    sys.stdout.write(f"{written}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
