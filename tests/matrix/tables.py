"""Tables as this folder writes them by hand, and the whole database as a thing to compare."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

# Not of the programme: the cookies' table, and what migrations fill.
FOREIGN = frozenset({"sessions", "contenttypes", "auth"})

Contents = dict[str, list[str]]


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
    """Return every row of every table of the programme, so that "nothing changed" can be said.

    A row is one text, as the database itself writes it, and all tables are read by one statement.
    """
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label not in FOREIGN and model not in but
    ]
    found: Contents = {model._meta.label: [] for model in models}
    with connection.cursor() as cursor:
        cursor.execute(_every_row(connection.vendor, *models))
        for label, row in cursor.fetchall():
            found[label].append(row)
    for rows in found.values():
        rows.sort()
    return found


@cache
def _every_row(vendor: str, *models: type[Model]) -> str:
    return " UNION ALL ".join(
        f"""SELECT '{model._meta.label}', {_text(vendor, model)} FROM "{model._meta.db_table}" a_row"""  # noqa: S608
        for model in models
    )


def _text(vendor: str, model: type[Model]) -> str:
    """Return the expression for all that a row holds."""
    if vendor == "postgresql":
        return "a_row::text"
    columns = (field.column for field in model._meta.concrete_fields)
    return "||','||".join(f'quote("{column}")' for column in columns)


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
