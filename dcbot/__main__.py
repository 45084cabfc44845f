"""The command line: each command of `dcbot`. What each needs is loaded when it is said."""

from __future__ import annotations

import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dcbot.errors import SettingsError
from dcbot.shell import DEFAULT_FILE, SettingsFile, do, say, settings_of

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A clerk and institutional memory for coalitions that meet by chat and by mail.",
)
db = typer.Typer(no_args_is_help=True, help="The database: upgrade it, check it, copy it.")
register = typer.Typer(no_args_is_help=True, help="The register of coalitions, as a table.")
app.add_typer(db, name="db")
app.add_typer(register, name="register")


@app.command()
def run(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM)."""
    from dcbot import operating

    do(lambda: operating.run(settings_of(settings)))


@app.command()
def check(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Look at everything that the bot needs, and say what is wrong and what to do."""
    from dcbot import checking

    do(lambda: checking.check(settings, os.environ, say))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, ending in .tar.gz.")],
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Write database, attachments and keys into one file, also while the bot runs."""
    from dcbot import backup as backups

    do(lambda: backups.make(settings_of(settings), settings, file, say))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The file that `dcbot backup` wrote.")],
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Fill an empty database and folder from a backup; nothing is done or said a second time."""
    from dcbot import restoring

    do(lambda: restoring.restore(settings_of(settings), file, say))


@app.command()
def console(
    settings: SettingsFile = DEFAULT_FILE,
    who: Annotated[str, typer.Option("--as", help="Whom you speak as.")] = "operator",
) -> None:
    """Talk to the bot in this terminal, with no server and no account."""
    # What reads a terminal takes a while to load, which `dcbot run` need not wait for.
    from dcbot import terminal

    do(lambda: terminal.console(settings_of(settings, needed=False), who))


@app.command()
def demo(
    script: Annotated[
        Path | None, typer.Option(help="Play this conversation, a line after another, and end.")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep everything in this folder.")] = None,
) -> None:
    """A private homeserver, a room to talk in, and the bot in it; Ctrl-C leaves nothing running."""
    from dcbot.demo import playing

    do(lambda: playing.play(script, keep))


@app.command()
def init(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Ask what the bot must know before it starts, and write the settings file."""
    from dcbot.config import write_new
    from dcbot.init import QUESTIONS, compose, next_steps

    async def ask() -> None:
        if settings.exists():
            raise SettingsError(f"{settings} is there already; move it away, or name another file.")
        answers: dict[str, str] = {}
        for question in QUESTIONS:
            if question.asked(answers):
                answers[question.key] = _ask(question)
        write_new(settings, compose(answers))
        say(f"\nWritten: {settings}. Next:")
        for step in (*next_steps(answers), f"Start it: dcbot run --settings {settings}"):
            say(f"- {step}")

    do(ask)


def _ask(question: Any) -> str:
    say(f"\n{question.text}\n  {question.explanation}")
    while True:
        said = typer.prompt("", default=question.default, prompt_suffix="> ")
        try:
            checked: str = question.check(said)
            return checked
        except SettingsError as mistake:
            say(f"  {mistake.text}")


@db.command("upgrade")
def db_upgrade(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Bring the database up to what this version of the bot needs."""
    from dcbot import database_care

    url = settings_of(settings).database_url().get_secret_value()
    do(lambda: database_care.upgrade(url, say))


@db.command("check")
def db_check(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Look at the database and say what is wrong with it, changing nothing."""
    from dcbot import database_care

    async def check() -> int:
        url = settings_of(settings).database_url().get_secret_value()
        findings = await database_care.check(url)
        for finding in findings:
            say(finding.line + (f" {finding.what_to_do}" if finding.what_to_do else ""))
        return 0 if all(finding.ok for finding in findings) else 1

    do(check)


@db.command("reindex")
def db_reindex(settings: SettingsFile = DEFAULT_FILE) -> None:
    """Read all that is published anew for search; cut off, the bot goes on with it."""
    from dcbot import reindexing

    do(lambda: reindexing.reindex(settings_of(settings), say))


@db.command("copy")
def db_copy(
    source: Annotated[str, typer.Argument(help="The address of the database to copy from.")],
    target: Annotated[str, typer.Argument(help="The address of an empty database to copy to.")],
) -> None:
    """Copy everything from one database to another, such as from SQLite to PostgreSQL."""
    from dcbot import database_care

    do(lambda: database_care.copy(source, target, say))


@app.command()
def outbox(
    settings: SettingsFile = DEFAULT_FILE,
    again: Annotated[
        list[str] | None, typer.Option("--send", help="Send this one (or “all”) again.")
    ] = None,
) -> None:
    """List the letters that could not be carried, and send them again."""
    from dcbot import operating

    do(lambda: operating.outbox(settings_of(settings), again or [], say))


@register.command("import")
def register_import(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A CSV or XLSX table of coalitions."),
    ],
    settings: SettingsFile = DEFAULT_FILE,
    yes: Annotated[bool, typer.Option("--yes", help="Change it without asking.")] = False,
) -> None:
    """Show what a table would change in the register, and ask before it changes anything."""
    from dcbot import operating

    def agreed() -> bool:
        return yes or typer.confirm("Change the register so?")

    do(lambda: operating.import_table(settings_of(settings), file, say, agreed))


@register.command("export")
def register_export(
    file: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Write the register as a CSV table that opens rightly in a spreadsheet."""
    from dcbot import operating

    do(lambda: operating.export_table(settings_of(settings), file, say))


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Logs, folders of MeetBot, tables, calendars.")
    ],
    group: Annotated[str, typer.Option(help="Whose archive it is, such as DCCG.")],
    zone: Annotated[str, typer.Option(help="The zone of clocks that name none.")] = "UTC",
    date: Annotated[
        str, typer.Option(help="The day of a log that shows none, such as 2018-05-01.")
    ] = "",
    public: Annotated[
        bool, typer.Option("--public", help="Everybody may read it, and not the group alone.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who takes it in, as versions name them.")] = (
        "an operator"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing; only try.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Change the register as its table says, without asking.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write all that was not read into this CSV file.")
    ] = None,
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Take old meetings in from archives of others; what is there already stays as it is."""

    async def take() -> int:
        from dcbot.importing.command_line import Wish, day, import_

        def agreed() -> bool:
            return yes or typer.confirm("Change the register so?")

        wish = Wish(paths, group, zone, day(date), public, by, dry_run, report, agreed)
        return await import_(settings_of(settings), wish, say)

    do(take)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="The folder to write into.")],
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Write the public archive, pages and feeds, as files that any web server can show."""
    from dcbot import exporting

    do(lambda: exporting.export(settings_of(settings), folder, say))


@app.command()
def verify(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="The folder that was written.")
    ],
    settings: SettingsFile = DEFAULT_FILE,
) -> None:
    """Compare a written archive with the database page by page, changing neither."""
    from dcbot import exporting

    do(lambda: exporting.verify(settings_of(settings), folder, say))


