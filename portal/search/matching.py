"""A question in the words of the database: FTS5 on SQLite, a tsquery on PostgreSQL; and its patience.

Both are built from words of letters and digits only, and go to the database as parameters.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kit.refusals import Refused
from portal.search.tables import FTS, TABLE
from portal.search.words import Question, Term, stem

# Steps of SQLite's machine between two looks at the clock.
_STEPS = 2000
_CONFIGS = ("english", "russian")


def matches(asked: Question) -> RawSQL:
    """Return the condition that an entry holds every term, in either language."""
    return _condition(asked, in_title=False)


def in_title(asked: Question) -> RawSQL:
    """Return the condition that an entry holds every term in its title."""
    return _condition(asked, in_title=True)


def _condition(asked: Question, *, in_title: bool) -> RawSQL:
    if connection.vendor == "postgresql":
        query, words = _tsquery(asked)
        column = f"ts_filter({TABLE}.words, '{{a}}')" if in_title else f"{TABLE}.words"
        sql, params = f"({column} @@ ({query}))", words
    else:
        expression = " AND ".join(_fts(term) for term in asked.terms)
        only = "{title_en title_ru} : " if in_title else ""
        sql = f"({TABLE}.id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s))"  # noqa: S608 - our own names
        params = [f"{only}({expression})"]
    return RawSQL(sql, params, output_field=BooleanField())  # noqa: S611 - words are parameters


def _fts(term: Term) -> str:
    if term.is_phrase:
        return f'"{" ".join(term.words)}"'
    return f'"{stem(term.words[0])}" *'


def _tsquery(asked: Question) -> tuple[str, list[str]]:
    parts: list[str] = []
    params: list[str] = []
    for term in asked.terms:
        name = "phraseto_tsquery" if term.is_phrase else "to_tsquery"
        word = " ".join(term.words) if term.is_phrase else f"{term.words[0]}:*"
        parts.append("(" + " || ".join(f"{name}('{config}', %s)" for config in _CONFIGS) + ")")
        params += [word] * len(_CONFIGS)
    return " && ".join(parts), params


@contextmanager
def patiently() -> Iterator[None]:
    """Give the database so long for each statement asked within, and refuse what takes longer.

    What we do ourselves between statements is not the question's fault, and does not count.
    """
    try:
        with _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite():
            yield
    except OperationalError as error:
        if not _is_impatience(error):
            raise
        text = _("This would take too long. Add a word that is rarer, or leave out short ones.")
        raise Refused("search.too_long", text, field="q", status=422) from error


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        _set_timeout(str(settings.SEARCH_PATIENCE_MS))
        yield
        # Where the transaction is a larger one, what follows has its own patience again.
        _set_timeout(before)


def _set_timeout(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [value])


@contextmanager
def _on_sqlite() -> Iterator[None]:
    connection.ensure_connection()
    raw = connection.connection
    until = 0.0

    def anew(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal until
        until = time.monotonic() + settings.SEARCH_PATIENCE_MS / 1000
        return execute(*statement)

    raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        with connection.execute_wrapper(anew):
            yield
    finally:
        raw.set_progress_handler(None, 0)


def _is_impatience(error: OperationalError) -> bool:
    # SQLSTATE 57014 (query_canceled); SQLite's SQLITE_INTERRUPT.
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == "57014" or "interrupted" in str(error)
