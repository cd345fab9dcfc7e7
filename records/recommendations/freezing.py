"""That the database itself keeps adopted texts: triggers refuse what would change or remove a row.

They hold against raw SQL as well. They are made after every `migrate`, not in one migration: on SQLite
a change of a table is a new table, and the triggers of the old one go with it. PostgreSQL's TRUNCATE
empties a table all the same; who may do that owns it.
"""

from typing import Any

from django.db import connections

TABLES = ("records_version", "records_adoptedparagraph")
WORDS = "An adopted text never changes."

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION records_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def keep(sender: Any, using: str, **details: Any) -> None:
    """Make the triggers of a database whose tables have just been made or changed."""
    with connections[using].cursor() as cursor:
        for statement in freeze(connections[using].vendor):
            cursor.execute(statement)


def freeze(vendor: str) -> list[str]:
    """Return what makes the triggers; those that are there are made anew."""
    made = [*thaw(vendor), *([_FUNCTION] if vendor == "postgresql" else [])]
    for table in TABLES:
        if vendor == "postgresql":
            made.append(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION records_frozen()"
            )
        elif vendor == "sqlite":
            made += [
                f"CREATE TRIGGER {table}_frozen_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                for deed in ("UPDATE", "DELETE")
            ]
    return made


def thaw(vendor: str) -> list[str]:
    """Return what takes the triggers away: before they are made anew, and to empty a database of tests."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in TABLES]
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_frozen_{deed}"
            for table in TABLES
            for deed in ("update", "delete")
        ]
    return []