@app.command()
def purge(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="The git working tree.")
    ],
    records: Annotated[list[str], typer.Argument(help="The records, such as dccg/12.")],
    why: Annotated[str, typer.Option(help="The reason, which everybody may read.")],
    settings: SettingsFile = DEFAULT_FILE,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Take past states of records out of the history of a written archive, and say so publicly."""
    from dcbot import purging

    question = "Words that must be nowhere any more, with | between several (or nothing)"

    def ask() -> str:
        return str(typer.prompt(question, default="", show_default=False))

    def agreed() -> bool:
        return yes or typer.confirm("Rewrite the history so?")

    do(lambda: purging.purge(settings_of(settings), folder, records, why, say, ask, agreed))


@app.command()
def when(
    phrase: Annotated[str, typer.Argument(help="Words that speak of a time.")] = "",
    now: Annotated[str, typer.Option(help="When it is said, in ISO 8601.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of who says it.")] = "UTC",
    lang: Annotated[str, typer.Option(help="en, fr, es, pt, ru, ar or zh.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    file: Annotated[
        Path | None, typer.Option(help="Read every phrase of this JSON table instead.")
    ] = None,
) -> None:
    """Say what is understood by a phrase such as "next Thursday at 3pm Geneva time"."""
    from dcbot.when import telling

    async def tell() -> None:
        telling.tell(phrase, file, now=now, zone=zone, language=lang, as_json=as_json, write=print)

    do(tell)


class ReplayFormat(StrEnum):
    """How `dcbot replay` writes."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


@app.command()
def replay(
    log: Annotated[Path, typer.Argument(help="A log of MeetBot or RRSAgent, or a Matrix export.")],
    form: Annotated[ReplayFormat, typer.Option("--format", help="How it is written.")] = (
        ReplayFormat.TEXT
    ),
    diagnose: Annotated[
        bool, typer.Option("--diagnose", help="Count and name what was not understood instead.")
    ] = False,
) -> None:
    """Print the minutes of a log that was kept elsewhere, with no database."""
    from dcbot.logs import seen
    from dcbot.record import as_json, diagnosing, text
    from dcbot.record.outputs import html, markdown
    from dcbot.record.outputs.whole import whole
    from dcbot.record.replay import replay as replayed

    async def play() -> None:
        found = replayed(log.read_bytes(), log.name)
        if diagnose:
            written = diagnosing.diagnosis(found)
        elif form is ReplayFormat.JSON:
            written = as_json.as_json(found)
        elif form is ReplayFormat.HTML:
            written = html.written(*map(whole, found.meetings)) if found.meetings else ""
        elif form is ReplayFormat.MARKDOWN:
            written = "\n".join(map(markdown.render, found.meetings))
        else:
            written = "\n\n".join(text.render(minutes) for minutes in found.meetings)
        for line in written.splitlines():
            print(seen(line) if sys.stdout.isatty() else line)

    do(play)


@app.command()
def reference(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("commands/README.md"),
    who: Annotated[Path, typer.Argument(help="Where to write who may say what.")] = Path(
        "docs/permissions.md"
    ),
    minutes: Annotated[
        Path, typer.Argument(help="Where to write the schema of published minutes.")
    ] = Path("docs/minutes.schema.json"),
) -> None:
    """Write what is made of declarations: commands, who may say them, schemas of the JSON."""
    from dcbot.command import Registry
    from dcbot.record.outputs import schema
    from dcbot.reference import page, permissions
    from dcbot.web import shapes

    async def write() -> None:
        registry = Registry.from_folder()
        file.write_text(page(registry), encoding="utf-8")
        who.write_text(permissions(registry), encoding="utf-8")
        minutes.write_text(schema.text(), encoding="utf-8")
        for name, (whole, title) in shapes.SCHEMAS.items():
            made = schema.text(schema.made_of(whole, shapes, title))
            (minutes.parent / name).write_text(made, encoding="utf-8")

    do(write)


def main() -> None:
    """The entry point of the `dcbot` command."""
    # Whatever it writes holds what people said to it: nobody else on the machine reads it.
    os.umask(0o077)
    # What is imported stays: looking through it for garbage takes an eighth of the start.
    gc.set_threshold(10_000, 10, 10)
    app()


if __name__ == "__main__":
    main()
