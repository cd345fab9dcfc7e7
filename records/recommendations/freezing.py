"""That the database itself keeps adopted texts and replies: triggers refuse what would change or remove a row.

They hold against raw SQL as well. They are made after every `migrate`, not in one migration: on SQLite
a change of a table is a new table, and the triggers of the old one go with it. SQLite's REPLACE takes
rows out without asking the triggers of removal, so what would meet a row that is there is refused
before. PostgreSQL's TRUNCATE empties a table all the same; who may do that owns it.
"""

from typing import Any

from django.db import connections, transaction

WORDS = "An adopted text never changes."
# Each table with what is said, and by which columns beside its key its rows are told apart.
TABLES = {
    "records_version": (WORDS, ("recommendation_id", "number")),
    "records_adoptedparagraph": (WORDS, ("version_id", "number")),
    "records_reply": ("A reply never changes.", ()),
}
# Of a delivery only which text it is of is kept; all else can be corrected.
_DELIVERED = "records_delivery_text"

_FUNCTION = """
CREATE OR REPLACE FUNCTION records_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def keep(sender: Any, using: str, **details: Any) -> None:
    """Make the triggers of a database whose tables have just been made or changed; at no instant is there none."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in freeze(connections[using].vendor):
            cursor.execute(statement)


def freeze(vendor: str) -> list[str]:
    """Return what makes the triggers; those that are there are made anew."""
    made = [*thaw(vendor), *([_FUNCTION] if vendor == "postgresql" else [])]
    for table, (words, columns) in TABLES.items():
        if vendor == "postgresql":
            made.append(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION records_frozen('{words}')"
            )
        elif vendor == "sqlite":
            made += [
                f"CREATE TRIGGER {table}_frozen_{deed.lower()} BEFORE {deed} ON {table} "
                f"{_when(table, columns) if deed == 'INSERT' else ''}"
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
                for deed in ("UPDATE", "DELETE", "INSERT")
            ]
    return [*made, *_delivered(vendor)]


def _delivered(vendor: str) -> list[str]:
    """Return what keeps which text a delivery is of; all else of it can be corrected."""
    head = f"CREATE TRIGGER {_DELIVERED} BEFORE UPDATE ON records_delivery FOR EACH ROW WHEN"
    if vendor == "postgresql":
        same = "(OLD.version_id, OLD.language) IS DISTINCT FROM (NEW.version_id, NEW.language)"
        return [f"{head} ({same}) EXECUTE FUNCTION records_frozen('{WORDS}')"]
    if vendor == "sqlite":
        other = "OLD.version_id IS NOT NEW.version_id OR OLD.language IS NOT NEW.language"
        return [f"{head} {other} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"]
    return []


def _when(table: str, columns: tuple[str, ...]) -> str:
    """Return that a new row meets one that is there: by its key, or by what tells rows apart."""
    met = ["id = NEW.id"]
    if columns:
        met.append(" AND ".join(f"{column} = NEW.{column}" for column in columns))
    return f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(met)}) "  # noqa: S608 - our own names


def thaw(vendor: str) -> list[str]:
    """Return what takes the triggers away: before they are made anew, and to empty a database of tests."""
    if vendor == "postgresql":
        return [
            *(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in TABLES),
            f"DROP TRIGGER IF EXISTS {_DELIVERED} ON records_delivery",
        ]
    if vendor == "sqlite":
        return [
            *(
                f"DROP TRIGGER IF EXISTS {table}_frozen_{deed}"
                for table in TABLES
                for deed in ("update", "delete", "insert")
            ),
            f"DROP TRIGGER IF EXISTS {_DELIVERED}",
        ]
    return []
