"""The index behind search: FTS5 on SQLite, tsvector with GIN on PostgreSQL, kept by triggers.

It is derived from `search_entries` and stands outside the records: nobody writes to it but its
triggers, so that no way of changing an entry can pass it by, and a copy makes it anew (`lay`). A
second set of triggers stands on what entries are made of: whatever changes such a row, by whatever
statement, writes its subject into `search_due` and hides its entries until they are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Join,
    Select,
    SelectBase,
    Text,
    cast,
    column,
    event,
    inspect,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause

from storage.base import Base
from storage.search_queries import LONGEST, EntryKind, Wanted

NAME = "search_index"
"""The table of the index; on SQLite others that begin so hold what is in it."""
INDEX = table(
    NAME, column("rowid", BigInteger()), column(NAME), column("words"), column("kind", Text())
)
_ENTRIES = "search_entries"


def asked_of(dialect: str, query: Any, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """The conditions for the index, where `query` is, or stands for, what `query_of` returns of
    what is wanted."""
    if dialect == "sqlite":
        yield INDEX.c[NAME].match(query)
        return
    found: ColumnElement[bool] = INDEX.c.words.op("@@", is_comparison=True)(cast(query, TSQUERY))
    yield found
    if not wanted.is_one_word:
        return
    if wanted.kind or wanted.spoken:
        yield INDEX.c.kind == (wanted.kind or EntryKind.LOG).value
    elif wanted.spoken is not None:
        yield INDEX.c.kind != EntryKind.LOG.value


def PAIR(entries: FromClause) -> Join:  # noqa: N802 – it stands for the one permitted join
    """The index with the entries that it is made of."""
    return INDEX.join(entries, entries.c.id == INDEX.c.rowid)


def is_paired(statement: Any) -> bool:
    """Whether a statement that names the index pairs each of its rows with the entry it is of.

    So whatever narrows the entries narrows the index; and nothing else of the index is read.
    """
    entries = Base.metadata.tables[_ENTRIES]
    if not isinstance(statement, Select):
        return False
    sources = statement.get_final_froms()
    parts = list(visitors.iterate(statement))
    return (
        len(sources) == 1
        and isinstance(sources[0], Join)
        and sources[0].compare(PAIR(entries))
        and sum(isinstance(part, SelectBase) for part in parts) == 1
        and all(_is_known(part) for part in parts if isinstance(part, ColumnClause))
    )


def names_index(part: Any) -> bool:
    """Whether this part of a statement is the table of the index."""
    return getattr(part, "name", None) == NAME and isinstance(part, FromClause)


def _is_known(part: ColumnClause[Any]) -> bool:
    # FTS5 has more columns, such as a rank that counts what nobody may see.
    return part.table is not None or (part.is_literal and part.name == "*")


# Definitions

_SOURCES = {
    "decisions": ("decision", "SELECT {row}.id AS number"),
    "reserves": ("decision", "SELECT {row}.decision_id AS number"),
    "actions": ("action", "SELECT {row}.id AS number"),
    "action_owners": ("action", "SELECT {row}.action_id AS number"),
    "groups": ("group", "SELECT {row}.id AS number"),
    "group_names": ("group", "SELECT {row}.group_id AS number"),
    "facts": ("group", "SELECT {row}.group_id AS number"),
    "meetings": ("minutes", "SELECT id AS number FROM journals WHERE meeting_id = {row}.id"),
    "minutes_versions": ("minutes", "SELECT {row}.journal_id AS number"),
    "published_minutes": (
        "minutes",
        "SELECT journal_id AS number FROM minutes_versions WHERE id = {row}.version_id",
    ),
    "outputs": ("output", "SELECT {row}.id AS number"),
    "output_versions": ("output", "SELECT {row}.output_id AS number"),
    "annexes": ("annex", "SELECT {row}.id AS number"),
}
"""What entries are made of: each table with the subject of its rows, and the numbers of that."""
_ALSO = {
    "meetings": ("annex", "SELECT id AS number FROM annexes WHERE meeting_id = {row}.id"),
}
"""What else a row of such a table counts for."""
_COLUMNS = {"meetings": " OF title, audience, public_from"}
"""Of some tables only these columns count."""
_DOINGS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
_DUE = """
    INSERT INTO search_due (subject, subject_id)
    SELECT '{subject}', number FROM ({numbers}) AS numbers WHERE number IS NOT NULL
    ON CONFLICT DO NOTHING;
    UPDATE search_entries SET audience = 'private'
    WHERE subject = '{subject}' AND subject_id IN ({numbers});
