"""What each database keeps upon the index to find words fast: FTS5 on SQLite, a tsvector on PostgreSQL.

On SQLite triggers carry each change over, so that no door can forget it. They are laid after every
`migrate`, and not by one migration: where Django rebuilds a table on SQLite, its triggers go.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "portal_entry"
FTS = "portal_entry_words"
_COLUMNS = ("title_en", "title_ru", "text_en", "text_ru")
_NAMES = ", ".join(_COLUMNS)
_NEW = ", ".join(f"new.{name}" for name in _COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in _COLUMNS)
_TAKE_OUT = f"INSERT INTO {FTS}({FTS}, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608 - our own names
_PUT_IN = f"INSERT INTO {FTS}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"  # noqa: S608 - our own names

_SQLITE = (
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5({_NAMES}, content='{TABLE}',
    content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3 4')""",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_in AFTER INSERT ON {TABLE} BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_out AFTER DELETE ON {TABLE} BEGIN {_TAKE_OUT} END",
    f"""CREATE TRIGGER IF NOT EXISTS {FTS}_over AFTER UPDATE ON {TABLE}
    BEGIN {_TAKE_OUT} {_PUT_IN} END""",
)
_VECTOR = " || ".join(
    f"setweight(to_tsvector('{config}'::regconfig, {name}_{code}), '{weight}')"
    for name, weight in (("title", "A"), ("text", "B"))
    for code, config in (("en", "english"), ("ru", "russian"))
)
_POSTGRESQL = (
    f"""ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS words tsvector
    GENERATED ALWAYS AS ({_VECTOR}) STORED""",
    f"CREATE INDEX IF NOT EXISTS {FTS} ON {TABLE} USING gin (words)",
)


def lay(connection: BaseDatabaseWrapper) -> None:
    """Lay what is not there yet."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def lay_after(using: str, **details: Any) -> None:
    """Lay it at the end of `migrate`."""
    lay(connections[using])
