"""Tables as this folder writes them by hand, and the whole database as a thing to compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

# Not of the programme: the cookies' table, and what migrations fill.
FOREIGN = frozenset({"sessions", "contenttypes", "auth"})

Contents = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is of, and its cells by column."""

    heads: tuple[str, ...]
    cells: dict[str, str]

    def __str__(self) -> str:
        cells = " ".join(f"{column}:{cell}" for column, cell in self.cells.items())
        return f"{' '.join(self.heads)}  {cells}"


def read(text: str, columns: Sequence[str], *, heads: int = 1) -> list[Line]:
    """Return the lines of a table: `heads` words say what a line is of, a cell a column follows."""
    lines = [row.split() for row in text.strip().splitlines() if row.strip()]
    wrong = [row for row in lines if len(row) != heads + len(columns)]
    if wrong:
        msg = f"these lines do not have {heads} + {len(columns)} words: {wrong}"
        raise ValueError(msg)
    return [Line(tuple(row[:heads]), dict(zip(columns, row[heads:], strict=True))) for row in lines]


def contents(*but: type[Model]) -> Contents:
    """Return every row of every table of the programme, so that "nothing changed" can be said."""
    found: Contents = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if meta.app_label in FOREIGN or model in but:
                continue
            table, key = meta.db_table, meta.pk.column
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')  # noqa: S608
            found[meta.label] = cursor.fetchall()
    return found


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect what is sent to the database meanwhile, but for what only reads."""
    sent: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield sent


def changes(before: Contents, after: Contents) -> list[str]:
    """Return the names of the tables that differ."""
    return [name for name, rows in after.items() if rows != before[name]]