"""


def lay(connection: Connection) -> None:
    """Make the index and its triggers as they should be; one that was not there is filled.

    A database from before there were entries is left alone.
    """
    if not inspect(connection).has_table(_ENTRIES):
        return
    is_new = not inspect(connection).has_table(NAME)
    sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite(is_new) if sqlite else _postgresql(is_new):
        connection.exec_driver_sql(statement)


def take_off(connection: Connection) -> None:
    """Take the index and its triggers away, so that rows are written as they are."""
    sqlite = connection.dialect.name == "sqlite"
    for name, where in _triggers():
        on = "" if sqlite else f" ON {where}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {NAME}")


def _triggers() -> Iterator[tuple[str, str]]:
    """The names of the triggers, each with its table."""
    for source in _SOURCES:
        for doing, _ in _DOINGS:
            yield f"search_due_{source}_{doing.lower()}", source
    for doing, _ in _DOINGS:
        yield f"search_entries_{doing.lower()}", _ENTRIES


def _due_triggers() -> Iterator[tuple[str, str, str, str]]:
    """The triggers of what entries are made of: name, when, on which table, and what they do."""
    for source, (subject, numbers) in _SOURCES.items():
        for doing, row in _DOINGS:
            of = _COLUMNS.get(source, "") if doing == "UPDATE" else ""
            words = "".join(
                _DUE.format(subject=one, numbers=which.format(row=row))
                for one, which in filter(None, [(subject, numbers), _ALSO.get(source)])
            )
            yield f"search_due_{source}_{doing.lower()}", f"{doing}{of}", source, words


def _sqlite(is_new: bool) -> Iterator[str]:
    columns = "tokens, forms, facets"
    if is_new:
        # The tokens are words already. This tokenizer cuts at spaces, and folds nothing that the
        # analyser has not folded.
        yield (
            f"CREATE VIRTUAL TABLE {NAME} USING fts5({columns}, content='{_ENTRIES}', "
            "content_rowid='id', tokenize='ascii', prefix='2 3')"
        )
        yield f"INSERT INTO {NAME}({NAME}) VALUES ('rebuild')"
    take = (
        f"INSERT INTO {NAME}({NAME}, rowid, {columns}) "
        "VALUES ('delete', OLD.id, OLD.tokens, OLD.forms, OLD.facets);"
    )
    put = (
        f"INSERT INTO {NAME}(rowid, {columns}) VALUES (NEW.id, NEW.tokens, NEW.forms, NEW.facets);"
    )
    for doing, words in (("insert", put), ("update", take + put), ("delete", take)):
        of = f" OF id, {columns}" if doing == "update" else ""
        yield from _sqlite_trigger(f"search_entries_{doing}", f"{doing}{of}", _ENTRIES, words)
    for name, doing, on, words in _due_triggers():
        yield from _sqlite_trigger(name, doing, on, words)


def _sqlite_trigger(name: str, doing: str, on: str, words: str) -> Sequence[str]:
    return (
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} AFTER {doing} ON {on} BEGIN {words} END",
    )


_LEXEME = r"""
CREATE OR REPLACE FUNCTION search_lexeme(mark text, word text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT $q$'$q$ || replace(
        replace(mark || left(word, LONGEST), $q$\$q$, $q$\\$q$), $q$'$q$, $q$''$q$
    ) || $q$'$q$
$$
"""
_VECTOR = """
CREATE OR REPLACE FUNCTION search_vector(tokens text, forms text, facets text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(lexeme, ' '), '')::tsvector FROM (
        SELECT search_lexeme('', token) || ':' || least(place, 16383) AS lexeme
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS t(token, place)
        WHERE token <> ''
        UNION ALL
        SELECT search_lexeme('-', word) FROM unnest(string_to_array(forms, ' ')) AS f(word)
        WHERE word <> ''
        UNION ALL
        SELECT search_lexeme('=', facet) FROM unnest(string_to_array(facets, ' ')) AS s(facet)
        WHERE facet <> ''
    ) AS lexemes
$$
"""


def _postgresql(is_new: bool) -> Iterator[str]:
    vector = "search_vector({row}.tokens, {row}.forms, {row}.facets)"
    yield _LEXEME.replace("LONGEST", str(LONGEST))
    yield _VECTOR
    if is_new:
        yield (
            f"CREATE TABLE {NAME} (rowid bigint PRIMARY KEY, words tsvector NOT NULL, "
            "kind text NOT NULL)"
        )
        of = f"{vector.format(row='e')}, e.kind"
        yield f"INSERT INTO {NAME} SELECT e.id, {of} FROM {_ENTRIES} AS e"
        yield f"CREATE INDEX ix_{NAME}_kind ON {NAME} (kind, rowid)"
        # There is far more in logs than in all else, which is so found without going through them.
        written = f"kind <> '{EntryKind.LOG.value}'"
        yield f"CREATE INDEX ix_{NAME}_written ON {NAME} (rowid) WHERE {written}"
        yield f"CREATE INDEX ix_{NAME}_words ON {NAME} USING gin (words) WITH (fastupdate = off)"
    take = f"DELETE FROM {NAME} WHERE rowid = OLD.id;"
    put = f"INSERT INTO {NAME} VALUES (NEW.id, {vector.format(row='NEW')}, NEW.kind);"
    for doing, words in (("insert", put), ("update", take + put), ("delete", take)):
        of = " OF id, kind, tokens, forms, facets" if doing == "update" else ""
        yield from _postgresql_trigger(f"search_entries_{doing}", f"{doing}{of}", _ENTRIES, words)
    for name, doing, on, words in _due_triggers():
        yield from _postgresql_trigger(name, doing, on, words)


def _postgresql_trigger(name: str, doing: str, on: str, words: str) -> Sequence[str]:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {words} RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {on}",
        f"CREATE TRIGGER {name} AFTER {doing} ON {on} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )


@event.listens_for(Base.metadata, "after_create")
def _lay_after(_target: object, connection: Connection, **_options: object) -> None:
    lay(connection)
